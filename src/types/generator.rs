//! Generators: `next`, `send`, `throw`, `close`, and what they tell of themselves.
//!
//! (CPython: `Objects/genobject.c`.)

use std::cell::{Cell, RefCell};

use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::generator::GeneratorState;
use crate::runtime::object::{Class, Exception, FrameObject, Function, Generator, Str, Traceback};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, getset, getter, method};

use super::object::OBJECT;

pub static GENERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    weakrefable: true,
    slots: Slots { repr: Some(repr), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &ATTRIBUTES,
    ..TypeSpec::of::<Generator>()
};

static METHODS: [Method; 3] = [
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
    getset("__name__", |_, object| Ok(slot(&of(object).name)), set_name, "name of the generator"),
    getset(
        "__qualname__",
        |_, object| Ok(slot(&of(object).qualname)),
        set_qualname,
        "qualified name of the generator",
    ),
    getter("gi_code", |_, object| Ok(Value::Obj((*of(object).code).clone())), "the code"),
    getter("gi_frame", frame, "the frame, while it has not ended"),
    getter(
        "gi_running",
        |_, object| is_state(object, GeneratorState::Running),
        "whether it runs now",
    ),
    getter(
        "gi_suspended",
        |_, object| is_state(object, GeneratorState::Suspended),
        "whether it waits at a yield",
    ),
    getter("gi_yieldfrom", delegate, "object being iterated by yield from, or None"),
];

fn of(object: &Ref) -> &Generator {
    object.as_ref()
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

#[cold]
fn already_executing(vm: &Vm) -> Raised {
    vm.value_error("generator already executing")
}

fn next(vm: &Vm, object: &Ref) -> Eval {
    match of(object).state.get() {
        GeneratorState::Finished => Ok(Value::Undef),
        GeneratorState::Running => Err(already_executing(vm)),
        GeneratorState::Created | GeneratorState::Suspended => {
            vm.resume_generator(object, None, false)
        }
    }
}

/// A generator's end as a method reports it: `StopIteration` with the return value.
fn or_stop(vm: &Vm, result: Eval) -> Eval {
    match result? {
        Value::Undef => Err(vm.raise_stop(vm.stop_value.take())),
        value => Ok(value),
    }
}

fn send(vm: &Vm, args: Args<'_>) -> Eval {
    let (object, value) = (args.req(0), args.req(1));
    match of(object).state.get() {
        GeneratorState::Finished => Err(vm.raise_stop(None)),
        GeneratorState::Running => Err(already_executing(vm)),
        GeneratorState::Created if !vm.is_none(value) => {
            Err(vm.type_error("can't send non-None value to a just-started generator"))
        }
        GeneratorState::Created | GeneratorState::Suspended => {
            or_stop(vm, vm.resume_generator(object, Some(value.clone()), false))
        }
    }
}

fn throw(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    // What goes wrong making the exception is thrown in its place.
    let exception = match thrown(vm, args)? {
        Ok(exception) => exception,
        Err(raised) => vm.take_raised(raised),
    };
    match of(object).state.get() {
        GeneratorState::Running => Err(already_executing(vm)),
        GeneratorState::Finished => Err(vm.reraise(exception)),
        GeneratorState::Created | GeneratorState::Suspended => {
            // The exception stays pending; the resumed code finds it there.
            let _ = vm.reraise(exception);
            or_stop(vm, vm.resume_generator(object, None, true))
        }
    }
}

/// The exception that `throw(type, value, traceback)` asks for.
fn thrown(vm: &Vm, args: Args<'_>) -> Result<Result<Ref, Raised>, Raised> {
    let given = |index: usize| args.get(index).filter(|value| !vm.is_none(value));
    let (kind, value, traceback) = (args.req(1), given(2), given(3));
    if args.get(2).is_some() {
        let message = "the (type, exc, tb) signature of throw() is deprecated, use the single-arg \
                       signature instead.";
        vm.warn(ErrorKind::DeprecationWarning, message)?;
    }
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

fn close(vm: &Vm, object: &Ref) -> Eval {
    if of(object).state.get() == GeneratorState::Running {
        return Err(already_executing(vm));
    }
    if of(object).state.get() == GeneratorState::Created {
        // Its frame stays as it is and goes with the generator, as in CPython.
        of(object).state.set(GeneratorState::Finished);
        return Ok(Value::None);
    }
    vm.close_generator(object)
}

/// What a `yield from` waits for, while the generator is suspended there.
fn delegate(_vm: &Vm, object: &Ref) -> Eval {
    let payload = of(object);
    let suspended = payload.state.get() == GeneratorState::Suspended;
    let slot = payload.waits_for.get().filter(|_| suspended);
    let found = slot.and_then(|slot| payload.slots.get(slot as usize)?.get());
    Ok(found.map_or(Value::None, Value::Obj))
}

/// The frame is an object only once it is asked for.
fn frame(vm: &Vm, object: &Ref) -> Eval {
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

fn set_name(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).name.set(Some(checked(vm, value, "__name__")?.clone()));
    Ok(())
}

fn set_qualname(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).qualname.set(Some(checked(vm, value, "__qualname__")?.clone()));
    Ok(())
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let name = of(object).qualname.get();
    let name = name.as_ref().map_or("?", |name| name.text());
    object.observe();
    vm.str_value(&format!("<generator object {name} at {:#x}>", object.address()))
}
