//! The cell of `dict`: lookups that may run Python code, and versions for inline caches.

use std::cell::{Cell, RefCell};

use super::dict_table::{DictTable, Entry, Probe};
use super::quick_equal::{equals_int, quick_equal};
use super::string::str_hash;
use crate::heap::{Dying, Flag, Kind, Payload, Ref, Untrack, glance};
use crate::runtime::compare::quick_hash;
use crate::runtime::kinds;
use crate::runtime::stack::Role;
use crate::runtime::value::Raised;
use crate::runtime::vm::Vm;
use crate::text::hash::hash_i64;

thread_local! {
    /// Versions are unique among all dicts, so a version alone names a dict and its set of keys.
    static NEXT_VERSION: Cell<u64> = const { Cell::new(1) };
}

/// *Invariant:* the borrow of `table` is never held while Python code can run, dropping a
/// reference included.
#[derive(Default)]
pub struct Dict {
    pub table: RefCell<DictTable>,
    /// 0 while nobody watches; any change to the set of keys resets it to 0, and so does replacing
    /// a value that [`is_watched`].
    version: Cell<u64>,
}

impl Payload for Dict {
    const KIND: Kind = kinds::DICT;
    const NAME: &'static str = "dict";
    const IDLES: bool = true;
    const UNTRACKS: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        for entry in self.table.borrow().iter() {
            visit(&entry.key);
            visit(&entry.value);
        }
    }

    fn release(&self, _dying: &Dying) {
        self.clear();
    }

    fn external_bytes(&self) -> usize {
        self.table.try_borrow().map_or(0, |table| table.bytes())
    }

    /// CPython does not track a dict that has only had atoms since the last full collection.
    fn idles(cell: &Ref) -> bool {
        if !cell.is_exact::<Dict>() {
            return false;
        }
        let table = cell.as_ref::<Dict>().table.borrow();
        !table.has_lost() && has_only_atoms(&table)
    }

    /// What idles may get other items any time, so no dict is forgotten for good.
    fn untrack(cell: &Ref, full: bool) -> Untrack {
        let table = &cell.as_ref::<Dict>().table;
        let settles = full && table.borrow().has_lost() && has_only_atoms(&table.borrow());
        if settles {
            table.borrow_mut().settle();
        }
        Untrack::Never
    }
}

fn has_only_atoms(table: &DictTable) -> bool {
    let atom = |object: &Ref| !object.has_flag(Flag::TRACKED);
    table.iter().all(|entry| atom(&entry.key) && atom(&entry.value))
}

/// Whether caches may remember `value` itself, not only its position: what is called far more
/// often than it is replaced.
#[inline(always)]
pub fn is_watched(value: &Ref) -> bool {
    matches!(value.kind(), kinds::FUNCTION | kinds::TYPE | kinds::BUILTIN_FUNCTION)
}

impl Dict {
    pub fn from_table(table: DictTable) -> Self {
        Dict { table: RefCell::new(table), version: Cell::new(0) }
    }

    #[inline]
    pub fn len(&self) -> usize {
        glance(&self.table, DictTable::len)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number that stays the same until a key is added or removed or a function or class is
    /// replaced; never 0.
    #[inline]
    pub fn watch(&self) -> u64 {
        if self.version.get() == 0 {
            NEXT_VERSION.with(|next| {
                self.version.set(next.get());
                next.set(next.get() + 1);
            });
        }
        self.version.get()
    }

    /// The current version; 0 where nobody has watched since the last change.
    #[inline]
    pub fn version(&self) -> u64 {
        self.version.get()
    }

    /// To be called after the set of keys was changed through `table`.
    pub fn keys_changed(&self) {
        self.version.set(0);
    }

    /// Makes the last entry the first.
    pub fn move_last_to_front(&self) {
        self.version.set(0);
        self.table.borrow_mut().move_last_to_front();
    }

    /// The value at a position that a cache remembers.
    #[inline]
    pub fn value_at(&self, position: usize) -> Option<Ref> {
        self.look_at(position, Ref::clone)
    }

    /// What `read` gives for the value at a position that a cache remembers.
    #[inline]
    pub fn look_at<R>(&self, position: usize, read: fn(&Ref) -> R) -> Option<R> {
        glance(&self.table, |table| table.at(position).map(|entry| read(&entry.value)))
    }

    /// Puts `value` at a position that a cache remembers; the old value comes back.
    #[inline]
    pub fn replace_at(&self, position: usize, value: Ref) -> Option<Ref> {
        let old = self.table.borrow_mut().replace(position, value);
        if self.version.get() != 0 && old.as_ref().is_some_and(is_watched) {
            self.version.set(0);
        }
        old
    }

    /// The position of `key`; runs its `__eq__` where need be.
    #[inline]
    pub fn find(&self, vm: &Vm, key: &Ref, hash: i64) -> Result<Option<usize>, Raised> {
        match self.position(key, hash) {
            Some(found) => Ok(found),
            None => self.ask(vm, key, hash),
        }
    }

    /// The position of `key`, as `__eq__` says. Where that changes the dict, what stands as before
    /// is not asked again (CPython: `do_lookup` in `Objects/dictobject.c`).
    #[cold]
    fn ask(&self, vm: &Vm, key: &Ref, hash: i64) -> Result<Option<usize>, Raised> {
        let mut asked = Vec::new();
        loop {
            let probe = self.table.borrow().probe(key, hash);
            let mut candidates = match probe {
                Probe::Found(at) => return Ok(Some(at)),
                Probe::Absent => return Ok(None),
                Probe::Ask(candidates) => candidates,
            };
            candidates.retain(|at| !asked.contains(at));
            if let Some(found) = self.ask_each(vm, key, &candidates, &mut asked)? {
                return Ok(found);
            }
        }
    }

    /// Which candidate equals `key`, if any; `None` where the dict has changed meanwhile. Then those
    /// that were asked and stand as before are among the `asked`.
    fn ask_each(
        &self,
        vm: &Vm,
        key: &Ref,
        candidates: &[usize],
        asked: &mut Vec<usize>,
    ) -> Result<Option<Option<usize>>, Raised> {
        let (version, size) = (self.watch(), self.table.borrow().python_size());
        for at in candidates {
            let stored = self.table.borrow().at(*at).map(|entry| entry.key.clone());
            let Some(candidate) = stored else { return Ok(None) };
            let equal = vm.lend(&candidate, Role::Builtin, || vm.equal(&candidate, key))?;
            let changed = self.version() != version;
            if changed && !self.stands(*at, &candidate, size) {
                asked.clear();
                return Ok(None);
            }
            if equal {
                return Ok(Some(Some(*at)));
            }
            asked.push(*at);
            if changed {
                return Ok(None);
            }
        }
        Ok(Some(None))
    }

    /// Whether `key` still stands at a position of a table of this size.
    fn stands(&self, position: usize, key: &Ref, size: usize) -> bool {
        let table = self.table.borrow();
        table.python_size() == size && table.at(position).is_some_and(|entry| entry.key.same(key))
    }

    /// The value of `key`, if there.
    #[inline]
    pub fn get(&self, vm: &Vm, key: &Ref) -> Result<Option<Ref>, Raised> {
        let hash = vm.hash(key)?;
        Ok(self.find(vm, key, hash)?.and_then(|at| self.value_at(at)))
    }

    /// The value of `name`, an exact `str`; runs no Python code unless keys of other types with
    /// the same hash are there, which are then passed over.
    #[inline]
    pub fn get_str(&self, name: &Ref) -> Option<Ref> {
        let at = self.position_of_str(name)?;
        self.value_at(at)
    }

    /// The position of `key`, whose hash is known, if there is one; `None` where only Python code
    /// can tell.
    #[inline(never)]
    pub fn position(&self, key: &Ref, hash: i64) -> Option<Option<usize>> {
        glance(&self.table, |table| table.find(hash, |stored| quick_equal(stored, key)).ok())
    }

    /// As [`Dict::position`] for an int that need not be an object.
    #[inline(never)]
    pub fn position_of_int(&self, key: i64) -> Option<Option<usize>> {
        let equal = |stored: &Ref| equals_int(stored, key);
        glance(&self.table, |table| table.find(hash_i64(key), equal).ok())
    }

    /// What `read` gives for the value of `key`, whose hash is known, if the key is found without
    /// running Python code.
    #[inline(always)]
    pub fn look_up<R>(&self, key: &Ref, hash: i64, read: fn(&Ref) -> R) -> Option<R> {
        self.look_at(self.position(key, hash)??, read)
    }

    /// As [`Dict::look_up`] for an int that need not be an object.
    #[inline(always)]
    pub fn look_up_int<R>(&self, key: i64, read: fn(&Ref) -> R) -> Option<R> {
        self.look_at(self.position_of_int(key)??, read)
    }

    /// The position of `name`, an exact `str`.
    #[inline]
    pub fn position_of_str(&self, name: &Ref) -> Option<usize> {
        self.position(name, str_hash(name)?)?
    }

    /// As [`Dict::position_of_str`], where `name` probably stands at `guess`.
    #[inline]
    pub fn position_of_str_near(&self, name: &Ref, guess: usize) -> Option<usize> {
        let stands = |table: &DictTable| table.at(guess).is_some_and(|entry| entry.key.same(name));
        if glance(&self.table, stands) { Some(guess) } else { self.position_of_str(name) }
    }

    /// The value of `name` where that stands at `guess`.
    #[inline(always)]
    pub fn value_near(&self, name: &Ref, guess: usize) -> Option<Ref> {
        glance(&self.table, |table| {
            let entry = table.at(guess).filter(|entry| entry.key.same(name))?;
            Some(entry.value.clone())
        })
    }

    /// Sets `key` to `value`.
    #[inline]
    pub fn set(&self, vm: &Vm, key: Ref, value: Ref) -> Result<(), Raised> {
        let hash = match Vm::may_run_python(&key) {
            true => vm.lend_all([&key, &value], Role::Builtin, || vm.hash(&key))?,
            false => vm.hash(&key)?,
        };
        self.set_hashed(vm, key, hash, value)
    }

    /// As [`Dict::set`] for a key that is held by the caller, too, as CPython's `PyDict_SetItem` finds it.
    pub fn set_item(&self, vm: &Vm, key: Ref, value: Ref) -> Result<(), Raised> {
        if !Vm::may_run_python(&key) {
            return self.set(vm, key, value);
        }
        let held = key.clone();
        vm.lend(&held, Role::Builtin, || self.set(vm, key, value))
    }

    /// Adds `key` if it is new, the table has room for it, and no Python code is needed to tell;
    /// says whether that is done.
    pub fn add_briefly(&self, key: &Ref, value: &Ref) -> bool {
        let Some(hash) = quick_hash(key) else { return false };
        let new = self.position(key, hash) == Some(None);
        let room = new && self.table.borrow().bytes_to_grow() == 0;
        if room {
            self.table.borrow_mut().insert_new(hash, key.clone(), value.clone());
        }
        room
    }

    /// Sets `key`, whose hash is known, to `value`.
    pub fn set_hashed(&self, vm: &Vm, key: Ref, hash: i64, value: Ref) -> Result<(), Raised> {
        let found = match self.position(&key, hash) {
            Some(found) => found,
            None => vm.lend_all([&key, &value], Role::Builtin, || self.ask(vm, &key, hash))?,
        };
        match found {
            Some(at) => {
                let old = self.replace_at(at, value);
                drop(old);
                Ok(())
            }
            None => self.insert_new(vm, key, hash, value),
        }
    }

    /// Adds a key known to be absent.
    pub fn insert_new(&self, vm: &Vm, key: Ref, hash: i64, value: Ref) -> Result<(), Raised> {
        let growth = self.table.borrow().bytes_to_grow();
        if growth > 0 {
            vm.charge(growth)?;
        }
        self.table.borrow_mut().insert_new(hash, key, value);
        self.version.set(0);
        Ok(())
    }

    /// Takes `key` out; its entry comes back if it was there.
    pub fn remove(&self, vm: &Vm, key: &Ref) -> Result<Option<Entry>, Raised> {
        let hash = vm.hash(key)?;
        let Some(at) = self.find(vm, key, hash)? else { return Ok(None) };
        Ok(self.remove_at(at))
    }

    /// Takes the entry at `position` out.
    pub fn remove_at(&self, position: usize) -> Option<Entry> {
        self.version.set(0);
        self.table.borrow_mut().remove(position)
    }

    /// Makes the entry at `position` the last, if there is a place for it after the others.
    pub fn move_to_end(&self, position: usize) -> bool {
        self.version.set(0);
        self.table.borrow_mut().move_to_end(position)
    }

    /// Takes the last entry out.
    pub fn pop_last(&self) -> Option<Entry> {
        self.version.set(0);
        self.table.borrow_mut().pop()
    }

    /// Drops everything in insertion order; key before value, as CPython does.
    pub fn clear(&self) {
        self.version.set(0);
        if self.table.borrow().is_untouched() {
            return;
        }
        let mut from = 0;
        loop {
            let entry = self.table.borrow_mut().take_dying(&mut from);
            match entry {
                Some(Entry { key, value, .. }) => {
                    drop(key);
                    drop(value);
                }
                None => break,
            }
        }
        if self.is_empty() {
            let empty = self.table.take();
            self.table.borrow_mut().succeed(&empty);
            drop(empty);
        }
        self.version.set(0);
    }

    /// The entry at or after `position`, with the position after it.
    #[inline]
    pub fn next_entry(&self, position: usize) -> Option<(usize, Ref, Ref)> {
        let table = self.table.borrow();
        let (at, entry) = table.next_from(position)?;
        Some((at + 1, entry.key.clone(), entry.value.clone()))
    }

    /// The key at or after `position` with its hash, and the position after it.
    #[inline]
    pub fn next_hashed(&self, position: usize) -> Option<(usize, Ref, i64)> {
        let table = self.table.borrow();
        let (at, entry) = table.next_from(position)?;
        Some((at + 1, entry.key.clone(), entry.hash))
    }

    /// The entry at or after `position` with the key's hash, and the position after it.
    pub fn next_whole(&self, position: usize) -> Option<(usize, i64, Ref, Ref)> {
        let table = self.table.borrow();
        let (at, entry) = table.next_from(position)?;
        Some((at + 1, entry.hash, entry.key.clone(), entry.value.clone()))
    }

    /// All entries now, as owned pairs.
    pub fn pairs(&self) -> Vec<(Ref, Ref)> {
        let table = self.table.borrow();
        table.iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect()
    }

    /// All keys now.
    pub fn keys(&self) -> Vec<Ref> {
        self.table.borrow().iter().map(|entry| entry.key.clone()).collect()
    }

    /// An equal dict payload.
    pub fn duplicate(&self) -> Dict {
        Dict::from_table(self.table.borrow().duplicate())
    }
}
