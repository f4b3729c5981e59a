//! The cell of `bytes`.

use std::cell::Cell;

use super::string::NOT_HASHED;
use crate::heap::{Kind, Payload};
use crate::runtime::kinds;
use crate::text::hash::hash_bytes;

/// Immutable bytes.
pub struct Bytes {
    pub data: Box<[u8]>,
    hash: Cell<i64>,
}

impl Payload for Bytes {
    const KIND: Kind = kinds::BYTES;
    const NAME: &'static str = "bytes";
    const TRACKED: bool = false;

    fn external_bytes(&self) -> usize {
        self.data.len()
    }
}

impl Bytes {
    /// The payload for `data`, charged for nothing yet.
    pub fn of(data: Box<[u8]>) -> Bytes {
        Bytes { data, hash: Cell::new(NOT_HASHED) }
    }

    /// `hash(bytes)`, computed once.
    pub fn hash(&self) -> i64 {
        if self.hash.get() == NOT_HASHED {
            self.hash.set(hash_bytes(&self.data));
        }
        self.hash.get()
    }
}
