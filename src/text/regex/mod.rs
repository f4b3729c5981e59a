//! Regular expressions with Python's syntax and meaning: text to tree, tree to program, and a
//! matcher that backtracks on a stack of its own.
//!
//! It knows nothing of objects: patterns and subjects are characters or bytes, errors are messages
//! with a position, and whoever matches hands in a question to be asked now and then, so that a
//! match that takes forever can be stopped.

mod compile;
mod escape;
mod first;
mod group;
mod input;
mod parse;
mod program;
mod repeat;
mod run;
mod set;
mod template;
mod tree;

pub use compile::{compile, width};
pub use input::Subject;
pub use program::Program;
pub use run::{Found, Mode, Stopped, search};
pub use template::{Part, parse_template};

/// `re.I` and its kin, as numbers.
pub mod flag {
    pub const TEMPLATE: u32 = 1;
    pub const IGNORECASE: u32 = 2;
    pub const LOCALE: u32 = 4;
    pub const MULTILINE: u32 = 8;
    pub const DOTALL: u32 = 16;
    pub const UNICODE: u32 = 32;
    pub const VERBOSE: u32 = 64;
    pub const DEBUG: u32 = 128;
    pub const ASCII: u32 = 256;
    /// Which characters are letters.
    pub const TYPES: u32 = ASCII | LOCALE | UNICODE;
}

/// Why a pattern cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegexError {
    /// A `re.PatternError`: message and position in the pattern, if there is one.
    Pattern(String, Option<usize>),
    /// A `ValueError`.
    Value(String),
    /// An `OverflowError`.
    Overflow(String),
    /// An `IndexError`.
    Index(String),
    /// Nested too deeply: a `RecursionError`.
    TooDeep,
}
