//! The table of `bytes`.

use super::cell::{Bytes, NOT_HASHED};
use crate::heap::Ref;
use crate::runtime::spec::TypeSpec;
use crate::runtime::{CompareOp, Eval, Raised, Slots, Value, Vm};
use crate::text::hash::hash_bytes;
use crate::text::str_repr;
use crate::types::object::OBJECT;

fn repr(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(&str_repr::bytes_repr(&object.as_ref::<Bytes>().data))
}

fn hash(_vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let payload = object.as_ref::<Bytes>();
    if payload.hash.get() == NOT_HASHED {
        payload.hash.set(hash_bytes(&payload.data));
    }
    Ok(payload.hash.get())
}

fn len(_vm: &Vm, object: &Ref) -> Result<usize, Raised> {
    Ok(object.as_ref::<Bytes>().data.len())
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let order = super::view::with(left, |left| super::view::with(right, |right| left.cmp(right)));
    match order.flatten() {
        Some(order) => Ok(Value::bool(op.holds(order))),
        None => vm.not_implemented(),
    }
}

pub static BYTES: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Create an immutable array of bytes.",
    subclassable: true,
    match_self: true,
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        len: Some(len),
        ..Slots::EMPTY
    },
    ..TypeSpec::of::<Bytes>()
};
