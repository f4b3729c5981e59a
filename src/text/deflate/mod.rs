//! Compression by deflate (RFC 1951), with the matches, blocks and codes that zlib chooses, so that
//! results and their sizes are CPython's.

mod blocks;
mod codes;
mod matches;
mod search;
mod trees;

pub use search::deflate;
