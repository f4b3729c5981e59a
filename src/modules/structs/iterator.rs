//! `unpack_iterator`: the tuples that a buffer holds one behind the other.

use std::cell::Cell;
use std::rc::Rc;

use super::format::Format;
use super::transfer::{unpack_at, whole_runs};
use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec, method};
use crate::runtime::{Eval, Slots, Value, Vm, kinds};
use crate::types::object::OBJECT;

pub struct UnpackIterator {
    /// Empty at the end.
    buffer: Slot,
    format: Rc<Format>,
    at: Cell<usize>,
    len: usize,
}

impl Payload for UnpackIterator {
    const KIND: Kind = kinds::UNPACK_ITERATOR;
    const NAME: &'static str = "unpack_iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.buffer.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.buffer);
    }
}

pub static UNPACK_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "_struct",
    slots: Slots {
        iter: Some(|_, iterator| Ok(Value::Obj(iterator.clone()))),
        next: Some(next),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    ..TypeSpec::of::<UnpackIterator>()
};

static METHODS: [Method; 1] = [method(
    "__length_hint__",
    "()",
    |_, args| {
        let iterator = args.req(0).as_ref::<UnpackIterator>();
        let left = iterator.len - iterator.at.get();
        Ok(Value::Int((left / iterator.format.layout.size) as i64))
    },
    "Return how many tuples are left.",
)];

/// An iterator over `buffer`.
///
/// # Errors
/// `struct.error` where the buffer holds no whole number of runs.
pub(super) fn iterate(vm: &Vm, format: Rc<Format>, buffer: &Ref) -> Eval {
    let len = whole_runs(vm, &format.layout, buffer)?;
    let buffer = Slot::new(buffer.clone());
    vm.alloc(UnpackIterator { buffer, format, at: Cell::new(0), len }).map(Value::Obj)
}

fn next(vm: &Vm, object: &Ref) -> Eval {
    let iterator = object.as_ref::<UnpackIterator>();
    let at = iterator.at.get();
    let values = iterator.buffer.look(|buffer| {
        let here = buffer.filter(|_| at < iterator.len)?;
        unpack_at(vm, &iterator.format.layout, here, at as i64)
    });
    match values {
        Some(values) => {
            iterator.at.set(at + iterator.format.layout.size);
            values
        }
        None => {
            iterator.at.set(iterator.len);
            drop(iterator.buffer.take());
            Ok(Value::Undef)
        }
    }
}
