//! The cells of sets, and the operations everything else is made of.
//!
//! `set` and `frozenset` differ in their kind and in a cached hash, not in their table.

use std::cell::{Cell, RefCell};

use crate::heap::{Dying, Kind, Payload, Ref};
use crate::runtime::compare::quick_hash;
use crate::runtime::object::Dict;
use crate::runtime::object::dict_table::quick_equal;
use crate::runtime::stack::Role;
use crate::runtime::{Raised, Vm, kinds};
use crate::text::set_algebra::{self, Equality, Key};
use crate::text::set_table::{SetTable, Step};

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
    let keys = table.borrow_mut().take();
    drop(keys);
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

/// `set.add(key)`; whether the key is new.
pub fn add(vm: &Vm, set: &Ref, key: Ref) -> Result<bool, Raised> {
    let hash = match Vm::may_run_python(&key) {
        true => vm.lend(&key, Role::Element, || vm.hash(&key))?,
        false => vm.hash(&key)?,
    };
    add_hashed(vm, table(set), key, hash)
}

pub(super) fn add_hashed(vm: &Vm, table: &Table, key: Ref, hash: i64) -> Result<bool, Raised> {
    let before = table.borrow().slot_count();
    let new = match add_quickly(table, key, hash) {
        Ok(new) => new,
        Err(key) => set_algebra::add(table, key, hash, &mut ByVm(vm))?,
    };
    let after = table.borrow().slot_count();
    if after > before {
        vm.charge((after - before) * 16)?;
    }
    Ok(new)
}

/// Adds `key` if that needs no Python code, and says whether it is new; else it comes back.
#[inline]
fn add_quickly(table: &Table, key: Ref, hash: i64) -> Result<bool, Ref> {
    let mut table = table.borrow_mut();
    let mut probe = table.probe(hash);
    loop {
        match table.step(&mut probe) {
            Step::Candidate(_, stored) => match quick_equal(stored, &key) {
                Some(true) => return Ok(false),
                Some(false) => {}
                None => return Err(key),
            },
            Step::Vacant(at) => {
                table.insert_at(at, hash, key);
                return Ok(true);
            }
        }
    }
}

/// Adds `key` if that needs no Python code and the heap has room; says whether that is done.
pub(super) fn add_briefly(vm: &Vm, set: &Ref, key: &Ref) -> bool {
    let Some(hash) = quick_hash(key) else { return false };
    let table = table(set);
    let before = table.borrow().slot_count();
    if add_quickly(table, key.clone(), hash).is_err() {
        return false;
    }
    let after = table.borrow().slot_count();
    after == before || vm.heap.charge((after - before) * 16).is_ok()
}

/// Whether `key`, whose hash is known, is in the set, if no Python code is needed to tell.
#[inline]
pub fn has_quickly(table: &Table, key: &Ref, hash: i64) -> Option<bool> {
    let table = table.borrow();
    let mut probe = table.probe(hash);
    loop {
        match table.step(&mut probe) {
            Step::Candidate(_, stored) if quick_equal(stored, key)? => return Some(true),
            Step::Candidate(..) => {}
            Step::Vacant(_) => return Some(false),
        }
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
        return set_algebra::merge(own, other, &mut ByVm(vm));
    }
    if iterable.is_exact::<Dict>()
        && let Some(dict) = iterable.get::<Dict>()
    {
        own.borrow_mut().make_room(dict.len());
        let mut at = 0;
        while let Some((next, key, _)) = dict.next_entry(at) {
            let hash = vm.hash(&key)?;
            add_hashed(vm, own, key, hash)?;
            at = next;
        }
        return Ok(());
    }
    vm.each(iterable, &mut |key| {
        add(vm, set, key)?;
        Ok(true)
    })
}

/// A new `set` with the items of `iterable`.
pub fn copy_of(vm: &Vm, iterable: &Ref) -> Result<Ref, Raised> {
    let set = new_set(vm)?;
    filled(vm, set, |set| update(vm, set, iterable))
}

/// `set` after `fill`, during which it stands on the slot stack.
pub(super) fn filled(
    vm: &Vm,
    set: Ref,
    fill: impl FnOnce(&Ref) -> Result<(), Raised>,
) -> Result<Ref, Raised> {
    let at = vm.stack.push(set.clone(), Role::Builtin);
    let result = fill(&set);
    vm.stack.truncate(at);
    result.map(|()| set)
}
