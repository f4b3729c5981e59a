//! `isinstance` and `issubclass`: tuples, unions, `__instancecheck__` and `__subclasscheck__`.
//!
//! (CPython: `object_isinstance`, `object_recursive_isinstance` in `Objects/abstract.c`.)

use crate::heap::Ref;
use crate::runtime::object::tuple::{tuple_items, tuple_refs};
use crate::runtime::object::{Class, MethodDescriptor};
use crate::runtime::{Raised, Vm, kinds};

/// `isinstance(object, class)`.
///
/// # Errors
/// `TypeError` where `class` is nothing to check against.
pub fn is_instance(vm: &Vm, object: &Ref, class: &Ref) -> Result<bool, Raised> {
    if vm.class_of(object).same(class) {
        return Ok(true);
    }
    if tuple_items(class).is_some() {
        return vm.recurse(" in __instancecheck__", || {
            for member in tuple_refs(class) {
                if is_instance(vm, object, &member)? {
                    return Ok(true);
                }
            }
            Ok(false)
        });
    }
    if let Some(check) = own_check(vm, class, "__instancecheck__") {
        let value = vm.call_special(check, class, &[object])?;
        return vm.truth(&value);
    }
    if class.is::<Class>() {
        return real_or_claimed(vm, object, class);
    }
    Err(vm.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"))
}

fn real_or_claimed(vm: &Vm, object: &Ref, class: &Ref) -> Result<bool, Raised> {
    if vm.is_instance(object, class) {
        return Ok(true);
    }
    // Only an instance of a Python class can claim another `__class__`.
    if !vm.class_data(object).flags.get().custom_getattr
        && vm.class_data(object).flags.get().builtin
        && !matches!(object.kind(), kinds::WEAK_PROXY | kinds::WEAK_CALLABLE_PROXY)
    {
        return Ok(false);
    }
    let claimed = vm.find_attr(object, &vm.name("__class__"))?;
    let claimed = claimed.as_ref().and_then(|claimed| claimed.get::<Class>());
    Ok(claimed.is_some_and(|claimed| claimed.is_subclass_of(class)))
}

/// A check that is not `type`'s own.
fn own_check(vm: &Vm, class: &Ref, name: &str) -> Option<Ref> {
    if class.is::<Class>() && class.as_ref::<Class>().metaclass.is_none() {
        return None;
    }
    let found = vm.lookup_special(class, name)?;
    let is_types = found
        .get::<MethodDescriptor>()
        .is_some_and(|method| method.class.same(vm.class_of_kind(kinds::TYPE)));
    (!is_types).then_some(found)
}

/// `issubclass(class, other)`.
///
/// # Errors
/// `TypeError` where either is nothing to check.
pub fn is_subclass(vm: &Vm, class: &Ref, other: &Ref) -> Result<bool, Raised> {
    if tuple_items(other).is_some() {
        return vm.recurse(" in __subclasscheck__", || {
            for member in tuple_refs(other) {
                if is_subclass(vm, class, &member)? {
                    return Ok(true);
                }
            }
            Ok(false)
        });
    }
    if let Some(check) = own_check(vm, other, "__subclasscheck__") {
        let value = vm.call_special(check, other, &[class])?;
        return vm.truth(&value);
    }
    let Some(class) = class.get::<Class>() else {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    };
    if !other.is::<Class>() {
        return Err(
            vm.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")
        );
    }
    Ok(class.is_subclass_of(other))
}
