//! The cell of a closure variable, shared by the frames that see it.

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::kinds;

pub struct CellObject {
    pub content: Slot,
}

impl Payload for CellObject {
    const KIND: Kind = kinds::CELL;
    const NAME: &'static str = "cell";
    const EMPTY_AFTER_RELEASE: bool = true;
    const ONLY_SLOTS: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.content.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.content);
    }
}
