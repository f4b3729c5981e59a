//! The cell of `tuple`: its items trail the payload.

use std::cell::Cell;

use super::string::NOT_HASHED;
use crate::heap::{Dying, Fixed, Flag, Kind, Payload, Ref, Slot, Tail, Untrack};
use crate::runtime::kinds;

/// The items are [`Ref::tail`]; they are set once, at creation, except by iterators that fill their
/// own last tuple again.
pub struct Tuple {
    /// The hash of a tuple whose items are hashed without Python code, once it was asked for.
    hash: Cell<i64>,
}

impl Tuple {
    #[inline(always)]
    pub const fn new() -> Tuple {
        Tuple { hash: Cell::new(NOT_HASHED) }
    }

    /// The hash, if it was asked for before and may be remembered.
    #[inline(always)]
    pub fn known_hash(&self) -> Option<i64> {
        let hash = self.hash.get();
        (hash != NOT_HASHED).then_some(hash)
    }

    /// Remembers the hash; only where no item's hash can change.
    pub fn set_hash(&self, hash: i64) {
        self.hash.set(hash);
    }

    /// To be called when the items are others.
    #[inline(always)]
    pub fn refilled(&self) {
        self.hash.set(NOT_HASHED);
    }
}

impl Payload for Tuple {
    const KIND: Kind = kinds::TUPLE;
    const NAME: &'static str = "tuple";
    const TAIL: Tail = Tail::Refs;
    const OWNS: bool = false;
    const UNTRACKS: bool = true;

    /// As CPython's `_PyTuple_MaybeUntrack`.
    fn untrack(cell: &Ref, _full: bool) -> Untrack {
        if !cell.is_exact::<Tuple>() {
            return Untrack::Never;
        }
        let mut verdict = Untrack::Now;
        for slot in cell.tail() {
            let tracked = slot.look(|item| item.is_some_and(|item| item.has_flag(Flag::TRACKED)));
            if tracked {
                if !slot.look(|item| item.is_some_and(Ref::is_exact::<Tuple>)) {
                    return Untrack::Never;
                }
                verdict = Untrack::Later;
            }
        }
        verdict
    }
}

/// The descriptor of one field of a named tuple.
pub struct TupleGetter {
    /// Which item the field is.
    pub index: usize,
    pub doc: Slot,
    /// The index as it was given.
    pub number: Fixed,
}

impl Payload for TupleGetter {
    const KIND: Kind = kinds::TUPLE_GETTER;
    const NAME: &'static str = "_tuplegetter";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.doc.visit(visit);
        self.number.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.doc);
        dying.give_up(&self.number);
    }
}

/// The items of a tuple object, if it is one (subclasses included).
#[inline]
pub fn tuple_items(object: &Ref) -> Option<&[Slot]> {
    object.is::<Tuple>().then(|| object.tail())
}

/// The items of a tuple as owned references, in order; empty where `object` is no tuple.
pub fn tuple_refs(object: &Ref) -> Vec<Ref> {
    tuple_items(object).unwrap_or(&[]).iter().filter_map(Slot::get).collect()
}
