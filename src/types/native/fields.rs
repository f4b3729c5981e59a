//! The descriptors of attributes that builtin classes compute, and of `__slots__` names.
//!
//! (CPython: `PyGetSetDescr_Type` and `PyMemberDescr_Type` in `Objects/descrobject.c`.)

use super::functions::{check_instance, class_value, doc_of, in_class, qualname};
use crate::heap::{Ref, Slot};
use crate::runtime::object::{Class, Dict, Exception, GetSet, Instance, Member};
use crate::runtime::spec::{GetSetRow, TypeSpec};
use crate::runtime::{ErrorKind, Eval, Raised, Slots, Value, Vm, getter};
use crate::types::object::OBJECT;

pub static GETSET: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots {
        repr: Some(getset_repr),
        describe: Some(describe_getset),
        describe_set: Some(set_getset),
        ..Slots::EMPTY
    },
    getset: &[
        getter("__doc__", |vm, object| doc_of(vm, attribute(object).row.doc), "the docstring"),
        getter("__name__", |vm, object| vm.str_value(attribute(object).row.name), "the name"),
        getter("__objclass__", |_, object| Ok(class_value(&attribute(object).class)), "the class"),
        getter(
            "__qualname__",
            |vm, object| qualname(vm, &attribute(object).class, attribute(object).row.name),
            "the qualified name",
        ),
    ],
    ..TypeSpec::of::<GetSet>()
};

pub static MEMBER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots {
        repr: Some(member_repr),
        describe: Some(describe_member),
        describe_set: Some(set_member),
        ..Slots::EMPTY
    },
    getset: &[
        getter("__doc__", |_, _| Ok(Value::None), "the docstring"),
        getter("__name__", |_, object| Ok(class_value(&member(object).name)), "the name"),
        getter("__objclass__", |_, object| Ok(class_value(&member(object).class)), "the class"),
        getter(
            "__qualname__",
            |vm, object| qualname(vm, &member(object).class, member(object).name.text()),
            "the qualified name",
        ),
    ],
    ..TypeSpec::of::<Member>()
};

fn attribute(object: &Ref) -> &GetSet {
    object.as_ref()
}

fn member(object: &Ref) -> &Member {
    object.as_ref()
}

fn getset_repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = attribute(object);
    in_class(vm, "attribute", payload.row.name, &payload.class, " objects")
}

fn member_repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = member(object);
    in_class(vm, "member", payload.name.text(), &payload.class, " objects")
}

fn describe_getset(vm: &Vm, found: &Ref, object: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    let Some(object) = object else { return Ok(Value::Obj(found.clone())) };
    let payload = attribute(found);
    check_instance(vm, &payload.class, payload.row.name, object)?;
    (payload.row.get)(vm, object)
}

fn set_getset(vm: &Vm, found: &Ref, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let payload = attribute(found);
    check_instance(vm, &payload.class, payload.row.name, object)?;
    match payload.row.set {
        Some(set) => set(vm, object, value),
        None => Err(not_writable(vm, payload.row, &payload.class, object)),
    }
}

/// An attribute that CPython keeps as a plain member: it can only be read.
pub const fn read_only(
    name: &'static str,
    get: fn(&Vm, &Ref) -> Eval,
    doc: &'static str,
) -> GetSetRow {
    GetSetRow { name, get, set: Some(refuse), doc }
}

fn refuse(vm: &Vm, _object: &Ref, _value: Option<&Ref>) -> Result<(), Raised> {
    Err(vm.raise(ErrorKind::AttributeError, "readonly attribute".into()))
}

fn not_writable(vm: &Vm, row: &GetSetRow, class: &Ref, object: &Ref) -> Raised {
    let message = format!(
        "attribute '{}' of '{}' objects is not writable",
        row.name,
        super::functions::name_of(vm, class)
    );
    vm.attribute_error(message, object, &vm.name(row.name))
}

/// Where the value of a `__slots__` name stands in `object`: in the instance's own slots, or, where
/// the instance is of a builtin's layout, in a dict that nothing else shows.
enum Place {
    Tail(usize),
    Dict(Ref),
}

fn place_of(vm: &Vm, descriptor: &Member, object: &Ref) -> Result<Place, Raised> {
    if let Some(instance) = object.get::<Instance>() {
        let all = instance.class.as_ref::<Class>().shapes.reserved.get();
        return Ok(Place::Tail(usize::from(all).wrapping_sub(descriptor.from_end)));
    }
    let slot = match object.get::<Exception>() {
        Some(exception) => &exception.fields,
        None => match object.extra() {
            Some(extra) => &extra.dict,
            None => return Err(vm.no_attribute(object, &descriptor.name)),
        },
    };
    if let Some(dict) = slot.get() {
        return Ok(Place::Dict(dict));
    }
    let dict = vm.alloc(Dict::default())?;
    slot.set(Some(dict.clone()));
    Ok(Place::Dict(dict))
}

/// What a `__slots__` descriptor finds in `object`.
pub fn member_value(vm: &Vm, descriptor: &Ref, object: &Ref) -> Result<Option<Ref>, Raised> {
    let payload = member(descriptor);
    match place_of(vm, payload, object)? {
        Place::Tail(index) => Ok(object.tail().get(index).and_then(Slot::get)),
        Place::Dict(dict) => Ok(dict.as_ref::<Dict>().get_str(&payload.name)),
    }
}

fn describe_member(vm: &Vm, found: &Ref, object: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    let Some(object) = object else { return Ok(Value::Obj(found.clone())) };
    let payload = member(found);
    check_instance(vm, &payload.class, payload.name.text(), object)?;
    match member_value(vm, found, object)? {
        Some(value) => Ok(Value::Obj(value)),
        None => Err(empty_slot(vm, object, &payload.name)),
    }
}

/// `AttributeError` for a slot that holds nothing: it names the class in full.
#[cold]
fn empty_slot(vm: &Vm, object: &Ref, name: &Ref) -> Raised {
    let class = vm.class_full_name(vm.class_of(object));
    let class = class.strip_prefix("__main__.").unwrap_or(&class);
    let message = format!("'{class}' object has no attribute '{}'", name.text());
    vm.attribute_error(message, object, name)
}

fn set_member(vm: &Vm, found: &Ref, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let payload = member(found);
    check_instance(vm, &payload.class, payload.name.text(), object)?;
    let had = match place_of(vm, payload, object)? {
        Place::Tail(index) => match object.tail().get(index) {
            Some(slot) => {
                let old = slot.replace(value.cloned());
                old.is_some()
            }
            None => false,
        },
        Place::Dict(dict) => match value {
            Some(value) => {
                let name = (*payload.name).clone();
                dict.as_ref::<Dict>().set(vm, name, value.clone())?;
                true
            }
            None => dict.as_ref::<Dict>().remove(vm, &payload.name)?.is_some(),
        },
    };
    if value.is_none() && !had {
        return Err(vm.raise(ErrorKind::AttributeError, payload.name.text().to_owned()));
    }
    Ok(())
}
