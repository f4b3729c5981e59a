//! `bytes(…)` and `bytearray(…)`: from numbers, text, buffers and iterables.

use super::cell::{ByteArray, Bytes, bytes_of, new_bytes};
use super::view;
use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::object::{Class, List, Str, Tuple};
use crate::runtime::spec::{Method, method, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::memoryview::exported_bytes;
use crate::types::{coding, expect};

/// An object of `data` of the same builtin type as `model`.
pub(super) fn like(vm: &Vm, model: &Ref, data: Vec<u8>) -> Eval {
    if model.is::<Bytes>() {
        return new_bytes(vm, data).map(Value::Obj);
    }
    super::cell::new_bytearray(vm, data).map(Value::Obj)
}

/// `self` where it is exactly `bytes`, else a plain copy of its own type.
pub(super) fn unchanged(vm: &Vm, object: &Ref) -> Eval {
    if object.is_exact::<Bytes>() {
        return Ok(Value::Obj(object.clone()));
    }
    like(vm, object, view::copied(object).unwrap_or_default())
}

/// An empty buffer with room for `bytes`.
///
/// # Errors
/// `MemoryError` where neither the heap nor the system has that much.
pub fn room(vm: &Vm, bytes: usize) -> Result<Vec<u8>, Raised> {
    vm.charge(bytes)?;
    vm.heap.discharge(bytes);
    let mut data = Vec::new();
    data.try_reserve_exact(bytes).map_err(|_| vm.raise(ErrorKind::MemoryError, String::new()))?;
    Ok(data)
}

/// What the arguments of a constructor, from place 1 on, say the content is.
fn content(vm: &Vm, args: Args<'_>, name: &str) -> Result<Vec<u8>, Raised> {
    let encoding = expect::optional_text(vm, args, 2, name, "argument 'encoding'")?;
    let errors = expect::optional_text(vm, args, 3, name, "argument 'errors'")?;
    if let Some(source) = args.get(1)
        && source.is::<Str>()
        && !(encoding.is_none() && errors.is_none() && speaks_bytes(vm, source, name))
    {
        return match encoding {
            Some(encoding) => coding::encode(vm, source, encoding, errors.unwrap_or("strict")),
            None => Err(vm.type_error("string argument without an encoding")),
        };
    }
    if encoding.is_some() || errors.is_some() {
        let what = if encoding.is_some() { "encoding" } else { "errors" };
        return Err(vm.type_error(format!("{what} without a string argument")));
    }
    match args.get(1) {
        None => Ok(Vec::new()),
        Some(source) => of_object(vm, source, name),
    }
}

/// Whether `source` is of a class derived from `str` that says what its bytes are.
fn speaks_bytes(vm: &Vm, source: &Ref, name: &str) -> bool {
    name == "bytes" && !source.is_exact::<Str>() && vm.lookup_special(source, "__bytes__").is_some()
}

/// What the `__bytes__` of `source` gives.
fn spoken(vm: &Vm, method: Ref, source: &Ref) -> Result<Ref, Raised> {
    let made = vm.packed(source, |source| vm.call_bound_special(method, source, &[]))?;
    let made = vm.to_object(made)?;
    if made.is::<Bytes>() {
        return Ok(made);
    }
    let class = vm.class_name(&made);
    Err(vm.type_error(format!("__bytes__ returned non-bytes (type {class})")))
}

/// The bytes that `source`, which is no plain text, stands for.
fn of_object(vm: &Vm, source: &Ref, name: &str) -> Result<Vec<u8>, Raised> {
    if name == "bytes"
        && !(view::is_bytes_like(source) && vm.class_data(source).flags.get().builtin)
        && let Some(method) = vm.lookup_special(source, "__bytes__")
    {
        let made = spoken(vm, method, source)?;
        return Ok(view::copied(&made).unwrap_or_default());
    }
    if int_view(source).is_some() || vm.slot(source, |slots| slots.index.is_some()) {
        return zeros(vm, source);
    }
    if let Some(bytes) = exported_bytes(vm, source, 0x11c)? {
        return Ok(bytes);
    }
    if let Some(bytes) = view::of(source) {
        return Ok(bytes.to_vec());
    }
    if !vm.slot(source, |slots| slots.iter.is_some() || slots.getitem.is_some()) {
        let class = vm.class_name(source);
        return Err(vm.type_error(format!("cannot convert '{class}' object to {name}")));
    }
    let message =
        if name == "bytes" { "bytes must be in range(0, 256)" } else { view::OUT_OF_RANGE };
    if name == "bytes" { of_items(vm, source, message) } else { of_each(vm, source, message) }
}

/// The bytes that an iterable of numbers gives, which is asked for its length first.
pub(super) fn of_items(vm: &Vm, source: &Ref, message: &str) -> Result<Vec<u8>, Raised> {
    let mut data = Vec::new();
    vm.each_hinted(source, &mut |item| {
        data.push(view::byte(vm, &item, message)?);
        Ok(true)
    })?;
    Ok(data)
}

/// As [`of_items`], without that question: `bytearray()` makes room as it goes.
fn of_each(vm: &Vm, source: &Ref, message: &str) -> Result<Vec<u8>, Raised> {
    let mut data = Vec::new();
    vm.each(source, &mut |item| {
        data.push(view::byte(vm, &item, message)?);
        Ok(true)
    })?;
    Ok(data)
}

fn zeros(vm: &Vm, count: &Ref) -> Result<Vec<u8>, Raised> {
    let index = vm.to_index(count)?;
    let Some(count) = int_view(&index).and_then(|view| view.small()) else {
        let message = "cannot fit 'int' into an index-sized integer";
        return Err(vm.raise(ErrorKind::OverflowError, message.into()));
    };
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("negative count"));
    };
    let mut data = room(vm, count)?;
    data.resize(count, 0);
    Ok(data)
}

fn bytes_new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let is_plain = class.as_ref::<Class>().flags.get().builtin;
    if is_plain
        && let Some(source) = args.get(1)
        && source.is_exact::<Bytes>()
        && args.get(2).is_none()
        && args.get(3).is_none()
    {
        return Ok(Value::Obj(source.clone()));
    }
    if is_plain
        && let (Some(source), None, None) = (args.get(1), args.get(2), args.get(3))
        && !source.is::<Str>()
        && !view::is_bytes_like(source)
        && let Some(method) = vm.lookup_special(source, "__bytes__")
    {
        // It may be of a subclass.
        return spoken(vm, method, source).map(Value::Obj);
    }
    let data = content(vm, args, "bytes")?;
    if is_plain {
        return new_bytes(vm, data).map(Value::Obj);
    }
    vm.alloc_in(bytes_of(vm, data)?, class).map(Value::Obj)
}

pub(super) static BYTES_NEW: Method = staticmethod(
    "__new__",
    "(type, source=b'', encoding='utf-8', errors='strict')",
    bytes_new,
    "Create and return a new object.",
);

fn bytearray_new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_in(ByteArray::charged(vm, Vec::new())?, args.req(0)).map(Value::Obj)
}

/// Whether a bytearray of `source` is filled byte by byte.
fn is_taken_one_by_one(vm: &Vm, source: &Ref) -> bool {
    let known = source.is::<Str>()
        || source.is_exact::<List>()
        || source.is_exact::<Tuple>()
        || view::is_bytes_like(source)
        || int_view(source).is_some();
    !known && !vm.slot(source, |slots| slots.index.is_some()) && view::of(source).is_none()
}

fn bytearray_init(vm: &Vm, args: Args<'_>) -> Eval {
    let data = content(vm, args, "bytearray")?;
    let one_by_one = args.get(1).is_some_and(|source| is_taken_one_by_one(vm, source));
    super::change::fill(vm, args.req(0), &data, one_by_one)?;
    Ok(Value::None)
}

pub(super) static BYTEARRAY_NEW: Method = staticmethod(
    "__new__",
    "(type, *args, **kwargs)",
    bytearray_new,
    "Create and return a new object.",
);

pub(super) static BYTEARRAY_INIT: Method = method(
    "__init__",
    "(source=b'', encoding='utf-8', errors='strict')",
    bytearray_init,
    "Initialize self.",
);
