//! Where an item belongs in a sorted run: galloping out from a hint, then halving.

use super::sorter::Less;
use crate::runtime::Raised;

/// Where `key` belongs in sorted `run`, before equal items; the search starts at `hint`.
pub(super) fn gallop_left(
    less: Less<'_>,
    key: u32,
    run: &[u32],
    hint: usize,
) -> Result<usize, Raised> {
    let (mut last, mut at) = (0, 1);
    let (mut low, mut high);
    if less(run[hint], key)? {
        let most = run.len() - hint;
        while at < most && less(run[hint + at], key)? {
            last = at;
            at = (at << 1) + 1;
        }
        (low, high) = (hint + last + 1, hint + at.min(most));
    } else {
        let most = hint + 1;
        while at < most && !less(run[hint - at], key)? {
            last = at;
            at = (at << 1) + 1;
        }
        (low, high) = (hint + 1 - at.min(most), hint - last);
    }
    while low < high {
        let middle = low + ((high - low) >> 1);
        if less(run[middle], key)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

/// Where `key` belongs in sorted `run`, after equal items; the search starts at `hint`.
pub(super) fn gallop_right(
    less: Less<'_>,
    key: u32,
    run: &[u32],
    hint: usize,
) -> Result<usize, Raised> {
    let (mut last, mut at) = (0, 1);
    let (mut low, mut high);
    if less(key, run[hint])? {
        let most = hint + 1;
        while at < most && less(key, run[hint - at])? {
            last = at;
            at = (at << 1) + 1;
        }
        (low, high) = (hint + 1 - at.min(most), hint - last);
    } else {
        let most = run.len() - hint;
        while at < most && !less(key, run[hint + at])? {
            last = at;
            at = (at << 1) + 1;
        }
        (low, high) = (hint + last + 1, hint + at.min(most));
    }
    while low < high {
        let middle = low + ((high - low) >> 1);
        if less(key, run[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(high)
}
