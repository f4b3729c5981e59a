//! Text to bytes and back, with the faults raised as Python's exceptions.

use crate::heap::{Ref, Slot};
use crate::runtime::object::{Bytes, Dict, Str, Tuple};
use crate::runtime::{ErrorKind, Raised, Vm};
use crate::text::codec::{self, CodecError, Fault};
use crate::text::surrogate;
use crate::types::bytes::view as bytes_view;

use super::coding_handlers;

/// The bytes of `text`, the text of `object`.
///
/// # Errors
/// `UnicodeEncodeError`, or `LookupError` for an unknown encoding or error handler.
pub fn encode(vm: &Vm, object: &Ref, encoding: &str, errors: &str) -> Result<Vec<u8>, Raised> {
    let text = object.text();
    let known = codec::lookup(encoding, "encode");
    if known.is_err()
        && let Some(info) = registered(vm, encoding)?
    {
        let made = converted(vm, &info, 0, object, errors)?;
        return bytes_view::copied(&made).filter(|_| made.is_exact::<Bytes>()).ok_or_else(|| {
            let class = vm.class_name(&made);
            vm.type_error(format!(
                "'{encoding}' encoder returned '{class}' instead of 'bytes'; use codecs.encode() to \
                 encode to arbitrary types"
            ))
        });
    }
    let encoding = known.map_err(|error| raise(vm, error, object))?;
    match codec::encode(text, encoding, errors) {
        Err(error @ CodecError::Lookup(_)) => match coding_handlers::registered(vm, errors)? {
            Some(handler) => coding_handlers::encode(vm, object, encoding, &handler),
            None => Err(raise(vm, error, object)),
        },
        result => result.map_err(|error| raise(vm, error, object)),
    }
}

/// The text of `bytes`, which `object` (named by the exception) holds.
///
/// # Errors
/// `UnicodeDecodeError`, or `LookupError` for an unknown encoding or error handler.
pub fn decode(
    vm: &Vm,
    bytes: &[u8],
    object: &Ref,
    encoding: &str,
    errors: &str,
) -> Result<String, Raised> {
    let known = codec::lookup(encoding, "decode");
    if known.is_err()
        && let Some(info) = registered(vm, encoding)?
    {
        let made = converted(vm, &info, 1, object, errors)?;
        if made.is::<Str>() {
            return Ok(made.text().to_owned());
        }
        let class = vm.class_name(&made);
        return Err(vm.type_error(format!(
            "'{encoding}' decoder returned '{class}' instead of 'str'; use codecs.decode() to decode \
             to arbitrary types"
        )));
    }
    let encoding = known.map_err(|error| raise(vm, error, object))?;
    match codec::decode(bytes, encoding, errors) {
        Err(error @ CodecError::Lookup(_)) => match coding_handlers::registered(vm, errors)? {
            Some(handler) => coding_handlers::decode(vm, bytes, object, encoding, &handler),
            None => Err(raise(vm, error, object)),
        },
        result => result.map_err(|error| raise(vm, error, object)),
    }
}

/// What a search function registered with `codecs` gives for an encoding that is none of ours.
fn registered(vm: &Vm, encoding: &str) -> Result<Option<Ref>, Raised> {
    let codecs = match vm.modules.as_ref::<Dict>().get_str(&vm.name("codecs")) {
        Some(codecs) => codecs,
        None if is_seldom(encoding) => vm.import("codecs")?,
        None => return Ok(None),
    };
    let found = vm.call_method(&codecs, "_registered", &[&vm.new_str(encoding)?])?;
    let found = vm.to_object(found)?;
    Ok(Some(found).filter(|found| !vm.is_none(found)))
}

/// Whether an encoding is one of those that `codecs` brings along (`python/_text_codecs.py`).
fn is_seldom(encoding: &str) -> bool {
    let name = encoding.to_ascii_lowercase().replace([' ', '-'], "_");
    ["utf_7", "utf7", "u7", "unicode_1_1_utf_7", "punycode", "idna", "charmap"]
        .contains(&name.as_str())
}

/// The object that a registered codec's encoder (0) or decoder (1) makes of `object`.
fn converted(vm: &Vm, info: &Ref, way: usize, object: &Ref, errors: &str) -> Result<Ref, Raised> {
    let function = info.tail().get(way).and_then(Slot::get).unwrap_or_else(|| vm.none());
    let pair = match vm.call_object(&function, &[object, &vm.new_str(errors)?]) {
        Ok(pair) => pair,
        Err(raised) => return Err(noted(vm, raised, info, way)),
    };
    if pair.is::<Tuple>()
        && let [made, _] = pair.tail()
        && let Some(made) = made.get()
    {
        return Ok(made);
    }
    let what = if way == 0 { "encoder" } else { "decoder" };
    Err(vm.type_error(format!("{what} must return a tuple (object, integer)")))
}

/// An error with the note which codec it comes from.
fn noted(vm: &Vm, raised: Raised, info: &Ref, way: usize) -> Raised {
    let exception = vm.take_raised(raised);
    let added = (|| {
        let name = vm.to_object(vm.get_attr_text(info, "name")?)?;
        let what = if way == 0 { "encoding" } else { "decoding" };
        let note = vm.new_str(&format!("{what} with '{}' codec failed", vm.str_text(&name)?))?;
        vm.call_method(&exception, "add_note", &[&note])
    })();
    match added {
        Ok(_) => vm.reraise(exception),
        Err(raised) => raised,
    }
}

/// Refuses text that stdout cannot show, as its encoder does.
///
/// # Errors
/// `UnicodeEncodeError` for lone surrogates.
pub fn check_writable(vm: &Vm, text: &str) -> Result<(), Raised> {
    if !surrogate::any_lone(text) {
        return Ok(());
    }
    let object = vm.new_str(text)?;
    encode(vm, &object, "utf-8", "strict").map(drop)
}

/// Raises what a codec found wrong with `object`.
#[cold]
pub fn raise(vm: &Vm, error: CodecError, object: &Ref) -> Raised {
    let (kind, fault) = match error {
        CodecError::Lookup(message) => return vm.raise(ErrorKind::LookupError, message),
        CodecError::Type(message) => return vm.type_error(message),
        CodecError::Decode(fault) => (ErrorKind::UnicodeDecodeError, fault),
        CodecError::Encode(fault) => (ErrorKind::UnicodeEncodeError, fault),
    };
    match fault_exception(vm, kind, object, &fault) {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

/// The exception that says where `object` could not be encoded or decoded.
///
/// # Errors
/// When there is no room for it.
pub fn fault_exception(
    vm: &Vm,
    kind: ErrorKind,
    object: &Ref,
    fault: &Fault,
) -> Result<Ref, Raised> {
    let encoding = vm.new_str(fault.encoding)?;
    let start = vm.new_int(fault.start as i64)?;
    let end = vm.new_int(fault.end as i64)?;
    let reason = vm.new_str(fault.reason)?;
    let class = vm.exception_class(kind).clone();
    vm.call_object(&class, &[&encoding, object, &start, &end, &reason])
}
