//! Iterating a view.

use std::cell::Cell;

use super::items::{item, live_of};
use super::shape::Rank;
use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::TypeSpec;
use crate::runtime::{ErrorKind, Eval, Slots, Value, Vm, kinds};
use crate::types::iterators::itself;
use crate::types::object::OBJECT;

pub struct MemoryIterator {
    view: Slot,
    at: Cell<usize>,
}

impl Payload for MemoryIterator {
    const KIND: Kind = kinds::MEMORYVIEW_ITERATOR;
    const NAME: &'static str = "memory_iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.view.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.view);
    }
}

pub(super) fn iter(vm: &Vm, object: &Ref) -> Eval {
    match live_of(vm, object)?.1.rank {
        Rank::Line => {}
        Rank::Scalar => return Err(vm.type_error("invalid indexing of 0-dim memory")),
        Rank::Grid(_) => {
            let message = "multi-dimensional sub-views are not implemented";
            return Err(vm.raise(ErrorKind::NotImplementedError, message.into()));
        }
    }
    vm.alloc(MemoryIterator { view: Slot::new(object.clone()), at: Cell::new(0) }).map(Value::Obj)
}

fn next(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<MemoryIterator>();
    let Some(view) = payload.view.get() else { return Ok(Value::Undef) };
    let (owner, shape) = live_of(vm, &view)?;
    let at = payload.at.get();
    if at < shape.count {
        payload.at.set(at + 1);
        return item(vm, &owner, &shape, at);
    }
    payload.view.set(None);
    Ok(Value::Undef)
}

pub static MEMORYVIEW_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    ..TypeSpec::of::<MemoryIterator>()
};
