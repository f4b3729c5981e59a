//! `Ref`, the counted reference, and `Unowned`, the one that does not count.

use std::fmt;
use std::ptr::NonNull;

use super::header::{self, Header};
use super::{Extra, Flag, Heap, IMMORTAL, Kind, Payload, Slot, Untrack};

/// One owned reference to a cell: cloning counts up, dropping counts down.
#[repr(transparent)]
pub struct Ref(NonNull<Header>);

const _: () = assert!(size_of::<Option<Ref>>() == size_of::<usize>());

impl Clone for Ref {
    #[inline(always)]
    fn clone(&self) -> Ref {
        // Read once: for all the compiler knows, the count could be what `self` stands in.
        let copy = Ref(self.0);
        let count = &copy.header().count;
        count.set(count.get().wrapping_add(1));
        copy
    }
}

impl Drop for Ref {
    #[inline(always)]
    fn drop(&mut self) {
        let count = &self.header().count;
        let left = count.get().wrapping_sub(1);
        count.set(left);
        // One comparison for two rare cases: the last reference, and a cell at rest.
        if left <= 0 {
            // SAFETY: H4: the reference is gone from the count.
            unsafe { super::release::release(self.0) }
        }
    }
}

impl Ref {
    /// The reference that owns one count of `cell`.
    ///
    /// # Safety
    /// `cell` is occupied, and one of its counts belongs to nobody yet (H2, H4).
    #[inline(always)]
    pub(super) unsafe fn owning(cell: NonNull<Header>) -> Ref {
        Ref(cell)
    }

    /// A look at `cell` as a reference, without counting.
    ///
    /// # Safety
    /// `cell` is occupied with a count above 0 for as long as the borrow lasts (H2, H4).
    #[inline(always)]
    pub(super) unsafe fn looking_at(cell: &NonNull<Header>) -> &Ref {
        // SAFETY: `Ref` is a transparent wrapper of `NonNull<Header>`.
        unsafe { &*std::ptr::from_ref(cell).cast::<Ref>() }
    }

    #[inline(always)]
    pub(super) fn cell(&self) -> NonNull<Header> {
        self.0
    }

    #[inline(always)]
    fn header(&self) -> &Header {
        // SAFETY: H2 and H4.
        unsafe { self.0.as_ref() }
    }

    /// Counts `more` references at once, which the caller makes (H4).
    #[inline(always)]
    pub(super) fn count_up(&self, more: usize) {
        let count = &self.header().count;
        count.set(count.get().wrapping_add(more as i64));
    }

    /// Uncounts `gone` references at once, which the caller forgets (H4), if others are left besides
    /// and the cell is not at rest; says whether that is done.
    #[inline(always)]
    pub(super) fn count_down(&self, gone: usize) -> bool {
        let count = &self.header().count;
        let others = count.get() > gone as i64;
        if others {
            count.set(count.get() - gone as i64);
        }
        others
    }

    /// Whether there are other references to a cell that is not at rest.
    #[inline(always)]
    pub(super) fn is_shared(&self) -> bool {
        self.header().count.get() > 1
    }

    /// The kind of the cell.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        Kind(self.header().kind.get())
    }

    /// How many references to the cell exist, this one included ([`IMMORTAL`] and more for an
    /// immortal one).
    #[inline(always)]
    pub fn count(&self) -> i64 {
        self.header().count()
    }

    /// Whether this is the only reference, for sure in cells that are never at rest: those that own
    /// nothing.
    #[inline(always)]
    pub fn is_sole(&self) -> bool {
        self.header().count.get() == 1
    }

    /// Where the cell stands: its `id()`.
    #[inline]
    pub fn address(&self) -> u64 {
        super::chunk::address_of(self.0)
    }

    /// Whether both are references to the same cell.
    #[inline(always)]
    pub fn same(&self, other: &Ref) -> bool {
        self.0 == other.0
    }

    /// Whether the cell is never freed, whatever the count does.
    #[inline(always)]
    pub fn is_immortal(&self) -> bool {
        self.header().count.get() >= IMMORTAL / 2
    }

    /// Lets the cell live as long as its heap.
    pub fn make_immortal(&self) {
        if !self.is_immortal() {
            self.header().count.set(self.count() + IMMORTAL);
        }
    }

    /// Whether the payload is a `T`.
    #[inline(always)]
    pub fn is<T: Payload>(&self) -> bool {
        self.kind() == T::KIND
    }

    /// Whether the payload is a `T` and the cell no instance of a class of its own.
    #[inline(always)]
    pub fn is_exact<T: Payload>(&self) -> bool {
        self.is::<T>() && !self.has_flag(super::Flag::EXTENDED)
    }

    /// Whether no flag is set: for a number, that nobody observed it and that it has no class of
    /// its own.
    #[inline(always)]
    pub fn is_plain(&self) -> bool {
        self.header().flags.get() == 0
    }

    /// The payload, if it is a `T`.
    #[inline(always)]
    pub fn get<T: Payload>(&self) -> Option<&T> {
        // SAFETY: H3 for the type, H4 for the lifetime.
        self.is::<T>().then(|| unsafe { header::payload_of(self.0).cast::<T>().as_ref() })
    }

    /// The payload, for callers who have checked that it is a `T`.
    ///
    /// # Panics
    /// If it is not: a mistake in the caller.
    #[inline(always)]
    #[expect(clippy::should_implement_trait, reason = "which trait depends on the caller's type")]
    pub fn as_ref<T: Payload>(&self) -> &T {
        match self.get::<T>() {
            Some(payload) => payload,
            None => self.wrong_kind(T::NAME),
        }
    }

    #[cold]
    #[inline(never)]
    fn wrong_kind(&self, wanted: &str) -> ! {
        panic!("the cell at {:#x} holds a {}, not a {wanted}", self.address(), self.kind_name())
    }

    /// The name of the cell's kind.
    pub fn kind_name(&self) -> &'static str {
        self.heap().kind_name(self.kind())
    }

    /// Whether a flag is set.
    #[inline(always)]
    pub fn has_flag(&self, flag: Flag) -> bool {
        self.header().has(flag)
    }

    /// Sets a flag. Setting `TRACKED` on an untracked cell enters it in generation 0.
    #[inline(always)]
    pub fn set_flag(&self, flag: Flag) {
        if flag == Flag::TRACKED {
            self.heap().track(self);
        } else {
            let flags = &self.header().flags;
            flags.set(flags.get() | flag.0);
        }
    }

    /// Clears a flag.
    #[inline(always)]
    pub fn clear_flag(&self, flag: Flag) {
        let flags = &self.header().flags;
        flags.set(flags.get() & !flag.0);
    }

    /// A number that the layer above keeps with the cell; 0 in a new one.
    #[inline(always)]
    pub fn aux(&self) -> u32 {
        self.header().aux.get()
    }

    /// Sets the number that the layer above keeps with the cell.
    #[inline(always)]
    pub fn set_aux(&self, aux: u32) {
        self.header().aux.set(aux);
    }

    /// The slots that trail the payload (`Tail::Refs`), or none.
    #[inline(always)]
    pub fn tail(&self) -> &[Slot] {
        // SAFETY: H4; the tail of slots never moves while the cell lives.
        unsafe { header::slots_of(self.0) }
    }

    /// What the slot number `index` of a tail holds, where the slots are written only by who holds the one reference to
    /// the cell, as those of a tuple are: it stays there while the cell is held.
    #[inline]
    pub fn fixed_item(&self, index: usize) -> Option<&Ref> {
        self.tail().get(index)?.at_hand()
    }

    /// The slot number `index` of a tail that stands inside the cell, if there is one.
    #[inline(always)]
    pub fn inner_slot(&self, index: u32) -> Option<&Slot> {
        // SAFETY: H3 says what `tail_len` means, H4 that the cell lives.
        unsafe { header::inner_slot(self.0, index) }
    }

    /// The text that trails the payload (`Tail::Text`), or `""`.
    #[inline(always)]
    pub fn text(&self) -> &str {
        // SAFETY: H4; `append_text` takes the only reference mutably, so not while this borrow is.
        unsafe { header::text_of(self.0) }
    }

    /// Class and dict of a cell made with a class of its own.
    #[inline(always)]
    pub fn extra(&self) -> Option<&Extra> {
        // SAFETY: H4.
        unsafe { header::extra_of(self.0) }
    }

    /// Visits every reference that the cell owns: the payload's, the tail's, then dict and class.
    pub fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        // SAFETY: H4.
        unsafe { self.heap().trace(self.0, visit) }
    }

    /// Bytes that belong to the cell: the cell itself and its buffers outside.
    pub fn bytes(&self) -> usize {
        // SAFETY: H4.
        unsafe { self.heap().bytes_of(self.0) }
    }

    /// Bytes of the cell's buffers outside.
    pub(crate) fn bytes_outside(&self) -> usize {
        // SAFETY: H4.
        unsafe { self.heap().bytes_outside(self.0) }
    }

    /// Whether the cell owns no reference by its kind, nor a class of its own.
    #[inline(always)]
    pub(crate) fn is_leaf(&self) -> bool {
        self.heap().info(self.header()).leaf && !self.has_flag(Flag::EXTENDED)
    }

    /// Visits as [`Ref::trace`] does, with fewer detours.
    #[inline(always)]
    pub(crate) fn trace_with(&self, visit: &mut impl FnMut(&Ref)) {
        // SAFETY: H4.
        unsafe { self.heap().trace_with(self.0, visit) }
    }

    /// Whether the cell's kind says that it can no longer be part of a cycle.
    #[inline(always)]
    pub(crate) fn can_untrack(&self, full: bool) -> Untrack {
        let untrack = self.heap().info(self.header()).untrack;
        untrack.map_or(Untrack::Never, |untrack| untrack(self, full))
    }

    /// Whether the cell's kind says that it holds nothing now that could be part of a cycle.
    pub(crate) fn idles(&self) -> bool {
        self.heap().info(self.header()).idles.is_some_and(|idles| idles(self))
    }

    /// The heap that the cell stands in.
    #[inline(always)]
    pub fn heap(&self) -> &Heap {
        // SAFETY: H2, H8.
        unsafe { super::chunk::heap_of(self.0) }
    }

    /// The same reference without its count.
    #[inline(always)]
    pub fn downgrade(&self) -> Unowned {
        Unowned(self.0)
    }
}

impl fmt::Debug for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:#x}", self.kind_name(), self.address())
    }
}

/// A reference that does not count: for caches guarded by versions and for weak references.
///
/// It does not keep its cell alive, and the cell may be freed and given to another tenant without
/// notice. Whoever keeps one must know by other means that the tenant is still the one meant: a
/// version that changes when the owner lets go, or a flag (`HAS_WEAKREFS`) that tells it of the
/// death. It must not be used after its heap is gone.
#[derive(Copy, Clone, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Unowned(NonNull<Header>);

impl Unowned {
    #[inline(always)]
    pub(super) fn of_cell(cell: NonNull<Header>) -> Unowned {
        Unowned(cell)
    }

    #[inline(always)]
    pub(super) fn cell(self) -> NonNull<Header> {
        self.0
    }

    /// Counts the reference.
    ///
    /// # Safety
    /// The cell still has the tenant that was meant, with a count above 0.
    #[inline(always)]
    pub unsafe fn upgrade(self) -> Ref {
        // SAFETY: the caller's promise.
        unsafe { Ref::looking_at(&self.0) }.clone()
    }

    /// The cell's present tenant, counted, if there is a live one.
    #[inline(always)]
    pub fn counted(self) -> Option<Ref> {
        self.look(Ref::clone)
    }

    /// Shows the cell's present tenant to `look`, without counting, if there is a live one. `look`
    /// must let nothing die.
    #[inline(always)]
    pub(crate) fn look<R>(self, look: impl FnOnce(&Ref) -> R) -> Option<R> {
        // SAFETY: H1.
        let live = unsafe { self.0.as_ref() }.is_live();
        // SAFETY: live (H4), and nothing dies meanwhile.
        live.then(|| look(unsafe { Ref::looking_at(&self.0) }))
    }

    /// Where the cell stands.
    #[inline]
    pub fn address(self) -> u64 {
        super::chunk::address_of(self.0)
    }

    /// Whether `other` is a reference to this cell.
    #[inline(always)]
    pub fn is(self, other: &Ref) -> bool {
        self.0 == other.0
    }
}

impl fmt::Debug for Unowned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unowned {:#x}", self.address())
    }
}
