//! The `refscope` program: gives the interpreter a stack with room to recurse, and exits.

use std::process::ExitCode;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult};

/// Address space for the interpreter's native stack; pages are only used when touched.
const STACK: usize = 256 << 20;
/// What the interpreter may use of it; the rest is for whatever runs below its last check.
const USABLE: usize = STACK - (1 << 20);

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let stack = match DefaultStack::new(STACK) {
        Ok(stack) => stack,
        Err(error) => {
            eprintln!("refscope: no stack for the interpreter: {error}");
            return ExitCode::from(2);
        }
    };
    // A thread of its own would cost a third of a millisecond, and the allocator a second arena.
    let mut interpreter =
        Coroutine::<(), (), i32>::with_stack(stack, |_, ()| refscope::cli::run(words, USABLE));
    let status = match interpreter.resume(()) {
        CoroutineResult::Return(status) => status,
        CoroutineResult::Yield(()) => 0,
    };
    ExitCode::from((status & 0xff) as u8)
}
