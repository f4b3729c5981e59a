//! The post-mortem: what is wrong with tokens that make no module, in CPython's words.
//!
//! CPython parses wrong input a second time with extra rules that say what is wrong. [`explain`]
//! does the same on the token vector: a packrat recogniser ([`probe::Probe`]) follows the grammar
//! of CPython's `Grammar/python.gram`, first as it is, then with the rules for wrong input. Only
//! failed parses come here, so nothing of it costs a program that is right.

mod arguments;
mod atoms;
mod blocks;
mod compound;
mod comprehensions;
mod explain;
mod expressions;
mod fields;
mod node;
mod parameters;
mod patterns;
mod probe;
mod simple;
mod targets;

pub(super) use explain::explain;
