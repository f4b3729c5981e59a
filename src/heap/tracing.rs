//! Telling somebody of every cell that is made, without a test for it where cells are made.
//!
//! While allocations are traced the free lists look empty: their cells stand on a second set of
//! lists, so that each new cell comes by the slow way that otherwise opens fresh memory, and which
//! cell comes next stays the same as without tracing.

use std::ptr::NonNull;

use super::chunk::{self, CLASSES, STEP};
use super::header::Header;
use super::{Heap, HeapFull, alloc};

impl Heap {
    /// Begins or ends telling the hooks of each cell made and freed.
    pub fn trace_cells(&self, on: bool) {
        if on == self.tracing.get() {
            return;
        }
        self.tracing.set(on);
        self.watch_frees(on);
        for class in 0..CLASSES {
            let (from, to) = match on {
                true => (&self.free[class], &self.stashed[class]),
                false => (&self.stashed[class], &self.free[class]),
            };
            to.set(from.take());
        }
    }

    /// The next cell of a size while tracing; it is left at the head of its list, alone.
    pub(super) fn next_traced(&self, size: usize) -> Result<NonNull<Header>, HeapFull> {
        let class = size / STEP;
        if self.stashed[class].get().is_none() {
            self.cut_cells(size)?;
            self.stashed[class].set(self.free[class].take());
        }
        let cell = self.stashed[class].get().ok_or(HeapFull)?;
        // SAFETY: H9.
        unsafe {
            self.stashed[class].set(alloc::link_of(cell).get());
            alloc::link_of(cell).set(None);
        }
        self.free[class].set(Some(cell));
        self.with_hooks(|hooks| hooks.made(chunk::address_of(cell), size));
        Ok(cell)
    }

    /// Moves a cell that was just put on its free list to the second set of lists.
    pub(super) fn stash_freed(&self, cell: NonNull<Header>) {
        // SAFETY: H2, H9: the cell is the head of its list.
        unsafe {
            let class = chunk::chunk_of(cell).as_ref().cell_size as usize / STEP;
            self.free[class].set(alloc::link_of(cell).get());
            alloc::link_of(cell).set(self.stashed[class].get());
            self.stashed[class].set(Some(cell));
        }
    }
}
