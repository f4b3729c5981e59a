//! The builtin modules, one file or folder each; every one ends in its table.

pub mod cmath;
pub mod math;
pub mod random;
pub mod registry;
pub mod weakref;

pub use registry::{ALL_MODULES, PYTHON_MODULES};
