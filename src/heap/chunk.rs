//! Chunks: 64 KiB of cells of one size, found from any of their cells by masking its address.

use std::cell::Cell;
use std::ptr::NonNull;

use super::Heap;
use super::header::Header;
use super::reserve::Piece;

/// Bytes in a chunk, and its alignment.
pub(super) const CHUNK: usize = 1 << 16;
/// Where the first cell stands.
pub(super) const FIRST_CELL: usize = 64;
/// The largest cell.
pub(super) const LARGEST_CELL: usize = 1024;
/// The smallest cell: a header and room for the free list's link.
pub(super) const SMALLEST_CELL: usize = 24;
/// Cell sizes are multiples of this; the multiple is the size class.
pub(super) const STEP: usize = 8;
/// Size classes; the first are unused.
pub(super) const CLASSES: usize = LARGEST_CELL / STEP + 1;

/// The head of a chunk.
#[repr(C)]
pub(super) struct Chunk {
    pub(super) heap: Cell<NonNull<Heap>>,
    /// The address that the chunk is shown at.
    pub(super) address: u64,
    pub(super) cell_size: u32,
    /// 2^32 divided by the cell size, rounded up: multiplying replaces dividing.
    reciprocal: u32,
    /// How many cells stand in all chunks before this one.
    first_index: u32,
    /// Where the memory begins that has never been part of a cell.
    pub(super) untouched: Cell<u32>,
}

const _: () = assert!(size_of::<Chunk>() <= FIRST_CELL);

/// How many cells of `cell_size` bytes a chunk holds.
pub(super) const fn cells_per_chunk(cell_size: usize) -> usize {
    (CHUNK - FIRST_CELL) / cell_size
}

impl Chunk {
    /// Makes a chunk of cells of `cell_size` bytes in fresh memory.
    ///
    /// # Safety
    /// `piece` is zeroed memory of a chunk's size and alignment that belongs to the caller.
    pub(super) unsafe fn open(
        piece: Piece,
        heap: NonNull<Heap>,
        cell_size: usize,
        first_index: u32,
    ) -> NonNull<Chunk> {
        let chunk = piece.memory.cast::<Chunk>();
        let head = Chunk {
            heap: Cell::new(heap),
            address: piece.address,
            cell_size: cell_size as u32,
            reciprocal: (1u64 << 32).div_ceil(cell_size as u64) as u32,
            first_index,
            untouched: Cell::new(FIRST_CELL as u32),
        };
        // SAFETY: the caller gives us the memory.
        unsafe { chunk.write(head) };
        chunk
    }

    /// The number of the chunk's first cell among all cells, and what [`cell_number`] needs.
    pub(super) fn numbering(&self) -> (u32, u32) {
        (self.first_index, self.reciprocal)
    }

    /// The number of the cell that the byte at `offset` belongs to, counted within this chunk.
    #[inline(always)]
    pub(super) fn cell_number(&self, offset: usize) -> usize {
        cell_number(offset - FIRST_CELL, self.reciprocal)
    }

    /// Bytes from the chunk's start to the end of its last whole cell.
    pub(super) fn end(&self) -> usize {
        let size = self.cell_size as usize;
        FIRST_CELL + cells_per_chunk(size) * size
    }
}

/// The number of the cell that stands `offset` bytes after the first of its chunk.
#[inline(always)]
pub(super) fn cell_number(offset: usize, reciprocal: u32) -> usize {
    ((offset as u64 * u64::from(reciprocal)) >> 32) as usize
}

/// The chunk that `cell` stands in.
///
/// # Safety
/// `cell` is a cell pointer (H2).
#[inline(always)]
pub(super) unsafe fn chunk_of(cell: NonNull<Header>) -> NonNull<Chunk> {
    let start = cell.as_ptr().map_addr(|address| address & !(CHUNK - 1));
    // SAFETY: H2: the chunk's start is not null.
    unsafe { NonNull::new_unchecked(start.cast()) }
}

/// The heap that `cell` belongs to.
///
/// # Safety
/// `cell` is a cell pointer (H2) whose heap is alive for `'a` (H8).
#[inline(always)]
pub(super) unsafe fn heap_of<'a>(cell: NonNull<Header>) -> &'a Heap {
    // SAFETY: H2, H8.
    unsafe { chunk_of(cell).as_ref().heap.get().as_ref() }
}

/// The number of `cell` among all cells of its heap.
///
/// # Safety
/// `cell` is a cell pointer (H2).
#[inline(always)]
pub(super) unsafe fn index_of(cell: NonNull<Header>) -> usize {
    // SAFETY: H2.
    let chunk = unsafe { chunk_of(cell).as_ref() };
    chunk.first_index as usize + chunk.cell_number(offset_of(cell))
}

#[inline(always)]
fn offset_of(cell: NonNull<Header>) -> usize {
    cell.addr().get() & (CHUNK - 1)
}

/// The address that `cell` is shown at.
#[inline]
pub(super) fn address_of(cell: NonNull<Header>) -> u64 {
    // SAFETY: H1, H2.
    let chunk = unsafe { chunk_of(cell).as_ref() };
    chunk.address + offset_of(cell) as u64
}
