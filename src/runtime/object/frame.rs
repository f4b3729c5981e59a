//! The cells of frames and tracebacks. A frame is a cell only once something can see it.

use std::cell::{Cell, RefCell};

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot, Unowned};
use crate::runtime::kinds;
use crate::source::Span;

/// A frame as Python sees it. While its code runs the locals are in the slot stack, found through
/// `base`; when it ends they move in here.
pub struct FrameObject {
    pub code: Fixed,
    pub globals: Fixed,
    /// The function whose code it was, once it has ended.
    pub func: Slot,
    pub back: Slot,
    /// The namespace of a class body or of `exec`; empty for functions.
    pub namespace: Slot,
    /// Where the running frame's slots start; `None` when it has ended, and for generators.
    pub base: Cell<Option<usize>>,
    /// The generator that has the locals, until it ends.
    pub generator: Cell<Option<Unowned>>,
    pub locals: RefCell<Vec<Option<Ref>>>,
    /// What is being executed, or was last.
    pub position: Cell<Span>,
}

impl Payload for FrameObject {
    const KIND: Kind = kinds::FRAME;
    const NAME: &'static str = "frame";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.code.visit(visit);
        self.globals.visit(visit);
        self.func.visit(visit);
        self.back.visit(visit);
        self.namespace.visit(visit);
        self.locals.borrow().iter().flatten().for_each(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.func);
        dying.give_up_slot(&self.namespace);
        self.clear_locals();
        dying.give_up(&self.globals);
        dying.give_up(&self.code);
        dying.give_up_slot(&self.back);
    }
}

impl FrameObject {
    /// Drops the locals in declaration order.
    pub fn clear_locals(&self) {
        let count = self.locals.borrow().len();
        for index in 0..count {
            let local = self.locals.borrow_mut().get_mut(index).and_then(Option::take);
            drop(local);
        }
    }
}

/// One entry of an exception's traceback.
pub struct Traceback {
    pub next: Slot,
    pub frame: Fixed,
    pub position: Cell<Span>,
}

impl Payload for Traceback {
    const KIND: Kind = kinds::TRACEBACK;
    const NAME: &'static str = "traceback";
    const EMPTY_AFTER_RELEASE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.next.visit(visit);
        self.frame.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.next);
        dying.give_up(&self.frame);
    }
}
