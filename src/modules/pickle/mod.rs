//! `_pickle`: objects as bytes and back. The instructions are those of CPython's
//! Lib/pickletools.py; what is seldom needed is in Python, in `_pickle_parts`.

mod atoms;
mod containers;
mod errors;
mod global;
mod instance;
mod load;
mod memo;
mod pickler;
mod reader;
mod reduce;
mod save;
mod stream;
mod table;
mod unpickler;

pub use pickler::PICKLER;
pub use table::PICKLE;
pub use unpickler::UNPICKLER;
