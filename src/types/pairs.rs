//! Iterators that make pairs: `enumerate`, `zip` of two, the items of a dict.
//!
//! They keep their last pair and fill it again if nobody else has kept it, as CPython does; so its
//! items live until the next step. A loop over two names takes the items from here, and no pair
//! travels ([`Pairs::next_items`], [`refill`]).

use super::adapters::reuse_pair;
use crate::heap::{Flag, Payload, Ref, Slot};
use crate::runtime::object::Tuple;
use crate::runtime::{Eval, Raised, Value, Vm};

/// What an iterator of pairs gives next; `None` at its end.
pub type Items<F> = Result<Option<(F, Ref)>, Raised>;

/// An iterator that makes pairs and keeps the last one.
pub trait Pairs: Payload {
    /// A reference, or the number of an `enumerate`, which is not boxed yet.
    type First: Into<Value>;

    /// Where the last pair stands.
    fn kept(&self) -> &Slot;

    /// The items of the next pair.
    fn next_items(&self, vm: &Vm) -> Items<Self::First>;
}

/// An iterator over a list or tuple, whose items may be pairs.
pub trait Rows: Payload {
    /// The items of the next item, if that is a tuple of two; the iterator moves on only then.
    fn advance_pair(&self) -> Option<(Ref, Ref)>;
}

/// The items of `item`, if that is a tuple of two.
#[inline(always)]
pub fn pair_of(item: &Ref) -> Option<(Ref, Ref)> {
    match item.tail() {
        [first, second] if item.is_exact::<Tuple>() => Some((first.get()?, second.get()?)),
        _ => None,
    }
}

/// `next` of such an iterator: the pair is the tuple kept, if nobody else refers to that.
#[inline]
pub fn next<P: Pairs>(vm: &Vm, iterator: &Ref) -> Eval {
    let pairs = iterator.as_ref::<P>();
    match pairs.next_items(vm)? {
        Some((first, second)) => reuse_pair(vm, pairs.kept(), vm.to_object(first.into())?, second),
        None => Ok(Value::Undef),
    }
}

/// The pair kept, to be filled again, if nobody else refers to it and the collector knows it.
#[inline(always)]
fn own_pair(kept: &Slot) -> Option<(&Slot, &Slot)> {
    let pair = kept.at_hand()?;
    if pair.count() != 1 || !pair.has_flag(Flag::TRACKED) {
        return None;
    }
    pair.get::<Tuple>()?.refilled();
    match pair.tail() {
        [one, other] => Some((one, other)),
        _ => None,
    }
}

/// Puts `first` and `second` into the pair kept, if nobody else refers to it; what stood there dies
/// then.
#[inline(always)]
pub fn refill(kept: &Slot, first: &Ref, second: &Ref) -> bool {
    let Some((one, other)) = own_pair(kept) else { return false };
    let old = (one.replace(Some(first.clone())), other.replace(Some(second.clone())));
    drop(old.0);
    drop(old.1);
    true
}

/// Puts `second` into the pair kept, if its first item is `first` and nobody else refers to it;
/// what stood there comes back to be dropped.
#[inline(always)]
pub fn refill_second(kept: &Slot, first: &Ref, second: &Ref) -> Option<Ref> {
    let (one, other) = own_pair(kept)?;
    if one.peek_same(first) { other.replace(Some(second.clone())) } else { None }
}
