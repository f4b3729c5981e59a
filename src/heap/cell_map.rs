//! A number for every cell of a heap, kept beside the cells: counts under trial, marks, tallies.

use super::reference::Unowned;
use super::{Heap, Ref, chunk};

/// One `u32` per cell, all 0 at first. Cells made after the map are not in it: they read as 0, and
/// writes to them are lost.
#[derive(Default)]
pub(crate) struct CellMap {
    numbers: Vec<u32>,
}

impl CellMap {
    /// A map over all cells that `heap` has now.
    pub(crate) fn new(heap: &Heap) -> CellMap {
        CellMap { numbers: vec![0; heap.cells_opened()] }
    }

    /// Takes in cells that `heap` has got since; every number must be 0. Fresh zeroed memory is
    /// only committed where it is written, so cells that are no candidates cost nothing.
    pub(crate) fn extend_to(&mut self, heap: &Heap) {
        let wanted = heap.cells_opened();
        if wanted > self.numbers.len() {
            self.numbers = vec![0; wanted + wanted / 4];
        }
    }

    #[inline(always)]
    fn index(cell: Unowned) -> usize {
        // SAFETY: H2.
        unsafe { chunk::index_of(cell.cell()) }
    }

    /// The number that stands for `cell`.
    #[inline(always)]
    pub(crate) fn get(&self, cell: Unowned) -> u32 {
        self.numbers.get(CellMap::index(cell)).copied().unwrap_or(0)
    }

    /// Sets the number that stands for `cell`.
    #[inline(always)]
    pub(crate) fn set(&mut self, cell: Unowned, number: u32) {
        if let Some(place) = self.numbers.get_mut(CellMap::index(cell)) {
            *place = number;
        }
    }

    /// The place of the number that stands for the cell of `reference`.
    #[inline(always)]
    pub(crate) fn place(&mut self, reference: &Ref) -> Option<&mut u32> {
        self.numbers.get_mut(CellMap::index(reference.downgrade()))
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
