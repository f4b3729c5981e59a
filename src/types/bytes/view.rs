//! Looking at the bytes of any object that has some.

use std::cell;
use std::ops::Deref;

use super::cell::{ByteArray, Bytes};
use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::{Raised, Vm};
use crate::types::array::Array;
use crate::types::memoryview::{MemoryView, exported_bytes};

/// The bytes of an object, as long as this lives. *Invariant:* no Python code runs meanwhile: what
/// could run some (converting other arguments) comes first.
pub enum View<'a> {
    Plain(&'a [u8]),
    Borrowed(cell::Ref<'a, Vec<u8>>),
    /// Gathered by a memory view.
    Owned(Vec<u8>),
}

impl Deref for View<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            View::Plain(bytes) => bytes,
            View::Borrowed(bytes) => bytes,
            View::Owned(bytes) => bytes,
        }
    }
}

/// The bytes of a bytes-like object; `None` where it is none, or a released memory view.
pub fn of(object: &Ref) -> Option<View<'_>> {
    if let Some(bytes) = object.get::<Bytes>() {
        return Some(View::Plain(&bytes.data));
    }
    if let Some(array) = object.get::<ByteArray>() {
        return Some(View::Borrowed(array.data.borrow()));
    }
    if let Some(array) = object.get::<Array>() {
        return Some(View::Borrowed(array.data.borrow()));
    }
    object.get::<MemoryView>()?.gathered().map(View::Owned)
}

/// Lets `act` look at the bytes of a bytes-like object, which are not copied where they stand side
/// by side; `None` where it is none. No Python code may run in it.
pub fn look<R>(object: &Ref, act: impl FnOnce(&[u8]) -> R) -> Option<R> {
    match object.get::<MemoryView>() {
        Some(view) => view.look(act),
        None => of(object).map(|bytes| act(&bytes)),
    }
}

/// Lets `act` change the bytes of an object; `None` where it has none that may be changed and stand
/// side by side. No Python code may run in it.
pub fn change<R>(object: &Ref, act: impl FnOnce(&mut [u8]) -> R) -> Option<R> {
    match object.get::<MemoryView>() {
        Some(view) => view.change(act),
        None => own(object).map(|mut bytes| act(&mut bytes)),
    }
}

/// The bytes that an object owns and lets be changed.
pub fn own(object: &Ref) -> Option<cell::RefMut<'_, Vec<u8>>> {
    if let Some(array) = object.get::<ByteArray>() {
        return Some(array.data.borrow_mut());
    }
    Some(object.get::<Array>()?.data.borrow_mut())
}

/// A copy of the bytes of a bytes-like object.
pub fn copied(object: &Ref) -> Option<Vec<u8>> {
    of(object).map(|view| view.to_vec())
}

/// The bytes of `argument`.
///
/// # Errors
/// `TypeError` where it is not bytes-like.
pub fn required<'a>(vm: &Vm, argument: &'a Ref) -> Result<View<'a>, Raised> {
    if of(argument).is_none()
        && let Some(bytes) = exported_bytes(vm, argument, 0)?
    {
        return Ok(View::Owned(bytes));
    }
    of(argument).ok_or_else(|| {
        let class = vm.class_name(argument);
        vm.type_error(format!("a bytes-like object is required, not '{class}'"))
    })
}

/// Whether `object` is `bytes` or `bytearray`.
pub fn is_bytes_like(object: &Ref) -> bool {
    object.is::<Bytes>() || object.is::<ByteArray>()
}

/// `object` as one byte.
///
/// # Errors
/// `TypeError` where it is no integer, `ValueError` with `message` where it is out of range.
pub fn byte(vm: &Vm, object: &Ref, message: &str) -> Result<u8, Raised> {
    let index = vm.to_index(object)?;
    let small = int_view(&index).and_then(|view| view.small());
    small.and_then(|small| u8::try_from(small).ok()).ok_or_else(|| vm.value_error(message))
}

/// What [`byte`] says of a number that is too large or negative.
pub const OUT_OF_RANGE: &str = "byte must be in range(0, 256)";
