//! Lexer: characters to tokens, with layout (indentation, brackets, f-strings, soft keywords).
//!
//! [`tokenize`] gives the whole token vector of a source, or the first thing wrong with its
//! characters. Tokens carry no text, only spans. *Invariant:* nothing here knows names or values.

mod fields;
mod fstring;
mod highlight;
mod layout;
mod number;
mod outline;
mod problem;
mod soft;
mod token;

pub use highlight::{TokenClass, tokens_for_highlight};
pub use layout::{Lexed, tokenize};
pub use outline::{tokenize_function, tokenize_outline};
pub use token::{KEYWORDS, Tok, Token, is_keyword, soft_keyword};
