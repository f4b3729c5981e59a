//! `try`: handlers, `else`, `finally`; `except*` stands in `except_star`.

use super::node::{Exp, Node, Statement, Stm, Target, attempt};
use super::steps::{resumed_inside, stop_at};
use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Class, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Flow, Raised, Value, Vm};
use crate::source::Span;

/// `except class as target: body`
pub struct Handler {
    /// What is run before the class is evaluated, where that holds a `yield`.
    pub before: Option<Statement>,
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

pub(super) const IN_BODY: u32 = 0;
pub(super) const IN_ELSE: u32 = 1;
/// Every handler has two places: before its class is known, and in its body.
pub(super) const FIRST_HANDLER: u32 = 2;

/// Where a handler stopped: its index, and whether in its body.
pub(super) fn handler_of(place: u32) -> Option<(usize, bool)> {
    let place = place.checked_sub(FIRST_HANDLER)?;
    Some((place as usize / 2, place % 2 == 1))
}

/// The place of a handler, the reverse of [`handler_of`].
pub(super) fn place_of(index: usize, in_body: bool) -> u32 {
    FIRST_HANDLER + 2 * index as u32 + u32::from(in_body)
}

impl Stm for Try {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let resumed = resumed_inside(frame, self.state, |place| place != IN_ELSE);
        let resumed = resumed.unwrap_or(IN_BODY);
        match handler_of(resumed) {
            Some((index, true)) => return self.run_handler(frame, index),
            Some((index, false)) => return self.find_handler(frame, index),
            None => {}
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
        self.find_handler(frame, 0)
    }

    /// Asks the handlers from the one at `first` on.
    fn find_handler(&self, frame: &Frame<'_>, first: usize) -> Flow {
        let vm = frame.vm;
        for (index, handler) in self.handlers.iter().enumerate().skip(first) {
            match handler.before.as_ref().map_or(Flow::Next, |before| before.exec(frame)) {
                Flow::Next => {}
                Flow::Yield => {
                    stop_at(frame, self.state, place_of(index, false));
                    return Flow::Yield;
                }
                other => return leave_handler_with(frame, self.handled, other),
            }
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
            stop_at(frame, self.state, place_of(index, true));
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
pub(super) fn keep_flow(frame: &Frame<'_>, flow: Flow, clean: impl FnOnce() -> Flow) -> Flow {
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

/// Makes `exception` what is being handled; what was before waits in `slot`, but not what the
/// consumer of a generator handles: at the handler's end that may be another exception.
pub fn enter_handler(frame: &Frame<'_>, slot: u32, exception: Ref) {
    let mut outer = frame.vm.handled.replace(Some(exception));
    if let Some(generator) = frame.generator {
        let entered = generator.handling.get();
        generator.handling.set(entered + 1);
        outer = outer.filter(|_| entered > 0);
    }
    frame.set_role(slot, Role::Handled);
    frame.set(slot, outer);
}

/// Makes what waits in `slot` (or what the consumer of a generator handles) the exception being
/// handled, and gives back the one that was.
pub(super) fn swap_out(frame: &Frame<'_>, slot: u32) -> Option<Ref> {
    let mut outer = frame.take(slot);
    if let Some(generator) = frame.generator {
        let left = generator.handling.get().saturating_sub(1);
        generator.handling.set(left);
        if left == 0 && generator.over_handled.get() {
            outer = frame.vm.stack.get(frame.base - 1);
        }
    }
    frame.vm.handled.replace(outer)
}

/// Goes back to what was being handled outside; the inner exception is dropped.
pub fn leave_handler(frame: &Frame<'_>, slot: u32) {
    drop(swap_out(frame, slot));
}

pub(super) fn leave_handler_with(frame: &Frame<'_>, slot: u32, flow: Flow) -> Flow {
    match flow {
        Flow::Raise(raised) => {
            let inner = swap_out(frame, slot);
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
    let class = class.object(frame)?;
    let Some(exception) = vm.handled.get() else { return Ok(false) };
    frame.position.set(span);
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
