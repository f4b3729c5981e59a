//! `with`: one manager per node; several items are nodes inside each other.

use super::exceptions::{enter_handler, leave_handler, swap_out};
use super::node::{Exp, Node, Statement, Stm, Target, attempt};
use super::steps::{resumed_inside, stop_at};
use crate::heap::Ref;
use crate::runtime::object::Exception;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Flow, Raised, Value, Vm};
use crate::source::Span;

/// `with context as target: body`, with one manager.
pub struct With {
    pub context: Node,
    pub target: Option<Box<dyn Target>>,
    pub body: Statement,
    /// The slots of the manager and of its bound `__exit__`.
    pub manager: u32,
    pub exit: u32,
    pub handled: u32,
    pub span: Span,
    pub state: u32,
}

impl Stm for With {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        if resumed_inside(frame, self.state, |_| true).is_none() {
            frame.position.set(self.span);
            if let Err(raised) = self.enter(frame) {
                return Flow::Raise(frame.vm.locate(frame, raised, self.span));
            }
            let top = frame.vm.stack.top();
            if let Some(target) = &self.target {
                let value = frame.take(self.handled);
                let value = value.map_or(Value::None, Value::Obj);
                if let Err(raised) = target.assign(frame, value) {
                    frame.vm.stack.truncate(top);
                    return self.leave_raising(frame, raised);
                }
            } else {
                frame.set(self.handled, None);
            }
        }
        let top = frame.vm.stack.top();
        match self.body.exec(frame) {
            Flow::Yield => {
                stop_at(frame, self.state, 0);
                Flow::Yield
            }
            Flow::Raise(raised) => {
                frame.vm.stack.truncate(top);
                self.leave_raising(frame, raised)
            }
            Flow::Return(value) => {
                // The value is held as any result while `__exit__` runs.
                let value = attempt!(frame.vm.to_object(value));
                let at = frame.vm.stack.push(value, Role::Result);
                let left = self.leave(frame);
                let value = frame.vm.stack.take(at).map_or(Value::None, Value::Obj);
                frame.vm.stack.truncate(at);
                attempt!(left);
                Flow::Return(value)
            }
            other => {
                attempt!(self.leave(frame));
                other
            }
        }
    }
}

impl With {
    /// Calls `__enter__`; its value waits in the `handled` slot.
    fn enter(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        let vm = frame.vm;
        let manager = self.context.object(frame)?;
        frame.set_as(self.manager, Role::Manager, manager.clone());
        let result = self.enter_manager(frame, &manager);
        drop(manager);
        if result.is_err() {
            vm.with_pending_saved(|| {
                frame.set(self.manager, None);
                frame.set(self.exit, None);
            });
        }
        result
    }

    fn enter_manager(&self, frame: &Frame<'_>, manager: &Ref) -> Result<(), Raised> {
        let vm = frame.vm;
        let missing = |what: &str| {
            vm.type_error(format!(
                "'{}' object does not support the context manager protocol{what}",
                vm.class_name(manager)
            ))
        };
        let enter = vm.lookup_special(manager, "__enter__").ok_or_else(|| missing(""))?;
        let exit = vm
            .lookup_special(manager, "__exit__")
            .ok_or_else(|| missing(" (missed __exit__ method)"))?;
        let bound = vm.bind(&exit, manager)?;
        drop(exit);
        frame.set_as(self.exit, Role::Manager, bound);
        // The bound method holds the manager from here on.
        frame.set(self.manager, None);
        // CPython calls a bound method, which holds the function once more.
        let call = |enter: &Ref| vm.call_special(enter.clone(), manager, &[]);
        let value = vm.keep(enter, Role::Callable, call)?;
        let value = vm.to_object(value)?;
        frame.set_as(self.handled, Role::Result, value);
        Ok(())
    }

    fn call_exit(&self, vm: &Vm, frame: &Frame<'_>, args: [Ref; 3]) -> Result<Value, Raised> {
        // The bound method stays where it is until the call is over.
        let Some(exit) = frame.get(self.exit) else { return Ok(Value::None) };
        let at = vm.stack.push(exit, Role::Callable);
        vm.stack.push_empty(Role::Receiver);
        for arg in args {
            vm.stack.push(arg, Role::Argument);
        }
        let result = vm.call_window(at, None);
        if result.is_ok() {
            frame.set(self.exit, None);
        } else {
            vm.with_pending_saved(|| frame.set(self.exit, None));
        }
        result
    }

    /// The body ended without an exception.
    fn leave(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        let vm = frame.vm;
        frame.position.set(self.span);
        self.call_exit(vm, frame, [vm.none(), vm.none(), vm.none()])
            .map(drop)
            .map_err(|raised| vm.locate(frame, raised, self.span))
    }

    /// The body raised: `__exit__` is told and may swallow the exception.
    fn leave_raising(&self, frame: &Frame<'_>, raised: Raised) -> Flow {
        let vm = frame.vm;
        let raised = vm.add_traceback(frame, raised);
        let exception = vm.take_raised(raised);
        enter_handler(frame, self.handled, exception);
        let result = self.ask_exit(frame);
        match result {
            Ok(true) => {
                leave_handler(frame, self.handled);
                Flow::Next
            }
            Ok(false) => {
                let exception = vm.handled.get();
                leave_handler(frame, self.handled);
                match exception {
                    Some(exception) => Flow::Raise(vm.reraise_traced(exception)),
                    None => Flow::Next,
                }
            }
            Err(raised) => {
                let inner = swap_out(frame, self.handled);
                vm.with_pending_saved(|| drop(inner));
                Flow::Raise(raised)
            }
        }
    }

    fn ask_exit(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let vm = frame.vm;
        let Some(exception) = vm.handled.get() else { return Ok(false) };
        let class = vm.class_of(&exception).clone();
        let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
        let traceback = traceback.unwrap_or_else(|| vm.none());
        frame.position.set(self.span);
        // As CPython does, only the exception is held beside what the method is given.
        let value = vm
            .keep(exception, Role::Argument, |exception| {
                self.call_exit(vm, frame, [class, exception.clone(), traceback])
            })
            .map_err(|raised| vm.locate(frame, raised, self.span))?;
        vm.truth(&value)
    }
}
