//! The builtin functions, and the namespace they make with the builtin types and exceptions.

pub mod attributes;
mod brief;
pub mod install;
pub mod numbers;
pub mod objects;
pub mod print;
pub mod sequences;
pub mod syntax_tree;

pub use install::{BUILTINS, install};
