//! The cells that a collection found unreachable, as the hooks see them.

use std::fmt;

use crate::heap::{Flag, Ref, Unowned};

/// Unreachable cells, in the order of their births. Some may die while hooks run; those are no
/// longer shown.
pub struct Garbage<'a> {
    pub(super) cells: &'a [Unowned],
}

impl Garbage<'_> {
    /// Shows every cell that is still there, without counting.
    pub fn for_each(&self, visit: &mut dyn FnMut(&Ref)) {
        for cell in self.cells {
            cell.look(|cell| {
                if self.contains(cell) {
                    visit(cell);
                }
            });
        }
    }

    /// Whether a cell belongs to the garbage.
    pub fn contains(&self, cell: &Ref) -> bool {
        cell.has_flag(Flag::CONDEMNED)
    }

    /// How many cells are still there.
    pub fn len(&self) -> usize {
        let mut len = 0;
        self.for_each(&mut |_| len += 1);
        len
    }

    /// Whether no cell is there.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for Garbage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        self.for_each(&mut |cell| {
            list.entry(cell);
        });
        list.finish()
    }
}
