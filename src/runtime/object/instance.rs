//! The cell of a plain instance: a class, and attributes in slots or in a dict.

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot, Tail};
use crate::runtime::kinds;

/// The attribute slots trail the payload; the cell's `aux` word is the shape
/// ([`super::shape`]) that says which attribute stands where.
#[repr(C)]
pub struct Instance {
    pub class: Fixed,
    /// `__dict__`, once it was asked for or the slots ran out; then the shape is `IN_DICT`.
    pub dict: Slot,
}

impl Payload for Instance {
    const KIND: Kind = kinds::OBJECT;
    const NAME: &'static str = "object";
    const TAIL: Tail = Tail::Refs;
    const TAIL_FORWARD: bool = true;
    const TAIL_FIRST: bool = true;
    const EMPTY_AFTER_RELEASE: bool = true;
    const ONLY_SLOTS: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.class.visit(visit);
        self.dict.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.dict);
        dying.give_up(&self.class);
    }
}
