//! `mappingproxy`: a read-only view of a mapping, such as a class's `__dict__`.

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::object::{Class, List};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{
    Args, BinaryOp, CompareOp, Eval, Raised, Slots, Value, Vm, classmethod, kinds, method,
    staticmethod,
};

use super::generic_alias;
use super::object::OBJECT;

pub struct MappingProxy {
    pub mapping: Fixed,
}

impl Payload for MappingProxy {
    const KIND: Kind = kinds::MAPPING_PROXY;
    const NAME: &'static str = "mappingproxy";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.mapping.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.mapping);
    }
}

pub static MAPPING_PROXY: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    is_mapping: true,
    doc: "Read-only proxy of a mapping.",
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        str: Some(|vm, object| vm.str(of(object)).map(Value::Obj)),
        hash: Some(|vm, object| vm.hash(of(object))),
        compare: Some(compare),
        len: Some(|vm, object| vm.len_of(of(object))),
        iter: Some(|vm, object| vm.iter(of(object)).map(Value::Obj)),
        getitem: Some(|vm, object, key| vm.get_item(of(object), key)),
        contains: Some(|vm, object, key| vm.contains(of(object), key)),
        binary: Slots::binary(&[(BinaryOp::Or, union)]),
        inplace: Slots::binary(&[(BinaryOp::Or, union_in_place)]),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    ..TypeSpec::of::<MappingProxy>()
};

static NEW: Method =
    staticmethod("__new__", "(type, mapping)", new, "Create and return a new object.");

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

static METHODS: [Method; 7] = [
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585"),
    method("__reversed__", "()", |vm, args| forward(vm, args, "__reversed__"), "Reverse iterator."),
    method("copy", "()", |vm, args| forward(vm, args, "copy"), "A shallow copy of the mapping."),
    method(
        "get",
        "(key, default=None, /)",
        get,
        "Return the value for key if key is in the mapping, else default.",
    ),
    method("items", "()", |vm, args| forward(vm, args, "items"), "The mapping's items."),
    method("keys", "()", |vm, args| forward(vm, args, "keys"), "The mapping's keys."),
    method("values", "()", |vm, args| forward(vm, args, "values"), "The mapping's values."),
];

fn of(object: &Ref) -> &Ref {
    &object.as_ref::<MappingProxy>().mapping
}

/// A read-only view of `mapping`.
pub fn new_mapping_proxy(vm: &Vm, mapping: &Ref) -> Result<Ref, Raised> {
    vm.alloc(MappingProxy { mapping: Fixed::new(mapping.clone()) })
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let mapping = args.req(1);
    let is_mapping = vm.slot(mapping, |slots| slots.getitem.is_some())
        && !mapping.is::<List>()
        && !mapping.is::<crate::runtime::object::Tuple>()
        && !mapping.is::<Class>();
    if !is_mapping {
        let class = vm.class_name(mapping);
        return Err(
            vm.type_error(format!("mappingproxy() argument must be a mapping, not {class}"))
        );
    }
    new_mapping_proxy(vm, mapping).map(Value::Obj)
}

fn forward(vm: &Vm, args: Args<'_>, name: &str) -> Eval {
    vm.call_method(of(args.req(0)), name, &[])
}

fn get(vm: &Vm, args: Args<'_>) -> Eval {
    let none = vm.none();
    vm.call_method(of(args.req(0)), "get", &[args.req(1), args.get(2).unwrap_or(&none)])
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(&format!("mappingproxy({})", vm.repr_text(of(object))?))
}

fn unwrapped(object: &Ref) -> &Ref {
    object.get::<MappingProxy>().map_or(object, |proxy| &proxy.mapping)
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    // The other one unwraps itself when it is asked.
    vm.compare(op, unwrapped(left), right)
}

fn union(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    vm.binary(BinaryOp::Or, unwrapped(left), unwrapped(right))
}

fn union_in_place(vm: &Vm, left: &Ref, _right: &Ref) -> Eval {
    let class = vm.class_name(left);
    Err(vm.type_error(format!("'|=' is not supported by {class}; use '|' instead")))
}
