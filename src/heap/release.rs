//! The end of a cell: finalizer and weak references first, then its references, then the free list.
//!
//! One release leads to others. They nest up to a depth; beyond it cells wait in a list that the
//! outermost release works off, so a chain of any length dies without deep recursion.

use std::ptr::NonNull;

use super::chunk::{self, STEP};
use super::header::{self, Header, MOST_INLINE_SLOTS, OUTSIDE_REFS, OUTSIDE_TEXT, Outside};
use super::{Dying, Flag, Heap, Hooks, Kind, KindInfo, Ref, alloc};

/// How deep releases nest before they wait.
const DEEPEST: u32 = 200;
/// Cells with any of these flags die the slow way.
pub(super) const FAREWELL: u8 = Flag::NEEDS_HOOK.0 | Flag::HAS_WEAKREFS.0 | Flag::OBSERVED.0;

/// Releases a cell whose last reference is gone, or ends its rest.
///
/// # Safety
/// `cell` is occupied and its count has just come to 0 (H4), or is that of a cell at rest.
#[cold]
#[inline(never)]
pub(super) unsafe fn release(cell: NonNull<Header>) {
    // SAFETY: the caller's promise.
    unsafe { chunk::heap_of(cell).release(cell) }
}

impl Heap {
    /// # Safety
    /// As for [`release`]; `cell` belongs to this heap.
    #[inline]
    unsafe fn release(&self, cell: NonNull<Header>) {
        // SAFETY: H2, H3 here and below; if the count is 0, nobody else has the cell (H5). Leaves are
        // never at rest.
        unsafe {
            let head = cell.as_ref();
            let info = self.info(head);
            let unusual = FAREWELL | Flag::EXTENDED.0 | Flag::YOUNG_LISTED.0;
            let has_buffer = head.tail_len.get() >= OUTSIDE_TEXT;
            if info.leaf
                && head.flags.get() & unusual == 0
                && !has_buffer
                && !self.watching_frees.get()
            {
                debug_assert!(!head.is_at_rest());
                self.assert_no_visitor();
                self.recycle(cell);
            } else if info.row
                && head.flags.get() & (FAREWELL | Flag::EXTENDED.0) == 0
                && !has_buffer
                && !head.is_at_rest()
                && !self.watching_frees.get()
                && self.depth.get() < DEEPEST
            {
                self.release_row(cell, info);
            } else {
                self.release_nested(cell, info);
            }
        }
    }

    /// Releases a cell that owns the slots inside it and nothing else: mostly a tuple.
    ///
    /// # Safety
    /// As for [`release`]; the cell is of such a kind, has no buffer and no class of its own.
    #[inline(never)]
    unsafe fn release_row(&self, cell: NonNull<Header>, info: &'static KindInfo) {
        self.assert_no_visitor();
        let depth = self.depth.get();
        self.depth.set(depth + 1);
        // SAFETY: the caller's promise.
        unsafe {
            release_tail(cell, info, &Dying::new());
            if info.tracked {
                self.leave_young(cell);
            }
            self.recycle(cell);
        }
        self.depth.set(depth);
        if depth == 0 && self.waiting.get() > self.waiting_below.get() {
            self.release_waiting();
        }
    }

    /// # Safety
    /// As for [`release`].
    #[inline(never)]
    unsafe fn release_nested(&self, cell: NonNull<Header>, info: &'static KindInfo) {
        // SAFETY: the caller's promise.
        unsafe {
            if cell.as_ref().is_at_rest() && self.stir(cell) > 0 {
                return;
            }
            self.assert_no_visitor();
            let depth = self.depth.get();
            if depth >= DEEPEST {
                return self.postpone(cell);
            }
            self.depth.set(depth + 1);
            self.release_now(cell, info);
            self.depth.set(depth);
            if depth == 0 && self.waiting.get() > self.waiting_below.get() {
                self.release_waiting();
            }
        }
    }

    /// # Safety
    /// As for [`release`].
    #[inline]
    unsafe fn release_now(&self, cell: NonNull<Header>, info: &'static KindInfo) {
        // SAFETY: H3; H5 once the hooks have let go.
        unsafe {
            if cell.as_ref().flags.get() & FAREWELL != 0 && !self.bid_farewell(cell) {
                return;
            }
            self.release_contents(cell, info);
            self.bury(cell, info);
        }
    }

    /// Drops the emptied payload and frees the cell.
    ///
    /// # Safety
    /// `cell` is occupied, its count is 0, and its references have been given up.
    #[inline]
    unsafe fn bury(&self, cell: NonNull<Header>, info: &'static KindInfo) {
        // SAFETY: H3, H5.
        unsafe {
            // From here on the cell counts as free, so that nobody looks at a payload half dropped.
            cell.as_ref().kind.set(0);
            if let Some(drop_payload) = info.drop {
                drop_payload(header::payload_of(cell));
            }
            self.free_cell(cell, info);
        }
    }

    /// Lets a cell wait until less is nested around it.
    #[cold]
    fn postpone(&self, cell: NonNull<Header>) {
        let mut pending = self.pending.borrow_mut();
        pending.push(cell);
        self.waiting.set(pending.len());
    }

    /// Releases what had to wait, newest first, with nothing nested around it.
    #[cold]
    #[inline(never)]
    fn release_waiting(&self) {
        while self.waiting.get() > self.waiting_below.get() {
            let Some(cell) = self.pending.borrow_mut().pop() else { return };
            self.waiting.set(self.waiting.get() - 1);
            self.depth.set(1);
            // SAFETY: H5: it was put there with a count of 0.
            unsafe { self.release_now(cell, self.info(cell.as_ref())) };
            self.depth.set(0);
        }
    }

    /// Calls the hooks of a dying cell; whether it still dies.
    ///
    /// # Safety
    /// As for [`release`].
    #[cold]
    unsafe fn bid_farewell(&self, cell: NonNull<Header>) -> bool {
        // SAFETY: H2, H3.
        let head = unsafe { cell.as_ref() };
        if head.has(Flag::NEEDS_HOOK) && !head.has(Flag::FINALIZED) {
            head.flags.set(head.flags.get() | Flag::FINALIZED.0);
            // SAFETY: the count is 0.
            if !unsafe { self.show_dying(cell, |hooks, dying| hooks.finalize(dying)) } {
                return false;
            }
        }
        if head.has(Flag::HAS_WEAKREFS) {
            // SAFETY: the count is 0 again.
            if !unsafe { self.show_dying(cell, |hooks, dying| hooks.clear_weakrefs(dying)) } {
                return false;
            }
        }
        if head.has(Flag::OBSERVED) {
            self.note_observed_death(cell);
            // SAFETY: the count is 0 again.
            return unsafe { self.show_dying(cell, |hooks, dying| hooks.observed_dies(dying)) };
        }
        true
    }

    /// Shows a cell to a hook with a count of 1; whether the hook left it dying.
    ///
    /// # Safety
    /// The count of `cell` is 0 and it is occupied.
    unsafe fn show_dying(&self, cell: NonNull<Header>, hook: fn(&dyn Hooks, &Ref)) -> bool {
        // SAFETY: H2.
        let head = unsafe { cell.as_ref() };
        head.count.set(1);
        self.held.borrow_mut().push(cell);
        // What dies inside the hook is released there and then, not after it.
        let depth = self.depth.replace(0);
        let below = self.waiting_below.replace(self.waiting.get());
        // SAFETY: the count is at least 1 until we take it back.
        self.with_hooks(|hooks| hook(hooks, unsafe { Ref::looking_at(&cell) }));
        self.waiting_below.set(below);
        self.depth.set(depth);
        self.held.borrow_mut().pop();
        head.count.set(head.count.get() - 1);
        if head.is_at_rest() {
            // SAFETY: occupied.
            unsafe { self.stir(cell) };
        }
        head.count() == 0
    }

    /// Gives up every reference of a cell: dict, payload and tail, class.
    ///
    /// # Safety
    /// `cell` is occupied, and nobody who could run meanwhile reaches it.
    #[inline(always)]
    unsafe fn release_contents(&self, cell: NonNull<Header>, info: &'static KindInfo) {
        let dying = Dying::new();
        // SAFETY: H3; the cell stays occupied until the caller frees it.
        unsafe {
            let head = cell.as_ref();
            let tail_len = head.tail_len.get();
            let has_slots = tail_len != 0
                && (tail_len as usize <= MOST_INLINE_SLOTS || tail_len == OUTSIDE_REFS);
            if !has_slots && !head.has(Flag::EXTENDED) {
                return (info.release)(header::payload_of(cell), &dying);
            }
            let extra = header::extra_of(cell);
            if let Some(extra) = extra {
                dying.give_up_slot(&extra.dict);
            }
            if info.tail_first {
                release_tail(cell, info, &dying);
            }
            (info.release)(header::payload_of(cell), &dying);
            if !info.tail_first {
                release_tail(cell, info, &dying);
            }
            if let Some(extra) = extra {
                dying.give_up(&extra.class);
            }
        }
    }

    /// Empties a live cell that only garbage and the caller refer to.
    pub(crate) fn clear(&self, reference: &Ref) {
        let cell = reference.cell();
        // SAFETY: H4: the caller's reference keeps the cell; a second release finds it empty.
        unsafe { self.release_contents(cell, self.info(cell.as_ref())) }
    }

    /// Tells the hooks of the coming death of an observed cell while it is still whole.
    pub(crate) fn report_observed(&self, reference: &Ref) {
        if reference.has_flag(Flag::OBSERVED) {
            self.note_observed_death(reference.cell());
            self.with_hooks(|hooks| hooks.observed_dies(reference));
            reference.clear_flag(Flag::OBSERVED);
        }
    }

    /// Drops a reference to a cell that has been cleared.
    pub(crate) fn let_go(&self, reference: Ref) {
        let cell = reference.cell();
        // SAFETY: H2, H3; with the last count taken away nobody else has the cell (H5).
        unsafe {
            let head = cell.as_ref();
            if head.count() != 1 || head.flags.get() & FAREWELL != 0 {
                drop(reference);
                return;
            }
            std::mem::forget(reference);
            head.count.set(0);
            self.bury(cell, self.info(head));
        }
    }

    /// Says whether the collector is emptying the cells it has condemned; nobody is shown those.
    pub(crate) fn set_clearing(&self, clearing: bool) {
        self.clearing.set(clearing);
    }

    /// Puts a cell on its free list.
    ///
    /// # Safety
    /// The count of `cell` is 0, and its payload has been dropped or needs no drop.
    #[inline(always)]
    unsafe fn free_cell(&self, cell: NonNull<Header>, info: &'static KindInfo) {
        // SAFETY: H2, H3.
        let head = unsafe { cell.as_ref() };
        if head.tail_len.get() >= OUTSIDE_TEXT {
            const { assert!(OUTSIDE_REFS > OUTSIDE_TEXT) };
            // SAFETY: H3 says that there is a buffer; nobody looks at it (H5).
            unsafe { self.free_outside(cell) };
        }
        if info.tracked || head.has(Flag::EXTENDED) {
            self.leave_young(cell);
        }
        // SAFETY: the caller's promise.
        unsafe { self.recycle(cell) };
        if self.watching_frees.get() {
            self.tell_freed(cell, info.kind);
        }
    }

    /// Hands a cell with nothing left in it to its free list.
    ///
    /// # Safety
    /// As for [`Heap::free_cell`]; nothing of the cell is outside it.
    #[inline(always)]
    unsafe fn recycle(&self, cell: NonNull<Header>) {
        // SAFETY: H2, H3.
        let (head, chunk) = unsafe { (cell.as_ref(), chunk::chunk_of(cell).as_ref()) };
        head.kind.set(0);
        head.flags.set(0);
        head.tail_start.set(0);
        head.tail_len.set(0);
        head.aux.set(0);
        let size = chunk.cell_size as usize;
        let list = &self.free[size / STEP];
        // SAFETY: H9: the cell is free now.
        unsafe { alloc::link_of(cell) }.set(list.get());
        list.set(Some(cell));
        self.note_peak();
        self.used.set(self.used.get() - size as u64);
        self.freed.set(self.freed.get() + 1);
    }

    /// Frees the buffer of a tail outside.
    ///
    /// # Safety
    /// `cell` has one, and nobody looks at it any more.
    #[cold]
    #[inline(never)]
    unsafe fn free_outside(&self, cell: NonNull<Header>) {
        // SAFETY: the caller's promise.
        unsafe { self.free_buffer(header::tail_of(cell).cast::<Outside>().as_ref().data.get()) }
    }

    #[cold]
    fn tell_freed(&self, cell: NonNull<Header>, kind: Kind) {
        if self.tracing.get() {
            self.stash_freed(cell);
        }
        self.with_hooks(|hooks| hooks.freed(chunk::address_of(cell), kind));
    }
}

/// Gives up the slots of a tail, in the order that the kind asks for.
///
/// # Safety
/// `cell` is occupied and stays so.
#[inline(always)]
unsafe fn release_tail(cell: NonNull<Header>, info: &'static KindInfo, dying: &Dying) {
    // SAFETY: H3.
    let slots = unsafe { header::slots_of(cell) };
    if info.tail_forward {
        for slot in slots {
            dying.give_up_slot(slot);
        }
    } else {
        for slot in slots.iter().rev() {
            dying.give_up_slot(slot);
        }
    }
}
