//! Syntax: tokens to the tree, and what is wrong with tokens that make none.

pub mod ast;
