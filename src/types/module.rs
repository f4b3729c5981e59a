//! `module`: a namespace with attribute access.
//!
//! (CPython: `Objects/moduleobject.c`.)

use crate::heap::{Fixed, Ref};
use crate::runtime::object::{Dict, Module, Str};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::stdlib_names::STDLIB_NAMES;
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, getset, method, staticmethod};

use super::object::{OBJECT, attribute_name};

pub static MODULE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    subclassable: true,
    has_dict: true,
    weakrefable: true,
    doc: "Create a module object.\n\n\
          The name must be a string; the optional docstring can have any type.",
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots { repr: Some(repr), getattr: Some(getattr), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &[
        getset("__annotations__", get_annotations, set_annotations, "the annotations"),
        GetSetRow { name: "__dict__", get: get_dict, set: None, doc: "the namespace" },
    ],
    ..TypeSpec::of::<Module>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", new, "Create and return a new object.");
static INIT: Method = method("__init__", "(name, doc=None)", init, "Initialize self.");
static METHODS: [Method; 1] =
    [method("__dir__", "()", dir, "__dir__() -> list\nspecialized dir() implementation")];

fn namespace(object: &Ref) -> &Dict {
    object.as_ref::<Module>().dict.as_ref()
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = vm.alloc(Dict::default())?;
    vm.alloc_extended(Module { dict: Fixed::new(dict) }, args.req(0)).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let (object, name) = (args.req(0), args.req(1));
    if !name.is::<Str>() {
        let class = vm.class_name(name);
        return Err(
            vm.type_error(format!("module.__init__() argument 'name' must be str, not {class}"))
        );
    }
    let entries = [
        ("__name__", name.clone()),
        ("__doc__", args.get(2).cloned().unwrap_or_else(|| vm.none())),
        ("__package__", vm.none()),
        ("__loader__", vm.none()),
        ("__spec__", vm.none()),
    ];
    for (key, value) in entries {
        namespace(object).set(vm, vm.name(key), value)?;
    }
    Ok(Value::None)
}

fn entry(vm: &Vm, object: &Ref, name: &str) -> Option<Ref> {
    namespace(object).get_str(&vm.name(name))
}

/// The namespace and the class, then the module's own `__getattr__` (PEP 562).
fn getattr(vm: &Vm, object: &Ref, name: &Ref) -> Eval {
    let name = attribute_name(vm, name)?;
    if let Some(found) = vm.generic_find_attr(object, name)? {
        return Ok(found);
    }
    if let Some(fallback) = entry(vm, object, "__getattr__") {
        let found = vm.call(&fallback, &[name]);
        return found.map_err(|raised| vm.at_attribute(raised, object, name));
    }
    let message = match entry(vm, object, "__name__").filter(|own| own.is::<Str>()) {
        Some(own) => missing(vm, object, own.text(), name.text()),
        None => format!("module has no attribute '{}'", name.text()),
    };
    Err(vm.attribute_error(message, object, name))
}

/// A module without the attribute, with CPython's guesses why.
#[cold]
fn missing(vm: &Vm, object: &Ref, own: &str, name: &str) -> String {
    let file = entry(vm, object, "__file__").filter(|file| file.is::<Str>());
    let file = file.as_ref().map(|file| file.text());
    // A file beside the script may hide the module that was meant.
    let hiding = file.filter(|file| vm.is_beside_script(file));
    if let Some(file) = hiding
        && STDLIB_NAMES.contains(&own)
    {
        return format!(
            "module '{own}' has no attribute '{name}' (consider renaming '{file}' since it has the \
             same name as the standard library module named '{own}' and the import system gives it \
             precedence)"
        );
    }
    if vm.is_initializing(own) {
        return match (hiding, file) {
            (Some(file), _) => format!(
                "module '{own}' has no attribute '{name}' (consider renaming '{file}' if it has the \
                 same name as a third-party module you intended to import)"
            ),
            (None, Some(file)) if !file.starts_with("<frozen") => format!(
                "partially initialized module '{own}' from '{file}' has no attribute '{name}' (most \
                 likely due to a circular import)"
            ),
            _ => format!(
                "partially initialized module '{own}' has no attribute '{name}' (most likely due to \
                 a circular import)"
            ),
        };
    }
    if vm.is_initializing(&format!("{own}.{name}")) {
        return format!(
            "cannot access submodule '{name}' of module '{own}' (most likely due to a circular \
             import)"
        );
    }
    format!("module '{own}' has no attribute '{name}'")
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let name = match entry(vm, object, "__name__") {
        Some(name) => vm.repr_text(&name)?,
        None => "'?'".to_owned(),
    };
    if let Some(file) = entry(vm, object, "__file__").filter(|file| file.is::<Str>()) {
        if file.text().starts_with("<frozen") {
            return vm.str_value(&format!("<module {name} (frozen)>"));
        }
        return vm.str_value(&format!("<module {name} from {}>", vm.repr_text(&file)?));
    }
    let loader = entry(vm, object, "__loader__").filter(|loader| !vm.is_none(loader));
    if let Some(loader) = &loader
        && vm.short_class_name(loader) == "NamespaceLoader"
        && let Some(path) = entry(vm, object, "__path__")
    {
        let folders = vm.new_list(vm.collect(&path)?)?;
        let folders = vm.repr_text(&folders)?;
        return vm.str_value(&format!("<module {name} (namespace) from {folders}>"));
    }
    if let Some(loader) = loader {
        return vm.str_value(&format!("<module {name} ({})>", vm.repr_text(&loader)?));
    }
    let bare = name.trim_matches('\'');
    let builtin = bare == "builtins"
        || bare == "__main__"
        || vm.registry.modules.iter().any(|module| module.name == bare);
    vm.str_value(&if builtin {
        format!("<module {name} (built-in)>")
    } else {
        format!("<module {name}>")
    })
}

/// The public names that an embedded module makes when it is first asked for them.
fn names_to_come(vm: &Vm, object: &Ref, known: &[Ref]) -> Result<Vec<Ref>, Raised> {
    let file = entry(vm, object, "__file__").filter(|file| file.is::<Str>());
    let embedded = file.is_some_and(|file| file.text().starts_with("<frozen"));
    match entry(vm, object, "__all__") {
        Some(all) if embedded && entry(vm, object, "__getattr__").is_some() => {
            let mut names = vm.collect(&all)?;
            let known: std::collections::HashSet<&str> = known.iter().map(Ref::text).collect();
            names.retain(|name| name.is::<Str>() && !known.contains(name.text()));
            Ok(names)
        }
        _ => Ok(Vec::new()),
    }
}

fn dir(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    match entry(vm, object, "__dir__") {
        Some(own) => vm.call(&own, &[]),
        None => {
            let mut names = namespace(object).keys();
            names.extend(names_to_come(vm, object, &names)?);
            vm.new_list(names).map(Value::Obj)
        }
    }
}

fn get_dict(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Obj((*object.as_ref::<Module>().dict).clone()))
}

fn get_annotations(vm: &Vm, object: &Ref) -> Eval {
    if let Some(found) = entry(vm, object, "__annotations__") {
        return Ok(Value::Obj(found));
    }
    let dict = vm.alloc(Dict::default())?;
    namespace(object).set(vm, vm.name("__annotations__"), dict.clone())?;
    Ok(Value::Obj(dict))
}

fn set_annotations(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let name = vm.name("__annotations__");
    match value {
        Some(value) => namespace(object).set(vm, name, value.clone()),
        None => match namespace(object).remove(vm, &name)? {
            Some(_) => Ok(()),
            None => Err(vm.no_attribute(object, &name)),
        },
    }
}
