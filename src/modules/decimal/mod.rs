//! `_decimal_core`: decimal numbers and their ordinary arithmetic; `decimal` adds the rest in Python.

mod arithmetic;
mod cell;
mod format;
mod limits;
mod methods;
mod operators;
mod series;
mod table;
mod text;
mod whole;

pub use limits::DECIMAL_LIMITS;
pub use table::{DECIMAL, DECIMAL_CORE};
