//! Trial deletion: which of some candidates can be reached from outside?

use std::fmt;

use crate::heap::{CellMap, Flag, Heap, Ref, Unowned};

/// The cell is a candidate.
pub(super) const CANDIDATE: u32 = 1 << 31;
/// Nothing that refers to it has been reached so far.
const SET_ASIDE: u32 = 1 << 30;
/// The written count. At this value it stands for "many" and is not subtracted from.
const COUNT: u32 = SEEN - 1;
/// Met by a [`Search`](super::search::Search).
pub(super) const SEEN: u32 = 1 << 29;

/// Candidates and their written counts.
pub struct Trial<'h> {
    heap: &'h Heap,
    pub(super) candidates: Vec<Unowned>,
    pub(super) written: CellMap,
    /// How many candidates have no count left and have not been reached.
    unheld: usize,
    /// Candidates leave generation 0.
    ageing: bool,
}

/// The outcome of a trial.
pub(super) struct Verdict {
    /// In CPython's order: cells that were set aside at first come last.
    pub(super) reachable: Vec<Unowned>,
    pub(super) unreachable: Vec<Unowned>,
}

impl<'h> Trial<'h> {
    /// A trial without candidates. `written` is all 0 and is handed back by [`Trial::end`].
    pub(super) fn new(heap: &'h Heap, mut written: CellMap) -> Trial<'h> {
        written.extend_to(heap);
        Trial { heap, candidates: Vec::new(), written, unheld: 0, ageing: true }
    }

    /// Not for a trial, only to ask [`Trial::write_down`] which of several entries counts.
    pub(super) fn for_marks(heap: &'h Heap) -> Trial<'h> {
        Trial { ageing: false, ..Trial::new(heap, CellMap::default()) }
    }

    /// Of `list`, the live and tracked cells that are not candidates yet, in order; the last entry
    /// of a cell counts. Their counts are written down.
    pub(super) fn write_down(&mut self, mut list: Vec<Unowned>) -> Vec<Unowned> {
        let mut kept = list.len();
        let ageing = self.ageing;
        let written = &mut self.written;
        let mut write_down = |cell: &Ref| {
            let number = written.place(cell).filter(|number| **number == 0);
            let Some(number) = number.filter(|_| cell.has_flag(Flag::TRACKED)) else {
                return false;
            };
            *number = CANDIDATE | cell.count().min(i64::from(COUNT)) as u32;
            if ageing {
                cell.clear_flag(Flag::YOUNG_LISTED);
            }
            true
        };
        for at in (0..list.len()).rev() {
            let cell = list[at];
            if cell.look(&mut write_down) == Some(true) {
                kept -= 1;
                list[kept] = cell;
            }
        }
        list.drain(..kept);
        list
    }

    /// Of a list of cells of which none is a candidate, the live and tracked ones that are not
    /// candidates now, each once.
    pub(super) fn thin_out(&mut self, list: Vec<Unowned>) -> Vec<Unowned> {
        let list = self.write_down(list);
        for &cell in &list {
            self.written.set(cell, 0);
        }
        list
    }

    /// Takes one off the written count of a candidate for each reference from a candidate.
    pub(super) fn subtract(&mut self) {
        let _visitor = self.heap.visitor();
        let written = &mut self.written;
        let mut unheld = 0;
        let mut subtract = |target: &Ref| {
            if let Some(number) = written.place(target)
                && *number & CANDIDATE != 0
            {
                let count = *number & COUNT;
                // Neither 0 nor "many".
                if count.wrapping_sub(1) < COUNT - 1 {
                    *number -= 1;
                    unheld += usize::from(count == 1);
                }
            }
        };
        for cell in &self.candidates {
            cell.look(|cell| cell.trace_with(&mut subtract));
        }
        self.unheld = unheld;
    }

    /// Follows the references of what has a count left, and separates the rest.
    ///
    /// A cell is met before what refers to it may have been reached, so it is set aside, and comes
    /// back to the end of the queue when that happens.
    pub(super) fn reach(&mut self) -> Verdict {
        let _visitor = self.heap.visitor();
        let mut queue = std::mem::take(&mut self.candidates);
        let mut set_aside = Vec::new();
        let mut reached = 0;
        let mut met = 0;
        let first_returned = queue.len();
        // Once everything is known to be reachable, nothing is left to follow.
        while self.unheld > 0
            && let Some(&cell) = queue.get(met)
        {
            met += 1;
            let Some(number) = self.written.place_of(cell) else { continue };
            if *number & COUNT == 0 {
                *number |= SET_ASIDE;
                set_aside.push(cell);
                continue;
            }
            // Nobody needs to know that it was a candidate.
            *number = 0;
            let (written, unheld) = (&mut self.written, &mut self.unheld);
            let mut reach = |target: &Ref| {
                if let Some(number) = written.place(target)
                    && *number & CANDIDATE != 0
                    && *number & COUNT == 0
                {
                    *unheld -= 1;
                    if *number & SET_ASIDE != 0 {
                        queue.push(target.downgrade());
                    }
                    *number = CANDIDATE | 1;
                }
            };
            cell.look(|cell| cell.trace_with(&mut reach));
            queue[reached] = cell;
            reached += 1;
        }
        let any_returned = queue.len() > first_returned;
        self.written.reset(&queue[met..]);
        queue.drain(reached..met);
        if any_returned {
            set_aside.retain(|&cell| self.written.get(cell) & SET_ASIDE != 0);
        }
        self.written.reset(&set_aside);
        Verdict { reachable: queue, unreachable: set_aside }
    }

    /// Gives back the map, all 0 again after [`Trial::reach`].
    pub(super) fn end(self) -> CellMap {
        self.written
    }

    /// Shows each candidate with what is left of its written count.
    pub fn for_each(&self, visit: &mut dyn FnMut(&Ref, u32)) {
        for &cell in &self.candidates {
            let left = self.written.get(cell) & COUNT;
            cell.look(|cell| visit(cell, left));
        }
    }
}

impl fmt::Debug for Trial<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        self.for_each(&mut |cell, left| {
            map.entry(cell, &left);
        });
        map.finish()
    }
}
