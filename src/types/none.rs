//! `None`, `NotImplemented` and `...`: their text, truth and identity.

use crate::heap::Ref;
use crate::runtime::object::singleton::{EllipsisCell, NoneCell, NotImplementedCell};
use crate::runtime::spec::{Method, TypeSpec, staticmethod};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm};

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
    ..TypeSpec::of::<NotImplementedCell>()
};

pub static ELLIPSIS: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "The type of the Ellipsis singleton.",
    construct: Some(&ELLIPSIS_NEW),
    slots: Slots { repr: Some(ellipsis_repr), ..Slots::EMPTY },
    ..TypeSpec::of::<EllipsisCell>()
};

static NONE_NEW: Method = staticmethod("__new__", "(type, /)", none_new, "Return None.");
static NOT_IMPLEMENTED_NEW: Method =
    staticmethod("__new__", "(type, /)", not_implemented_new, "Return NotImplemented.");
static ELLIPSIS_NEW: Method =
    staticmethod("__new__", "(type, /)", ellipsis_new, "Return Ellipsis.");

fn none_new(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::None)
}

fn not_implemented_new(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.not_implemented()
}

fn ellipsis_new(vm: &Vm, _args: Args<'_>) -> Eval {
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

/// A `DeprecationWarning` in CPython 3.13, which a script does not see; the truth is `True`.
fn not_a_truth(_vm: &Vm, _object: &Ref) -> Result<bool, Raised> {
    Ok(true)
}

fn ellipsis_repr(vm: &Vm, _object: &Ref) -> Eval {
    Ok(Value::Obj(vm.name("Ellipsis")))
}
