//! `list`: its table, items and slices, methods, sorting and iterators.

pub mod items;
pub mod iterators;
mod methods;
pub mod operators;
mod plain;
mod ranks;
pub mod sort;
mod table;
mod timsort;

pub use iterators::{LIST_ITERATOR, LIST_REVERSE_ITERATOR};
pub use table::LIST;
