//! Comprehensions that await: their loops are steps of the frame, which can stop in them.

use super::call::Arg;
use super::comprehension::{ComprehensionKind, add, begin};
use super::node::{Stm, attempt};
use super::steps::Steps;
use crate::runtime::Flow;
use crate::runtime::stack::Frame;
use crate::source::Span;

/// Runs the loops; the collection is left in its slot, and nothing else.
pub struct AsyncComprehension {
    pub body: Steps,
    /// Slots of the comprehension's own variables, emptied when it ends.
    pub own: Vec<u32>,
    pub result: u32,
}

impl Stm for AsyncComprehension {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let flow = self.body.exec(frame);
        match flow {
            Flow::Yield => {}
            Flow::Raise(_) => frame.vm.with_pending_saved(|| {
                self.forget(frame);
                frame.set(self.result, None);
            }),
            _ => self.forget(frame),
        }
        flow
    }
}

impl AsyncComprehension {
    fn forget(&self, frame: &Frame<'_>) {
        for &slot in &self.own {
            frame.set(slot, None);
        }
    }
}

/// Makes the collection and the cells of the comprehension's variables.
pub struct BeginComprehension {
    pub kind: ComprehensionKind,
    pub cells: Vec<u32>,
    pub result: u32,
}

impl Stm for BeginComprehension {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        attempt!(begin(frame, self.kind, self.result, &self.cells));
        Flow::Next
    }
}

/// Adds an element to the collection.
pub struct AddElement {
    pub kind: ComprehensionKind,
    /// For a dict, the key.
    pub element: Arg,
    pub value: Option<Arg>,
    pub result: u32,
    pub span: Span,
}

impl Stm for AddElement {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let value = self.value.as_ref();
        attempt!(add(frame, self.kind, &self.element, value, self.result, self.span));
        Flow::Next
    }
}
