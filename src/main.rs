//! The `refscope` program: gives the interpreter a stack with room to recurse, and exits.

use std::process::ExitCode;

/// Address space for the interpreter's native stack; pages are only used when touched.
const STACK: usize = 256 << 20;
/// What the interpreter may use of it; the rest is for whatever runs below its last check.
const USABLE: usize = STACK - (1 << 20);

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    // Half the start-up cost of a thread of its own, and the allocator stays with its first arena.
    let status = stacker::grow(STACK, || refscope::cli::run(words, USABLE));
    ExitCode::from((status & 0xff) as u8)
}
