//! How functions and methods of builtin classes are made again, for `pickle` and `copy`.

use crate::heap::Ref;
use crate::runtime::object::{
    BuiltinFunction, MethodDescriptor, MethodWrapper, Module, SlotWrapper,
};
use crate::runtime::spec::{Method, method};
use crate::runtime::{Args, Eval, Value, Vm};

const DOC: &str = "Helper for pickle.";

pub(super) static FUNCTION: [Method; 1] = [method("__reduce__", "()", function, DOC)];
pub(super) static DESCRIPTOR: [Method; 1] = [method("__reduce__", "()", descriptor, DOC)];
pub(super) static WRAPPER: [Method; 1] = [method("__reduce__", "()", wrapper, DOC)];
pub(super) static BOUND_WRAPPER: [Method; 1] = [method("__reduce__", "()", bound_wrapper, DOC)];

/// `getattr(owner, name)`
fn attribute(vm: &Vm, owner: &Ref, name: &str) -> Eval {
    let getattr = vm.to_object(vm.get_attr_text(&vm.builtins_module()?, "getattr")?)?;
    let arguments = vm.new_tuple_of([owner.clone(), vm.new_str(name)?])?;
    vm.new_tuple_of([getattr, arguments]).map(Value::Obj)
}

/// A function of a module is found by its name, a method at the object it is bound to.
fn function(vm: &Vm, args: Args<'_>) -> Eval {
    let name = args.req(0).as_ref::<BuiltinFunction>().row.name;
    let owner = vm.to_object(vm.get_attr_text(args.req(0), "__self__")?)?;
    if vm.is_none(&owner) || owner.is::<Module>() {
        return vm.str_value(name);
    }
    attribute(vm, &owner, name)
}

fn descriptor(vm: &Vm, args: Args<'_>) -> Eval {
    let descriptor = args.req(0).as_ref::<MethodDescriptor>();
    attribute(vm, &descriptor.class, descriptor.row.name)
}

fn wrapper(vm: &Vm, args: Args<'_>) -> Eval {
    let wrapper = args.req(0).as_ref::<SlotWrapper>();
    attribute(vm, &wrapper.class, wrapper.row.name)
}

fn bound_wrapper(vm: &Vm, args: Args<'_>) -> Eval {
    let bound = args.req(0).as_ref::<MethodWrapper>();
    let name = bound.descriptor.as_ref::<SlotWrapper>().row.name;
    attribute(vm, &bound.receiver, name)
}
