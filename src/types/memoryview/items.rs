//! Reading and writing the items of a view.

use super::cell::{MemoryView, exported_bytes, reshaped, whole};
use super::shape::{Rank, Shape};
use crate::heap::Ref;
use crate::runtime::object::Tuple;
use crate::runtime::object::number::int_view;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::{CompareOp, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::hash::hash_bytes;
use crate::types::array::{ItemError, pack, unpack};
use crate::types::bytes::{Bytes, view};
use crate::types::sequence::place;
use crate::types::slice::{self, Slice};

/// Owner and shape of a view that has not been released.
pub(super) fn live(vm: &Vm, view: &MemoryView) -> Result<(Ref, Shape), Raised> {
    match view.object.get() {
        Some(owner) => Ok((owner, view.shape.clone())),
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
    let shape = live_of(vm, object)?.1;
    if shape.rank == Rank::Scalar {
        return Err(vm.type_error("0-dim memory has no length"));
    }
    Ok(shape.count)
}

fn is_index(vm: &Vm, object: &Ref) -> bool {
    int_view(object).is_some() || vm.slot(object, |slots| slots.index.is_some())
}

fn unsupported(vm: &Vm, what: &str) -> Raised {
    vm.raise(ErrorKind::NotImplementedError, what.into())
}

/// The item that a key names, which is a number or one for each dimension; `whole` says what is
/// missing where it names a row.
fn index(vm: &Vm, key: &Ref, shape: &Shape, whole: &str) -> Result<usize, Raised> {
    if shape.rank == Rank::Scalar {
        if key.is::<Tuple>() && key.tail().is_empty() {
            return Ok(0);
        }
        return Err(vm.type_error("invalid indexing of 0-dim memory"));
    }
    if is_index(vm, key) {
        let number = vm.index_of(key)?;
        if shape.rank != Rank::Line {
            return Err(unsupported(vm, whole));
        }
        return place(number, shape.count)
            .ok_or_else(|| vm.index_error("index out of bounds on dimension 1"));
    }
    let keys = if key.is::<Tuple>() { tuple_refs(key) } else { Vec::new() };
    if !key.is::<Tuple>() || !keys.iter().all(|key| is_index(vm, key)) {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    let (given, dimensions) = (keys.len(), shape.dimensions());
    if given > dimensions {
        let message =
            format!("cannot index {dimensions}-dimension view with {given}-element tuple");
        return Err(vm.type_error(message));
    }
    if given < dimensions {
        return Err(unsupported(vm, "sub-views are not implemented"));
    }
    let places: Result<Vec<i64>, Raised> = keys.iter().map(|key| vm.index_of(key)).collect();
    shape.item_at(&places?).map_err(|dimension| {
        vm.index_error(&format!("index out of bounds on dimension {dimension}"))
    })
}

fn is_slices(key: &Ref) -> bool {
    key.is::<Tuple>()
        && !key.tail().is_empty()
        && tuple_refs(key).iter().all(|part| part.is::<Slice>())
}

/// The part of `shape` that a slice selects.
fn cut(vm: &Vm, shape: &Shape, key: &Ref) -> Result<Shape, Raised> {
    let selected = slice::unpack(vm, key)?.fit(shape.count);
    let start = match usize::try_from(selected.start) {
        Ok(first) if selected.count > 0 => shape.offset(first * shape.row()),
        _ => shape.start,
    };
    let stride = shape.stride * selected.step as isize;
    Ok(Shape { start, count: selected.count, stride, ..shape.clone() })
}

pub(super) fn getitem(vm: &Vm, object: &Ref, key: &Ref) -> Eval {
    let (_, shape) = live_of(vm, object)?;
    if shape.rank == Rank::Scalar && key.same(&vm.singletons.ellipsis) {
        return Ok(Value::Obj(object.clone()));
    }
    if key.is::<Slice>() && shape.rank != Rank::Scalar {
        let shape = cut(vm, &shape, key)?;
        return reshaped(vm, object, shape).map(Value::Obj);
    }
    if shape.rank != Rank::Scalar && is_slices(key) {
        return Err(unsupported(vm, "multi-dimensional slicing is not implemented"));
    }
    let at = index(vm, key, &shape, "multi-dimensional sub-views are not implemented")?;
    // Converting the key may have released the view.
    let (owner, shape) = live_of(vm, object)?;
    item(vm, &owner, &shape, at)
}

pub(super) fn setitem(vm: &Vm, object: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let (_, shape) = live_of(vm, object)?;
    if shape.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(vm.type_error("cannot delete memory")) };
    let (target, bytes) = if key.is::<Slice>() && shape.rank == Rank::Line {
        let target = cut(vm, &shape, key)?;
        let bytes = source_bytes(vm, value, &target)?;
        (target, bytes)
    } else if shape.rank == Rank::Scalar && key.same(&vm.singletons.ellipsis) {
        (shape.clone(), packed(vm, shape.format, value)?)
    } else if shape.rank != Rank::Scalar && (key.is::<Slice>() || is_slices(key)) {
        let message = "memoryview slice assignments are currently restricted to ndim = 1";
        return Err(unsupported(vm, message));
    } else {
        let at = index(vm, key, &shape, "sub-views are not implemented")?;
        let start = shape.offset(at);
        let bytes = packed(vm, shape.format, value)?;
        (Shape { start, count: 1, rank: Rank::Line, ..shape }, bytes)
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

/// The bytes to put where `target` says: of an object with as many of the same items.
fn source_bytes(vm: &Vm, value: &Ref, target: &Shape) -> Result<Vec<u8>, Raised> {
    let plain = |bytes: &[u8]| Shape::line(bytes.len(), b'B', 1, true);
    let (shape, bytes) = match exported_bytes(vm, value, 0x11c)? {
        Some(bytes) => (plain(&bytes), bytes),
        None => {
            let bytes = view::required(vm, value)?.to_vec();
            let shape = match value.get::<MemoryView>() {
                Some(view) => view.shape.clone(),
                None => whole(value).unwrap_or_else(|| plain(&bytes)),
            };
            (shape, bytes)
        }
    };
    if shape.format != target.format || shape.lengths() != target.lengths() {
        let message = "memoryview assignment: lvalue and rvalue have different structures";
        return Err(vm.value_error(message));
    }
    Ok(bytes)
}

fn packed(vm: &Vm, format: u8, value: &Ref) -> Result<Vec<u8>, Raised> {
    let code = format as char;
    if format == b'c' {
        let Some(bytes) = value.get::<Bytes>() else {
            return Err(vm.type_error("memoryview: invalid type for format 'c'"));
        };
        if bytes.data.len() != 1 {
            return Err(vm.value_error("memoryview: invalid value for format 'c'"));
        }
        return Ok(bytes.data.to_vec());
    }
    // A pointer is taken as it is: a negative number, too.
    let signed = format == b'P' && int_view(value).is_some_and(|number| number.is_negative());
    let format = if signed { b'q' } else { format };
    let what = match pack(vm, format, value) {
        Ok(bytes) => return Ok(bytes),
        Err(ItemError::Raised(raised)) if vm.pending_is(&raised, ErrorKind::OverflowError) => {
            drop(vm.take_raised(raised));
            format!("memoryview: invalid value for format '{code}'")
        }
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
    let shown = |object: &Ref| -> Option<(Ref, Shape)> {
        if let Some(view) = object.get::<MemoryView>() {
            return view.object.get().map(|owner| (owner, view.shape.clone()));
        }
        whole(object).map(|shape| (object.clone(), shape))
    };
    let same = op == CompareOp::Eq;
    let (Some((one, first)), Some((other, second))) = (shown(left), shown(right)) else {
        let released = |object: &Ref| object.is::<MemoryView>() && shown(object).is_none();
        if released(left) || released(right) {
            return Ok(Value::bool(left.same(right) == same));
        }
        return vm.not_implemented();
    };
    if first.lengths() != second.lengths() {
        return Ok(Value::bool(!same));
    }
    for at in 0..first.items() {
        let one = vm.to_object(item(vm, &one, &first, at)?)?;
        let other = vm.to_object(item(vm, &other, &second, at)?)?;
        if !vm.compare_truth(CompareOp::Eq, &one, &other)? {
            return Ok(Value::bool(!same));
        }
    }
    Ok(Value::bool(same))
}

pub(super) fn hash(vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let view = object.as_ref::<MemoryView>();
    if let Some(known) = view.hash.get() {
        return Ok(known);
    }
    let (owner, shape) = live_of(vm, object)?;
    if !shape.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(shape.format, b'B' | b'b' | b'c') {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    vm.hash(&owner)?;
    let hash = hash_bytes(&view.gathered().unwrap_or_default());
    view.hash.set(Some(hash));
    Ok(hash)
}
