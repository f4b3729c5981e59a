//! Rows of references: copied and dropped by runs of the same one, which is counted once for the
//! whole run. A list of a thousand zeros is one count of a thousand.

use super::Ref;

/// Appends `item` to `row` as often as `times` says.
pub fn push_times(row: &mut Vec<Ref>, item: &Ref, times: usize) {
    item.count_up(times);
    // SAFETY: H4: one of the counts just added belongs to each.
    row.extend((0..times).map(|_| unsafe { Ref::owning(item.cell()) }));
}

/// A copy of `row`, each reference counted once more.
pub fn copy_of(row: &[Ref]) -> Vec<Ref> {
    let mut run = 1;
    for pair in row.windows(2) {
        if pair[0].same(&pair[1]) {
            run += 1;
        } else {
            pair[0].count_up(run);
            run = 1;
        }
    }
    if let Some(last) = row.last() {
        last.count_up(run);
    }
    // SAFETY: H4: one of the counts just added belongs to each.
    row.iter().map(|item| unsafe { Ref::owning(item.cell()) }).collect()
}

/// Drops two references, if no cell dies of it and none is at rest; hands them back otherwise.
#[inline(always)]
pub fn drop_quietly(one: Ref, other: Ref) -> Option<(Ref, Ref)> {
    let quiet = if one.same(&other) {
        one.count_down(2)
    } else if !other.is_shared() {
        false
    } else {
        one.count_down(1) && other.count_down(1)
    };
    if !quiet {
        return Some((one, other));
    }
    std::mem::forget((one, other));
    None
}

/// Drops references off the end of `row`, up to the first whose cell would die of it, which comes
/// back.
#[inline]
pub fn drop_back(row: &mut Vec<Ref>) -> Option<Ref> {
    loop {
        drop_singles(row);
        let last = row.pop()?;
        if row.last().is_some_and(|next| next.same(&last)) {
            drop_run(row, &last);
        }
        if last.count() == 1 {
            return Some(last);
        }
    }
}

/// Drops references off the end of `row` as long as each differs from the one before it and others are
/// left besides, which is nearly always so.
#[inline(always)]
fn drop_singles(row: &mut Vec<Ref>) {
    let goes = |pair: &&[Ref]| !pair[0].same(&pair[1]) && pair[1].count_down(1);
    let left = row.len() - row.windows(2).rev().take_while(goes).count();
    // SAFETY: H4: what is cut off is counted no more.
    unsafe { row.set_len(left) };
}

/// Drops the references at the end of `row` that are the same as `last`, which stays.
#[inline(never)]
fn drop_run(row: &mut Vec<Ref>, last: &Ref) {
    let others = row.iter().rposition(|item| !item.same(last));
    let kept = others.map_or(0, |at| at + 1);
    if last.count_down(row.len() - kept) {
        row.drain(kept..).for_each(std::mem::forget);
    }
}
