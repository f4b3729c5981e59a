//! What the collector asks of the layer above, and what it tells those who watch.

use super::{Collected, Garbage, Trial};
use crate::heap::{Ref, Unowned};

/// Called during a collection, in this order; `clear_weakrefs` and `finalize` only if a candidate has weak references
/// or a finalizer to run.
pub trait CollectorHooks {
    /// Show references that are held outside the heap's cells. Each must be one; not all need be
    /// shown.
    fn visit_roots(&self, _visit: &mut dyn FnMut(&Ref)) {}

    /// Clear every weak reference to a cell of the garbage; then run the callbacks of those weak
    /// references that are not garbage themselves.
    fn clear_weakrefs(&self, garbage: &Garbage<'_>);

    /// Run the finalizer of a cell (flag `NEEDS_HOOK`, now `FINALIZED`), which is held meanwhile.
    fn finalize(&self, cell: &Ref);

    /// A cell that holds a part of `cell`, if finalizers may have taken it apart (an instance whose
    /// attributes were moved to a dictionary).
    fn came_apart(&self, _cell: &Ref) -> Option<Unowned> {
        None
    }

    /// Whether unreachable cells are to be kept (`gc.DEBUG_SAVEALL`).
    fn save_all(&self) -> bool {
        false
    }

    /// Keep this unreachable cell (`gc.garbage`).
    fn save(&self, _cell: &Ref) {}

    /// Watch a collection, one step at a time. Nothing may die while watching.
    fn step(&self, _step: &Step<'_>) {}
}

/// How far a collection has come.
#[derive(Debug)]
pub enum Step<'a> {
    /// The counts of all candidates have been written down.
    Candidates(&'a Trial<'a>),
    /// References among candidates have been subtracted.
    Subtracted(&'a Trial<'a>),
    /// These cells cannot be reached from outside.
    Unreachable(&'a Garbage<'a>),
    /// Weak references to them are gone, and callbacks have run.
    WeakrefsCleared(&'a Garbage<'a>),
    /// Their finalizers have run.
    Finalized(&'a Garbage<'a>),
    /// These remain unreachable and are about to go.
    Condemned(&'a Garbage<'a>),
    /// They are gone.
    Cleared(Collected),
}

/// For heaps without finalizers and weak references.
#[derive(Debug)]
pub struct NoHooks;

impl CollectorHooks for NoHooks {
    fn clear_weakrefs(&self, _garbage: &Garbage<'_>) {}
    fn finalize(&self, _cell: &Ref) {}
}
