//! From a number to what stands at that address: the only way from an integer to a cell.

use std::ptr::NonNull;

use super::chunk::{CHUNK, Chunk, FIRST_CELL};
use super::header::Header;
use super::{Flag, Heap, Ref, Unowned, chunk};

/// What stands at an address.
#[derive(Clone, Debug)]
pub enum Place {
    /// Not in the heap's address space.
    Outside,
    /// In the heap's address space, but never part of a cell so far.
    Unused,
    /// In a cell without tenant (or whose tenant is dying), which starts at `cell`.
    Free { cell: u64 },
    /// `offset` bytes into a live cell.
    Live { cell: Ref, offset: usize },
}

/// A cell and the distance of an address from its start.
struct Found {
    cell: NonNull<Header>,
    offset: usize,
}

impl Heap {
    /// What stands at `address`.
    pub fn find(&self, address: u64) -> Place {
        let Some(found) = self.locate(address) else {
            let inside = self.reserve.borrow().as_ref().is_some_and(|reserve| {
                let past = address.checked_sub(reserve.first_address());
                past.is_some_and(|past| past < reserve.size())
            });
            return if inside { Place::Unused } else { Place::Outside };
        };
        if self.may_be_seen(found.cell) {
            // SAFETY: live (H4).
            let cell = unsafe { Ref::looking_at(&found.cell) }.clone();
            Place::Live { cell, offset: found.offset }
        } else {
            Place::Free { cell: chunk::address_of(found.cell) }
        }
    }

    /// The count that stands at `address` if a cell starts there (0 in a free one).
    pub fn read_count(&self, address: u64) -> Option<i64> {
        let found = self.locate(address).filter(|found| found.offset == 0)?;
        // SAFETY: H1.
        Some(unsafe { found.cell.as_ref() }.count())
    }

    /// Counts an uncounted reference if its cell is live; whether the tenant is the one that was
    /// meant is for the caller to know.
    pub fn upgrade(&self, unowned: Unowned) -> Option<Ref> {
        let cell = unowned.cell();
        let known = self.chunk_at(unowned.address()).is_some_and(|known| {
            // SAFETY: H2.
            known == unsafe { chunk::chunk_of(cell) }
        });
        // SAFETY: live (H4).
        (known && self.may_be_seen(cell)).then(|| unsafe { Ref::looking_at(&cell) }.clone())
    }

    /// Whether a reference to `cell` may be handed out.
    fn may_be_seen(&self, cell: NonNull<Header>) -> bool {
        // SAFETY: H1.
        let head = unsafe { cell.as_ref() };
        head.is_live() && !(self.clearing.get() && head.has(Flag::CONDEMNED))
    }

    fn chunk_at(&self, address: u64) -> Option<NonNull<Chunk>> {
        let first = self.reserve.borrow().as_ref()?.first_address();
        let number = address.checked_sub(first)? / CHUNK as u64;
        self.chunks.borrow().get(usize::try_from(number).ok()?).copied()
    }

    fn locate(&self, address: u64) -> Option<Found> {
        let chunk = self.chunk_at(address)?;
        // SAFETY: H1, H2.
        let head = unsafe { chunk.as_ref() };
        let inside = usize::try_from(address - head.address).ok()?;
        if inside < FIRST_CELL || inside >= head.untouched.get() as usize {
            return None;
        }
        let size = head.cell_size as usize;
        let start = FIRST_CELL + head.cell_number(inside) * size;
        // SAFETY: a cell of the chunk (H2).
        let cell = unsafe { chunk.cast::<u8>().add(start).cast::<Header>() };
        Some(Found { cell, offset: inside - start })
    }
}
