//! Encoding and decoding with an error handler that a program registered with `codecs`.

use crate::heap::Ref;
use crate::runtime::object::{Bytes, Dict, Str, Tuple};
use crate::runtime::{ErrorKind, Raised, Vm};
use crate::text::codec::{self, CodecError, Encoding, Endian, Fault};

use super::bytes::view as bytes_view;
use super::coding::{fault_exception, raise};

/// The handler registered by this name, if there is one.
///
/// # Errors
/// What looking it up raises.
pub fn registered(vm: &Vm, name: &str) -> Result<Option<Ref>, Raised> {
    let Some(codecs) = vm.modules.as_ref::<Dict>().get_str(&vm.name("codecs")) else {
        return Ok(None);
    };
    let found = vm.call_method(&codecs, "_registered_handler", &[&vm.new_str(name)?])?;
    let found = vm.to_object(found)?;
    Ok(Some(found).filter(|found| !vm.is_none(found)))
}

/// The bytes of a string, where `handler` is asked about each fault.
///
/// # Errors
/// What the handler raises, or what is wrong with its answer.
pub fn encode(
    vm: &Vm,
    object: &Ref,
    mut encoding: Encoding,
    handler: &Ref,
) -> Result<Vec<u8>, Raised> {
    let text = object.text().to_owned();
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let (mut at, mut out) = (0, Vec::new());
    loop {
        let fault = match codec::encode(&text[places[at]..], encoding, "strict") {
            Ok(bytes) => {
                out.extend(bytes);
                return Ok(out);
            }
            Err(CodecError::Encode(fault)) => fault,
            Err(error) => return Err(raise(vm, error, object)),
        };
        let (start, end) = (at + fault.start, at + fault.end);
        let sound = &text[places[at]..places[start]];
        out.extend(codec::encode(sound, encoding, "strict").unwrap_or_default());
        encoding = continued(encoding, &[]);
        let fault = Fault { start, end, ..fault };
        let exception = fault_exception(vm, ErrorKind::UnicodeEncodeError, object, &fault)?;
        let (made, place) = answer(vm, handler, &exception, "encoding", places.len() - 1)?;
        match bytes_view::copied(&made).filter(|_| made.is::<Bytes>()) {
            Some(bytes) => out.extend(bytes),
            None => match codec::encode(made.text(), encoding, "strict") {
                Ok(bytes) => out.extend(bytes),
                Err(_) => return Err(vm.raise_object(exception)),
            },
        }
        at = place;
    }
}

/// The text of bytes (held by `object`), where `handler` is asked about each fault.
///
/// # Errors
/// What the handler raises, or what is wrong with its answer.
pub fn decode(
    vm: &Vm,
    bytes: &[u8],
    object: &Ref,
    mut encoding: Encoding,
    handler: &Ref,
) -> Result<String, Raised> {
    let bytes = bytes.to_vec();
    let (mut at, mut out) = (0, String::new());
    loop {
        let fault = match codec::decode(&bytes[at..], encoding, "strict") {
            Ok(text) => {
                out.push_str(&text);
                return Ok(out);
            }
            Err(CodecError::Decode(fault)) => fault,
            Err(error) => return Err(raise(vm, error, object)),
        };
        let (start, end) = (at + fault.start, at + fault.end);
        out.push_str(&codec::decode(&bytes[at..start], encoding, "strict").unwrap_or_default());
        encoding = continued(encoding, &bytes);
        let fault = Fault { start, end, ..fault };
        let exception = fault_exception(vm, ErrorKind::UnicodeDecodeError, object, &fault)?;
        let (made, place) = answer(vm, handler, &exception, "decoding", bytes.len())?;
        out.push_str(made.text());
        at = place;
    }
}

/// The encoding of what follows the first fault: no mark stands before it.
fn continued(encoding: Encoding, bytes: &[u8]) -> Encoding {
    let order = match bytes {
        [0xfe, 0xff, ..] | [0, 0, 0xfe, 0xff, ..] => Endian::Big,
        _ => Endian::Little,
    };
    match encoding {
        Encoding::Utf8Sig => Encoding::Utf8,
        Encoding::Utf16(None) => Encoding::Utf16(Some(order)),
        Encoding::Utf32(None) => Encoding::Utf32(Some(order)),
        other => other,
    }
}

/// What a handler puts in place of a fault, and where to go on.
fn answer(
    vm: &Vm,
    handler: &Ref,
    exception: &Ref,
    way: &str,
    count: usize,
) -> Result<(Ref, usize), Raised> {
    let made = vm.call_object(handler, &[exception])?;
    let wanted = if way == "encoding" { "(str/bytes, int)" } else { "(str, int)" };
    let wrong = || vm.type_error(format!("{way} error handler must return {wanted} tuple"));
    let pair = if made.is::<Tuple>() { made.tail() } else { &[] };
    let [put, place] = pair else { return Err(wrong()) };
    let (Some(put), Some(place)) = (put.get(), place.get()) else { return Err(wrong()) };
    if !(put.is::<Str>() || way == "encoding" && put.is::<Bytes>()) {
        return Err(wrong());
    }
    let Ok(place) = vm.index_of(&place) else { return Err(wrong()) };
    let place = if place < 0 { place + count as i64 } else { place };
    match usize::try_from(place).ok().filter(|place| *place <= count) {
        Some(place) => Ok((put, place)),
        None => Err(vm.raise(
            ErrorKind::IndexError,
            format!("position {place} from error handler out of bounds"),
        )),
    }
}
