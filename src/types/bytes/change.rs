//! Changing a `bytearray`.

use super::cell::ByteArray;
use super::construct::of_items;
use super::operators;
use super::view::{self, OUT_OF_RANGE};
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::expect;
use crate::types::memoryview::exported_bytes;
use crate::types::sequence::place;
use crate::types::slice::{self, Slice};

fn payload(object: &Ref) -> &ByteArray {
    object.as_ref::<ByteArray>()
}

/// Refuses to change the size while a memory view looks on.
fn may_resize(vm: &Vm, object: &Ref) -> Result<(), Raised> {
    if payload(object).exports.get() == 0 {
        return Ok(());
    }
    Err(resized_while_seen(vm))
}

fn resized_while_seen(vm: &Vm) -> Raised {
    let message = "Existing exports of data: object cannot be re-sized";
    vm.raise(ErrorKind::BufferError, message.into())
}

/// Replaces `removed` bytes at `at` by `added`. What goes from the front leaves its room there.
fn splice(vm: &Vm, object: &Ref, at: usize, removed: usize, added: &[u8]) -> Result<(), Raised> {
    let (from, room) = (payload(object).data.borrow().len(), payload(object).room.get());
    change(vm, object, at, removed, added)?;
    let to = payload(object).data.borrow().len();
    if at == 0 && to < from {
        payload(object).room.set(room.shortened_in_front(from, to));
    }
    Ok(())
}

/// Replaces `removed` bytes at `at` by `added`, growing amortised and charged.
fn change(vm: &Vm, object: &Ref, at: usize, removed: usize, added: &[u8]) -> Result<(), Raised> {
    if removed != added.len() {
        may_resize(vm, object)?;
    }
    let mut data = payload(object).data.borrow_mut();
    let at = at.min(data.len());
    let removed = removed.min(data.len() - at);
    let wanted = data.len() - removed + added.len();
    let room = payload(object).room.get().resized(data.len(), wanted);
    if wanted > data.capacity() {
        let capacity = room.allocated().max(wanted);
        let more = capacity - data.capacity();
        let old_len = data.len();
        vm.charge(more)?;
        if data.try_reserve_exact(capacity - old_len).is_err() {
            vm.heap.discharge(more);
            drop(data);
            return Err(vm.raise(ErrorKind::MemoryError, String::new()));
        }
    }
    if removed == 0 && at == data.len() {
        data.extend_from_slice(added);
    } else {
        data.splice(at..at + removed, added.iter().copied());
    }
    payload(object).room.set(room);
    Ok(())
}

/// Makes `data` the whole content.
fn replace_all(vm: &Vm, object: &Ref, data: &[u8]) -> Result<(), Raised> {
    let len = payload(object).data.borrow().len();
    change(vm, object, 0, len, data)
}

/// Makes `data` the content of a bytearray that is initialised; an iterator gave it byte by byte.
pub(super) fn fill(vm: &Vm, object: &Ref, data: &[u8], one_by_one: bool) -> Result<(), Raised> {
    let emptied = payload(object).room.get().resized(payload(object).data.borrow().len(), 0);
    replace_all(vm, object, data)?;
    let len = data.len();
    let room = if one_by_one { emptied.filled(len) } else { emptied.resized(0, len) };
    payload(object).room.set(room);
    Ok(())
}

pub(super) fn append(vm: &Vm, args: Args<'_>) -> Eval {
    let byte = view::byte(vm, args.req(1), OUT_OF_RANGE)?;
    let len = payload(args.req(0)).data.borrow().len();
    splice(vm, args.req(0), len, 0, &[byte])?;
    Ok(Value::None)
}

pub(super) fn clear(vm: &Vm, args: Args<'_>) -> Eval {
    may_resize(vm, args.req(0))?;
    let old = payload(args.req(0)).data.take();
    vm.heap.discharge(old.capacity());
    payload(args.req(0)).room.set(payload(args.req(0)).room.get().resized(old.len(), 0));
    Ok(Value::None)
}

pub(super) fn copy(vm: &Vm, args: Args<'_>) -> Eval {
    super::construct::unchanged(vm, args.req(0))
}

pub(super) fn extend(vm: &Vm, args: Args<'_>) -> Eval {
    let source = args.req(1);
    let added = if source.is::<Str>() {
        return Err(vm.type_error("expected iterable of integers; got: 'str'"));
    } else if let Some(bytes) = exported_bytes(vm, source, 0x11c)? {
        bytes
    } else if let Some(bytes) = view::of(source) {
        bytes.to_vec()
    } else if vm.slot(source, |slots| slots.iter.is_some() || slots.getitem.is_some()) {
        of_items(vm, source, OUT_OF_RANGE)?
    } else {
        let class = vm.class_name(source);
        return Err(vm.type_error(format!("can't extend bytearray with {class}")));
    };
    let len = payload(args.req(0)).data.borrow().len();
    splice(vm, args.req(0), len, 0, &added)?;
    Ok(Value::None)
}

pub(super) fn insert(vm: &Vm, args: Args<'_>) -> Eval {
    let index = vm.size_of(args.req(1))?;
    let byte = view::byte(vm, args.req(2), OUT_OF_RANGE)?;
    let len = payload(args.req(0)).data.borrow().len() as i64;
    let at = if index < 0 { (index.saturating_add(len)).max(0) } else { index.min(len) };
    splice(vm, args.req(0), at as usize, 0, &[byte])?;
    Ok(Value::None)
}

pub(super) fn pop(vm: &Vm, args: Args<'_>) -> Eval {
    let index = args.get(1).map_or(Ok(-1), |index| vm.index_of(index))?;
    let len = payload(args.req(0)).data.borrow().len();
    if len == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let Some(at) = place(index, len) else { return Err(vm.index_error("pop index out of range")) };
    may_resize(vm, args.req(0))?;
    let byte = payload(args.req(0)).data.borrow_mut().remove(at);
    payload(args.req(0)).room.set(payload(args.req(0)).room.get().resized(len, len - 1));
    Ok(Value::Int(byte.into()))
}

pub(super) fn remove(vm: &Vm, args: Args<'_>) -> Eval {
    let byte = view::byte(vm, args.req(1), OUT_OF_RANGE)?;
    let found = payload(args.req(0)).data.borrow().iter().position(|other| *other == byte);
    let Some(at) = found else { return Err(vm.value_error("value not found in bytearray")) };
    change(vm, args.req(0), at, 1, &[])?;
    Ok(Value::None)
}

pub(super) fn reverse(_vm: &Vm, args: Args<'_>) -> Eval {
    payload(args.req(0)).data.borrow_mut().reverse();
    Ok(Value::None)
}

pub(super) fn setitem(vm: &Vm, object: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    if key.is::<Slice>() {
        return set_slice(vm, object, key, value);
    }
    let index = operators::index(vm, object, key)?;
    let byte = value.map(|value| view::byte(vm, value, OUT_OF_RANGE)).transpose()?;
    let len = payload(object).data.borrow().len();
    let Some(at) = place(index, len) else { return Err(operators::out_of_range(vm, object)) };
    match byte {
        Some(byte) => {
            payload(object).data.borrow_mut()[at] = byte;
            Ok(())
        }
        None => splice(vm, object, at, 1, &[]),
    }
}

/// The bytes that a slice is to become.
fn assigned_bytes(vm: &Vm, value: &Ref) -> Result<Vec<u8>, Raised> {
    if let Some(bytes) = exported_bytes(vm, value, 0x11c)?.or_else(|| view::copied(value)) {
        return Ok(bytes);
    }
    let is_text = value.is::<Str>();
    let has_items = vm.slot(value, |slots| slots.iter.is_some() || slots.getitem.is_some());
    if has_items && !is_text {
        return of_items(vm, value, OUT_OF_RANGE);
    }
    if is_text || expect::is_number(vm, value) {
        let message = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
        return Err(vm.type_error(message));
    }
    let class = vm.class_name(value);
    Err(vm.type_error(format!("cannot convert '{class}' object to bytearray")))
}

fn set_slice(vm: &Vm, object: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let added = value.map_or(Ok(Vec::new()), |value| assigned_bytes(vm, value))?;
    let bounds = slice::unpack(vm, key)?;
    let selected = bounds.fit(payload(object).data.borrow().len());
    if selected.step == 1 {
        return splice(vm, object, selected.start as usize, selected.count, &added);
    }
    if added.is_empty() {
        if selected.count > 0 {
            may_resize(vm, object)?;
        }
        let mut data = payload(object).data.borrow_mut();
        let from = data.len();
        selected.remove_bytes(&mut data, 1);
        payload(object).room.set(payload(object).room.get().resized(from, data.len()));
        return Ok(());
    }
    if added.len() != selected.count {
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            added.len(),
            selected.count
        )));
    }
    let mut data = payload(object).data.borrow_mut();
    for (at, byte) in selected.places().zip(added) {
        data[at] = byte;
    }
    Ok(())
}

pub(super) fn inplace_concat(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let Some(added) = view::copied(right) else {
        let (from, to) = (vm.class_name(right), vm.class_name(left));
        return Err(vm.type_error(format!("can't concat {from} to {to}")));
    };
    if left.same(right) && !added.is_empty() {
        // What is added looks on while there is room to be made for it.
        return Err(resized_while_seen(vm));
    }
    let len = payload(left).data.borrow().len();
    splice(vm, left, len, 0, &added)?;
    Ok(Value::Obj(left.clone()))
}

pub(super) fn inplace_repeat(vm: &Vm, object: &Ref, times: &Ref) -> Eval {
    let data = operators::repeated(vm, object, times)?;
    replace_all(vm, object, &data)?;
    Ok(Value::Obj(object.clone()))
}
