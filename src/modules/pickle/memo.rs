//! Which objects a pickler has written already, and under which numbers.

use hashbrown::HashTable;

use crate::heap::Ref;

/// Objects by their addresses; each is kept alive, so that no other can take its address.
#[derive(Default)]
pub(super) struct Memo {
    /// Rows of `entries`.
    places: HashTable<u32>,
    /// The number of an object, mostly its row, and the object.
    entries: Vec<(usize, Ref)>,
}

/// Spreads an address over all bits.
fn spread(address: u64) -> u64 {
    let mixed = (address >> 4).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 32)
}

impl Memo {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The number of `object`, if it was written.
    #[inline]
    pub(super) fn get(&self, object: &Ref) -> Option<usize> {
        if self.entries.is_empty() {
            return None;
        }
        let entries = &self.entries;
        let is_it = |row: &u32| entries[*row as usize].1.same(object);
        let row = self.places.find(spread(object.address()), is_it)?;
        Some(entries[*row as usize].0)
    }

    /// Notes `object`, which is not there yet, under `number`.
    #[inline]
    pub(super) fn add(&mut self, number: usize, object: Ref) {
        let row = self.entries.len() as u32;
        let hash = spread(object.address());
        self.entries.push((number, object));
        let entries = &self.entries;
        let rehash = |row: &u32| spread(entries[*row as usize].1.address());
        self.places.insert_unique(hash, row, rehash);
    }

    /// The objects with their numbers.
    pub(super) fn entries(&self) -> &[(usize, Ref)] {
        &self.entries
    }

    /// Bytes of both tables.
    pub(super) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<(usize, Ref)>() + self.places.capacity() * 5
    }
}
