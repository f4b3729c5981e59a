//! `set` and `frozenset`: one table ([`crate::text::set_table`]), two types.

mod cell;
mod methods;
mod operators;
mod table;

pub use cell::{
    FrozenSet, Set, add, constant_frozenset, contains, copy_of, has_quickly, new_frozenset,
    new_set, table_of, update,
};
pub use operators::{
    compare_sizes, difference, intersection, next_key, symmetric_difference, union,
};
pub use table::{FROZENSET, SET, SET_ITERATOR, next};
