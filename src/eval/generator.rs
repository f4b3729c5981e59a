//! Generators: frames that stop at a `yield` and are resumed there.
//!
//! A generator's slots live in its object, running or not; only its temporaries are on the slot
//! stack. Its statements are laid out as [`super::steps`], which note where they stopped as the
//! `yield` passes through them and go straight there on the way back in. Nothing of the native
//! stack is kept.

use std::cell::Cell;

use super::delegation::is_resumed;
use crate::heap::{Fixed, Flag, Ref, Slot};
use crate::runtime::object::code::Makes;
use crate::runtime::object::generator::{GeneratorState, Positions, Resumption, Wake};
use crate::runtime::object::{AsyncGenerator, Code, Coroutine, Function, Generator};
use crate::runtime::stack::{Frame, FrameSlots, Role, Taker};
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value, Vm};

/// Calling a generator function makes this, with the bound arguments as its frame.
pub fn new_generator(
    vm: &Vm,
    func: &Ref,
    function: &Function,
    code_ref: &Ref,
    code: &Code,
    first: usize,
) -> Eval {
    let generator = match code.flags.makes {
        Makes::AsyncGenerator => asynchronous(vm, func, function, code_ref, code, first)?,
        Makes::Coroutine => {
            // One that is never awaited is warned of.
            vm.notices_ends.set(true);
            let origin = Slot::from(vm.coroutine_origin()?);
            let generator = created(vm, func, function, code_ref, code, first);
            vm.alloc(Coroutine { generator, origin })?
        }
        _ => vm.alloc(created(vm, func, function, code_ref, code, first))?,
    };
    generator.set_flag(Flag::NEEDS_HOOK);
    if code.flags.guarded {
        vm.notices_ends.set(true);
    }
    Ok(Value::Obj(generator))
}

#[inline(always)]
fn created(
    vm: &Vm,
    func: &Ref,
    function: &Function,
    code_ref: &Ref,
    code: &Code,
    first: usize,
) -> Generator {
    let slots = vm.stack.take_range(first, code.slot_count).map(Slot::from).collect();
    Generator {
        state: Cell::new(GeneratorState::Created),
        name: Slot::from(function.name.get()),
        qualname: Slot::from(function.qualname.get()),
        code: Fixed::new(code_ref.clone()),
        func: Fixed::new(func.clone()),
        keeps_func: Cell::new(false),
        slots,
        positions: Positions::new(code.state_count),
        handled: Slot::empty(),
        handling: Cell::new(0),
        over_handled: Cell::new(false),
        waits_for: Cell::new(None),
        frame: Slot::empty(),
        position: Cell::new(code.span),
        passes_exit: Cell::new(false),
    }
}

#[inline(never)]
fn asynchronous(
    vm: &Vm,
    func: &Ref,
    function: &Function,
    code_ref: &Ref,
    code: &Code,
    first: usize,
) -> Result<Ref, Raised> {
    vm.notices_ends.set(true);
    vm.alloc(AsyncGenerator {
        generator: created(vm, func, function, code_ref, code, first),
        announced: Cell::new(false),
        finalizer: Slot::empty(),
        closed: Cell::new(false),
        running: Cell::new(false),
    })
}

/// Runs a generator up to its next `yield`: see [`crate::runtime::vm::Evaluator::resume`].
pub fn resume(vm: &Vm, generator: &Ref, wake: Wake<'_>) -> Eval {
    match wake {
        Wake::Next(taker) => next(vm, generator, taker),
        Wake::Send(sent) => send(vm, generator, sent),
        Wake::Throw => throw(vm, generator),
    }
}

/// Runs a generator up to the next `yield` whose value nobody takes on the way.
pub fn next(vm: &Vm, generator: &Ref, taker: Option<Taker<'_>>) -> Eval {
    let Some(payload) = Generator::of(generator) else { return Ok(Value::Undef) };
    if payload.state.get() != GeneratorState::Suspended
        && let Some(refused) = refuse(vm, payload, None, false)
    {
        return refused;
    }
    run(vm, generator, payload, taker, true, |frame| {
        let Some(delegate) = delegate(frame, payload) else { return frame.code.body.run(frame) };
        pass_on(frame, next(vm, delegate, taker))
    })
}

#[inline(never)]
fn send(vm: &Vm, generator: &Ref, sent: Ref) -> Eval {
    let Some(payload) = Generator::of(generator) else { return Ok(Value::Undef) };
    if payload.state.get() != GeneratorState::Suspended
        && let Some(refused) = refuse(vm, payload, Some(&sent), false)
    {
        return refused;
    }
    run(vm, generator, payload, None, true, |frame| {
        if let Some(delegate) = delegate(frame, payload) {
            return pass_on(frame, send(vm, delegate, sent));
        }
        if frame.resuming.get() {
            vm.resume_with.set(Some(sent));
            vm.resumed_by.set(Resumption::Send);
        }
        frame.code.body.run(frame)
    })
}

#[inline(never)]
fn throw(vm: &Vm, generator: &Ref) -> Eval {
    let Some(payload) = Generator::of(generator) else { return Ok(Value::Undef) };
    if payload.state.get() != GeneratorState::Suspended
        && let Some(refused) = refuse(vm, payload, None, true)
    {
        return refused;
    }
    let begun = payload.state.get() == GeneratorState::Suspended;
    run(vm, generator, payload, None, begun, |frame| {
        if !begun {
            // What is thrown before the first statement is raised in the generator's frame too.
            return Flow::Raise(vm.pending_again());
        }
        vm.resumed_by.set(Resumption::Throw);
        frame.code.body.run(frame)
    })
}

/// The answer of a generator that is not suspended, unless it is to start now.
#[inline(never)]
fn refuse(vm: &Vm, payload: &Generator, sent: Option<&Ref>, throw: bool) -> Option<Eval> {
    match payload.state.get() {
        GeneratorState::Running => {
            if throw {
                vm.clear_pending();
            }
            let word = payload.makes().word();
            Some(Err(vm.value_error(format!("{word} already executing"))))
        }
        GeneratorState::Finished if payload.makes() == Makes::Coroutine => {
            vm.clear_pending();
            let message = "cannot reuse already awaited coroutine";
            Some(Err(vm.raise(ErrorKind::RuntimeError, message.into())))
        }
        GeneratorState::Finished if throw => Some(Err(vm.pending_again())),
        GeneratorState::Finished => Some(Ok(Value::Undef)),
        GeneratorState::Created if !throw && sent.is_some_and(|sent| !vm.is_none(sent)) => {
            let word = payload.makes().word();
            let message = format!("can't send non-None value to a just-started {word}");
            Some(Err(vm.type_error(message)))
        }
        GeneratorState::Created | GeneratorState::Suspended => None,
    }
}

/// Makes the generator's frame and lets `go_on` run in it; `runs` says whether that is more than an
/// exception on its way out.
#[inline(always)]
fn run(
    vm: &Vm,
    generator: &Ref,
    payload: &Generator,
    taker: Option<Taker<'_>>,
    runs: bool,
    go_on: impl FnOnce(&Frame<'_>) -> Flow,
) -> Eval {
    vm.enter(0)?;
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
    frame.taker = taker;
    frame.position.set(payload.position.get());
    let resuming = payload.state.replace(GeneratorState::Running) == GeneratorState::Suspended;
    frame.resuming.set(resuming);
    if !payload.frame.is_none() {
        frame.object.set(payload.frame.take());
    }
    let guard = vm.stack.enter(&frame);
    let flow = go_on(&frame);
    let result = if matches!(flow, Flow::Yield) {
        suspend(vm, payload, &frame, at);
        drop(guard);
        Ok(vm.yielded.replace(Value::Undef))
    } else {
        let result = finish(vm, payload, &frame, flow, at, runs);
        drop(guard);
        give_up(vm, payload);
        // Nothing is due any more when it dies.
        generator.clear_flag(Flag::NEEDS_HOOK);
        result
    };
    vm.stack.truncate(at);
    vm.leave();
    result
}

/// Drops what a generator that has ended needs no longer.
#[inline(never)]
fn give_up(vm: &Vm, payload: &Generator) {
    payload.clear_slots();
    if !payload.keeps_func.get() {
        drop(payload.func.exchange(vm.none()));
    }
}

/// The generator that a `yield from` waits for, which is resumed without a step of this one.
#[inline(always)]
fn delegate<'f>(frame: &'f Frame<'_>, payload: &Generator) -> Option<&'f Ref> {
    let slot = payload.waits_for.get()?;
    frame.temporary(slot).filter(|delegate| is_resumed(delegate))
}

/// Hands out what such a generator yielded; or goes on with its end.
fn pass_on(frame: &Frame<'_>, result: Eval) -> Flow {
    let vm = frame.vm;
    let ended = match result {
        Ok(Value::Undef) => Resumption::DelegateEnded,
        Ok(yielded) => {
            vm.yielded.set(yielded);
            return Flow::Yield;
        }
        Err(_) => Resumption::DelegateRaised,
    };
    vm.resumed_by.set(ended);
    frame.code.body.run(frame)
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
    if !vm.handled.is_none() || payload.over_handled.get() {
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
    runs: bool,
) -> Eval {
    payload.position.set(frame.position.get());
    payload.state.set(GeneratorState::Finished);
    let result = match flow {
        Flow::Raise(raised) => {
            let raised = super::invoke::leave_raising(vm, frame, raised);
            // Code that never ran does not turn a `StopIteration` into another error.
            Err(if runs { stop_is_an_error(vm, raised, payload.makes()) } else { raised })
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

/// A `StopIteration` that leaves a generator becomes a `RuntimeError` (PEP 479); from an asynchronous
/// one a `StopAsyncIteration` does, too.
fn stop_is_an_error(vm: &Vm, raised: Raised, makes: Makes) -> Raised {
    let stop = if vm.pending_is(&raised, ErrorKind::StopIteration) {
        "StopIteration"
    } else if makes == Makes::AsyncGenerator
        && vm.pending_is(&raised, ErrorKind::StopAsyncIteration)
    {
        "StopAsyncIteration"
    } else {
        return raised;
    };
    let cause = vm.take_raised(raised);
    vm.raise_from(ErrorKind::RuntimeError, format!("{} raised {stop}", makes.word()), cause)
}
