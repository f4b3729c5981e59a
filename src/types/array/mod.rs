//! `array.array`: numbers of one machine type, packed.

mod cell;
mod construct;
mod item;
mod iterator;
mod methods;
mod operators;
mod table;

pub use cell::Array;
pub use item::{CODES, ItemError, pack, size_of, unpack};
pub use iterator::ARRAY_ITERATOR;
pub use methods::reconstruct;
pub use table::ARRAY;
