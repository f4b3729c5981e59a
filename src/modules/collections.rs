//! `_collections`: the container types that `collections` (`python/collections.py`) builds on.

use crate::heap::Ref;
use crate::runtime::compare::quick_hash;
use crate::runtime::object::{Dict, Int};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, BinaryOp, Eval, Value, Vm};
use crate::types::default_dict::DEFAULT_DICT;
use crate::types::deque::{DEQUE, DEQUE_ITERATOR};
use crate::types::held;
use crate::types::ordered_dict::ORDERED_DICT;
use crate::types::tuple_getter::TUPLE_GETTER;

/// Adds 1 to `mapping[item]` for each item, in a mapping whose class may be any.
fn count_elements(vm: &Vm, args: Args<'_>) -> Eval {
    let (mapping, iterable) = (args.req(0), args.req(1));
    let zero = vm.new_int(0)?;
    let one = vm.new_int(1)?;
    let plain = mapping.get::<Dict>().filter(|_| keeps_dict_methods(vm, mapping));
    let quick = |item| match (vm.boxed_or_back(item), plain) {
        (Ok(item), Some(dict)) if count_on(vm, dict, &item) => None,
        (Ok(item), _) => Some(Value::Obj(item)),
        (Err(item), _) => Some(item),
    };
    vm.each_quickly(iterable, &quick, &mut |item| {
        if plain.is_some_and(|dict| count_on(vm, dict, &item)) {
            return Ok(true);
        }
        held::with(vm, [item], |[item]| {
            let Some(dict) = plain else {
                let count = vm.call_method(mapping, "get", &[item, &zero])?;
                let count = vm.to_object(count)?;
                let count = vm.binary(BinaryOp::Add, &count, &one)?;
                let count = vm.to_object(count)?;
                vm.set_item(mapping, item, Some(&count))?;
                return Ok(true);
            };
            let hash = vm.hash(item)?;
            let place = dict.find(vm, item, hash)?;
            let count = match place.and_then(|at| dict.value_at(at)) {
                Some(count) => vm.binary(BinaryOp::Add, &count, &one)?,
                None => Value::Int(1),
            };
            let count = vm.to_object(count)?;
            dict.set_hashed(vm, item.clone(), hash, count)?;
            Ok(true)
        })
    })?;
    Ok(Value::None)
}

/// Adds 1 to a count that stands in the dict, where that needs no Python code; whether it is done.
fn count_on(vm: &Vm, dict: &Dict, item: &Ref) -> bool {
    let place = quick_hash(item).and_then(|hash| dict.position(item, hash));
    let Some(at) = place.flatten() else { return false };
    let count = |value: &Ref| value.is_exact::<Int>().then(|| value.as_ref::<Int>().0.get());
    let Some(more) = dict.look_at(at, count).flatten().and_then(|count| count.checked_add(1))
    else {
        return false;
    };
    let Ok(more) = vm.new_int(more) else { return false };
    drop(dict.replace_at(at, more));
    true
}

/// Whether `get` and `__setitem__` of a mapping's class are `dict`'s own.
fn keeps_dict_methods(vm: &Vm, mapping: &Ref) -> bool {
    let dict = vm.class_of_kind(crate::runtime::kinds::DICT);
    ["get", "__setitem__"].iter().all(|name| {
        let own = vm.lookup_special(mapping, name);
        let plain = dict.as_ref::<crate::runtime::object::Class>().lookup(vm, &vm.name(name));
        matches!((own, plain), (Some(own), Some(plain)) if own.same(&plain))
    })
}

static FUNCTIONS: [Method; 1] = [function(
    "_count_elements",
    "(mapping, iterable, /)",
    count_elements,
    "Count elements in the iterable, updating the mapping",
)];

pub static COLLECTIONS: ModuleSpec = ModuleSpec {
    name: "_collections",
    doc: "High performance data structures.",
    functions: &FUNCTIONS,
    types: &[&DEFAULT_DICT, &DEQUE, &DEQUE_ITERATOR, &ORDERED_DICT, &TUPLE_GETTER],
    setup: None,
};
