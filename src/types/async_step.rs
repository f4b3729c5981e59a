//! The steps of asynchronous generators: what `asend`, `__anext__`, `athrow` and `aclose` give to be
//! awaited.
//!
//! (CPython: `async_gen_asend_send` and relatives in `Objects/genobject.c`.)

use std::cell::Cell;

use crate::heap::{Fixed, Flag, Ref, Slot};
use crate::runtime::object::coroutine::StepState;
use crate::runtime::object::generator::GeneratorState;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{AsyncGenerator, AsyncSend, AsyncThrow};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, method};

use super::object::OBJECT;
use super::{generator, iterators};

const SEND: &str = "send(value) -> send 'value' into generator,\nreturn next yielded value or raise StopIteration.";
const THROW: &str = "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.";
const CLOSE: &str = "close() -> raise GeneratorExit inside generator.";
const AWAIT: &str = "Return an iterator to be used in await expression.";

pub static ASYNC_SEND: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(iterators::itself), next: Some(send_next), ..Slots::EMPTY },
    methods: &SEND_METHODS,
    ..TypeSpec::of::<AsyncSend>()
};

static SEND_METHODS: [Method; 4] = [
    method("__await__", "()", |vm, args| iterators::itself(vm, args.req(0)), AWAIT),
    method("close", "()", |vm, args| close::<AsyncSend>(vm, args.req(0)), CLOSE),
    method("send", "(arg, /)", send::<AsyncSend>, SEND),
    method("throw", "(type, value=None, traceback=None, /)", throw::<AsyncSend>, THROW),
];

pub static ASYNC_THROW: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(iterators::itself), next: Some(throw_next), ..Slots::EMPTY },
    methods: &THROW_METHODS,
    ..TypeSpec::of::<AsyncThrow>()
};

static THROW_METHODS: [Method; 4] = [
    method("__await__", "()", |vm, args| iterators::itself(vm, args.req(0)), AWAIT),
    method("close", "()", |vm, args| close::<AsyncThrow>(vm, args.req(0)), CLOSE),
    method("send", "(arg, /)", send::<AsyncThrow>, SEND),
    method("throw", "(type, value=None, traceback=None, /)", throw::<AsyncThrow>, THROW),
];

/// What `asend(value)` gives, or `__anext__()`.
///
/// # Errors
/// `MemoryError`.
pub fn new_send(vm: &Vm, generator: &Ref, value: Option<&Ref>) -> Eval {
    let step = vm.alloc(AsyncSend {
        generator: Fixed::new(generator.clone()),
        sent: Slot::from(value.cloned()),
        state: Cell::new(StepState::Created),
    })?;
    step.set_flag(Flag::NEEDS_HOOK);
    Ok(Value::Obj(step))
}

/// What `athrow(...)` gives; without arguments, what `aclose()` gives.
///
/// # Errors
/// `MemoryError`.
pub fn new_throw(vm: &Vm, generator: &Ref, args: Option<Ref>) -> Eval {
    let step = vm.alloc(AsyncThrow {
        generator: Fixed::new(generator.clone()),
        args: Slot::from(args),
        state: Cell::new(StepState::Created),
    })?;
    step.set_flag(Flag::NEEDS_HOOK);
    Ok(Value::Obj(step))
}

/// A step that can be awaited; `Undef` where it ends, with its value in [`Vm::stop_value`].
trait Step {
    fn state(&self) -> &Cell<StepState>;

    /// Sends a value, or nothing.
    fn send(&self, vm: &Vm, value: Option<&Ref>) -> Eval;

    /// Throws an exception that `throw` has put into the generator with the answer it gave.
    fn throw(&self, vm: &Vm, thrown: &dyn Fn(&Ref) -> Eval) -> Eval;
}

fn of<T: Step + crate::heap::Payload>(object: &Ref) -> &T {
    object.as_ref::<T>()
}

fn send_next(vm: &Vm, object: &Ref) -> Eval {
    of::<AsyncSend>(object).send(vm, None)
}

fn throw_next(vm: &Vm, object: &Ref) -> Eval {
    of::<AsyncThrow>(object).send(vm, None)
}

fn send<T: Step + crate::heap::Payload>(vm: &Vm, args: Args<'_>) -> Eval {
    let sent = of::<T>(args.req(0)).send(vm, Some(args.req(1)));
    generator::or_stop(vm, sent)
}

fn throw<T: Step + crate::heap::Payload>(vm: &Vm, args: Args<'_>) -> Eval {
    let step = of::<T>(args.req(0));
    let thrown = step.throw(vm, &|object| generator::throw_into(vm, object, args));
    generator::or_stop(vm, thrown)
}

fn close<T: Step + crate::heap::Payload>(vm: &Vm, object: &Ref) -> Eval {
    let step = of::<T>(object);
    if step.state().get() == StepState::Closed {
        return Ok(Value::None);
    }
    let thrown = step.throw(vm, &|object| {
        let exception = vm.new_exception(ErrorKind::GeneratorExit, "")?;
        generator::throw_exception(vm, object, exception)
    });
    match thrown {
        Ok(Value::Undef) => {
            vm.stop_value.set(None);
            Ok(Value::None)
        }
        Ok(_) => Err(runtime_error(vm, "coroutine ignored GeneratorExit")),
        Err(raised) if vm.pending_is(&raised, ErrorKind::GeneratorExit) || is_stop(vm, &raised) => {
            drop(vm.take_raised(raised));
            Ok(Value::None)
        }
        Err(raised) => Err(raised),
    }
}

fn is_stop(vm: &Vm, raised: &Raised) -> bool {
    vm.pending_is(raised, ErrorKind::StopIteration)
        || vm.pending_is(raised, ErrorKind::StopAsyncIteration)
}

#[cold]
fn runtime_error(vm: &Vm, message: &str) -> Raised {
    vm.raise(ErrorKind::RuntimeError, message.into())
}

fn stop_async(vm: &Vm) -> Raised {
    vm.raise(ErrorKind::StopAsyncIteration, String::new())
}

/// Whether what the generator has just handed out came from a `yield` of its own, and not from what
/// it awaits.
fn yielded(generator: &AsyncGenerator) -> bool {
    generator.generator.waits_for.get().is_none()
}

/// What a step of the generator comes to: a `yield` ends it with the value, the generator's end
/// raises `StopAsyncIteration`, and what it awaits goes on to whoever awaits the step.
fn unwrapped(vm: &Vm, generator: &AsyncGenerator, result: Eval) -> Eval {
    let result = match result {
        Ok(Value::Undef) => Err(stop_async(vm)),
        result => result,
    };
    match result {
        Ok(value) if yielded(generator) => {
            generator.running.set(false);
            vm.stop_value.set(Some(vm.to_object(value)?));
            Ok(Value::Undef)
        }
        Ok(value) => Ok(value),
        Err(raised) => {
            if ended(vm, &raised) {
                generator.closed.set(true);
            }
            generator.running.set(false);
            Err(raised)
        }
    }
}

fn ended(vm: &Vm, raised: &Raised) -> bool {
    vm.pending_is(raised, ErrorKind::StopAsyncIteration)
        || vm.pending_is(raised, ErrorKind::GeneratorExit)
}

/// Whether a step is over with this.
fn is_over(result: &Eval) -> bool {
    matches!(result, Ok(Value::Undef) | Err(_))
}

impl AsyncSend {
    /// Begins the step, if it has not begun.
    fn begin(&self, vm: &Vm, generator: &AsyncGenerator) -> Result<(), Raised> {
        match self.state.get() {
            StepState::Closed => {
                Err(runtime_error(vm, "cannot reuse already awaited __anext__()/asend()"))
            }
            StepState::Created if generator.running.get() => {
                self.state.set(StepState::Closed);
                Err(runtime_error(vm, "anext(): asynchronous generator is already running"))
            }
            _ => {
                self.state.set(StepState::Awaited);
                Ok(())
            }
        }
    }

    fn settled(&self, result: Eval) -> Eval {
        if is_over(&result) {
            self.state.set(StepState::Closed);
        }
        result
    }
}

impl Step for AsyncSend {
    fn state(&self) -> &Cell<StepState> {
        &self.state
    }

    fn send(&self, vm: &Vm, value: Option<&Ref>) -> Eval {
        let object = &*self.generator;
        let generator = object.as_ref::<AsyncGenerator>();
        let first = self.state.get() == StepState::Created;
        self.begin(vm, generator)?;
        let own = self.sent.get().filter(|_| first);
        let value = match value.filter(|value| !vm.is_none(value)) {
            Some(value) => value.clone(),
            None => own.unwrap_or_else(|| vm.none()),
        };
        generator.running.set(true);
        let result = generator::send_into(vm, object, value);
        self.settled(unwrapped(vm, generator, result))
    }

    fn throw(&self, vm: &Vm, thrown: &dyn Fn(&Ref) -> Eval) -> Eval {
        let object = &*self.generator;
        let generator = object.as_ref::<AsyncGenerator>();
        self.begin(vm, generator)?;
        generator.running.set(true);
        let result = thrown(object);
        self.settled(unwrapped(vm, generator, result))
    }
}

impl AsyncThrow {
    fn closes(&self) -> bool {
        self.args.is_none()
    }

    #[cold]
    fn already_running(&self, vm: &Vm) -> Raised {
        self.state.set(StepState::Closed);
        let name = if self.closes() { "aclose" } else { "athrow" };
        runtime_error(vm, &format!("{name}(): asynchronous generator is already running"))
    }

    /// The first step: throws what the step was made for.
    fn first(&self, vm: &Vm, object: &Ref, generator: &AsyncGenerator) -> Eval {
        self.state.set(StepState::Awaited);
        generator.running.set(true);
        let passes = &generator.generator.passes_exit;
        passes.set(true);
        let result = match self.args.get() {
            None => {
                generator.closed.set(true);
                vm.new_exception(ErrorKind::GeneratorExit, "")
                    .and_then(|exception| generator::throw_exception(vm, object, exception))
            }
            Some(args) => thrown(vm, &args).and_then(|exception| {
                drop(args);
                generator::throw_exception(vm, object, exception)
            }),
        };
        passes.set(false);
        self.answer(vm, generator, result)
    }

    /// What the generator's answer means for the step.
    fn answer(&self, vm: &Vm, generator: &AsyncGenerator, result: Eval) -> Eval {
        if !self.closes() {
            let result = unwrapped(vm, generator, result);
            if is_over(&result) {
                generator.running.set(false);
                self.state.set(StepState::Closed);
            }
            return result;
        }
        let raised = match result {
            Ok(Value::Undef) => stop_async(vm),
            Ok(value) if yielded(generator) => {
                generator.running.set(false);
                self.state.set(StepState::Closed);
                drop(value);
                return Err(runtime_error(vm, "async generator ignored GeneratorExit"));
            }
            Ok(value) => return Ok(value),
            Err(raised) => raised,
        };
        generator.running.set(false);
        self.state.set(StepState::Closed);
        if ended(vm, &raised) {
            drop(vm.take_raised(raised));
            vm.stop_value.set(None);
            return Ok(Value::Undef);
        }
        Err(raised)
    }
}

/// The exception that the arguments of `athrow` stand for.
fn thrown(vm: &Vm, args: &Ref) -> Result<Ref, Raised> {
    let given = tuple_refs(args);
    generator::thrown_by(vm, [given.first(), given.get(1), given.get(2)])
}

const REUSED: &str = "cannot reuse already awaited aclose()/athrow()";

impl Step for AsyncThrow {
    fn state(&self) -> &Cell<StepState> {
        &self.state
    }

    fn send(&self, vm: &Vm, value: Option<&Ref>) -> Eval {
        let object = &*self.generator;
        let generator = object.as_ref::<AsyncGenerator>();
        if self.state.get() == StepState::Closed {
            return Err(runtime_error(vm, REUSED));
        }
        if generator.generator.state.get() == GeneratorState::Finished {
            self.state.set(StepState::Closed);
            vm.stop_value.set(None);
            return Ok(Value::Undef);
        }
        if self.state.get() == StepState::Created {
            if generator.running.get() {
                return Err(self.already_running(vm));
            }
            if generator.closed.get() {
                self.state.set(StepState::Closed);
                return Err(stop_async(vm));
            }
            if value.is_some_and(|value| !vm.is_none(value)) {
                let message = "can't send non-None value to a just-started coroutine";
                return Err(runtime_error(vm, message));
            }
            return self.first(vm, object, generator);
        }
        let value = value.cloned().unwrap_or_else(|| vm.none());
        let result = generator::send_into(vm, object, value);
        self.answer(vm, generator, result)
    }

    fn throw(&self, vm: &Vm, thrown: &dyn Fn(&Ref) -> Eval) -> Eval {
        let object = &*self.generator;
        let generator = object.as_ref::<AsyncGenerator>();
        match self.state.get() {
            StepState::Closed => return Err(runtime_error(vm, REUSED)),
            StepState::Created if generator.running.get() => {
                return Err(self.already_running(vm));
            }
            StepState::Created => {
                self.state.set(StepState::Awaited);
                generator.running.set(true);
            }
            StepState::Awaited => {}
        }
        let result = thrown(object);
        self.answer(vm, generator, result)
    }
}
