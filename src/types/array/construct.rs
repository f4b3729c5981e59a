//! `array.array(typecode, initializer)`.

use super::cell::{Array, room_for};
use super::item::{CODES, checked, size_of};
use crate::heap::Ref;
use crate::runtime::object::{List, Str, Tuple};
use crate::runtime::spec::{Method, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::bytes::view;

fn array_new(vm: &Vm, args: Args<'_>) -> Eval {
    let code = type_code(vm, args.req(1))?;
    if code == b'u' {
        let message = "The 'u' type code is deprecated and will be removed in Python 3.16";
        vm.warn(ErrorKind::DeprecationWarning, message)?;
    }
    let data = match args.get(2) {
        None => Vec::new(),
        Some(source) => with_room(packed(vm, code, source)?, code, source),
    };
    vm.alloc_in(Array::charged(vm, code, data)?, args.req(0)).map(Value::Obj)
}

fn type_code(vm: &Vm, argument: &Ref) -> Result<u8, Raised> {
    let is_letter = argument.is::<Str>() && argument.text().chars().count() == 1;
    if !is_letter {
        let class = vm.class_name(argument);
        let message = format!("array() argument 1 must be a unicode character, not {class}");
        return Err(vm.type_error(message));
    }
    if !CODES.contains(argument.text()) {
        return Err(
            vm.value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
        );
    }
    Ok(argument.text().as_bytes()[0])
}

/// `data` with the room that CPython makes for the items of `source`: no more than is needed where
/// their number is known.
fn with_room(mut data: Vec<u8>, code: u8, source: &Ref) -> Vec<u8> {
    let size = size_of(code).unwrap_or(1);
    let count = data.len() / size;
    let known = source.is::<List>() || source.is::<Tuple>() || source.is::<Array>();
    let room = if known || source.is::<Str>() {
        count
    } else if view::is_bytes_like(source) {
        room_for(0, count)
    } else {
        // They come one by one.
        (1..=count).fold(0, |room, len| if len > room { room_for(len - 1, len) } else { room })
    };
    data.reserve_exact(room * size - data.len());
    data.shrink_to(room * size);
    data
}

/// The items of `source` as bytes of type `code`.
fn packed(vm: &Vm, code: u8, source: &Ref) -> Result<Vec<u8>, Raised> {
    let is_text = matches!(code, b'u' | b'w');
    if source.is::<Str>() {
        if !is_text {
            let code = code as char;
            return Err(vm.type_error(format!(
                "cannot use a str to initialize an array with typecode '{code}'"
            )));
        }
        return Ok(source
            .text()
            .chars()
            .flat_map(|letter| (letter as u32).to_ne_bytes())
            .collect());
    }
    if let Some(other) = source.get::<Array>()
        && matches!(other.code, b'u' | b'w')
        && !is_text
    {
        let code = code as char;
        return Err(vm.type_error(format!(
            "cannot use a unicode array to initialize an array with typecode '{code}'"
        )));
    }
    if view::is_bytes_like(source) {
        return whole_items(vm, code, source);
    }
    items_of(vm, code, source)
}

/// The bytes of a bytes-like object, which must be whole items.
pub(super) fn whole_items(vm: &Vm, code: u8, source: &Ref) -> Result<Vec<u8>, Raised> {
    let bytes = view::required(vm, source)?.to_vec();
    if !bytes.len().is_multiple_of(size_of(code).unwrap_or(1)) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    Ok(bytes)
}

/// The items of an iterable as bytes of type `code`.
pub(super) fn items_of(vm: &Vm, code: u8, source: &Ref) -> Result<Vec<u8>, Raised> {
    let mut data = Vec::new();
    vm.each(source, &mut |item| {
        data.extend(checked(vm, code, &item)?);
        Ok(true)
    })?;
    Ok(data)
}

pub(super) static NEW: Method = staticmethod(
    "__new__",
    "(type, typecode, initializer=None, /)",
    array_new,
    "Create and return a new object.",
);
