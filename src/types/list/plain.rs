//! Sorting what needs no Python code to compare: items or keys that are all ints, all floats or all strings of just
//! these types.
//!
//! Where there are many, each gets a rank, a number that compares as it does and stands beside the reference, so that
//! sorting seldom looks at an object. The rank of a string is made of the eight bytes behind what all have in common;
//! strings of equal rank are compared in full. Ranks of ints that lie close together are packed with their places.

use std::cmp::Ordering;

use super::ranks::places_in_order;
use crate::heap::{Flag, Ref};
use crate::runtime::kinds;
use crate::runtime::object::{Float, Int};

/// Up to this many items are sorted where they stand.
const FEW: usize = 64;

/// The type of all keys.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    Int,
    Float,
    Str,
}

/// What all of the keys are, if they are all the same and need no Python code.
pub(super) fn type_of_all<'a>(mut keys: impl Iterator<Item = &'a Ref>) -> Option<Plain> {
    let first = keys.next()?;
    let kind = first.kind();
    let plain = match kind {
        kinds::INT => Plain::Int,
        kinds::FLOAT => Plain::Float,
        kinds::STR => Plain::Str,
        _ => return None,
    };
    let fits = |key: &Ref| {
        let nan = plain == Plain::Float && float(key).is_nan();
        key.kind() == kind && !key.has_flag(Flag::EXTENDED) && !nan
    };
    (fits(first) && keys.all(fits)).then_some(plain)
}

fn int(key: &Ref) -> i64 {
    key.get::<Int>().map_or(0, |int| int.0.get())
}

fn float(key: &Ref) -> f64 {
    key.get::<Float>().map_or(0.0, |float| float.0.get())
}

/// Sorts `items`, stably; `false`, with nothing changed, where Python must compare.
pub(super) fn sort(items: &mut Vec<Ref>, reverse: bool) -> bool {
    if items.len() < 2 {
        return true;
    }
    let Some(plain) = type_of_all(items.iter()) else { return false };
    if items.len() <= FEW {
        match plain {
            Plain::Int => in_place(items, reverse, |left, right| int(left).cmp(&int(right))),
            Plain::Float => in_place(items, reverse, |left, right| {
                float(left).partial_cmp(&float(right)).unwrap_or(Ordering::Equal)
            }),
            Plain::Str => in_place(items, reverse, |left, right| left.text().cmp(right.text())),
        }
        return true;
    }
    let ranks = Ranks::of(plain, items.len(), &|at| &items[at], reverse);
    let ints = (plain == Plain::Int).then(|| items.iter().map(|item| ranks.rank(item)));
    let ints: Option<Vec<u64>> = ints.map(Iterator::collect);
    if ints.as_ref().is_some_and(|ranks| ranks.is_sorted()) {
        return true;
    }
    if let Some(places) = ints.and_then(places_in_order) {
        let mut old: Vec<Option<Ref>> = items.drain(..).map(Some).collect();
        items.extend(places.into_iter().filter_map(|at| old[at as usize].take()));
        return true;
    }
    let mut pairs: Vec<(u64, Option<Ref>)> =
        items.drain(..).map(|item| (ranks.rank(&item), Some(item))).collect();
    pairs.sort_by_key(|pair| pair.0);
    if plain == Plain::Str {
        let text = Ref::text;
        settle(&mut pairs, reverse, |left, right| {
            left.as_ref().map(text).cmp(&right.as_ref().map(text))
        });
    }
    items.extend(pairs.into_iter().filter_map(|(_, item)| item));
    true
}

/// Sorts items where they stand.
fn in_place(items: &mut [Ref], reverse: bool, compare: impl Fn(&Ref, &Ref) -> Ordering) {
    let wrong = if reverse { Ordering::Less } else { Ordering::Greater };
    if items.windows(2).all(|pair| compare(&pair[0], &pair[1]) == wrong) {
        return items.reverse();
    }
    if reverse {
        items.sort_by(|left, right| compare(right, left));
    } else {
        items.sort_by(compare);
    }
}

/// How keys get their ranks.
struct Ranks {
    plain: Plain,
    /// How many bytes all strings begin with.
    common: usize,
    /// Turns the order round.
    mask: u64,
}

impl Ranks {
    fn of<'a>(plain: Plain, count: usize, key: &dyn Fn(usize) -> &'a Ref, reverse: bool) -> Ranks {
        let common = if plain == Plain::Str { common_start(count, key) } else { 0 };
        Ranks { plain, common, mask: if reverse { u64::MAX } else { 0 } }
    }

    /// A number that compares as `key` does.
    #[inline]
    fn rank(&self, key: &Ref) -> u64 {
        const SIGN: u64 = 1 << 63;
        let rank = match self.plain {
            Plain::Int => int(key) as u64 ^ SIGN,
            Plain::Float => {
                // Both zeros are equal.
                let bits = (float(key) + 0.0).to_bits();
                if bits & SIGN == 0 { bits | SIGN } else { !bits }
            }
            Plain::Str => start_of(key.text(), self.common),
        };
        rank ^ self.mask
    }
}

/// Sorts strings of equal rank among themselves.
fn settle<T>(pairs: &mut [(u64, T)], reverse: bool, compare: impl Fn(&T, &T) -> Ordering) {
    for equals in pairs.chunk_by_mut(|one, other| one.0 == other.0) {
        if equals.len() > 1 {
            equals.sort_by(|left, right| {
                let (left, right) = if reverse { (right, left) } else { (left, right) };
                compare(&left.1, &right.1)
            });
        }
    }
}

/// How many bytes all of `count` strings begin with.
fn common_start<'a>(count: usize, key: &dyn Fn(usize) -> &'a Ref) -> usize {
    let first = key(0).text().as_bytes();
    (1..count).fold(first.len(), |common, at| {
        let other = key(at).text().as_bytes();
        let same = first[..common].iter().zip(other).take_while(|(one, other)| one == other);
        if other.starts_with(&first[..common]) { common } else { same.count() }
    })
}

/// The eight bytes of a text from `at` on, as a number that compares as they do.
fn start_of(text: &str, at: usize) -> u64 {
    let bytes = text.as_bytes().get(at..).unwrap_or(&[]);
    match bytes.first_chunk::<8>() {
        Some(start) => u64::from_be_bytes(*start),
        None => {
            let mut start = [0; 8];
            start[..bytes.len()].copy_from_slice(bytes);
            u64::from_be_bytes(start)
        }
    }
}

/// What `take` gives for each of `count` places, in the stable order of the keys of these places; `None`, with
/// nothing taken, where Python must compare.
pub(super) fn sorted_by_keys<'a>(
    count: usize,
    key: &dyn Fn(usize) -> &'a Ref,
    take: &dyn Fn(usize) -> Option<Ref>,
    reverse: bool,
) -> Option<Vec<Ref>> {
    u32::try_from(count).ok()?;
    let plain = type_of_all((0..count).map(key))?;
    let ranks = Ranks::of(plain, count, key, reverse);
    if plain == Plain::Int
        && let Some(places) = places_in_order((0..count).map(|at| ranks.rank(key(at))).collect())
    {
        return Some(places.into_iter().filter_map(|at| take(at as usize)).collect());
    }
    if plain != Plain::Str {
        let mut pairs: Vec<(u64, Option<Ref>)> =
            (0..count).map(|at| (ranks.rank(key(at)), take(at))).collect();
        pairs.sort_by_key(|pair| pair.0);
        return Some(pairs.into_iter().filter_map(|(_, item)| item).collect());
    }
    let mut pairs: Vec<(u64, u32)> =
        (0..count).map(|at| (ranks.rank(key(at)), at as u32)).collect();
    pairs.sort_by_key(|pair| pair.0);
    let text = |at: u32| key(at as usize).text();
    settle(&mut pairs, reverse, |left, right| text(*left).cmp(text(*right)));
    Some(pairs.into_iter().filter_map(|(_, at)| take(at as usize)).collect())
}
