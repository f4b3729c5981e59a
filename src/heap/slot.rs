//! The places inside payloads that own references: `Slot`, which changes, and `Fixed`, which does not.

use std::cell::UnsafeCell;
use std::fmt;
use std::ops::Deref;

use super::{Kind, Payload, Ref};

/// A place that owns one reference or none and can be changed through a shared borrow.
#[repr(transparent)]
pub struct Slot(UnsafeCell<Option<Ref>>);

impl Slot {
    /// A slot that holds nothing.
    pub const fn empty() -> Slot {
        Slot(UnsafeCell::new(None))
    }

    /// A slot that holds `reference`.
    #[inline(always)]
    pub const fn new(reference: Ref) -> Slot {
        Slot(UnsafeCell::new(Some(reference)))
    }

    #[inline(always)]
    fn peek(&self) -> Option<&Ref> {
        // SAFETY: H7: each caller in this file is done with the borrow before anything else runs,
        // and H6 binds visitors.
        unsafe { (*self.0.get()).as_ref() }
    }

    /// What the slot holds, for as long as nobody writes it.
    ///
    /// # Safety
    /// The slot is not written while the borrow lasts (H7).
    #[inline(always)]
    pub unsafe fn standing(&self) -> Option<&Ref> {
        self.peek()
    }

    /// Puts `reference` into a slot known to be empty; what it held otherwise would never die.
    #[inline(always)]
    pub fn fill(&self, reference: Ref) {
        debug_assert!(self.is_none());
        // SAFETY: H7: only a move, nothing runs.
        unsafe { self.0.get().write(Some(reference)) };
    }

    /// Exchanges what two slots hold.
    #[inline(always)]
    pub fn swap(&self, other: &Slot) {
        other.0.get();
        // SAFETY: H7: only a move, nothing runs.
        unsafe { std::ptr::swap(self.0.get(), other.0.get()) };
    }

    /// What the slot holds, counted once more.
    #[inline(always)]
    pub fn get(&self) -> Option<Ref> {
        self.peek().cloned()
    }

    /// Puts `value` in, then drops what was there.
    #[inline(always)]
    pub fn set(&self, value: Option<Ref>) {
        drop(self.replace(value));
    }

    /// Puts `value` in and hands out what was there.
    #[inline(always)]
    pub fn replace(&self, value: Option<Ref>) -> Option<Ref> {
        // SAFETY: H7: only a move, nothing runs.
        unsafe { self.0.get().replace(value) }
    }

    /// Empties the slot and hands out what was there.
    #[inline(always)]
    pub fn take(&self) -> Option<Ref> {
        self.replace(None)
    }

    /// Whether the slot holds nothing.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.peek().is_none()
    }

    /// Whether the slot holds a reference to the cell that `other` refers to.
    #[inline(always)]
    pub fn peek_same(&self, other: &Ref) -> bool {
        self.peek().is_some_and(|held| held.same(other))
    }

    /// What the slot holds, for a look: the caller is done with it before the slot is written and
    /// before anything is dropped or other code runs (H6, H7).
    #[inline(always)]
    pub fn at_hand(&self) -> Option<&Ref> {
        self.peek()
    }

    /// Runs `look` on the reference. `look` changes no slot and drops nothing (H6).
    #[inline(always)]
    pub fn look<R>(&self, look: impl FnOnce(Option<&Ref>) -> R) -> R {
        look(self.peek())
    }

    /// Shows the visitor what the slot holds, without counting.
    #[inline(always)]
    pub fn visit(&self, visit: &mut dyn FnMut(&Ref)) {
        if let Some(held) = self.peek() {
            visit(held);
        }
    }

    /// Shows the visitor what the slot holds, without counting.
    #[inline(always)]
    pub(super) fn visit_with(&self, visit: &mut impl FnMut(&Ref)) {
        if let Some(held) = self.peek() {
            visit(held);
        }
    }

    /// The kind of what the slot holds.
    #[inline(always)]
    pub fn peek_kind(&self) -> Option<Kind> {
        self.peek().map(Ref::kind)
    }

    /// Reads a copy out of the payload if it is a `T`, without counting: for ints and floats.
    #[inline(always)]
    pub fn peek_payload_copy<T: Payload, R: Copy>(&self, read: fn(&T) -> R) -> Option<R> {
        self.peek().and_then(Ref::get::<T>).map(read)
    }

    /// The address of what the slot holds.
    #[inline]
    pub fn address(&self) -> Option<u64> {
        self.peek().map(Ref::address)
    }
}

impl Default for Slot {
    fn default() -> Slot {
        Slot::empty()
    }
}

impl From<Option<Ref>> for Slot {
    #[inline(always)]
    fn from(value: Option<Ref>) -> Slot {
        Slot(UnsafeCell::new(value))
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.peek().fmt(f)
    }
}

/// An owned reference that stays the same until its owner dies. It is laid out as a [`Slot`] is.
#[repr(transparent)]
pub struct Fixed(UnsafeCell<Option<Ref>>);

impl Fixed {
    /// Owns `reference` until it is given up.
    #[inline(always)]
    pub const fn new(reference: Ref) -> Fixed {
        Fixed(UnsafeCell::new(Some(reference)))
    }

    /// Shows the visitor the reference, unless it has been given up.
    #[inline(always)]
    pub fn visit(&self, visit: &mut dyn FnMut(&Ref)) {
        if let Some(held) = self.peek() {
            visit(held);
        }
    }

    /// Puts another reference in and hands the old one out: for `object.__class__ = other` alone.
    /// Whoever looked at the old one before must look again.
    pub fn exchange(&self, reference: Ref) -> Option<Ref> {
        // SAFETY: H7: only a move, nothing runs; the place holds a live reference before and after.
        unsafe { self.0.get().replace(Some(reference)) }
    }

    /// The reference, unless it has been given up.
    #[inline(always)]
    pub fn peek(&self) -> Option<&Ref> {
        // SAFETY: the content changes only by `exchange` and `Dying::give_up`, when the owner can no longer be
        // reached (H5), so borrows handed out before have ended.
        unsafe { (*self.0.get()).as_ref() }
    }
}

impl Deref for Fixed {
    type Target = Ref;

    #[inline(always)]
    fn deref(&self) -> &Ref {
        match self.peek() {
            Some(held) => held,
            None => given_up(),
        }
    }
}

#[cold]
#[inline(never)]
fn given_up() -> ! {
    panic!("a reference of a dying cell was used after it was given up")
}

impl fmt::Debug for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.peek().fmt(f)
    }
}

/// Proof that the caller is on the release path, which alone may empty a [`Fixed`].
pub struct Dying(());

impl Dying {
    pub(super) const fn new() -> Dying {
        Dying(())
    }

    /// Gives up a reference: what it refers to may die now.
    #[inline(always)]
    pub fn give_up(&self, fixed: &Fixed) {
        // SAFETY: H5: the owner is dying, nobody else looks; H7: moved out before it is dropped.
        drop(unsafe { fixed.0.get().replace(None) });
    }

    /// Gives up what a slot holds.
    #[inline(always)]
    pub fn give_up_slot(&self, slot: &Slot) {
        slot.set(None);
    }
}

/// What a cell carries if it is an instance of a class derived from a builtin one.
#[derive(Debug)]
pub struct Extra {
    /// The class of the instance.
    pub class: Fixed,
    /// Its attributes, once it has any.
    pub dict: Slot,
}
