//! The builtin types, one file or folder each; every one ends in its table.

pub mod adapters;
pub mod generic_alias;
pub mod held;
pub mod iterators;
pub mod length_hint;
pub mod list;
pub mod none;
pub mod object;
pub mod range;
pub mod registry;
pub mod sequence;
pub mod slice;
pub mod tuple;
pub mod union;

pub use registry::{ALL_TYPES, KINDS};
