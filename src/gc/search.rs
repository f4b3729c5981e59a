//! Whether cells can be reached from the roots, found out without looking at the whole heap.

use std::collections::VecDeque;

use super::hooks::CollectorHooks;
use super::trial::{CANDIDATE, SEEN};
use crate::heap::{CellMap, Flag, Heap, Ref, Unowned};

/// The cell is no candidate, and is looked for.
const WANTED: u32 = 1;
/// Cells with more than so many bytes of references are searched when there is nothing else left.
const LARGE: usize = 1 << 14;

/// A search from the roots along the references, nearest cells first.
pub(super) struct Search<'w> {
    written: &'w mut CellMap,
    /// The cells met so far.
    met: Vec<Unowned>,
    /// How many cells that are looked for have not been met.
    left: usize,
}

/// Of the old cells that were stirred, those that are still there, each once. A candidate is none of
/// them: it is a new tenant of the cell, and so is a cell at rest.
pub(super) fn still_there(mut stirred: Vec<Unowned>, written: &CellMap) -> Vec<Unowned> {
    stirred.sort_unstable_by_key(|cell| cell.address());
    stirred.dedup();
    stirred.retain(|&cell| {
        let is_old = |cell: &Ref| cell.has_flag(Flag::TRACKED) && !cell.is_at_rest();
        written.get(cell) == 0 && cell.look(is_old) == Some(true)
    });
    stirred
}

/// Whether one of `wanted` is among `cells`. `written` is as before afterwards.
pub(super) fn any_of(cells: &[Unowned], wanted: &[Unowned], written: &mut CellMap) -> bool {
    wanted.iter().for_each(|&cell| written.set(cell, WANTED));
    let any = cells.iter().any(|&cell| written.get(cell) == WANTED);
    wanted.iter().for_each(|&cell| written.set(cell, 0));
    any
}

impl Search<'_> {
    /// Those of `wanted`, none of them candidates, that are not met before about `most` cells have
    /// been. The others are laid to rest. `written` is as before afterwards.
    pub(super) fn misses(
        heap: &Heap,
        written: &mut CellMap,
        mut wanted: Vec<Unowned>,
        most: usize,
        hooks: &dyn CollectorHooks,
    ) -> Vec<Unowned> {
        let _visitor = heap.visitor();
        wanted.iter().for_each(|&cell| written.set(cell, WANTED));
        let mut search = Search { written, met: Vec::new(), left: wanted.len() };
        if !wanted.is_empty() {
            hooks.visit_roots(&mut |root| search.meet(root));
            search.spread(most);
        }
        wanted.retain(|&cell| {
            let missed = search.written.get(cell) & SEEN == 0;
            if missed {
                search.written.set(cell, 0);
            } else {
                cell.look(Ref::rest);
            }
            missed
        });
        for &cell in &search.met {
            let number = search.written.get(cell);
            search.written.set(cell, if number & CANDIDATE == 0 { 0 } else { number & !SEEN });
        }
        wanted
    }

    #[inline]
    fn meet(&mut self, cell: &Ref) {
        if cell.is_leaf() {
            return;
        }
        if let Some(number) = self.written.place(cell).filter(|number| **number & SEEN == 0) {
            self.left -= usize::from(*number == WANTED);
            *number |= SEEN;
            self.met.push(cell.downgrade());
        }
    }

    fn spread(&mut self, most: usize) {
        let mut next = 0;
        let mut large = VecDeque::new();
        while self.left > 0 && self.met.len() <= most {
            let cell = if let Some(&cell) = self.met.get(next) {
                next += 1;
                if cell.look(Ref::bytes_outside).is_some_and(|bytes| bytes > LARGE) {
                    large.push_back(cell);
                    continue;
                }
                cell
            } else if let Some(cell) = large.pop_front() {
                let bytes = cell.look(Ref::bytes_outside).unwrap_or(0);
                if bytes / size_of::<Ref>() > most {
                    continue;
                }
                cell
            } else {
                return;
            };
            cell.look(|cell| cell.trace(&mut |held| self.meet(held)));
        }
    }
}
