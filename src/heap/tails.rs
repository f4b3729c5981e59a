//! Cells with a tail: slots in a row (tuples, instances) and text.

use std::cell::Cell;
use std::ptr::{self, NonNull};

use super::alloc::cell_size;
use super::buffer::capacity_of;
use super::chunk::{self, LARGEST_CELL};
use super::header::{
    self, Header, INLINE_TEXT, MOST_INLINE_SLOTS, OUTSIDE_REFS, OUTSIDE_TEXT, Outside,
};
use super::{Flag, Heap, HeapFull, Payload, Ref, Slot, Tail};

/// Bytes of a text's length, before its bytes.
const TEXT_HEAD: usize = size_of::<usize>();

impl Heap {
    /// A new cell whose tail holds `items`, as many as the iterator says it has. With `class` it is
    /// an instance of that class of its own.
    #[inline]
    pub fn alloc_refs<T: Payload>(
        &self,
        payload: T,
        items: impl ExactSizeIterator<Item = Option<Ref>>,
        class: Option<Ref>,
    ) -> Result<Ref, HeapFull> {
        const { assert!(matches!(T::TAIL, Tail::Refs), "this kind has no tail of slots") };
        let len = items.len();
        let before = header::bytes_before_tail::<T>(class.is_some());
        if !fits_inside(before, len) {
            let made = self.alloc_refs_outside(payload, len, class)?;
            for (slot, item) in made.tail().iter().zip(items) {
                slot.set(item);
            }
            return Ok(made);
        }
        let cell = self.take_cell(cell_size(before + len * size_of::<Slot>()))?;
        // SAFETY: the cell is ours and large enough. Its tail grows with each slot that has been
        // written (H3), so whatever the iterator does, it meets a complete cell.
        unsafe {
            self.furnish(cell, payload, 0, class.is_some());
            let made = self.finish(cell, class);
            let slots = header::tail_of(cell).cast::<Slot>();
            let rest = std::iter::repeat_with(|| None);
            for (at, item) in items.chain(rest).take(len).enumerate() {
                slots.add(at).write(Slot::from(item));
                cell.as_ref().tail_len.set(at as u8 + 1);
            }
            Ok(made)
        }
    }

    /// A new cell whose tail takes `items` over.
    pub fn alloc_refs_from<T: Payload>(
        &self,
        payload: T,
        mut items: Vec<Ref>,
    ) -> Result<Ref, HeapFull> {
        const { assert!(matches!(T::TAIL, Tail::Refs), "this kind has no tail of slots") };
        let (before, len) = (header::bytes_before_tail::<T>(false), items.len());
        if !fits_inside(before, len) {
            let made = self.alloc_refs_outside(payload, len, None)?;
            // SAFETY: as below; the slots are empty so far.
            unsafe {
                let slots = made.tail().as_ptr().cast::<Ref>().cast_mut();
                ptr::copy_nonoverlapping(items.as_ptr(), slots, len);
                items.set_len(0);
            }
            return Ok(made);
        }
        let cell = self.take_cell(cell_size(before + len * size_of::<Slot>()))?;
        // SAFETY: the cell is ours and large enough; nothing runs before all slots are written. A
        // `Slot` is a transparent wrapper of `Option<Ref>`, which is laid out as `Ref`; the vector
        // forgets what it held.
        unsafe {
            self.furnish(cell, payload, len as u8, false);
            let slots = header::tail_of(cell).cast::<Ref>();
            ptr::copy_nonoverlapping(items.as_ptr(), slots.as_ptr(), len);
            items.set_len(0);
            Ok(Ref::owning(cell))
        }
    }

    /// A new cell whose tail takes over what `items` hold; they are empty afterwards.
    #[inline(always)]
    pub fn alloc_refs_of<T: Payload>(&self, payload: T, items: &[Slot]) -> Result<Ref, HeapFull> {
        const { assert!(matches!(T::TAIL, Tail::Refs), "this kind has no tail of slots") };
        let before = header::bytes_before_tail::<T>(false);
        if !fits_inside(before, items.len()) {
            return self.alloc_refs(payload, items.iter().map(Slot::take), None);
        }
        let cell = self.take_cell(cell_size(before + size_of_val(items)))?;
        // SAFETY: the cell is ours and large enough; nothing runs before all slots are written.
        unsafe {
            self.furnish(cell, payload, items.len() as u8, false);
            let slots = header::tail_of(cell).cast::<Slot>();
            for (at, item) in items.iter().enumerate() {
                slots.add(at).write(Slot::from(item.take()));
            }
            Ok(Ref::owning(cell))
        }
    }

    /// A new cell with a tail of `capacity` empty slots.
    #[inline]
    pub fn alloc_refs_capacity<T: Payload>(
        &self,
        payload: T,
        capacity: usize,
        class: Option<Ref>,
    ) -> Result<Ref, HeapFull> {
        const { assert!(matches!(T::TAIL, Tail::Refs), "this kind has no tail of slots") };
        let before = header::bytes_before_tail::<T>(class.is_some());
        if !fits_inside(before, capacity) {
            return self.alloc_refs_outside(payload, capacity, class);
        }
        let cell = self.take_cell(cell_size(before + capacity * size_of::<Slot>()))?;
        // SAFETY: the cell is ours and large enough; a `Slot` is a transparent wrapper of `Option<Ref>`.
        unsafe {
            self.furnish(cell, payload, capacity as u8, class.is_some());
            let slots = header::tail_of(cell).cast::<Option<Ref>>().as_ptr();
            for at in 0..capacity {
                // Volatile, or the compiler calls `memset`, which takes longer than so few words do.
                slots.add(at).write_volatile(None);
            }
            Ok(self.finish(cell, class))
        }
    }

    fn alloc_refs_outside<T: Payload>(
        &self,
        payload: T,
        capacity: usize,
        class: Option<Ref>,
    ) -> Result<Ref, HeapFull> {
        let bytes = capacity.checked_mul(size_of::<Slot>()).ok_or(HeapFull)?;
        let cell = self.outside_cell::<T>(bytes, class.is_some())?;
        // SAFETY: the cell is ours and large enough; the buffer is zeroed: empty slots.
        unsafe {
            self.furnish(cell.0, payload, OUTSIDE_REFS, class.is_some());
            header::tail_of(cell.0).cast().write(cell.1.holding(capacity));
            Ok(self.finish(cell.0, class))
        }
    }

    /// A cell with room for an `Outside`, and a buffer for it.
    fn outside_cell<T: Payload>(
        &self,
        bytes: usize,
        extended: bool,
    ) -> Result<(NonNull<Header>, OutsideBuffer), HeapFull> {
        let data = self.new_buffer(bytes)?;
        let size = cell_size(header::bytes_before_tail::<T>(extended) + size_of::<Outside>());
        match self.take_cell(size) {
            Ok(cell) => Ok((cell, OutsideBuffer(data))),
            Err(full) => {
                // SAFETY: new, nobody has seen it.
                unsafe { self.free_buffer(data) };
                Err(full)
            }
        }
    }

    /// A new cell whose tail is `text`. With `class` it is an instance of that class of its own.
    #[inline]
    pub fn alloc_text<T: Payload>(
        &self,
        payload: T,
        text: &str,
        class: Option<Ref>,
    ) -> Result<Ref, HeapFull> {
        const { assert!(matches!(T::TAIL, Tail::Text), "this kind has no tail of text") };
        let before = header::bytes_before_tail::<T>(class.is_some());
        let bytes = (before + size_of::<Outside>()).max(before + TEXT_HEAD + text.len());
        if bytes > LARGEST_CELL {
            return self.alloc_text_outside(payload, text, class);
        }
        let cell = self.take_cell(cell_size(bytes))?;
        // SAFETY: the cell is ours and large enough for length and text.
        unsafe {
            self.furnish(cell, payload, INLINE_TEXT, class.is_some());
            let tail = header::tail_of(cell);
            ptr::copy_nonoverlapping(text.as_ptr(), tail.add(TEXT_HEAD).as_ptr(), text.len());
            tail.cast::<usize>().write(text.len());
            Ok(self.finish(cell, class))
        }
    }

    /// A new cell whose tail is the text that `parts` make together, `len` bytes in all: what they
    /// give beyond is left out.
    pub fn alloc_joined<'a, T: Payload>(
        &self,
        payload: T,
        len: usize,
        parts: impl Iterator<Item = &'a str>,
    ) -> Result<Ref, HeapFull> {
        const { assert!(matches!(T::TAIL, Tail::Text), "this kind has no tail of text") };
        let before = header::bytes_before_tail::<T>(false);
        let bytes = (before + size_of::<Outside>()).max(before + TEXT_HEAD + len);
        // SAFETY: the cell is ours, and `data` has room for `len` bytes, which are written before
        // the length that covers them (H10). Whatever the iterator does, it meets a whole cell.
        unsafe {
            let (cell, data) = if bytes > LARGEST_CELL {
                let (cell, buffer) = self.outside_cell::<T>(len, false)?;
                let data = buffer.0;
                self.furnish(cell, payload, OUTSIDE_TEXT, false);
                header::tail_of(cell).cast().write(buffer.holding(0));
                (cell, data)
            } else {
                let cell = self.take_cell(cell_size(bytes))?;
                self.furnish(cell, payload, INLINE_TEXT, false);
                (cell, header::tail_of(cell).add(TEXT_HEAD))
            };
            let made = Ref::owning(cell);
            let mut at = 0;
            for part in parts {
                if part.len() > len - at {
                    break;
                }
                ptr::copy_nonoverlapping(part.as_ptr(), data.add(at).as_ptr(), part.len());
                at += part.len();
            }
            header::tail_of(cell).cast::<Cell<usize>>().as_ref().set(at);
            Ok(made)
        }
    }

    fn alloc_text_outside<T: Payload>(
        &self,
        payload: T,
        text: &str,
        class: Option<Ref>,
    ) -> Result<Ref, HeapFull> {
        let (cell, buffer) = self.outside_cell::<T>(text.len(), class.is_some())?;
        // SAFETY: the cell is ours and large enough; the buffer has room for the text.
        unsafe {
            self.furnish(cell, payload, OUTSIDE_TEXT, class.is_some());
            ptr::copy_nonoverlapping(text.as_ptr(), buffer.0.as_ptr(), text.len());
            header::tail_of(cell).cast().write(buffer.holding(text.len()));
            Ok(self.finish(cell, class))
        }
    }

    /// Completes a furnished cell with its class.
    ///
    /// # Safety
    /// `cell` was furnished as extended if and only if there is a class.
    #[inline(always)]
    unsafe fn finish(&self, cell: NonNull<Header>, class: Option<Ref>) -> Ref {
        // SAFETY: the caller's promise.
        unsafe {
            if let Some(class) = class {
                self.extend(cell, class);
            }
            Ref::owning(cell)
        }
    }

    /// Appends `more` to the text of `reference` in place; `false`, with nothing changed, if that
    /// cannot be: the text is shared, its address has been observed, it belongs to a class of its
    /// own, or there is no memory. Growing is amortised, so that building up a text is linear.
    /// What the payload knows about the text is for the caller to bring up to date.
    pub fn append_text(&self, reference: &mut Ref, more: &str) -> bool {
        let cell = reference.cell();
        // SAFETY: H2, H4.
        let head = unsafe { cell.as_ref() };
        if head.count() != 1 || head.has(Flag::EXTENDED) || head.has(Flag::OBSERVED) {
            return false;
        }
        // SAFETY: the only reference is borrowed mutably, so nobody looks at the text.
        let room = unsafe {
            match head.tail_len.get() {
                INLINE_TEXT => self.room_inside(cell, more.len()),
                OUTSIDE_TEXT => self.room_outside(cell, more.len()),
                _ => None,
            }
        };
        let Some(data) = room else { return false };
        // SAFETY: `data` has room for the old text and the new; H10 holds again with the length.
        unsafe {
            let len = header::tail_of(cell).cast::<Cell<usize>>().as_ref();
            ptr::copy_nonoverlapping(more.as_ptr(), data.add(len.get()).as_ptr(), more.len());
            len.set(len.get() + more.len());
        }
        true
    }

    /// Makes room in a text that stands in its cell, moving it outside if it grows too long.
    ///
    /// # Safety
    /// `cell` has a tail of text inside, and nobody looks at it.
    unsafe fn room_inside(&self, cell: NonNull<Header>, more: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise; each text cell has room for an `Outside`.
        unsafe {
            let tail = header::tail_of(cell);
            let len = tail.cast::<usize>().read();
            let chunk = chunk::chunk_of(cell).as_ref();
            let inside = tail.addr().get() - cell.addr().get() + TEXT_HEAD;
            if inside + len + more <= chunk.cell_size as usize {
                return Some(tail.add(TEXT_HEAD));
            }
            let data = self.new_buffer(len.checked_add(more)?.checked_mul(2)?).ok()?;
            ptr::copy_nonoverlapping(tail.add(TEXT_HEAD).as_ptr(), data.as_ptr(), len);
            tail.cast().write(OutsideBuffer(data).holding(len));
            cell.as_ref().tail_len.set(OUTSIDE_TEXT);
            Some(data)
        }
    }

    /// Makes room in a text that stands outside its cell.
    ///
    /// # Safety
    /// `cell` has a tail of text outside, and nobody looks at it.
    unsafe fn room_outside(&self, cell: NonNull<Header>, more: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise.
        unsafe {
            let outside = header::tail_of(cell).cast::<Outside>().as_ref();
            let data = outside.data.get();
            let needed = outside.len.get().checked_add(more)?;
            if needed <= capacity_of(data) {
                return Some(data);
            }
            let grown = self.grow_buffer(data, needed.checked_add(needed / 2)?).ok()?;
            outside.data.set(grown);
            Some(grown)
        }
    }
}

/// Whether `slots` fit a cell with `before` bytes of other things.
const fn fits_inside(before: usize, slots: usize) -> bool {
    slots <= MOST_INLINE_SLOTS && before + slots * size_of::<Slot>() <= LARGEST_CELL
}

/// A buffer that is to become a tail.
struct OutsideBuffer(NonNull<u8>);

impl OutsideBuffer {
    fn holding(self, len: usize) -> Outside {
        Outside { len: Cell::new(len), data: Cell::new(self.0) }
    }
}
