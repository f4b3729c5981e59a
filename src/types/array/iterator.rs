//! Iterating an array.

use std::cell::Cell;

use super::cell::Array;
use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec, method};
use crate::runtime::{Args, Eval, Slots, Value, Vm, kinds};
use crate::types::iterators::{REDUCE_DOC, STATE_DOC, itself, place_in, reduced};
use crate::types::object::OBJECT;

pub struct ArrayIterator {
    array: Slot,
    at: Cell<usize>,
}

impl Payload for ArrayIterator {
    const KIND: Kind = kinds::ARRAY_ITERATOR;
    const NAME: &'static str = "arrayiterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.array.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.array);
    }
}

pub(super) fn iter(vm: &Vm, object: &Ref) -> Eval {
    vm.alloc(ArrayIterator { array: Slot::new(object.clone()), at: Cell::new(0) }).map(Value::Obj)
}

fn next(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<ArrayIterator>();
    let Some(array) = payload.array.get() else { return Ok(Value::Undef) };
    let at = payload.at.get();
    if at < array.as_ref::<Array>().len() {
        payload.at.set(at + 1);
        return array.as_ref::<Array>().get(vm, at);
    }
    payload.array.set(None);
    Ok(Value::Undef)
}

fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<ArrayIterator>();
    match payload.array.get() {
        Some(array) => reduced(vm, "iter", vec![array], Some(payload.at.get() as i64)),
        None => reduced(vm, "iter", vec![vm.new_tuple(Vec::new())?], None),
    }
}

fn set_state(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<ArrayIterator>();
    if let Some(array) = payload.array.get() {
        payload.at.set(place_in(vm, args)?.min(array.as_ref::<Array>().len()));
    }
    Ok(Value::None)
}

static METHODS: [Method; 2] = [
    method("__reduce__", "()", reduce, REDUCE_DOC),
    method("__setstate__", "(state, /)", set_state, STATE_DOC),
];

pub static ARRAY_ITERATOR: TypeSpec = TypeSpec {
    module: "array",
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..TypeSpec::of::<ArrayIterator>()
};
