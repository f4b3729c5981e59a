//! Builtins about attributes and namespaces: `getattr`, `setattr`, `dir`, `vars` and relatives.

use super::brief;
use crate::heap::Ref;
use crate::runtime::object::{Dict, Str};
use crate::runtime::spec::{Method, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};

pub static FUNCTIONS: [Method; 6] = [
    function(
        "delattr",
        "(obj, name, /)",
        delattr,
        "Deletes the named attribute from the given object.",
    ),
    function(
        "dir",
        "(object=None, /)",
        dir,
        "Return an alphabetized list of the names in the object.",
    ),
    function(
        "getattr",
        "(object, name, default=None, /)",
        getattr,
        "Get a named attribute from an object.",
    )
    .leaf(brief::getattr),
    function(
        "hasattr",
        "(obj, name, /)",
        hasattr,
        "Return whether the object has an attribute with the given name.",
    )
    .leaf(brief::hasattr),
    function(
        "setattr",
        "(obj, name, value, /)",
        setattr,
        "Sets the named attribute on the given object to the specified value.",
    ),
    function(
        "vars",
        "(object=None, /)",
        vars,
        "Return the __dict__ of an object, or the local variables.",
    ),
];

/// The attribute's name as an interned string.
fn name_of(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    if object.is_exact::<Str>() {
        return Ok(vm.intern_object(object));
    }
    if object.is::<Str>() {
        return vm.intern(object.text());
    }
    let class = vm.class_name(object);
    Err(vm.type_error(format!("attribute name must be string, not '{class}'")))
}

fn getattr(vm: &Vm, args: Args<'_>) -> Eval {
    let name = name_of(vm, args.req(1))?;
    let Some(default) = args.get(2) else { return vm.get_attr(args.req(0), &name) };
    Ok(Value::Obj(vm.find_attr(args.req(0), &name)?.unwrap_or_else(|| default.clone())))
}

fn hasattr(vm: &Vm, args: Args<'_>) -> Eval {
    let name = name_of(vm, args.req(1))?;
    vm.find_attr(args.req(0), &name).map(|found| Value::bool(found.is_some()))
}

fn setattr(vm: &Vm, args: Args<'_>) -> Eval {
    let name = name_of(vm, args.req(1))?;
    vm.set_attr(args.req(0), &name, Some(args.req(2))).map(|()| Value::None)
}

fn delattr(vm: &Vm, args: Args<'_>) -> Eval {
    let name = name_of(vm, args.req(1))?;
    vm.set_attr(args.req(0), &name, None).map(|()| Value::None)
}

/// The current scope's names, by calling `locals()`.
fn current_locals(vm: &Vm) -> Result<Ref, Raised> {
    let locals = vm.builtins.as_ref::<Dict>().get_str(&vm.name("locals"));
    match locals {
        Some(locals) => vm.call_object(&locals, &[]),
        None => vm.alloc(Dict::default()),
    }
}

fn vars(vm: &Vm, args: Args<'_>) -> Eval {
    let Some(object) = args.get(0) else { return current_locals(vm).map(Value::Obj) };
    let name = vm.name("__dict__");
    match vm.packed(object, |object| vm.find_attr(object, &name))? {
        Some(dict) => Ok(Value::Obj(dict)),
        None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}

fn dir(vm: &Vm, args: Args<'_>) -> Eval {
    let names = match args.get(0) {
        None => {
            let locals = current_locals(vm)?;
            let keys = vm.call_method(&locals, "keys", &[])?;
            vm.collect(&vm.to_object(keys)?)?
        }
        Some(object) => {
            let Some(method) = vm.lookup_special(object, "__dir__") else {
                let class = vm.class_name(object);
                return Err(vm.type_error(format!("'{class}' object has no __dir__")));
            };
            let names = vm.packed(object, |object| vm.call_bound_special(method, object, &[]))?;
            let names = vm.to_object(names)?;
            vm.collect(&names)?
        }
    };
    let names = vm.new_list(names)?;
    vm.call_method(&names, "sort", &[])?;
    Ok(Value::Obj(names))
}
