//! `while` and `for`.

use super::node::{Exp, Node, Statement, Stm, Target, attempt};
use crate::heap::Ref;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Flow, Raised};
use crate::source::Span;

/// `while test: body else: orelse`.
pub struct While<E> {
    pub test: E,
    pub body: Statement,
    pub orelse: Option<Statement>,
    pub span: Span,
}

impl<E: Exp> Stm for While<E> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        loop {
            frame.position.set(self.span);
            if !attempt!(self.test.truth(frame)) {
                return finish(frame, self.orelse.as_ref());
            }
            if let Some(end) = round(self.body.exec(frame)) {
                return end;
            }
            attempt!(frame.vm.poll());
        }
    }
}

/// How the loop ends, if its body has ended it.
#[inline(always)]
fn round(flow: Flow) -> Option<Flow> {
    // One comparison tells the usual end, at which there is nothing to drop.
    if matches!(flow, Flow::Next) {
        std::mem::forget(flow);
        return None;
    }
    end_of(flow)
}

#[inline(never)]
fn end_of(flow: Flow) -> Option<Flow> {
    match flow {
        Flow::Continue => None,
        Flow::Break => Some(Flow::Next),
        flow => Some(flow),
    }
}

/// Runs a loop's `else`.
fn finish(frame: &Frame<'_>, orelse: Option<&Statement>) -> Flow {
    orelse.map_or(Flow::Next, |orelse| orelse.exec(frame))
}

/// `for target in iter: body else: orelse`. The iterator stands in a slot of the frame.
pub struct For<T> {
    pub target: T,
    pub iter: Node,
    pub iterator: u32,
    pub body: Statement,
    pub orelse: Option<Statement>,
    pub span: Span,
}

impl<T: Target> Stm for For<T> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let iterator = attempt!(iterator_of(frame, &self.iter, self.span));
        frame.set_as(self.iterator, Role::Iterator, iterator);
        let flow = loop {
            match self.advance(frame) {
                Ok(true) => {}
                Ok(false) => {
                    frame.set(self.iterator, None);
                    return finish(frame, self.orelse.as_ref());
                }
                Err(raised) => break Flow::Raise(raised),
            }
            if let Some(end) = round(self.body.exec(frame)) {
                break end;
            }
            if let Err(raised) = frame.vm.poll() {
                break Flow::Raise(raised);
            }
        };
        frame.set(self.iterator, None);
        flow
    }
}

impl<T: Target> For<T> {
    /// Assigns the next item; `false` at the end.
    #[inline(always)]
    fn advance(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        frame.position.set(self.span);
        self.target.assign_next(frame, self.iterator)
    }
}

/// The iterator of what `iter` evaluates to.
pub fn iterator_of(frame: &Frame<'_>, iter: &Node, span: Span) -> Result<Ref, Raised> {
    let iterable = iter.object(frame)?;
    let vm = frame.vm;
    let iterator = vm.keep(iterable, Role::Iterator, |iterable| vm.iter(iterable));
    iterator.map_err(|raised| vm.locate(frame, raised, span))
}
