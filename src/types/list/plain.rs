//! Sorting what needs no Python code to compare: items or keys that are all ints, all floats or all strings of just
//! these types.
//!
//! Where there are many, each gets a rank, a number that compares as it does and stands beside the reference, so that
//! sorting seldom looks at an object. The rank of a string is made of the eight bytes behind what all have in common;
//! strings of equal rank are compared in full. Ranks of ints that lie close together are packed with their places.

use std::cmp::Ordering;

use super::ranks::places_in_order;
use crate::heap::{Flag, Kind, Ref};
use crate::runtime::kinds;
use crate::runtime::object::{Float, Int};

/// Up to this many items are sorted where they stand.
const FEW: usize = 64;

/// The type of all keys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Int,
    Float,
    Str,
}

/// What a key is, if it needs no Python code to compare with its like.
#[inline]
fn type_of(key: &Ref) -> Option<Plain> {
    if key.has_flag(Flag::EXTENDED) {
        return None;
    }
    match key.kind() {
        kinds::INT => Some(Plain::Int),
        kinds::FLOAT if !float(key).is_nan() => Some(Plain::Float),
        kinds::STR => Some(Plain::Str),
        _ => None,
    }
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
    let Some(plain) = type_of(&items[0]) else { return false };
    if items.len() <= FEW {
        if items.iter().any(|item| type_of(item) != Some(plain)) {
            return false;
        }
        match plain {
            Plain::Int => in_place(items, reverse, compare_ints),
            Plain::Float => in_place(items, reverse, compare_floats),
            Plain::Str => in_place(items, reverse, compare_strings),
        }
        return true;
    }
    if stand_in_order(plain, items, reverse) {
        return true;
    }
    let mut ranks = Ranks::of(plain, items.len(), |at| &items[at], reverse);
    if plain == Plain::Int {
        let Some(ranks) = ranks.of_all(items.len(), |at| &items[at]) else { return false };
        if let Ok(places) = places_in_order(ranks) {
            let mut old: Vec<Option<Ref>> = items.drain(..).map(Some).collect();
            items.extend(places.into_iter().filter_map(|at| old[at as usize].take()));
            return true;
        }
    }
    let Some(mut pairs) = paired(items, &mut ranks) else { return false };
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

/// Whether all items are of the type and none belongs before the one ahead of it.
fn stand_in_order(plain: Plain, items: &[Ref], reverse: bool) -> bool {
    let wrong = if reverse { Ordering::Greater } else { Ordering::Less };
    let follows = |compare: fn(&Ref, &Ref) -> Ordering| {
        items
            .windows(2)
            .all(|pair| type_of(&pair[1]) == Some(plain) && compare(&pair[1], &pair[0]) != wrong)
    };
    match plain {
        Plain::Int => follows(compare_ints),
        Plain::Float => follows(compare_floats),
        Plain::Str => follows(compare_strings),
    }
}

fn compare_ints(left: &Ref, right: &Ref) -> Ordering {
    int(left).cmp(&int(right))
}

fn compare_floats(left: &Ref, right: &Ref) -> Ordering {
    float(left).partial_cmp(&float(right)).unwrap_or(Ordering::Equal)
}

fn compare_strings(left: &Ref, right: &Ref) -> Ordering {
    left.text().cmp(right.text())
}

/// Moves items beside their ranks; `None`, with all of them in their places, where one has none.
fn paired(items: &mut Vec<Ref>, ranks: &mut Ranks) -> Option<Vec<(u64, Option<Ref>)>> {
    let mut pairs = Vec::with_capacity(items.len());
    let mut alike = true;
    let mut rest = items.drain(..);
    while let Some(item) = rest.next() {
        if ranks.fits(&item) {
            alike &= ranks.begins_alike(&item);
            pairs.push((ranks.rank(&item), Some(item)));
            continue;
        }
        let met = pairs.into_iter().filter_map(|(_, item)| item);
        let all: Vec<Ref> = met.chain([item]).chain(rest).collect();
        items.extend(all);
        return None;
    }
    drop(rest);
    if !alike {
        for (rank, item) in &mut pairs {
            *rank = item.as_ref().map_or(0, |item| ranks.rank(item));
        }
    }
    Some(pairs)
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
    kind: Kind,
    /// What all strings begin with, as far as is known.
    common: Vec<u8>,
    /// Turns the order round.
    mask: u64,
}

/// So many strings are looked at to guess what all begin with.
const SAMPLE: usize = 16;
/// So many keys are looked at twice while they are in the cache.
const BLOCK: usize = 256;

impl Ranks {
    fn of<'a>(plain: Plain, count: usize, key: impl Fn(usize) -> &'a Ref, reverse: bool) -> Ranks {
        let (kind, mask) = (key(0).kind(), if reverse { u64::MAX } else { 0 });
        let common = if plain == Plain::Str { key(0).text().as_bytes().into() } else { Vec::new() };
        let mut ranks = Ranks { plain, kind, common, mask };
        for at in (0..count).step_by(count.div_ceil(SAMPLE).max(1)) {
            ranks.begins_alike(key(at));
        }
        ranks
    }

    /// A number for each key that compares as it does; `None` where Python must compare.
    fn of_all<'a>(&mut self, count: usize, key: impl Fn(usize) -> &'a Ref) -> Option<Vec<u64>> {
        let mut all = Vec::with_capacity(count);
        while all.len() < count {
            let block = all.len()..count.min(all.len() + BLOCK);
            if !block.clone().all(|at| self.fits(key(at))) {
                return None;
            }
            // A string that begins otherwise than those before changes their ranks.
            if !block.clone().all(|at| self.begins_alike(key(at))) {
                all.clear();
                continue;
            }
            all.extend(block.map(|at| self.rank(key(at))));
        }
        Some(all)
    }

    /// Whether a key needs no Python code to compare with the first.
    #[inline]
    fn fits(&self, key: &Ref) -> bool {
        key.kind() == self.kind
            && !key.has_flag(Flag::EXTENDED)
            && !(self.plain == Plain::Float && float(key).is_nan())
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
            Plain::Str => start_of(key.text(), self.common.len()),
        };
        rank ^ self.mask
    }

    /// Whether a string begins as all before it; if not, it is known now how all of them begin.
    #[inline]
    fn begins_alike(&mut self, key: &Ref) -> bool {
        if self.common.is_empty() {
            return true;
        }
        let text = key.text().as_bytes();
        let alike = text.starts_with(&self.common);
        if !alike {
            let same = self.common.iter().zip(text).take_while(|(one, other)| one == other);
            let same = same.count();
            self.common.truncate(same);
        }
        alike
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

/// The eight bytes of a text from `at` on, as a number that compares as they do.
#[inline]
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
    if count == 0 {
        return None;
    }
    let plain = type_of(key(0))?;
    let mut all = Ranks::of(plain, count, key, reverse).of_all(count, key)?;
    if plain == Plain::Int {
        match places_in_order(all) {
            Ok(places) => {
                return Some(places.into_iter().filter_map(|at| take(at as usize)).collect());
            }
            Err(ranks) => all = ranks,
        }
    }
    if plain != Plain::Str {
        let taken = all.into_iter().enumerate().map(|(at, rank)| (rank, take(at)));
        let mut pairs: Vec<(u64, Option<Ref>)> = taken.collect();
        pairs.sort_by_key(|pair| pair.0);
        return Some(pairs.into_iter().filter_map(|(_, item)| item).collect());
    }
    let mut pairs: Vec<(u64, u32)> = all.into_iter().zip(0..).collect();
    pairs.sort_by_key(|pair| pair.0);
    let text = |at: u32| key(at as usize).text();
    settle(&mut pairs, reverse, |left, right| text(*left).cmp(text(*right)));
    Some(pairs.into_iter().filter_map(|(_, at)| take(at as usize)).collect())
}
