//! `bool`: the two ints `True` and `False`, with their own text and logic.

use super::int;
use super::int::INT;
use crate::heap::{Flag, Ref};
use crate::runtime::object::Bool;
use crate::runtime::spec::{Method, TypeSpec, staticmethod};
use crate::runtime::{Args, BinaryOp, ErrorKind, Eval, Slots, Value, Vm, kinds};

pub static BOOL: TypeSpec = TypeSpec {
    base: Some(&INT),
    doc: "Returns True when the argument is true, False otherwise.\n\
          The builtins True and False are the only two instances of the class bool.\n\
          The class bool is a subclass of the class int, and cannot be subclassed.",
    match_self: true,
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        invert: Some(invert),
        binary: Slots::binary(&[(BinaryOp::And, and), (BinaryOp::Or, or), (BinaryOp::Xor, xor)]),
        ..Slots::EMPTY
    },
    ..TypeSpec::of::<Bool>()
};

static NEW: Method = staticmethod(
    "__new__",
    "(type, object=False, /)",
    new,
    "Create and return a new object.  See help(type) for accurate signature.",
)
.leaf(briefly);

/// As for the number; hardly ever what was meant.
#[cold]
fn invert(vm: &Vm, object: &Ref) -> Eval {
    vm.warn(
        ErrorKind::DeprecationWarning,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This \
         returns the bitwise inversion of the underlying int object and is usually not what you \
         expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you \
         really want the bitwise inversion of the underlying int.",
    )?;
    Ok(Value::Int(if object.as_ref::<Bool>().0 { -2 } else { -1 }))
}

/// `bool(object)` of what has its truth from no code of the program.
fn briefly(vm: &Vm, object: &Ref, more: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    let usual = matches!(
        object.kind(),
        kinds::BOOL
            | kinds::DICT
            | kinds::FLOAT
            | kinds::INT
            | kinds::LIST
            | kinds::NONE
            | kinds::SET
            | kinds::STR
            | kinds::TUPLE
    );
    if more.is_some() {
        return None;
    }
    if usual && !object.has_flag(Flag::EXTENDED) {
        return Some(vm.truth_of(object).map(Value::bool));
    }
    let silent = vm.slot(object, |slots| slots.truth.is_none() && slots.len.is_none());
    silent.then_some(Ok(Value::True))
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    match args.get(1) {
        Some(object) => Ok(Value::bool(vm.truth_of(object)?)),
        None => Ok(Value::False),
    }
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let is_true = object.get::<Bool>().is_some_and(|bool| bool.0);
    Ok(Value::Obj(vm.name(if is_true { "True" } else { "False" })))
}

/// Both operands, if both are bools.
fn both(left: &Ref, right: &Ref) -> Option<(bool, bool)> {
    Some((left.get::<Bool>()?.0, right.get::<Bool>()?.0))
}

fn and(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    match both(left, right) {
        Some((left, right)) => Ok(Value::bool(left & right)),
        None => int::and(vm, left, right),
    }
}

fn or(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    match both(left, right) {
        Some((left, right)) => Ok(Value::bool(left | right)),
        None => int::or(vm, left, right),
    }
}

fn xor(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    match both(left, right) {
        Some((left, right)) => Ok(Value::bool(left ^ right)),
        None => int::xor(vm, left, right),
    }
}
