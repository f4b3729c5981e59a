//! `bytes` and `bytearray`: sequences of small numbers, and the methods they share.

mod cell;
mod change;
mod construct;
mod iterator;
mod operators;
mod search;
mod split;
mod table;
mod text;
pub mod view;

pub use cell::{ByteArray, Bytes, new_bytearray, new_bytes};
pub use construct::room;
pub use iterator::{BYTEARRAY_ITERATOR, BYTES_ITERATOR};
pub use table::{BYTEARRAY, BYTES};
pub(super) use text::hex_of;
pub use text::separated_hex;
