//! Buffers for tails that are too long for a cell, charged to the heap.

use std::alloc::{Layout, alloc_zeroed, dealloc, realloc};
use std::ptr::NonNull;

use super::blocks::in_huge_pages;
use super::header::WORD;
use super::{Heap, HeapFull};

/// Each buffer starts with its capacity in bytes; the data comes after.
const HEAD: usize = WORD;

fn layout(capacity: usize) -> Option<Layout> {
    Layout::from_size_align(capacity.checked_add(HEAD)?, WORD).ok()
}

/// Where the buffer of `data` starts.
///
/// # Safety
/// `data` came from `new_buffer` or `grow_buffer`.
unsafe fn start_of(data: NonNull<u8>) -> NonNull<u8> {
    // SAFETY: data stands `HEAD` bytes into its buffer.
    unsafe { data.sub(HEAD) }
}

/// How many bytes fit the buffer of `data`.
///
/// # Safety
/// `data` came from `new_buffer` or `grow_buffer` and has not been freed.
pub(super) unsafe fn capacity_of(data: NonNull<u8>) -> usize {
    // SAFETY: the caller's promise.
    unsafe { start_of(data).cast::<usize>().read() }
}

/// Writes the capacity and steps over it.
///
/// # Safety
/// `start` begins a buffer of `capacity` bytes.
unsafe fn labelled(start: NonNull<u8>, capacity: usize) -> NonNull<u8> {
    // SAFETY: the caller's promise.
    unsafe {
        start.cast::<usize>().write(capacity);
        start.add(HEAD)
    }
}

impl Heap {
    /// A zeroed buffer for `capacity` bytes.
    pub(super) fn new_buffer(&self, capacity: usize) -> Result<NonNull<u8>, HeapFull> {
        let layout = layout(capacity).ok_or(HeapFull)?;
        self.charge(layout.size())?;
        // SAFETY: the layout is not empty.
        let zeroed = in_huge_pages(unsafe { alloc_zeroed(layout) }, layout.size());
        let Some(start) = NonNull::new(zeroed) else {
            self.discharge(layout.size());
            return Err(HeapFull);
        };
        // SAFETY: just allocated with that capacity.
        Ok(unsafe { labelled(start, capacity) })
    }

    /// The same buffer with room for `capacity` bytes, perhaps elsewhere; at least as many as now.
    ///
    /// # Safety
    /// `data` came from this heap and nobody looks at it; if this succeeds, it is void.
    pub(super) unsafe fn grow_buffer(
        &self,
        data: NonNull<u8>,
        capacity: usize,
    ) -> Result<NonNull<u8>, HeapFull> {
        // SAFETY: the caller's promise.
        let old = layout(unsafe { capacity_of(data) }).ok_or(HeapFull)?;
        let new = layout(capacity).ok_or(HeapFull)?;
        self.charge(new.size() - old.size())?;
        // SAFETY: allocated with the old layout; the new size is not 0.
        let moved = unsafe { realloc(start_of(data).as_ptr(), old, new.size()) };
        let Some(start) = NonNull::new(moved) else {
            self.discharge(new.size() - old.size());
            return Err(HeapFull);
        };
        // SAFETY: just allocated with that capacity.
        Ok(unsafe { labelled(start, capacity) })
    }

    /// Frees a buffer.
    ///
    /// # Safety
    /// `data` came from this heap and nobody looks at it any more.
    pub(super) unsafe fn free_buffer(&self, data: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe {
            if let Some(layout) = layout(capacity_of(data)) {
                dealloc(start_of(data).as_ptr(), layout);
                self.discharge(layout.size());
            }
        }
    }
}
