//! Packing into buffers and unpacking from them.

use super::layout::Layout;
use super::values::{error, pack, unpack};
use crate::heap::Ref;
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::types::bytes::{new_bytes, view};

/// The bytes of `values`.
pub(super) fn packed<'a>(
    vm: &Vm,
    layout: &Layout,
    values: impl ExactSizeIterator<Item = &'a Ref>,
) -> Eval {
    check_count(vm, layout, "pack", values.len())?;
    new_bytes(vm, pack(vm, layout, values)?).map(Value::Obj)
}

fn check_count(vm: &Vm, layout: &Layout, name: &str, got: usize) -> Result<(), Raised> {
    let expected = layout.values;
    if got == expected {
        return Ok(());
    }
    let message = format!("{name} expected {expected} items for packing (got {got})");
    Err(error(vm, &message))
}

/// Packs the values behind a buffer and an offset into the buffer.
pub(super) fn pack_into<'a>(
    vm: &Vm,
    layout: &Layout,
    mut given: impl ExactSizeIterator<Item = &'a Ref>,
) -> Eval {
    let Some(buffer) = given.next() else {
        return Err(error(vm, "pack_into expected buffer argument"));
    };
    let Some(offset) = given.next() else {
        return Err(error(vm, "pack_into expected offset argument"));
    };
    check_count(vm, layout, "pack_into", given.len())?;
    let Some(len) = view::change(buffer, |bytes| bytes.len()) else {
        let class = vm.class_name(buffer);
        let message = format!("argument must be read-write bytes-like object, not {class}");
        return Err(vm.type_error(message));
    };
    let at = place(vm, offset, len, layout.size, &PACKING)?;
    let data = pack(vm, layout, given)?;
    // Converting a value may have made the buffer shorter.
    let room = view::change(buffer, |bytes| {
        bytes.get_mut(at..at + data.len()).map(|room| room.copy_from_slice(&data))
    });
    match room.flatten() {
        Some(()) => Ok(Value::None),
        None => Err(error(vm, "the buffer has become too short")),
    }
}

/// The words of errors about places in a buffer.
struct Words {
    name: &'static str,
    verb: &'static str,
    too_short: &'static str,
}

const PACKING: Words = Words { name: "pack_into", verb: "packing", too_short: "no space to pack" };
const UNPACKING: Words =
    Words { name: "unpack_from", verb: "unpacking", too_short: "not enough data to unpack" };

/// Where an offset, perhaps from the end, lies in a buffer of `len` bytes with `size` behind it.
fn place(vm: &Vm, offset: &Ref, len: usize, size: usize, words: &Words) -> Result<usize, Raised> {
    let offset = vm.size_of(offset)?;
    if let Some(at) = fitting(offset, len, size) {
        return Ok(at);
    }
    let Words { name, verb, too_short } = words;
    let message = if offset >= 0 {
        let needed = (offset as usize).saturating_add(size);
        format!(
            "{name} requires a buffer of at least {needed} bytes for {verb} {size} bytes at \
             offset {offset} (actual buffer size is {len})"
        )
    } else if offset.saturating_add(size as i64) > 0 {
        format!("{too_short} {size} bytes at offset {offset}")
    } else {
        format!("offset {offset} out of range for {len}-byte buffer")
    };
    Err(error(vm, &message))
}

/// The place of `size` bytes at an offset, where there are so many.
fn fitting(offset: i64, len: usize, size: usize) -> Option<usize> {
    let at = if offset >= 0 { offset } else { offset.checked_add(len as i64)? };
    let at = usize::try_from(at).ok()?;
    // What is counted from the end may not reach beyond it.
    (at.checked_add(size)? <= len).then_some(at)
}

fn not_bytes(vm: &Vm, buffer: &Ref) -> Raised {
    let class = vm.class_name(buffer);
    vm.type_error(format!("a bytes-like object is required, not '{class}'"))
}

/// The values of a buffer that is as long as the layout.
pub(super) fn unpacked(vm: &Vm, layout: &Layout, buffer: &Ref) -> Eval {
    let values = view::look(buffer, |bytes| {
        (bytes.len() == layout.size).then(|| unpack(vm, layout, bytes)).transpose()
    });
    match values.ok_or_else(|| not_bytes(vm, buffer))?? {
        Some(values) => Ok(Value::Obj(values)),
        None => {
            let message = format!("unpack requires a buffer of {} bytes", layout.size);
            Err(error(vm, &message))
        }
    }
}

/// The values that stand at an offset, where that is known not to run Python code and there are
/// enough bytes.
pub(super) fn unpack_at(vm: &Vm, layout: &Layout, buffer: &Ref, offset: i64) -> Option<Eval> {
    view::look(buffer, |bytes| {
        let at = fitting(offset, bytes.len(), layout.size)?;
        Some(unpack(vm, layout, &bytes[at..at + layout.size]).map(Value::Obj))
    })?
}

/// The values that stand at an offset.
pub(super) fn unpack_from(vm: &Vm, layout: &Layout, buffer: &Ref, offset: Option<&Ref>) -> Eval {
    let len = view::look(buffer, |bytes| bytes.len()).ok_or_else(|| not_bytes(vm, buffer))?;
    let at = match offset {
        Some(offset) => place(vm, offset, len, layout.size, &UNPACKING)?,
        None => place(vm, &vm.new_int(0)?, len, layout.size, &UNPACKING)?,
    };
    match unpack_at(vm, layout, buffer, at as i64) {
        Some(values) => values,
        None => Err(error(vm, "the buffer has become too short")),
    }
}

/// How many bytes `buffer` has, which must be whole runs of the layout.
pub(super) fn whole_runs(vm: &Vm, layout: &Layout, buffer: &Ref) -> Result<usize, Raised> {
    if layout.size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let len = view::look(buffer, |bytes| bytes.len()).ok_or_else(|| not_bytes(vm, buffer))?;
    if !len.is_multiple_of(layout.size) {
        let size = layout.size;
        let message =
            format!("iterative unpacking requires a buffer of a multiple of {size} bytes");
        return Err(error(vm, &message));
    }
    Ok(len)
}
