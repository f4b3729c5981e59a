//! The algebra of sets: `|`, `&`, `-`, `^`, their methods and in-place forms, and comparison.
//!
//! Results have the type of the left operand (a plain `set` or `frozenset`), as in CPython.

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::{CompareOp, Eval, Raised, Value, Vm};
use crate::text::set_algebra;
use crate::text::set_table::SetTable;
use crate::types::held;

use super::cell::{
    ByVmOfOwn, FrozenSet, Set, add_hashed, contains, copy_of, filled, frozenset_of, hash_of_own,
    new_frozenset, new_set, set_of, table, table_of, update,
};

/// An empty set of the same type as `set`.
fn new_like(vm: &Vm, set: &Ref) -> Result<Ref, Raised> {
    if set.is::<FrozenSet>() { new_frozenset(vm) } else { new_set(vm) }
}

/// `set.copy()`; an exact frozenset is its own copy.
pub(super) fn copy(vm: &Vm, set: &Ref) -> Result<Ref, Raised> {
    if set.is_exact::<FrozenSet>() {
        return Ok(set.clone());
    }
    duplicate(vm, set)
}

pub(super) fn duplicate(vm: &Vm, set: &Ref) -> Result<Ref, Raised> {
    if set.is::<Set>() {
        return copy_of(vm, set);
    }
    filled(vm, new_like(vm, set)?, |result| update(vm, result, set))
}

/// What `run` makes of the tables of two sets, of the type of the first, if it needs no Python code.
fn at_once(
    vm: &Vm,
    set: &Ref,
    other: &Ref,
    run: fn(&SetTable<Ref>, &SetTable<Ref>) -> Option<SetTable<Ref>>,
) -> Option<Result<Ref, Raised>> {
    let keys = run(&table(set).borrow(), &table_of(other)?.borrow())?;
    Some(if set.is::<FrozenSet>() { frozenset_of(vm, keys) } else { set_of(vm, keys) })
}

/// `set | other`.
pub fn union(vm: &Vm, set: &Ref, other: &Ref) -> Result<Ref, Raised> {
    if set.same(other) {
        return duplicate(vm, set);
    }
    if let Some(result) = at_once(vm, set, other, set_algebra::union_at_once) {
        return result;
    }
    filled(vm, duplicate(vm, set)?, |result| update(vm, result, other))
}

/// `set.intersection(other)`, `other` any iterable.
pub fn intersection(vm: &Vm, set: &Ref, other: &Ref) -> Result<Ref, Raised> {
    if set.same(other) {
        return duplicate(vm, set);
    }
    if let Some(result) = at_once(vm, set, other, set_algebra::intersection_at_once) {
        return result;
    }
    filled(vm, new_like(vm, set)?, |result| match table_of(other) {
        Some(other) => {
            set_algebra::intersection(table(result), table(set), other, &mut ByVmOfOwn(vm))
        }
        None => vm.each(other, &mut |key| {
            let hash = hash_of_own(vm, &key)?;
            if set_algebra::contains(table(set), &key, hash, &mut ByVmOfOwn(vm))? {
                add_hashed(vm, table(result), key, hash)?;
            }
            Ok(true)
        }),
    })
}

/// `set.difference(other)`, `other` any iterable.
pub fn difference(vm: &Vm, set: &Ref, other: &Ref) -> Result<Ref, Raised> {
    if set.same(other) {
        return new_like(vm, set);
    }
    if let Some(result) = at_once(vm, set, other, set_algebra::difference_at_once) {
        return result;
    }
    let result = new_like(vm, set)?;
    if let Some(other) = table_of(other) {
        let scratch = new_set(vm)?;
        return held::with(vm, [scratch], |[scratch]| {
            filled(vm, result, |result| {
                let tables = (table(result), table(set), table(scratch));
                set_algebra::difference(tables.0, tables.1, other, tables.2, &mut ByVmOfOwn(vm))
            })
        });
    }
    let len = table(set).borrow().len();
    match other.get::<Dict>().filter(|_| other.is_exact::<Dict>()) {
        Some(dict) if !set_algebra::copies_for_difference(len, dict.len()) => {
            filled(vm, result, |result| {
                let mut position = 0;
                while let Some((key, hash)) = next_key(table(set), &mut position) {
                    if dict.find(vm, &key, hash)?.is_none() {
                        add_hashed(vm, table(result), key, hash)?;
                    }
                }
                Ok(())
            })
        }
        _ => filled(vm, duplicate(vm, set)?, |result| difference_update(vm, result, other)),
    }
}

/// The key at or after `position` with its hash.
pub fn next_key(table: &super::cell::Table, position: &mut usize) -> Option<(Ref, i64)> {
    let table = table.borrow();
    table.next_entry(position).map(|(key, hash)| (key.clone(), hash))
}

/// `set.difference_update(other)`.
pub(super) fn difference_update(vm: &Vm, set: &Ref, other: &Ref) -> Result<(), Raised> {
    if set.same(other) {
        clear(vm, set);
        return Ok(());
    }
    if let Some(other) = table_of(other) {
        let scratch = new_set(vm)?;
        return held::with(vm, [scratch], |[scratch]| {
            let scratch = table(scratch);
            set_algebra::difference_update(table(set), other, scratch, &mut ByVmOfOwn(vm))
        });
    }
    let discard = |key: Ref, hash: i64| {
        set_algebra::discard(table(set), &key, hash, &mut ByVmOfOwn(vm)).map(drop)
    };
    if let Some(dict) = other.get::<Dict>().filter(|_| other.is_exact::<Dict>()) {
        let mut at = 0;
        while let Some((next, key, hash)) = dict.next_hashed(at) {
            discard(key, hash)?;
            at = next;
        }
    } else {
        vm.each(other, &mut |key| {
            let hash = hash_of_own(vm, &key)?;
            discard(key, hash)?;
            Ok(true)
        })?;
    }
    table(set).borrow_mut().purge();
    Ok(())
}

/// `set.intersection_update(other)`.
pub(super) fn intersection_update(vm: &Vm, set: &Ref, other: &Ref) -> Result<(), Raised> {
    let result = intersection(vm, set, other)?;
    if !result.same(set) {
        table(set).borrow_mut().swap(&mut table(&result).borrow_mut());
    }
    Ok(())
}

/// `set.symmetric_difference_update(other)`.
pub(super) fn symmetric_difference_update(vm: &Vm, set: &Ref, other: &Ref) -> Result<(), Raised> {
    if set.same(other) {
        clear(vm, set);
        return Ok(());
    }
    let own = table(set);
    if let Some(other) = table_of(other) {
        return set_algebra::symmetric_difference_update(own, other, &mut ByVmOfOwn(vm));
    }
    if let Some(dict) = other.get::<Dict>().filter(|_| other.is_exact::<Dict>()) {
        let mut at = 0;
        while let Some((next, key, hash)) = dict.next_hashed(at) {
            set_algebra::toggle(own, key, hash, &mut ByVmOfOwn(vm))?;
            at = next;
        }
        return Ok(());
    }
    held::with(vm, [copy_of(vm, other)?], |[other]| {
        set_algebra::symmetric_difference_update(own, table(other), &mut ByVmOfOwn(vm))
    })
}

/// `set.symmetric_difference(other)`.
pub fn symmetric_difference(vm: &Vm, set: &Ref, other: &Ref) -> Result<Ref, Raised> {
    let start = filled(vm, new_like(vm, set)?, |result| update(vm, result, other))?;
    filled(vm, start, |result| symmetric_difference_update(vm, result, set))
}

/// Empties a set; its keys die in the order of iteration, gone from the set before.
pub(super) fn clear(vm: &Vm, set: &Ref) {
    let keys = table(set).borrow_mut().take();
    held::drop_forwards(vm, keys);
}

type Operation = fn(&Vm, &Ref, &Ref) -> Result<Ref, Raised>;
type Update = fn(&Vm, &Ref, &Ref) -> Result<(), Raised>;

fn operator(vm: &Vm, left: &Ref, right: &Ref, run: Operation) -> Eval {
    if table_of(left).is_none() || table_of(right).is_none() {
        return vm.not_implemented();
    }
    run(vm, left, right).map(Value::Obj)
}

fn inplace(vm: &Vm, set: &Ref, other: &Ref, run: Update) -> Eval {
    if table_of(other).is_none() {
        return vm.not_implemented();
    }
    run(vm, set, other)?;
    Ok(Value::Obj(set.clone()))
}

pub(super) fn or(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operator(vm, left, right, union)
}

pub(super) fn and(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operator(vm, left, right, intersection)
}

pub(super) fn sub(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operator(vm, left, right, difference)
}

pub(super) fn xor(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operator(vm, left, right, symmetric_difference)
}

pub(super) fn inplace_or(vm: &Vm, set: &Ref, other: &Ref) -> Eval {
    inplace(vm, set, other, update)
}

pub(super) fn inplace_and(vm: &Vm, set: &Ref, other: &Ref) -> Eval {
    inplace(vm, set, other, intersection_update)
}

pub(super) fn inplace_sub(vm: &Vm, set: &Ref, other: &Ref) -> Eval {
    inplace(vm, set, other, difference_update)
}

pub(super) fn inplace_xor(vm: &Vm, set: &Ref, other: &Ref) -> Eval {
    inplace(vm, set, other, symmetric_difference_update)
}

/// Whether all keys of `set` are in `other`.
pub(super) fn is_subset(vm: &Vm, set: &Ref, other: &Ref) -> Result<bool, Raised> {
    set_algebra::is_subset(table(set), table(other), &mut ByVmOfOwn(vm))
}

/// `left op right` of two sets where `subset(a, b)` says whether all of `a` is in `b`.
pub fn compare_sizes(
    op: CompareOp,
    (left, right): (usize, usize),
    subset: &mut dyn FnMut(bool) -> Result<bool, Raised>,
) -> Result<bool, Raised> {
    match op {
        CompareOp::Eq => Ok(left == right && subset(false)?),
        CompareOp::Ne => Ok(!(left == right && subset(false)?)),
        CompareOp::Le => Ok(left <= right && subset(false)?),
        CompareOp::Lt => Ok(left < right && subset(false)?),
        CompareOp::Ge => Ok(left >= right && subset(true)?),
        CompareOp::Gt => Ok(left > right && subset(true)?),
    }
}

pub(super) fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(a), Some(b)) = (table_of(left), table_of(right)) else {
        return vm.not_implemented();
    };
    if let (Some(a), Some(b)) = (left.get::<FrozenSet>(), right.get::<FrozenSet>())
        && matches!(op, CompareOp::Eq | CompareOp::Ne)
        && let (Some(a), Some(b)) = (a.hash.get(), b.hash.get())
        && a != b
    {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let lens = (a.borrow().len(), b.borrow().len());
    let holds = compare_sizes(op, lens, &mut |swapped| {
        if swapped { is_subset(vm, right, left) } else { is_subset(vm, left, right) }
    })?;
    Ok(Value::bool(holds))
}

/// A frozenset equal to `key`, where `key` is a set: what `{…} in s` looks for.
pub(super) fn key_for_lookup(vm: &Vm, key: &Ref) -> Result<Option<Ref>, Raised> {
    if !key.is::<Set>() {
        return Ok(None);
    }
    filled(vm, new_frozenset(vm)?, |frozen| update(vm, frozen, key)).map(Some)
}

/// `key in set`, where a set as a key stands for the frozenset equal to it.
pub(super) fn contains_key(vm: &Vm, set: &Ref, key: &Ref) -> Result<bool, Raised> {
    match contains(vm, set, key) {
        Err(raised)
            if key.is::<Set>() && vm.pending_is(&raised, crate::runtime::ErrorKind::TypeError) =>
        {
            drop(vm.take_raised(raised));
            match key_for_lookup(vm, key)? {
                Some(frozen) => contains(vm, set, &frozen),
                None => Ok(false),
            }
        }
        other => other,
    }
}
