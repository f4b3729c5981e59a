//! Where the entries of a dict stand, by hash: a table of positions, probed as CPython's dicts do.
//!
//! When an entry goes, its slot leads nowhere until a new entry takes it: walks go on behind it. The index is
//! built anew when it has become too full, and whenever positions change.

/// An empty slot.
const EMPTY: u32 = u32::MAX;
/// A slot whose entry is gone: a position that no table has.
const GONE: u32 = u32::MAX - 1;
const PERTURB_SHIFT: u32 = 5;

/// The index of a [`DictTable`](super::dict_table::DictTable).
#[derive(Clone, Default)]
pub struct DictIndex {
    /// None, or a power of two of them, of which at most two thirds are in use.
    slots: Box<[u32]>,
    used: u32,
}

/// A walk along the slots that a hash leads to.
#[derive(Clone, Copy, Default)]
pub struct Steps {
    slot: usize,
    perturb: u64,
}

impl DictIndex {
    /// Begins a walk.
    #[inline(always)]
    pub fn steps(&self, hash: i64) -> Steps {
        Steps { slot: hash as usize, perturb: hash as u64 }
    }

    /// The next position on the walk; `None` at its end.
    #[inline(always)]
    pub fn next(&self, steps: &mut Steps) -> Option<usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let at = *self.slots.get(steps.slot & mask)?;
        steps.perturb >>= PERTURB_SHIFT;
        steps.slot =
            steps.slot.wrapping_mul(5).wrapping_add(steps.perturb as usize).wrapping_add(1);
        (at != EMPTY).then_some(at as usize)
    }

    /// Enters a position; `false` where the table is too full.
    #[inline]
    pub fn insert(&mut self, hash: i64, position: usize) -> bool {
        if (self.used as usize + 1) * 3 > self.slots.len() * 2 {
            return false;
        }
        let mask = self.slots.len() - 1;
        let mut steps = self.steps(hash);
        loop {
            let slot = steps.slot & mask;
            let found = self.next(&mut steps);
            if found.is_none_or(|position| position == GONE as usize) {
                self.used += u32::from(found.is_none());
                self.slots[slot] = position as u32;
                return true;
            }
        }
    }

    /// Lets the slot of a position whose entry goes lead nowhere. Walks that meet it need not look at
    /// the entry, which is memory that nobody else needs any more.
    #[inline]
    pub fn forget(&mut self, hash: i64, position: usize) {
        let mask = self.slots.len().wrapping_sub(1);
        let mut steps = self.steps(hash);
        loop {
            let slot = steps.slot & mask;
            match self.next(&mut steps) {
                Some(found) if found == position => {
                    self.slots[slot] = GONE;
                    return;
                }
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Lets the slot of a position lead to another, to which its entry goes.
    pub fn redirect(&mut self, hash: i64, position: usize, to: usize) {
        let mask = self.slots.len().wrapping_sub(1);
        let mut steps = self.steps(hash);
        loop {
            let slot = steps.slot & mask;
            match self.next(&mut steps) {
                Some(found) if found == position => {
                    self.slots[slot] = to as u32;
                    return;
                }
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Empties the table and makes it fit for `room` entries.
    pub fn reset(&mut self, room: usize) {
        let size = Self::size_for(room);
        if self.slots.len() == size {
            self.slots.fill(EMPTY);
        } else {
            self.slots = vec![EMPTY; size].into_boxed_slice();
        }
        self.used = 0;
    }

    fn size_for(room: usize) -> usize {
        (room * 3).div_ceil(2).next_power_of_two()
    }

    /// Bytes of the table.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.slots)
    }
}
