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
        let used = self.used.get().checked_add(bytes as u64).ok_or(HeapFull)?;
        if used > self.limit.get() {
            return Err(HeapFull);
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
