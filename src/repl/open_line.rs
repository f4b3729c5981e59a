//! The line that a program has begun to write and not ended: what comes next must not cover it.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// A longer line is not repeated anywhere, so no more of it is kept.
const MOST: usize = 1000;

/// What stands on the screen's last line, shared by all who write there.
#[derive(Clone, Debug, Default)]
pub struct OpenLine(Rc<RefCell<String>>);

impl OpenLine {
    /// Takes note of what a program wrote.
    pub fn wrote(&self, text: &str) {
        let mut line = self.0.borrow_mut();
        let added = match text.rsplit_once('\n') {
            Some((_, added)) => {
                line.clear();
                added
            }
            None => text,
        };
        if line.len() < MOST {
            line.push_str(added);
        }
    }

    /// What a prompt for data has to begin with, as the editor draws its whole row. A line that cannot
    /// be drawn again as it is, or has no room for an answer, is ended.
    pub fn before_answer(&self, columns: usize) -> String {
        let line = self.0.take();
        if line.contains(char::is_control) || line.chars().count() * 2 > columns {
            self.wrote(&line);
            self.end();
            return String::new();
        }
        line
    }

    /// Ends the line, if it has been begun.
    pub fn end(&self) {
        if !self.0.take().is_empty() {
            // Without a reader there is nobody to tell.
            let _ = io::stdout().lock().write_all(b"\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_open_until_its_break() {
        let line = OpenLine::default();
        line.wrote("one\ntw");
        line.wrote("o");
        assert_eq!(line.before_answer(80), "two");
        line.wrote("three\n");
        assert_eq!(line.before_answer(80), "");
    }
}
