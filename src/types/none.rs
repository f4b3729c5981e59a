//! `None`, `NotImplemented` and `...`: their text, truth and identity.

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::object::singleton::{EllipsisCell, NoneCell, NotImplementedCell};
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm};

use super::object::OBJECT;

pub static NONE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "The type of the None singleton.",
    construct: Some(&NONE_NEW),
    slots: Slots {
        repr: Some(none_repr),
        truth: Some(never),
        hash: Some(none_hash),
        ..Slots::EMPTY
    },
    ..TypeSpec::of::<NoneCell>()
};

pub static NOT_IMPLEMENTED: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "The type of the NotImplemented singleton.",
    construct: Some(&NOT_IMPLEMENTED_NEW),
    slots: Slots { repr: Some(not_implemented_repr), truth: Some(not_a_truth), ..Slots::EMPTY },
    methods: &NAMED,
    ..TypeSpec::of::<NotImplementedCell>()
};

pub static ELLIPSIS: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "The type of the Ellipsis singleton.",
    construct: Some(&ELLIPSIS_NEW),
    slots: Slots { repr: Some(ellipsis_repr), ..Slots::EMPTY },
    methods: &NAMED,
    ..TypeSpec::of::<EllipsisCell>()
};

static NONE_NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", none_new, "Return None.");
static NOT_IMPLEMENTED_NEW: Method = staticmethod(
    "__new__",
    "(type, /, *args, **kwargs)",
    not_implemented_new,
    "Return NotImplemented.",
);
static ELLIPSIS_NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", ellipsis_new, "Return Ellipsis.");

/// They are found again by their names, which are their texts.
static NAMED: [Method; 1] = [method(
    "__reduce__",
    "()",
    |vm, args| vm.str_value(&vm.repr_text(args.req(0))?),
    "Helper for pickle.",
)];

/// These types take no arguments at all.
fn refuse_arguments(vm: &Vm, args: Args<'_>, name: &str) -> Result<(), Raised> {
    let keywords = args.get(1).and_then(|dict| dict.get::<Dict>());
    if args.rest().len() > 0 || keywords.is_some_and(|keywords| !keywords.is_empty()) {
        return Err(vm.type_error(format!("{name} takes no arguments")));
    }
    Ok(())
}

fn none_new(vm: &Vm, args: Args<'_>) -> Eval {
    refuse_arguments(vm, args, "NoneType")?;
    Ok(Value::None)
}

fn not_implemented_new(vm: &Vm, args: Args<'_>) -> Eval {
    refuse_arguments(vm, args, "NotImplementedType")?;
    vm.not_implemented()
}

fn ellipsis_new(vm: &Vm, args: Args<'_>) -> Eval {
    refuse_arguments(vm, args, "EllipsisType")?;
    Ok(Value::Obj(vm.singletons.ellipsis.clone()))
}

fn none_repr(vm: &Vm, _none: &Ref) -> Eval {
    Ok(Value::Obj(vm.name("None")))
}

/// CPython 3.13's constant hash of `None`.
fn none_hash(_vm: &Vm, _none: &Ref) -> Result<i64, Raised> {
    Ok(0xFCA8_6420)
}

fn never(_vm: &Vm, _none: &Ref) -> Result<bool, Raised> {
    Ok(false)
}

fn not_implemented_repr(vm: &Vm, _object: &Ref) -> Eval {
    Ok(Value::Obj(vm.name("NotImplemented")))
}

/// `True`, with a warning.
fn not_a_truth(vm: &Vm, _object: &Ref) -> Result<bool, Raised> {
    let message = "NotImplemented should not be used in a boolean context";
    vm.warn(ErrorKind::DeprecationWarning, message)?;
    Ok(true)
}

fn ellipsis_repr(vm: &Vm, _object: &Ref) -> Eval {
    Ok(Value::Obj(vm.name("Ellipsis")))
}
