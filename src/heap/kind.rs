//! What the heap must know about a kind of cell: its layout, its edges, and how it gives them up.

use std::ptr::NonNull;

use super::{Dying, Ref, Slot};

/// The kind of a cell, numbered by higher layers; 0 is a free cell.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Hash)]
#[repr(transparent)]
pub struct Kind(pub u8);

impl Kind {
    /// The kind of a cell that nobody owns.
    pub const FREE: Kind = Kind(0);
}

/// What trails the payload in the same cell (or, if too long for one, in a buffer of its own).
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Tail {
    None,
    /// [`Slot`](super::Slot)s: `Ref::tail`.
    Refs,
    /// UTF-8 text: `Ref::text`.
    Text,
}

/// Whether a cell can still be part of a cycle.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Untrack {
    /// It cannot, from now on.
    Now,
    /// It cannot once cells that it refers to cannot.
    Later,
    /// It can, for all that is known.
    Never,
}

/// A type that can be stored in a cell.
///
/// Everything here runs while the heap walks or releases: it must not panic and must not run
/// Python code, except that giving up a reference may end another object's life.
pub trait Payload: Sized + 'static {
    /// The number of this kind: its row in the table given to `Heap::new`; never 0.
    const KIND: Kind;
    /// A name for people who read heap statistics.
    const NAME: &'static str;
    /// What trails the payload.
    const TAIL: Tail = Tail::None;
    /// May be part of a cycle, so the collector knows each cell from its birth.
    const TRACKED: bool = true;
    /// Whether the payload itself may own references, beside the tail.
    const OWNS: bool = true;
    /// Whether tail references are given up first to last (instances) or last to first (tuples).
    const TAIL_FORWARD: bool = false;
    /// Whether the tail is given up before the payload's own references.
    const TAIL_FIRST: bool = false;
    /// Whether a payload that has given up its references has nothing left to drop (it consists of
    /// slots, `Fixed`s and plain data), which makes dying a little faster.
    const EMPTY_AFTER_RELEASE: bool = false;
    /// Whether the payload is nothing but slots and `Fixed`s, which `trace` visits in the order in
    /// which they stand.
    const ONLY_SLOTS: bool = false;
    /// Whether the collector should ask [`untrack`](Payload::untrack) about survivors.
    const UNTRACKS: bool = false;
    /// Whether the collector should ask [`idles`](Payload::idles) about unreachable cells.
    const IDLES: bool = false;

    /// Visits each reference that the payload owns, each once. Tail references and [`Extra`]
    /// are visited by the heap.
    ///
    /// [`Extra`]: super::Extra
    fn trace(&self, _visit: &mut dyn FnMut(&Ref)) {}

    /// Gives up every owned reference, in CPython's order. Called once when the cell dies, and once
    /// more before that if the collector clears the cell, so a second call must find nothing left.
    fn release(&self, _dying: &Dying) {}

    /// Bytes of buffers outside the cell that belong to it.
    fn external_bytes(&self) -> usize {
        0
    }

    /// Whether a cell that survived a collection can no longer be part of a cycle, so that the
    /// collector may forget it. `full` says that every generation was collected.
    fn untrack(_cell: &Ref, _full: bool) -> Untrack {
        Untrack::Never
    }

    /// Whether a tracked cell holds nothing now that could lead back to it. The collector does not
    /// count it as garbage; it dies with what holds it.
    fn idles(_cell: &Ref) -> bool {
        false
    }
}

/// One row of the kind table: a [`Payload`] with its type forgotten.
#[expect(clippy::struct_excessive_bools, reason = "each repeats a constant of the payload")]
#[derive(Clone, Copy)]
pub struct KindInfo {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    pub(super) tracked: bool,
    pub(super) tail_forward: bool,
    pub(super) tail_first: bool,
    /// Owns no references, needs no drop and is not tracked: dying is only a matter of the free
    /// list.
    pub(super) leaf: bool,
    /// Owns references in its tail alone and needs no drop: dying is a matter of those and the free
    /// list.
    pub(super) row: bool,
    /// The payload itself may own references.
    pub(super) owns: bool,
    /// How many slots the payload consists of, where that is all it is.
    pub(super) slots: u8,
    pub(super) trace: unsafe fn(NonNull<u8>, &mut dyn FnMut(&Ref)),
    pub(super) release: unsafe fn(NonNull<u8>, &Dying),
    pub(super) drop: Option<unsafe fn(NonNull<u8>)>,
    pub(super) external_bytes: unsafe fn(NonNull<u8>) -> usize,
    pub(super) untrack: Option<fn(&Ref, bool) -> Untrack>,
    pub(super) idles: Option<fn(&Ref) -> bool>,
}

impl KindInfo {
    /// The row for kind 0, and for numbers that nobody uses.
    pub const FREE: KindInfo = KindInfo {
        kind: Kind::FREE,
        name: "free",
        tracked: false,
        tail_forward: false,
        tail_first: false,
        leaf: true,
        row: false,
        owns: false,
        slots: 0,
        trace: no_trace,
        release: no_release,
        drop: None,
        external_bytes: no_external_bytes,
        untrack: None,
        idles: None,
    };

    /// The row for payloads of type `T`.
    pub const fn of<T: Payload>() -> KindInfo {
        assert!(T::KIND.0 != 0, "kind 0 is the free cell");
        let needs_drop = std::mem::needs_drop::<T>();
        KindInfo {
            kind: T::KIND,
            name: T::NAME,
            tracked: T::TRACKED,
            tail_forward: T::TAIL_FORWARD,
            tail_first: T::TAIL_FIRST,
            leaf: !needs_drop && !matches!(T::TAIL, Tail::Refs) && !T::TRACKED,
            row: !needs_drop && matches!(T::TAIL, Tail::Refs) && !T::OWNS,
            owns: T::OWNS,
            slots: if T::ONLY_SLOTS { (size_of::<T>() / size_of::<Slot>()) as u8 } else { 0 },
            trace: trace_payload::<T>,
            release: release_payload::<T>,
            drop: if needs_drop && !T::EMPTY_AFTER_RELEASE {
                Some(drop_payload::<T>)
            } else {
                None
            },
            external_bytes: external_bytes_of::<T>,
            untrack: if T::UNTRACKS { Some(T::untrack) } else { None },
            idles: if T::IDLES { Some(T::idles) } else { None },
        }
    }

    /// The kind's number.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The kind's name, as its payload gives it.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

unsafe fn no_trace(_payload: NonNull<u8>, _visit: &mut dyn FnMut(&Ref)) {}

unsafe fn no_release(_payload: NonNull<u8>, _dying: &Dying) {}

unsafe fn no_external_bytes(_payload: NonNull<u8>) -> usize {
    0
}

/// # Safety
/// `payload` points to an initialised `T` (H3).
unsafe fn trace_payload<T: Payload>(payload: NonNull<u8>, visit: &mut dyn FnMut(&Ref)) {
    // SAFETY: H3, promised by the caller.
    unsafe { payload.cast::<T>().as_ref() }.trace(visit);
}

/// # Safety
/// `payload` points to an initialised `T` (H3).
unsafe fn release_payload<T: Payload>(payload: NonNull<u8>, dying: &Dying) {
    // SAFETY: H3, promised by the caller.
    unsafe { payload.cast::<T>().as_ref() }.release(dying);
}

/// # Safety
/// `payload` points to an initialised `T` that nobody will use again (H3, H5).
unsafe fn drop_payload<T: Payload>(payload: NonNull<u8>) {
    // SAFETY: H3 and H5, promised by the caller.
    unsafe { payload.cast::<T>().drop_in_place() }
}

/// # Safety
/// `payload` points to an initialised `T` (H3).
unsafe fn external_bytes_of<T: Payload>(payload: NonNull<u8>) -> usize {
    // SAFETY: H3, promised by the caller.
    unsafe { payload.cast::<T>().as_ref() }.external_bytes()
}
