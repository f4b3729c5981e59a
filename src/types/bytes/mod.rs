//! `bytes` and `bytearray`: sequences of small numbers, and the methods they share.

mod cell;
mod table;
pub mod view;

pub use cell::{ByteArray, Bytes, new_bytearray, new_bytes};
pub use table::BYTES;
