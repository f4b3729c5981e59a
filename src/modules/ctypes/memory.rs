//! What stands at an address, in CPython's layout as far as Refscope has it.

use super::forms::{Form, bits_of};
use crate::heap::{Place, Ref};
use crate::runtime::object::number::int_view;
use crate::runtime::object::{Bytes, Dict, List, Str};
use crate::runtime::{ErrorKind, Eval, Raised, Value, Vm};
use crate::types::bytes::ByteArray;

/// What CPython 3.13 shows as the count of an immortal object.
pub const IMMORTAL_COUNT: i64 = 4_294_967_295;

/// `address` as a number, with tutorials' recorded addresses translated.
pub fn address_of(vm: &Vm, object: &Ref) -> Result<u64, Raised> {
    let Some(view) = int_view(object) else { return Err(vm.type_error("integer expected")) };
    let address = match view.small() {
        Some(small) => small as u64,
        None => bits_of(vm, Form::Unsigned(8), object)?,
    };
    Ok(vm.aliases.resolve(address))
}

/// The 8 bytes at `address`, as CPython's layout has them.
pub(super) fn current_word(vm: &Vm, address: u64) -> Result<u64, Raised> {
    match vm.heap.find(address) {
        Place::Live { cell, offset } => {
            cell.observe();
            vm.departed.reads(cell.address(), address, false);
            Ok(word_of(vm, &cell, offset))
        }
        Place::Free { cell } => {
            vm.departed.reads(cell, address, true);
            Ok(0)
        }
        Place::Unused => Ok(0),
        Place::Outside => Err(vm.raise(
            ErrorKind::ValueError,
            format!(
                "there is nothing to read at {address:#x}: the address is outside Refscope's heap"
            ),
        )),
    }
}

fn word_of(vm: &Vm, cell: &Ref, offset: usize) -> u64 {
    let words = [
        // Looking holds the cell once more.
        if cell.is_immortal() { IMMORTAL_COUNT as u64 } else { (cell.count() - 1) as u64 },
        vm.class_of(cell).address(),
        length_of(cell),
    ];
    let low = words.get(offset / 8).copied().unwrap_or(0);
    let shift = (offset % 8) * 8;
    if shift == 0 {
        return low;
    }
    let high = words.get(offset / 8 + 1).copied().unwrap_or(0);
    (low >> shift) | (high << (64 - shift))
}

/// What CPython keeps at offset 16 of objects with a length.
fn length_of(cell: &Ref) -> u64 {
    if let Some(list) = cell.get::<List>() {
        return list.len() as u64;
    }
    if let Some(dict) = cell.get::<Dict>() {
        return dict.len() as u64;
    }
    if let Some(bytes) = cell.get::<Bytes>() {
        return bytes.data.len() as u64;
    }
    if let Some(array) = cell.get::<ByteArray>() {
        return array.data.borrow().len() as u64;
    }
    match cell.get::<Str>() {
        Some(text) => text.chars() as u64,
        None => cell.tail().len() as u64,
    }
}

/// The object that stands at an address.
pub(super) fn object_at(vm: &Vm, at: u64) -> Eval {
    if let Place::Live { cell, offset: 0 } = vm.heap.find(at) {
        return Ok(Value::Obj(cell));
    }
    let known = crate::inspect::explain(vm, at).join("; ");
    Err(vm.value_error(format!("there is no object at this address: {known}")))
}
