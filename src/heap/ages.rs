//! The generations of tracked cells, each in the order of birth, and when a collection is due.
//!
//! A generation is a list of cells that may name too many: a cell that has died, or whose present
//! tenant came later and stands in a younger generation. So the last entry of a cell, looking from
//! the oldest generation to the youngest, is the one that counts. `YOUNG_LISTED` says that the
//! present tenant is in generation 0, whose list only ever grows here and is thinned out when full.

use std::ptr::NonNull;

use super::header::Header;
use super::reference::Unowned;
use super::{Attention, CellMap, Flag, Heap, Ref};

/// How many generations the collector distinguishes.
pub(crate) const GENERATIONS: usize = 3;

/// Counters of one generation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generation {
    /// A collection is due above this; 0 for never.
    pub threshold: i64,
    /// For the older ones, collections of the next younger one since the last of this.
    pub count: i64,
    pub stats: GenerationStats,
}

/// What collections of a generation have done, as `gc.get_stats()` tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GenerationStats {
    pub collections: u64,
    pub collected: u64,
    pub uncollectable: u64,
}

/// What is known of cells at rest, in the two older generations.
#[derive(Default)]
pub(crate) struct Resting {
    /// How many cells there are, less those known to have died.
    pub(crate) cells: usize,
    /// How many of them idled when they came there, and how many of those are in generation 1.
    pub(crate) idle: usize,
    pub(crate) idle_middle: usize,
    /// Cells of the oldest generation that were stirred and not found since (or their successors).
    pub(crate) lost: Vec<Unowned>,
    /// Cells that may be forgotten once others are: of generation 1, and of the oldest.
    pub(crate) undecided: [Vec<Unowned>; 2],
    /// Only a look at all cells can tell more; no cell is laid to rest until then.
    pub(crate) unsettled: bool,
    /// How often the search has failed in generation 1, and how often it is not tried therefore.
    pub(crate) failed: u32,
    pub(crate) pause: u32,
}

impl Resting {
    /// Takes note that so many of the cells are dead, as many of them idle as of all.
    pub(crate) fn lose(&mut self, dead: usize) {
        if dead > 0 && self.cells > 0 {
            let dead = dead.min(self.cells);
            self.idle -= (self.idle as u128 * dead as u128 / self.cells as u128) as usize;
            self.cells -= dead;
        }
    }

    /// How many cells CPython would count.
    pub(crate) fn busy(&self) -> usize {
        self.cells.saturating_sub(self.idle)
    }
}

/// What the collector remembers between collections.
pub(crate) struct Ages {
    pub(crate) enabled: bool,
    pub(crate) collecting: bool,
    pub(crate) generations: [Generation; GENERATIONS],
    pub(crate) middle: Vec<Unowned>,
    pub(crate) old: Vec<Unowned>,
    pub(crate) frozen: Vec<Unowned>,
    /// How many cells survived the last full collection, and how many grew old since.
    pub(crate) long_lived_total: u64,
    pub(crate) long_lived_pending: u64,
    pub(crate) resting: Resting,
    /// The counts under trial, kept for the next collection: all 0 between collections.
    pub(crate) trial: CellMap,
}

impl Default for Ages {
    fn default() -> Ages {
        let generation = |threshold| Generation { threshold, ..Generation::default() };
        Ages {
            enabled: true,
            collecting: false,
            generations: [generation(2000), generation(10), generation(10)],
            middle: Vec::new(),
            old: Vec::new(),
            frozen: Vec::new(),
            long_lived_total: 0,
            long_lived_pending: 0,
            resting: Resting::default(),
            trial: CellMap::default(),
        }
    }
}

impl Heap {
    /// Tracked cells made less tracked cells freed since the last collection.
    #[inline(always)]
    pub fn tracked_allocations(&self) -> i64 {
        self.tracked.get()
    }

    /// Whether there have been enough tracked allocations that the collector should be asked.
    #[inline(always)]
    pub fn gc_due(&self) -> bool {
        self.tracked.get() > self.due_above.get()
    }

    /// Sets how many tracked allocations make [`gc_due`](Heap::gc_due) true; none for never.
    pub fn set_gc_due(&self, above: Option<i64>) {
        self.due_above.set(above.unwrap_or(i64::MAX));
        if self.gc_due() {
            self.tell_due();
        }
    }

    /// From now on `attention` is told when a collection is due.
    pub fn report_to(&self, attention: Attention) {
        // The first one stays: a heap has one machine.
        let _ = self.attention.set(attention);
    }

    /// Counts a tracked allocation.
    #[inline(always)]
    pub(super) fn count_tracked(&self) {
        let tracked = self.tracked.get() + 1;
        self.tracked.set(tracked);
        if tracked > self.due_above.get() {
            self.tell_due();
        }
    }

    #[cold]
    #[inline(never)]
    fn tell_due(&self) {
        if let Some(attention) = self.attention.get() {
            attention.ask_for_collection();
        }
    }

    /// Runs `make`, whose tracked allocations do not count.
    pub fn uncounted<R>(&self, make: impl FnOnce() -> R) -> R {
        let tracked = self.tracked.get();
        let made = make();
        self.tracked.set(tracked);
        made
    }

    pub(crate) fn reset_tracked_allocations(&self) {
        self.tracked.set(0);
    }

    /// What the collector remembers. Not to be borrowed while anything can die.
    pub(crate) fn ages(&self) -> std::cell::RefMut<'_, Ages> {
        self.ages.borrow_mut()
    }

    /// Enters a cell at the end of generation 0.
    #[inline(always)]
    pub(super) fn enter_young(&self, cell: NonNull<Header>) {
        // SAFETY: H7: the borrow ends before anything else runs.
        let young = unsafe { &mut *self.young.get() };
        if young.len() == young.capacity() {
            make_room(young, self.tracked.get());
        }
        young.push(Unowned::of_cell(cell));
    }

    /// Takes note of the death of a cell that was made as tracked.
    #[inline(always)]
    pub(super) fn leave_young(&self, cell: NonNull<Header>) {
        let tracked = self.tracked.get();
        if tracked > 0 {
            self.tracked.set(tracked - 1);
        }
        // SAFETY: H7: the borrow ends before anything else runs.
        let young = unsafe { &mut *self.young.get() };
        if young.last() == Some(&Unowned::of_cell(cell)) {
            young.pop();
        }
    }

    /// Enters an untracked cell in generation 0.
    pub(super) fn track(&self, reference: &Ref) {
        if !reference.has_flag(Flag::TRACKED) {
            let cell = reference.cell();
            // SAFETY: H4.
            let flags = unsafe { &cell.as_ref().flags };
            flags.set(flags.get() | Flag::TRACKED.0 | Flag::YOUNG_LISTED.0);
            self.enter_young(cell);
        }
    }

    /// The list of generation 0, which is empty afterwards. The caller clears `YOUNG_LISTED`.
    pub(crate) fn take_young(&self) -> Vec<Unowned> {
        // SAFETY: H7: only moved out.
        std::mem::take(unsafe { &mut *self.young.get() })
    }

    /// The present members of generation 0, in the order of birth.
    pub(crate) fn young(&self) -> Vec<Unowned> {
        // SAFETY: H7: thinning out runs nothing else.
        let young = unsafe { &mut *self.young.get() };
        thin_out(young);
        young.clone()
    }
}

/// Drops the entries that no longer count, keeping the last of each cell.
fn thin_out(young: &mut Vec<Unowned>) {
    let wanted = Flag::TRACKED.0 | Flag::YOUNG_LISTED.0;
    // The flag serves as the mark "not met yet" on the way back, and is put back afterwards.
    let mut kept = young.len();
    for at in (0..young.len()).rev() {
        let cell = young[at];
        // SAFETY: H1.
        let head = unsafe { cell.cell().as_ref() };
        if head.is_live() && head.flags.get() & wanted == wanted {
            head.flags.set(head.flags.get() & !Flag::YOUNG_LISTED.0);
            kept -= 1;
            young[kept] = cell;
        }
    }
    young.drain(..kept);
    for cell in young.iter() {
        // SAFETY: H1.
        let flags = unsafe { &cell.cell().as_ref().flags };
        flags.set(flags.get() | Flag::YOUNG_LISTED.0);
    }
}

/// Thins the list out unless most entries must be alive, and doubles its room if that is no help.
#[cold]
#[inline(never)]
fn make_room(young: &mut Vec<Unowned>, tracked: i64) {
    if (tracked as usize) < young.len() / 4 * 3 {
        thin_out(young);
    }
    if young.len() * 2 >= young.capacity() {
        young.reserve(young.capacity().max(4096));
    }
}
