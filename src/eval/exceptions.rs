//! `try`: handlers, `except*`, `else`, `finally`.

use super::node::{Exp, Node, Statement, Stm, Target, attempt};
use super::statement::{resumed_inside, stop_at};
use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Class, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Flow, Raised, Value, Vm};
use crate::source::Span;
use crate::types::exception::{regroup, split_group};

pub struct Handler {
    /// `None` for a bare `except:`.
    pub class: Option<Node>,
    pub target: Option<Box<dyn Target>>,
    /// Unbinds the target at the handler's end.
    pub unbind: Option<Statement>,
    pub body: Statement,
    pub span: Span,
}

/// `try` with handlers and `else`; `finally` is a node around it ([`Finally`]).
pub struct Try {
    pub body: Statement,
    pub handlers: Vec<Handler>,
    pub orelse: Option<Statement>,
    /// The slot that keeps what was being handled outside while a handler runs.
    pub handled: u32,
    pub state: u32,
}

const IN_BODY: u32 = 0;
const IN_ELSE: u32 = 1;
const FIRST_HANDLER: u32 = 2;

impl Stm for Try {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let resumed = resumed_inside(frame, self.state, |place| place != IN_ELSE);
        let resumed = resumed.unwrap_or(IN_BODY);
        if resumed >= FIRST_HANDLER {
            return self.run_handler(frame, (resumed - FIRST_HANDLER) as usize);
        }
        if resumed == IN_BODY {
            let top = frame.vm.stack.top();
            match self.body.exec(frame) {
                Flow::Next => {}
                Flow::Yield => {
                    stop_at(frame, self.state, IN_BODY);
                    return Flow::Yield;
                }
                Flow::Raise(raised) => {
                    frame.vm.stack.truncate(top);
                    return self.handle(frame, raised);
                }
                other => return other,
            }
        }
        let Some(orelse) = &self.orelse else { return Flow::Next };
        let flow = orelse.exec(frame);
        if matches!(flow, Flow::Yield) {
            stop_at(frame, self.state, IN_ELSE);
        }
        flow
    }
}

impl Try {
    #[cold]
    #[inline(never)]
    fn handle(&self, frame: &Frame<'_>, raised: Raised) -> Flow {
        let vm = frame.vm;
        let raised = vm.add_traceback(frame, raised);
        let exception = vm.take_raised(raised);
        // The exception is what is being handled while handlers' classes are evaluated.
        enter_handler(frame, self.handled, exception);
        for (index, handler) in self.handlers.iter().enumerate() {
            let matched = match &handler.class {
                None => Ok(true),
                Some(class) => matches(frame, class, handler.span),
            };
            match matched {
                Ok(false) => {}
                Ok(true) => {
                    if let Some(target) = &handler.target
                        && let Some(exception) = vm.handled.get()
                        && let Err(raised) = target.assign(frame, Value::Obj(exception))
                    {
                        leave_handler(frame, self.handled);
                        return Flow::Raise(raised);
                    }
                    return self.run_handler(frame, index);
                }
                Err(raised) => {
                    leave_handler(frame, self.handled);
                    return Flow::Raise(raised);
                }
            }
        }
        let exception = vm.handled.get();
        leave_handler(frame, self.handled);
        match exception {
            Some(exception) => Flow::Raise(vm.reraise_traced(exception)),
            None => Flow::Next,
        }
    }

    fn run_handler(&self, frame: &Frame<'_>, index: usize) -> Flow {
        let handler = &self.handlers[index];
        let flow = handler.body.exec(frame);
        if let Flow::Yield = flow {
            stop_at(frame, self.state, FIRST_HANDLER + index as u32);
            return Flow::Yield;
        }
        let flow = leave_handler_with(frame, self.handled, flow);
        match &handler.unbind {
            Some(unbind) => keep_flow(frame, flow, || unbind.exec(frame)),
            None => flow,
        }
    }
}

/// Runs a clean-up statement without losing how the block before ended.
fn keep_flow(frame: &Frame<'_>, flow: Flow, clean: impl FnOnce() -> Flow) -> Flow {
    match flow {
        Flow::Raise(raised) => {
            let position = frame.position.get();
            let failed = frame.vm.with_pending_saved(clean);
            frame.position.set(position);
            match failed {
                Flow::Raise(_) | Flow::Next => Flow::Raise(raised),
                other => other,
            }
        }
        Flow::Return(value) => {
            let at = match value {
                Value::Obj(object) => frame.vm.stack.push(object, Role::Result),
                other => {
                    drop(clean());
                    return Flow::Return(other);
                }
            };
            drop(clean());
            let value = frame.vm.stack.take(at).map_or(Value::None, Value::Obj);
            frame.vm.stack.truncate(at);
            Flow::Return(value)
        }
        other => match clean() {
            Flow::Next => other,
            failed => failed,
        },
    }
}

/// Makes `exception` what is being handled; what was before waits in `slot`.
pub fn enter_handler(frame: &Frame<'_>, slot: u32, exception: Ref) {
    let outer = frame.vm.handled.replace(Some(exception));
    frame.set_role(slot, Role::Handled);
    frame.set(slot, outer);
}

/// Goes back to what was being handled outside; the inner exception is dropped.
pub fn leave_handler(frame: &Frame<'_>, slot: u32) {
    let outer = frame.take(slot);
    let inner = frame.vm.handled.replace(outer);
    drop(inner);
}

fn leave_handler_with(frame: &Frame<'_>, slot: u32, flow: Flow) -> Flow {
    match flow {
        Flow::Raise(raised) => {
            let outer = frame.take(slot);
            let inner = frame.vm.handled.replace(outer);
            frame.vm.with_pending_saved(|| drop(inner));
            Flow::Raise(raised)
        }
        other => {
            leave_handler(frame, slot);
            other
        }
    }
}

/// Whether the handled exception is of the class (or one of the tuple of classes) given.
fn matches(frame: &Frame<'_>, class: &Node, span: Span) -> Result<bool, Raised> {
    let vm = frame.vm;
    frame.position.set(span);
    let class = class.object(frame)?;
    let Some(exception) = vm.handled.get() else { return Ok(false) };
    exception_matches(vm, &exception, &class)
}

/// `except class`: by the exception's real class.
///
/// # Errors
/// `TypeError` where `class` is no exception class or tuple of them.
pub fn exception_matches(vm: &Vm, exception: &Ref, class: &Ref) -> Result<bool, Raised> {
    let classes = if class.is::<Tuple>() { tuple_refs(class) } else { vec![class.clone()] };
    let base = vm.exception_class(ErrorKind::BaseException);
    for class in &classes {
        if !class.is::<Class>() || !vm.is_subclass(class, base) {
            return Err(vm.type_error(
                "catching classes that do not inherit from BaseException is not allowed",
            ));
        }
    }
    Ok(classes.iter().any(|class| vm.is_instance(exception, class)))
}

/// `try: … finally: …`.
pub struct Finally {
    pub body: Statement,
    pub finalbody: Statement,
    /// Keeps the value being returned, or the exception on its way, while `finally` runs.
    pub kept: u32,
    pub handled: u32,
    pub state: u32,
}

/// How the body ended, as kept in a generator's position while `finally` is suspended.
const AFTER_NEXT: u32 = 1;
const AFTER_BREAK: u32 = 2;
const AFTER_CONTINUE: u32 = 3;
const AFTER_RETURN: u32 = 4;
const AFTER_RAISE: u32 = 5;

impl Stm for Finally {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let guards = |place| matches!(place, IN_BODY | AFTER_RAISE);
        let resumed = resumed_inside(frame, self.state, guards).unwrap_or(IN_BODY);
        if resumed != IN_BODY {
            return self.finish(frame, resumed);
        }
        let top = frame.vm.stack.top();
        let ended = match self.body.exec(frame) {
            Flow::Yield => {
                stop_at(frame, self.state, IN_BODY);
                return Flow::Yield;
            }
            Flow::Next => AFTER_NEXT,
            Flow::Break => AFTER_BREAK,
            Flow::Continue => AFTER_CONTINUE,
            Flow::Return(value) => {
                let value = attempt!(frame.vm.to_object(value));
                self.keep(frame, Some(value), Role::Result);
                AFTER_RETURN
            }
            Flow::Raise(raised) => {
                frame.vm.stack.truncate(top);
                let raised = frame.vm.add_traceback(frame, raised);
                let exception = frame.vm.take_raised(raised);
                enter_handler(frame, self.handled, exception);
                AFTER_RAISE
            }
        };
        self.finish(frame, ended)
    }
}

impl Finally {
    fn keep(&self, frame: &Frame<'_>, value: Option<Ref>, role: Role) {
        frame.set_role(self.kept, role);
        frame.set(self.kept, value);
    }

    /// Runs the `finally` block, then ends as the body did unless the block ends otherwise.
    fn finish(&self, frame: &Frame<'_>, ended: u32) -> Flow {
        let vm = frame.vm;
        match self.finalbody.exec(frame) {
            Flow::Yield => {
                stop_at(frame, self.state, ended);
                return Flow::Yield;
            }
            Flow::Next => {}
            other => {
                if ended == AFTER_RAISE {
                    return leave_handler_with(frame, self.handled, other);
                }
                if ended == AFTER_RETURN {
                    let kept = frame.take(self.kept);
                    return keep_flow(frame, other, || {
                        drop(kept);
                        Flow::Next
                    });
                }
                return other;
            }
        }
        match ended {
            AFTER_BREAK => Flow::Break,
            AFTER_CONTINUE => Flow::Continue,
            AFTER_RETURN => {
                let value = frame.take(self.kept);
                Flow::Return(value.map_or(Value::None, Value::Obj))
            }
            AFTER_RAISE => {
                let exception = vm.handled.get();
                leave_handler(frame, self.handled);
                match exception {
                    Some(exception) => Flow::Raise(vm.reraise_traced(exception)),
                    None => Flow::Next,
                }
            }
            _ => Flow::Next,
        }
    }
}

/// `try: … except* …`: each handler gets the part of the group that matches it (PEP 654).
pub struct TryStar {
    pub body: Statement,
    pub handlers: Vec<Handler>,
    pub orelse: Option<Statement>,
    pub handled: u32,
    /// Keeps the exceptions that handlers raised, in a list.
    pub raised: u32,
    pub span: Span,
}

impl Stm for TryStar {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let top = frame.vm.stack.top();
        match self.body.exec(frame) {
            Flow::Next => match &self.orelse {
                Some(orelse) => orelse.exec(frame),
                None => Flow::Next,
            },
            Flow::Raise(raised) => {
                frame.vm.stack.truncate(top);
                let raised = frame.vm.add_traceback(frame, raised);
                let exception = frame.vm.take_raised(raised);
                let at = frame.vm.stack.push(exception, Role::Handled);
                let result = self.handle(frame, at);
                frame.vm.stack.truncate(at);
                match result {
                    Ok(flow) => flow,
                    Err(raised) => Flow::Raise(raised),
                }
            }
            other => other,
        }
    }
}

impl TryStar {
    fn handle(&self, frame: &Frame<'_>, at: usize) -> Result<Flow, Raised> {
        let vm = frame.vm;
        let Some(original) = vm.stack.get(at) else { return Ok(Flow::Next) };
        let mut rest = Some(original.clone());
        let mut raised_in_handlers: Vec<Ref> = Vec::new();
        for handler in &self.handlers {
            let Some(current) = rest.clone() else { break };
            let Some(class) = &handler.class else { continue };
            let class = class.object(frame)?;
            let (matched, left) = split_group(vm, &current, &class)?;
            rest = left;
            if let Some(matched) = matched {
                match self.run_handler(frame, handler, matched) {
                    Flow::Next => {}
                    Flow::Raise(raised) => {
                        let raised = vm.add_traceback(frame, raised);
                        raised_in_handlers.push(vm.take_raised(raised));
                    }
                    other => return Ok(other),
                }
            }
        }
        self.conclude(vm, &original, rest, raised_in_handlers)
    }

    fn run_handler(&self, frame: &Frame<'_>, handler: &Handler, matched: Ref) -> Flow {
        enter_handler(frame, self.handled, matched);
        if let Some(target) = &handler.target
            && let Some(exception) = frame.vm.handled.get()
            && let Err(raised) = target.assign(frame, Value::Obj(exception))
        {
            leave_handler(frame, self.handled);
            return Flow::Raise(raised);
        }
        let flow = handler.body.exec(frame);
        let flow = leave_handler_with(frame, self.handled, flow);
        match &handler.unbind {
            Some(unbind) => keep_flow(frame, flow, || unbind.exec(frame)),
            None => flow,
        }
    }

    /// What goes on after the handlers: what they raised, and what none of them took.
    fn conclude(
        &self,
        vm: &Vm,
        original: &Ref,
        rest: Option<Ref>,
        mut raised: Vec<Ref>,
    ) -> Result<Flow, Raised> {
        raised.extend(rest);
        match regroup(vm, original, raised)? {
            Some(exception) => Ok(Flow::Raise(vm.reraise_traced(exception))),
            None => Ok(Flow::Next),
        }
    }
}
