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
        let value = vm.call_bound_special(check, class, &[object])?;
        return vm.truth(&value);
    }
    if class.is::<Class>() {
        return real_or_claimed(vm, object, class);
    }
    let message = "isinstance() arg 2 must be a type, a tuple of types, or a union";
    abstract_bases(vm, class, message)?;
    match vm.find_attr(object, &vm.name("__class__"))? {
        Some(own) => is_abstract_subclass(vm, own, class),
        None => Ok(false),
    }
}

/// The `__bases__` of something that stands for a class without being one.
fn bases_of(vm: &Vm, class: &Ref) -> Result<Option<Ref>, Raised> {
    let bases = vm.find_attr(class, &vm.name("__bases__"))?;
    Ok(bases.filter(|bases| tuple_items(bases).is_some()))
}

/// # Errors
/// `TypeError` with `message` where it has no tuple of bases.
fn abstract_bases(vm: &Vm, class: &Ref, message: &str) -> Result<(), Raised> {
    match bases_of(vm, class)? {
        Some(_) => Ok(()),
        None => Err(vm.type_error(message)),
    }
}

/// Whether `class` or one of its bases, however they are made, is `wanted`.
fn is_abstract_subclass(vm: &Vm, mut class: Ref, wanted: &Ref) -> Result<bool, Raised> {
    loop {
        vm.poll()?;
        if class.same(wanted) {
            return Ok(true);
        }
        let Some(bases) = bases_of(vm, &class)? else { return Ok(false) };
        let mut bases = tuple_refs(&bases);
        if bases.len() > 1 {
            return vm.recurse(" in __issubclass__", || {
                for base in bases {
                    if is_abstract_subclass(vm, base, wanted)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            });
        }
        match bases.pop() {
            Some(base) => class = base,
            None => return Ok(false),
        }
    }
}

fn real_or_claimed(vm: &Vm, object: &Ref, class: &Ref) -> Result<bool, Raised> {
    if vm.is_instance(object, class) {
        return Ok(true);
    }
    if is_honest(vm, object) {
        return Ok(false);
    }
    let claimed = vm.find_attr(object, &vm.name("__class__"))?;
    let claimed = claimed.as_ref().and_then(|claimed| claimed.get::<Class>());
    Ok(claimed.is_some_and(|claimed| claimed.is_subclass_of(class)))
}

/// Whether `object.__class__` is its class: only proxies and instances of Python classes that define
/// that attribute or how attributes are found can claim another.
pub fn is_honest(vm: &Vm, object: &Ref) -> bool {
    let flags = vm.class_data(object).flags.get();
    if flags.custom_getattr {
        return false;
    }
    if flags.builtin {
        return !matches!(object.kind(), kinds::WEAK_PROXY | kinds::WEAK_CALLABLE_PROXY);
    }
    let name = vm.name("__class__");
    let usual = vm.lookup(vm.class_of_kind(kinds::OBJECT), &name);
    let own = vm.lookup(vm.class_of(object), &name);
    matches!((own, usual), (Some(own), Some(usual)) if own.same(&usual))
}

/// A check that is not `type`'s own.
fn own_check(vm: &Vm, class: &Ref, name: &'static str) -> Option<Ref> {
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
        let value = vm.call_bound_special(check, other, &[class])?;
        return vm.truth(&value);
    }
    if let Some(class) = class.get::<Class>()
        && other.is::<Class>()
    {
        return Ok(class.is_subclass_of(other));
    }
    if !class.is::<Class>() {
        abstract_bases(vm, class, "issubclass() arg 1 must be a class")?;
    }
    if !other.is::<Class>() {
        let message = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
        abstract_bases(vm, other, message)?;
    }
    is_abstract_subclass(vm, class.clone(), other)
}
