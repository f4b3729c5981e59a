//! The hash table of sets, slot for slot as CPython 3.13's (`Objects/setobject.c`), so that sets iterate in its order.
//!
//! The table compares nothing itself: a [`Probe`] walks the slots that a hash leads to and yields each stored key of
//! equal hash; the caller compares, with no borrow held, since `__eq__` may change the very table. Whole operations
//! (union, difference, …) are in `set_algebra`.

/// The size of the smallest table.
const SMALLEST: usize = 8;
/// How many slots beside the first are tried before the probe jumps.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

/// One slot. Without a key, hash 0 means never used, hash -1 used and emptied (no key has that hash).
#[derive(Clone, Debug)]
struct Slot<E> {
    hash: i64,
    key: Option<E>,
}

impl<E> Slot<E> {
    const UNUSED: Self = Self { hash: 0, key: None };
    const DUMMY: Self = Self { hash: -1, key: None };

    fn is_unused(&self) -> bool {
        self.key.is_none() && self.hash == 0
    }
}

/// A set's table.
#[derive(Clone, Debug)]
pub struct SetTable<E> {
    /// Empty as long as nothing was added; then `mask + 1` slots.
    slots: Vec<Slot<E>>,
    mask: usize,
    /// Slots ever used since the last resize, dummies included.
    fill: usize,
    /// Keys.
    used: usize,
    /// Where `pop` goes on searching.
    finger: usize,
    /// Changes when the slots are replaced by others.
    version: u64,
}

impl<E> Default for SetTable<E> {
    fn default() -> Self {
        Self::new()
    }
}

/// A walk along the slots that belong to a hash.
#[derive(Clone, Debug)]
pub struct Probe {
    hash: i64,
    perturb: u64,
    base: usize,
    at: usize,
    /// Neighbours still to try before the next jump.
    left: usize,
    /// The last dummy passed: a new key goes there.
    free: Option<usize>,
    version: u64,
}

/// What a probe came to.
#[derive(Debug)]
pub enum Step<'a, E> {
    /// A key of equal hash in this slot: compare it.
    Candidate(usize, &'a E),
    /// The key is not in the table; this is the slot where it goes.
    Vacant(usize),
}

/// What a search came to in which keys are compared at once.
#[derive(Clone, Copy, Debug)]
pub enum Seek {
    /// The key is in this slot.
    Found(usize),
    /// The key is not in the table; this is the slot where it goes.
    Vacant(usize),
    /// A key of equal hash could not be compared at once.
    Unsure,
}

impl Probe {
    fn new(hash: i64, mask: usize, version: u64) -> Self {
        let base = hash as usize & mask;
        Self {
            hash,
            perturb: hash as u64,
            base,
            at: base,
            left: neighbours(base, mask),
            free: None,
            version,
        }
    }

    fn advance(&mut self, mask: usize) {
        if self.left > 0 {
            self.left -= 1;
            self.at += 1;
            return;
        }
        self.perturb >>= PERTURB_SHIFT;
        self.base = next_base(self.base, self.perturb) & mask;
        self.at = self.base;
        self.left = neighbours(self.base, mask);
    }
}

/// The smallest size of a table that is greater than `wanted`.
fn size_above(wanted: usize) -> usize {
    (wanted + 1).next_power_of_two().max(SMALLEST)
}

#[inline(always)]
fn next_base(base: usize, perturb: u64) -> usize {
    base.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize)
}

#[inline(always)]
fn neighbours(base: usize, mask: usize) -> usize {
    if base + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 }
}

impl<E> SetTable<E> {
    /// An empty table; allocates nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { slots: Vec::new(), mask: SMALLEST - 1, fill: 0, used: 0, finger: 0, version: 0 }
    }

    /// The number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.used
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The number of slots, as `sys.getsizeof` sees it (8 for a small set).
    #[must_use]
    pub fn slot_count(&self) -> usize {
        self.mask + 1
    }

    /// Begins a lookup.
    #[must_use]
    pub fn probe(&self, hash: i64) -> Probe {
        Probe::new(hash, self.mask, self.version)
    }

    /// The next key of equal hash, or the free slot that ends the search. After a candidate that is not the key
    /// wanted, call it again, if [`Self::is_current`] still holds.
    pub fn step(&self, probe: &mut Probe) -> Step<'_, E> {
        if self.slots.is_empty() {
            return Step::Vacant(probe.at);
        }
        loop {
            let at = probe.at;
            let slot = &self.slots[at];
            if slot.is_unused() {
                return Step::Vacant(probe.free.unwrap_or(at));
            }
            if slot.key.is_none() {
                probe.free = Some(at);
            }
            probe.advance(self.mask);
            if slot.hash == probe.hash
                && let Some(key) = &slot.key
            {
                return Step::Candidate(at, key);
            }
        }
    }

    /// Looks for the key of this hash of which `is_key` says that it is the one, if it always knows.
    #[inline(always)]
    pub fn seek(&self, hash: i64, is_key: impl Fn(&E) -> Option<bool>) -> Seek {
        // Most searches end at their first slot.
        let at = hash as usize & self.mask;
        let Some(slot) = self.slots.get(at) else { return Seek::Vacant(at) };
        match &slot.key {
            None if slot.hash == 0 => return Seek::Vacant(at),
            Some(key) if slot.hash == hash => match is_key(key) {
                Some(true) => return Seek::Found(at),
                Some(false) => {}
                None => return Seek::Unsure,
            },
            _ => {}
        }
        self.seek_further(hash, is_key)
    }

    /// [`SetTable::seek`] along all slots of the hash, in the order of a [`Probe`].
    #[inline(never)]
    fn seek_further(&self, hash: i64, is_key: impl Fn(&E) -> Option<bool>) -> Seek {
        let (mut base, mut perturb, mut free) = (hash as usize & self.mask, hash as u64, None);
        loop {
            let run = &self.slots[base..=base + neighbours(base, self.mask)];
            for (offset, slot) in run.iter().enumerate() {
                match &slot.key {
                    None if slot.hash == 0 => return Seek::Vacant(free.unwrap_or(base + offset)),
                    None => free = Some(base + offset),
                    Some(key) if slot.hash == hash => match is_key(key) {
                        Some(true) => return Seek::Found(base + offset),
                        Some(false) => {}
                        None => return Seek::Unsure,
                    },
                    Some(_) => {}
                }
            }
            perturb >>= PERTURB_SHIFT;
            base = next_base(base, perturb) & self.mask;
        }
    }

    /// Whether the candidate in slot `at` is still what the probe saw there; if not, the lookup starts anew.
    /// `same` tells whether a key is that candidate (the same object).
    #[must_use]
    pub fn is_current(&self, probe: &Probe, at: usize, same: impl Fn(&E) -> bool) -> bool {
        probe.version == self.version
            && self.slots.get(at).and_then(|slot| slot.key.as_ref()).is_some_and(same)
    }

    /// Puts a new key into the slot where a probe ended, and grows the table if it is three fifths full.
    #[inline]
    pub fn insert_at(&mut self, at: usize, hash: i64, key: E) {
        if self.slots.is_empty() {
            self.allocate();
        }
        let slot = &mut self.slots[at];
        let reuses_dummy = !slot.is_unused();
        *slot = Slot { hash, key: Some(key) };
        self.used += 1;
        if reuses_dummy {
            return;
        }
        self.fill += 1;
        if self.fill * 5 >= self.mask * 3 {
            self.resize(self.roomy());
        }
    }

    /// The key in a slot.
    #[must_use]
    pub fn key_at(&self, at: usize) -> Option<&E> {
        self.slots.get(at)?.key.as_ref()
    }

    /// Takes the key out of a slot, which becomes a dummy. `None` if there is none.
    pub fn remove_at(&mut self, at: usize) -> Option<E> {
        let slot = self.slots.get_mut(at)?;
        let key = slot.key.take()?;
        *slot = Slot::DUMMY;
        self.used -= 1;
        Some(key)
    }

    /// `set.pop`: takes out the first key behind the one popped last.
    pub fn pop(&mut self) -> Option<E> {
        if self.used == 0 {
            return None;
        }
        let mut at = self.finger & self.mask;
        while self.slots[at].key.is_none() {
            at = (at + 1) & self.mask;
        }
        self.finger = at + 1;
        self.remove_at(at)
    }

    /// The first key at or behind `position`, which moves past it: iteration in table order that bears changes.
    pub fn next_entry(&self, position: &mut usize) -> Option<(&E, i64)> {
        while let Some(slot) = self.slots.get(*position) {
            *position += 1;
            if let Some(key) = &slot.key {
                return Some((key, slot.hash));
            }
        }
        None
    }

    /// Keys with their hashes, in table order.
    pub fn iter(&self) -> impl Iterator<Item = (&E, i64)> {
        self.slots.iter().filter_map(|slot| slot.key.as_ref().map(|key| (key, slot.hash)))
    }

    /// Empties the table and hands its keys over in table order, for the caller to drop with no borrow held.
    #[must_use]
    pub fn take(&mut self) -> Vec<E> {
        let slots = std::mem::take(&mut self.slots);
        self.mask = SMALLEST - 1;
        self.fill = 0;
        self.used = 0;
        self.version += 1;
        slots.into_iter().filter_map(|slot| slot.key).collect()
    }

    /// Exchanges the contents of two tables, as the in-place operations do with their result.
    pub fn swap(&mut self, other: &mut Self) {
        std::mem::swap(self, other);
        let version = self.version.max(other.version) + 1;
        self.version = version;
        other.version = version;
        // CPython leaves the fingers where they were.
        std::mem::swap(&mut self.finger, &mut other.finger);
    }

    fn allocate(&mut self) {
        if self.slots.is_empty() {
            self.slots = (0..=self.mask).map(|_| Slot::UNUSED).collect();
        }
    }

    /// The number of keys to make room for when a table has become too full.
    fn roomy(&self) -> usize {
        if self.used > 50_000 { self.used * 2 } else { self.used * 4 }
    }

    /// Rebuilds the table at the smallest size greater than `wanted`, without dummies.
    fn resize(&mut self, wanted: usize) {
        let size = size_above(wanted);
        if size == SMALLEST && self.mask == SMALLEST - 1 && self.fill == self.used {
            return;
        }
        let old = std::mem::take(&mut self.slots);
        self.mask = size - 1;
        self.fill = self.used;
        self.version += 1;
        self.allocate();
        for slot in old {
            if let Some(key) = slot.key {
                self.insert_clean(key, slot.hash);
            }
        }
    }

    /// Stores a key that is known not to be in a table without dummies. The counts are the caller's.
    fn insert_clean(&mut self, key: E, hash: i64) {
        let (mut base, mut perturb) = (hash as usize & self.mask, hash as u64);
        loop {
            let run = &mut self.slots[base..=base + neighbours(base, self.mask)];
            if let Some(slot) = run.iter_mut().find(|slot| slot.key.is_none()) {
                *slot = Slot { hash, key: Some(key) };
                return;
            }
            perturb >>= PERTURB_SHIFT;
            base = next_base(base, perturb) & self.mask;
        }
    }

    /// Makes room at once for `more` keys about to come from a set or a dict.
    pub fn make_room(&mut self, more: usize) {
        if (self.fill + more) * 5 >= self.mask * 3 {
            self.resize((self.used + more) * 2);
        }
    }

    /// What follows a `difference_update`: if more than a quarter of the slots are dummies, they go.
    pub fn purge(&mut self) {
        if self.fill - self.used > self.mask / 4 {
            self.resize(self.roomy());
        }
    }
}

impl<E: Clone> SetTable<E> {
    /// A copy with room for `more` keys: what [`SetTable::begin_merge`] of this table into an empty one, and then making
    /// room, come to.
    #[must_use]
    pub fn copied_with_room(&self, more: usize) -> Self {
        let mut copy = Self::new();
        copy.mask = match self.used * 5 >= (SMALLEST - 1) * 3 {
            true => size_above(self.used * 2) - 1,
            false => SMALLEST - 1,
        };
        let same_places = copy.mask == self.mask && self.fill == self.used;
        if self.used == 0 || !same_places || (self.used + more) * 5 < copy.mask * 3 {
            copy.mask = SMALLEST - 1;
            copy.begin_merge(self);
            return copy;
        }
        copy.mask = size_above((self.used + more) * 2) - 1;
        copy.allocate();
        for (key, hash) in self.iter() {
            copy.insert_clean(key.clone(), hash);
        }
        copy.fill = self.used;
        copy.used = self.used;
        copy
    }

    /// Begins to take in another set (not the same one). True if all is done; otherwise the caller adds the other's
    /// keys one by one.
    pub fn begin_merge(&mut self, other: &Self) -> bool {
        if other.used == 0 {
            return true;
        }
        self.make_room(other.used);
        if self.fill > 0 {
            return false;
        }
        if self.mask == other.mask && other.fill == other.used {
            self.slots.clone_from(&other.slots);
        } else {
            self.allocate();
            for (key, hash) in other.iter() {
                self.insert_clean(key.clone(), hash);
            }
        }
        self.fill = other.used;
        self.used = other.used;
        self.version += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(table: &mut SetTable<i64>, key: i64) {
        let mut probe = table.probe(key);
        loop {
            match table.step(&mut probe) {
                Step::Candidate(_, &found) if found == key => return,
                Step::Candidate(..) => {}
                Step::Vacant(at) => return table.insert_at(at, key, key),
            }
        }
    }

    fn keys(table: &SetTable<i64>) -> Vec<i64> {
        table.iter().map(|(&key, _)| key).collect()
    }

    #[test]
    fn order_is_that_of_cpython() {
        let mut table = SetTable::new();
        for key in [33, 1, 17, 8, 0] {
            add(&mut table, key);
        }
        assert_eq!(keys(&table), [0, 33, 1, 8, 17]);
        assert_eq!(table.slot_count(), 32);
    }

    #[test]
    fn pop_goes_on_where_it_was() {
        let mut table = SetTable::new();
        for key in 0..4 {
            add(&mut table, key);
        }
        assert_eq!((table.pop(), table.pop()), (Some(0), Some(1)));
        add(&mut table, 0);
        assert_eq!(table.pop(), Some(2));
    }

    #[test]
    fn a_copy_is_resized_by_its_own_rule() {
        let mut table = SetTable::new();
        for key in 0..5 {
            add(&mut table, key);
        }
        let mut copy = SetTable::new();
        assert!(copy.begin_merge(&table));
        assert_eq!((table.slot_count(), copy.slot_count()), (32, 16));
    }
}
