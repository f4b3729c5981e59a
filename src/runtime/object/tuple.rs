//! The cell of `tuple`: its items trail the payload.

use crate::heap::{Flag, Kind, Payload, Ref, Slot, Tail};
use crate::runtime::kinds;

/// The items are [`Ref::tail`]; they are set once, at creation.
pub struct Tuple;

impl Payload for Tuple {
    const KIND: Kind = kinds::TUPLE;
    const NAME: &'static str = "tuple";
    const TAIL: Tail = Tail::Refs;
    const UNTRACKS: bool = true;

    /// As CPython's `_PyTuple_MaybeUntrack`.
    fn untrack(cell: &Ref, _full: bool) -> bool {
        let mut atoms = true;
        for slot in cell.tail() {
            slot.visit(&mut |item| atoms &= !item.has_flag(Flag::TRACKED));
        }
        atoms && cell.is_exact::<Tuple>()
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
