//! The stop before a statement, in code that is watched (see `runtime::probe`).

use super::node::Stm;
use crate::runtime::Flow;
use crate::runtime::stack::Frame;
use crate::source::Span;

/// Tells the machine's listener which statement comes next.
pub struct Stop {
    pub next: Span,
}

impl Stm for Stop {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.next);
        frame.vm.probes.pass(frame.vm, &frame.code.source, self.next);
        Flow::Next
    }
}
