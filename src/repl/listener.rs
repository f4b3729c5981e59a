//! Hears what a session has to say and puts it on standard output or error.

use std::io::{self, IsTerminal, Write};

use super::open_line::OpenLine;
use crate::diagnostic::Failure;
use crate::report::{Style, draw, terminal_width};
use crate::session::Audience;

/// The audience at a terminal or pipe.
pub struct Listener {
    style: Style,
    prompt: String,
    line: OpenLine,
    offered: Option<String>,
}

/// The prompt unless the user chose another one.
const PROMPT: &str = ">>> ";

impl Listener {
    /// Draws errors in `style`.
    pub fn new(style: Style) -> Self {
        Listener { style, prompt: PROMPT.to_owned(), line: OpenLine::default(), offered: None }
    }

    /// Begins lines of its own where `line` is open.
    pub fn after(self, line: OpenLine) -> Self {
        Listener { line, ..self }
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
        self.line.end();
        let width = if self.style.pretty { terminal_width() } else { usize::MAX };
        let note = wrapped(&format!("note: {text}"), width);
        write_err(&if self.style.colour {
            format!("\x1b[2m{note}\x1b[0m\n")
        } else {
            format!("{note}\n")
        });
    }

    fn say(&mut self, text: &str) {
        self.line.end();
        let mut out = io::stdout().lock();
        // Without a reader there is nobody to tell.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    fn failed(&mut self, failure: &Failure) {
        self.line.end();
        // The window may have been resized.
        let columns = if io::stderr().is_terminal() { terminal_width() } else { usize::MAX };
        write_err(&draw(failure, Style { columns, ..self.style }));
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

/// The text over lines no longer than `width`, where its words allow; further lines are indented.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length >= width {
            lines.push_str("\n      ");
            column = 6;
        } else if column > 0 {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += length;
    }
    lines
}

fn write_err(text: &str) {
    // Without a reader there is nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn notes_break_between_words() {
        assert_eq!(wrapped("note: a b", 80), "note: a b");
        assert_eq!(wrapped("note: one two three", 15), "note: one two\n      three");
        assert_eq!(wrapped("note: unbreakable", 5), "note:\n      unbreakable");
    }
}
