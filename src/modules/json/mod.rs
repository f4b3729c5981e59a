//! `_json`: writing and reading JSON; the classes of `json` are in Python on top of it.

mod decode;
mod encode;
mod table;

pub use table::JSON;
