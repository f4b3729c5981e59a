//! Generators: `next`, `send`, `throw`, `close`, and what they tell of themselves.
//!
//! (CPython: `Objects/genobject.c`.)

use std::cell::{Cell, RefCell};

use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::generator::{GeneratorState, Wake};
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{
    Class, Exception, FrameObject, Function, Generator, Str, Traceback, Tuple,
};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{
    Args, ErrorKind, Eval, Raised, Slots, Value, Vm, classmethod, getset, getter, kinds, method,
};

use super::generic_alias::new_alias;
use super::object::OBJECT;

pub static GENERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    weakrefable: true,
    slots: Slots { repr: Some(repr), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &ATTRIBUTES,
    ..TypeSpec::of::<Generator>()
};

static METHODS: [Method; 4] = [
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585"),
    method(
        "close",
        "()",
        |vm, args| close(vm, args.req(0)),
        "close() -> raise GeneratorExit inside generator.",
    ),
    method(
        "send",
        "(arg, /)",
        send,
        "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
    ),
    method(
        "throw",
        "(type, value=None, traceback=None, /)",
        throw,
        "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.",
    ),
];

const ATTRIBUTES: [GetSetRow; 7] = [
    getset("__name__", name, set_name, "name of the generator"),
    getset("__qualname__", qualname, set_qualname, "qualified name of the generator"),
    getter("gi_code", code, "the code"),
    getter("gi_frame", frame, "the frame, while it has not ended"),
    getter("gi_running", running, "whether it runs now"),
    getter("gi_suspended", suspended, "whether it waits at a yield"),
    getter("gi_yieldfrom", delegate, "object being iterated by yield from, or None"),
];

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

/// What a generator, coroutine or asynchronous generator resumes.
///
/// # Panics
/// If `object` is neither: a mistake in the caller.
pub(super) fn of(object: &Ref) -> &Generator {
    Generator::of(object).unwrap_or_else(|| object.as_ref())
}

pub(super) fn name(_vm: &Vm, object: &Ref) -> Eval {
    Ok(slot(&of(object).name))
}

pub(super) fn qualname(_vm: &Vm, object: &Ref) -> Eval {
    Ok(slot(&of(object).qualname))
}

pub(super) fn code(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Obj((*of(object).code).clone()))
}

pub(super) fn running(_vm: &Vm, object: &Ref) -> Eval {
    is_state(object, GeneratorState::Running)
}

pub(super) fn suspended(_vm: &Vm, object: &Ref) -> Eval {
    is_state(object, GeneratorState::Suspended)
}

fn slot(slot: &Slot) -> Value {
    slot.get().map_or(Value::None, Value::Obj)
}

fn is_state(object: &Ref, state: GeneratorState) -> Eval {
    Ok(Value::bool(of(object).state.get() == state))
}

fn iter(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Obj(object.clone()))
}

fn next(vm: &Vm, object: &Ref) -> Eval {
    match of(object).state.get() {
        GeneratorState::Finished => Ok(Value::Undef),
        _ => vm.resume_generator(object, Wake::Next(None)),
    }
}

/// A generator's end as a method reports it: `StopIteration` with the return value.
pub(super) fn or_stop(vm: &Vm, result: Eval) -> Eval {
    match result? {
        Value::Undef => Err(vm.raise_stop(vm.stop_value.take())),
        value => Ok(value),
    }
}

pub(super) fn send(vm: &Vm, args: Args<'_>) -> Eval {
    or_stop(vm, send_into(vm, args.req(0), args.req(1).clone()))
}

/// Sends `value`; `Undef` at the end.
pub(super) fn send_into(vm: &Vm, object: &Ref, value: Ref) -> Eval {
    let finished = of(object).state.get() == GeneratorState::Finished;
    if finished {
        vm.stop_value.set(None);
    }
    vm.resume_generator(object, Wake::Send(value))
}

pub(super) fn throw(vm: &Vm, args: Args<'_>) -> Eval {
    or_stop(vm, throw_into(vm, args.req(0), args))
}

/// Throws what the arguments of a `throw` behind its first ask for; `Undef` at the end.
pub(super) fn throw_into(vm: &Vm, object: &Ref, args: Args<'_>) -> Eval {
    if args.get(2).is_some() {
        warn_of_three(vm, "throw")?;
    }
    let exception = match thrown_by(vm, [args.get(1), args.get(2), args.get(3)]) {
        Ok(exception) => exception,
        // What is no exception is for the iterator to judge.
        Err(raised) if throws_itself(vm, object)? => vm.take_raised(raised),
        Err(raised) => return Err(raised),
    };
    let waits = Generator::of(object).is_some_and(|generator| generator.waits_for.get().is_some());
    if !waits || args.req(1).is::<Exception>() {
        return throw_exception(vm, object, exception);
    }
    let mut given = vec![exception.clone()];
    given.extend((1..4).map_while(|at| args.get(at).cloned()));
    vm.thrown_as.set(Some(vm.new_tuple(given)?));
    let result = throw_exception(vm, object, exception);
    drop(vm.thrown_as.take());
    result
}

/// Whether what `object` waits for in the end is an iterator with a `throw` that is no generator's.
fn throws_itself(vm: &Vm, object: &Ref) -> Result<bool, Raised> {
    let mut waiting = of(object).delegate();
    while let Some(iterator) = waiting {
        if !matches!(iterator.kind(), kinds::GENERATOR | kinds::COROUTINE) {
            return Ok(vm.find_attr(&iterator, &vm.name("throw"))?.is_some());
        }
        waiting = of(&iterator).delegate();
    }
    Ok(false)
}

/// The exception that type, value and traceback stand for. What goes wrong making it is thrown in its
/// place.
pub(super) fn thrown_by(vm: &Vm, given: [Option<&Ref>; 3]) -> Result<Ref, Raised> {
    Ok(match thrown(vm, given)? {
        Ok(exception) => exception,
        Err(raised) => vm.take_raised(raised),
    })
}

/// As [`throw_into`], for one exception.
pub(super) fn throw_exception(vm: &Vm, object: &Ref, exception: Ref) -> Eval {
    // The exception stays pending; the resumed code finds it there.
    let _ = vm.reraise(exception);
    vm.resume_generator(object, Wake::Throw)
}

/// Warns of a call with type, value and traceback.
pub(super) fn warn_of_three(vm: &Vm, name: &str) -> Result<(), Raised> {
    let message = format!(
        "the (type, exc, tb) signature of {name}() is deprecated, use the single-arg signature \
         instead."
    );
    vm.warn(ErrorKind::DeprecationWarning, &message)
}

/// The exception that `throw(type, value, traceback)` asks for.
fn thrown(vm: &Vm, args: [Option<&Ref>; 3]) -> Result<Result<Ref, Raised>, Raised> {
    let [Some(kind), value, traceback] = args else {
        return Err(vm.type_error("nothing to throw"));
    };
    let value = value.filter(|value| !vm.is_none(value));
    let traceback = traceback.filter(|traceback| !vm.is_none(traceback));
    if traceback.is_some_and(|traceback| !traceback.is::<Traceback>()) {
        return Err(vm.type_error("throw() third argument must be a traceback object"));
    }
    let base = vm.exception_class(ErrorKind::BaseException);
    let exception = if kind.get::<Class>().is_some_and(|class| class.is_subclass_of(base)) {
        match value {
            Some(value) if vm.is_instance(value, kind) => value.clone(),
            value => match made(vm, kind, value) {
                Ok(exception) => exception,
                failed => return Ok(failed),
            },
        }
    } else if kind.is::<Exception>() {
        if value.is_some() {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        kind.clone()
    } else {
        let class = vm.class_name(kind);
        return Err(vm.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {class}"
        )));
    };
    if let (Some(traceback), Some(payload)) = (traceback, exception.get::<Exception>()) {
        payload.traceback.set(Some(traceback.clone()));
    }
    Ok(Ok(exception))
}

/// The exception that calling `kind` gives.
fn made(vm: &Vm, kind: &Ref, value: Option<&Ref>) -> Result<Ref, Raised> {
    let made = match value {
        Some(value) if value.is::<Tuple>() => {
            let items = tuple_refs(value);
            vm.call_object(kind, &items.iter().collect::<Vec<_>>())?
        }
        Some(value) => vm.call_object(kind, &[value])?,
        None => vm.call_object(kind, &[])?,
    };
    if made.is::<Exception>() {
        return Ok(made);
    }
    Err(vm.type_error(format!(
        "calling {} should have returned an instance of BaseException, not {}",
        vm.repr_text(kind)?,
        vm.class_name(&made)
    )))
}

pub(super) fn close(vm: &Vm, object: &Ref) -> Eval {
    if of(object).state.get() == GeneratorState::Running {
        let word = of(object).makes().word();
        return Err(vm.value_error(format!("{word} already executing")));
    }
    vm.close_generator(object)
}

/// What a `yield from` or `await` waits for, while the generator is suspended there.
pub(super) fn delegate(_vm: &Vm, object: &Ref) -> Eval {
    Ok(of(object).delegate().map_or(Value::None, Value::Obj))
}

/// The frame is an object only once it is asked for.
pub(super) fn frame(vm: &Vm, object: &Ref) -> Eval {
    let payload = of(object);
    if payload.state.get() == GeneratorState::Finished {
        return Ok(Value::None);
    }
    let mut running = None;
    vm.stack.each_frame(&mut |frame| {
        if frame.generator.is_some_and(|generator| std::ptr::eq(generator, payload)) {
            running = Some(vm.frame_object(frame));
        }
        running.is_none()
    });
    if let Some(running) = running {
        return running.map(Value::Obj);
    }
    if let Some(known) = payload.frame.get() {
        return Ok(Value::Obj(known));
    }
    let function = &payload.func;
    let made = vm.alloc(FrameObject {
        code: Fixed::new((*payload.code).clone()),
        globals: Fixed::new((*function.as_ref::<Function>().globals).clone()),
        func: Slot::empty(),
        back: Slot::empty(),
        namespace: Slot::empty(),
        base: Cell::new(None),
        generator: Cell::new(Some(object.downgrade())),
        locals: RefCell::default(),
        position: Cell::new(payload.position.get()),
    })?;
    payload.frame.set(Some(made.clone()));
    Ok(Value::Obj(made))
}

fn checked<'a>(vm: &Vm, value: Option<&'a Ref>, name: &str) -> Result<&'a Ref, Raised> {
    value
        .filter(|value| value.is::<Str>())
        .ok_or_else(|| vm.type_error(format!("{name} must be set to a string object")))
}

pub(super) fn set_name(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).name.set(Some(checked(vm, value, "__name__")?.clone()));
    Ok(())
}

pub(super) fn set_qualname(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).qualname.set(Some(checked(vm, value, "__qualname__")?.clone()));
    Ok(())
}

pub(super) fn repr(vm: &Vm, object: &Ref) -> Eval {
    let kind = object.kind_name();
    let name = of(object).qualname.get();
    let name = name.as_ref().map_or("?", |name| name.text());
    object.observe();
    vm.str_value(&format!("<{kind} object {name} at {:#x}>", object.address()))
}
