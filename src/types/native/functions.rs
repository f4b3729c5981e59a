//! Builtin functions, the methods of builtin classes, and what binds them.
//!
//! (CPython: `Objects/methodobject.c`, `Objects/descrobject.c`.)

use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::{
    BuiltinFunction, Class, ClassMethodDescriptor, Dict, MethodDescriptor, MethodWrapper,
    SlotWrapper,
};
use crate::runtime::spec::{Flavor, Method, TypeSpec};
use crate::runtime::{CompareOp, Eval, Raised, Slots, Value, Vm, getter};
use crate::text::hash::hash_pointer;

use super::reduce;
use crate::types::object::OBJECT;

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
    methods: &reduce::FUNCTION,
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
    methods: &reduce::DESCRIPTOR,
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
    methods: &reduce::WRAPPER,
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
    methods: &reduce::BOUND_WRAPPER,
    ..TypeSpec::of::<MethodWrapper>()
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

fn bound_row(object: &Ref) -> &SlotWrapper {
    object.as_ref::<MethodWrapper>().descriptor.as_ref()
}

pub(super) fn doc_of(vm: &Vm, doc: &str) -> Eval {
    if doc.is_empty() { Ok(Value::None) } else { vm.str_value(doc) }
}

fn slot_value(slot: &Slot) -> Value {
    slot.get().map_or(Value::None, Value::Obj)
}

pub(super) fn class_value(fixed: &Fixed) -> Value {
    Value::Obj((**fixed).clone())
}

fn class_qualname(class: &Ref) -> String {
    let qualname = class.as_ref::<Class>().qualname.get();
    qualname.map_or_else(String::new, |name| name.text().to_owned())
}

pub(super) fn qualname(vm: &Vm, class: &Ref, name: &str) -> Eval {
    vm.str_value(&format!("{}.{name}", class_qualname(class)))
}

/// Functions whose arguments mean different things by their number: they have no signature.
const UNTOLD: [&str; 8] =
    ["__build_class__", "dir", "getattr", "iter", "max", "min", "next", "vars"];

/// `__text_signature__`: with the implied first argument, as CPython writes it.
fn signature_of(vm: &Vm, row: &Method) -> Eval {
    let implied = match row.flavor {
        Flavor::Function if UNTOLD.contains(&row.name) => return Ok(Value::None),
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
            // `__init__` fills a slot in CPython.
            let (what, quote) =
                if name == "__init__" { ("method-wrapper", "'") } else { ("built-in method", "") };
            vm.str_value(&format!(
                "<{what} {quote}{name}{quote} of {class} object at {address:#x}>"
            ))
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

pub(super) fn in_class(vm: &Vm, what: &str, name: &str, class: &Ref, of: &str) -> Eval {
    vm.str_value(&format!("<{what} '{name}' of '{}'{of}>", name_of(vm, class)))
}

/// A class's name as errors print it: with its module if it looks like one written in C.
pub(super) fn name_of(vm: &Vm, class: &Ref) -> String {
    let data = class.as_ref::<Class>();
    match data.spec {
        Some(spec) => spec.full_name(),
        None if data.flags.get().sealed => vm.class_full_name(class),
        None => data.name_text(),
    }
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
pub(super) fn check_instance(vm: &Vm, class: &Ref, name: &str, object: &Ref) -> Result<(), Raised> {
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
