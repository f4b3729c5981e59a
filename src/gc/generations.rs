//! The three generations: who is in which, when each is due, and what is kept out for good.

use super::trial::Trial;
use super::{Collected, rest};
use crate::heap::{Flag, GenerationStats, Heap, Resting, Unowned};

/// The number of the oldest generation.
pub(super) const OLDEST: usize = 2;

/// What `gc.get_count()` tells: tracked allocations, and collections of the younger generation
/// since the last of the middle and of the oldest.
pub fn count(heap: &Heap) -> [i64; 3] {
    let ages = heap.ages();
    [heap.tracked_allocations(), ages.generations[1].count, ages.generations[2].count]
}

/// The thresholds of the generations.
pub fn threshold(heap: &Heap) -> [i64; 3] {
    heap.ages().generations.map(|generation| generation.threshold)
}

/// Sets the thresholds; 0 for the first turns automatic collection off.
pub fn set_threshold(heap: &Heap, thresholds: [i64; 3]) {
    for (generation, threshold) in heap.ages().generations.iter_mut().zip(thresholds) {
        generation.threshold = threshold;
    }
    refresh_due(heap);
}

/// Collections, cells collected and uncollectable per generation.
pub fn stats(heap: &Heap) -> [GenerationStats; 3] {
    heap.ages().generations.map(|generation| generation.stats)
}

/// Whether everything that lives was there when [`leave_youth`] was called.
pub fn is_as_at_start(heap: &Heap) -> bool {
    stats(heap).iter().all(|generation| generation.collections == 0) && heap.young().is_empty()
}

/// Whether collections happen by themselves.
pub fn is_enabled(heap: &Heap) -> bool {
    heap.ages().enabled
}

/// Turns automatic collection on (as in a new heap, once this has been called) or off.
pub fn set_enabled(heap: &Heap, enabled: bool) {
    heap.ages().enabled = enabled;
    refresh_due(heap);
}

/// Whether a collection is running.
pub fn is_collecting(heap: &Heap) -> bool {
    heap.ages().collecting
}

/// Tells the heap when [`Heap::gc_due`] is to become true.
fn refresh_due(heap: &Heap) {
    let ages = heap.ages();
    let above = ages.generations[0].threshold;
    let due = ages.enabled && !ages.collecting && above > 0;
    drop(ages);
    heap.set_gc_due(due.then_some(above));
}

/// The oldest generation whose threshold is passed. The oldest of all waits until what has grown
/// old since its last collection is a quarter of what it kept then.
pub fn due_generation(heap: &Heap) -> Option<u8> {
    let counts = count(heap);
    let ages = heap.ages();
    if !ages.enabled || ages.collecting || ages.generations[0].threshold <= 0 {
        return None;
    }
    let grown = ages.long_lived_pending >= ages.long_lived_total / 4;
    (0..=OLDEST)
        .rev()
        .filter(|&number| number != OLDEST || grown)
        .find(|&number| counts[number] > ages.generations[number].threshold)
        .map(|number| number as u8)
}

/// Starts a collection, unless one is running; resets the counts that led to it.
pub(super) fn begin(heap: &Heap, generation: usize) -> bool {
    let mut ages = heap.ages();
    if ages.collecting {
        return false;
    }
    ages.collecting = true;
    if generation < OLDEST {
        ages.generations[generation + 1].count += 1;
    }
    for younger in &mut ages.generations[..=generation] {
        younger.count = 0;
    }
    drop(ages);
    heap.reset_tracked_allocations();
    refresh_due(heap);
    true
}

/// Takes the list of generation 1 if that or an older one is collected.
pub(super) fn take_middle(heap: &Heap, generation: usize) -> Vec<Unowned> {
    if generation == 0 { Vec::new() } else { std::mem::take(&mut heap.ages().middle) }
}

/// Takes the list of the oldest generation, all of which is about to be looked at.
pub(super) fn take_old(heap: &Heap) -> Vec<Unowned> {
    let mut ages = heap.ages();
    ages.resting.unsettled = false;
    std::mem::take(&mut ages.old)
}

/// What a collection leaves.
#[derive(Default)]
pub(super) struct Survivors {
    pub(super) cells: Vec<Unowned>,
    /// How many of them idle.
    pub(super) idle: usize,
    /// Those that may be forgotten once others are.
    pub(super) undecided: Vec<Unowned>,
}

/// Which cells a trial was about.
pub(super) enum Scope {
    /// All of the generations collected: so many of them in generation 1.
    All { middle: usize },
    /// The young. These members of generation 1 were left out; and the oldest generation.
    Young { middle: Vec<Unowned> },
}

/// Enters the survivors of a collection in the next older generation.
pub(super) fn settle(heap: &Heap, generation: usize, scope: Scope, survivors: Survivors) {
    let mut ages = heap.ages();
    let ages = &mut *ages;
    let Survivors { cells, idle, undecided } = survivors;
    let resting = &mut ages.resting;
    let resting_in_middle = match &scope {
        Scope::All { middle } => *middle,
        Scope::Young { .. } => 0,
    };
    match (generation, scope) {
        (0, _) => {
            resting.cells += cells.len();
            resting.idle += idle;
            resting.idle_middle += idle;
            resting.undecided[0].extend(undecided);
            ages.middle.extend(cells);
            return;
        }
        (1, scope) => {
            let mut grown = cells.len();
            resting.cells = resting.cells.saturating_sub(resting_in_middle) + cells.len();
            let mut grown_idle = idle;
            if let Scope::Young { middle } = scope {
                grown += middle.len();
                grown_idle += resting.idle_middle;
                ages.old.extend(middle);
            } else {
                resting.idle = resting.idle.saturating_sub(resting.idle_middle);
                resting.undecided[0].clear();
            }
            resting.idle += idle;
            ages.long_lived_pending += grown.saturating_sub(grown_idle) as u64;
            ages.old.extend(cells);
        }
        (_, Scope::Young { middle }) => {
            resting.cells += cells.len();
            resting.idle += idle;
            ages.old.extend(cells);
            ages.old.extend(middle);
        }
        (_, Scope::All { .. }) => {
            *resting = Resting { cells: cells.len(), idle, ..Resting::default() };
            ages.old = cells;
        }
    }
    resting.idle_middle = 0;
    resting.undecided[1].extend(undecided);
    if generation == OLDEST {
        ages.long_lived_pending = 0;
        ages.long_lived_total = resting.busy() as u64;
    }
}

/// Enters cells that were taken for garbage among the survivors.
pub(super) fn resettle(heap: &Heap, generation: usize, mut survivors: Vec<Unowned>) {
    survivors.retain(|cell| cell.look(|_| ()).is_some());
    let mut ages = heap.ages();
    ages.resting.unsettled |= !survivors.is_empty();
    let list = if generation == 0 { &mut ages.middle } else { &mut ages.old };
    list.extend(survivors);
}

/// Ends a collection and enters it in the statistics.
pub(super) fn end(heap: &Heap, generation: usize, collected: Collected) {
    let mut ages = heap.ages();
    ages.collecting = false;
    let stats = &mut ages.generations[generation].stats;
    stats.collections += 1;
    stats.collected += collected.collected;
    stats.uncollectable += collected.uncollectable;
    drop(ages);
    refresh_due(heap);
}

/// The members of each generation (0 to 2, then what is frozen), in the order of birth.
pub(super) fn members(heap: &Heap) -> [Vec<Unowned>; 4] {
    let young = heap.young();
    let ages = heap.ages();
    let lists = [young, ages.middle.clone(), ages.old.clone(), ages.frozen.clone()];
    drop(ages);
    let mut marks = Trial::for_marks(heap);
    lists.map(|list| marks.write_down(list))
}

/// Enters the young in the next generation without looking at them: what an interpreter makes before
/// its program begins has grown older by then, as in CPython.
pub fn leave_youth(heap: &Heap) {
    let young = heap.young();
    drop(heap.take_young());
    for cell in &young {
        cell.look(|cell| cell.clear_flag(Flag::YOUNG_LISTED));
    }
    if rest::is_settled(heap) {
        rest::lay(&young);
    }
    let mut ages = heap.ages();
    ages.resting.cells += young.len();
    ages.middle.extend(young);
    ages.generations[0].count = 0;
    drop(ages);
    rest::expect(heap);
    heap.reset_tracked_allocations();
    refresh_due(heap);
}

/// Keeps all tracked cells out of collections until [`unfreeze`].
pub fn freeze(heap: &Heap) {
    let (young, middle) = (heap.take_young(), take_middle(heap, OLDEST));
    let old = take_old(heap);
    let mut ages = heap.ages();
    for list in [young, middle, old] {
        ages.frozen.extend(list);
    }
    ages.resting.unsettled = true;
    for generation in &mut ages.generations {
        generation.count = 0;
    }
    drop(ages);
    heap.reset_tracked_allocations();
}

/// Enters all frozen cells in the oldest generation.
pub fn unfreeze(heap: &Heap) {
    let mut ages = heap.ages();
    let frozen = std::mem::take(&mut ages.frozen);
    ages.resting.unsettled = true;
    ages.old.extend(frozen);
}

/// How many cells are frozen.
pub fn freeze_count(heap: &Heap) -> usize {
    members(heap)[3].len()
}
