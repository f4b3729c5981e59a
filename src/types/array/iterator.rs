//! Iterating an array.

use std::cell::Cell;

use super::cell::Array;
use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::TypeSpec;
use crate::runtime::{Eval, Slots, Value, Vm, kinds};
use crate::types::iterators::itself;
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

pub static ARRAY_ITERATOR: TypeSpec = TypeSpec {
    module: "array",
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    ..TypeSpec::of::<ArrayIterator>()
};
