//! Hears what a session has to say and puts it on standard output or error.

use std::io::{self, Write};

use crate::diagnostic::Failure;
use crate::report::{Style, draw};
use crate::session::Audience;

/// The audience at a terminal or pipe.
pub struct Listener {
    style: Style,
    prompt: String,
    offered: Option<String>,
}

/// The prompt unless the user chose another one.
const PROMPT: &str = ">>> ";

impl Listener {
    /// Draws errors in `style`.
    pub fn new(style: Style) -> Self {
        Listener { style, prompt: PROMPT.to_owned(), offered: None }
    }

    /// What stands before what is typed.
    pub fn prompt(&self) -> &str {
        &self.prompt
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

    fn draw_errors(&mut self, pretty: bool) {
        self.style.pretty = pretty;
    }

    fn set_prompt(&mut self, prompt: &str) {
        prompt.clone_into(&mut self.prompt);
    }

    fn offer(&mut self, text: &str) {
        self.offered = Some(text.to_owned());
    }
}

fn write_err(text: &str) {
    // Without a reader there is nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
