//! The builtin types, one file or folder each; every one ends in its table.

pub mod none;
pub mod object;
pub mod registry;

pub use registry::{ALL_TYPES, KINDS};
