//! A parsed module as nested tuples, from which `ast` (in Python) makes its nodes.
//!
//! A node is a tuple: the name of its class, its place (four numbers, or `None` where its class has
//! none), then its fields in order; a list of nodes is a list. So no Python code runs meanwhile.
//! Source: `Parser/Python.asdl`.

mod expressions;
mod maker;
mod patterns;
mod statements;
mod strings;

pub use maker::{Root, syntax_tree};
