//! F-strings inside out: their literal text, replacement fields and format specifications become
//! tokens among the others, however deep they nest.
//!
//! Limits as CPython: 150 f-strings within each other, and three fields.

use logos::Logos;

use super::fstring::{FString, Stop, literal_text};
use super::layout::{Layout, MAX_BRACKETS, Open, Step};
use super::problem::{self, Problem};
use super::token::Tok;
use crate::diagnostic::Extent;

const MAX_FSTRINGS: usize = 150;
const MAX_FIELDS: u8 = 3;

/// What the characters at hand belong to, where they are not plain code.
#[derive(Clone, Copy)]
pub(super) enum Mode {
    /// Literal text of an f-string.
    Text(FString),
    /// The expression of a replacement field; `depth` counts the brackets around it, its own
    /// brace included.
    Field { string: FString, depth: usize },
    /// A format specification; `fresh` until a field in it has ended (after that CPython takes it
    /// for plain text, as far as line breaks and doubled braces go).
    Spec { string: FString, fresh: bool },
}

impl Mode {
    /// The f-string itself.
    pub(super) fn string(self) -> FString {
        match self {
            Mode::Text(string) | Mode::Field { string, .. } | Mode::Spec { string, .. } => string,
        }
    }
}

impl Layout<'_> {
    /// The prefix and quotes that begin an f-string.
    pub(super) fn open_fstring(&mut self) -> Step {
        let span = self.raw_span();
        let (start, end) = (span.start as usize, span.end as usize);
        if self.modes.len() >= MAX_FSTRINGS {
            return Err(Problem::new("too many nested f-strings", start, end));
        }
        self.modes.push(Mode::Text(FString::new(self.raw.slice(), span.start)));
        self.push(Tok::FStart, start, end);
        Ok(())
    }

    /// Whether the code at hand is a replacement field's, outside brackets of its own.
    pub(super) fn in_field_top(&self) -> bool {
        matches!(self.modes.last(), Some(Mode::Field { depth, .. }) if *depth == self.brackets.len())
    }

    /// The colon that begins a format specification (the rest of a `:=` belongs to it).
    pub(super) fn begin_spec(&mut self) -> Step {
        let start = self.raw_span().start as usize;
        self.push(Tok::Colon, start, start + 1);
        if self.at() > start + 1 {
            self.raw = Tok::lexer(self.text);
            self.raw.bump(start + 1);
        }
        if let Some(mode) = self.modes.last().copied() {
            self.modes.push(Mode::Spec { string: mode.string(), fresh: true });
        }
        Ok(())
    }

    /// Literal text of an f-string, and the one token that ends it.
    pub(super) fn literal(&mut self, string: FString, in_spec: bool, fresh: bool) -> Step {
        let start = self.at();
        let (length, stop) = literal_text(&self.text.as_bytes()[start..], string, in_spec, fresh);
        let end = start + length;
        self.raw.bump(length);
        if length > 0 || fresh && stop == Stop::Close {
            self.push(Tok::FMiddle, start, end);
        }
        match stop {
            Stop::Open => self.open_field(string),
            Stop::Close if in_spec => {
                self.modes.pop();
                Ok(())
            }
            Stop::Close => Err(Problem::new("f-string: single '}' is not allowed", end, end + 1)),
            Stop::Quote => {
                self.raw.bump(string.quote_len());
                self.push(Tok::FEnd, end, end + string.quote_len());
                // In a specification the field is unfinished; the parser says so.
                while let Some(mode) = self.modes.pop() {
                    if matches!(mode, Mode::Text(_)) {
                        break;
                    }
                }
                Ok(())
            }
            // As CPython: the field's expression goes on.
            Stop::Break if fresh => {
                self.modes.pop();
                Ok(())
            }
            Stop::Break => {
                Err(problem::unterminated_fstring(self.text, string.start as usize, end))
            }
            Stop::End if fresh && !string.triple => Err(self.unclosed_field()),
            Stop::End if string.triple => {
                Err(problem::unterminated_triple("f-string", self.text, string.start as usize))
            }
            Stop::End => Err(problem::unterminated_fstring(self.text, string.start as usize, end)),
        }
    }

    fn open_field(&mut self, mut string: FString) -> Step {
        let at = self.at();
        if string.fields >= MAX_FIELDS {
            // CPython has not read the brace by then.
            return Err(Problem::new("f-string: expressions nested too deeply", at - 1, at));
        }
        if self.brackets.len() >= MAX_BRACKETS {
            return Err(Problem::new("too many nested parentheses", at, at + 1));
        }
        string.fields += 1;
        if let Some(Mode::Text(around) | Mode::Spec { string: around, .. }) = self.modes.last_mut()
        {
            around.fields = string.fields;
        }
        self.raw.bump(1);
        self.brackets.push(Open { bracket: b'{', at: at as u32 });
        self.push(Tok::LBrace, at, at + 1);
        self.modes.push(Mode::Field { string, depth: self.brackets.len() });
        Ok(())
    }

    /// After the brace that ends a replacement field.
    pub(super) fn close_field(&mut self) {
        self.modes.pop();
        if let Some(Mode::Spec { fresh, .. }) = self.modes.last_mut() {
            *fresh = false;
        }
        if let Some(Mode::Text(string) | Mode::Spec { string, .. }) = self.modes.last_mut() {
            string.fields = string.fields.saturating_sub(1);
        }
    }

    /// The source ended in a format specification.
    fn unclosed_field(&self) -> Problem {
        let at = self.brackets.last().map_or(0, |open| open.at as usize);
        let mut problem = Problem::new("'{' was never closed", at, at + 1).extent(Extent::Bracket);
        problem.incomplete = Some("bracket");
        problem
    }
}
