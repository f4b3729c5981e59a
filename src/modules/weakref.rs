//! `_weakref`: what `weakref` (in Python) is built on.

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, ModuleSpec};
use crate::runtime::{Args, Eval, Raised, Value, Vm, function};
use crate::types::weakref::{WEAK_CALLABLE_PROXY, WEAK_PROXY, WEAKREF, new_proxy, weak_references};

pub static WEAKREF_MODULE: ModuleSpec = ModuleSpec {
    name: "_weakref",
    doc: "Weak-reference support module.",
    functions: &FUNCTIONS,
    types: &[&WEAKREF, &WEAK_PROXY, &WEAK_CALLABLE_PROXY],
    setup: Some(setup),
};

static FUNCTIONS: [Method; 3] = [
    function(
        "getweakrefcount",
        "(object, /)",
        count,
        "Return the number of weak references to 'object'.",
    ),
    function(
        "getweakrefs",
        "(object, /)",
        references,
        "Return a list of all weak reference objects pointing to 'object'.",
    ),
    function(
        "proxy",
        "(object, callback=None, /)",
        proxy,
        "Create a proxy object that weakly references 'object'.",
    ),
];

fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    namespace.as_ref::<Dict>().set(vm, vm.name("ref"), vm.class_of_spec(&WEAKREF))
}

fn count(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(weak_references(vm, args.req(0)).len() as i64))
}

fn references(vm: &Vm, args: Args<'_>) -> Eval {
    vm.new_list(weak_references(vm, args.req(0))).map(Value::Obj)
}

fn proxy(vm: &Vm, args: Args<'_>) -> Eval {
    let callback = args.get(1).filter(|callback| !vm.is_none(callback));
    new_proxy(vm, args.req(0), callback)
}
