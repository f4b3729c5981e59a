//! Cells of closure variables, as objects.

use crate::heap::{Ref, Slot};
use crate::runtime::object::CellObject;
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Args, CompareOp, Eval, Raised, Slots, Value, Vm, getset, staticmethod};

use super::object::OBJECT;

pub static CELL: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Create a new cell object.",
    construct: Some(&NEW),
    slots: Slots { repr: Some(repr), compare: Some(compare), unhashable: true, ..Slots::EMPTY },
    getset: &[getset("cell_contents", get_contents, set_contents, "what the variable is bound to")],
    ..TypeSpec::of::<CellObject>()
};

static NEW: Method =
    staticmethod("__new__", "(type, contents=None, /)", new, "Create and return a new object.");

fn content(object: &Ref) -> &Slot {
    &object.as_ref::<CellObject>().content
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc(CellObject { content: Slot::from(args.get(1).cloned()) }).map(Value::Obj)
}

fn get_contents(vm: &Vm, object: &Ref) -> Eval {
    match content(object).get() {
        Some(found) => Ok(Value::Obj(found)),
        None => Err(vm.value_error("Cell is empty")),
    }
}

fn set_contents(_vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    content(object).set(value.cloned());
    Ok(())
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let address = object.address();
    match content(object).get() {
        Some(found) => {
            let class = vm.class_full_name(vm.class_of(&found));
            vm.str_value(&format!(
                "<cell at {address:#x}: {class} object at {:#x}>",
                found.address()
            ))
        }
        None => vm.str_value(&format!("<cell at {address:#x}: empty>")),
    }
}

/// By contents; an empty cell is less than any other.
fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    if !left.is::<CellObject>() || !right.is::<CellObject>() {
        return vm.not_implemented();
    }
    match (content(left).get(), content(right).get()) {
        (Some(left), Some(right)) => vm.compare(op, &left, &right),
        (left, right) => Ok(Value::bool(op.holds(left.is_some().cmp(&right.is_some())))),
    }
}
