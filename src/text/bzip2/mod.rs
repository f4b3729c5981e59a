//! Compression by bzip2, with the blocks and codes that libbz2 chooses, so that results and their
//! sizes are CPython's.

mod checksum;
mod codes;
mod pack;
mod rotations;
mod unpack;

pub use pack::pack;
pub use unpack::{Problem, Unpacked, unpack};

/// The bits before a block, and before the checksum at the end: digits of π and of its square root.
const BLOCK: u64 = 0x3141_5926_5359;
const END: u64 = 0x1772_4538_5090;

/// Symbols that share a choice among the codes.
const GROUP: usize = 50;

/// The two symbols that runs of the front character are written with.
const RUN_A: u16 = 0;
const RUN_B: u16 = 1;
