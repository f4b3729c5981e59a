//! The evaluator: lowers the tree to nodes and walks them.
//!
//! Lowering ([`lower`]) resolves names to slots and picks specialised nodes; running a node is one
//! indirect call. [`run`] connects the walker to the machine.

pub mod arith;
pub mod assign;
pub mod async_comprehension;
pub mod asynchrony;
pub mod attribute;
pub mod attribute_cache;
pub mod augment;
mod binding;
mod binding_in_c;
pub mod builtins;
pub mod call;
mod cells;
pub mod class;
pub mod compare;
mod compile_call;
pub mod comprehension;
pub mod delegation;
pub mod display;
pub mod embed;
pub mod except_star;
pub mod exceptions;
pub mod function;
mod general_binding;
pub mod generator;
pub mod generic;
pub mod identity;
pub mod import;
pub mod invoke;
mod iteration;
mod leaf;
mod leaf_call;
pub mod logic;
pub mod loops;
pub mod lower;
pub mod matching;
pub mod membership;
pub mod method_call;
pub mod names;
pub mod namespaces;
mod native;
pub mod node;
pub mod patterns;
mod probe;
pub mod run;
pub mod slicing;
pub mod spread_call;
pub mod statement;
pub mod steps;
pub mod store;
pub mod subscript;
pub mod super_call;
mod trees;
pub mod with;
mod word_numbers;

pub use cells::{compile_cell, run_cell};
pub use run::{Compiled, compile, install, run_code};
