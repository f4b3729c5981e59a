//! Exceptions with an attribute or two of their own: `KeyError`, `NameError`, `StopIteration` …

use crate::heap::Ref;
use crate::runtime::object::{Dict, Exception, Str};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, method};

use super::base::{args_of, str};

/// The field `name` of an exception, if it was set.
pub fn field(vm: &Vm, exception: &Ref, name: &str) -> Option<Ref> {
    let fields = exception.get::<Exception>()?.fields.get()?;
    fields.get::<Dict>()?.get_str(&vm.name(name))
}

/// Sets the field `name` of an exception.
pub fn set_field(vm: &Vm, exception: &Ref, name: &str, value: &Ref) -> Result<(), Raised> {
    let Some(payload) = exception.get::<Exception>() else { return Ok(()) };
    let fields = match payload.fields.get() {
        Some(fields) => fields,
        None => {
            let fields = vm.alloc(Dict::default())?;
            payload.fields.set(Some(fields.clone()));
            fields
        }
    };
    fields.as_ref::<Dict>().set(vm, vm.name(name), value.clone())
}

/// A row for a field that is `None` until it is set.
macro_rules! plain_field {
    ($name:literal, $doc:literal) => {
        GetSetRow {
            name: $name,
            get: |vm, object| Ok(field(vm, object, $name).map_or(Value::None, Value::Obj)),
            set: Some(|vm, object, value| put(vm, object, $name, value)),
            doc: $doc,
        }
    };
}

/// A row for a field that the arguments give unless it was set.
macro_rules! derived_field {
    ($name:literal, $derive:expr, $doc:literal) => {
        GetSetRow {
            name: $name,
            get: |vm, object| match field(vm, object, $name) {
                Some(value) => Ok(Value::Obj(value)),
                None => {
                    let derive: fn(&Vm, &[Ref]) -> Eval = $derive;
                    derive(vm, &args_of(object))
                }
            },
            set: Some(|vm, object, value| put(vm, object, $name, value)),
            doc: $doc,
        }
    };
}

pub(super) use derived_field;

/// Sets or (to `None`) deletes a field.
pub(super) fn put(vm: &Vm, object: &Ref, name: &str, value: Option<&Ref>) -> Result<(), Raised> {
    match value {
        Some(value) => set_field(vm, object, name, value),
        None => set_field(vm, object, name, &vm.none()),
    }
}

pub static KEY_ERROR: TypeSpec = TypeSpec {
    slots: Slots { str: Some(key_error_str), ..Slots::EMPTY },
    ..TypeSpec::of::<Exception>()
};

/// A missing key is shown by its `repr`, so that `KeyError('')` says something.
fn key_error_str(vm: &Vm, object: &Ref) -> Eval {
    let args = object.as_ref::<Exception>().args.get();
    let only = args.and_then(|args| match args.tail() {
        [only] => only.get(),
        _ => None,
    });
    match only {
        Some(key) => vm.repr_given(key).map(Value::Obj),
        None => str(vm, object),
    }
}

pub static STOP_ITERATION: TypeSpec = TypeSpec {
    init: Some(&STOP_INIT),
    getset: &[derived_field!(
        "value",
        |_, args| Ok(args.first().cloned().map_or(Value::None, Value::Obj)),
        "generator return value"
    )],
    ..TypeSpec::of::<Exception>()
};

static STOP_INIT: Method = method("__init__", "(*args)", stop_init, "Initialize self.");

/// The value is held by its field as well as by the arguments, as in CPython.
fn stop_init(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    object.as_ref::<Exception>().args.set(Some(vm.new_tuple(args.rest().cloned().collect())?));
    if let Some(value) = args.rest().next() {
        set_field(vm, object, "value", value)?;
    }
    Ok(Value::None)
}

pub static SYSTEM_EXIT: TypeSpec = TypeSpec {
    getset: &[derived_field!(
        "code",
        |vm, args| match args {
            [] => Ok(Value::None),
            [code] => Ok(Value::Obj(code.clone())),
            _ => vm.new_tuple(args.to_vec()).map(Value::Obj),
        },
        "exception code"
    )],
    ..TypeSpec::of::<Exception>()
};

pub static NAME_ERROR: TypeSpec = TypeSpec {
    init: Some(&NAME_INIT),
    getset: &[plain_field!("name", "name")],
    ..TypeSpec::of::<Exception>()
};

pub static ATTRIBUTE_ERROR: TypeSpec = TypeSpec {
    init: Some(&ATTRIBUTE_INIT),
    getset: &[plain_field!("name", "attribute name"), plain_field!("obj", "object")],
    ..TypeSpec::of::<Exception>()
};

pub static IMPORT_ERROR: TypeSpec = TypeSpec {
    init: Some(&IMPORT_INIT),
    slots: Slots { str: Some(import_error_str), ..Slots::EMPTY },
    getset: &[
        derived_field!(
            "msg",
            |_, args| match args {
                [message] => Ok(Value::Obj(message.clone())),
                _ => Ok(Value::None),
            },
            "exception message"
        ),
        plain_field!("name", "module name"),
        plain_field!("name_from", "name imported from module"),
        plain_field!("path", "module path"),
    ],
    ..TypeSpec::of::<Exception>()
};

fn import_error_str(vm: &Vm, object: &Ref) -> Eval {
    match field(vm, object, "msg") {
        Some(message) if message.is::<Str>() => Ok(Value::Obj(message)),
        _ => str(vm, object),
    }
}

static NAME_INIT: Method = method("__init__", "(*args, **kwargs)", name_init, "Initialize self.");
static ATTRIBUTE_INIT: Method =
    method("__init__", "(*args, **kwargs)", attribute_init, "Initialize self.");
static IMPORT_INIT: Method =
    method("__init__", "(*args, **kwargs)", import_init, "Initialize self.");

fn name_init(vm: &Vm, args: Args<'_>) -> Eval {
    init_with(vm, args, &["name"])
}

fn attribute_init(vm: &Vm, args: Args<'_>) -> Eval {
    init_with(vm, args, &["name", "obj"])
}

fn import_init(vm: &Vm, args: Args<'_>) -> Eval {
    init_with(vm, args, &["name", "path", "name_from"])
}

/// `__init__(*args, name=None, …)`: the keywords become fields.
fn init_with(vm: &Vm, args: Args<'_>, known: &[&str]) -> Eval {
    let object = args.req(0);
    object.as_ref::<Exception>().args.set(Some(vm.new_tuple(args.rest().cloned().collect())?));
    let keywords = args.get(1).and_then(|dict| dict.get::<Dict>());
    let pairs = keywords.map_or_else(Vec::new, Dict::pairs);
    let unknown = pairs.iter().find(|(name, _)| !known.contains(&name.text()));
    if let Some((name, _)) = unknown {
        // CPython names the builtin class, whatever the class of the instance.
        let class = match known.len() {
            1 => "NameError",
            2 => "AttributeError",
            _ => "ImportError",
        };
        let name = name.text();
        let hint = crate::text::suggest::suggest(name, known);
        let hint = hint.map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
        return Err(
            vm.type_error(format!("{class}() got an unexpected keyword argument '{name}'{hint}"))
        );
    }
    for name in known {
        let given = pairs.iter().find(|(key, _)| key.text() == *name).map(|(_, value)| value);
        if given.is_some() || field(vm, object, name).is_some() {
            set_field(vm, object, name, given.unwrap_or(&vm.none()))?;
        }
    }
    Ok(Value::None)
}
