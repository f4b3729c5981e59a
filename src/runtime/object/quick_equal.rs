//! Equality that needs no Python code: what lists, dicts and sets ask before anything else.

use super::bytes::Bytes;
use super::class::Class;
use super::instance::Instance;
use super::list::List;
use super::number::{Bool, Float, Int};
use super::string::Str;
use super::tuple::Tuple;
use crate::heap::{Flag, Kind, Ref, Slot, glance};
use crate::runtime::compare::is_by_identity;
use crate::runtime::kinds;
use crate::text::strings::equal;

/// Whether two keys of equal hash are equal, if that can be said without Python code.
#[inline(always)]
pub fn quick_equal(left: &Ref, right: &Ref) -> Option<bool> {
    if left.same(right) { Some(true) } else { quick_equal_others(left, right) }
}

/// As [`quick_equal`], for two objects.
fn quick_equal_others(left: &Ref, right: &Ref) -> Option<bool> {
    let plain = !left.has_flag(Flag::EXTENDED) && !right.has_flag(Flag::EXTENDED);
    if left.kind() != right.kind() || !plain {
        return quick_equal_numbers(left, right).or_else(|| strangers(left, right));
    }
    match left.kind() {
        kinds::OBJECT => strangers(left, right),
        kinds::TUPLE => quick_equal_items(left.tail(), right.tail()),
        kinds::LIST => quick_equal_lists(left.get()?, right.get()?),
        kinds::STR => Some(equal(left.text(), right.text())),
        kinds::INT => Some(left.get::<Int>()?.0.get() == right.get::<Int>()?.0.get()),
        kinds::BYTES => Some(left.get::<Bytes>()?.data == right.get::<Bytes>()?.data),
        _ => quick_equal_numbers(left, right),
    }
}

/// Whether a stored key equals the int `key`, of equal hash, if that can be said at once.
#[inline]
pub fn equals_int(stored: &Ref, key: i64) -> Option<bool> {
    if stored.is_exact::<Int>() {
        return Some(stored.get::<Int>()?.0.get() == key);
    }
    stored.is_exact::<Str>().then_some(false)
}

/// Tuples of the same length are equal if their items are, which are asked first; one item that only
/// Python can decide leaves the whole to it.
pub fn quick_equal_items(left: &[Slot], right: &[Slot]) -> Option<bool> {
    for (left, right) in left.iter().zip(right) {
        let (left, right) = (left.at_hand()?, right.at_hand()?);
        let equal = if left.same(right) {
            true
        } else if left.is_exact::<Int>() && right.is_exact::<Int>() {
            left.get::<Int>()?.0.get() == right.get::<Int>()?.0.get()
        } else if left.is::<Tuple>() {
            // Nested tuples are left to the careful way, which counts its depth.
            return None;
        } else {
            quick_equal_others(left, right)?
        };
        if !equal {
            return Some(false);
        }
    }
    Some(left.len() == right.len())
}

/// As [`quick_equal_items`], for the rows of nested lists. What may hold the list itself again is
/// left to the careful way.
fn quick_equal_lists(left: &List, right: &List) -> Option<bool> {
    let (left, right) = (left.items.borrow(), right.items.borrow());
    if left.len() != right.len() {
        return Some(false);
    }
    for (left, right) in left.iter().zip(&*right) {
        let nested = left.is::<List>() || left.is::<Tuple>();
        if nested && !left.same(right) {
            return None;
        }
        let equal = quick_equal(left, right)?;
        if !equal {
            return Some(false);
        }
    }
    Some(true)
}

fn quick_equal_numbers(left: &Ref, right: &Ref) -> Option<bool> {
    if left.is_exact::<Float>() && right.is_exact::<Float>() {
        return Some(left.get::<Float>()?.0.get() == right.get::<Float>()?.0.get());
    }
    let simple =
        |object: &Ref| object.is_exact::<Str>() || object.is_exact::<Int>() || object.is::<Bool>();
    if simple(left) && simple(right) {
        let number = |object: &Ref| match object.get::<Int>() {
            Some(int) => Some(int.0.get()),
            None => object.get::<Bool>().map(|bool| bool.0.into()),
        };
        return Some(number(left).is_some() && number(left) == number(right));
    }
    None
}

/// An instance of a class without `__eq__` equals nothing but itself, unless the other object
/// thinks otherwise.
#[inline(never)]
pub fn strangers(left: &Ref, right: &Ref) -> Option<bool> {
    let known = match (left.get::<Instance>(), right.get::<Instance>()) {
        (Some(left), Some(right)) => leaves_to_identity(left) && leaves_to_identity(right),
        (Some(left), None) => leaves_to_identity(left) && knows_own_kind_only(right),
        (None, Some(right)) => knows_own_kind_only(left) && leaves_to_identity(right),
        (None, None) => false,
    };
    known.then(|| left.same(right))
}

fn leaves_to_identity(instance: &Instance) -> bool {
    let class = instance.class.as_ref::<Class>();
    glance(&class.slots, |slots| slots.compare.is_none_or(is_by_identity))
}

fn knows_own_kind_only(object: &Ref) -> bool {
    const KINDS: [Kind; 6] =
        [kinds::NONE, kinds::BOOL, kinds::INT, kinds::FLOAT, kinds::STR, kinds::TUPLE];
    KINDS.contains(&object.kind()) && !object.has_flag(Flag::EXTENDED)
}
