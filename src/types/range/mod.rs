//! `range` and its iterators.

mod iterators;
mod object;

pub use iterators::{LONG_RANGE_ITERATOR, RANGE_ITERATOR, RangeIterator, next};
pub use object::RANGE;
