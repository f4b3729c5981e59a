//! The prompt without a line editor: for `-i` with piped input and for terminals that cannot edit.
//!
//! Values go to standard output, prompts to standard error, so that a pipe carries answers only.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::listener::Listener;
use crate::heap::Attention;
use crate::report::Style;
use crate::runtime::console::Console;
use crate::session::standard::{Lines, Standard, StandardInput};
use crate::session::units::{Asking, LineSource, Units};
use crate::session::{Outcome, Session};

/// How long a blank line after a block waits for more of the block.
const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };

/// Lines of standard input, each asked for by a prompt on standard error.
pub struct PromptedLines {
    input: StandardInput,
}

impl LineSource for PromptedLines {
    fn next_line(&mut self, asking: Asking) -> io::Result<Option<String>> {
        let prompt = match asking {
            Asking::Unit => ">>> ",
            Asking::Rest => "... ",
            Asking::Data => "",
        };
        // A prompt nobody can see is no reason to stop.
        let _ = io::stderr().lock().write_all(prompt.as_bytes());
        self.input.line()
    }

    fn ready(&mut self) -> bool {
        let stdin = io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        self.input.has_buffered() || poll(&mut fds, Some(&PATIENCE)).map_or(true, |ready| ready > 0)
    }
}

/// The lines, shared by the loop and by a program that calls `input()`.
pub type SharedLines = Rc<RefCell<Units<PromptedLines>>>;

/// Standard input as prompted lines.
pub fn shared_lines(attention: Attention) -> SharedLines {
    let lines = PromptedLines { input: StandardInput::new(attention) };
    Rc::new(RefCell::new(Units::new(lines)))
}

impl Lines for SharedLines {
    /// None while the loop itself reads.
    fn line(&mut self) -> io::Result<Option<String>> {
        match self.try_borrow_mut() {
            Ok(mut lines) => lines.line(),
            Err(_) => Ok(None),
        }
    }
}

/// The console of a session that reads its code from the same stream.
pub fn console(lines: SharedLines) -> impl Console {
    Standard::reading(lines)
}

/// Runs units of the lines until they end; the exit status.
pub fn run(session: &Session, lines: &SharedLines, style: Style) -> i32 {
    let mut listener = Listener::new(style);
    loop {
        session.flush();
        let unit = lines.borrow_mut().next_unit();
        let unit = match unit {
            Ok(Some(unit)) => unit,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                // As on a terminal: the line is given up, the session goes on.
                let _ = io::stderr().lock().write_all(b"\nKeyboardInterrupt\n");
                continue;
            }
            Ok(None) | Err(_) => break,
        };
        match session.submit(&unit.text, &mut listener) {
            Outcome::Exit(status) => return status,
            Outcome::Interrupted(_) | Outcome::Failed(_) | Outcome::Done { .. } => {}
        }
    }
    session.flush();
    // The last prompt stands without an answer; end its line.
    let _ = io::stderr().lock().write_all(b"\n");
    0
}
