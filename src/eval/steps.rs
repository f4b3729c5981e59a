//! What a generator walks where a `yield` stands inside: its statements laid out one after the
//! other. It stops at a step and goes on from there, however deep in loops and branches that is.

use std::cell::Cell;

use super::assign::Place;
use super::node::{Exp, Node, Statement, Stm, Target, attempt};
use crate::runtime::object::generator::Resumption;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Flow, Value};
use crate::source::Span;

/// One step; places are numbers of steps. The layout keeps the choice of a step one byte away.
#[repr(u8)]
pub enum Step {
    /// Runs as a whole. A statement that catches or cleans up resumes inside by itself.
    Do(Statement),
    Yield(Yield),
    /// Goes to `otherwise` where the test fails.
    Test {
        test: Node,
        span: Span,
        otherwise: u32,
    },
    /// Puts the iterator of a `for` into its slot.
    Start {
        iter: Node,
        iterator: u32,
        span: Span,
    },
    /// Assigns the next item, or goes to `end`.
    Advance {
        target: Place,
        iterator: u32,
        span: Span,
        end: u32,
    },
    /// Drops the iterator of a `for`, if a `break` has left it.
    Forget(u32),
    Jump(u32),
    /// Begins a loop's next round.
    Again(u32),
}

/// What leaving a step inside a loop needs to know.
pub struct Loop {
    /// The loop around this one.
    pub outer: Option<u32>,
    pub on_break: u32,
    pub on_continue: u32,
    /// The slot of a `for`'s iterator.
    pub iterator: Option<u32>,
}

/// Statements as steps.
pub struct Steps {
    pub steps: Box<[Step]>,
    /// The innermost loop around each step.
    pub loop_of: Box<[Option<u32>]>,
    pub loops: Box<[Loop]>,
    /// Which of the generator's places says where it stopped in here.
    pub state: u32,
}

impl Stm for Steps {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let mut at = 0;
        if frame.resuming.get() {
            at = match self.go_on(frame) {
                Ok(next) => next,
                Err(flow) => return flow,
            };
        }
        while let Some(step) = self.steps.get(at) {
            let mut next = at + 1;
            let flow = match step {
                Step::Do(statement) => match statement.exec(frame) {
                    Flow::Yield => {
                        stop_at(frame, self.state, at as u32);
                        return Flow::Yield;
                    }
                    flow => flow,
                },
                Step::Yield(value) => match value.hand_out(frame) {
                    Flow::Yield => {
                        stop_at(frame, self.state, at as u32);
                        return Flow::Yield;
                    }
                    flow => flow,
                },
                Step::Test { test, span, otherwise } => {
                    frame.position.set(*span);
                    match test.truth(frame) {
                        Ok(true) => {
                            at = next;
                            continue;
                        }
                        Ok(false) => {
                            at = *otherwise as usize;
                            continue;
                        }
                        Err(raised) => Flow::Raise(raised),
                    }
                }
                Step::Start { iter, iterator, span } => start(frame, iter, *iterator, *span),
                Step::Advance { target, iterator, span, end } => {
                    frame.position.set(*span);
                    match target.assign_next(frame, *iterator) {
                        Ok(true) => {
                            at = next;
                            continue;
                        }
                        Ok(false) => {
                            next = *end as usize;
                            frame.set(*iterator, None);
                            Flow::Next
                        }
                        Err(raised) => Flow::Raise(raised),
                    }
                }
                Step::Forget(iterator) => {
                    frame.set(*iterator, None);
                    Flow::Next
                }
                Step::Jump(to) => {
                    at = *to as usize;
                    continue;
                }
                Step::Again(to) => {
                    next = *to as usize;
                    match frame.vm.poll() {
                        Ok(()) => Flow::Next,
                        Err(raised) => Flow::Raise(raised),
                    }
                }
            };
            at = match flow {
                Flow::Next => next,
                flow => match self.leave(frame, at, flow) {
                    Ok(next) => next,
                    Err(flow) => return flow,
                },
            };
        }
        Flow::Next
    }
}

impl Steps {
    /// The step to go on from, where the generator is being resumed.
    #[inline(always)]
    fn go_on(&self, frame: &Frame<'_>) -> Result<usize, Flow> {
        let place = position(frame, self.state).map_or(0, Cell::get) as usize;
        match self.steps.get(place) {
            Some(Step::Yield(stopped)) => match stopped.go_on(frame) {
                Flow::Next => Ok(place + 1),
                flow => self.leave(frame, place, flow),
            },
            // The statement is resumed in turn.
            _ => Ok(place),
        }
    }

    /// What follows a step that did not simply end: the step to go on with, or the way out.
    #[inline(never)]
    fn leave(&self, frame: &Frame<'_>, place: usize, flow: Flow) -> Result<usize, Flow> {
        let mut around = self.loop_of[place];
        if let Some(innermost) = around.map(|index| &self.loops[index as usize]) {
            match flow {
                Flow::Break => return Ok(innermost.on_break as usize),
                Flow::Continue => return Ok(innermost.on_continue as usize),
                _ => {}
            }
        }
        while let Some(left) = around.map(|index| &self.loops[index as usize]) {
            if let Some(iterator) = left.iterator {
                frame.set(iterator, None);
            }
            around = left.outer;
        }
        Err(flow)
    }
}

fn start(frame: &Frame<'_>, iter: &Node, iterator: u32, span: Span) -> Flow {
    frame.position.set(span);
    frame.set_as(iterator, Role::Iterator, attempt!(super::loops::iterator_of(frame, iter, span)));
    Flow::Next
}

/// `yield value`; what is sent in goes into a temporary.
pub struct Yield {
    pub value: Option<Node>,
    pub into: Option<u32>,
    pub span: Span,
}

impl Yield {
    /// Hands the value to whoever resumed the generator: [`Flow::Yield`], unless it raised or the
    /// value is taken at once.
    #[inline(always)]
    fn hand_out(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let value = match &self.value {
            Some(value) => attempt!(value.eval(frame)),
            None => Value::None,
        };
        let left = match frame.taker {
            Some(take) => take(value),
            None => Some(value),
        };
        let Some(left) = left else {
            if let Some(slot) = self.into {
                frame.set_as(slot, Role::Result, frame.vm.none());
            }
            return Flow::Next;
        };
        // What was there was taken.
        std::mem::forget(frame.vm.yielded.replace(left));
        Flow::Yield
    }

    /// Takes what was sent or thrown in.
    #[inline(always)]
    fn go_on(&self, frame: &Frame<'_>) -> Flow {
        let vm = frame.vm;
        frame.resuming.set(false);
        let sent = match vm.resumed_by.replace(Resumption::Next) {
            Resumption::Next => None,
            Resumption::Throw => {
                super::delegation::chain_thrown(frame);
                return Flow::Raise(vm.locate(frame, vm.pending_again(), self.span));
            }
            _ => vm.resume_with.take(),
        };
        if let Some(slot) = self.into {
            frame.set_as(slot, Role::Result, sent.unwrap_or_else(|| vm.none()));
        }
        Flow::Next
    }
}

/// Where a generator's statement stopped: a cell of the generator.
#[inline(always)]
pub fn position<'f>(frame: &'f Frame<'_>, state: u32) -> Option<&'f Cell<u32>> {
    frame.generator.and_then(|generator| generator.positions.get(state))
}

/// The place to go on from, where the generator is being resumed.
#[inline(always)]
pub fn resumed_at(frame: &Frame<'_>, state: u32) -> Option<u32> {
    if !frame.resuming.get() {
        return None;
    }
    position(frame, state).map(Cell::get)
}

/// As [`resumed_at`], for a statement that catches what is raised in its block when resumed at a
/// place that `guards` names.
#[inline(always)]
pub fn resumed_inside(
    frame: &Frame<'_>,
    state: u32,
    guards: impl FnOnce(u32) -> bool,
) -> Option<u32> {
    let place = resumed_at(frame, state)?;
    if guards(place)
        && let Some(generator) = frame.generator
    {
        generator.keeps_func.set(false);
    }
    Some(place)
}

/// Notes the place to go on from, where the generator has just stopped.
#[inline(always)]
pub fn stop_at(frame: &Frame<'_>, state: u32, place: u32) {
    if let Some(position) = position(frame, state) {
        position.set(place);
    }
}
