//! Where CPython would have the items of a deque: in blocks of 64, one of which may begin or end in
//! the middle, so that `sys.getsizeof` agrees. (CPython: `Modules/_collectionsmodule.c`.)

use std::cell::Cell;

use super::cell::End;

/// How many items a block has room for.
const BLOCK: usize = 64;
/// Where the first item goes that is appended.
const CENTRE: usize = BLOCK / 2;

/// The place of the first item in its block; of an empty deque, of the item to be appended.
pub struct First(Cell<u8>);

impl Default for First {
    fn default() -> Self {
        First(Cell::new(CENTRE as u8))
    }
}

impl First {
    fn place(&self) -> usize {
        self.0.get().into()
    }

    fn set(&self, place: usize) {
        self.0.set((place % BLOCK) as u8);
    }

    /// An item came at the left end.
    pub fn pushed_left(&self) {
        self.set(self.place() + BLOCK - 1);
    }

    /// An item went from an end; `left` are there still.
    pub fn popped(&self, end: End, left: usize) {
        let place = self.place() + usize::from(end == End::Left);
        // The last block is not given back: what comes next goes into its middle.
        let at_edge = left == 0 && (place == BLOCK || (place == 0 && end == End::Right));
        self.set(if at_edge { CENTRE } else { place });
    }

    /// An empty deque is to be filled from an end.
    pub fn fill_from(&self, end: End) {
        self.set(if end == End::Right { 1 } else { BLOCK - 1 });
    }

    /// All items went.
    pub fn cleared(&self) {
        self.set(CENTRE);
    }

    /// `count` items were turned by `steps` to the right, the shorter way round.
    pub fn rotated(&self, steps: i64, count: usize) {
        let count = count as i64;
        let half = count / 2;
        let steps = match steps % count.max(1) {
            _ if (-half..=half).contains(&steps) => steps,
            over if over > half => over - count,
            under if under < -half => under + count,
            short => short,
        };
        if count > 1 {
            self.set((self.place() as i64 - steps).rem_euclid(BLOCK as i64) as usize);
        }
    }

    /// The bytes of the blocks for `count` items, each with two links.
    pub fn bytes(&self, count: usize) -> usize {
        (self.place() + count).div_ceil(BLOCK).max(1) * (BLOCK + 2) * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: usize = (BLOCK + 2) * 8;

    #[test]
    fn blocks_are_counted_from_the_first_item_on() {
        let first = First::default();
        assert_eq!((first.bytes(0), first.bytes(32), first.bytes(33)), (ONE, ONE, 2 * ONE));
        first.fill_from(End::Right);
        assert_eq!((first.bytes(63), first.bytes(64)), (ONE, 2 * ONE));
        first.fill_from(End::Left);
        first.rotated(-2, 10);
        assert_eq!(first.place(), 1);
        first.rotated(9, 10);
        assert_eq!(first.place(), 2);
    }

    #[test]
    fn an_empty_block_is_used_again_from_its_middle() {
        let first = First::default();
        first.fill_from(End::Left);
        first.popped(End::Left, 0);
        assert_eq!(first.place(), CENTRE);
        first.popped(End::Left, 5);
        assert_eq!(first.place(), CENTRE + 1);
    }
}
