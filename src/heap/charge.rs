//! The account of memory: cells and the buffers outside them, against one limit.

use super::Heap;

/// The heap's limit is reached, or the system has no more memory: a `MemoryError`.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct HeapFull;

impl std::fmt::Display for HeapFull {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the heap is full")
    }
}

impl std::error::Error for HeapFull {}

impl Heap {
    /// Enters `bytes` of a buffer outside the cells; refused if that would pass the limit.
    #[inline]
    pub fn charge(&self, bytes: usize) -> Result<(), HeapFull> {
        self.charge_growth(bytes, 0)
    }

    /// Enters `bytes` more for a buffer that has `have` bytes and whose owner is being changed now.
    #[inline]
    pub fn charge_growth(&self, bytes: usize, have: usize) -> Result<(), HeapFull> {
        let mut used = self.used.get().checked_add(bytes as u64).ok_or(HeapFull)?;
        if used > self.limit.get() {
            self.make_room(bytes, have)?;
            used = self.used.get() + bytes as u64;
        }
        self.used.set(used);
        self.external.set(self.external.get() + bytes as u64);
        Ok(())
    }

    /// Strikes `bytes` that were charged before.
    #[inline]
    pub fn discharge(&self, bytes: usize) {
        self.note_peak();
        self.used.set(self.used.get().saturating_sub(bytes as u64));
        self.external.set(self.external.get().saturating_sub(bytes as u64));
    }

    /// Says whether there is room for `bytes` after all. Buffers that have been let go are struck
    /// off the account here, when it seems full, and not one by one.
    #[cold]
    #[inline(never)]
    pub(super) fn make_room(&self, bytes: usize, have: usize) -> Result<(), HeapFull> {
        let limit = self.limit.get();
        if self.used.get() >= self.settle_above.get() {
            self.settle();
            self.used.set(self.used.get() + have as u64);
            self.external.set(self.external.get() + have as u64);
            // Not again before a part of the limit has been used up.
            let pause = if self.used.get() > limit - limit / 16 { limit / 64 } else { 0 };
            self.settle_above.set(self.used.get() + pause);
        }
        let used = self.used.get().checked_add(bytes as u64).ok_or(HeapFull)?;
        if used > limit { Err(HeapFull) } else { Ok(()) }
    }

    /// Brings the account of buffers up to date: the sum over all live cells.
    pub fn settle(&self) {
        self.note_peak();
        let mut external = 0;
        // SAFETY: occupied.
        self.for_each_occupied(&mut |cell| external += unsafe { self.bytes_outside(cell) } as u64);
        let cells = self.used.get().saturating_sub(self.external.get());
        self.external.set(external);
        self.used.set(cells + external);
    }

    /// The peak is noted only before the account falls, which costs less than on each rise.
    #[inline(always)]
    pub(super) fn note_peak(&self) {
        let used = self.used.get();
        if used > self.peak.get() {
            self.peak.set(used);
        }
    }

    /// The limit in bytes, if there is one.
    pub fn limit(&self) -> Option<u64> {
        let limit = self.limit.get();
        (limit != u64::MAX).then_some(limit)
    }

    /// Changes the limit; what is there already stays.
    pub fn set_limit(&self, limit: Option<u64>) {
        self.limit.set(limit.unwrap_or(u64::MAX));
    }
}
