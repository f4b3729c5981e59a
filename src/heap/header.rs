//! The first 16 bytes of every cell, and where payload, extra and tail stand after them.

use std::cell::Cell;
use std::mem::{align_of, size_of};
use std::ptr::NonNull;

use super::{Extra, Payload, Slot};

/// What an immortal cell's count has on top: so much that no program can count it down.
pub const IMMORTAL: i64 = 1 << 62;

/// The sign bit of a count, set in cells at rest (see `rest`).
pub(super) const AT_REST: i64 = i64::MIN;

/// One bit of a cell's state.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Flag(pub(crate) u8);

impl Flag {
    /// Its address has been looked at, so it may no longer be overwritten in place.
    pub const OBSERVED: Flag = Flag(1);
    /// Its finalizer has been called; it never is again.
    pub const FINALIZED: Flag = Flag(1 << 1);
    /// The collector considers it now.
    pub const TRACKED: Flag = Flag(1 << 2);
    /// Its present tenant is in generation 0.
    pub const YOUNG_LISTED: Flag = Flag(1 << 3);
    /// [`Hooks::finalize`](super::Hooks::finalize) wants to be called at count 0.
    pub const NEEDS_HOOK: Flag = Flag(1 << 4);
    /// [`Hooks::clear_weakrefs`](super::Hooks::clear_weakrefs) wants to be called before it dies.
    pub const HAS_WEAKREFS: Flag = Flag(1 << 5);
    /// Carries an [`Extra`].
    pub const EXTENDED: Flag = Flag(1 << 6);
    /// Found unreachable by the collection that is running.
    pub const CONDEMNED: Flag = Flag(1 << 7);
}

/// The start of every cell. The count, which ctypes reads at `id(x)`, stands at offset 0, with
/// [`AT_REST`] as its sign.
#[repr(C)]
pub(super) struct Header {
    pub(super) count: Cell<i64>,
    pub(super) kind: Cell<u8>,
    pub(super) flags: Cell<u8>,
    /// Where the tail starts (and the payload, with its `Extra`, ends), in words from the cell.
    pub(super) tail_start: Cell<u8>,
    /// The number of slots in the tail, or one of the marks below.
    pub(super) tail_len: Cell<u8>,
    /// Free for the layer above.
    pub(super) aux: Cell<u32>,
}

/// Where the payload starts.
pub(super) const PAYLOAD: usize = size_of::<Header>();
/// The unit of `tail_start`.
pub(super) const WORD: usize = 8;
/// The tail is text inside the cell: its length, then its bytes.
pub(super) const INLINE_TEXT: u8 = 253;
/// The tail is text outside: an [`Outside`].
pub(super) const OUTSIDE_TEXT: u8 = 254;
/// The tail is slots outside: an [`Outside`].
pub(super) const OUTSIDE_REFS: u8 = 255;
/// The most slots that fit a cell's tail.
pub(super) const MOST_INLINE_SLOTS: usize = 126;

/// A tail that lives in a buffer of its own.
#[repr(C)]
pub(super) struct Outside {
    /// Slots or bytes in use. A text tail inside the cell starts with the same field.
    pub(super) len: Cell<usize>,
    pub(super) data: Cell<NonNull<u8>>,
}

/// Bytes that a cell needs before its tail, in whole words.
pub(super) const fn bytes_before_tail<T: Payload>(extended: bool) -> usize {
    assert!(align_of::<T>() <= WORD, "a payload is aligned as cells are");
    let payload = (PAYLOAD + size_of::<T>()).next_multiple_of(WORD);
    payload + if extended { size_of::<Extra>().next_multiple_of(WORD) } else { 0 }
}

impl Header {
    #[inline(always)]
    pub(super) fn has(&self, flag: Flag) -> bool {
        self.flags.get() & flag.0 != 0
    }

    /// The number of references, whether the cell is at rest or not.
    #[inline(always)]
    pub(super) fn count(&self) -> i64 {
        self.count.get() & !AT_REST
    }

    #[inline(always)]
    pub(super) fn is_at_rest(&self) -> bool {
        self.count.get() < 0
    }

    /// Whether a tenant lives here whom others may hold.
    pub(super) fn is_live(&self) -> bool {
        self.kind.get() != 0 && self.count.get() != 0
    }
}

/// The payload of `cell`.
///
/// # Safety
/// `cell` is a cell pointer (H2).
#[inline(always)]
pub(super) unsafe fn payload_of(cell: NonNull<Header>) -> NonNull<u8> {
    // SAFETY: H2; a cell is longer than its header.
    unsafe { cell.cast::<u8>().add(PAYLOAD) }
}

/// The start of the tail of `cell`.
///
/// # Safety
/// `cell` is a cell pointer (H2) and occupied (H3).
#[inline(always)]
pub(super) unsafe fn tail_of(cell: NonNull<Header>) -> NonNull<u8> {
    // SAFETY: H2; H3 says that `tail_start` lies in the cell.
    unsafe { cell.cast::<u8>().add(cell.as_ref().tail_start.get() as usize * WORD) }
}

/// The slots that trail `cell`; empty if it has none.
///
/// # Safety
/// `cell` is occupied (H3) and stays so for `'a` (H4).
#[inline(always)]
pub(super) unsafe fn slots_of<'a>(cell: NonNull<Header>) -> &'a [Slot] {
    // SAFETY: H3 says what `tail_len` means.
    unsafe {
        let len = cell.as_ref().tail_len.get();
        if len as usize <= MOST_INLINE_SLOTS {
            return std::slice::from_raw_parts(tail_of(cell).cast().as_ptr(), len as usize);
        }
        if len != OUTSIDE_REFS {
            return &[];
        }
        let outside = tail_of(cell).cast::<Outside>().as_ref();
        let data = outside.data.get().cast::<Slot>();
        std::slice::from_raw_parts(data.as_ptr(), outside.len.get())
    }
}

/// The slot number `index` of a tail that stands inside `cell`, if there is one.
///
/// # Safety
/// `cell` is occupied (H3) and stays so for `'a` (H4).
#[inline(always)]
pub(super) unsafe fn inner_slot<'a>(cell: NonNull<Header>, index: u32) -> Option<&'a Slot> {
    // SAFETY: H3 says what `tail_len` means.
    unsafe {
        // As a signed number the marks are negative, so one comparison tells.
        const { assert!(MOST_INLINE_SLOTS <= i8::MAX as usize && INLINE_TEXT > i8::MAX as u8) };
        let len = cell.as_ref().tail_len.get() as i8;
        let inside = i64::from(index) < i64::from(len);
        inside.then(|| tail_of(cell).cast::<Slot>().add(index as usize).as_ref())
    }
}

/// The text that trails `cell`; empty if it has none.
///
/// # Safety
/// `cell` is occupied (H3), stays so for `'a` (H4), and no text is appended meanwhile.
#[inline(always)]
pub(super) unsafe fn text_of<'a>(cell: NonNull<Header>) -> &'a str {
    // SAFETY: H3 says what `tail_len` means, H10 that the bytes are text.
    unsafe {
        let tail = tail_of(cell);
        let data = match cell.as_ref().tail_len.get() {
            INLINE_TEXT => tail.add(size_of::<usize>()),
            OUTSIDE_TEXT => tail.cast::<Outside>().as_ref().data.get(),
            _ => return "",
        };
        let len = tail.cast::<Cell<usize>>().as_ref().get();
        std::str::from_utf8_unchecked(std::slice::from_raw_parts(data.as_ptr(), len))
    }
}

/// What `cell` carries beside its payload, if it is `EXTENDED`.
///
/// # Safety
/// `cell` is occupied (H3) and stays so for `'a` (H4).
#[inline(always)]
pub(super) unsafe fn extra_of<'a>(cell: NonNull<Header>) -> Option<&'a Extra> {
    // SAFETY: H3: an extended cell has its `Extra` just before the tail.
    unsafe {
        let extended = cell.as_ref().has(Flag::EXTENDED);
        let size = size_of::<Extra>().next_multiple_of(WORD);
        extended.then(|| tail_of(cell).sub(size).cast::<Extra>().as_ref())
    }
}
