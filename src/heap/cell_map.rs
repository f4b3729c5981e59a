//! A number for every cell of a heap, kept beside the cells: counts under trial, marks, tallies.

use super::chunk::{self, CHUNK, FIRST_CELL};
use super::header::Header;
use super::reference::Unowned;
use super::{Heap, Ref};
use std::ptr::NonNull;

/// One `u32` per cell, all 0 at first. Cells made after the map are not in it: they read as 0, and
/// writes to them are lost.
#[derive(Default)]
pub(crate) struct CellMap {
    numbers: Vec<u32>,
    /// What the heads of the chunks say, side by side: the heads themselves stand at multiples of
    /// 64 KiB, so that a cache holds few of them at a time.
    rows: Vec<Row>,
    /// The number of the first chunk, if the others follow it.
    first: usize,
}

/// A map that grows has room for so many cells: fewer would not be worth a mapping of their own to
/// the system's allocator, which would have to clear them all.
const LEAST: usize = 1 << 15;

/// How the cells of a chunk are numbered.
#[derive(Clone, Copy)]
struct Row {
    first_index: u32,
    reciprocal: u32,
}

impl CellMap {
    /// A map over all cells that `heap` has now.
    pub(crate) fn new(heap: &Heap) -> CellMap {
        let numbers = vec![0; heap.cells_opened()];
        let mut map = CellMap { numbers, ..CellMap::default() };
        map.learn_rows(heap);
        map
    }

    /// Takes in cells that `heap` has got since; every number must be 0. Fresh zeroed memory is
    /// only committed where it is written, so cells that are no candidates cost nothing.
    pub(crate) fn extend_to(&mut self, heap: &Heap) {
        let wanted = heap.cells_opened();
        if wanted > self.numbers.len() {
            self.numbers = vec![0; (wanted + wanted / 4).max(LEAST)];
        }
        self.learn_rows(heap);
    }

    /// Takes in what the heads of new chunks say, as long as chunks follow each other.
    fn learn_rows(&mut self, heap: &Heap) {
        let chunks = heap.chunks.borrow();
        for chunk in &chunks[self.rows.len().min(chunks.len())..] {
            let number = chunk.addr().get() / CHUNK;
            if self.rows.is_empty() {
                self.first = number;
            }
            if number != self.first + self.rows.len() {
                return;
            }
            // SAFETY: H1, H2.
            let (first_index, reciprocal) = unsafe { chunk.as_ref() }.numbering();
            self.rows.push(Row { first_index, reciprocal });
        }
    }

    #[inline(always)]
    fn index(&self, cell: NonNull<Header>) -> usize {
        let address = cell.addr().get();
        let row = self.rows.get((address / CHUNK).wrapping_sub(self.first));
        row.map_or_else(
            || CellMap::index_by_head(cell),
            |row| {
                let offset = (address & (CHUNK - 1)) - FIRST_CELL;
                row.first_index as usize + chunk::cell_number(offset, row.reciprocal)
            },
        )
    }

    #[cold]
    #[inline(never)]
    fn index_by_head(cell: NonNull<Header>) -> usize {
        // SAFETY: H2.
        unsafe { chunk::index_of(cell) }
    }

    /// The number that stands for `cell`.
    #[inline(always)]
    pub(crate) fn get(&self, cell: Unowned) -> u32 {
        self.numbers.get(self.index(cell.cell())).copied().unwrap_or(0)
    }

    /// Sets the number that stands for `cell`.
    #[inline(always)]
    pub(crate) fn set(&mut self, cell: Unowned, number: u32) {
        let index = self.index(cell.cell());
        if let Some(place) = self.numbers.get_mut(index) {
            *place = number;
        }
    }

    /// The place of the number that stands for the cell of `reference`.
    #[inline(always)]
    pub(crate) fn place(&mut self, reference: &Ref) -> Option<&mut u32> {
        let index = self.index(reference.cell());
        self.numbers.get_mut(index)
    }

    /// The place of the number that stands for `cell`.
    #[inline(always)]
    pub(crate) fn place_of(&mut self, cell: Unowned) -> Option<&mut u32> {
        let index = self.index(cell.cell());
        self.numbers.get_mut(index)
    }

    /// Sets the numbers of these cells to 0; all others are 0 already.
    pub(crate) fn reset(&mut self, cells: &[Unowned]) {
        if cells.len() > self.numbers.len() / 16 {
            self.numbers.fill(0);
        } else {
            for &cell in cells {
                self.set(cell, 0);
            }
        }
    }
}
