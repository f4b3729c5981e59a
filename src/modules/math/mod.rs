//! `math`: functions of real numbers and integers, bit for bit as CPython on the same C library.

mod floats;
mod integers;
mod sums;
mod table;

pub(super) use floats::{pair, raise};

pub use table::MATH;
