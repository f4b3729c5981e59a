//! Builtin functions and the descriptors of builtin classes.
//!
//! (CPython: `Objects/methodobject.c`, `Objects/descrobject.c`.)

use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::{
    BuiltinFunction, Class, ClassMethodDescriptor, Dict, Exception, GetSet, Instance, Member,
    MethodDescriptor, MethodWrapper, SlotWrapper,
};
use crate::runtime::spec::{Flavor, GetSetRow, Method, TypeSpec};
use crate::runtime::{CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm, getter};
use crate::text::hash::hash_pointer;

use super::object::OBJECT;

pub static BUILTIN_FUNCTION: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    weakrefable: true,
    slots: Slots {
        repr: Some(builtin_repr),
        compare: Some(builtin_compare),
        hash: Some(builtin_hash),
        call: Some(call),
        ..Slots::EMPTY
    },
    getset: &[
        getter("__doc__", |vm, object| doc_of(vm, builtin(object).row.doc), "the docstring"),
        getter("__module__", |_, object| Ok(slot_value(&builtin(object).module)), "the module"),
        getter("__name__", |vm, object| vm.str_value(builtin(object).row.name), "the name"),
        getter("__qualname__", builtin_qualname, "the qualified name"),
        getter("__self__", builtin_self, "the object it is bound to"),
        getter(
            "__text_signature__",
            |vm, object| signature_of(vm, builtin(object).row),
            "the signature",
        ),
    ],
    ..TypeSpec::of::<BuiltinFunction>()
};

pub static METHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots {
        repr: Some(method_repr),
        describe: Some(describe_method),
        call: Some(call),
        ..Slots::EMPTY
    },
    getset: &[
        getter("__doc__", |vm, object| doc_of(vm, descriptor(object).row.doc), "the docstring"),
        getter("__name__", |vm, object| vm.str_value(descriptor(object).row.name), "the name"),
        getter("__objclass__", |_, object| Ok(class_value(&descriptor(object).class)), "the class"),
        getter(
            "__qualname__",
            |vm, object| qualname(vm, &descriptor(object).class, descriptor(object).row.name),
            "the qualified name",
        ),
        getter(
            "__text_signature__",
            |vm, object| signature_of(vm, descriptor(object).row),
            "the signature",
        ),
    ],
    ..TypeSpec::of::<MethodDescriptor>()
};

pub static CLASSMETHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots {
        repr: Some(class_method_repr),
        describe: Some(describe_class_method),
        call: Some(call),
        ..Slots::EMPTY
    },
    getset: &[
        getter("__doc__", |vm, object| doc_of(vm, class_method(object).row.doc), "the docstring"),
        getter("__name__", |vm, object| vm.str_value(class_method(object).row.name), "the name"),
        getter(
            "__objclass__",
            |_, object| Ok(class_value(&class_method(object).class)),
            "the class",
        ),
        getter(
            "__qualname__",
            |vm, object| qualname(vm, &class_method(object).class, class_method(object).row.name),
            "the qualified name",
        ),
        getter(
            "__text_signature__",
            |vm, object| signature_of(vm, class_method(object).row),
            "the signature",
        ),
    ],
    ..TypeSpec::of::<ClassMethodDescriptor>()
};

pub static SLOT_WRAPPER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots {
        repr: Some(wrapper_repr),
        describe: Some(describe_wrapper),
        call: Some(call),
        ..Slots::EMPTY
    },
    getset: &[
        getter("__doc__", |vm, object| doc_of(vm, wrapper(object).row.doc), "the docstring"),
        getter("__name__", |vm, object| vm.str_value(wrapper(object).row.name), "the name"),
        getter("__objclass__", |_, object| Ok(class_value(&wrapper(object).class)), "the class"),
        getter(
            "__qualname__",
            |vm, object| qualname(vm, &wrapper(object).class, wrapper(object).row.name),
            "the qualified name",
        ),
        getter(
            "__text_signature__",
            |vm, object| vm.str_value(wrapper(object).row.signature),
            "the signature",
        ),
    ],
    ..TypeSpec::of::<SlotWrapper>()
};

pub static METHOD_WRAPPER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots {
        repr: Some(bound_wrapper_repr),
        compare: Some(bound_wrapper_compare),
        hash: Some(bound_wrapper_hash),
        call: Some(call),
        ..Slots::EMPTY
    },
    getset: &[
        getter("__doc__", |vm, object| doc_of(vm, bound_row(object).row.doc), "the docstring"),
        getter("__name__", |vm, object| vm.str_value(bound_row(object).row.name), "the name"),
        getter("__objclass__", |_, object| Ok(class_value(&bound_row(object).class)), "the class"),
        getter(
            "__qualname__",
            |vm, object| qualname(vm, &bound_row(object).class, bound_row(object).row.name),
            "the qualified name",
        ),
        getter(
            "__self__",
            |_, object| Ok(class_value(&object.as_ref::<MethodWrapper>().receiver)),
            "the object it is bound to",
        ),
        getter(
            "__text_signature__",
            |vm, object| vm.str_value(bound_row(object).row.signature),
            "the signature",
        ),
    ],
    ..TypeSpec::of::<MethodWrapper>()
};

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

fn builtin(object: &Ref) -> &BuiltinFunction {
    object.as_ref()
}

fn descriptor(object: &Ref) -> &MethodDescriptor {
    object.as_ref()
}

fn class_method(object: &Ref) -> &ClassMethodDescriptor {
    object.as_ref()
}

fn wrapper(object: &Ref) -> &SlotWrapper {
    object.as_ref()
}

fn attribute(object: &Ref) -> &GetSet {
    object.as_ref()
}

fn member(object: &Ref) -> &Member {
    object.as_ref()
}

fn bound_row(object: &Ref) -> &SlotWrapper {
    object.as_ref::<MethodWrapper>().descriptor.as_ref()
}

fn doc_of(vm: &Vm, doc: &str) -> Eval {
    if doc.is_empty() { Ok(Value::None) } else { vm.str_value(doc) }
}

fn slot_value(slot: &Slot) -> Value {
    slot.get().map_or(Value::None, Value::Obj)
}

fn class_value(fixed: &Fixed) -> Value {
    Value::Obj((**fixed).clone())
}

fn class_qualname(class: &Ref) -> String {
    let qualname = class.as_ref::<Class>().qualname.get();
    qualname.map_or_else(String::new, |name| name.text().to_owned())
}

fn qualname(vm: &Vm, class: &Ref, name: &str) -> Eval {
    vm.str_value(&format!("{}.{name}", class_qualname(class)))
}

/// `__text_signature__`: with the implied first argument, as CPython writes it.
fn signature_of(vm: &Vm, row: &Method) -> Eval {
    let implied = match row.flavor {
        Flavor::Function => "$module, /",
        Flavor::Method => "$self, /",
        Flavor::ClassMethod => "$type, /",
        Flavor::Static => return vm.str_value(row.signature),
    };
    let inner = row.signature.trim_start_matches('(').trim_end_matches(')');
    // A signature has one `/` only.
    let separator = if inner.is_empty() { "" } else { ", " };
    if inner.contains('/') {
        let implied = implied.trim_end_matches(", /");
        return vm.str_value(&format!("({implied}{separator}{inner})"));
    }
    vm.str_value(&format!("({implied}{separator}{inner})"))
}

/// Calls a callable kind that the machinery knows; it never comes back here.
pub fn call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    vm.call_window(at, names)
}

fn builtin_qualname(vm: &Vm, object: &Ref) -> Eval {
    let payload = builtin(object);
    match payload.receiver.get() {
        Some(receiver) => match receiver.get::<Class>() {
            Some(_) => qualname(vm, &receiver, payload.row.name),
            None => qualname(vm, vm.class_of(&receiver), payload.row.name),
        },
        None => vm.str_value(payload.row.name),
    }
}

/// Functions of modules are bound to their module, as in CPython.
fn builtin_self(vm: &Vm, object: &Ref) -> Eval {
    let payload = builtin(object);
    if let Some(receiver) = payload.receiver.get() {
        return Ok(Value::Obj(receiver));
    }
    let Some(module) = payload.module.get() else { return Ok(Value::None) };
    let modules = vm.modules.as_ref::<Dict>();
    Ok(modules.get_str(&module).map_or(Value::None, Value::Obj))
}

fn builtin_repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = builtin(object);
    let name = payload.row.name;
    match payload.receiver.get() {
        Some(receiver) => {
            let class = vm.class_name(&receiver);
            let address = receiver.address();
            vm.str_value(&format!("<built-in method {name} of {class} object at {address:#x}>"))
        }
        None => vm.str_value(&format!("<built-in function {name}>")),
    }
}

fn builtin_compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(one), Some(other)) = (left.get::<BuiltinFunction>(), right.get::<BuiltinFunction>())
    else {
        return vm.not_implemented();
    };
    let same_receiver = one.receiver.address() == other.receiver.address();
    equality(vm, std::ptr::eq(one.row, other.row) && same_receiver, op)
}

fn equality(vm: &Vm, equal: bool, op: CompareOp) -> Eval {
    match op {
        CompareOp::Eq => Ok(Value::bool(equal)),
        CompareOp::Ne => Ok(Value::bool(!equal)),
        _ => vm.not_implemented(),
    }
}

fn builtin_hash(_vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let payload = builtin(object);
    let row = std::ptr::from_ref(payload.row).addr();
    match payload.receiver.address() {
        Some(address) => Ok(hash_pointer(address as usize) ^ hash_pointer(row)),
        None => Ok(hash_pointer(object.address() as usize)),
    }
}

fn in_class(vm: &Vm, what: &str, name: &str, class: &Ref, of: &str) -> Eval {
    vm.str_value(&format!("<{what} '{name}' of '{}'{of}>", class.as_ref::<Class>().name_text()))
}

fn method_repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = descriptor(object);
    // `__init__` fills a slot in CPython.
    let what = if payload.row.name == "__init__" { "slot wrapper" } else { "method" };
    in_class(vm, what, payload.row.name, &payload.class, " objects")
}

fn class_method_repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = class_method(object);
    in_class(vm, "method", payload.row.name, &payload.class, " objects")
}

fn wrapper_repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = wrapper(object);
    in_class(vm, "slot wrapper", payload.row.name, &payload.class, " objects")
}

fn getset_repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = attribute(object);
    in_class(vm, "attribute", payload.row.name, &payload.class, " objects")
}

fn member_repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = member(object);
    in_class(vm, "member", payload.name.text(), &payload.class, " objects")
}

fn bound_wrapper_repr(vm: &Vm, object: &Ref) -> Eval {
    let receiver = &object.as_ref::<MethodWrapper>().receiver;
    vm.str_value(&format!(
        "<method-wrapper '{}' of {} object at {:#x}>",
        bound_row(object).row.name,
        vm.class_name(receiver),
        receiver.address()
    ))
}

fn bound_wrapper_compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(one), Some(other)) = (left.get::<MethodWrapper>(), right.get::<MethodWrapper>())
    else {
        return vm.not_implemented();
    };
    let equal = one.descriptor.same(&other.descriptor) && one.receiver.same(&other.receiver);
    equality(vm, equal, op)
}

fn bound_wrapper_hash(_vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let payload = object.as_ref::<MethodWrapper>();
    let receiver = hash_pointer(payload.receiver.address() as usize);
    Ok(receiver ^ hash_pointer(payload.descriptor.address() as usize))
}

/// The object must be an instance of the descriptor's class.
fn check_instance(vm: &Vm, class: &Ref, name: &str, object: &Ref) -> Result<(), Raised> {
    if vm.is_instance(object, class) {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "descriptor '{name}' for '{}' objects doesn't apply to a '{}' object",
        class.as_ref::<Class>().name_text(),
        vm.class_name(object)
    )))
}

fn describe_method(vm: &Vm, method: &Ref, object: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    let Some(object) = object else { return Ok(Value::Obj(method.clone())) };
    let payload = descriptor(method);
    check_instance(vm, &payload.class, payload.row.name, object)?;
    bound(vm, payload.row, object)
}

fn bound(vm: &Vm, row: &'static Method, receiver: &Ref) -> Eval {
    let receiver = Slot::new(receiver.clone());
    vm.alloc(BuiltinFunction { row, receiver, module: Slot::empty() }).map(Value::Obj)
}

fn describe_class_method(vm: &Vm, method: &Ref, object: Option<&Ref>, class: Option<&Ref>) -> Eval {
    let payload = class_method(method);
    let class = match (class, object) {
        (Some(class), _) => class,
        (None, Some(object)) => vm.class_of(object),
        (None, None) => &payload.class,
    };
    bound(vm, payload.row, class)
}

fn describe_wrapper(vm: &Vm, method: &Ref, object: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    let Some(object) = object else { return Ok(Value::Obj(method.clone())) };
    let payload = wrapper(method);
    check_instance(vm, &payload.class, payload.row.name, object)?;
    let made = MethodWrapper {
        descriptor: Fixed::new(method.clone()),
        receiver: Fixed::new(object.clone()),
    };
    vm.alloc(made).map(Value::Obj)
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
        class.as_ref::<Class>().name_text()
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
        None => Err(vm.no_attribute(object, &payload.name)),
    }
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
