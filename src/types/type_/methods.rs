//! The table of `type`: its methods and slots.

use crate::heap::Ref;
use crate::runtime::object::{Class, Dict};
use crate::runtime::spec::{Method, TypeSpec, classmethod};
use crate::runtime::{Args, BinaryOp, Eval, Raised, Slots, Value, Vm, method, staticmethod};

use super::attributes::ATTRIBUTES;
use super::create::new;
use crate::types::measure;
use crate::types::object::{OBJECT, add_keys, attribute_name};
use crate::types::union::or;

pub static TYPE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    subclassable: true,
    has_dict: true,
    weakrefable: true,
    doc: "type(object) -> the object's type\n\
          type(name, bases, dict, **kwds) -> a new type",
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots {
        repr: Some(repr),
        call: Some(call),
        getattr: Some(getattr),
        setattr: Some(setattr),
        binary: Slots::binary(&[(BinaryOp::Or, or)]),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &ATTRIBUTES,
    ..TypeSpec::of::<Class>()
};

static NEW: Method = staticmethod(
    "__new__",
    "(type, /, *args, **kwargs)",
    new,
    "Create and return a new object.  See help(type) for accurate signature.",
)
.leaf(class_of);

/// `type(object)`.
fn class_of(vm: &Vm, object: &Ref, more: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    more.is_none().then(|| Ok(Value::Obj(vm.class_of(object).clone())))
}

static INIT: Method = method(
    "__init__",
    "(*args, **kwargs)",
    init,
    "Initialize self.  See help(type(self)) for accurate signature.",
);

static METHODS: [Method; 7] = [
    method("__dir__", "()", dir, "Specialized __dir__ implementation for types."),
    method(
        "__instancecheck__",
        "(instance, /)",
        instance_check,
        "Check if an object is an instance.",
    ),
    classmethod(
        "__prepare__",
        "(*args, **kwargs)",
        prepare,
        "Create the namespace for the class statement.",
    ),
    method("__sizeof__", "()", sizeof, "Return memory consumption of the type object."),
    method("__subclasscheck__", "(subclass, /)", subclass_check, "Check if a class is a subclass."),
    method("__subclasses__", "()", subclasses, "Return a list of immediate subclasses."),
    method("mro", "()", mro, "Return a type's method resolution order."),
];

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let keywords = args.get(1).and_then(|dict| dict.get::<Dict>());
    let given = args.rest().len();
    if given == 1 && keywords.is_some_and(|keywords| !keywords.is_empty()) {
        return Err(vm.type_error("type.__init__() takes no keyword arguments"));
    }
    if given != 1 && given != 3 {
        return Err(vm.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(Value::None)
}

/// `<class '__main__.C'>`.
fn repr(vm: &Vm, class: &Ref) -> Eval {
    vm.str_value(&format!("<class '{}'>", vm.class_full_name(class)))
}

fn call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    vm.instantiate(at, names)
}

fn getattr(vm: &Vm, class: &Ref, name: &Ref) -> Eval {
    vm.type_get_attr(class, attribute_name(vm, name)?)
}

fn setattr(vm: &Vm, class: &Ref, name: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    vm.type_set_attr(class, attribute_name(vm, name)?, value)
}

/// The names in the namespaces of the class and its bases; metaclasses do not count.
fn dir(vm: &Vm, args: Args<'_>) -> Eval {
    let names = vm.alloc(Dict::default())?;
    let all = names.as_ref::<Dict>();
    for class in args.req(0).as_ref::<Class>().mro_refs() {
        add_keys(vm, all, vm.namespace(&class))?;
    }
    vm.new_list(all.keys()).map(Value::Obj)
}

fn prepare(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.alloc(Dict::default()).map(Value::Obj)
}

fn sizeof(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(measure::class_size(args.req(0).as_ref::<Class>()) as i64))
}

/// By the object's real class, or by the `__class__` it claims to have.
fn instance_check(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, object) = (args.req(0), args.req(1));
    if vm.is_instance(object, class) {
        return Ok(Value::True);
    }
    let claimed = vm.find_attr(object, &vm.name("__class__"))?;
    let claims = claimed.as_ref().and_then(|claimed| claimed.get::<Class>());
    Ok(Value::bool(claims.is_some_and(|claimed| claimed.is_subclass_of(class))))
}

fn subclass_check(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, other) = (args.req(0), args.req(1));
    match other.get::<Class>() {
        Some(other) => Ok(Value::bool(other.is_subclass_of(class))),
        None => Err(vm.type_error("issubclass() arg 1 must be a class")),
    }
}

fn subclasses(vm: &Vm, args: Args<'_>) -> Eval {
    vm.new_list(vm.subclasses(args.req(0))).map(Value::Obj)
}

fn mro(vm: &Vm, args: Args<'_>) -> Eval {
    let order = vm.linearize(args.req(0))?;
    vm.new_list(order).map(Value::Obj)
}
