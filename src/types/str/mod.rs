//! `str`: immutable text, kept as UTF-8, indexed in characters.

mod brief;
mod case;
mod coding;
mod construct;
mod format;
mod index;
pub mod iterator;
mod operators;
mod pad;
mod percent;
mod search;
mod split;
mod table;
mod translate;

pub use construct::new_text;
pub use index::{char_at, char_count, cut, substring};
pub use iterator::{ASCII_STR_ITERATOR, STR_ITERATOR};
pub use operators::{concat, has_text};
pub use percent::format_percent;
pub use search::{Searched, within};
pub use table::STR;
