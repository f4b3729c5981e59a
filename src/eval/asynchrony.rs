//! `async for` and `async with`.

use super::delegation::Delegation;
use super::exceptions::{enter_handler, leave_handler, swap_out};
use super::node::{Exp, Node, Statement, Stm, Target, attempt};
use super::steps::{resumed_inside, stop_at};
use crate::heap::Ref;
use crate::runtime::object::Exception;
use crate::runtime::object::generator::Resumption;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value, Vm};
use crate::source::Span;

/// Puts the iterator of an `async for` into its slot.
pub struct StartAsync {
    pub iter: Node,
    pub iterator: u32,
    pub span: Span,
}

impl Stm for StartAsync {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let iterator = attempt!(async_iterator_of(frame, &self.iter, self.span));
        frame.set_as(self.iterator, Role::Iterator, iterator);
        Flow::Next
    }
}

/// The asynchronous iterator of what `iter` evaluates to.
pub fn async_iterator_of(frame: &Frame<'_>, iter: &Node, span: Span) -> Result<Ref, Raised> {
    let iterable = iter.object(frame)?;
    let vm = frame.vm;
    let iterator = vm.keep(iterable, Role::Iterator, |iterable| vm.async_iterator(iterable));
    iterator.map_err(|raised| vm.locate(frame, raised, span))
}

/// Awaits the next item of an `async for`; at the end its slot stays empty.
pub struct AwaitNext {
    pub iterator: u32,
    pub delegation: Delegation,
    pub into: u32,
}

impl Stm for AwaitNext {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let resumed_by = match Delegation::resumption(frame) {
            Some(resumed_by) => resumed_by,
            None => match self.begin(frame) {
                Ok(()) => Resumption::Next,
                Err(raised) => return self.end(frame, raised),
            },
        };
        match self.delegation.go_on(frame, resumed_by) {
            Ok(item) => {
                frame.set_as(self.into, Role::Result, item);
                Flow::Next
            }
            Err(Flow::Raise(raised)) => self.end(frame, raised),
            Err(flow) => flow,
        }
    }
}

impl AwaitNext {
    fn begin(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        let vm = frame.vm;
        frame.position.set(self.delegation.span);
        let Some(iterator) = frame.temporary(self.iterator) else { return Ok(()) };
        let next = vm.async_next(iterator);
        let next = next.map_err(|raised| vm.locate(frame, raised, self.delegation.span))?;
        self.delegation.begin(frame, next);
        Ok(())
    }

    /// A `StopAsyncIteration` ends the loop.
    fn end(&self, frame: &Frame<'_>, raised: Raised) -> Flow {
        let vm = frame.vm;
        if !vm.pending_is(&raised, ErrorKind::StopAsyncIteration) {
            return Flow::Raise(raised);
        }
        drop(vm.take_raised(raised));
        frame.set(self.iterator, None);
        Flow::Next
    }
}

/// Whether a slot holds something.
pub struct Filled {
    pub slot: u32,
}

impl Exp for Filled {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        Ok(Value::bool(frame.peek(self.slot, |object| object.is_some())))
    }
}

/// `async with`: one manager per node.
pub struct AsyncWith {
    pub context: Node,
    pub target: Option<Box<dyn Target>>,
    pub body: Statement,
    /// The slot of the manager, then of its bound `__aexit__`.
    pub exit: u32,
    pub handled: u32,
    /// Keeps the value being returned while `__aexit__` is awaited.
    pub kept: u32,
    pub delegation: Delegation,
    pub state: u32,
}

/// Where an `async with` stopped: entering, in its body, or leaving after that ended so.
const IN_BODY: u32 = 0;
const ENTERING: u32 = 1;
const AFTER_NEXT: u32 = 2;
const AFTER_BREAK: u32 = 3;
const AFTER_CONTINUE: u32 = 4;
const AFTER_RETURN: u32 = 5;
const AFTER_RAISE: u32 = 6;

impl Stm for AsyncWith {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let guards = |place| matches!(place, IN_BODY | AFTER_RAISE);
        match resumed_inside(frame, self.state, guards) {
            Some(IN_BODY) => self.run_body(frame),
            Some(ENTERING) => self.entering(frame),
            Some(place) => self.leaving(frame, place),
            None => {
                frame.position.set(self.delegation.span);
                match self.enter(frame) {
                    Ok(()) => self.entering(frame),
                    Err(raised) => {
                        Flow::Raise(frame.vm.locate(frame, raised, self.delegation.span))
                    }
                }
            }
        }
    }
}

impl AsyncWith {
    /// Calls `__aenter__`, and begins to wait for what it gives.
    fn enter(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        let vm = frame.vm;
        let manager = self.context.object(frame)?;
        let result = vm.keep(manager, Role::Manager, |manager| self.enter_manager(frame, manager));
        if result.is_err() {
            vm.with_pending_saved(|| frame.set(self.exit, None));
        }
        result
    }

    fn enter_manager(&self, frame: &Frame<'_>, manager: &Ref) -> Result<(), Raised> {
        let vm = frame.vm;
        let missing = |what: &str| {
            vm.type_error(format!(
                "'{}' object does not support the asynchronous context manager protocol{what}",
                vm.class_name(manager)
            ))
        };
        let enter = vm.lookup_special(manager, "__aenter__").ok_or_else(|| missing(""))?;
        let exit = vm
            .lookup_special(manager, "__aexit__")
            .ok_or_else(|| missing(" (missed __aexit__ method)"))?;
        let bound = vm.bind(&exit, manager)?;
        drop(exit);
        frame.set_as(self.exit, Role::Manager, bound);
        let call = |enter: &Ref| vm.call_special(enter.clone(), manager, &[]);
        let value = vm.keep(enter, Role::Callable, call)?;
        let waiting = vm.awaited_of(vm.to_object(value)?, "__aenter__")?;
        self.delegation.begin(frame, waiting);
        Ok(())
    }

    fn entering(&self, frame: &Frame<'_>) -> Flow {
        let vm = frame.vm;
        let resumed_by = Delegation::resumption(frame).unwrap_or(Resumption::Next);
        match self.delegation.go_on(frame, resumed_by) {
            Ok(value) => {
                let Some(target) = &self.target else {
                    drop(value);
                    return self.run_body(frame);
                };
                let top = vm.stack.top();
                match target.assign(frame, Value::Obj(value)) {
                    Ok(()) => self.run_body(frame),
                    Err(raised) => {
                        vm.stack.truncate(top);
                        self.leave_raising(frame, raised)
                    }
                }
            }
            Err(Flow::Yield) => {
                stop_at(frame, self.state, ENTERING);
                Flow::Yield
            }
            Err(flow) => {
                vm.with_pending_saved(|| frame.set(self.exit, None));
                flow
            }
        }
    }

    fn run_body(&self, frame: &Frame<'_>) -> Flow {
        let vm = frame.vm;
        let top = vm.stack.top();
        let place = match self.body.exec(frame) {
            Flow::Yield => {
                stop_at(frame, self.state, IN_BODY);
                return Flow::Yield;
            }
            Flow::Raise(raised) => {
                vm.stack.truncate(top);
                return self.leave_raising(frame, raised);
            }
            Flow::Return(value) => {
                let value = attempt!(vm.to_object(value));
                frame.set_as(self.kept, Role::Result, value);
                AFTER_RETURN
            }
            Flow::Next => AFTER_NEXT,
            Flow::Break => AFTER_BREAK,
            Flow::Continue => AFTER_CONTINUE,
        };
        match self.call_exit(frame, [vm.none(), vm.none(), vm.none()]) {
            Ok(()) => {
                frame.set(self.exit, None);
                self.leaving(frame, place)
            }
            Err(raised) => {
                vm.with_pending_saved(|| {
                    frame.set(self.exit, None);
                    frame.set(self.kept, None);
                });
                Flow::Raise(raised)
            }
        }
    }

    /// Calls `__aexit__`, and begins to wait for what it gives.
    fn call_exit(&self, frame: &Frame<'_>, args: [Ref; 3]) -> Result<(), Raised> {
        let vm = frame.vm;
        let span = self.delegation.span;
        frame.position.set(span);
        let Some(exit) = frame.get(self.exit) else { return Ok(()) };
        let at = vm.stack.push(exit, Role::Callable);
        vm.stack.push_empty(Role::Receiver);
        for arg in args {
            vm.stack.push(arg, Role::Argument);
        }
        let waiting = vm
            .call_window(at, None)
            .and_then(|value| vm.awaited_of(vm.to_object(value)?, "__aexit__"))
            .map_err(|raised| vm.locate(frame, raised, span))?;
        self.delegation.begin(frame, waiting);
        Ok(())
    }

    /// The body raised: `__aexit__` is told and may swallow the exception.
    fn leave_raising(&self, frame: &Frame<'_>, raised: Raised) -> Flow {
        let vm = frame.vm;
        let raised = vm.add_traceback(frame, raised);
        let exception = vm.take_raised(raised);
        enter_handler(frame, self.handled, exception.clone());
        let class = vm.class_of(&exception).clone();
        let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
        let traceback = traceback.unwrap_or_else(|| vm.none());
        match self.call_exit(frame, [class, exception, traceback]) {
            Ok(()) => self.leaving(frame, AFTER_RAISE),
            Err(raised) => self.failed(frame, raised),
        }
    }

    /// Waits for `__aexit__`; goes on as the body ended.
    fn leaving(&self, frame: &Frame<'_>, place: u32) -> Flow {
        let vm = frame.vm;
        let resumed_by = Delegation::resumption(frame).unwrap_or(Resumption::Next);
        let value = match self.delegation.go_on(frame, resumed_by) {
            Ok(value) => value,
            Err(Flow::Yield) => {
                stop_at(frame, self.state, place);
                return Flow::Yield;
            }
            Err(Flow::Raise(raised)) if place == AFTER_RAISE => return self.failed(frame, raised),
            Err(flow) => {
                vm.with_pending_saved(|| frame.set(self.kept, None));
                return flow;
            }
        };
        match place {
            AFTER_RAISE => self.swallow(frame, vm, value),
            AFTER_RETURN => Flow::Return(frame.take(self.kept).map_or(Value::None, Value::Obj)),
            AFTER_BREAK => Flow::Break,
            AFTER_CONTINUE => Flow::Continue,
            _ => Flow::Next,
        }
    }

    /// Raises the body's exception again unless `__aexit__` gave something true.
    fn swallow(&self, frame: &Frame<'_>, vm: &Vm, value: Ref) -> Flow {
        match vm.keep(value, Role::Result, |value| vm.truth_of(value)) {
            Ok(true) => {
                frame.set(self.exit, None);
                leave_handler(frame, self.handled);
                Flow::Next
            }
            Ok(false) => {
                frame.set(self.exit, None);
                let exception = vm.handled.get();
                leave_handler(frame, self.handled);
                match exception {
                    Some(exception) => Flow::Raise(vm.reraise_traced(exception)),
                    None => Flow::Next,
                }
            }
            Err(raised) => self.failed(frame, raised),
        }
    }

    /// Something was raised while the body's exception was handled.
    fn failed(&self, frame: &Frame<'_>, raised: Raised) -> Flow {
        let inner = swap_out(frame, self.handled);
        frame.vm.with_pending_saved(|| {
            drop(inner);
            frame.set(self.exit, None);
        });
        Flow::Raise(raised)
    }
}
