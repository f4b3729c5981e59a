//! `re.Pattern` and `re.Match`: compiled patterns and what they found.

mod cells;
mod matched;
mod operations;
mod pattern;
mod replace;
mod scan;
mod scanner;

pub use matched::MATCH;
pub use pattern::{PATTERN, doubts_of, new_pattern, width_of};
pub use scan::MATCH_ITERATOR;
pub use scanner::SCANNER;
