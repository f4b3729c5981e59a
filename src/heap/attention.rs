//! The one word that running code looks at now and then: whether an interrupt or a collection is
//! wanted. It may be written from a signal handler or another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A shared word of wishes; clones are the same word.
#[derive(Clone, Debug, Default)]
pub struct Attention(Arc<AtomicUsize>);

impl Attention {
    /// Ctrl-C, or the end of the time allowed.
    pub const INTERRUPT: usize = 1;
    const COLLECTION: usize = 2;

    /// Whether anything is wanted.
    #[inline(always)]
    pub fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }

    /// Asks for an interrupt.
    pub fn interrupt(&self) {
        self.0.fetch_or(Self::INTERRUPT, Ordering::Relaxed);
    }

    /// Whether an interrupt was wanted; from now on it is not.
    pub fn take_interrupt(&self) -> bool {
        self.take(Self::INTERRUPT)
    }

    /// The word itself, for a signal handler to put [`Attention::INTERRUPT`] into. A collection
    /// wanted at that moment is asked for again by the next allocation.
    pub fn word(&self) -> Arc<AtomicUsize> {
        self.0.clone()
    }

    pub(super) fn ask_for_collection(&self) {
        self.0.fetch_or(Self::COLLECTION, Ordering::Relaxed);
    }

    /// Forgets that a collection was wanted.
    pub fn forget_collection(&self) {
        self.take(Self::COLLECTION);
    }

    fn take(&self, wish: usize) -> bool {
        self.0.fetch_and(!wish, Ordering::Relaxed) & wish != 0
    }
}
