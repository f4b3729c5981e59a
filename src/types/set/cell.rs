//! The cells of sets, and the operations everything else is made of.
//!
//! `set` and `frozenset` differ in their kind and in a cached hash, not in their table.

use std::cell::{Cell, RefCell};

use crate::heap::{Dying, Kind, Payload, Ref, Slot, glance};
use crate::runtime::compare::quick_hash;
use crate::runtime::object::quick_equal::quick_equal;
use crate::runtime::object::string::is_ascii;
use crate::runtime::object::{Dict, List, Tuple};
use crate::runtime::stack::Role;
use crate::runtime::{Raised, Value, Vm, kinds};
use crate::text::set_algebra::{self, Equality, Key};
use crate::text::set_table::{Seek, SetTable};

/// The shared part.
pub type Table = RefCell<SetTable<Ref>>;

impl Key for Ref {
    fn is(&self, other: &Self) -> bool {
        self.same(other)
    }

    fn quick_equal(&self, other: &Self) -> Option<bool> {
        quick_equal(self, other)
    }
}

/// Equality as the machine decides it.
pub(super) struct ByVm<'a>(pub &'a Vm);

impl Equality<Ref> for ByVm<'_> {
    type Error = Raised;

    fn equal(&mut self, stored: &Ref, key: &Ref) -> Result<bool, Raised> {
        self.0.lend(stored, Role::Builtin, || self.0.equal(stored, key))
    }
}

/// As [`ByVm`] where the key looked for is held by the algebra alone too.
pub(super) struct ByVmOfOwn<'a>(pub &'a Vm);

impl Equality<Ref> for ByVmOfOwn<'_> {
    type Error = Raised;

    fn equal(&mut self, stored: &Ref, key: &Ref) -> Result<bool, Raised> {
        self.0.lend_all([stored, key], Role::Builtin, || self.0.equal(stored, key))
    }
}

/// As [`ByVmOfOwn`] for keys that are added, which the algebra holds twice.
fn equal_to_added(vm: &Vm) -> impl FnMut(&Ref, &Ref) -> Result<bool, Raised> {
    |stored, key| vm.lend_all([stored, key, key], Role::Builtin, || vm.equal(stored, key))
}

/// The hash of a key that stands in a local.
#[inline]
pub(super) fn hash_of_own(vm: &Vm, key: &Ref) -> Result<i64, Raised> {
    match quick_hash(key) {
        Some(hash) => Ok(hash),
        None if Vm::may_run_python(key) => vm.lend(key, Role::Element, || vm.hash(key)),
        None => vm.hash(key),
    }
}

/// *Invariant:* the borrow of `table` is never held while Python code can run, dropping a
/// reference included.
#[derive(Default)]
pub struct Set {
    pub table: Table,
}

#[derive(Default)]
pub struct FrozenSet {
    pub table: Table,
    pub hash: Cell<Option<i64>>,
}

fn slot_bytes(table: &Table) -> usize {
    let slots = table.try_borrow().map_or(0, |table| table.slot_count());
    // The smallest table stands in CPython's set object itself.
    if slots <= 8 { 0 } else { slots * 16 }
}

fn release(table: &Table) {
    // Keys die in the order of the table, as in CPython.
    let table = table.take();
    drop(table);
}

fn trace(table: &Table, visit: &mut dyn FnMut(&Ref)) {
    table.borrow().iter().for_each(|(key, _)| visit(key));
}

impl Payload for Set {
    const KIND: Kind = kinds::SET;
    const NAME: &'static str = "set";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        trace(&self.table, visit);
    }

    fn release(&self, _dying: &Dying) {
        release(&self.table);
    }

    fn external_bytes(&self) -> usize {
        slot_bytes(&self.table)
    }
}

impl Payload for FrozenSet {
    const KIND: Kind = kinds::FROZENSET;
    const NAME: &'static str = "frozenset";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        trace(&self.table, visit);
    }

    fn release(&self, _dying: &Dying) {
        release(&self.table);
    }

    fn external_bytes(&self) -> usize {
        slot_bytes(&self.table)
    }
}

/// The table of a `set` or `frozenset`, subclasses included.
#[inline]
pub fn table_of(object: &Ref) -> Option<&Table> {
    match object.get::<Set>() {
        Some(set) => Some(&set.table),
        None => object.get::<FrozenSet>().map(|set| &set.table),
    }
}

/// The table of an object known to be a set.
#[inline]
pub(super) fn table(set: &Ref) -> &Table {
    match set.get::<Set>() {
        Some(set) => &set.table,
        None => &set.as_ref::<FrozenSet>().table,
    }
}

/// An empty set.
pub fn new_set(vm: &Vm) -> Result<Ref, Raised> {
    vm.alloc(Set::default())
}

/// An empty frozenset, to be filled before anyone sees it.
pub fn new_frozenset(vm: &Vm) -> Result<Ref, Raised> {
    vm.alloc(FrozenSet::default())
}

/// The frozenset that CPython's compiler makes of constants: it rebuilds it once from its own order.
pub fn constant_frozenset(vm: &Vm, items: Vec<Ref>) -> Result<Ref, Raised> {
    let first = new_frozenset(vm)?;
    for item in items {
        add(vm, &first, item)?;
    }
    let made = new_frozenset(vm)?;
    for item in vm.collect(&first)? {
        add(vm, &made, item)?;
    }
    Ok(made)
}

/// `set.add(key)`; whether the key is new.
#[inline]
pub fn add(vm: &Vm, set: &Ref, key: Ref) -> Result<bool, Raised> {
    let hash = hash_of_own(vm, &key)?;
    add_hashed(vm, table(set), key, hash)
}

#[inline]
pub(super) fn add_hashed(vm: &Vm, table: &Table, key: Ref, hash: i64) -> Result<bool, Raised> {
    let (added, grown) = add_quickly(table, &key, hash);
    if grown > 0 {
        vm.charge(grown)?;
    }
    match added {
        Some(new) => Ok(new),
        None => add_carefully(vm, table, key, hash),
    }
}

/// `set.add(key)` of a key that the caller holds, which need not be held twice here.
pub(super) fn add_borrowed(vm: &Vm, set: &Ref, key: &Ref) -> Result<(), Raised> {
    let (table, hash) = (table(set), vm.hash(key)?);
    let (added, grown) = add_quickly(table, key, hash);
    if grown > 0 {
        vm.charge(grown)?;
    }
    if added.is_none() {
        charged(vm, table, || set_algebra::add_borrowed(table, key, hash, &mut ByVmOfOwn(vm)))?;
    }
    Ok(())
}

#[cold]
fn add_carefully(vm: &Vm, table: &Table, key: Ref, hash: i64) -> Result<bool, Raised> {
    charged(vm, table, || set_algebra::add(table, key, hash, &mut equal_to_added(vm)))
}

/// Runs `add`, and charges for what the table has grown.
fn charged(
    vm: &Vm,
    table: &Table,
    add: impl FnOnce() -> Result<bool, Raised>,
) -> Result<bool, Raised> {
    let before = table.borrow().slot_count();
    let new = add()?;
    let after = table.borrow().slot_count();
    if after > before {
        vm.charge((after - before) * SLOT_BYTES)?;
    }
    Ok(new)
}

const SLOT_BYTES: usize = 16;

/// Adds `key` if that needs no Python code, and says whether it is new; and how many bytes the
/// table has grown.
#[inline]
fn add_quickly(table: &Table, key: &Ref, hash: i64) -> (Option<bool>, usize) {
    let mut table = table.borrow_mut();
    match table.seek(hash, |stored| quick_equal(stored, key)) {
        Seek::Found(_) => (Some(false), 0),
        Seek::Unsure => (None, 0),
        Seek::Vacant(at) => {
            let before = table.slot_count();
            table.insert_at(at, hash, key.clone());
            (Some(true), table.slot_count().saturating_sub(before) * SLOT_BYTES)
        }
    }
}

/// Adds `key` if that needs no Python code and the heap has room; says whether that is done.
pub(super) fn add_briefly(vm: &Vm, set: &Ref, key: &Ref) -> bool {
    let Some(hash) = quick_hash(key) else { return false };
    let (added, grown) = add_quickly(table(set), key, hash);
    added.is_some() && (grown == 0 || vm.heap.charge(grown).is_ok())
}

/// Takes `key` out and says whether it was there, if no Python code is needed to tell and somebody
/// else holds the key too, so that nothing dies.
pub(super) fn discard_briefly(set: &Ref, key: &Ref) -> Option<bool> {
    let hash = quick_hash(key)?;
    let mut table = table(set).borrow_mut();
    match table.seek(hash, |stored| quick_equal(stored, key)) {
        Seek::Found(at) if table.key_at(at)?.count() > 1 => Some(table.remove_at(at).is_some()),
        Seek::Vacant(_) => Some(false),
        Seek::Found(_) | Seek::Unsure => None,
    }
}

/// Whether `key`, whose hash is known, is in the set, if no Python code is needed to tell.
#[inline]
pub fn has_quickly(table: &Table, key: &Ref, hash: i64) -> Option<bool> {
    match glance(table, |table| table.seek(hash, |stored| quick_equal(stored, key))) {
        Seek::Found(_) => Some(true),
        Seek::Vacant(_) => Some(false),
        Seek::Unsure => None,
    }
}

/// `key in set`, with no set as a key.
pub fn contains(vm: &Vm, set: &Ref, key: &Ref) -> Result<bool, Raised> {
    let hash = vm.hash(key)?;
    set_algebra::contains(table(set), key, hash, &mut ByVm(vm))
}

/// `set.update(iterable)`, in CPython's order of insertion.
pub fn update(vm: &Vm, set: &Ref, iterable: &Ref) -> Result<(), Raised> {
    let own = table(set);
    if let Some(other) = table_of(iterable) {
        if set.same(iterable) {
            return Ok(());
        }
        return set_algebra::merge(own, other, &mut equal_to_added(vm));
    }
    if iterable.is_exact::<Dict>()
        && let Some(dict) = iterable.get::<Dict>()
    {
        own.borrow_mut().make_room(dict.len());
        let mut at = 0;
        while let Some((next, key, hash)) = dict.next_hashed(at) {
            add_hashed(vm, own, key, hash)?;
            at = next;
        }
        return Ok(());
    }
    if iterable.is_exact::<List>() || iterable.is_exact::<Tuple>() {
        // As `Vm::each`: no iterator is needed, this reference counts as the one it would have.
        return vm.keep(iterable.clone(), Role::Iterator, |row| update_from_row(vm, set, row));
    }
    let quick = |key| match vm.boxed_or_back(key) {
        Ok(key) if add_briefly(vm, set, &key) => None,
        Ok(key) => Some(Value::Obj(key)),
        Err(key) => Some(key),
    };
    vm.each_quickly(iterable, &quick, &mut |key| add(vm, set, key).map(|_| true))
}

/// Adds the items of an exact list or tuple.
fn update_from_row(vm: &Vm, set: &Ref, row: &Ref) -> Result<(), Raised> {
    let own = table(set);
    let mut next = 0;
    loop {
        let before = own.borrow().slot_count();
        let item = match row.get::<List>() {
            Some(list) => {
                let items = list.items.borrow();
                next += take_in(own, items.iter().skip(next));
                items.get(next).cloned()
            }
            None => {
                let items = row.tail();
                next += take_in_slots(own, items.get(next..).unwrap_or(&[]));
                items.get(next).and_then(Slot::get)
            }
        };
        let after = own.borrow().slot_count();
        if after > before {
            vm.charge((after - before) * SLOT_BYTES)?;
        }
        vm.poll()?;
        let Some(key) = item else { return Ok(()) };
        add(vm, set, key)?;
        next += 1;
    }
}

/// Adds items up to the first that may need Python code; how many.
fn take_in<'a>(table: &Table, items: impl Iterator<Item = &'a Ref>) -> usize {
    let added =
        |key: &Ref| quick_hash(key).is_some_and(|hash| add_quickly(table, key, hash).0.is_some());
    items.take_while(|key| added(key)).count()
}

/// As [`take_in`], for the items of a tuple.
fn take_in_slots(table: &Table, items: &[Slot]) -> usize {
    let added =
        |key: &Ref| quick_hash(key).is_some_and(|hash| add_quickly(table, key, hash).0.is_some());
    items.iter().take_while(|item| item.look(|item| item.is_some_and(added))).count()
}

/// A new set of `keys`, whose slots the heap is charged for.
///
/// # Errors
/// `MemoryError`.
pub(super) fn set_of(vm: &Vm, keys: SetTable<Ref>) -> Result<Ref, Raised> {
    let table = RefCell::new(keys);
    vm.charge(slot_bytes(&table))?;
    vm.alloc(Set { table })
}

/// As [`set_of`], a frozenset.
///
/// # Errors
/// `MemoryError`.
pub(super) fn frozenset_of(vm: &Vm, keys: SetTable<Ref>) -> Result<Ref, Raised> {
    let table = RefCell::new(keys);
    vm.charge(slot_bytes(&table))?;
    vm.alloc(FrozenSet { table, hash: Cell::new(None) })
}

/// The keys that a set of `iterable`'s items has, if it is a builtin container whose items need no
/// Python code to be compared.
pub(super) fn keys_at_hand(vm: &Vm, iterable: &Ref) -> Option<SetTable<Ref>> {
    if let Some(other) = table_of(iterable) {
        return Some(set_algebra::copy_at_once(&other.borrow()));
    }
    if iterable.extra().is_some() {
        return None;
    }
    let mut keys = SetTable::new();
    match iterable.kind() {
        kinds::LIST => {
            let items = iterable.get::<List>()?.items.borrow();
            items.iter().try_for_each(|key| take_key(&mut keys, key, quick_hash(key)?))?;
        }
        kinds::TUPLE => {
            let mut items = iterable.tail().iter();
            items.try_for_each(|slot| {
                slot.look(|key| take_key(&mut keys, key?, quick_hash(key?)?))
            })?;
        }
        kinds::DICT => {
            let dict = iterable.get::<Dict>()?.table.borrow();
            keys.make_room(dict.len());
            dict.iter().try_for_each(|entry| take_key(&mut keys, &entry.key, entry.hash))?;
        }
        kinds::STR if is_ascii(iterable) => {
            for byte in iterable.text().bytes() {
                let key = vm.latin1(byte).ok()?;
                take_key(&mut keys, &key, quick_hash(&key)?)?;
            }
        }
        _ => return None,
    }
    Some(keys)
}

/// Adds `key` if that needs no Python code.
#[inline]
fn take_key(keys: &mut SetTable<Ref>, key: &Ref, hash: i64) -> Option<()> {
    match keys.seek(hash, |stored| quick_equal(stored, key)) {
        Seek::Found(_) => Some(()),
        Seek::Unsure => None,
        Seek::Vacant(at) => {
            keys.insert_at(at, hash, key.clone());
            Some(())
        }
    }
}

/// A new `set` with the items of `iterable`.
pub fn copy_of(vm: &Vm, iterable: &Ref) -> Result<Ref, Raised> {
    if let Some(keys) = keys_at_hand(vm, iterable) {
        return set_of(vm, keys);
    }
    let set = new_set(vm)?;
    filled(vm, set, |set| update(vm, set, iterable))
}

/// `set` after `fill`, during which it stands on the slot stack.
pub(super) fn filled(
    vm: &Vm,
    set: Ref,
    fill: impl FnOnce(&Ref) -> Result<(), Raised>,
) -> Result<Ref, Raised> {
    let at = vm.stack.push(set, Role::Builtin);
    let result = fill(vm.stack.window(at, 1).req(0));
    let set = vm.stack.take(at);
    vm.stack.truncate(at);
    result?;
    Ok(set.unwrap_or_else(|| vm.none()))
}
