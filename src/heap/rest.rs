//! Cells at rest: those of the oldest generation that have not lost a reference since they came there.
//!
//! The collector need not look at them to find what has become garbage (see `gc`). A cell at rest has
//! the sign bit of its count set. Counting up leaves the bit alone. Counting down meets a number that
//! is not above 0, as it does at the last reference, so the cell comes to the slow path that is there
//! for releases, where the bit is cleared and the cell entered in a list. The fast paths pay nothing.

use std::ptr::NonNull;

use super::header::{AT_REST, Header};
use super::release::FAREWELL;
use super::{Flag, Heap, IMMORTAL, Ref, Unowned};

/// What has become of cells that were at rest.
#[derive(Default)]
pub(crate) struct Stirred {
    /// Those that lost a reference, in that order. Some may have died since, and some of these have
    /// new tenants.
    pub(crate) cells: Vec<Unowned>,
    /// How many died at once, with the reference they lost.
    pub(crate) died: usize,
    /// How many are listed at most; the collector has to look at all cells if there are more.
    most: usize,
    /// Whether there were more.
    pub(crate) too_many: bool,
}

impl Ref {
    /// Lays a tracked cell to rest.
    #[inline(always)]
    pub(crate) fn rest(&self) {
        // SAFETY: H2, H4.
        let head = unsafe { self.cell().as_ref() };
        if head.count.get() < IMMORTAL / 2 && head.has(Flag::TRACKED) {
            head.count.set(head.count.get() | AT_REST);
        }
    }

    /// Ends the rest of a cell without taking note of it.
    #[inline(always)]
    pub(crate) fn wake(&self) {
        // SAFETY: H2, H4.
        let count = unsafe { &self.cell().as_ref().count };
        count.set(count.get() & !AT_REST);
    }

    /// Whether the cell has not lost a reference since it was laid to rest.
    #[inline(always)]
    pub(crate) fn is_at_rest(&self) -> bool {
        // SAFETY: H2, H4.
        unsafe { self.cell().as_ref() }.is_at_rest()
    }
}

impl Heap {
    /// Ends the rest of a cell that has just lost a reference; how many are left.
    ///
    /// # Safety
    /// `cell` is occupied and at rest.
    #[inline(never)]
    pub(super) unsafe fn stir(&self, cell: NonNull<Header>) -> i64 {
        // SAFETY: H2.
        let head = unsafe { cell.as_ref() };
        let left = head.count();
        head.count.set(left);
        // SAFETY: H7: the borrow ends before anything else runs.
        let stirred = unsafe { &mut *self.stirred.get() };
        if left == 0 && head.flags.get() & FAREWELL == 0 {
            stirred.died += 1;
        } else if stirred.cells.len() < stirred.most {
            stirred.cells.push(Unowned::of_cell(cell));
        } else {
            stirred.too_many = true;
        }
        left
    }

    /// Hands out what has become of cells that were at rest since the last time.
    pub(crate) fn take_stirred(&self) -> Stirred {
        // SAFETY: H7: only a move.
        let stirred = unsafe { &mut *self.stirred.get() };
        let most = stirred.most;
        std::mem::replace(stirred, Stirred { most, ..Stirred::default() })
    }

    /// Lists up to `most` cells from now on.
    pub(crate) fn list_stirred(&self, most: usize) {
        // SAFETY: H7: the borrow ends here.
        unsafe { (*self.stirred.get()).most = most };
    }
}
