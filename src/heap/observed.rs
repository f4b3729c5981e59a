//! Cells whose address somebody has looked at: their deaths are told, and what is free of them can
//! be kept apart for a while.
//!
//! Only [`Flag::OBSERVED`] cells come here, by the slow way out that a dying cell with a finalizer
//! takes too, so that nothing else pays for it.

use std::cell::Cell;
use std::collections::VecDeque;
use std::ptr::NonNull;

use super::chunk::{self, STEP};
use super::header::Header;
use super::{Flag, Heap, alloc};

/// How many of the newest dead are remembered.
const MOST: usize = 32;
/// How far down its free list a cell is looked for.
const DEEPEST: usize = 1024;

/// The newest observed cells that have died, oldest first.
#[derive(Default)]
pub(super) struct ObservedDead(VecDeque<NonNull<Header>>);

/// Free cells taken off their lists, until they are given back.
#[must_use]
pub struct KeptFree(Vec<NonNull<Header>>);

impl Heap {
    /// Remembers that a cell whose address was looked at dies now.
    pub(super) fn note_observed_death(&self, cell: NonNull<Header>) {
        let mut dead = self.observed_dead.borrow_mut();
        dead.0.retain(|known| *known != cell);
        if dead.0.len() == MOST {
            dead.0.pop_front();
        }
        dead.0.push_back(cell);
    }

    /// Takes the free cells whose last tenant's address was looked at off their lists, so that
    /// what the front end makes meanwhile does not move in.
    pub fn keep_observed_free(&self) -> KeptFree {
        let dead = std::mem::take(&mut self.observed_dead.borrow_mut().0);
        KeptFree(dead.into_iter().filter(|cell| self.take_off_list(*cell)).collect())
    }

    /// Gives the cells back to the heads of their lists.
    pub fn give_back(&self, kept: KeptFree) {
        for cell in kept.0 {
            // SAFETY: H2; the cell is free and on no list (H9).
            unsafe {
                let list = self.list_of(cell);
                alloc::link_of(cell).set(list.get());
                list.set(Some(cell));
            }
            self.note_observed_death(cell);
        }
    }

    /// The list that `cell` belongs to when it is free.
    ///
    /// # Safety
    /// `cell` is a cell pointer (H2).
    unsafe fn list_of(&self, cell: NonNull<Header>) -> &Cell<Option<NonNull<Header>>> {
        // SAFETY: H2.
        let class = unsafe { chunk::chunk_of(cell).as_ref() }.cell_size as usize / STEP;
        if self.tracing.get() { &self.stashed[class] } else { &self.free[class] }
    }

    /// Whether `cell` was free and near the head of its list, which it no longer is.
    fn take_off_list(&self, cell: NonNull<Header>) -> bool {
        // SAFETY: H1, H2, H9.
        unsafe {
            if cell.as_ref().kind.get() != 0 {
                return false;
            }
            let mut place = self.list_of(cell);
            for _ in 0..DEEPEST {
                match place.get() {
                    Some(found) if found == cell => {
                        place.set(alloc::link_of(cell).get());
                        return true;
                    }
                    Some(found) => place = alloc::link_of(found),
                    None => return false,
                }
            }
        }
        false
    }
}

impl super::Ref {
    /// Says that somebody has looked at the cell's address.
    #[inline]
    pub fn observe(&self) {
        self.set_flag(Flag::OBSERVED);
    }
}
