//! The descriptor of one field of a named tuple.

use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::{Tuple, TupleGetter};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getset, method, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm};

use super::object::OBJECT;

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let index = vm.size_of(args.req(1))?;
    let getter = TupleGetter {
        index: usize::try_from(index).unwrap_or(usize::MAX),
        doc: Slot::new(args.req(2).clone()),
        number: Fixed::new(args.req(1).clone()),
    };
    vm.alloc_in(getter, args.req(0)).map(Value::Obj)
}

fn describe(vm: &Vm, getter: &Ref, object: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    let Some(object) = object else { return Ok(Value::Obj(getter.clone())) };
    let index = getter.as_ref::<TupleGetter>().index;
    if !object.is::<Tuple>() {
        let class = vm.class_name(object);
        return Err(vm.type_error(format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{class}' object"
        )));
    }
    match super::tuple::item(object, index) {
        Some(item) => Ok(Value::Obj(item)),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn describe_set(vm: &Vm, _: &Ref, _: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let verb = if value.is_some() { "set" } else { "delete" };
    Err(vm.raise(ErrorKind::AttributeError, format!("can't {verb} attribute")))
}

fn repr(vm: &Vm, getter: &Ref) -> Eval {
    let payload = getter.as_ref::<TupleGetter>();
    let doc = payload.doc.get().unwrap_or_else(|| vm.none());
    let doc = vm.repr_text(&doc)?;
    let number = vm.repr_text(&payload.number)?;
    vm.str_value(&format!("_tuplegetter({number}, {doc})"))
}

fn doc(_vm: &Vm, getter: &Ref) -> Eval {
    Ok(getter.as_ref::<TupleGetter>().doc.get().map_or(Value::None, Value::Obj))
}

fn set_doc(_vm: &Vm, getter: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    getter.as_ref::<TupleGetter>().doc.set(value.cloned());
    Ok(())
}

fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<TupleGetter>();
    let doc = payload.doc.get().unwrap_or_else(|| vm.none());
    let given = vm.new_tuple_of([(*payload.number).clone(), doc])?;
    vm.new_tuple_of([vm.class_of(args.req(0)).clone(), given]).map(Value::Obj)
}

static METHODS: [Method; 1] = [method("__reduce__", "()", reduce, "Helper for pickle.")];

static NEW: Method =
    staticmethod("__new__", "(type, index, doc, /)", new, "Create and return a new object.");

static GETSET: &[GetSetRow] = &[getset("__doc__", doc, set_doc, "The field's description.")];

pub static TUPLE_GETTER: TypeSpec = TypeSpec {
    module: "collections",
    base: Some(&OBJECT),
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        describe: Some(describe),
        describe_set: Some(describe_set),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: GETSET,
    ..TypeSpec::of::<TupleGetter>()
};
