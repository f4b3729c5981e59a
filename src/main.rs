//! The `refscope` program: gives the interpreter a stack with room to recurse, and exits.

use std::process::ExitCode;

/// Address space for the interpreter's native stack; pages are only used when touched.
const STACK: usize = 256 << 20;
/// What the interpreter may use of it; the rest is for whatever runs below its last check.
const USABLE: usize = STACK - (1 << 20);

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    // A thread of its own would cost a third of a millisecond, and the allocator a second arena.
    let status = stacker::grow(STACK, || refscope::cli::run(words, USABLE));
    ExitCode::from((status & 0xff) as u8)
}
