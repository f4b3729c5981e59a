//! Functions made by `def` and `lambda`, as objects.
//!
//! (CPython: `Objects/funcobject.c`.)

use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::{CellObject, Code, Dict, Function, Module, Str, Tuple};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, getset, kinds, staticmethod};

use super::native::{call, read_only};
use super::object::{DICT_ROW, OBJECT, replace_dict};

pub static FUNCTION: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    has_dict: true,
    weakrefable: true,
    doc: "Create a function object.",
    construct: Some(&NEW),
    slots: Slots { repr: Some(repr), describe: Some(describe), call: Some(call), ..Slots::EMPTY },
    getset: &ATTRIBUTES,
    ..TypeSpec::of::<Function>()
};

static NEW: Method = staticmethod(
    "__new__",
    "(type, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
    new,
    "Create and return a new object.",
);

const ATTRIBUTES: [GetSetRow; 13] = [
    getset("__annotations__", get_annotations, set_annotations, "the annotations"),
    read_only("__builtins__", builtins, "the builtins"),
    read_only(
        "__closure__",
        |_, object| Ok(slot(&of(object).closure)),
        "the cells of free variables",
    ),
    getset("__code__", get_code, set_code, "the code object"),
    getset(
        "__defaults__",
        |_, object| Ok(slot(&of(object).defaults)),
        set_defaults,
        "values of optional parameters",
    ),
    GetSetRow { name: "__dict__", get: DICT_ROW.get, set: Some(replace_dict), doc: "attributes" },
    getset("__doc__", |_, object| Ok(slot(&of(object).doc)), set_doc, "the docstring"),
    read_only(
        "__globals__",
        |_, object| Ok(Value::Obj((*of(object).globals).clone())),
        "the globals",
    ),
    getset(
        "__kwdefaults__",
        |_, object| Ok(slot(&of(object).kwdefaults)),
        set_kwdefaults,
        "values of optional keyword-only parameters",
    ),
    getset("__module__", |_, object| Ok(slot(&of(object).module)), set_module, "the module's name"),
    getset("__name__", |_, object| Ok(slot(&of(object).name)), set_name, "the name"),
    getset(
        "__qualname__",
        |_, object| Ok(slot(&of(object).qualname)),
        set_qualname,
        "the qualified name",
    ),
    getset("__type_params__", get_type_params, set_type_params, "the type parameters"),
];

fn of(object: &Ref) -> &Function {
    object.as_ref()
}

fn slot(slot: &Slot) -> Value {
    slot.get().map_or(Value::None, Value::Obj)
}

/// How CPython's argument errors name the class of what was given.
fn argument_class(vm: &Vm, given: &Ref) -> String {
    if vm.is_none(given) { "None".into() } else { vm.class_name(given).clone() }
}

/// `types.FunctionType(code, globals, …)`.
fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let (code, globals) = (args.req(1), args.req(2));
    let Some(code_data) = code.get::<Code>() else {
        let class = argument_class(vm, code);
        return Err(vm.type_error(format!("function() argument 'code' must be code, not {class}")));
    };
    if !globals.is::<Dict>() {
        let class = argument_class(vm, globals);
        return Err(
            vm.type_error(format!("function() argument 'globals' must be dict, not {class}"))
        );
    }
    let given = |index: usize| args.get(index).filter(|value| !vm.is_none(value));
    let name = match given(3) {
        Some(name) if !name.is::<Str>() => {
            return Err(vm.type_error("arg 3 (name) must be None or string"));
        }
        name => name.cloned(),
    };
    let defaults = match given(4) {
        Some(defaults) if !defaults.is::<Tuple>() => {
            return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
        }
        defaults => defaults.cloned(),
    };
    let closure = check_closure(vm, code_data, given(5))?;
    if given(6).is_some_and(|kwdefaults| !kwdefaults.is::<Dict>()) {
        return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
    }
    let doc = code_data.flags.has_docstring.then(|| code_data.constants.first());
    let module = globals.as_ref::<Dict>().get_str(&vm.name("__name__"));
    let function = Function {
        code: Slot::new(code.clone()),
        globals: Fixed::new(globals.clone()),
        name: Slot::new(name.unwrap_or_else(|| (*code_data.name).clone())),
        qualname: Slot::new((*code_data.qualname).clone()),
        defaults: Slot::from(defaults),
        kwdefaults: Slot::from(given(6).cloned()),
        closure: Slot::from(closure),
        doc: Slot::from(doc.flatten().map(|doc| (**doc).clone())),
        module: Slot::from(module),
        annotations: Slot::empty(),
        type_params: Slot::empty(),
        dict: Slot::empty(),
    };
    vm.alloc(function).map(Value::Obj)
}

fn check_closure(vm: &Vm, code: &Code, closure: Option<&Ref>) -> Result<Option<Ref>, Raised> {
    let Some(closure) = closure else {
        if code.free.is_empty() {
            return Ok(None);
        }
        return Err(vm.type_error("arg 5 (closure) must be tuple"));
    };
    let Some(items) = tuple_items(closure) else {
        return Err(vm.type_error("arg 5 (closure) must be None or tuple"));
    };
    if items.len() != code.free.len() {
        return Err(vm.value_error(format!(
            "{} requires closure of length {}, not {}",
            code.name.text(),
            code.free.len(),
            items.len()
        )));
    }
    for item in items.iter().filter_map(Slot::get) {
        if !item.is::<CellObject>() {
            let class = vm.class_name(&item);
            return Err(vm.type_error(format!("arg 5 (closure) expected cell, found {class}")));
        }
    }
    Ok((!items.is_empty()).then(|| closure.clone()))
}

/// `<function f at 0x…>`, with the qualified name.
fn repr(vm: &Vm, object: &Ref) -> Eval {
    let name = of(object).qualname.get();
    let name = name.as_ref().map_or("?", |name| name.text());
    object.observe();
    vm.str_value(&format!("<function {name} at {:#x}>", object.address()))
}

fn describe(vm: &Vm, object: &Ref, instance: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    match instance {
        Some(instance) => vm.new_bound_method(object, instance).map(Value::Obj),
        None => Ok(Value::Obj(object.clone())),
    }
}

/// A change that inline caches in nodes must notice.
fn changed(vm: &Vm) {
    vm.class_epoch.set(vm.class_epoch.get() + 1);
}

fn get_code(vm: &Vm, object: &Ref) -> Eval {
    Ok(of(object).code(vm)?.map_or(Value::None, Value::Obj))
}

fn set_code(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let Some((value, code)) = value.and_then(|value| Some((value, value.get::<Code>()?))) else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let function = of(object);
    let have = function.closure.get().map_or(0, |closure| closure.tail().len());
    if code.free.len() != have {
        let name = function.name.get();
        return Err(vm.value_error(format!(
            "{}() requires a code object with {have} free vars, not {}",
            name.as_ref().map_or("?", |name| name.text()),
            code.free.len()
        )));
    }
    function.code.set(Some(value.clone()));
    changed(vm);
    Ok(())
}

/// `None` and deletion both empty the slot.
fn optional(
    vm: &Vm,
    value: Option<&Ref>,
    fits: fn(&Ref) -> bool,
    message: &str,
) -> Result<Option<Ref>, Raised> {
    match value.filter(|value| !vm.is_none(value)) {
        Some(value) if fits(value) => Ok(Some(value.clone())),
        Some(_) => Err(vm.type_error(message)),
        None => Ok(None),
    }
}

/// The builtins that the function's globals name, or the ordinary ones.
fn builtins(vm: &Vm, object: &Ref) -> Eval {
    let globals = &of(object).globals;
    let own = globals.get::<Dict>().and_then(|globals| globals.get_str(&vm.name("__builtins__")));
    Ok(Value::Obj(match own {
        Some(own) => own.get::<Module>().map_or(own.clone(), |module| (*module.dict).clone()),
        None => vm.builtins.clone(),
    }))
}

fn set_defaults(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = optional(
        vm,
        value,
        |value| value.is::<Tuple>(),
        "__defaults__ must be set to a tuple object",
    )?;
    of(object).defaults.set(value);
    changed(vm);
    Ok(())
}

fn set_kwdefaults(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = optional(
        vm,
        value,
        |value| value.is::<Dict>(),
        "__kwdefaults__ must be set to a dict object",
    )?;
    of(object).kwdefaults.set(value);
    changed(vm);
    Ok(())
}

fn get_annotations(vm: &Vm, object: &Ref) -> Eval {
    let slot = &of(object).annotations;
    if let Some(found) = slot.get() {
        return Ok(Value::Obj(found));
    }
    let dict = vm.alloc(Dict::default())?;
    slot.set(Some(dict.clone()));
    Ok(Value::Obj(dict))
}

fn set_annotations(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = optional(
        vm,
        value,
        |value| value.is::<Dict>(),
        "__annotations__ must be set to a dict object",
    )?;
    of(object).annotations.set(value);
    Ok(())
}

fn set_doc(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).doc.set(Some(value.cloned().unwrap_or_else(|| vm.none())));
    Ok(())
}

fn set_module(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).module.set(Some(value.cloned().unwrap_or_else(|| vm.none())));
    Ok(())
}

fn text<'a>(vm: &Vm, value: Option<&'a Ref>, name: &str) -> Result<&'a Ref, Raised> {
    value
        .filter(|value| value.is::<Str>())
        .ok_or_else(|| vm.type_error(format!("{name} must be set to a string object")))
}

fn set_name(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).name.set(Some(text(vm, value, "__name__")?.clone()));
    Ok(())
}

fn set_qualname(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).qualname.set(Some(text(vm, value, "__qualname__")?.clone()));
    Ok(())
}

fn get_type_params(vm: &Vm, object: &Ref) -> Eval {
    let params = of(object).type_params.get();
    Ok(Value::Obj(params.unwrap_or_else(|| vm.singletons.empty_tuple.clone())))
}

fn set_type_params(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    match value {
        Some(value) if value.kind() == kinds::TUPLE => {
            of(object).type_params.set(Some(value.clone()));
            Ok(())
        }
        _ => Err(vm.type_error("__type_params__ must be set to a tuple")),
    }
}
