//! Looking at the bytes of any object that has some.

use super::cell::{ByteArray, Bytes};
use crate::heap::Ref;

/// Runs `look` on the bytes of a bytes-like object; `None` where it is none. `look` must not run
/// Python code.
pub fn with<R>(object: &Ref, look: impl FnOnce(&[u8]) -> R) -> Option<R> {
    if let Some(bytes) = object.get::<Bytes>() {
        return Some(look(&bytes.data));
    }
    if let Some(array) = object.get::<ByteArray>() {
        return Some(look(&array.data.borrow()));
    }
    None
}

/// A copy of the bytes of a bytes-like object.
pub fn copied(object: &Ref) -> Option<Vec<u8>> {
    with(object, <[u8]>::to_vec)
}

/// Whether `object` is `bytes` or `bytearray`.
pub fn is_bytes_like(object: &Ref) -> bool {
    object.is::<Bytes>() || object.is::<ByteArray>()
}
