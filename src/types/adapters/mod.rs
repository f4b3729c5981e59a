//! `enumerate`, `zip`, `map` and `filter`: iterators over iterators.

mod enumerate;
mod filter;
mod map;
mod reuse;
mod several;
mod zip;

pub use enumerate::{ENUMERATE, Enumerate};
pub use filter::{FILTER, passes};
pub use map::MAP;
pub use reuse::{reuse_pair, reuse_tuple};
pub use several::{iterators_of, quick_item, quick_of};
pub use zip::{ZIP, Zip};
