//! When the oldest generation can be collected without looking at all of it.
//!
//! Cells that come to the oldest generation are laid to rest (see `heap`): from then on it is known
//! whether they have lost a reference. A ring that has become garbage was held from outside when the
//! last of its cells grew old, and what held it let go since, so either a cell of the ring was stirred
//! or one of them is younger still. Therefore, if all cells that were stirred can be reached from the
//! roots, the oldest generation holds no garbage, and only the younger ones need a trial, as if they
//! were collected alone.

use super::hooks::CollectorHooks;
use super::search::{self, Search};
use crate::heap::{CellMap, Heap, Ref};

/// So many cells may be looked at to save looking at all.
const SEARCHED_LEAST: usize = 20_000;
/// And one in so many of the old.
const SEARCHED_PART: usize = 16;

/// How many cells of the oldest generation are there and tracked, all reachable, if that can be told
/// without looking at all of them. Those that were stirred rest again. `written` tells the younger
/// cells.
pub(super) fn old_at_rest(
    heap: &Heap,
    written: &mut CellMap,
    hooks: &dyn CollectorHooks,
) -> Option<usize> {
    let stirred = heap.take_stirred(0);
    let ages = heap.ages();
    let (entries, laid_to_rest) = (ages.old.len(), ages.laid_to_rest);
    let most = ages.long_lived_pending as usize + entries / SEARCHED_PART + SEARCHED_LEAST;
    let unsettled = ages.unsettled || !ages.frozen.is_empty();
    drop(ages);
    let listed = stirred.cells.len();
    let left = laid_to_rest.saturating_sub(stirred.died + listed);
    if unsettled || stirred.too_many || entries > 2 * left + SEARCHED_LEAST {
        return None;
    }
    let there = search::still_there(stirred.cells, written);
    if !Search::finds(heap, written, &there, most, hooks) {
        return None;
    }
    for cell in &there {
        cell.look(Ref::rest);
    }
    Some(left + there.len())
}
