//! `_struct`: bytes as packed machine values.

mod layout;
mod table;
mod values;

pub use table::STRUCT;
