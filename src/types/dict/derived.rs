//! Dicts of derived classes, such as `defaultdict`, that leave subscripts to `dict`.

use super::operators::{get_item, set_item};
use crate::heap::{Flag, Ref};
use crate::runtime::Vm;
use crate::runtime::object::Dict;
use crate::runtime::slots::{BinaryFn, SetFn};

/// The dict that `object[key]` looks `key` up in; what is missing may be another's business.
#[inline(always)]
pub fn read_as_dict<'a>(vm: &Vm, object: &'a Ref) -> Option<&'a Dict> {
    let dict = object.get::<Dict>()?;
    (!object.has_flag(Flag::EXTENDED) || leaves_reading(vm, object)).then_some(dict)
}

/// The dict that `object[key] = value` stores into.
#[inline(always)]
pub fn written_as_dict<'a>(vm: &Vm, object: &'a Ref) -> Option<&'a Dict> {
    let dict = object.get::<Dict>()?;
    (!object.has_flag(Flag::EXTENDED) || leaves_writing(vm, object)).then_some(dict)
}

#[inline(never)]
fn leaves_reading(vm: &Vm, object: &Ref) -> bool {
    vm.slot(object, |slots| slots.getitem)
        .is_some_and(|read| std::ptr::fn_addr_eq(read, get_item as BinaryFn))
}

#[inline(never)]
fn leaves_writing(vm: &Vm, object: &Ref) -> bool {
    vm.slot(object, |slots| slots.setitem)
        .is_some_and(|write| std::ptr::fn_addr_eq(write, set_item as SetFn))
}
