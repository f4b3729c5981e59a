//! Reading and writing the items of a view.

use super::cell::{MemoryView, Shape, new_view};
use crate::heap::Ref;
use crate::runtime::{CompareOp, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::hash::hash_bytes;
use crate::types::array::{Array, ItemError, pack, unpack};
use crate::types::bytes::view;
use crate::types::sequence::place;
use crate::types::slice::{self, Slice};

/// Owner and shape of a view that has not been released.
pub(super) fn live(vm: &Vm, view: &MemoryView) -> Result<(Ref, Shape), Raised> {
    match view.object.get() {
        Some(owner) => Ok((owner, view.shape)),
        None => Err(vm.value_error("operation forbidden on released memoryview object")),
    }
}

pub(super) fn live_of(vm: &Vm, object: &Ref) -> Result<(Ref, Shape), Raised> {
    live(vm, object.as_ref::<MemoryView>())
}

/// Item `at`, which is there.
pub(super) fn item(vm: &Vm, owner: &Ref, shape: &Shape, at: usize) -> Eval {
    let mut bytes = [0; 8];
    let from = shape.offset(at);
    if let Some(all) = view::of(owner)
        && let Some(item) = all.get(from..from + shape.item_size)
    {
        bytes[..shape.item_size].copy_from_slice(item);
    }
    unpack(vm, shape.format, &bytes[..shape.item_size])
}

pub(super) fn len(vm: &Vm, object: &Ref) -> Result<usize, Raised> {
    Ok(live_of(vm, object)?.1.count)
}

fn index(vm: &Vm, key: &Ref, count: usize) -> Result<usize, Raised> {
    if key.is::<crate::runtime::object::Tuple>() {
        let len = key.tail().len();
        let message = format!("cannot index 1-dimension view with {len}-element tuple");
        return Err(vm.type_error(message));
    }
    if !vm.slot(key, |slots| slots.index.is_some()) {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    place(vm.index_of(key)?, count)
        .ok_or_else(|| vm.index_error("index out of bounds on dimension 1"))
}

/// The part of `shape` that a slice selects.
fn cut(vm: &Vm, shape: Shape, key: &Ref) -> Result<Shape, Raised> {
    let selected = slice::unpack(vm, key)?.fit(shape.count);
    let start =
        if selected.count == 0 { shape.start } else { shape.offset(selected.start as usize) };
    let stride = shape.stride * selected.step as isize;
    Ok(Shape { start, count: selected.count, stride, ..shape })
}

pub(super) fn getitem(vm: &Vm, object: &Ref, key: &Ref) -> Eval {
    let (owner, shape) = live_of(vm, object)?;
    if key.is::<Slice>() {
        let shape = cut(vm, shape, key)?;
        return new_view(vm, owner, shape).map(Value::Obj);
    }
    let at = index(vm, key, shape.count)?;
    item(vm, &owner, &shape, at)
}

pub(super) fn setitem(vm: &Vm, object: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let (_, shape) = live_of(vm, object)?;
    if shape.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(vm.type_error("cannot delete memory")) };
    let (target, bytes) = if key.is::<Slice>() {
        let target = cut(vm, shape, key)?;
        let Some(bytes) = view::copied(value) else {
            let class = vm.class_name(value);
            let message = format!("a bytes-like object is required, not '{class}'");
            return Err(vm.type_error(message));
        };
        if bytes.len() != target.count * target.item_size {
            let message = "memoryview assignment: lvalue and rvalue have different structures";
            return Err(vm.value_error(message));
        }
        (target, bytes)
    } else {
        let at = index(vm, key, shape.count)?;
        (Shape { start: shape.offset(at), count: 1, ..shape }, packed(vm, shape.format, value)?)
    };
    // Converting the value may have released the view.
    let (owner, _) = live_of(vm, object)?;
    let write = |data: &mut Vec<u8>| {
        for (at, item) in bytes.chunks_exact(target.item_size).enumerate() {
            let from = target.offset(at);
            if let Some(room) = data.get_mut(from..from + target.item_size) {
                room.copy_from_slice(item);
            }
        }
    };
    if let Some(mut data) = view::own(&owner) {
        write(&mut data);
    }
    Ok(())
}

fn packed(vm: &Vm, format: u8, value: &Ref) -> Result<Vec<u8>, Raised> {
    let code = format as char;
    let what = match pack(vm, format, value) {
        Ok(bytes) => return Ok(bytes),
        Err(ItemError::Raised(raised)) => {
            if !vm.pending_is(&raised, ErrorKind::TypeError) {
                return Err(raised);
            }
            drop(vm.take_raised(raised));
            return Err(vm.type_error(format!("memoryview: invalid type for format '{code}'")));
        }
        Err(_) => format!("memoryview: invalid value for format '{code}'"),
    };
    Err(vm.value_error(what))
}

pub(super) fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return vm.not_implemented();
    }
    let whole = |object: &Ref| -> Option<(Ref, Shape)> {
        if let Some(view) = object.get::<MemoryView>() {
            return view.object.get().map(|owner| (owner, view.shape));
        }
        let count = view::of(object)?.len();
        let plain =
            Shape { start: 0, count, stride: 1, format: b'B', item_size: 1, readonly: true };
        let shape = object.get::<Array>().map_or(plain, |array| {
            let item_size = array.item_size();
            let stride = item_size as isize;
            Shape { count: array.len(), stride, format: array.code, item_size, ..plain }
        });
        Some((object.clone(), shape))
    };
    let same = op == CompareOp::Eq;
    let (Some((one, first)), Some((other, second))) = (whole(left), whole(right)) else {
        let released = |object: &Ref| object.is::<MemoryView>() && whole(object).is_none();
        if released(left) || released(right) {
            return Ok(Value::bool(left.same(right) == same));
        }
        return vm.not_implemented();
    };
    if first.count != second.count {
        return Ok(Value::bool(!same));
    }
    for at in 0..first.count {
        let one = vm.to_object(item(vm, &one, &first, at)?)?;
        let other = vm.to_object(item(vm, &other, &second, at)?)?;
        if !vm.compare_truth(CompareOp::Eq, &one, &other)? {
            return Ok(Value::bool(!same));
        }
    }
    Ok(Value::bool(same))
}

pub(super) fn hash(vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let (_, shape) = live_of(vm, object)?;
    if !shape.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(shape.format, b'B' | b'b' | b'c') {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    Ok(hash_bytes(&object.as_ref::<MemoryView>().gathered().unwrap_or_default()))
}
