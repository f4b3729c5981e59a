//! `memoryview`: a window onto the bytes of another object, without copying.

mod cell;
mod items;
mod iterator;
mod methods;
mod shape;
mod table;

pub use cell::{MemoryView, exported, exported_bytes, own_view};
pub use iterator::MEMORYVIEW_ITERATOR;
pub use table::MEMORYVIEW;
