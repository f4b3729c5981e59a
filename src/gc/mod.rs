//! The cycle collector: finds cells that only refer to each other, and lets them go.
//!
//! Counting frees a cell as soon as the last reference to it is gone, except where cells keep each
//! other alive in a ring. The collector finds such rings with one walk along the references, used
//! three times with a different visitor, as CPython does:
//!
//! 1. **Candidates.** Take the tracked cells of the generation and the younger ones, and write down
//!    the count of each.
//! 2. **Subtract.** For every reference from one candidate to another, take one off the written
//!    count. What remains is the number of references from outside.
//! 3. **Reach.** What remains above 0 is reachable, and so is all it refers to. The rest is
//!    unreachable.
//! 4. **Weak references** to unreachable cells are cleared; their callbacks run.
//! 5. **Finalizers** run, once per cell. They may do anything, also make a cell reachable again.
//! 6. **Check again.** Steps 1 to 3 among the unreachable cells: whoever is reachable now survives,
//!    with all it refers to.
//! 7. **Clear.** The others give up their references, and counting does the rest.
//!
//! Cells that survive grow a generation older; older generations are collected more rarely, the
//! oldest only when it has grown by a quarter, so that the total cost stays linear. The counts that
//! are written down stand in a map beside the heap; the cells themselves carry only flags.
//!
//! *Invariant:* the collector knows cells, references and flags, never what a cell means. What is
//! particular to Python (weak references, finalizers, `gc.garbage`) it asks of [`CollectorHooks`].

mod collect;
mod edges;
mod garbage;
mod generations;
mod hooks;
#[cfg(test)]
mod pace;
#[cfg(test)]
mod random;
mod rest;
mod search;
#[cfg(test)]
mod tests;
mod trial;

pub use collect::{Collected, collect, collect_due};
pub use edges::{for_each, is_tracked, objects};
pub use garbage::Garbage;
pub use generations::{
    count, due_generation, freeze, freeze_count, is_as_at_start, is_collecting, is_enabled,
    leave_youth, set_enabled, set_threshold, stats, threshold, unfreeze,
};
pub use hooks::{CollectorHooks, NoHooks, Step};
pub use trial::Trial;
