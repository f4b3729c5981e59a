//! The cell of `str`: UTF-8 text with its cached hash and length in characters.

use std::cell::Cell;

use crate::heap::{Kind, Payload, Ref, Tail};
use crate::runtime::kinds;
use crate::text::hash::hash_str;

/// The text itself trails this payload in the cell; see [`Ref::text`].
pub struct Str {
    hash: Cell<i64>,
    /// Three facts in one word, because there are so many strings: how many characters (not bytes)
    /// in the lowest bits, [`INTERNED`], and above it the number of the text's index table.
    facts: Cell<u64>,
}

const CHARS: u64 = (1 << 38) - 1;
const INTERNED: u64 = CHARS + 1;
const TABLE_SHIFT: u32 = 39;

/// Index tables have numbers below this.
pub(super) const TABLES: u64 = 1 << (u64::BITS - TABLE_SHIFT);

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
        debug_assert!(chars as u64 <= CHARS, "no machine has the memory");
        Str { hash: Cell::new(NOT_HASHED), facts: Cell::new(chars as u64) }
    }

    /// The hash, if it was asked for before.
    #[inline(always)]
    pub fn known_hash(&self) -> Option<i64> {
        let hash = self.hash.get();
        (hash != NOT_HASHED).then_some(hash)
    }

    /// Length in characters; equal to the length in bytes exactly when the text is ASCII.
    #[inline]
    pub fn chars(&self) -> usize {
        (self.facts.get() & CHARS) as usize
    }

    /// Whether the interpreter keeps this as the one string of its text.
    pub fn is_interned(&self) -> bool {
        self.facts.get() & INTERNED != 0
    }

    pub(in crate::runtime) fn set_hash(&self, hash: i64) {
        self.hash.set(hash);
    }

    pub(in crate::runtime) fn set_interned(&self, interned: bool) {
        let others = self.facts.get() & !INTERNED;
        self.facts.set(if interned { others | INTERNED } else { others });
    }

    /// To be called when `added` was appended in place.
    pub fn grown_by(&self, added: &str) {
        self.hash.set(NOT_HASHED);
        let interned = self.facts.get() & INTERNED;
        self.facts.set(interned | (self.chars() + added.chars().count()) as u64);
    }

    /// See [`super::char_index`]; 0 where there is no table.
    pub(super) fn index_table(&self) -> u64 {
        self.facts.get() >> TABLE_SHIFT
    }

    pub(super) fn set_index_table(&self, number: u64) {
        let others = self.facts.get() & (CHARS | INTERNED);
        self.facts.set(others | number << TABLE_SHIFT);
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
    object.get::<Str>().is_some_and(|payload| payload.chars() == object.text().len())
}
