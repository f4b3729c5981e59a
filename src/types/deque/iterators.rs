//! The iterators of deques, forwards and backwards.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::{Args, Eval, Slots, Value, Vm, kinds};
use crate::types::iterators::{HINT_DOC, REDUCE_DOC, itself};
use crate::types::object::OBJECT;

use super::cell::Deque;
use super::operators::mutated;

const FORWARD: u8 = kinds::DEQUE_ITERATOR.0;
const BACKWARD: u8 = kinds::DEQUE_REVERSE_ITERATOR.0;

/// A deque, how many items are left, and the version it must keep.
pub struct DequeIterator<const KIND: u8> {
    deque: Slot,
    left: Cell<usize>,
    version: u64,
}

impl<const KIND: u8> Payload for DequeIterator<KIND> {
    const KIND: Kind = Kind(KIND);
    const NAME: &'static str =
        if KIND == FORWARD { "_deque_iterator" } else { "_deque_reverse_iterator" };

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.deque.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.deque);
    }
}

fn new<const KIND: u8>(vm: &Vm, deque: &Ref) -> Eval {
    let payload = deque.as_ref::<Deque>();
    vm.alloc(DequeIterator::<KIND> {
        deque: Slot::new(deque.clone()),
        left: Cell::new(payload.len()),
        version: payload.version.get(),
    })
    .map(Value::Obj)
}

pub(super) fn iter(vm: &Vm, deque: &Ref) -> Eval {
    new::<FORWARD>(vm, deque)
}

pub(super) fn reversed(vm: &Vm, deque: &Ref) -> Eval {
    new::<BACKWARD>(vm, deque)
}

fn next<const KIND: u8>(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<DequeIterator<KIND>>();
    let mut found = None;
    let mut current = true;
    payload.deque.visit(&mut |deque| {
        let deque = deque.as_ref::<Deque>();
        current = deque.version.get() == payload.version;
        let left = payload.left.get();
        if current && left > 0 {
            payload.left.set(left - 1);
            found = deque.get(if KIND == FORWARD { deque.len() - left } else { left - 1 });
        }
    });
    if !current {
        payload.left.set(0);
        return Err(mutated(vm));
    }
    Ok(found.map_or(Value::Undef, Value::Obj))
}

fn length_hint<const KIND: u8>(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(args.req(0).as_ref::<DequeIterator<KIND>>().left.get() as i64))
}

/// `type(iter(deque()))(deque, index)`: an iterator that has passed `index` items.
fn construct<const KIND: u8>(vm: &Vm, args: Args<'_>) -> Eval {
    let deque = args.req(1);
    if !deque.is::<Deque>() {
        let class = vm.class_name(deque);
        return Err(vm.type_error(format!("argument 1 must be collections.deque, not {class}")));
    }
    let passed = args.get(2).map_or(Ok(0), |index| vm.size_of(index))?;
    let iterator = new::<KIND>(vm, deque)?;
    let Value::Obj(object) = &iterator else { return Ok(iterator) };
    let payload = object.as_ref::<DequeIterator<KIND>>();
    let passed = usize::try_from(passed).unwrap_or(0);
    payload.left.set(payload.left.get().saturating_sub(passed));
    Ok(iterator)
}

/// The deque, and how many items have been passed; an iterator that has ended has passed all.
fn reduce<const KIND: u8>(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<DequeIterator<KIND>>();
    let deque = payload.deque.get().unwrap_or_else(|| vm.none());
    let len = deque.get::<Deque>().map_or(0, Deque::len);
    let passed = vm.new_int(len.saturating_sub(payload.left.get()) as i64)?;
    let class = vm.class_of(args.req(0)).clone();
    vm.new_tuple_of([class, vm.new_tuple_of([deque, passed])?]).map(Value::Obj)
}

const NEW_SIGNATURE: &str = "(type, deque, index=0, /, **kwargs)";
static NEW: Method =
    staticmethod("__new__", NEW_SIGNATURE, construct::<FORWARD>, "Create and return a new object.");
static REVERSE_NEW: Method = staticmethod(
    "__new__",
    NEW_SIGNATURE,
    construct::<BACKWARD>,
    "Create and return a new object.",
);

static METHODS: [Method; 2] = [
    method("__length_hint__", "()", length_hint::<FORWARD>, HINT_DOC),
    method("__reduce__", "()", reduce::<FORWARD>, REDUCE_DOC),
];
static REVERSE_METHODS: [Method; 2] = [
    method("__length_hint__", "()", length_hint::<BACKWARD>, HINT_DOC),
    method("__reduce__", "()", reduce::<BACKWARD>, REDUCE_DOC),
];

pub static DEQUE_ITERATOR: TypeSpec = TypeSpec {
    module: "collections",
    base: Some(&OBJECT),
    construct: Some(&NEW),
    slots: Slots { iter: Some(itself), next: Some(next::<FORWARD>), ..Slots::EMPTY },
    methods: &METHODS,
    ..TypeSpec::of::<DequeIterator<FORWARD>>()
};

pub static DEQUE_REVERSE_ITERATOR: TypeSpec = TypeSpec {
    module: "collections",
    base: Some(&OBJECT),
    construct: Some(&REVERSE_NEW),
    slots: Slots { iter: Some(itself), next: Some(next::<BACKWARD>), ..Slots::EMPTY },
    methods: &REVERSE_METHODS,
    ..TypeSpec::of::<DequeIterator<BACKWARD>>()
};
