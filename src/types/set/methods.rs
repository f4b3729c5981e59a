//! The methods of sets; `frozenset` has those that change nothing.

use crate::heap::Ref;
use crate::runtime::spec::{Method, classmethod, method};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm, kinds};
use crate::text::set_algebra;
use crate::types::{generic_alias, held};

use super::cell::{self, ByVm, FrozenSet, Set, filled, table, table_of, update};
use super::operators;

pub(super) fn set_new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_in(Set::default(), args.req(0)).map(Value::Obj)
}

/// `set(items)` of what is at hand.
pub(super) fn set_briefly(
    vm: &Vm,
    items: &Ref,
    more: Option<&Ref>,
    _: Option<&Ref>,
) -> Option<Eval> {
    let keys = if more.is_some() { None } else { cell::keys_at_hand(vm, items) }?;
    Some(cell::set_of(vm, keys).map(Value::Obj))
}

pub(super) fn set_init(vm: &Vm, args: Args<'_>) -> Eval {
    let set = args.req(0);
    operators::clear(vm, set);
    if let Some(iterable) = args.get(1) {
        update(vm, set, iterable)?;
    }
    Ok(Value::None)
}

pub(super) fn frozenset_new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    if class.same(vm.class_of_kind(kinds::FROZENSET))
        && let Some(iterable) = args.get(1)
        && iterable.is_exact::<FrozenSet>()
    {
        return Ok(Value::Obj(iterable.clone()));
    }
    let set = vm.alloc_in(FrozenSet::default(), class)?;
    let filled = filled(vm, set, |set| match args.get(1) {
        Some(iterable) => update(vm, set, iterable),
        None => Ok(()),
    });
    filled.map(Value::Obj)
}

fn add(vm: &Vm, args: Args<'_>) -> Eval {
    cell::add_borrowed(vm, args.req(0), args.req(1))?;
    Ok(Value::None)
}

fn clear(vm: &Vm, args: Args<'_>) -> Eval {
    operators::clear(vm, args.req(0));
    Ok(Value::None)
}

fn copy(vm: &Vm, args: Args<'_>) -> Eval {
    operators::copy(vm, args.req(0)).map(Value::Obj)
}

/// Takes `key` out; whether it was there. A set as a key stands for the frozenset equal to it.
fn take_out(vm: &Vm, set: &Ref, key: &Ref) -> Result<bool, Raised> {
    let discard = |key: &Ref| {
        let hash = vm.hash(key)?;
        set_algebra::discard(table(set), key, hash, &mut ByVm(vm))
    };
    let old = match discard(key) {
        Err(raised) if key.is::<Set>() && vm.pending_is(&raised, ErrorKind::TypeError) => {
            drop(vm.take_raised(raised));
            match operators::key_for_lookup(vm, key)? {
                Some(frozen) => discard(&frozen)?,
                None => None,
            }
        }
        other => other?,
    };
    Ok(old.is_some())
}

fn discard(vm: &Vm, args: Args<'_>) -> Eval {
    take_out(vm, args.req(0), args.req(1))?;
    Ok(Value::None)
}

fn remove(vm: &Vm, args: Args<'_>) -> Eval {
    if !take_out(vm, args.req(0), args.req(1))? {
        return Err(vm.key_error(args.req(1)));
    }
    Ok(Value::None)
}

fn pop(vm: &Vm, args: Args<'_>) -> Eval {
    let key = table(args.req(0)).borrow_mut().pop();
    match key {
        Some(key) => Ok(Value::Obj(key)),
        None => Err(vm.raise(ErrorKind::KeyError, "pop from an empty set".into())),
    }
}

type Update = fn(&Vm, &Ref, &Ref) -> Result<(), Raised>;
type Operation = fn(&Vm, &Ref, &Ref) -> Result<Ref, Raised>;

fn update_each(vm: &Vm, args: Args<'_>, run: Update) -> Eval {
    for other in args.rest() {
        run(vm, args.req(0), other)?;
    }
    Ok(Value::None)
}

fn update_method(vm: &Vm, args: Args<'_>) -> Eval {
    update_each(vm, args, update)
}

fn difference_update(vm: &Vm, args: Args<'_>) -> Eval {
    update_each(vm, args, operators::difference_update)
}

fn intersection_update(vm: &Vm, args: Args<'_>) -> Eval {
    let result = fold(vm, args, operators::intersection)?;
    let set = args.req(0);
    if !result.same(set) {
        table(set).borrow_mut().swap(&mut table(&result).borrow_mut());
    }
    Ok(Value::None)
}

fn symmetric_difference_update(vm: &Vm, args: Args<'_>) -> Eval {
    operators::symmetric_difference_update(vm, args.req(0), args.req(1))?;
    Ok(Value::None)
}

/// The set combined with each argument in turn; without arguments a copy.
fn fold(vm: &Vm, args: Args<'_>, run: Operation) -> Result<Ref, Raised> {
    let mut others = args.rest();
    let Some(first) = others.next() else { return operators::duplicate(vm, args.req(0)) };
    let mut result = run(vm, args.req(0), first)?;
    for other in others {
        result = held::with(vm, [result], |[result]| run(vm, result, other))?;
    }
    Ok(result)
}

fn union(vm: &Vm, args: Args<'_>) -> Eval {
    let result = operators::duplicate(vm, args.req(0))?;
    let mut others = args.rest().filter(|other| !other.same(args.req(0)));
    filled(vm, result, |result| others.try_for_each(|other| update(vm, result, other)))
        .map(Value::Obj)
}

fn intersection(vm: &Vm, args: Args<'_>) -> Eval {
    fold(vm, args, operators::intersection).map(Value::Obj)
}

fn difference(vm: &Vm, args: Args<'_>) -> Eval {
    fold(vm, args, operators::difference).map(Value::Obj)
}

fn symmetric_difference(vm: &Vm, args: Args<'_>) -> Eval {
    operators::symmetric_difference(vm, args.req(0), args.req(1)).map(Value::Obj)
}

fn isdisjoint(vm: &Vm, args: Args<'_>) -> Eval {
    let (set, other) = (args.req(0), args.req(1));
    if set.same(other) {
        return Ok(Value::bool(table(set).borrow().is_empty()));
    }
    if let Some(other_table) = table_of(other) {
        let swap = other_table.borrow().len() > table(set).borrow().len();
        let (walked, asked) = if swap { (set, other) } else { (other, set) };
        let mut position = 0;
        while let Some((key, hash)) = operators::next_key(table(walked), &mut position) {
            if set_algebra::contains(table(asked), &key, hash, &mut ByVm(vm))? {
                return Ok(Value::False);
            }
        }
        return Ok(Value::True);
    }
    let mut disjoint = true;
    vm.each(other, &mut |key| {
        disjoint = !cell::contains(vm, set, &key)?;
        Ok(disjoint)
    })?;
    Ok(Value::bool(disjoint))
}

fn issubset(vm: &Vm, args: Args<'_>) -> Eval {
    let (set, other) = (args.req(0), args.req(1));
    if table_of(other).is_some() {
        return operators::is_subset(vm, set, other).map(Value::bool);
    }
    let common = operators::intersection(vm, set, other)?;
    Ok(Value::bool(vm.len_of(&common)? == vm.len_of(set)?))
}

fn issuperset(vm: &Vm, args: Args<'_>) -> Eval {
    let (set, other) = (args.req(0), args.req(1));
    if table_of(other).is_some() {
        return operators::is_subset(vm, other, set).map(Value::bool);
    }
    let mut all = true;
    vm.each(other, &mut |key| {
        all = cell::contains(vm, set, &key)?;
        Ok(all)
    })?;
    Ok(Value::bool(all))
}

fn contains(vm: &Vm, args: Args<'_>) -> Eval {
    operators::contains_key(vm, args.req(0), args.req(1)).map(Value::bool)
}

fn size_of_set(_vm: &Vm, args: Args<'_>) -> Eval {
    let slots = table(args.req(0)).borrow().slot_count();
    Ok(Value::Int(200 + if slots <= 8 { 0 } else { slots as i64 * 16 }))
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

pub(super) static FROZEN_METHODS: [Method; 11] = [
    method("copy", "()", copy, "Return a shallow copy of a set."),
    method(
        "difference",
        "(*others)",
        difference,
        "Return a new set with elements in the set that are not in the others.",
    ),
    method(
        "intersection",
        "(*others)",
        intersection,
        "Return a new set with elements common to the set and all others.",
    ),
    method(
        "isdisjoint",
        "(other, /)",
        isdisjoint,
        "Return True if two sets have a null intersection.",
    ),
    method("issubset", "(other, /)", issubset, "Report whether another set contains this set."),
    method("issuperset", "(other, /)", issuperset, "Report whether this set contains another set."),
    method(
        "symmetric_difference",
        "(other, /)",
        symmetric_difference,
        "Return a new set with elements in either the set or other but not both.",
    ),
    method(
        "union",
        "(*others)",
        union,
        "Return a new set with elements from the set and all others.",
    ),
    method("__contains__", "(object, /)", contains, "x.__contains__(y) <==> y in x."),
    method("__sizeof__", "()", size_of_set, "S.__sizeof__() -> size of S in memory, in bytes."),
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585"),
];

fn add_briefly(vm: &Vm, set: &Ref, key: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    let key = key.filter(|_| more.is_none())?;
    cell::add_briefly(vm, set, key).then_some(Ok(Value::None))
}

fn discard_briefly(_: &Vm, set: &Ref, key: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    cell::discard_briefly(set, key.filter(|_| more.is_none())?)?;
    Some(Ok(Value::None))
}

fn remove_briefly(_: &Vm, set: &Ref, key: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    let was_there = cell::discard_briefly(set, key.filter(|_| more.is_none())?)?;
    was_there.then_some(Ok(Value::None))
}

pub(super) static SET_METHODS: [Method; 20] = [
    method(
        "add",
        "(object, /)",
        add,
        "Add an element to a set.\n\nThis has no effect if the element is already present.",
    )
    .leaf(add_briefly),
    method("clear", "()", clear, "Remove all elements from this set."),
    method("copy", "()", copy, "Return a shallow copy of a set."),
    method(
        "difference",
        "(*others)",
        difference,
        "Return a new set with elements in the set that are not in the others.",
    ),
    method(
        "difference_update",
        "(*others)",
        difference_update,
        "Update the set, removing elements found in others.",
    ),
    method(
        "discard",
        "(object, /)",
        discard,
        "Remove an element from a set if it is a member.\n\n\
         Unlike set.remove(), the discard() method does not raise\n\
         an exception when an element is missing from the set.",
    )
    .leaf(discard_briefly),
    method(
        "intersection",
        "(*others)",
        intersection,
        "Return a new set with elements common to the set and all others.",
    ),
    method(
        "intersection_update",
        "(*others)",
        intersection_update,
        "Update the set, keeping only elements found in it and all others.",
    ),
    method(
        "isdisjoint",
        "(other, /)",
        isdisjoint,
        "Return True if two sets have a null intersection.",
    ),
    method("issubset", "(other, /)", issubset, "Report whether another set contains this set."),
    method("issuperset", "(other, /)", issuperset, "Report whether this set contains another set."),
    method(
        "pop",
        "()",
        pop,
        "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.",
    ),
    method(
        "remove",
        "(object, /)",
        remove,
        "Remove an element from a set; it must be a member.\n\n\
         If the element is not a member, raise a KeyError.",
    )
    .leaf(remove_briefly),
    method(
        "symmetric_difference",
        "(other, /)",
        symmetric_difference,
        "Return a new set with elements in either the set or other but not both.",
    ),
    method(
        "symmetric_difference_update",
        "(other, /)",
        symmetric_difference_update,
        "Update the set, keeping only elements found in either set, but not in both.",
    ),
    method(
        "union",
        "(*others)",
        union,
        "Return a new set with elements from the set and all others.",
    ),
    method(
        "update",
        "(*others)",
        update_method,
        "Update the set, adding elements from all others.",
    ),
    method("__contains__", "(object, /)", contains, "x.__contains__(y) <==> y in x."),
    method("__sizeof__", "()", size_of_set, "S.__sizeof__() -> size of S in memory, in bytes."),
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585"),
];
