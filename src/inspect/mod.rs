//! Who holds what: every reference to an object, named in words.
//!
//! *Invariant:* [`holders`] lists one line per counted reference. It walks what the audit walks (the
//! machine's roots, the slot stack, every cell), so that what it lists and what the audit finds
//! cannot differ. Nothing here runs Python code or changes a count.

mod address;
mod drawing;
mod edges;
mod graph;
mod holders;
mod left;
mod names;
mod owners;
mod places;
mod proof;
mod roots;
mod svg;
mod watch;

pub use address::{explain, remember_departed};
pub use drawing::drawing;
pub use edges::Edge;
pub use graph::{Arrow, End, graph, title};
pub use holders::{Holder, Left, holders, lines, why_immortal};
pub use left::left_over;
pub use names::short_name;
pub use proof::{discrepancies, heap_by_type};
pub use roots::{Root, named};
pub use svg::svg;
pub use watch::{Change, Watched};
