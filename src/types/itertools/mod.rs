//! The iterators of `itertools`: one payload ([`tool::Tool`]) under many classes.

mod choosing;
mod combining;
mod endless;
mod grouping;
mod selecting;
mod teeing;
mod tool;

pub use choosing::{COMBINATIONS, COMBINATIONS_WITH_REPLACEMENT, PERMUTATIONS, PRODUCT};
pub use combining::{ACCUMULATE, BATCHED, CHAIN, PAIRWISE, STARMAP, ZIP_LONGEST};
pub use endless::{COUNT, CYCLE, REPEAT, arguments};
pub use grouping::{GROUPBY, GROUPER};
pub use selecting::{COMPRESS, DROPWHILE, FILTERFALSE, ISLICE, TAKEWHILE};
pub use teeing::{TEE, TEE_DATA, tee};
