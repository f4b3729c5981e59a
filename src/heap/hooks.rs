//! What the layer above does when a cell dies.

use std::ptr::NonNull;
use std::rc::Rc;

use super::{Heap, Kind, Ref};

/// Called by the release path. All of these may be called while other cells are being released.
pub trait Hooks {
    /// The count of a cell with `NEEDS_HOOK`, not yet `FINALIZED`, came to 0. It is held at 1 here
    /// and may run code; if others hold the cell afterwards, it lives on.
    fn finalize(&self, dying: &Ref);
    /// A cell with `HAS_WEAKREFS` dies: forget them, then call their callbacks.
    fn clear_weakrefs(&self, dying: &Ref);
    /// A cell whose address has been looked at dies; it still has its contents.
    fn observed_dies(&self, _dying: &Ref) {}
    /// A cell of `size` bytes is about to be filled. Called only while cells are traced
    /// ([`Heap::trace_cells`]); makes no cell itself.
    fn made(&self, _address: u64, _size: usize) {}
    /// A cell has been freed. Called only while frees are watched ([`Heap::watch_frees`]).
    fn freed(&self, _address: u64, _kind: Kind) {}
}

/// How the heap reaches its hooks.
#[derive(Clone)]
pub(super) enum Installed {
    None,
    Borrowed(NonNull<dyn Hooks>),
    Shared(Rc<dyn Hooks>),
}

impl Installed {
    pub(super) fn call(&self, what: impl FnOnce(&dyn Hooks)) {
        match self {
            Installed::None => {}
            // SAFETY: the promise made to `set_hooks`.
            Installed::Borrowed(hooks) => what(unsafe { hooks.as_ref() }),
            Installed::Shared(hooks) => what(hooks.as_ref()),
        }
    }
}

impl Heap {
    /// Installs hooks, or takes them away.
    ///
    /// # Safety
    /// The hooks stay where they are until they are taken away or the heap is gone.
    pub unsafe fn set_hooks(&self, hooks: Option<NonNull<dyn Hooks>>) {
        self.hooks.replace(hooks.map_or(Installed::None, Installed::Borrowed));
    }

    /// Installs hooks that the heap keeps alive, or takes them away.
    pub fn share_hooks(&self, hooks: Option<Rc<dyn Hooks>>) {
        self.hooks.replace(hooks.map_or(Installed::None, Installed::Shared));
    }

    /// Whether [`Hooks::freed`] is called from now on.
    pub fn watch_frees(&self, watch: bool) {
        self.watching_frees.set(watch);
    }

    pub(super) fn with_hooks(&self, what: impl FnOnce(&dyn Hooks)) {
        let hooks = self.hooks.borrow().clone();
        hooks.call(what);
    }
}
