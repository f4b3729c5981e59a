//! `io.StringIO` and `io.BytesIO`: files that are only in memory.

mod bytes_io;
mod content;
mod file;
mod string_io;
mod string_text;

pub use bytes_io::BYTES_IO;
pub use string_io::STRING_IO;
