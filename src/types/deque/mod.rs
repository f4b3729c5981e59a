//! `collections.deque`: its cell, methods, operators and iterators.

mod blocks;
mod cell;
mod iterators;
mod methods;
mod operators;
mod table;

pub use cell::Deque;
pub use iterators::{DEQUE_ITERATOR, DEQUE_REVERSE_ITERATOR};
pub use table::DEQUE;
