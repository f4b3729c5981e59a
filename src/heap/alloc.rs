//! Making cells: the fast path through the free lists, and carving new ones.

use std::cell::Cell;
use std::ptr::NonNull;

use super::chunk::{self, Chunk, LARGEST_CELL, SMALLEST_CELL, STEP};
use super::header::{self, Header, INLINE_TEXT, PAYLOAD, WORD};
use super::{Extra, Fixed, Flag, Heap, HeapFull, Payload, Ref, Slot, Tail};

/// How much memory is cut into cells at a time: a page, so that none is touched before its turn.
const BATCH: usize = 4096;

/// The size of the cell for `bytes`.
pub(super) const fn cell_size(bytes: usize) -> usize {
    let size = bytes.next_multiple_of(STEP);
    if size < SMALLEST_CELL { SMALLEST_CELL } else { size }
}

/// Bytes that a cell without a tail, or with an empty one, needs.
pub(super) const fn plain_bytes<T: Payload>(extended: bool) -> usize {
    let tail = match T::TAIL {
        Tail::None | Tail::Refs => 0,
        Tail::Text => size_of::<header::Outside>(),
    };
    let bytes = header::bytes_before_tail::<T>(extended) + tail;
    assert!(bytes <= LARGEST_CELL, "the payload does not fit the largest cell");
    bytes
}

/// The link of a free cell, in the word after the header (H9).
///
/// # Safety
/// `cell` is a free cell.
#[inline(always)]
pub(super) unsafe fn link_of<'a>(cell: NonNull<Header>) -> &'a Cell<Option<NonNull<Header>>> {
    // SAFETY: H9.
    unsafe { header::payload_of(cell).cast().as_ref() }
}

impl Heap {
    /// A new cell holding `payload`, with a count of 1.
    #[inline(always)]
    pub fn alloc<T: Payload>(&self, payload: T) -> Result<Ref, HeapFull> {
        let cell = self.take_cell(const { cell_size(plain_bytes::<T>(false)) })?;
        let tail = if matches!(T::TAIL, Tail::Text) { INLINE_TEXT } else { 0 };
        // SAFETY: the cell is ours and large enough.
        unsafe {
            self.furnish(cell, payload, tail, false);
            Ok(Ref::owning(cell))
        }
    }

    /// A new cell holding `payload` as an instance of `class`, a class of its own.
    pub fn alloc_extended<T: Payload>(&self, payload: T, class: Ref) -> Result<Ref, HeapFull> {
        let cell = self.take_cell(const { cell_size(plain_bytes::<T>(true)) })?;
        let tail = if matches!(T::TAIL, Tail::Text) { INLINE_TEXT } else { 0 };
        // SAFETY: the cell is ours and large enough.
        unsafe {
            self.furnish(cell, payload, tail, true);
            self.extend(cell, class);
            Ok(Ref::owning(cell))
        }
    }

    /// Takes a free cell off its list and enters it in the account.
    #[inline(always)]
    pub(super) fn take_cell(&self, size: usize) -> Result<NonNull<Header>, HeapFull> {
        if self.used.get() + size as u64 > self.limit.get() {
            self.make_room(size, 0)?;
        }
        let head = &self.free[size / STEP];
        let cell = match head.get() {
            Some(cell) => cell,
            None => self.carve(size)?,
        };
        // SAFETY: H9.
        head.set(unsafe { link_of(cell) }.get());
        self.used.set(self.used.get() + size as u64);
        self.allocated.set(self.allocated.get() + 1);
        Ok(cell)
    }

    /// Writes header and payload, and enters a cell that may be part of a cycle in generation 0.
    ///
    /// # Safety
    /// `cell` was just taken and is large enough; the caller writes `Extra` and tail.
    #[inline(always)]
    pub(super) unsafe fn furnish<T: Payload>(
        &self,
        cell: NonNull<Header>,
        payload: T,
        tail_len: u8,
        extended: bool,
    ) {
        let tracked = T::TRACKED || extended;
        let mut flags = 0;
        if tracked {
            flags |= Flag::TRACKED.0 | Flag::YOUNG_LISTED.0;
        }
        if extended {
            flags |= Flag::EXTENDED.0;
        }
        // SAFETY: the caller's promise.
        unsafe {
            cell.write(Header {
                count: Cell::new(1),
                kind: Cell::new(T::KIND.0),
                flags: Cell::new(flags),
                tail_start: Cell::new((header::bytes_before_tail::<T>(extended) / WORD) as u8),
                tail_len: Cell::new(tail_len),
                aux: Cell::new(0),
            });
            header::payload_of(cell).cast::<T>().write(payload);
            if matches!(T::TAIL, Tail::Text) {
                header::tail_of(cell).cast::<usize>().write(0);
            }
        }
        if tracked {
            self.count_tracked();
            self.enter_young(cell);
        }
    }

    /// Writes the `Extra` of an extended cell.
    ///
    /// # Safety
    /// `cell` was just furnished as extended.
    pub(super) unsafe fn extend(&self, cell: NonNull<Header>, class: Ref) {
        const { assert!(size_of::<Extra>().is_multiple_of(WORD) && PAYLOAD == 16) };
        let extra = Extra { class: Fixed::new(class), dict: Slot::empty() };
        // SAFETY: H3: room was left just before the tail.
        unsafe { header::tail_of(cell).sub(size_of::<Extra>()).cast::<Extra>().write(extra) };
    }

    /// Cuts new cells of `size` bytes; hands out the first, still at the head of its list.
    #[cold]
    #[inline(never)]
    fn carve(&self, size: usize) -> Result<NonNull<Header>, HeapFull> {
        if self.tracing.get() { self.next_traced(size) } else { self.cut_cells(size) }
    }

    /// Puts new cells of `size` bytes on their list, which is empty; hands out the first.
    pub(super) fn cut_cells(&self, size: usize) -> Result<NonNull<Header>, HeapFull> {
        let class = size / STEP;
        let chunk = match self.open[class].get() {
            Some(chunk) => chunk,
            None => self.open_chunk(size)?,
        };
        // SAFETY: H1, H2.
        let head = unsafe { chunk.as_ref() };
        let start = head.untouched.get() as usize;
        let end = head.end().min(start + (BATCH / size).max(1) * size);
        head.untouched.set(end as u32);
        self.open[class].set((end < head.end()).then_some(chunk));
        let mut next = None;
        for offset in (start..end).step_by(size).rev() {
            // SAFETY: within the chunk; zeroed, so kind and count are 0.
            unsafe {
                let cell = chunk.cast::<u8>().add(offset).cast::<Header>();
                link_of(cell).set(next);
                next = Some(cell);
            }
        }
        self.free[class].set(next);
        next.ok_or(HeapFull)
    }

    fn open_chunk(&self, size: usize) -> Result<NonNull<Chunk>, HeapFull> {
        let mut reserve = self.reserve.borrow_mut();
        let piece = reserve.as_mut().and_then(|reserve| reserve.next_piece()).ok_or(HeapFull)?;
        let first = self.opened.get();
        self.opened.set(first + chunk::cells_per_chunk(size) as u32);
        // SAFETY: the piece is fresh; the heap outlives its chunks (H8).
        let chunk = unsafe { Chunk::open(piece, NonNull::from(self), size, first) };
        self.chunks.borrow_mut().push(chunk);
        Ok(chunk)
    }
}
