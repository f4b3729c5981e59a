//! Asynchronous generators: their steps are awaitables, made here and run in `async_step`.
//!
//! (CPython: `Objects/genobject.c`.)

use crate::heap::Ref;
use crate::runtime::object::AsyncGenerator;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, classmethod};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, getset, getter, method};

use super::async_step::{new_send, new_throw};
use super::generic_alias::new_alias;
use super::object::OBJECT;
use super::{generator, iterators};

pub static ASYNC_GENERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    weakrefable: true,
    slots: Slots { repr: Some(generator::repr), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &ATTRIBUTES,
    ..TypeSpec::of::<AsyncGenerator>()
};

static METHODS: [Method; 6] = [
    method(
        "__aiter__",
        "()",
        |vm, args| iterators::itself(vm, args.req(0)),
        "Return an awaitable, that resolves in asynchronous iterator.",
    ),
    method("__anext__", "()", anext, "Return a value or raise StopAsyncIteration."),
    classmethod(
        "__class_getitem__",
        "(object, /)",
        |vm, args| new_alias(vm, args.req(0), args.req(1)).map(Value::Obj),
        "See PEP 585",
    ),
    method("aclose", "()", aclose, "aclose() -> raise GeneratorExit inside generator."),
    method("asend", "(value, /)", asend, "asend(v) -> send 'v' in generator."),
    method(
        "athrow",
        "(type, value=None, traceback=None, /)",
        athrow,
        "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator.",
    ),
];

const ATTRIBUTES: [GetSetRow; 7] = [
    getset("__name__", generator::name, generator::set_name, "name of the async generator"),
    getset(
        "__qualname__",
        generator::qualname,
        generator::set_qualname,
        "qualified name of the async generator",
    ),
    getter("ag_await", generator::delegate, "object being awaited on, or None"),
    getter("ag_code", generator::code, "the code"),
    getter("ag_frame", generator::frame, "the frame, while it has not ended"),
    getter("ag_running", running, "whether one of its awaitables runs it"),
    getter("ag_suspended", generator::suspended, "whether it waits"),
];

fn running(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::bool(object.as_ref::<AsyncGenerator>().running.get()))
}

/// Tells the hooks of `sys.set_asyncgen_hooks` of the generator before its first step.
fn announce(vm: &Vm, object: &Ref) -> Result<(), Raised> {
    let payload = object.as_ref::<AsyncGenerator>();
    if payload.announced.replace(true) {
        return Ok(());
    }
    payload.finalizer.set(vm.asynchrony.finalizer.get());
    match vm.asynchrony.firstiter.get() {
        Some(firstiter) => vm.call_handed(firstiter, [object.clone()]).map(drop),
        None => Ok(()),
    }
}

fn anext(vm: &Vm, args: Args<'_>) -> Eval {
    announce(vm, args.req(0))?;
    new_send(vm, args.req(0), None)
}

fn asend(vm: &Vm, args: Args<'_>) -> Eval {
    announce(vm, args.req(0))?;
    new_send(vm, args.req(0), Some(args.req(1)))
}

fn aclose(vm: &Vm, args: Args<'_>) -> Eval {
    announce(vm, args.req(0))?;
    new_throw(vm, args.req(0), None)
}

fn athrow(vm: &Vm, args: Args<'_>) -> Eval {
    if args.get(2).is_some() {
        generator::warn_of_three(vm, "athrow")?;
    }
    announce(vm, args.req(0))?;
    let given = (1..4).map_while(|index| args.get(index).cloned()).collect();
    new_throw(vm, args.req(0), Some(vm.new_tuple(given)?))
}
