//! Coroutines, and the iterators that their `__await__` gives.
//!
//! (CPython: `Objects/genobject.c`.)

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::object::Coroutine;
use crate::runtime::object::generator::Wake;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, classmethod};
use crate::runtime::{Args, Eval, Slots, Value, Vm, getset, getter, kinds, method};

use super::generic_alias::new_alias;
use super::object::OBJECT;
use super::{generator, iterators};

pub static COROUTINE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    weakrefable: true,
    slots: Slots { repr: Some(generator::repr), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &ATTRIBUTES,
    ..TypeSpec::of::<Coroutine>()
};

const SEND: &str =
    "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration.";
const THROW: &str = "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next yielded value or raise\nStopIteration.";
const CLOSE: &str = "close() -> raise GeneratorExit inside coroutine.";

static METHODS: [Method; 5] = [
    classmethod(
        "__class_getitem__",
        "(object, /)",
        |vm, args| new_alias(vm, args.req(0), args.req(1)).map(Value::Obj),
        "See PEP 585",
    ),
    method("__await__", "()", wrapper, "Return an iterator to be used in await expression."),
    method("close", "()", |vm, args| generator::close(vm, args.req(0)), CLOSE),
    method("send", "(arg, /)", generator::send, SEND),
    method("throw", "(type, value=None, traceback=None, /)", generator::throw, THROW),
];

const ATTRIBUTES: [GetSetRow; 8] = [
    getset("__name__", generator::name, generator::set_name, "name of the coroutine"),
    getset(
        "__qualname__",
        generator::qualname,
        generator::set_qualname,
        "qualified name of the coroutine",
    ),
    getter("cr_await", generator::delegate, "object being awaited on, or None"),
    getter("cr_code", generator::code, "the code"),
    getter("cr_frame", generator::frame, "the frame, while it has not ended"),
    getter("cr_origin", origin, "where it was made, if that is tracked"),
    getter("cr_running", generator::running, "whether it runs now"),
    getter("cr_suspended", generator::suspended, "whether it waits"),
];

fn origin(_vm: &Vm, object: &Ref) -> Eval {
    Ok(object.as_ref::<Coroutine>().origin.get().map_or(Value::None, Value::Obj))
}

/// What `coroutine.__await__()` gives: it resumes the coroutine as an iterator.
pub struct CoroutineWrapper {
    pub coroutine: Fixed,
}

impl Payload for CoroutineWrapper {
    const KIND: Kind = kinds::COROUTINE_WRAPPER;
    const NAME: &'static str = "coroutine_wrapper";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.coroutine.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.coroutine);
    }
}

pub static COROUTINE_WRAPPER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "A wrapper object implementing __await__ for coroutines.",
    slots: Slots { iter: Some(iterators::itself), next: Some(next), ..Slots::EMPTY },
    methods: &WRAPPER_METHODS,
    ..TypeSpec::of::<CoroutineWrapper>()
};

static WRAPPER_METHODS: [Method; 3] = [
    method("close", "()", |vm, args| generator::close(vm, wrapped(args.req(0))), CLOSE),
    method("send", "(arg, /)", send, SEND),
    method("throw", "(type, value=None, traceback=None, /)", throw, THROW),
];

fn wrapper(vm: &Vm, args: Args<'_>) -> Eval {
    let coroutine = Fixed::new(args.req(0).clone());
    vm.alloc(CoroutineWrapper { coroutine }).map(Value::Obj)
}

fn wrapped(wrapper: &Ref) -> &Ref {
    &wrapper.as_ref::<CoroutineWrapper>().coroutine
}

fn next(vm: &Vm, wrapper: &Ref) -> Eval {
    vm.resume_generator(wrapped(wrapper), Wake::Next(None))
}

fn send(vm: &Vm, args: Args<'_>) -> Eval {
    let sent = generator::send_into(vm, wrapped(args.req(0)), args.req(1).clone());
    generator::or_stop(vm, sent)
}

fn throw(vm: &Vm, args: Args<'_>) -> Eval {
    let thrown = generator::throw_into(vm, wrapped(args.req(0)), args);
    generator::or_stop(vm, thrown)
}
