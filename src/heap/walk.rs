//! Walking the heap: over all cells, and from a cell along its references.

use std::ptr::NonNull;

use super::chunk::FIRST_CELL;
use super::header::{self, Header, OUTSIDE_REFS, OUTSIDE_TEXT, Outside};
use super::{Flag, Heap, Kind, Ref, Slot, buffer};

impl Heap {
    /// Shows every cell that is alive, in the order of addresses. The visitor may make new cells
    /// (it may or may not see them) but must not let any die.
    pub fn for_each_live(&self, visit: &mut dyn FnMut(&Ref)) {
        let clearing = self.clearing.get();
        self.for_each_occupied(&mut |cell| {
            // SAFETY: H2.
            let head = unsafe { cell.as_ref() };
            if head.is_live() && !(clearing && head.has(Flag::CONDEMNED)) {
                // SAFETY: live, and visitors let nothing die (H6).
                visit(unsafe { Ref::looking_at(&cell) });
            }
        });
    }

    /// Shows every reference that a cell on its way out still owns, with that cell's kind and
    /// address. The visitor must not let anything die.
    pub fn for_each_dying_edge(&self, visit: &mut dyn FnMut(Kind, u64, &Ref)) {
        let clearing = self.clearing.get();
        self.for_each_occupied(&mut |cell| {
            // SAFETY: H2.
            let head = unsafe { cell.as_ref() };
            if head.is_live() && !(clearing && head.has(Flag::CONDEMNED)) {
                return;
            }
            let (kind, address) = (Kind(head.kind.get()), super::chunk::address_of(cell));
            // SAFETY: occupied, and visitors let nothing die (H6).
            unsafe { self.trace(cell, &mut |reference| visit(kind, address, reference)) };
        });
    }

    /// Every cell that has a tenant, also one that is dying.
    pub(super) fn for_each_occupied(&self, visit: &mut dyn FnMut(NonNull<Header>)) {
        let _visitor = self.visitor();
        let mut number = 0;
        loop {
            let Some(chunk) = self.chunks.borrow().get(number).copied() else { return };
            number += 1;
            // SAFETY: H1, H2.
            let head = unsafe { chunk.as_ref() };
            let mut offset = FIRST_CELL;
            while offset < head.untouched.get() as usize {
                // SAFETY: a cell of the chunk (H2).
                let cell = unsafe { chunk.cast::<u8>().add(offset).cast::<Header>() };
                offset += head.cell_size as usize;
                // SAFETY: H1.
                if unsafe { cell.as_ref() }.kind.get() != 0 {
                    visit(cell);
                }
            }
        }
    }

    /// Visits the references that `cell` owns: payload, tail, dict, class.
    ///
    /// # Safety
    /// `cell` is occupied and stays so.
    pub(super) unsafe fn trace(&self, cell: NonNull<Header>, mut visit: &mut dyn FnMut(&Ref)) {
        // SAFETY: the caller's promise.
        unsafe { self.trace_with(cell, &mut visit) }
    }

    /// As [`Heap::trace`], for one visitor.
    ///
    /// # Safety
    /// As for [`Heap::trace`].
    #[inline(always)]
    pub(super) unsafe fn trace_with(&self, cell: NonNull<Header>, visit: &mut impl FnMut(&Ref)) {
        // SAFETY: H3.
        unsafe {
            let info = self.info(cell.as_ref());
            if info.slots > 0 {
                let payload = header::payload_of(cell).cast::<Slot>().as_ptr();
                let payload = std::slice::from_raw_parts(payload, usize::from(info.slots));
                payload.iter().for_each(|slot| slot.visit_with(visit));
            } else if info.owns {
                (info.trace)(header::payload_of(cell), visit);
            }
            // In the order of release, which is also the order CPython visits them in.
            let slots = header::slots_of(cell);
            if info.tail_forward {
                slots.iter().for_each(|slot| slot.visit_with(visit));
            } else {
                slots.iter().rev().for_each(|slot| slot.visit_with(visit));
            }
            if let Some(extra) = header::extra_of(cell) {
                extra.dict.visit(visit);
                extra.class.visit(visit);
            }
        }
    }

    /// Bytes of a cell and of its buffers outside.
    ///
    /// # Safety
    /// `cell` is occupied.
    pub(super) unsafe fn bytes_of(&self, cell: NonNull<Header>) -> usize {
        // SAFETY: H2, H3.
        unsafe {
            let inside = super::chunk::chunk_of(cell).as_ref().cell_size as usize;
            inside + self.bytes_outside(cell)
        }
    }

    /// Bytes of a cell's buffers outside.
    ///
    /// # Safety
    /// `cell` is occupied.
    pub(super) unsafe fn bytes_outside(&self, cell: NonNull<Header>) -> usize {
        // SAFETY: H2, H3.
        unsafe {
            let head = cell.as_ref();
            let tail = match head.tail_len.get() {
                OUTSIDE_TEXT | OUTSIDE_REFS => {
                    buffer::capacity_of(header::tail_of(cell).cast::<Outside>().as_ref().data.get())
                }
                _ => 0,
            };
            tail + (self.info(head).external_bytes)(header::payload_of(cell))
        }
    }
}

/// Says, while it lives, that a visitor looks at cells without counting them (H6).
#[must_use]
pub(crate) struct Visitor<'h>(#[cfg_attr(not(debug_assertions), expect(dead_code))] &'h Heap);

impl Heap {
    /// Announces a visitor.
    pub(crate) fn visitor(&self) -> Visitor<'_> {
        #[cfg(debug_assertions)]
        self.visitors.set(self.visitors.get() + 1);
        Visitor(self)
    }

    #[inline(always)]
    pub(super) fn assert_no_visitor(&self) {
        #[cfg(debug_assertions)]
        assert!(self.visitors.get() == 0, "a cell died while a visitor looked at the heap");
    }
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        #[cfg(debug_assertions)]
        self.0.visitors.set(self.0.visitors.get() - 1);
    }
}
