//! Text to bytes and back, with the faults raised as Python's exceptions.

use crate::heap::Ref;
use crate::runtime::{ErrorKind, Raised, Vm};
use crate::text::codec::{self, CodecError, Fault};
use crate::text::surrogate;

/// The bytes of `text`, the text of `object`.
///
/// # Errors
/// `UnicodeEncodeError`, or `LookupError` for an unknown encoding or error handler.
pub fn encode(vm: &Vm, object: &Ref, encoding: &str, errors: &str) -> Result<Vec<u8>, Raised> {
    let text = object.text();
    codec::lookup(encoding)
        .and_then(|encoding| codec::encode(text, encoding, errors))
        .map_err(|error| raise(vm, error, object))
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
    codec::lookup(encoding)
        .and_then(|encoding| codec::decode(bytes, encoding, errors))
        .map_err(|error| raise(vm, error, object))
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

#[cold]
fn raise(vm: &Vm, error: CodecError, object: &Ref) -> Raised {
    match error {
        CodecError::Lookup(message) => vm.raise(ErrorKind::LookupError, message),
        CodecError::Type(message) => vm.type_error(message),
        CodecError::Decode(fault) => fault_error(vm, ErrorKind::UnicodeDecodeError, object, &fault),
        CodecError::Encode(fault) => fault_error(vm, ErrorKind::UnicodeEncodeError, object, &fault),
    }
}

fn fault_error(vm: &Vm, kind: ErrorKind, object: &Ref, fault: &Fault) -> Raised {
    let made = (|| {
        let encoding = vm.new_str(fault.encoding)?;
        let start = vm.new_int(fault.start as i64)?;
        let end = vm.new_int(fault.end as i64)?;
        let reason = vm.new_str(fault.reason)?;
        let class = vm.exception_class(kind).clone();
        vm.call_object(&class, &[&encoding, object, &start, &end, &reason])
    })();
    match made {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}
