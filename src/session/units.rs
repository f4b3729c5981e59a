//! Cuts a stream of lines into units that run one after the other, as `-i` does with a pipe.
//!
//! The text that follows is usually there already, so a blank line alone ends no block: a block
//! ends before the next line at the block's own column that does not go on with it (`else`, …).

use std::collections::VecDeque;
use std::io;

use super::lines::{self, Scanner, Start};

/// What a line is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// A unit begins.
    Unit,
    /// A unit goes on.
    Rest,
    /// The running program reads its input.
    Data,
}

/// Gives lines one at a time, without their line breaks; `None` at the end.
pub trait LineSource {
    /// The next line.
    fn next_line(&mut self, asking: Asking) -> io::Result<Option<String>>;

    /// Whether a line would come at once. A block followed by nothing but a blank line ends there
    /// when the other side has stopped to wait for an answer.
    fn ready(&mut self) -> bool {
        true
    }
}

/// One statement at the outermost level, and the 1-based line on which it began.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    pub text: String,
    pub line: u32,
}

/// Reads units from a [`LineSource`].
pub struct Units<S> {
    source: S,
    pushed_back: VecDeque<String>,
    line: u32,
}

impl<S: LineSource> Units<S> {
    /// Units of what `source` gives.
    pub fn new(source: S) -> Self {
        Units { source, pushed_back: VecDeque::new(), line: 0 }
    }

    /// A single line, for a program that reads its input from the same stream.
    pub fn line(&mut self) -> io::Result<Option<String>> {
        self.take(Asking::Data)
    }

    fn take(&mut self, asking: Asking) -> io::Result<Option<String>> {
        let line = match self.pushed_back.pop_front() {
            Some(line) => Some(line),
            None => self.source.next_line(asking)?,
        };
        self.line += u32::from(line.is_some());
        Ok(line)
    }

    fn give_back(&mut self, lines: Vec<String>) {
        self.line -= lines.len() as u32;
        for line in lines.into_iter().rev() {
            self.pushed_back.push_front(line);
        }
    }

    /// The next unit, dedented; `None` at the end of the stream.
    pub fn next_unit(&mut self) -> io::Result<Option<Unit>> {
        let first = loop {
            match self.take(Asking::Unit)? {
                None => return Ok(None),
                Some(line) if lines::is_blank(&line) || lines::is_comment(&line) => {}
                Some(line) => break line,
            }
        };
        let number = self.line;
        let mut unit = Gathering::new(first);
        while unit.wants_more() {
            if unit.could_end() && self.pushed_back.is_empty() && !self.source.ready() {
                break;
            }
            match self.take(Asking::Rest)? {
                None => break,
                Some(line) => {
                    if let Some(too_far) = unit.add(line) {
                        self.give_back(too_far);
                        break;
                    }
                }
            }
        }
        Ok(Some(Unit { text: unit.into_text(), line: number }))
    }
}

/// A unit while its lines are gathered.
struct Gathering {
    base: String,
    lines: Vec<String>,
    /// Blank and comment lines that may or may not belong to the block.
    loose: Vec<String>,
    scanner: Scanner,
    block: bool,
    decorated: bool,
}

impl Gathering {
    fn new(first: String) -> Self {
        let base = lines::indent_of(&first).to_owned();
        let block = lines::opens_block(&first);
        let decorated = first.trim_start().starts_with('@');
        let mut scanner = Scanner::default();
        scanner.feed(&first);
        Gathering { base, lines: vec![first], loose: Vec::new(), scanner, block, decorated }
    }

    fn wants_more(&self) -> bool {
        self.block || self.scanner.start() != Start::Fresh
    }

    /// Whether the unit may end here if nothing follows: a block after a blank line.
    fn could_end(&self) -> bool {
        self.block
            && !self.decorated
            && self.scanner.start() == Start::Fresh
            && self.loose.iter().any(|line| lines::is_blank(line))
    }

    /// Takes a line into the unit, or gives back the lines that belong to the next one.
    fn add(&mut self, line: String) -> Option<Vec<String>> {
        if self.scanner.start() == Start::Fresh {
            if lines::is_blank(&line) || lines::is_comment(&line) {
                self.loose.push(line);
                return None;
            }
            if self.lacks_its_block(&line) {
                // The error is about this line, so it does not run by itself.
                self.block = false;
            } else if self.begins_next(&line) {
                let mut back = std::mem::take(&mut self.loose);
                back.push(line);
                return Some(back);
            }
            self.decorated = self.decorated && line.trim_start().starts_with('@');
        }
        self.lines.append(&mut self.loose);
        self.scanner.feed(&line);
        self.lines.push(line);
        None
    }

    fn begins_next(&self, line: &str) -> bool {
        let deeper = lines::indent_of(line).len() > self.base.len();
        !deeper && !self.decorated && !lines::continues_block(lines::first_word(line))
    }

    /// Whether a line stands where the block of the line before it should be.
    fn lacks_its_block(&self, line: &str) -> bool {
        let header = self.lines.last().filter(|_| self.block && self.loose.is_empty());
        header.is_some_and(|header| {
            lines::code_part(header).trim_end().ends_with(':')
                && lines::indent_of(line).len() <= lines::indent_of(header).len()
                && lines::indent_of(header).len() <= self.base.len()
        })
    }

    fn into_text(self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        if self.base.is_empty() { text } else { super::dedent::dedent(&text) }
    }
}

/// The lines of a text that is all there.
pub struct TextLines<'a>(std::str::Lines<'a>);

impl<'a> TextLines<'a> {
    /// The lines of `text`.
    pub fn new(text: &'a str) -> Self {
        TextLines(text.lines())
    }
}

impl LineSource for TextLines<'_> {
    fn next_line(&mut self, _asking: Asking) -> io::Result<Option<String>> {
        Ok(self.0.next().map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<String> {
        let mut units = Units::new(TextLines::new(text));
        let mut all = Vec::new();
        while let Some(unit) = units.next_unit().unwrap() {
            all.push(unit.text);
        }
        all
    }

    #[test]
    fn blank_lines_inside_a_class_do_not_end_it() {
        let text =
            "class A:\n    def f(self):\n        pass\n\n    def g(self):\n        pass\nA()\n";
        assert_eq!(units(text).len(), 2);
        assert_eq!(units(text)[1], "A()\n");
    }

    #[test]
    fn else_goes_on_after_a_blank_line() {
        assert_eq!(units("if x:\n  a\n\nelse:\n  b\n\nc").len(), 2);
    }

    #[test]
    fn decorators_brackets_and_comments() {
        assert_eq!(
            units("@d\n\ndef f():\n  pass\n# c\nf(\n 1)\n# end"),
            ["@d\n\ndef f():\n  pass\n", "f(\n 1)\n"]
        );
    }

    #[test]
    fn an_indented_statement_is_dedented() {
        assert_eq!(
            units("  x = 1\n  for a in x:\n    a\n\ny"),
            ["x = 1\n", "for a in x:\n  a\n", "y\n"]
        );
    }

    #[test]
    fn a_line_in_place_of_a_block_belongs_to_the_mistake() {
        assert_eq!(units("if x:\ny\nz"), ["if x:\ny\n", "z\n"]);
        assert_eq!(units("if x:\n\ny"), ["if x:\n", "y\n"]);
    }

    #[test]
    fn lines_are_numbered_where_units_begin() {
        let mut units = Units::new(TextLines::new("\nif a:\n  b\n\n# note\nc\n"));
        assert_eq!(units.next_unit().unwrap().unwrap().line, 2);
        assert_eq!(units.next_unit().unwrap().unwrap().line, 6);
    }
}
