//! What `anext(iterator, default)` gives: it awaits the next item, and gives the default at the end.
//!
//! (CPython: `Objects/iterobject.c`.)

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds, method};

use super::object::OBJECT;
use super::{held, iterators};

pub struct AnextAwaitable {
    pub wrapped: Fixed,
    pub default: Fixed,
}

impl Payload for AnextAwaitable {
    const KIND: Kind = kinds::ANEXT_AWAITABLE;
    const NAME: &'static str = "anext_awaitable";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.wrapped.visit(visit);
        self.default.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.wrapped);
        dying.give_up(&self.default);
    }
}

pub static ANEXT_AWAITABLE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(iterators::itself), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..TypeSpec::of::<AnextAwaitable>()
};

static METHODS: [Method; 4] = [
    method(
        "__await__",
        "()",
        |vm, args| iterators::itself(vm, args.req(0)),
        "Return an iterator to be used in await expression.",
    ),
    method(
        "close",
        "()",
        |vm, args| proxied(vm, args, "close"),
        "close() -> raise GeneratorExit inside generator.",
    ),
    method(
        "send",
        "(arg, /)",
        |vm, args| proxied(vm, args, "send"),
        "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration.",
    ),
    method(
        "throw",
        "(type, value=None, traceback=None, /)",
        |vm, args| proxied(vm, args, "throw"),
        "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise StopIteration.",
    ),
];

/// `anext(iterator, default)`, where `wrapped` is what `__anext__` gave.
///
/// # Errors
/// `MemoryError`.
pub fn new_anext(vm: &Vm, wrapped: Ref, default: &Ref) -> Eval {
    let payload =
        AnextAwaitable { wrapped: Fixed::new(wrapped), default: Fixed::new(default.clone()) };
    vm.alloc(payload).map(Value::Obj)
}

/// The iterator of what is wrapped.
fn iterator(vm: &Vm, payload: &AnextAwaitable) -> Result<Ref, Raised> {
    let awaitable = vm.awaitable(&payload.wrapped)?;
    if awaitable.kind() != kinds::COROUTINE {
        return Ok(awaitable);
    }
    held::with(vm, [awaitable], |[awaitable]| {
        let iterator = vm.call_method(awaitable, "__await__", &[])?;
        vm.to_object(iterator)
    })
}

/// A `StopAsyncIteration` is the end, with the default as its value.
fn or_default(vm: &Vm, payload: &AnextAwaitable, result: Eval) -> Eval {
    match result {
        Err(raised) if vm.pending_is(&raised, ErrorKind::StopAsyncIteration) => {
            drop(vm.take_raised(raised));
            vm.stop_value.set(Some((*payload.default).clone()));
            Ok(Value::Undef)
        }
        result => result,
    }
}

fn next(vm: &Vm, object: &Ref) -> Eval {
    let payload = object.as_ref::<AnextAwaitable>();
    let iterator = iterator(vm, payload)?;
    vm.stop_value.set(None);
    let result = held::with(vm, [iterator], |[iterator]| vm.next(iterator));
    or_default(vm, payload, result)
}

fn proxied(vm: &Vm, args: Args<'_>, name: &str) -> Eval {
    let payload = args.req(0).as_ref::<AnextAwaitable>();
    let iterator = iterator(vm, payload)?;
    let given: Vec<&Ref> = (1..4).map_while(|index| args.get(index)).collect();
    let result = held::with(vm, [iterator], |[iterator]| {
        let method = vm.to_object(vm.get_attr_text(iterator, name)?)?;
        match given.as_slice() {
            [] => vm.call_handed(method, []),
            [only] => vm.call_handed(method, [(*only).clone()]),
            more => vm.call(&method, more),
        }
    });
    super::generator::or_stop(vm, or_default(vm, payload, result))
}
