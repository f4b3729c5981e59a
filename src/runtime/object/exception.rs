//! The cell of exceptions: class, arguments, and what they were raised from.

use std::cell::Cell;

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::kinds;

/// Any instance of `BaseException`; attributes beyond these live in `dict`.
pub struct Exception {
    pub class: Fixed,
    pub dict: Slot,
    /// A tuple.
    pub args: Slot,
    /// A dict of what the class keeps outside `__dict__` (`name`, `obj`, `value`, `errno`, …), or
    /// empty.
    pub fields: Slot,
    pub traceback: Slot,
    pub context: Slot,
    pub cause: Slot,
    pub suppress_context: Cell<bool>,
}

impl Exception {
    fn slots(&self) -> [&Slot; 6] {
        [&self.dict, &self.args, &self.fields, &self.traceback, &self.cause, &self.context]
    }
}

impl Payload for Exception {
    const KIND: Kind = kinds::EXCEPTION;
    const NAME: &'static str = "BaseException";
    const EMPTY_AFTER_RELEASE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.class.visit(visit);
        for slot in self.slots() {
            slot.visit(visit);
        }
    }

    fn release(&self, dying: &Dying) {
        for slot in self.slots() {
            dying.give_up_slot(slot);
        }
        dying.give_up(&self.class);
    }
}
