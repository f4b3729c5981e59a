//! `memoryview`: a window onto the bytes of another object, without copying. One dimension.

mod cell;
mod items;
mod iterator;
mod methods;
mod table;

pub use cell::MemoryView;
pub use iterator::MEMORYVIEW_ITERATOR;
pub use table::MEMORYVIEW;
