//! The `refscope` program: gives the interpreter a thread with room to recurse, and exits.

use std::process::ExitCode;
use std::thread;

/// Address space for the interpreter's native stack; pages are only used when touched.
const STACK: usize = 256 << 20;
/// What the interpreter may use of it; the rest is for whatever runs below its last check.
const USABLE: usize = STACK - (1 << 20);

/// What the interpreter takes from the allocator before the first statement, in bytes.
const FIRST_ROOM: usize = 120 << 10;

/// Lets the allocator get its first memory in one piece, not page by page.
fn make_room() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(FIRST_ROOM)));
}

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let interpreter =
        thread::Builder::new().name("refscope".to_owned()).stack_size(STACK).spawn(move || {
            make_room();
            refscope::cli::run(words, USABLE)
        });
    let status = match interpreter.map(thread::JoinHandle::join) {
        Ok(Ok(status)) => status,
        // The panic has been printed by its hook.
        Ok(Err(_)) => 101,
        Err(error) => {
            eprintln!("refscope: no stack for the interpreter: {error}");
            2
        }
    };
    ExitCode::from((status & 0xff) as u8)
}
