//! `classmethod`: a function that is called with the class.

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, kinds, method, staticmethod};

use super::object::OBJECT;
use super::staticmethod::{shared, wrap_attributes};

pub struct ClassMethod {
    pub callable: Slot,
}

impl Payload for ClassMethod {
    const KIND: Kind = kinds::CLASSMETHOD;
    const NAME: &'static str = "classmethod";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.callable.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.callable);
    }
}

pub static CLASSMETHOD: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    subclassable: true,
    has_dict: true,
    doc: "classmethod(function) -> method\n\nConvert a function to be a class method.",
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots { repr: Some(repr), describe: Some(describe), ..Slots::EMPTY },
    getset: &[shared::DICT, shared::FUNC, shared::ABSTRACT, shared::WRAPPED],
    ..TypeSpec::of::<ClassMethod>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", new, "Create and return a new object.");
static INIT: Method = method("__init__", "(function, /)", init, "Initialize self.");

/// A class method around `function`, with none of its attributes.
pub fn new_classmethod(vm: &Vm, function: &Ref) -> Result<Ref, Raised> {
    let class = vm.class_of_kind(kinds::CLASSMETHOD);
    vm.alloc_extended(ClassMethod { callable: Slot::new(function.clone()) }, class)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_extended(ClassMethod { callable: Slot::empty() }, args.req(0)).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let (object, function) = (args.req(0), args.req(1));
    object.as_ref::<ClassMethod>().callable.set(Some(function.clone()));
    wrap_attributes(vm, object, function)?;
    Ok(Value::None)
}

fn describe(vm: &Vm, object: &Ref, instance: Option<&Ref>, class: Option<&Ref>) -> Eval {
    let Some(function) = object.as_ref::<ClassMethod>().callable.get() else {
        return Err(vm.raise(
            crate::runtime::ErrorKind::RuntimeError,
            "uninitialized classmethod object".into(),
        ));
    };
    let class = match (class, instance) {
        (Some(class), _) => class.clone(),
        (None, Some(instance)) => vm.class_of(instance).clone(),
        (None, None) => return Ok(Value::Obj(function)),
    };
    vm.new_bound_method(&function, &class).map(Value::Obj)
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let callable = object.as_ref::<ClassMethod>().callable.get().unwrap_or_else(|| vm.none());
    vm.str_value(&format!("<classmethod({})>", vm.repr_text(&callable)?))
}
