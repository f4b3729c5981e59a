//! The allocator of the whole program: small blocks from lists of its own, one for each size; large
//! ones from the system.
//!
//! Buffers of short lists, small dicts and the like are made and freed as often as cells. Here both
//! take a few instructions. A block has no head, so that one of 8 bytes takes 16 and not 32.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr::{self, NonNull};

/// Blocks are multiples of this, and aligned to it.
const STEP: usize = 16;
/// The largest block that is small.
const MOST: usize = 1024;
/// How much is asked of the system at a time.
const SLAB: usize = 1 << 16;
/// How much is cut into blocks at a time.
const BATCH: usize = 1024;

/// From this size on a block is backed by huge pages where the system has them.
const LARGE: usize = 4 << 20;

/// A free block: the next one of its size.
struct Free(Option<NonNull<Free>>);

/// The blocks that a thread has to give.
struct Blocks {
    free: [Cell<Option<NonNull<Free>>>; MOST / STEP + 1],
    /// Memory that has not been cut yet.
    start: Cell<*mut u8>,
    left: Cell<usize>,
}

thread_local! {
    // Needs no drop, so that it lasts as long as its thread. What the thread still has to give is
    // lost then; only the main thread allocates much.
    static BLOCKS: Blocks = const {
        Blocks {
            free: [const { Cell::new(None) }; MOST / STEP + 1],
            start: Cell::new(ptr::null_mut()),
            left: Cell::new(0),
        }
    };
}

/// Which list blocks of this layout come from, if they are small.
#[inline(always)]
fn list_of(layout: Layout) -> Option<usize> {
    (layout.size() <= MOST && layout.align() <= STEP).then(|| layout.size().div_ceil(STEP))
}

impl Blocks {
    #[inline(always)]
    fn take(&self, list: usize) -> *mut u8 {
        match self.free[list].get() {
            Some(block) => {
                // SAFETY: a free block holds a `Free`.
                self.free[list].set(unsafe { block.as_ref() }.0);
                block.as_ptr().cast()
            }
            None => self.cut(list),
        }
    }

    #[inline(always)]
    fn give(&self, list: usize, block: NonNull<Free>) {
        // SAFETY: the block is free now, and large and aligned enough.
        unsafe { block.write(Free(self.free[list].get())) };
        self.free[list].set(Some(block));
    }

    /// Cuts new blocks; all but the one handed out go to their list, in the order of addresses.
    #[cold]
    #[inline(never)]
    fn cut(&self, list: usize) -> *mut u8 {
        let size = list.max(1) * STEP;
        if self.left.get() < size {
            // SAFETY: the layout is not empty.
            let slab = unsafe { System.alloc(Layout::from_size_align_unchecked(SLAB, STEP)) };
            if slab.is_null() {
                return slab;
            }
            self.start.set(slab);
            self.left.set(SLAB);
        }
        let count = (BATCH / size).max(1).min(self.left.get() / size);
        let start = self.start.get();
        // SAFETY: within the slab.
        unsafe {
            for at in (1..count).rev() {
                self.give(list, NonNull::new_unchecked(start.add(at * size).cast()));
            }
            self.start.set(start.add(count * size));
        }
        self.left.set(self.left.get() - count * size);
        start
    }
}

/// The system's block, after asking for it in huge pages if it is large. For what is soon filled.
#[inline(always)]
pub(super) fn in_huge_pages(block: *mut u8, size: usize) -> *mut u8 {
    if size >= LARGE {
        pages::ask_for_huge(block, size);
    }
    block
}

#[cfg(all(target_os = "linux", not(miri)))]
mod pages {
    use rustix::mm::{Advice, madvise};
    use rustix::param::page_size;

    /// Asks the system to back a block with huge pages. Only to be quicker: a list of a million
    /// slots is four pages instead of two thousand that are each missed first.
    ///
    /// The first and the last page are asked for whole: a block this large has a mapping of its own,
    /// and one that is of a piece is moved as such when the block grows, not copied.
    #[cold]
    #[inline(never)]
    pub(super) fn ask_for_huge(block: *mut u8, size: usize) {
        let page = page_size();
        let start = block.addr() / page * page;
        let end = (block.addr() + size).next_multiple_of(page);
        if !block.is_null() {
            // SAFETY: pages of the block; what is in them stays as it is.
            let _ = unsafe {
                madvise(block.with_addr(start).cast(), end - start, Advice::LinuxHugepage)
            };
        }
    }
}

#[cfg(not(all(target_os = "linux", not(miri))))]
mod pages {
    /// Nothing to ask here.
    pub(super) fn ask_for_huge(_block: *mut u8, _size: usize) {}
}

/// See the module.
pub struct Allocator;

// Miri follows every block of its own allocator; of one used again it would say that its last
// owner still has it.
#[cfg_attr(not(miri), global_allocator)]
static ALLOCATOR: Allocator = Allocator;

// SAFETY: a small block belongs to one caller from `take` to `give`; its size and alignment are those of
// its list, at least the layout's. Others are the system's.
unsafe impl GlobalAlloc for Allocator {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match list_of(layout) {
            Some(list) => BLOCKS.with(|blocks| blocks.take(list)),
            // SAFETY: the caller's promise.
            None => in_huge_pages(unsafe { System.alloc(layout) }, layout.size()),
        }
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        match (list_of(layout), NonNull::new(block)) {
            (Some(list), Some(block)) => BLOCKS.with(|blocks| blocks.give(list, block.cast())),
            // SAFETY: the caller's promise.
            _ => unsafe { System.dealloc(block, layout) },
        }
    }

    #[inline(never)]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if list_of(layout).is_none() {
            // Not in huge pages: a large zeroed block is mostly room that is used little by little,
            // and the first touch of a huge page clears all of it, a tenth of a millisecond.
            // SAFETY: the caller's promise.
            return unsafe { System.alloc_zeroed(layout) };
        }
        // SAFETY: the caller's promise; the block is as long as the layout says.
        unsafe {
            let block = self.alloc(layout);
            if !block.is_null() {
                ptr::write_bytes(block, 0, layout.size());
            }
            block
        }
    }

    #[inline(never)]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller says that the new size fits a layout.
        let new = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (list_of(layout), list_of(new)) {
            (None, None) => {
                // SAFETY: the caller's promise.
                in_huge_pages(unsafe { System.realloc(block, layout, size) }, size)
            }
            (Some(list), Some(other)) if list == other => block,
            // SAFETY: the caller's promise; both blocks are as long as what is copied.
            _ => unsafe {
                let moved = self.alloc(new);
                if !moved.is_null() {
                    ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                    self.dealloc(block, layout);
                }
                moved
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn buffers_keep_what_is_in_them_while_they_grow_and_shrink() {
        let mut buffers: Vec<Vec<u8>> = (0..100).map(|_| Vec::new()).collect();
        for length in 0..3000usize {
            for (number, buffer) in buffers.iter_mut().enumerate() {
                buffer.push((length + number) as u8);
            }
        }
        for (number, mut buffer) in buffers.into_iter().enumerate() {
            for length in [2999, 1025, 1024, 1023, 17, 16, 1] {
                buffer.truncate(length);
                buffer.shrink_to_fit();
                let mut whole = buffer.iter().enumerate();
                assert!(whole.all(|(at, byte)| *byte == (at + number) as u8));
            }
        }
    }

    #[test]
    fn zeroed_blocks_are_zeroed_when_they_are_used_again() {
        for length in [1, 16, 100, 1024, 5000] {
            drop(vec![7u8; length]);
            assert!(vec![0u8; length].iter().all(|byte| *byte == 0));
        }
    }
}
