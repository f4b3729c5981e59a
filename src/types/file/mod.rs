//! Files: what `open()` gives, for text and for bytes.

mod binary;
mod buffer;
mod cell;
pub mod descriptors;
mod mode;
mod open;
mod table;
mod text;

pub use cell::{File, unsupported};
pub use open::{OPEN, os_failure, path_text};
pub use table::{
    BUFFERED_IO_BASE, BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, IO_BASE, RAW_IO_BASE,
    TEXT_IO_BASE, TEXT_IO_WRAPPER,
};
