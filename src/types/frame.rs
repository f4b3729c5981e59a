//! Frame objects: what runs or ran, with its names.

use crate::heap::Ref;
use crate::runtime::object::generator::GeneratorState;
use crate::runtime::object::{CellObject, Code, Dict, FrameObject, Generator};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, getset, getter, method};
use crate::source::Span;

use super::object::OBJECT;

pub static FRAME: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &[
        getter("f_back", back, "the frame that called this one"),
        getter("f_builtins", |vm, _| Ok(Value::Obj(vm.builtins.clone())), "the builtins"),
        getter("f_code", |_, object| Ok(Value::Obj((*of(object).code).clone())), "the code"),
        getter(
            "f_globals",
            |_, object| Ok(Value::Obj((*of(object).globals).clone())),
            "the globals",
        ),
        getter(
            "f_lasti",
            |vm, object| Ok(Value::Int(position(vm, object).start.into())),
            "where in the code",
        ),
        getset("f_lineno", line, set_line, "the line"),
        getter(
            "f_locals",
            |vm, object| frame_locals(vm, object).map(Value::Obj),
            "the local names",
        ),
        getter("f_trace", |_, _| Ok(Value::None), "a function called for each line"),
        getter("f_trace_lines", |_, _| Ok(Value::bool(true)), "whether lines are traced"),
        getter("f_trace_opcodes", |_, _| Ok(Value::bool(false)), "whether opcodes are traced"),
    ],
    ..TypeSpec::of::<FrameObject>()
};

static METHODS: [Method; 1] =
    [method("clear", "()", clear, "F.clear(): clear all references held by the frame")];

fn set_line(vm: &Vm, _object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    if value.is_none() {
        return Err(vm.raise(ErrorKind::AttributeError, "cannot delete attribute".into()));
    }
    Err(vm.value_error("f_lineno can only be set in a trace function"))
}

fn of(object: &Ref) -> &FrameObject {
    object.as_ref()
}

/// Runs `look` on the running frame that `object` stands for.
fn running<R>(
    vm: &Vm,
    object: &Ref,
    look: impl Fn(&crate::runtime::stack::Frame<'_>) -> R,
) -> Option<R> {
    let mut found = None;
    vm.stack.each_frame(&mut |frame| {
        if frame.object.peek_same(object) {
            found = Some(look(frame));
        }
        found.is_none()
    });
    found
}

fn position(vm: &Vm, object: &Ref) -> Span {
    if let Some(position) = running(vm, object, |frame| frame.position.get()) {
        return position;
    }
    let frame = of(object);
    let generator = frame.generator.get().and_then(|generator| vm.heap.upgrade(generator));
    match generator.as_ref().and_then(Generator::of) {
        Some(generator) => generator.position.get(),
        None => frame.position.get(),
    }
}

fn line(vm: &Vm, object: &Ref) -> Eval {
    let source = &of(object).code.as_ref::<Code>().source;
    Ok(Value::Int(source.line_shown(position(vm, object).start).into()))
}

fn back(vm: &Vm, object: &Ref) -> Eval {
    let outer = running(vm, object, |frame| frame.with_parent(|parent| vm.frame_object(parent)));
    match outer {
        Some(Some(outer)) => outer.map(Value::Obj),
        Some(None) => Ok(Value::None),
        None => Ok(of(object).back.get().map_or(Value::None, Value::Obj)),
    }
}

/// The names of a frame and what they are bound to: the namespace of a module or class body, a
/// snapshot of a function's locals.
pub fn frame_locals(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    let frame = of(object);
    let code = frame.code.as_ref::<Code>();
    let owned = |(name, value): (&str, Ref)| (name.to_owned(), value);
    let inlined = running(vm, object, |frame| frame.inlined().into_iter().map(owned).collect());
    let inlined: Vec<(String, Ref)> = inlined.unwrap_or_default();
    if inlined.is_empty() {
        if let Some(namespace) = frame.namespace.get() {
            return Ok(namespace);
        }
        if !code.flags.function {
            return Ok((*frame.globals).clone());
        }
    }
    let dict = vm.alloc(Dict::default())?;
    let names = code.variables.iter().chain(&code.free).enumerate();
    for (at, name) in names.filter(|_| code.flags.function) {
        let value = vm.frame_local(frame, at);
        let is_cell = at >= code.variables.len() || code.captured.contains(&(at as u32));
        let value = match value {
            Some(cell) if is_cell => match cell.get::<CellObject>() {
                Some(cell) => cell.content.get(),
                None => Some(cell),
            },
            value => value,
        };
        if let Some(value) = value {
            dict.as_ref::<Dict>().set(vm, (**name).clone(), value)?;
        }
    }
    for (name, value) in inlined {
        dict.as_ref::<Dict>().set(vm, vm.intern(&name)?, value)?;
    }
    Ok(dict)
}

fn clear(vm: &Vm, args: Args<'_>) -> Eval {
    let frame = of(args.req(0));
    let generator = frame.generator.get().and_then(|generator| vm.heap.upgrade(generator));
    let payload = generator.as_ref().and_then(Generator::of);
    let state = payload.map(|generator| generator.state.get());
    if frame.base.get().is_some() || state == Some(GeneratorState::Running) {
        return Err(vm.raise(ErrorKind::RuntimeError, "cannot clear an executing frame".into()));
    }
    if state == Some(GeneratorState::Suspended) {
        return Err(vm.raise(ErrorKind::RuntimeError, "cannot clear a suspended frame".into()));
    }
    if let (Some(generator), Some(payload)) = (&generator, payload)
        && !vm.end_asynchronous(generator, payload)
    {
        return vm.close_generator(generator);
    }
    frame.clear_locals();
    Ok(Value::None)
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let code = of(object).code.as_ref::<Code>();
    vm.str_value(&format!(
        "<frame at {:#x}, file '{}', line {}, code {}>",
        object.address(),
        code.source.name(),
        code.source.line_shown(position(vm, object).start),
        code.name.text()
    ))
}
