//! The builtin types, one file or folder each; every one ends in its table.

pub mod adapters;
pub mod bound_method;
pub mod bytes;
pub mod cell;
pub mod class_checks;
pub mod classmethod;
pub mod coding;
pub mod exception;
pub mod expect;
pub mod format_error;
pub mod function;
pub mod generic_alias;
pub mod held;
pub mod int_text;
pub mod iterators;
pub mod length_hint;
pub mod list;
pub mod mapping_proxy;
pub mod native;
pub mod none;
pub mod number_of;
pub mod object;
pub mod property;
pub mod range;
pub mod registry;
pub mod sequence;
pub mod slice;
pub mod staticmethod;
pub mod str;
pub mod tuple;
pub mod type_;
pub mod union;

pub use exception::EXCEPTIONS;
pub use registry::{ALL_TYPES, KINDS};
