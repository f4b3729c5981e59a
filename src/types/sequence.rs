//! What the sequence types share: positions, repeat counts, comparison item by item.

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::object::quick_equal::quick_equal;
use crate::runtime::{CompareOp, ErrorKind, Eval, Raised, Value, Vm};

use super::held;

/// The index that `key` gives for a sequence called `name` in messages; slices are the caller's.
///
/// # Errors
/// `TypeError` where `key` is no integer, `IndexError` where it is too large for any sequence.
#[inline]
pub fn index_key(vm: &Vm, key: &Ref, name: &str) -> Result<i64, Raised> {
    if let Some(small) = int_view(key).and_then(|view| view.small()) {
        return Ok(small);
    }
    if !vm.slot(key, |slots| slots.index.is_some()) {
        let class = vm.class_name(key);
        let message = format!("{name} indices must be integers or slices, not {class}");
        return Err(vm.type_error(message));
    }
    vm.index_of(key)
}

/// The place that `index`, perhaps counted from the end, means in a sequence of `len` items.
#[inline]
pub fn place(index: i64, len: usize) -> Option<usize> {
    let at = if index < 0 { index + len as i64 } else { index };
    usize::try_from(at).ok().filter(|at| *at < len)
}

/// `start` and `stop` of `index(value, start, stop)`: clamped, counted from the end if negative.
pub fn search_bound(
    vm: &Vm,
    bound: Option<&Ref>,
    absent: i64,
    len: usize,
) -> Result<usize, Raised> {
    let Some(bound) = bound else { return Ok(absent.max(0) as usize) };
    let bound = super::slice::clamped_index(vm, bound)?.ok_or_else(|| not_a_slice_index(vm))?;
    let bound = if bound < 0 { bound.saturating_add(len as i64) } else { bound };
    Ok(bound.max(0) as usize)
}

fn not_a_slice_index(vm: &Vm) -> Raised {
    vm.type_error("slice indices must be integers or have an __index__ method")
}

/// How often `sequence * times` repeats a sequence of `len` items; 0 for a negative count.
///
/// # Errors
/// `OverflowError` or `MemoryError` where the result cannot be.
pub fn repeat_count(vm: &Vm, times: &Ref, len: usize) -> Result<usize, Raised> {
    let index = vm.to_index(times)?;
    let Some(times) = int_view(&index).and_then(|view| view.small()) else {
        let class = vm.class_name(times);
        let message = format!("cannot fit '{class}' into an index-sized integer");
        return Err(vm.raise(ErrorKind::OverflowError, message));
    };
    let times = times.max(0) as usize;
    match len.checked_mul(times) {
        Some(total) if total <= (isize::MAX as usize) / size_of::<Ref>() => Ok(times),
        _ => Err(vm.raise(ErrorKind::MemoryError, String::new())),
    }
}

/// Two items at the same place of two sequences.
pub enum Pair {
    /// Known to be equal.
    Equal,
    /// Known to differ, or not known.
    Ask(Ref, Ref),
    /// One of the sequences has ended.
    End,
}

impl Pair {
    /// The pair of two items, looked at without running Python code.
    #[inline]
    pub fn of(left: &Ref, right: &Ref) -> Pair {
        match quick_equal(left, right) {
            Some(true) => Pair::Equal,
            _ => Pair::Ask(left.clone(), right.clone()),
        }
    }
}

/// `left op right` of two sequences, in lexicographic order. `pair` gives the items at a place,
/// `lengths` both lengths as they are now, since comparing may change them.
pub fn compare(
    vm: &Vm,
    op: CompareOp,
    pair: &dyn Fn(usize) -> Pair,
    lengths: &dyn Fn() -> (usize, usize),
) -> Eval {
    let mut at = 0;
    loop {
        match pair(at) {
            Pair::Equal => {}
            Pair::Ask(left, right) => {
                if !held::equal_both(vm, left, right)? {
                    break;
                }
            }
            Pair::End => {
                let (left, right) = lengths();
                return Ok(Value::bool(op.holds(left.cmp(&right))));
            }
        }
        at += 1;
    }
    match (op, pair(at)) {
        // The comparison may have emptied both.
        (CompareOp::Eq, Pair::Equal | Pair::Ask(..)) => Ok(Value::False),
        (CompareOp::Ne, Pair::Equal | Pair::Ask(..)) => Ok(Value::True),
        (_, Pair::Ask(left, right)) => held::compare(vm, op, left, right),
        (_, Pair::Equal | Pair::End) => {
            let (left, right) = lengths();
            Ok(Value::bool(op.holds(left.cmp(&right))))
        }
    }
}
