//! Scope: who binds what. Which names of each function, class and comprehension are local, shared
//! with inner functions, or global; and the errors CPython's symbol table and compiler find.
//!
//! [`analyze`] walks a module once, in the order its code will be evaluated, and gives [`Scopes`].
//! *Invariant:* nothing here knows values.

#![expect(
    clippy::needless_for_each,
    reason = "one arm of a match per sort of node, as an expression"
)]

mod arguments;
mod control;
mod expressions;
mod future;
mod mangle;
mod patterns;
mod resolve;
mod statements;
mod symbols;
mod tables;
mod targets;
mod walk;
mod warnings;

pub use mangle::mangle;
pub use tables::{Binding, Scope, ScopeId, ScopeKind, Scopes};
pub use walk::{analyze, analyze_awaiting};
