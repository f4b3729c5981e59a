//! Slots of Python classes: each finds the special method on the class and calls it.

use super::kinds;
use super::object::number::int_view;
use super::object::{Bool, SlotWrapper, Str};
use super::raise::ErrorKind;
use super::slots::{BinaryOp, CompareOp};
use super::stack::Role;
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::Ref;

/// Calls `object`'s special method, which its class is known to have had when the slot was set.
fn special(vm: &Vm, object: &Ref, name: &'static str, args: &[&Ref]) -> Eval {
    match vm.lookup_special(object, name) {
        Some(method) => vm.call_special(method, object, args),
        None => Err(missing(vm, name)),
    }
}

/// A slot whose one method is there but not the other (`__set__` without `__delete__`).
#[cold]
fn missing(vm: &Vm, name: &str) -> Raised {
    vm.raise(ErrorKind::AttributeError, name.to_owned())
}

macro_rules! unary {
    ($($function:ident = $name:literal;)*) => {
        $(pub fn $function(vm: &Vm, object: &Ref) -> Eval {
            special(vm, object, $name, &[])
        })*
    };
}

unary! {
    repr = "__repr__";
    str = "__str__";
    neg = "__neg__";
    pos = "__pos__";
    abs = "__abs__";
    invert = "__invert__";
    int = "__int__";
    float = "__float__";
    index = "__index__";
}

pub fn iter(vm: &Vm, object: &Ref) -> Eval {
    match vm.lookup_special(object, "__iter__") {
        Some(method) if !vm.is_none(&method) => vm.call_special(method, object, &[]),
        _ => {
            let class = vm.class_name(object);
            Err(vm.type_error(format!("'{class}' object is not iterable")))
        }
    }
}

/// What `__next__` returns or raises.
pub fn next_unchanged(vm: &Vm, object: &Ref) -> Eval {
    special(vm, object, "__next__", &[])
}

pub fn next(vm: &Vm, object: &Ref) -> Eval {
    let value = vm.stop_to_end(next_unchanged(vm, object))?;
    // A method that returns nothing returns `None`; only the end is `Undef`.
    Ok(value)
}

pub fn hash(vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let value = special(vm, object, "__hash__", &[])?;
    hash_of(vm, value)
}

/// The hash that a `__hash__` method has returned.
pub(super) fn hash_of(vm: &Vm, value: Value) -> Result<i64, Raised> {
    let value = vm.to_object(value)?;
    match int_view(&value) {
        Some(view) => match view.small() {
            Some(-1) => Ok(-2),
            Some(small) => Ok(small),
            None => vm.hash(&value),
        },
        None => Err(vm.type_error("__hash__ method should return an integer")),
    }
}

pub fn len(vm: &Vm, object: &Ref) -> Result<usize, Raised> {
    let value = special(vm, object, "__len__", &[])?;
    let value = vm.to_object(value)?;
    let index = vm.to_index(&value)?;
    match int_view(&index).and_then(|view| view.small()) {
        Some(small) => {
            usize::try_from(small).map_err(|_| vm.value_error("__len__() should return >= 0"))
        }
        None if int_view(&index).is_some_and(|view| view.is_negative()) => {
            Err(vm.value_error("__len__() should return >= 0"))
        }
        None => Err(vm.raise(
            ErrorKind::OverflowError,
            "cannot fit 'int' into an index-sized integer".into(),
        )),
    }
}

pub fn truth(vm: &Vm, object: &Ref) -> Result<bool, Raised> {
    let value = special(vm, object, "__bool__", &[])?;
    let value = vm.to_object(value)?;
    match value.get::<Bool>() {
        Some(bool) => Ok(bool.0),
        None => {
            let class = vm.class_name(&value);
            Err(vm.type_error(format!("__bool__ should return bool, returned {class}")))
        }
    }
}

pub fn contains(vm: &Vm, object: &Ref, item: &Ref) -> Result<bool, Raised> {
    match vm.lookup_special(object, "__contains__") {
        Some(method) if vm.is_none(&method) => {
            let class = vm.class_name(object);
            Err(vm.type_error(format!("'{class}' object is not a container")))
        }
        Some(method) => {
            let value = vm.call_special(method, object, &[item])?;
            vm.truth(&value)
        }
        None => Err(vm.no_attribute(object, &vm.name("__contains__"))),
    }
}

pub fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    match vm.lookup_special(left, op.method()) {
        Some(method) => vm.call_special(method, left, &[right]),
        None => vm.not_implemented(),
    }
}

pub fn getitem(vm: &Vm, object: &Ref, key: &Ref) -> Eval {
    special(vm, object, "__getitem__", &[key])
}

pub fn setitem(vm: &Vm, object: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let name = if value.is_some() { "__setitem__" } else { "__delitem__" };
    let Some(method) = vm.lookup_special(object, name) else { return Err(missing(vm, name)) };
    match value {
        Some(value) => vm.call_special(method, object, &[key, value])?,
        None => vm.call_special(method, object, &[key])?,
    };
    Ok(())
}

pub fn getattr(vm: &Vm, object: &Ref, name: &Ref) -> Eval {
    let noted = |raised| vm.at_attribute(raised, object, name);
    let result = match vm.lookup_special(object, "__getattribute__") {
        Some(method) if !is_wrapper(&method, "__getattribute__") => {
            vm.call_special(method, object, &[name]).map_err(noted).map(Some)
        }
        _ => builtin_find_attr(vm, object, name),
    };
    match result {
        Ok(Some(value)) => return Ok(value),
        Err(raised) if !vm.pending_is(&raised, ErrorKind::AttributeError) => return Err(raised),
        _ => {}
    }
    match (vm.lookup_special(object, "__getattr__"), result) {
        (Some(method), result) => {
            if let Err(raised) = result {
                drop(vm.take_raised(raised));
            }
            vm.call_special(method, object, &[name]).map_err(noted)
        }
        (None, Err(raised)) => Err(raised),
        (None, Ok(_)) => Err(vm.no_attribute(object, name)),
    }
}

/// Whether a method is a builtin type's own of that name: `__setattr__ = dict.__setitem__` is not.
pub(super) fn is_wrapper(method: &Ref, name: &str) -> bool {
    method.get::<SlotWrapper>().is_some_and(|wrapper| wrapper.row.name == name)
}

/// The attribute as the builtin type has it; `None` where there is none and no error need be made
/// to say so.
fn builtin_find_attr(vm: &Vm, object: &Ref, name: &Ref) -> Result<Option<Value>, Raised> {
    match vm.builtin_slots_of(object).getattr {
        Some(getattr) if !vm.is_generic(getattr) => getattr(vm, object, name).map(Some),
        _ => vm.generic_find_attr(object, name),
    }
}

pub fn setattr(vm: &Vm, object: &Ref, name: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let name_of_it = if value.is_some() { "__setattr__" } else { "__delattr__" };
    let method = vm.lookup_special(object, name_of_it);
    match (method, value) {
        (Some(method), _) if is_wrapper(&method, name_of_it) => {
            builtin_setattr(vm, object, name, value)
        }
        (Some(method), Some(value)) => vm.call_special(method, object, &[name, value]).map(drop),
        (Some(method), None) => vm.call_special(method, object, &[name]).map(drop),
        (None, _) => builtin_setattr(vm, object, name, value),
    }
}

fn builtin_setattr(vm: &Vm, object: &Ref, name: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    match vm.builtin_slots_of(object).setattr {
        Some(setattr) => setattr(vm, object, name, value),
        None => vm.generic_set_attr(object, name, value),
    }
}

pub fn describe(vm: &Vm, descriptor: &Ref, object: Option<&Ref>, class: Option<&Ref>) -> Eval {
    let Some(method) = vm.lookup_special(descriptor, "__get__") else {
        return Ok(Value::Obj(descriptor.clone()));
    };
    let none = vm.none();
    let (object, class) = (object.unwrap_or(&none), class.unwrap_or(&none));
    // What is no function is called as it is: to bind it would ask for its own `__get__` again.
    if method.kind() == kinds::OBJECT {
        return vm.call(&method, &[descriptor, object, class]);
    }
    vm.call_special(method, descriptor, &[object, class])
}

pub fn describe_set(
    vm: &Vm,
    descriptor: &Ref,
    object: &Ref,
    value: Option<&Ref>,
) -> Result<(), Raised> {
    let name = if value.is_some() { "__set__" } else { "__delete__" };
    let Some(method) = vm.lookup_special(descriptor, name) else { return Err(missing(vm, name)) };
    match value {
        Some(value) => vm.call_special(method, descriptor, &[object, value])?,
        None => vm.call_special(method, descriptor, &[object])?,
    };
    Ok(())
}

/// The object's `__call__` gets a window of its own, with the object as its first argument. The arguments of the
/// window at `at` go on standing there: it is the tuple that CPython packs them into.
pub fn call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let Some(object) = vm.stack.take(at) else {
        return Err(vm.type_error("the callable is gone"));
    };
    let result = call_packed(vm, object, at, names);
    vm.stack.truncate(at);
    result
}

fn call_packed(vm: &Vm, object: Ref, at: usize, names: Option<&Ref>) -> Eval {
    let Some(method) = vm.lookup_special(&object, "__call__") else {
        let class = vm.class_name(&object);
        return Err(vm.type_error(format!("'{class}' object is not callable")));
    };
    let args = vm.stack.standing_from(vm.first_argument(at));
    if vm.stack.is_short_of(args.len()) {
        return Err(vm.too_many_arguments());
    }
    let (callable, receiver) = match method.kind() {
        kinds::FUNCTION => (method, Some(object)),
        _ => vm.bind_for_call(method, &object)?,
    };
    let own = vm.stack.push(callable, Role::Callable);
    vm.stack.push_empty(Role::Argument);
    vm.stack.set(own + 1, receiver);
    for arg in args {
        vm.stack.push(arg.clone(), Role::Argument);
    }
    vm.recurse("", || vm.call_window(own, names))
}

/// The binary operators: the left operand's method, or the reflected one of the right operand,
/// whichever of the two this slot belongs to. The protocol in `operator` decides who is asked
/// first.
fn binary(vm: &Vm, op: BinaryOp, left: &Ref, right: &Ref) -> Eval {
    let slot = BINARY[op as usize];
    let mine = |object: &Ref| {
        vm.slot(object, |slots| slots.binary[op as usize])
            .is_some_and(|own| std::ptr::fn_addr_eq(own, slot))
    };
    let differ = !vm.class_of(left).same(vm.class_of(right));
    let mut try_right = differ && mine(right);
    if mine(left) {
        if try_right
            && vm.class_data(right).is_subclass_of(vm.class_of(left))
            && overrides(vm, left, right, op.reflected())
        {
            let value = one(vm, right, op.reflected(), left)?;
            if !vm.is_not_implemented(&value) {
                return Ok(value);
            }
            try_right = false;
        }
        let value = one(vm, left, op.method(), right)?;
        if !vm.is_not_implemented(&value) || !differ {
            return Ok(value);
        }
    }
    if try_right {
        return one(vm, right, op.reflected(), left);
    }
    vm.not_implemented()
}

/// Whether `right`'s class has another `name` than `left`'s.
fn overrides(vm: &Vm, left: &Ref, right: &Ref, name: &'static str) -> bool {
    match (vm.lookup_special(left, name), vm.lookup_special(right, name)) {
        (Some(left), Some(right)) => !left.same(&right),
        (None, Some(_)) => true,
        _ => false,
    }
}

fn one(vm: &Vm, object: &Ref, name: &'static str, other: &Ref) -> Eval {
    match vm.lookup_special(object, name) {
        Some(method) => vm.call_special(method, object, &[other]),
        None => vm.not_implemented(),
    }
}

macro_rules! operators {
    ($($function:ident $inplace:ident $op:ident;)*) => {
        $(
            pub fn $function(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
                binary(vm, BinaryOp::$op, left, right)
            }
            pub fn $inplace(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
                one(vm, left, BinaryOp::$op.inplace(), right)
            }
        )*
        /// The slot functions of Python classes, by operator.
        pub const BINARY: [super::slots::BinaryFn; super::slots::BINARY_OPS] = [$($function),*];
        pub const INPLACE: [super::slots::BinaryFn; super::slots::BINARY_OPS] = [$($inplace),*];
    };
}

operators! {
    add inplace_add Add;
    sub inplace_sub Sub;
    mul inplace_mul Mul;
    matmul inplace_matmul MatMul;
    div inplace_div Div;
    floordiv inplace_floordiv FloorDiv;
    modulo inplace_mod Mod;
    pow inplace_pow Pow;
    lshift inplace_lshift LShift;
    rshift inplace_rshift RShift;
    and inplace_and And;
    or inplace_or Or;
    xor inplace_xor Xor;
    divmod inplace_divmod DivMod;
}

/// `pow(a, b, c)`.
pub fn power(vm: &Vm, base: &Ref, exponent: &Ref, modulus: Option<&Ref>) -> Eval {
    match (vm.lookup_special(base, "__pow__"), modulus) {
        (Some(method), Some(modulus)) => vm.call_special(method, base, &[exponent, modulus]),
        (Some(method), None) => vm.call_special(method, base, &[exponent]),
        (None, _) => vm.not_implemented(),
    }
}

/// Whether `object` is a `str` that names a special method.
pub fn is_special_name(object: &Ref) -> bool {
    object.is::<Str>() && object.text().starts_with("__") && object.text().ends_with("__")
}
