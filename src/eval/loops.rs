//! `while` and `for`.

use super::iteration::next_item;
use super::node::{Exp, Node, Statement, Stm, Target, attempt};
use super::statement::{resumed_at, stop_at};
use crate::heap::Ref;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Flow, Raised};
use crate::source::Span;

/// Where a suspended loop goes on.
const IN_BODY: u32 = 0;
const IN_ELSE: u32 = 1;

/// `while test: body else: orelse`.
pub struct While {
    pub test: Node,
    pub body: Statement,
    pub orelse: Option<Statement>,
    pub span: Span,
    pub state: u32,
}

impl Stm for While {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let mut inside = match resumed_at(frame, self.state) {
            Some(IN_ELSE) => return finish(frame, self.orelse.as_ref(), self.state),
            resumed => resumed.is_some(),
        };
        loop {
            if !inside {
                frame.position.set(self.span);
                if !attempt!(self.test.truth(frame)) {
                    return finish(frame, self.orelse.as_ref(), self.state);
                }
            }
            inside = false;
            match self.body.exec(frame) {
                Flow::Next | Flow::Continue => {}
                flow => return leave(frame, flow, self.state),
            }
            attempt!(frame.vm.poll());
        }
    }
}

/// Ends a loop whose body did not come to its end.
fn leave(frame: &Frame<'_>, flow: Flow, state: u32) -> Flow {
    match flow {
        Flow::Break => Flow::Next,
        Flow::Yield => {
            stop_at(frame, state, IN_BODY);
            Flow::Yield
        }
        other => other,
    }
}

/// Runs a loop's `else`.
fn finish(frame: &Frame<'_>, orelse: Option<&Statement>, state: u32) -> Flow {
    let Some(orelse) = orelse else { return Flow::Next };
    let flow = orelse.exec(frame);
    if matches!(flow, Flow::Yield) {
        stop_at(frame, state, IN_ELSE);
    }
    flow
}

/// `for target in iter: body else: orelse`. The iterator stands in a slot of the frame.
pub struct For<T> {
    pub target: T,
    pub iter: Node,
    pub iterator: u32,
    pub body: Statement,
    pub orelse: Option<Statement>,
    pub span: Span,
    pub state: u32,
}

impl<T: Target> Stm for For<T> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        match resumed_at(frame, self.state) {
            Some(IN_ELSE) => return finish(frame, self.orelse.as_ref(), self.state),
            Some(_) => match self.body.exec(frame) {
                Flow::Next | Flow::Continue => {}
                flow => return self.leave(frame, flow),
            },
            None => {
                frame.position.set(self.span);
                let iterator = attempt!(self.start(frame));
                frame.set_as(self.iterator, Role::Iterator, iterator);
            }
        }
        loop {
            match self.advance(frame) {
                Ok(true) => {}
                Ok(false) => {
                    frame.set(self.iterator, None);
                    return finish(frame, self.orelse.as_ref(), self.state);
                }
                Err(raised) => return self.leave(frame, Flow::Raise(raised)),
            }
            match self.body.exec(frame) {
                Flow::Next | Flow::Continue => {}
                flow => return self.leave(frame, flow),
            }
            if let Err(raised) = frame.vm.poll() {
                return self.leave(frame, Flow::Raise(raised));
            }
        }
    }
}

impl<T: Target> For<T> {
    fn start(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        let iterable = self.iter.object(frame)?;
        let vm = frame.vm;
        let iterator = vm.keep(iterable, Role::Iterator, |iterable| vm.iter(iterable));
        iterator.map_err(|raised| vm.locate(frame, raised, self.span))
    }

    /// Ends the loop early: the iterator stays only where it will be needed again.
    fn leave(&self, frame: &Frame<'_>, flow: Flow) -> Flow {
        let flow = leave(frame, flow, self.state);
        if !matches!(flow, Flow::Yield) {
            frame.set(self.iterator, None);
        }
        flow
    }

    /// Assigns the next item; `false` at the end.
    #[inline(always)]
    fn advance(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        frame.position.set(self.span);
        let value = next_item(frame, self.iterator)?;
        if value.is_undef() {
            return Ok(false);
        }
        self.target.assign(frame, value)?;
        Ok(true)
    }
}
