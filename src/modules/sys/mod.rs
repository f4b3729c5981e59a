//! The `sys` module: the interpreter about itself.

mod exceptions;
mod facts;
mod streams;
mod table;

pub use exceptions::{forget_last, remember_last, tell_excepthook};
pub use streams::STREAM;
pub use table::SYS;
