//! `try` with `except*`: each handler gets the part of the group that matches it (PEP 654).

use super::exceptions::{
    Handler, IN_BODY, IN_ELSE, enter_handler, handler_of, keep_flow, leave_handler, place_of,
};
use super::node::{Exp, Statement, Stm, attempt};
use super::steps::{resumed_inside, stop_at};
use crate::heap::Ref;
use crate::runtime::object::List;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Flow, Raised, Value};
use crate::types::exception::{regroup, split_group};

/// `try: … except* …`; `finally` is a node around it.
pub struct TryStar {
    pub body: Statement,
    pub handlers: Vec<Handler>,
    pub orelse: Option<Statement>,
    /// The slot that keeps what was being handled outside while a handler runs.
    pub handled: u32,
    pub slots: StarSlots,
    pub state: u32,
}

/// The temporaries that last from the exception to the end of the handlers.
pub struct StarSlots {
    /// The exception that the body raised.
    pub original: u32,
    /// What no handler has taken yet.
    pub rest: u32,
    /// The exceptions that handlers raised, in a list.
    pub raised: u32,
}

impl Stm for TryStar {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let resumed = resumed_inside(frame, self.state, |place| place != IN_ELSE);
        let resumed = resumed.unwrap_or(IN_BODY);
        if let Some((index, in_body)) = handler_of(resumed) {
            return self.clauses(frame, index, in_body);
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
                    attempt!(self.begin(frame, raised));
                    return self.clauses(frame, 0, false);
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

impl TryStar {
    #[cold]
    fn begin(&self, frame: &Frame<'_>, raised: Raised) -> Result<(), Raised> {
        let vm = frame.vm;
        let raised = vm.add_traceback(frame, raised);
        let exception = vm.take_raised(raised);
        let list = vm.new_list(Vec::new())?;
        // Handled until a clause takes its part, which is then in its place to the end.
        enter_handler(frame, self.handled, exception.clone());
        frame.set_as(self.slots.raised, Role::Raised, list);
        frame.set_as(self.slots.rest, Role::Handled, exception.clone());
        frame.set_as(self.slots.original, Role::Handled, exception);
        Ok(())
    }

    /// Runs the clauses from the one at `first` on, then raises what is left; `in_body` says that
    /// the first goes on inside its body.
    fn clauses(&self, frame: &Frame<'_>, first: usize, in_body: bool) -> Flow {
        for (index, handler) in self.handlers.iter().enumerate().skip(first) {
            let flow = if in_body && index == first {
                self.run_body(frame, handler)
            } else {
                if frame.peek(self.slots.rest, |rest| rest.is_none()) {
                    break;
                }
                match handler.before.as_ref().map_or(Flow::Next, |before| before.exec(frame)) {
                    Flow::Next => {}
                    Flow::Yield => {
                        stop_at(frame, self.state, place_of(index, false));
                        return Flow::Yield;
                    }
                    other => return self.give_up(frame, other),
                }
                match self.enter(frame, handler) {
                    Ok(true) => self.run_body(frame, handler),
                    Ok(false) => continue,
                    Err(raised) => return self.give_up(frame, Flow::Raise(raised)),
                }
            };
            match flow {
                Flow::Next => {}
                Flow::Yield => {
                    stop_at(frame, self.state, place_of(index, true));
                    return Flow::Yield;
                }
                Flow::Raise(raised) => self.note(frame, raised),
                other => return self.give_up(frame, other),
            }
        }
        self.conclude(frame).unwrap_or_else(Flow::Raise)
    }

    /// Gives a clause its part of what is left; whether there is one.
    fn enter(&self, frame: &Frame<'_>, handler: &Handler) -> Result<bool, Raised> {
        let vm = frame.vm;
        let (Some(class), Some(rest)) = (&handler.class, frame.get(self.slots.rest)) else {
            return Ok(false);
        };
        let class = class.object(frame)?;
        frame.position.set(handler.span);
        let (matched, left) = split_group(vm, &rest, &class)?;
        drop(rest);
        frame.set(self.slots.rest, left);
        let Some(matched) = matched else { return Ok(false) };
        drop(vm.handled.replace(Some(matched)));
        if let Some(target) = &handler.target
            && let Some(exception) = vm.handled.get()
        {
            target.assign(frame, Value::Obj(exception))?;
        }
        Ok(true)
    }

    fn run_body(&self, frame: &Frame<'_>, handler: &Handler) -> Flow {
        let flow = handler.body.exec(frame);
        if matches!(flow, Flow::Yield) {
            return flow;
        }
        match &handler.unbind {
            Some(unbind) => keep_flow(frame, flow, || unbind.exec(frame)),
            None => flow,
        }
    }

    /// Keeps what a clause raised until all have run.
    fn note(&self, frame: &Frame<'_>, raised: Raised) {
        let vm = frame.vm;
        let raised = vm.add_traceback(frame, raised);
        let exception = vm.take_raised(raised);
        if let Some(list) = frame.temporary(self.slots.raised) {
            list.as_ref::<List>().items.borrow_mut().push(exception);
        }
    }

    /// Ends without a look at what is left.
    fn give_up(&self, frame: &Frame<'_>, flow: Flow) -> Flow {
        keep_flow(frame, flow, || {
            leave_handler(frame, self.handled);
            for slot in [self.slots.rest, self.slots.raised, self.slots.original] {
                frame.set(slot, None);
            }
            Flow::Next
        })
    }

    /// What goes on after the handlers: what they raised, and what none of them took.
    fn conclude(&self, frame: &Frame<'_>) -> Result<Flow, Raised> {
        let vm = frame.vm;
        leave_handler(frame, self.handled);
        let rest = frame.take(self.slots.rest);
        let raised = frame.take(self.slots.raised);
        let Some(original) = frame.take(self.slots.original) else { return Ok(Flow::Next) };
        let mut parts: Vec<Ref> =
            raised.map_or_else(Vec::new, |list| list.as_ref::<List>().items.take());
        parts.extend(rest);
        match regroup(vm, &original, parts)? {
            Some(exception) => Ok(Flow::Raise(vm.reraise_traced(exception))),
            None => Ok(Flow::Next),
        }
    }
}
