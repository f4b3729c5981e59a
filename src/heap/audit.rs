//! The audit: is each count the number of references that can be found?

use super::reference::Unowned;
use super::{CellMap, Flag, Heap, Ref};

/// A cell whose count is not the number of references found.
#[derive(Clone, Debug)]
pub struct Discrepancy {
    /// The cell (counted once more by this report).
    pub cell: Ref,
    /// Its count when it was audited.
    pub count: i64,
    /// How many references to it were found.
    pub found: i64,
}

impl Heap {
    /// Walks the roots and every cell, dying ones too, and reports each live cell whose count is
    /// not the number of references found. `roots` shows every reference that is held outside the
    /// heap's cells. Immortal cells are not judged.
    pub fn audit(&self, roots: &mut dyn FnMut(&mut dyn FnMut(&Ref))) -> Vec<Discrepancy> {
        let mut found = CellMap::new(self);
        let visitor = self.visitor();
        let mut note = |reference: &Ref| {
            if let Some(tally) = found.place(reference) {
                *tally = tally.saturating_add(1);
            }
        };
        roots(&mut note);
        self.for_each_held(&mut note);
        // SAFETY: occupied, and nothing dies while a visitor looks (H6).
        self.for_each_occupied(&mut |cell| unsafe { self.trace(cell, &mut note) });
        drop(visitor);
        self.compare(&found)
    }

    fn compare(&self, found: &CellMap) -> Vec<Discrepancy> {
        let mut discrepancies = Vec::new();
        let clearing = self.clearing.get();
        self.for_each_occupied(&mut |cell| {
            // SAFETY: H2.
            let head = unsafe { cell.as_ref() };
            let count = head.count();
            // The collector holds one reference to each cell that it is emptying.
            let emptied = clearing && head.has(Flag::CONDEMNED);
            let held = i64::from(emptied && !self.held.borrow().contains(&cell));
            let found = i64::from(found.get(Unowned::of_cell(cell))) + held;
            if count > 0 && found != count && found != i64::from(u32::MAX) {
                // SAFETY: live (H4).
                let cell = unsafe { Ref::looking_at(&cell) };
                if !cell.is_immortal() {
                    discrepancies.push(Discrepancy { cell: cell.clone(), count, found });
                }
            }
        });
        discrepancies
    }
}
