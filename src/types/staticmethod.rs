//! `staticmethod`: a function that is found as it is; and what it shares with `classmethod`.

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{
    Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds, method, staticmethod,
};

use super::classmethod::ClassMethod;
use super::object::{DICT_ROW, OBJECT, replace_dict};

pub struct StaticMethod {
    pub callable: Slot,
}

impl Payload for StaticMethod {
    const KIND: Kind = kinds::STATICMETHOD;
    const NAME: &'static str = "staticmethod";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.callable.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.callable);
    }
}

pub static STATICMETHOD: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    subclassable: true,
    has_dict: true,
    doc: "staticmethod(function) -> method\n\nConvert a function to be a static method.",
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots { repr: Some(repr), describe: Some(describe), call: Some(call), ..Slots::EMPTY },
    getset: &[shared::DICT, shared::FUNC, shared::ABSTRACT, shared::WRAPPED],
    ..TypeSpec::of::<StaticMethod>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", new, "Create and return a new object.");
static INIT: Method = method("__init__", "(function, /)", init, "Initialize self.");

/// A static method around `function`, with none of its attributes.
pub fn new_staticmethod(vm: &Vm, function: &Ref) -> Result<Ref, Raised> {
    let class = vm.class_of_kind(kinds::STATICMETHOD);
    vm.alloc_extended(StaticMethod { callable: Slot::new(function.clone()) }, class)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_extended(StaticMethod { callable: Slot::empty() }, args.req(0)).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let (object, function) = (args.req(0), args.req(1));
    object.as_ref::<StaticMethod>().callable.set(Some(function.clone()));
    wrap_attributes(vm, object, function)?;
    Ok(Value::None)
}

fn callable_of(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    let slot = match object.get::<StaticMethod>() {
        Some(method) => &method.callable,
        None => &object.as_ref::<ClassMethod>().callable,
    };
    slot.get().ok_or_else(|| {
        let kind = object.kind_name();
        vm.raise(ErrorKind::RuntimeError, format!("uninitialized {kind} object"))
    })
}

/// What a function says of itself is copied to its wrapper.
pub fn wrap_attributes(vm: &Vm, wrapper: &Ref, function: &Ref) -> Result<(), Raised> {
    for name in ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"] {
        let name = vm.name(name);
        if let Some(value) = vm.find_attr(function, &name)? {
            vm.set_attr(wrapper, &name, Some(&value))?;
        }
    }
    Ok(())
}

/// The attributes of wrappers that do not stand in their `__dict__`.
pub mod shared {
    use super::*;

    pub const DICT: GetSetRow = GetSetRow {
        name: DICT_ROW.name,
        get: DICT_ROW.get,
        set: Some(replace_dict),
        doc: DICT_ROW.doc,
    };
    pub const FUNC: GetSetRow = GetSetRow {
        name: "__func__",
        get: |vm, object| callable_of(vm, object).map(Value::Obj),
        set: None,
        doc: "the wrapped function",
    };
    pub const WRAPPED: GetSetRow = GetSetRow { name: "__wrapped__", ..FUNC };
    pub const ABSTRACT: GetSetRow = GetSetRow {
        name: "__isabstractmethod__",
        get: |vm, object| {
            let callable = callable_of(vm, object)?;
            is_abstract(vm, &callable).map(Value::bool)
        },
        set: None,
        doc: "whether the wrapped function is abstract",
    };
}

/// The wrapper as a `T`, where its class is exactly the builtin one.
pub fn exact<'a, T: Payload>(vm: &Vm, object: &'a Ref) -> Option<&'a T> {
    let own = object.extra().is_some_and(|extra| extra.class.same(vm.class_of_kind(T::KIND)));
    object.get::<T>().filter(|_| own)
}

/// Whether `object.__isabstractmethod__` is true.
pub fn is_abstract(vm: &Vm, object: &Ref) -> Result<bool, Raised> {
    match vm.find_attr(object, &vm.name("__isabstractmethod__"))? {
        Some(flag) => vm.truth_of(&flag),
        None => Ok(false),
    }
}

fn describe(vm: &Vm, object: &Ref, _instance: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    callable_of(vm, object).map(Value::Obj)
}

fn call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let Some(object) = vm.stack.get(at) else { return Ok(Value::None) };
    match callable_of(vm, &object) {
        Ok(callable) => {
            vm.stack.set(at, Some(callable));
            vm.call_window(at, names)
        }
        Err(raised) => {
            vm.stack.truncate(at);
            Err(raised)
        }
    }
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let callable = object.as_ref::<StaticMethod>().callable.get().unwrap_or_else(|| vm.none());
    vm.str_value(&format!("<staticmethod({})>", vm.repr_text(&callable)?))
}
