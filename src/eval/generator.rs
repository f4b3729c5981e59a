//! Generators: frames that stop at a `yield` and are resumed there.
//!
//! A generator's slots live in its object, running or not; only its temporaries are on the slot
//! stack. Its statements are laid out as [`super::steps`], which note where they stopped as the
//! `yield` passes through them and go straight there on the way back in. Nothing of the native
//! stack is kept.

use std::cell::Cell;

use super::node::{Exp, Node, Stm, attempt};
use crate::heap::{Fixed, Flag, Ref, Slot};
use crate::runtime::kinds;
use crate::runtime::object::generator::{GeneratorState, Resumption};
use crate::runtime::object::{Code, Function, Generator};
use crate::runtime::stack::{Frame, FrameSlots, Role};
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value, Vm};
use crate::source::Span;

/// Calling a generator function makes this, with the bound arguments as its frame.
pub fn new_generator(
    vm: &Vm,
    func: &Ref,
    function: &Function,
    code_ref: &Ref,
    code: &Code,
    first: usize,
) -> Eval {
    let slots = vm.stack.take_range(first, code.slot_count).map(Slot::from).collect();
    let generator = vm.alloc(Generator {
        state: Cell::new(GeneratorState::Created),
        name: Slot::from(function.name.get()),
        qualname: Slot::from(function.qualname.get()),
        code: Fixed::new(code_ref.clone()),
        func: Fixed::new(func.clone()),
        keeps_func: Cell::new(false),
        slots,
        positions: (0..code.state_count).map(|_| Cell::new(0)).collect(),
        handled: Slot::empty(),
        handling: Cell::new(0),
        over_handled: Cell::new(false),
        waits_for: Cell::new(None),
        frame: Slot::empty(),
        position: Cell::new(code.span),
        weak: Cell::new(false),
    })?;
    generator.set_flag(Flag::NEEDS_HOOK);
    if code.flags.guarded {
        vm.notices_ends.set(true);
    }
    Ok(Value::Obj(generator))
}

/// Runs a generator up to its next `yield`: see [`crate::runtime::vm::Evaluator::resume`].
pub fn resume(vm: &Vm, generator: &Ref, sent: Option<Ref>, throw: bool) -> Eval {
    let payload = generator.as_ref::<Generator>();
    if payload.state.get() != GeneratorState::Suspended
        && let Some(refused) = refuse(vm, payload, sent.as_ref(), throw)
    {
        return refused;
    }
    vm.enter(0)?;
    let result = run(vm, generator, payload, sent, throw);
    vm.leave();
    result
}

/// The answer of a generator that is not suspended, unless it is to start now.
#[inline(never)]
fn refuse(vm: &Vm, payload: &Generator, sent: Option<&Ref>, throw: bool) -> Option<Eval> {
    match payload.state.get() {
        GeneratorState::Running => {
            if throw {
                vm.clear_pending();
            }
            Some(Err(vm.value_error("generator already executing")))
        }
        GeneratorState::Finished if throw => Some(Err(vm.pending_again())),
        GeneratorState::Finished => Some(Ok(Value::Undef)),
        GeneratorState::Created if !throw && sent.is_some_and(|sent| !vm.is_none(sent)) => {
            Some(Err(vm.type_error("can't send non-None value to a just-started generator")))
        }
        GeneratorState::Created | GeneratorState::Suspended => None,
    }
}

#[inline(always)]
fn run(vm: &Vm, generator: &Ref, payload: &Generator, sent: Option<Ref>, throw: bool) -> Eval {
    let code_ref = &*payload.code;
    let code = code_ref.as_ref::<Code>();
    let globals = &payload.func.as_ref::<Function>().globals;
    // Whoever resumes a generator holds it. What its consumer was handling stands below its frame.
    let at = vm.stack.top();
    if !vm.handled.is_none() || !payload.handled.is_none() {
        take_over_handled(vm, payload, at);
    }
    let slots = FrameSlots::of(&payload.slots);
    let first = vm.stack.top();
    let mut frame = Frame::new(vm, code, code_ref, Some(generator), globals, first, slots);
    frame.generator = Some(payload);
    frame.position.set(payload.position.get());
    let resuming = payload.state.replace(GeneratorState::Running) == GeneratorState::Suspended;
    frame.resuming.set(resuming);
    if !payload.frame.is_none() {
        frame.object.set(payload.frame.take());
    }
    let guard = vm.stack.enter(&frame);
    let flow = match throw {
        false => match pass_on(&frame, payload, sent) {
            Some(yielded) => {
                vm.yielded.set(yielded);
                Flow::Yield
            }
            None => code.body.run(&frame),
        },
        true if resuming => {
            vm.resumed_by.set(Resumption::Throw);
            code.body.run(&frame)
        }
        // What is thrown before the first statement is raised in the generator's frame too.
        true => Flow::Raise(vm.pending_again()),
    };
    if matches!(flow, Flow::Yield) {
        suspend(vm, payload, &frame, at);
        drop(guard);
        vm.stack.truncate(at);
        return Ok(vm.yielded.take());
    }
    // Code that never ran does not turn a `StopIteration` into another error.
    let ran = resuming || !throw;
    let result = finish(vm, payload, &frame, flow, at, ran);
    drop(guard);
    payload.clear_slots();
    if !payload.keeps_func.get() {
        drop(payload.func.exchange(vm.none()));
    }
    vm.stack.truncate(at);
    result
}

/// Passes what is sent to the generator that a `yield from` waits for, and what that one yields back,
/// without a step of this one. Else what the statement goes on with is noted.
#[inline(always)]
fn pass_on(frame: &Frame<'_>, payload: &Generator, sent: Option<Ref>) -> Option<Value> {
    let vm = frame.vm;
    let delegate = payload.waits_for.get().and_then(|slot| frame.temporary(slot));
    let Some(delegate) = delegate.filter(|delegate| delegate.kind() == kinds::GENERATOR) else {
        if let Some(sent) = sent {
            vm.resume_with.set(Some(sent));
        }
        return None;
    };
    let ended = match resume(vm, delegate, sent, false) {
        Ok(Value::Undef) => Resumption::DelegateEnded,
        Ok(yielded) => return Some(yielded),
        Err(_) => Resumption::DelegateRaised,
    };
    vm.resumed_by.set(ended);
    None
}

/// What the generator was handling at its `yield` is handled again; what its consumer handles
/// waits at `at`.
#[inline(never)]
fn take_over_handled(vm: &Vm, payload: &Generator, at: usize) {
    let outer = match payload.handled.take() {
        Some(own) => vm.handled.replace(Some(own)),
        None => vm.handled.get(),
    };
    vm.stack.push_empty(Role::Handled);
    vm.stack.set(at, outer);
    payload.over_handled.set(true);
}

/// Notes what the generator needs to go on later. Nothing stands at `at` where the consumer was
/// handling nothing.
#[inline(always)]
fn suspend(vm: &Vm, payload: &Generator, frame: &Frame<'_>, at: usize) {
    payload.position.set(frame.position.get());
    if !vm.handled.is_none() || vm.stack.standing(at).is_some() {
        give_back_handled(vm, payload, at);
    }
    if !frame.object.is_none() {
        payload.frame.set(frame.object.take());
    }
    payload.state.set(GeneratorState::Suspended);
}

#[inline(never)]
fn give_back_handled(vm: &Vm, payload: &Generator, at: usize) {
    let handled = vm.handled.replace(vm.stack.take(at));
    payload.handled.set(handled.filter(|_| payload.handling.get() > 0));
    payload.over_handled.set(false);
}

/// Ends the generator: with its return value, or an exception.
#[inline(never)]
fn finish(
    vm: &Vm,
    payload: &Generator,
    frame: &Frame<'_>,
    flow: Flow,
    at: usize,
    ran: bool,
) -> Eval {
    payload.position.set(frame.position.get());
    payload.state.set(GeneratorState::Finished);
    let result = match flow {
        Flow::Raise(raised) => {
            let raised = super::invoke::leave_raising(vm, frame, raised);
            Err(if ran { stop_is_an_error(vm, raised) } else { raised })
        }
        Flow::Return(Value::None) | Flow::Next => {
            vm.stop_value.set(None);
            Ok(Value::Undef)
        }
        Flow::Return(value) => match vm.to_object(value) {
            Ok(value) => {
                vm.stop_value.set(Some(value));
                Ok(Value::Undef)
            }
            Err(raised) => Err(raised),
        },
        _ => Ok(Value::Undef),
    };
    vm.handled.set(vm.stack.take(at));
    if !frame.object.is_none() {
        let code = frame.code;
        vm.detach_frame(frame, code.variables.len() + code.free.len());
    }
    result
}

/// A `StopIteration` that leaves a generator becomes a `RuntimeError` (PEP 479).
fn stop_is_an_error(vm: &Vm, raised: Raised) -> Raised {
    if !vm.pending_is(&raised, ErrorKind::StopIteration) {
        return raised;
    }
    use crate::runtime::object::Exception;
    let cause = vm.take_raised(raised);
    let made = vm.new_exception(ErrorKind::RuntimeError, "generator raised StopIteration");
    match made {
        Ok(exception) => {
            let payload = exception.as_ref::<Exception>();
            payload.cause.set(Some(cause.clone()));
            payload.context.set(Some(cause));
            payload.suppress_context.set(true);
            vm.reraise(exception)
        }
        Err(raised) => raised,
    }
}

/// `yield from iterable`; its return value goes into a temporary.
pub struct YieldFrom {
    pub value: Node,
    pub iterator: u32,
    pub into: Option<u32>,
    pub span: Span,
}

impl Stm for YieldFrom {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let vm = frame.vm;
        let resumed_by = if frame.resuming.replace(false) {
            vm.resumed_by.replace(Resumption::Send)
        } else {
            frame.position.set(self.span);
            let iterable = attempt!(self.value.object(frame));
            let iterator =
                attempt!(vm.iter(&iterable).map_err(|raised| vm.locate(frame, raised, self.span)));
            frame.set_as(self.iterator, Role::Iterator, iterator);
            Resumption::Send
        };
        let Some(iterator) = frame.temporary(self.iterator) else { return Flow::Next };
        let result = match resumed_by {
            Resumption::Send => send_into(vm, iterator),
            Resumption::Throw => throw_into(vm, iterator).inspect_err(|_| chain_thrown(frame)),
            Resumption::DelegateEnded => Ok(Value::Undef),
            Resumption::DelegateRaised => Err(vm.pending_again()),
        };
        match result {
            Ok(Value::Undef) => {
                self.wait_no_longer(frame);
                let value = vm.stop_value.take().unwrap_or_else(|| vm.none());
                if let Some(slot) = self.into {
                    frame.set_as(slot, Role::Result, value);
                }
                Flow::Next
            }
            Ok(value) => {
                if let Some(generator) = frame.generator {
                    generator.waits_for.set(Some(self.iterator));
                }
                // It may have a `close` of its own.
                if !iterator.is::<Generator>() {
                    vm.notices_ends.set(true);
                }
                vm.yielded.set(value);
                Flow::Yield
            }
            Err(raised) => {
                vm.with_pending_saved(|| self.wait_no_longer(frame));
                Flow::Raise(vm.locate(frame, raised, self.span))
            }
        }
    }
}

impl YieldFrom {
    fn wait_no_longer(&self, frame: &Frame<'_>) {
        if let Some(generator) = frame.generator {
            generator.waits_for.set(None);
        }
        frame.set(self.iterator, None);
    }
}

/// An exception thrown in arises while the generator handles what it was handling.
pub fn chain_thrown(frame: &Frame<'_>) {
    if frame.generator.is_none_or(|generator| generator.handling.get() == 0) {
        return;
    }
    if let Some(own) = frame.vm.handled.get() {
        frame.vm.chain_pending(own);
    }
}

fn send_into(vm: &Vm, iterator: &Ref) -> Eval {
    if iterator.kind() == kinds::GENERATOR {
        // The first time; then `pass_on` does it.
        return resume(vm, iterator, None, false);
    }
    vm.stop_value.set(None);
    match vm.resume_with.take().filter(|sent| !vm.is_none(sent)) {
        None => vm.next(iterator),
        Some(sent) => {
            let result = vm.call_method(iterator, "send", &[&sent]);
            vm.stop_to_end(result)
        }
    }
}

/// Throws the pending exception into the iterator being delegated to.
fn throw_into(vm: &Vm, iterator: &Ref) -> Eval {
    let raised = vm.pending_again();
    let exits = vm.pending_is(&raised, ErrorKind::GeneratorExit);
    if iterator.kind() == kinds::GENERATOR {
        if exits {
            let exception = vm.take_raised(raised);
            vm.close_generator(iterator)?;
            return Err(vm.reraise(exception));
        }
        return resume(vm, iterator, None, true);
    }
    let exception = vm.take_raised(raised);
    let name = if exits { "close" } else { "throw" };
    let method = match vm.find_attr(iterator, &vm.name(name)) {
        Err(raised) if exits => {
            vm.report_unraisable(raised, "Exception ignored in", Some(iterator));
            None
        }
        found => found?,
    };
    let Some(method) = method else {
        return Err(vm.reraise(exception));
    };
    if exits {
        vm.call(&method, &[])?;
        return Err(vm.reraise(exception));
    }
    vm.stop_value.set(None);
    let result = vm.call(&method, &[&exception]);
    vm.stop_to_end(result)
}
