//! The cell of `str`: UTF-8 text with its cached hash and length in characters.

use std::cell::Cell;

use crate::heap::{Kind, Payload, Ref, Tail};
use crate::runtime::kinds;
use crate::text::hash::hash_str;

/// The text itself trails this payload in the cell; see [`Ref::text`].
pub struct Str {
    hash: Cell<i64>,
    /// Characters, not bytes; equal to the length in bytes exactly when the text is ASCII.
    chars: Cell<usize>,
    /// See [`super::char_index`]; 0 where there is no table.
    pub(super) index_table: Cell<u32>,
    interned: Cell<bool>,
}

/// A computed hash is never this (CPython maps it to -2).
pub(super) const NOT_HASHED: i64 = -1;

impl Payload for Str {
    const KIND: Kind = kinds::STR;
    const NAME: &'static str = "str";
    const TAIL: Tail = Tail::Text;
    const TRACKED: bool = false;
}

impl Str {
    /// The payload for `text`.
    #[inline]
    pub fn of(text: &str) -> Self {
        Str::of_chars(if text.is_ascii() { text.len() } else { text.chars().count() })
    }

    /// The payload for a text of so many characters.
    #[inline]
    pub fn of_chars(chars: usize) -> Self {
        Str {
            hash: Cell::new(NOT_HASHED),
            chars: Cell::new(chars),
            interned: Cell::new(false),
            index_table: Cell::new(0),
        }
    }

    /// The hash, if it was asked for before.
    #[inline(always)]
    pub fn known_hash(&self) -> Option<i64> {
        let hash = self.hash.get();
        (hash != NOT_HASHED).then_some(hash)
    }

    /// Length in characters.
    #[inline]
    pub fn chars(&self) -> usize {
        self.chars.get()
    }

    /// Whether the interpreter keeps this as the one string of its text.
    pub fn is_interned(&self) -> bool {
        self.interned.get()
    }

    pub(in crate::runtime) fn set_hash(&self, hash: i64) {
        self.hash.set(hash);
    }

    pub(in crate::runtime) fn set_interned(&self, interned: bool) {
        self.interned.set(interned);
    }

    /// To be called when `added` was appended in place.
    pub fn grown_by(&self, added: &str) {
        self.hash.set(NOT_HASHED);
        self.index_table.set(0);
        self.chars.set(self.chars.get() + added.chars().count());
    }
}

/// The text of a `str` object, if it is one (subclasses included).
#[inline]
pub fn str_of(object: &Ref) -> Option<&str> {
    object.is::<Str>().then(|| object.text())
}

/// The hash of a `str` object: CPython's under `PYTHONHASHSEED=0`.
#[inline]
pub fn str_hash(object: &Ref) -> Option<i64> {
    let payload = object.get::<Str>()?;
    Some(payload.known_hash().unwrap_or_else(|| {
        let hash = hash_str(object.text());
        payload.hash.set(hash);
        hash
    }))
}

/// Whether a `str` object is pure ASCII, so that characters are bytes.
#[inline]
pub fn is_ascii(object: &Ref) -> bool {
    object.get::<Str>().is_some_and(|payload| payload.chars.get() == object.text().len())
}
