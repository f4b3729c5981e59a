//! Bound methods: a function and the object it will be called on.

use crate::heap::Ref;
use crate::runtime::object::BoundMethod;
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Args, CompareOp, Eval, Raised, Slots, Value, Vm, method, staticmethod};
use crate::text::hash::hash_pointer;

use super::native::{call, read_only};
use super::object::{OBJECT, attribute_name};

pub static BOUND_METHOD: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    weakrefable: true,
    doc: "Create a bound instance method object.",
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        compare: Some(compare),
        hash: Some(hash),
        getattr: Some(getattr),
        describe: Some(describe),
        call: Some(call),
        ..Slots::EMPTY
    },
    getset: &[
        read_only(
            "__func__",
            |_, object| Ok(Value::Obj((*of(object).func).clone())),
            "the function (or other callable) implementing a method",
        ),
        read_only(
            "__self__",
            |_, object| Ok(Value::Obj((*of(object).receiver).clone())),
            "the instance to which a method is bound",
        ),
    ],
    methods: &METHODS,
    ..TypeSpec::of::<BoundMethod>()
};

static METHODS: [Method; 1] =
    [method("__reduce__", "()", reduce, "Return state information for pickling.")];

/// A bound method is made again as an attribute of its object.
fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let method = args.req(0);
    let getattr = vm.to_object(vm.get_attr_text(&vm.import("builtins")?, "getattr")?)?;
    let name = vm.to_object(vm.get_attr_text(&of(method).func, "__name__")?)?;
    let receiver = (*of(method).receiver).clone();
    let arguments = vm.new_tuple_of([receiver, name])?;
    vm.new_tuple_of([getattr, arguments]).map(Value::Obj)
}

static NEW: Method = staticmethod(
    "__new__",
    "(type, function, instance, /)",
    new,
    "Create and return a new object.",
);

fn of(object: &Ref) -> &BoundMethod {
    object.as_ref()
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let (function, instance) = (args.req(1), args.req(2));
    if !vm.is_callable(function) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if vm.is_none(instance) {
        return Err(vm.type_error("instance must not be None"));
    }
    vm.new_bound_method(function, instance).map(Value::Obj)
}

/// Attributes of the method itself first, then those of its function.
fn getattr(vm: &Vm, object: &Ref, name: &Ref) -> Eval {
    let name = attribute_name(vm, name)?;
    let found = vm.class_data(object).lookup(vm, name);
    // `__doc__` and relatives that every object has are the function's.
    let own = found.filter(|_| !matches!(name.text(), "__doc__"));
    if let Some(own) = own {
        return match vm.slot(&own, |slots| slots.describe) {
            Some(describe) => describe(vm, &own, Some(object), Some(vm.class_of(object))),
            None => Ok(Value::Obj(own)),
        };
    }
    vm.get_attr(&of(object).func, name)
}

fn describe(_vm: &Vm, object: &Ref, _instance: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    Ok(Value::Obj(object.clone()))
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(one), Some(other)) = (left.get::<BoundMethod>(), right.get::<BoundMethod>()) else {
        return vm.not_implemented();
    };
    let equal = one.receiver.same(&other.receiver) && vm.equal(&one.func, &other.func)?;
    match op {
        CompareOp::Eq => Ok(Value::bool(equal)),
        CompareOp::Ne => Ok(Value::bool(!equal)),
        _ => vm.not_implemented(),
    }
}

fn hash(vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let function = vm.hash(&of(object).func)?;
    let hash = hash_pointer(of(object).receiver.address() as usize) ^ function;
    Ok(if hash == -1 { -2 } else { hash })
}

/// `<bound method C.f of <C object at 0x…>>`.
fn repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = of(object);
    let name = match vm.find_attr(&payload.func, &vm.name("__qualname__"))? {
        Some(name) => Some(name),
        None => vm.find_attr(&payload.func, &vm.name("__name__"))?,
    };
    let name = name.filter(|name| name.is::<crate::runtime::object::Str>());
    let receiver = vm.repr_text(&payload.receiver)?;
    let name = name.as_ref().map_or("?", |name| name.text());
    vm.str_value(&format!("<bound method {name} of {receiver}>"))
}
