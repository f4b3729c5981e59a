//! What files in memory are made of, for `copy` and `pickle`, and how they are made again.

use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Dict, Tuple};
use crate::runtime::{Eval, Raised, Value, Vm};

/// The words CPython has for the parts of the two classes' states.
pub(super) struct Words {
    pub place: &'static str,
    pub attributes: &'static str,
}

/// The state tuple of `file`: `parts`, then a copy of its attributes.
pub(super) fn given(vm: &Vm, file: &Ref, mut parts: Vec<Ref>) -> Eval {
    let attributes = match vm.dict_slot(file).and_then(|slot| slot.get()) {
        Some(dict) => vm.to_object(vm.call_method(&dict, "copy", &[])?)?,
        None => vm.none(),
    };
    parts.push(attributes);
    vm.new_tuple(parts).map(Value::Obj)
}

/// The parts of a state of `count`.
///
/// # Errors
/// `TypeError` for anything else.
pub(super) fn parts(vm: &Vm, file: &Ref, state: &Ref, count: usize) -> Result<Vec<Ref>, Raised> {
    if state.is::<Tuple>() && state.tail().len() >= count {
        return Ok(tuple_refs(state));
    }
    let (class, given) = (vm.class_name(file), vm.class_name(state));
    Err(vm
        .type_error(format!("{class}.__setstate__ argument should be {count}-tuple, got {given}")))
}

/// The place in the file that a state names.
///
/// # Errors
/// `TypeError` where it is no integer, `ValueError` where it is negative.
pub(super) fn place(vm: &Vm, place: &Ref, words: &Words) -> Result<usize, Raised> {
    if !vm.slot(place, |slots| slots.index.is_some()) {
        let class = vm.class_name(place);
        return Err(vm.type_error(format!("{} must be an integer, got {class}", words.place)));
    }
    usize::try_from(vm.size_of(place)?)
        .map_err(|_| vm.value_error("position value cannot be negative"))
}

/// Gives the file the attributes of a state.
///
/// # Errors
/// `TypeError` where they are neither a dict nor `None`.
pub(super) fn take(vm: &Vm, file: &Ref, attributes: &Ref, words: &Words) -> Result<(), Raised> {
    if vm.is_none(attributes) {
        return Ok(());
    }
    if !attributes.is::<Dict>() {
        let (part, class) = (words.attributes, vm.class_name(attributes));
        return Err(vm.type_error(format!("{part} should be a dict, got a {class}")));
    }
    if let Some(own) = vm.instance_dict(file)? {
        vm.call_method(&own, "update", &[attributes])?;
    }
    Ok(())
}
