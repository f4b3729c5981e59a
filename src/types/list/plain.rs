//! Sorting what needs no Python code to compare: items or keys that are all ints, all floats or all strings of just
//! these types.
//!
//! Where there are many, what decides most comparisons is copied beside the references, so that a comparison seldom
//! looks at an object: the number itself, or of a string the eight bytes behind what all have in common.

use std::cmp::Ordering;

use crate::heap::{Flag, Ref};
use crate::runtime::kinds;
use crate::runtime::object::{Float, Int};

/// Up to this many items are sorted where they stand.
const FEW: usize = 64;

/// The type of all keys.
#[derive(Clone, Copy)]
enum Plain {
    Int,
    Float,
    Str,
}

/// What all of the keys are, if they are all the same and need no Python code.
fn type_of_all<'a>(mut keys: impl Iterator<Item = &'a Ref>) -> Option<Plain> {
    let first = keys.next()?;
    let kind = first.kind();
    let plain = match kind {
        kinds::INT => Plain::Int,
        kinds::FLOAT => Plain::Float,
        kinds::STR => Plain::Str,
        _ => return None,
    };
    let fits = |key: &Ref| {
        let nan = matches!(plain, Plain::Float) && float(key).is_nan();
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

fn by_float(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right).unwrap_or(Ordering::Equal)
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
            Plain::Float => {
                in_place(items, reverse, |left, right| by_float(float(left), float(right)));
            }
            Plain::Str => in_place(items, reverse, |left, right| left.text().cmp(right.text())),
        }
        return true;
    }
    match plain {
        Plain::Int => beside(items, reverse, int, |left, right| left.0.cmp(&right.0)),
        Plain::Float => beside(items, reverse, float, |left, right| by_float(left.0, right.0)),
        Plain::Str => {
            let common = common_start(items.len(), &|at| &items[at]);
            beside(
                items,
                reverse,
                |item| start_of(item.text(), common),
                |left, right| left.0.cmp(&right.0).then_with(|| left.1.text().cmp(right.1.text())),
            );
        }
    }
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

/// Sorts items with what `key` gives for each beside it.
fn beside<K>(
    items: &mut Vec<Ref>,
    reverse: bool,
    key: impl Fn(&Ref) -> K,
    compare: impl Fn(&(K, Ref), &(K, Ref)) -> Ordering,
) {
    let mut pairs: Vec<(K, Ref)> = items.drain(..).map(|item| (key(&item), item)).collect();
    if reverse {
        pairs.sort_by(|left, right| compare(right, left));
    } else {
        pairs.sort_by(compare);
    }
    items.extend(pairs.into_iter().map(|(_, item)| item));
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

/// The stable order of `count` keys; `None` where Python must compare.
pub(super) fn permutation<'a>(
    count: usize,
    key: &dyn Fn(usize) -> &'a Ref,
    reverse: bool,
) -> Option<Vec<u32>> {
    u32::try_from(count).ok()?;
    if count == 0 {
        return Some(Vec::new());
    }
    Some(match type_of_all((0..count).map(key))? {
        Plain::Int => {
            ordered(count, reverse, |at| int(key(at)), |left, right| left.0.cmp(&right.0))
        }
        Plain::Float => {
            ordered(count, reverse, |at| float(key(at)), |left, right| by_float(left.0, right.0))
        }
        Plain::Str => {
            let common = common_start(count, key);
            let text = |at: u32| key(at as usize).text();
            ordered(
                count,
                reverse,
                |at| start_of(key(at).text(), common),
                |left, right| left.0.cmp(&right.0).then_with(|| text(left.1).cmp(text(right.1))),
            )
        }
    })
}

/// Equal keys keep their order also when it is turned round.
fn ordered<K>(
    count: usize,
    reverse: bool,
    key: impl Fn(usize) -> K,
    compare: impl Fn(&(K, u32), &(K, u32)) -> Ordering,
) -> Vec<u32> {
    let mut keys: Vec<(K, u32)> = (0..count).map(|at| (key(at), at as u32)).collect();
    if reverse {
        keys.sort_by(|left, right| compare(right, left));
    } else {
        keys.sort_by(compare);
    }
    keys.into_iter().map(|(_, at)| at).collect()
}
