//! Hears what a session has to say and puts it on standard output or error.

use std::io::{self, Write};

use crate::diagnostic::Failure;
use crate::report::{Style, draw};
use crate::session::Audience;

/// The audience at a terminal or pipe.
pub struct Listener {
    style: Style,
    offered: Option<String>,
}

impl Listener {
    /// Draws errors in `style`.
    pub fn new(style: Style) -> Self {
        Listener { style, offered: None }
    }

    /// Text a command wants on the next prompt.
    pub fn take_offer(&mut self) -> Option<String> {
        self.offered.take()
    }
}

impl Audience for Listener {
    fn note(&mut self, text: &str) {
        let line = if self.style.colour {
            format!("\x1b[2mnote: {text}\x1b[0m\n")
        } else {
            format!("note: {text}\n")
        };
        write_err(&line);
    }

    fn say(&mut self, text: &str) {
        let mut out = io::stdout().lock();
        // Without a reader there is nobody to tell.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    fn failed(&mut self, failure: &Failure) {
        write_err(&draw(failure, self.style));
    }

    fn offer(&mut self, text: &str) {
        self.offered = Some(text.to_owned());
    }
}

fn write_err(text: &str) {
    // Without a reader there is nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
