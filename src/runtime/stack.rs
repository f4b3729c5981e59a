//! The slot stack: locals, arguments and whatever else is alive while other code may run.
//!
//! One contiguous array of owned references. A call's window is `[callable][receiver or empty]
//! [arguments…]`; the callee's locals begin at its first argument, so arguments are evaluated where
//! they will be used. Everything above a frame's locals is a temporary with a [`Role`] that says
//! in words what holds it, so that no reference is ever held by a Rust local alone while Python
//! code runs.
//!
//! Safety invariants of this module:
//!
//! * **S1** The array is never moved or resized while the stack exists.
//! * **S2** A shared borrow of a cell's content made inside a method of [`SlotStack`] ends before
//!   anything is dropped or any other code runs; the exception is an argument window
//!   ([`SlotStack::window`]), whose cells nobody writes until the call that it was made for is
//!   over: frames write only their own locals, temporaries only at the top. A frame's temporary
//!   slots ([`Frame::temporary`]) are written by the statement they belong to alone. Whoever looks
//!   at a slot ([`Frame::at_hand`]) is done before anything else happens.
//! * **S3** A frame is on the chain exactly while its [`FrameGuard`] lives, and the guard borrows
//!   the frame, so every pointer on the chain is valid.
//! * **S4** Every cell at or above the top is empty, and there are as many roles as cells.
//! * **S5** A frame has as many slots as its code asks for (`Code::slot_count`, checked where the
//!   frame is made), and the nodes of that code name only slots below that number: the compiler
//!   counts each as it gives it out (`eval/lower/unit.rs`). Checked at each access in debug builds.

#![expect(unsafe_code, reason = "slots are borrowed and frames linked here; see S1 to S5")]

use std::cell::Cell;
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::ptr::NonNull;

use super::args::Args;
pub use super::frame::{Frame, Taker};
pub use super::role::Role;
use crate::heap::{Heap, HeapFull, Payload, Ref, Slot};

/// A range of slots that nobody writes while it is looked at (S2), in two machine words, so that
/// it travels in registers.
#[derive(Clone, Copy)]
pub struct Window<'a> {
    start: NonNull<Option<Ref>>,
    /// How many slots there are (the stack has fewer than 2**32) and, above, a number that whoever
    /// asked for the window wants to know.
    counts: u64,
    stack: PhantomData<&'a SlotStack>,
}

impl<'a> Window<'a> {
    #[inline(always)]
    pub(super) fn slots(self) -> &'a [Option<Ref>] {
        let len = self.counts as u32 as usize;
        // SAFETY: S1 and S2; a slot has the layout of what it holds.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), len) }
    }

    #[inline(always)]
    pub(super) fn fixed(self) -> usize {
        (self.counts >> 32) as usize
    }
}

/// How many slots there are. A constant, so that most checks of a place need no look at memory.
const SLOTS: usize = 8 << 20;

/// The slots and what each is held for. One block, so that one address leads to both.
struct Cells {
    slots: [Slot; SLOTS],
    roles: [Cell<u8>; SLOTS],
}

/// The slot stack of a machine, and the chain of the frames that run on it.
pub struct SlotStack {
    /// Freed without a walk over its millions of slots: dropping the stack empties those in use.
    cells: ManuallyDrop<Box<Cells>>,
    top: Cell<usize>,
    frame: Cell<Option<NonNull<Frame<'static>>>>,
}

/// Slots kept free for what runs while the stack is reported as full.
const RESERVE: usize = 4096;

impl SlotStack {
    /// An empty stack; memory is committed as it is used.
    pub fn new() -> Self {
        // SAFETY: `Option<Ref>` has the null-pointer niche, so zeroed cells are `None`; zeroed
        // bytes are valid roles. (S1 starts here.)
        let cells = unsafe { Box::<Cells>::new_zeroed().assume_init() };
        let cells = ManuallyDrop::new(cells);
        SlotStack { cells, top: Cell::new(0), frame: Cell::new(None) }
    }

    /// The block, looked up once where several places in it are written.
    #[inline(always)]
    fn cells(&self) -> &Cells {
        &self.cells
    }

    /// One past the highest slot in use.
    #[inline(always)]
    pub fn top(&self) -> usize {
        self.top.get()
    }

    /// Whether a call that needs `slots` more would come too close to the end.
    #[inline(always)]
    pub fn is_short_of(&self, slots: usize) -> bool {
        self.top.get() + slots + RESERVE > SLOTS
    }

    /// Puts `object` on top and returns its place.
    #[inline(always)]
    pub fn push(&self, object: Ref, role: Role) -> usize {
        let cells = self.cells();
        let at = self.top.get();
        cells.slots[at].fill(object);
        // SAFETY: S4: the role is there.
        unsafe { cells.roles.get_unchecked(at).set(role as u8) };
        self.top.set(at + 1);
        at
    }

    /// Puts an empty slot on top.
    #[inline(always)]
    pub fn push_empty(&self, role: Role) -> usize {
        let at = self.top.get();
        self.cells.roles[at].set(role as u8);
        self.top.set(at + 1);
        at
    }

    /// Puts `count` empty slots on top.
    #[inline(always)]
    pub fn push_gap(&self, count: usize) {
        for _ in 0..count {
            self.push_empty(Role::Argument);
        }
    }

    /// Opens a call's window: `callable`, then an empty place for a receiver. Returns its place.
    #[inline(always)]
    pub fn open_call(&self, callable: Ref) -> usize {
        let cells = self.cells();
        let at = self.top.get();
        let [cell, _receiver] = &cells.slots[at..at + 2] else { return at };
        cell.fill(callable);
        // SAFETY: S4: the roles are there.
        unsafe {
            cells.roles.get_unchecked(at).set(Role::Callable as u8);
            cells.roles.get_unchecked(at + 1).set(Role::Receiver as u8);
        }
        self.top.set(at + 2);
        at
    }

    /// Opens a call's window: `method`, then its receiver. Returns its place.
    #[inline(always)]
    pub fn open_method(&self, method: Ref, receiver: Ref) -> usize {
        let cells = self.cells();
        let at = self.top.get();
        let [callable, first] = &cells.slots[at..at + 2] else { return at };
        callable.fill(method);
        first.fill(receiver);
        // SAFETY: S4: the roles are there.
        unsafe {
            cells.roles.get_unchecked(at).set(Role::Callable as u8);
            cells.roles.get_unchecked(at + 1).set(Role::Argument as u8);
        }
        self.top.set(at + 2);
        at
    }

    /// Raises the top to the end of a frame of `count` slots that starts at `first`, and hands
    /// them out; `None` where that would come too close to the end of the stack.
    #[inline(always)]
    pub fn open_frame(&self, first: usize, count: usize) -> Option<FrameSlots<'_>> {
        let end = first + count;
        if end + RESERVE > SLOTS {
            return None;
        }
        self.top.set(end);
        // SAFETY: S1, and the end is within the array.
        Some(FrameSlots(unsafe { self.cells.slots.get_unchecked(first..end) }))
    }

    /// The slots of a frame that has been opened otherwise: below the top, so within the array.
    #[inline(always)]
    pub fn frame_slots(&self, first: usize, count: usize) -> FrameSlots<'_> {
        assert!(first + count <= self.top.get());
        // SAFETY: S1; the top is never beyond the end.
        FrameSlots(unsafe { self.cells.slots.get_unchecked(first..first + count) })
    }

    /// Raises the top to `top`; the slots between are empty already.
    #[inline(always)]
    pub fn grow_to(&self, top: usize) {
        debug_assert!(top <= SLOTS);
        self.top.set(top);
    }

    /// Takes the topmost slot off.
    #[inline(always)]
    pub fn pop(&self) -> Option<Ref> {
        let at = self.top.get() - 1;
        let object = self.take(at);
        self.top.set(at);
        object
    }

    /// Takes the topmost slot, which is `at`, off.
    #[inline(always)]
    pub fn take_top(&self, at: usize) -> Option<Ref> {
        debug_assert!(at + 1 == self.top.get());
        let object = self.take(at);
        self.top.set(at);
        object
    }

    /// Drops slot `at` and what is above it, which mostly is nothing.
    #[inline(always)]
    pub fn drop_top(&self, at: usize) {
        if self.top.get() == at + 1 {
            drop(self.take_top(at));
        } else {
            self.truncate(at);
        }
    }

    /// A new cell whose tail takes over the slots from `at` to the top, which go.
    #[inline(always)]
    pub fn alloc_tail<T: Payload>(
        &self,
        heap: &Heap,
        payload: T,
        at: usize,
    ) -> Result<Ref, HeapFull> {
        let made = heap.alloc_refs_of(payload, &self.cells.slots[at..self.top.get()])?;
        self.top.set(at);
        Ok(made)
    }

    /// Takes the slots from `at` to the top off, which all hold something; `room` is for how many
    /// the answer has room, at least.
    #[inline]
    pub fn take_vec(&self, at: usize, room: usize) -> Vec<Ref> {
        let cells = &self.cells.slots[at..self.top.get()];
        let mut items = Vec::with_capacity(room.max(cells.len()));
        items.extend(cells.iter().filter_map(Slot::take));
        self.top.set(at);
        items
    }

    /// As [`SlotStack::alloc_tail`] where `N` slots stand from `at` to the top.
    #[inline(always)]
    pub fn alloc_last<T: Payload, const N: usize>(
        &self,
        heap: &Heap,
        payload: T,
        at: usize,
    ) -> Result<Ref, HeapFull> {
        match self.cells.slots[at..self.top.get()].first_chunk::<N>() {
            Some(items) => {
                let made = heap.alloc_refs_of(payload, items)?;
                self.top.set(at);
                Ok(made)
            }
            None => self.alloc_tail(heap, payload, at),
        }
    }

    /// Empties slot `at`.
    #[inline(always)]
    pub fn take(&self, at: usize) -> Option<Ref> {
        self.cells.slots[at].take()
    }

    /// The object in slot `at`, counted.
    #[inline(always)]
    pub fn get(&self, at: usize) -> Option<Ref> {
        self.cells.slots[at].get()
    }

    /// Puts `object` into slot `at`, then drops what was there.
    #[inline(always)]
    pub fn set(&self, at: usize, object: Option<Ref>) {
        self.cells.slots[at].set(object);
    }

    /// Puts `object` into slot `at`, which is empty, held for `role`.
    #[inline(always)]
    pub fn fill_as(&self, at: usize, object: Ref, role: Role) {
        self.cells.roles[at].set(role as u8);
        self.cells.slots[at].fill(object);
    }

    /// Sets what slot `at` is held for.
    #[inline(always)]
    pub fn set_role(&self, at: usize, role: Role) {
        self.cells.roles[at].set(role as u8);
    }

    /// Runs `look` on the object in slot `at`. `look` must not run Python code or write slots.
    #[inline(always)]
    pub fn peek<R>(&self, at: usize, look: impl FnOnce(Option<&Ref>) -> R) -> R {
        self.cells.slots[at].look(look)
    }

    /// What stands at `at` and stays there as long as the caller's window does (S2).
    #[inline(always)]
    pub fn standing(&self, at: usize) -> Option<&Ref> {
        // SAFETY: S1 and S2.
        unsafe { self.cells.slots[at].standing() }
    }

    /// The objects from `at` up to the top or the first empty slot, for as long as the window
    /// stands (S2).
    pub fn standing_from(&self, at: usize) -> &[Ref] {
        let cells = &self.cells.slots[at..self.top.get()];
        let count = cells.iter().position(|cell| cell.is_none()).unwrap_or(cells.len());
        // SAFETY: S1 and S2; a slot has the layout of what it holds, and these hold something.
        unsafe { std::slice::from_raw_parts(cells.as_ptr().cast::<Ref>(), count) }
    }

    /// The slots from `at` up to the top as bound arguments; see S2.
    #[inline(always)]
    pub fn window(&self, at: usize, fixed: usize) -> Args<'_> {
        let cells = &self.cells.slots[at..self.top.get()];
        let start = NonNull::from(cells).cast::<Option<Ref>>();
        let counts = (fixed as u64) << 32 | cells.len() as u64;
        Args::new(Window { start, counts, stack: PhantomData })
    }

    /// Puts `object` into slot `at`, moving what is there and above it up by one.
    #[inline]
    pub fn insert(&self, at: usize, object: Ref, role: Role) {
        self.open_gap(at, 1);
        self.cells.roles[at].set(role as u8);
        self.cells.slots[at].fill(object);
    }

    /// Moves what is at `at` and above it up by `count`; the places between are empty.
    #[inline]
    pub fn open_gap(&self, at: usize, count: usize) {
        let top = self.top.get();
        let cells = &self.cells.slots[at..top + count];
        for place in (0..top - at).rev() {
            cells[place].swap(&cells[place + count]);
            self.cells.roles[at + place + count].set(self.cells.roles[at + place].get());
        }
        self.top.set(top + count);
    }

    /// Closes the gap of one place at `at`, which is empty.
    pub fn close_gap(&self, at: usize) {
        let top = self.top.get();
        for place in at..top - 1 {
            self.cells.slots[place].swap(&self.cells.slots[place + 1]);
            self.cells.roles[place].set(self.cells.roles[place + 1].get());
        }
        self.top.set(top - 1);
    }

    /// Drops the slots from `to` to the top, in declaration order, and lowers the top.
    #[inline(always)]
    pub fn truncate(&self, to: usize) {
        let top = self.top.get();
        if to < top {
            for cell in &self.cells.slots[to..top] {
                cell.set(None);
            }
            self.top.set(to);
        }
    }

    /// Ends the call whose window is at `at`: its locals die first, then the callable.
    #[inline(always)]
    pub fn end_call(&self, at: usize) {
        let window = &self.cells.slots[at..self.top.get()];
        if let [callable, locals @ ..] = window {
            for cell in locals {
                cell.set(None);
            }
            callable.set(None);
        }
        self.top.set(at);
    }

    /// As [`SlotStack::end_call`] for a call whose frame had `slots`, above which nothing is left.
    #[inline(always)]
    pub fn close_call(&self, at: usize, slots: FrameSlots<'_>) {
        debug_assert!(self.top.get() - slots.0.len() > at);
        for cell in slots.0 {
            cell.set(None);
        }
        self.cells.slots[at].set(None);
        self.top.set(at);
    }

    /// Moves what is in the slots `from..from + count` out.
    pub fn take_range(
        &self,
        from: usize,
        count: usize,
    ) -> impl ExactSizeIterator<Item = Option<Ref>> {
        self.cells.slots[from..from + count].iter().map(Slot::take)
    }

    /// Visits every occupied slot with its place and role.
    pub fn visit(&self, visit: &mut dyn FnMut(usize, Role, &Ref)) {
        for at in 0..self.top.get() {
            self.peek(at, |object| {
                if let Some(object) = object {
                    visit(at, self.role(at), object);
                }
            });
        }
    }

    fn role(&self, at: usize) -> Role {
        Role::ALL[self.cells.roles[at].get() as usize]
    }

    /// Puts `frame` on the chain of running frames until the guard is dropped.
    #[inline(always)]
    pub fn enter<'f>(&'f self, frame: &'f Frame<'_>) -> FrameGuard<'f> {
        let previous = self.frame.get();
        frame.parent.0.set(previous);
        self.frame.set(Some(NonNull::from(frame).cast::<Frame<'static>>()));
        FrameGuard { stack: self, previous }
    }

    /// Runs `look` on the innermost running frame, if any.
    pub fn with_frame<R>(&self, look: impl FnOnce(&Frame<'_>) -> R) -> Option<R> {
        // SAFETY: S3.
        self.frame.get().map(|frame| look(unsafe { frame.as_ref() }))
    }

    /// Runs `look` on each running frame, innermost first, until it returns `false`.
    pub fn each_frame(&self, look: &mut dyn FnMut(&Frame<'_>) -> bool) {
        let mut next = self.frame.get();
        while let Some(frame) = next {
            // SAFETY: S3.
            let frame = unsafe { frame.as_ref() };
            if !look(frame) {
                return;
            }
            next = frame.parent.0.get();
        }
    }
}

impl Drop for SlotStack {
    fn drop(&mut self) {
        self.truncate(0);
        // SAFETY: the box is taken once, here; every slot in it is empty, so as uninitialised
        // memory it can be freed without looking at it.
        unsafe {
            let cells = ManuallyDrop::take(&mut self.cells);
            drop(Box::from_raw(Box::into_raw(cells).cast::<[MaybeUninit<u64>; SLOTS]>()));
        }
    }
}

/// The slots of a frame: on the slot stack, or in the generator that runs.
#[derive(Clone, Copy)]
pub struct FrameSlots<'a>(&'a [Slot]);

impl<'a> FrameSlots<'a> {
    /// A generator's own slots.
    pub fn of(slots: &'a [Slot]) -> Self {
        FrameSlots(slots)
    }

    #[inline(always)]
    pub(super) fn slot(self, at: u32) -> &'a Slot {
        debug_assert!((at as usize) < self.0.len());
        // SAFETY: S5.
        unsafe { self.0.get_unchecked(at as usize) }
    }

    /// How many slots there are.
    #[inline(always)]
    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    /// The object in a temporary, for as long as only the running statement that owns it can
    /// change it.
    #[inline(always)]
    pub(super) fn standing(self, at: u32) -> Option<&'a Ref> {
        // SAFETY: S2: the statement that owns the temporary is the caller.
        unsafe { self.slot(at).standing() }
    }

    /// Moves the first `count` out.
    pub(super) fn take_first(self, count: usize) -> Vec<Option<Ref>> {
        self.0.iter().take(count).map(Slot::take).collect()
    }
}

/// A link of the chain of running frames, towards the outermost.
#[derive(Default)]
pub struct Link(Cell<Option<NonNull<Frame<'static>>>>);

impl Link {
    /// Runs `look` on the frame that the link leads to.
    pub(super) fn look<R>(&self, look: impl FnOnce(&Frame<'_>) -> R) -> Option<R> {
        // SAFETY: S3; the outer frame outlives the inner.
        self.0.get().map(|frame| look(unsafe { frame.as_ref() }))
    }
}

/// Takes its frame off the chain when dropped.
pub struct FrameGuard<'f> {
    stack: &'f SlotStack,
    previous: Option<NonNull<Frame<'static>>>,
}

impl Drop for FrameGuard<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.stack.frame.set(self.previous);
    }
}
