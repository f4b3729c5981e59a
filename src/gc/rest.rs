//! When the older generations can be collected without looking at all of them.
//!
//! Cells that survive a collection are laid to rest (see `heap`): from then on it is known whether
//! they have lost a reference. Think of a ring that is garbage and that no other garbage holds. When
//! the first of its cells were laid to rest something outside held one of them, or they would have
//! been taken then. It has let go since, and that stirred a cell of the ring, unless it is still
//! young. The same is true of every later moment when a stirred cell was found alive and laid to rest
//! again, because no cell is young just after a collection. So where every stirred cell can be
//! reached from the roots, all garbage is young, and only the young need a trial.

use super::hooks::CollectorHooks;
use super::search::{self, Search};
use super::trial::Trial;
use crate::heap::{Flag, Heap, Ref, Resting, Unowned, Untrack};

/// One in so many cells at rest may be stirred before a look at all of them costs less.
const STIRRED_PART: usize = 8;
/// So many may in any case.
const STIRRED_LEAST: usize = 1000;
/// So many cells may be searched to save a trial of generation 1.
const SEARCHED: usize = 4_000;
/// So many may to save a trial of all.
const SEARCHED_LONG: usize = 20_000;
/// And one in so many of all.
const SEARCHED_PART: usize = 16;
/// The pauses after failures grow no longer than this many failures make them.
const MOST_FAILED: u32 = 5;

/// What is known of the older generations before a trial.
#[derive(Default)]
pub(super) struct Known {
    /// All their garbage is young.
    pub(super) alive: bool,
    /// Cells that were stirred and not found, each once.
    pub(super) restless: Vec<Unowned>,
    /// No cell at rest has died since the last time.
    pub(super) quiet: bool,
}

/// Asks whether generation 1, and for a collection of the oldest that too, holds no garbage except
/// young cells, the candidates of `trial` so far.
pub(super) fn ask(
    heap: &Heap,
    generation: usize,
    due: bool,
    trial: &mut Trial<'_>,
    hooks: &dyn CollectorHooks,
) -> Known {
    let mut known = take_note(heap, generation, trial);
    let ages = heap.ages();
    let (middle, entries) = (ages.middle.len(), ages.middle.len() + ages.old.len());
    let most = match generation {
        1 => SEARCHED + middle,
        _ => SEARCHED_LONG + ages.long_lived_pending as usize + middle + entries / SEARCHED_PART,
    };
    let stale = entries > 2 * ages.resting.cells + SEARCHED_LONG;
    let pause = generation == 1 && ages.resting.pause > 0;
    let hopeless = ages.resting.unsettled || !ages.frozen.is_empty() || stale || pause || !due;
    drop(ages);
    if hopeless {
        let resting = &mut heap.ages().resting;
        resting.pause = resting.pause.saturating_sub(u32::from(pause));
        return known;
    }
    known.restless = Search::misses(heap, &mut trial.written, known.restless, most, hooks);
    let mut ages = heap.ages();
    known.alive = known.restless.is_empty()
        || generation == 1 && !search::any_of(&ages.middle, &known.restless, &mut trial.written);
    if generation == 1 {
        let resting = &mut ages.resting;
        resting.failed = if known.alive { 0 } else { MOST_FAILED.min(resting.failed + 1) };
        resting.pause = (1 << resting.failed) - 1;
    }
    known
}

/// Takes note of the deaths among cells at rest, and of who was stirred.
fn take_note(heap: &Heap, generation: usize, trial: &Trial<'_>) -> Known {
    let stirred = heap.take_stirred();
    let resting = &mut heap.ages().resting;
    resting.unsettled |= stirred.too_many;
    let mut listed = stirred.cells;
    if generation > 1 {
        listed.append(&mut resting.lost);
    }
    let told = listed.len();
    let restless = search::still_there(listed, &trial.written);
    let dead = stirred.died + told - restless.len();
    resting.lose(dead);
    Known { alive: false, restless, quiet: dead == 0 }
}

/// Whether survivors are laid to rest.
pub(super) fn is_settled(heap: &Heap) -> bool {
    !heap.ages().resting.unsettled
}

/// Lays survivors to rest.
pub(super) fn lay(survivors: &[Unowned]) {
    for cell in survivors {
        cell.look(Ref::rest);
    }
}

/// Ends the rest of cells that were not found alive at first.
pub(super) fn wake(heap: &Heap, restless: Vec<Unowned>) {
    for cell in &restless {
        cell.look(Ref::wake);
    }
    let resting = &mut heap.ages().resting;
    resting.lost.extend(restless);
    resting.unsettled |= resting.lost.len() > most_stirred(resting);
}

fn most_stirred(resting: &Resting) -> usize {
    resting.cells / STIRRED_PART + STIRRED_LEAST
}

/// Tells the heap how many cells at rest may be stirred from now on.
pub(super) fn expect(heap: &Heap) {
    let most = most_stirred(&heap.ages().resting);
    heap.list_stirred(most);
}

/// Of the live members of generation 1, none of them young, those that are still tracked; cells that
/// were undecided are forgotten if they can be now.
pub(super) fn still_in_middle(
    heap: &Heap,
    middle: Vec<Unowned>,
    generation: usize,
    quiet: bool,
    trial: &mut Trial<'_>,
) -> Vec<Unowned> {
    let resting = &mut heap.ages().resting;
    let [mut undecided, old] = std::mem::take(&mut resting.undecided);
    let full = generation > 1;
    if full {
        undecided.extend(old);
    } else {
        resting.undecided[1] = old;
    }
    let mut forgotten = 0;
    undecided
        .retain(|cell| cell.look(|cell| is_undecided(cell, full, &mut forgotten)) == Some(true));
    resting.undecided[1].extend(undecided);
    resting.cells = resting.cells.saturating_sub(forgotten);
    if quiet && forgotten == 0 { middle } else { trial.thin_out(middle) }
}

/// Whether a cell is still to be decided on; counts those at rest that are forgotten.
fn is_undecided(cell: &Ref, full: bool, forgotten: &mut usize) -> bool {
    if !cell.has_flag(Flag::TRACKED) || cell.has_flag(Flag::YOUNG_LISTED) {
        return false;
    }
    let verdict = cell.can_untrack(full);
    if verdict == Untrack::Now {
        cell.clear_flag(Flag::TRACKED);
        *forgotten += usize::from(cell.is_at_rest());
        cell.wake();
    }
    verdict == Untrack::Later
}
