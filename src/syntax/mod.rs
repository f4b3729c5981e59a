//! Syntax: tokens to the tree, and what is wrong with tokens that make none.
//!
//! [`parse`] hides the generated parser; nothing outside this module knows of it. One error per
//! input, in CPython 3.13's words. *Invariant:* nothing here knows scopes, values or the heap.

pub mod ast;
mod build;
mod errors;
mod needs_more;
mod parse;

pub use crate::lexer::{KEYWORDS, is_keyword};
pub use needs_more::{Completeness, completeness, is_compound};
pub use parse::{parse, parse_expression, parse_function, parse_outline};
