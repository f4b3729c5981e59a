//! `staticmethod`: a function that is found as it is; and what it shares with `classmethod`.

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::{Dict, Function};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{
    Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds, method, staticmethod,
};

use super::classmethod::ClassMethod;
use super::object::{DICT_ROW, OBJECT, replace_dict};

pub struct StaticMethod {
    pub callable: Slot,
    pub dict: Slot,
}

impl Payload for StaticMethod {
    const KIND: Kind = kinds::STATICMETHOD;
    const NAME: &'static str = "staticmethod";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.callable.visit(visit);
        self.dict.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.callable);
        dying.give_up_slot(&self.dict);
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
    getset: &[
        forwarded::ANNOTATIONS,
        GetSetRow {
            name: DICT_ROW.name,
            get: DICT_ROW.get,
            set: Some(replace_dict),
            doc: DICT_ROW.doc,
        },
        forwarded::DOC,
        forwarded::FUNC,
        forwarded::ABSTRACT,
        forwarded::MODULE,
        forwarded::NAME,
        forwarded::QUALNAME,
        forwarded::WRAPPED,
    ],
    ..TypeSpec::of::<StaticMethod>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", new, "Create and return a new object.");
static INIT: Method = method("__init__", "(function, /)", init, "Initialize self.");

/// A static method around `function`.
pub fn new_staticmethod(vm: &Vm, function: &Ref) -> Result<Ref, Raised> {
    let made =
        vm.alloc(StaticMethod { callable: Slot::new(function.clone()), dict: Slot::empty() })?;
    wrap_attributes(vm, &made, function)?;
    Ok(made)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let empty = StaticMethod { callable: Slot::empty(), dict: Slot::empty() };
    vm.alloc_in(empty, args.req(0)).map(Value::Obj)
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

/// What a function says of itself shows through its wrapper: other attributes are copied.
pub fn wrap_attributes(vm: &Vm, wrapper: &Ref, function: &Ref) -> Result<(), Raised> {
    // A plain function's attributes are read through the wrapper's own getters.
    if function.is::<Function>() {
        return Ok(());
    }
    for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
        if let Some(value) = vm.find_attr(function, &vm.name(name))?
            && let Some(dict) = vm.instance_dict(wrapper)?
        {
            dict.as_ref::<Dict>().set(vm, vm.name(name), value)?;
        }
    }
    Ok(())
}

/// The attributes of wrappers that come from what they wrap.
pub mod forwarded {
    use super::*;

    macro_rules! rows {
        ($($row:ident $name:literal;)*) => {
            $(pub const $row: GetSetRow = GetSetRow {
                name: $name,
                get: |vm, object| read(vm, object, $name),
                set: Some(|vm, object, value| write(vm, object, $name, value)),
                doc: "as the wrapped function has it",
            };)*
        };
    }

    rows! {
        ANNOTATIONS "__annotations__";
        DOC "__doc__";
        MODULE "__module__";
        NAME "__name__";
        QUALNAME "__qualname__";
    }

    pub const FUNC: GetSetRow = GetSetRow {
        name: "__func__",
        get: |vm, object| callable_of(vm, object).map(Value::Obj),
        set: None,
        doc: "the wrapped function",
    };
    pub const WRAPPED: GetSetRow = GetSetRow {
        name: "__wrapped__",
        get: |vm, object| callable_of(vm, object).map(Value::Obj),
        set: None,
        doc: "the wrapped function",
    };
    pub const ABSTRACT: GetSetRow = GetSetRow {
        name: "__isabstractmethod__",
        get: |vm, object| {
            let callable = callable_of(vm, object)?;
            is_abstract(vm, &callable).map(Value::bool)
        },
        set: None,
        doc: "whether the wrapped function is abstract",
    };

    fn read(vm: &Vm, object: &Ref, name: &str) -> Eval {
        let key = vm.name(name);
        if let Some(own) = vm.instance_get(object, &key)? {
            return Ok(Value::Obj(own));
        }
        let callable = callable_of(vm, object)?;
        vm.get_attr(&callable, &key)
    }

    fn write(vm: &Vm, object: &Ref, name: &str, value: Option<&Ref>) -> Result<(), Raised> {
        vm.instance_set(object, &vm.name(name), value).map(drop)
    }
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
