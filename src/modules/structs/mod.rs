//! `_struct`: bytes as packed machine values.

mod cell;
mod format;
mod iterator;
mod layout;
mod table;
mod transfer;
mod values;

pub use cell::STRUCT_TYPE;
pub use iterator::UNPACK_ITERATOR;
pub use table::STRUCT;
