//! Layout: from raw tokens to what the grammar reads: logical lines, INDENT and DEDENT with
//! CPython's tab rules, brackets. (F-strings: `fields`.)
//!
//! Limits as CPython: 200 open brackets, 100 indents.

use logos::Logos;

use super::fields::Mode;
use super::problem::{self, Problem};
use super::soft;
use super::token::{Tok, Token, name_tail};
use crate::diagnostic::{Diagnostic, ErrorClass, Extent};
use crate::source::Span;

pub(super) const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 100;
const TAB: u32 = 8;

/// A source as tokens.
#[derive(Clone, Debug)]
pub struct Lexed {
    /// The start mark, the tokens, and `End` (the end mark is absent after a problem).
    pub tokens: Vec<Token>,
    pub problem: Option<Problem>,
    /// The innermost bracket still open at the end of the source (the character and its place).
    pub open: Option<(char, Span)>,
}

/// All tokens of `text`, behind the mark `start` (what the parser is to parse).
pub fn tokenize(text: &str, start: Tok) -> Lexed {
    Layout::new(text, start).tokenize()
}

#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) bracket: u8,
    pub(super) at: u32,
}

impl Open {
    fn span(self) -> Span {
        Span::new(self.at, self.at + 1)
    }
}

/// The state between two tokens.
pub(super) struct Layout<'a> {
    pub(super) text: &'a str,
    pub(super) raw: logos::Lexer<'a, Tok>,
    pub(super) tokens: Vec<Token>,
    /// Column and tab-insensitive column of each open indent.
    pub(super) indents: Vec<(u32, u32)>,
    pub(super) brackets: Vec<Open>,
    /// Where the line's comment starts.
    comment: Option<usize>,
    /// The f-strings around the place at hand, from the outermost.
    pub(super) modes: Vec<Mode>,
    pub(super) line_start: bool,
    /// The bodies of functions are stepped over.
    pub(super) is_outline: bool,
}

pub(super) type Step = Result<(), Problem>;

impl<'a> Layout<'a> {
    pub(super) fn new(text: &'a str, start: Tok) -> Self {
        let mut raw = Tok::lexer(text);
        if text.starts_with('\u{feff}') {
            raw.bump('\u{feff}'.len_utf8());
        }
        Layout::starting(text, raw, start, text.len() / 4)
    }

    /// At the place where `raw` is, with room for some `expected` tokens.
    pub(super) fn starting(
        text: &'a str,
        raw: logos::Lexer<'a, Tok>,
        start: Tok,
        expected: usize,
    ) -> Self {
        let mut tokens = Vec::with_capacity(expected + 4);
        tokens.push(Token { tok: start, span: Span::new(0, 0) });
        Layout {
            text,
            raw,
            tokens,
            indents: vec![(0, 0)],
            brackets: Vec::new(),
            comment: None,
            modes: Vec::new(),
            line_start: true,
            is_outline: false,
        }
    }

    /// The tokens of the whole text.
    pub(super) fn tokenize(mut self) -> Lexed {
        let mut problem = self.run().err();
        if let Some(problem) = &mut problem {
            problem.yields |= !self.modes.is_empty();
        }
        let open = self.brackets.last().map(|open| (open.bracket as char, open.span()));
        if let Some(problem) = &mut problem
            && problem.incomplete == Some("backslash")
            && let Some((bracket, span)) = open
        {
            // The text ends behind a backslash: what is missing is the bracket.
            let message = format!("'{bracket}' was never closed");
            problem.diagnostic = Diagnostic::syntax(message, span).extent(Extent::Bracket);
        }
        let mut tokens = self.tokens;
        soft::mark(&mut tokens, self.text);
        Lexed { tokens, problem, open }
    }

    pub(super) fn at(&self) -> usize {
        self.raw.span().end
    }

    pub(super) fn push(&mut self, tok: Tok, start: usize, end: usize) {
        self.tokens.push(Token { tok, span: Span::new(start as u32, end as u32) });
    }

    fn run(&mut self) -> Step {
        let start = self.at();
        if let Some(at) = self.text[start..].find('\0').map(|at| start + at) {
            let message = "source code string cannot contain null bytes";
            return Err(Problem::new(message, at, at + 1).extent(Extent::Nowhere));
        }
        loop {
            match self.modes.last() {
                Some(&Mode::Text(string)) => self.literal(string, false, false)?,
                Some(&Mode::Spec { string, fresh }) => self.literal(string, true, fresh)?,
                _ => {
                    if self.line_start && self.brackets.is_empty() {
                        self.begin_line()?;
                    }
                    match self.raw.next() {
                        None => break,
                        Some(Ok(tok)) => self.code(tok)?,
                        Some(Err(())) => return Err(self.explain()),
                    }
                }
            }
        }
        self.finish();
        Ok(())
    }

    fn explain(&self) -> Problem {
        let inside = self.modes.last().map(|mode| mode.string());
        problem::explain(self.text, self.raw.span().start, inside)
    }

    /// Whether the tokens so far end in a complete logical line.
    fn line_is_empty(&self) -> bool {
        self.tokens.last().is_none_or(|last| {
            matches!(
                last.tok,
                Tok::Newline | Tok::Indent | Tok::Dedent | Tok::StartFile | Tok::StartEval
            )
        })
    }

    fn finish(&mut self) {
        let end = self.text.len();
        if self.brackets.is_empty() {
            if !self.line_is_empty() {
                self.push(Tok::Newline, end, end);
            }
            for _ in 1..self.indents.len() {
                self.push(Tok::Dedent, end, end);
            }
        }
        self.push(Tok::End, end, end);
    }

    /// One raw token of code.
    pub(super) fn code(&mut self, tok: Tok) -> Step {
        let Span { start, .. } = self.raw_span();
        match tok {
            Tok::Space => return Ok(()),
            Tok::Comment => {
                self.comment = Some(start as usize);
                return Ok(());
            }
            Tok::Continuation => {
                if self.at() == self.text.len() {
                    let mut eof =
                        Problem::new("unexpected EOF while parsing", start as usize, self.at())
                            .extent(Extent::After);
                    eof.incomplete = Some("backslash");
                    eof.yields = true;
                    return Err(eof);
                }
                return Ok(());
            }
            Tok::LineBreak => {
                let comment = self.comment.take();
                if self.brackets.is_empty() {
                    if !self.line_is_empty() {
                        // CPython's token of a line's end holds the comment before it.
                        self.push(Tok::Newline, comment.unwrap_or(start as usize), self.at());
                    }
                    self.line_start = true;
                }
                return Ok(());
            }
            Tok::LParen | Tok::LBracket | Tok::LBrace => self.open()?,
            Tok::RParen | Tok::RBracket | Tok::RBrace => return self.close(tok),
            Tok::FStart => return self.open_fstring(),
            Tok::Colon | Tok::Walrus if self.in_field_top() => return self.begin_spec(),
            Tok::NotEq | Tok::EqEq | Tok::Bang | Tok::Assign => {}
            _ if tok.is_keyword() => {
                let more = name_tail(self.raw.remainder());
                if more > 0 {
                    self.raw.bump(more);
                    self.push(Tok::Name, start as usize, self.at());
                    return Ok(());
                }
            }
            _ => {}
        }
        self.push(tok, start as usize, self.at());
        Ok(())
    }

    pub(super) fn raw_span(&self) -> Span {
        let span = self.raw.span();
        Span::new(span.start as u32, span.end as u32)
    }

    /// Measures the indentation of the line that starts here; blank lines do not count.
    pub(super) fn begin_line(&mut self) -> Step {
        self.line_start = false;
        let bytes = self.text.as_bytes();
        let (start, mut at) = (self.at(), self.at());
        let (mut column, mut plain) = (0, 0);
        let mut line = start;
        // The first column of a line continued by a backslash counts for all of it, unless it is zero.
        let mut continued = None;
        loop {
            match bytes.get(at) {
                Some(b' ') => (column, plain) = (column + 1, plain + 1),
                Some(b'\t') => (column, plain) = ((column / TAB + 1) * TAB, plain + 1),
                Some(b'\x0c') => (column, plain) = (0, 0),
                Some(b'\\') if bytes[at + 1..].starts_with(b"\n") && at + 2 < bytes.len() => {
                    continued = continued.or((column > 0).then_some((column, plain)));
                    at += 1;
                    line = at + 1;
                    (column, plain) = (0, 0);
                }
                _ => break,
            }
            at += 1;
        }
        self.raw.bump(at - start);
        if matches!(bytes.get(at), None | Some(b'#' | b'\n' | b'\r')) {
            return Ok(());
        }
        let (column, plain) = continued.unwrap_or((column, plain));
        self.indent(column, plain, line, at)
    }

    fn indent(&mut self, column: u32, plain: u32, start: usize, at: usize) -> Step {
        let line_end = self.text[at..].find('\n').map_or(self.text.len(), |found| at + found);
        let tabs = || {
            let message = "inconsistent use of tabs and spaces in indentation";
            Problem::indentation(ErrorClass::Tab, message, (at, line_end), Extent::FirstColumn)
        };
        let wrong = |message, extent| {
            Problem::indentation(ErrorClass::Indentation, message, (at, line_end), extent)
        };
        let (top, top_plain) = self.top_indent();
        if column == top {
            return if plain == top_plain { Ok(()) } else { Err(tabs()) };
        }
        if column > top {
            if self.indents.len() >= MAX_INDENTS {
                let message = "too many levels of indentation";
                return Err(wrong(message, Extent::FirstColumn));
            }
            if plain <= top_plain {
                return Err(tabs());
            }
            self.indents.push((column, plain));
            self.push(Tok::Indent, start, at);
            return if self.is_outline { self.body() } else { Ok(()) };
        }
        let kept = self.indents.iter().rposition(|&(outer, _)| outer <= column).unwrap_or(0);
        let (outer, outer_plain) = self.indents[kept];
        if column != outer {
            let message = "unindent does not match any outer indentation level";
            return Err(wrong(message, Extent::LineEnd));
        }
        for _ in kept + 1..self.indents.len() {
            self.push(Tok::Dedent, at, at);
        }
        self.indents.truncate(kept + 1);
        if plain == outer_plain { Ok(()) } else { Err(tabs()) }
    }

    fn top_indent(&self) -> (u32, u32) {
        self.indents.last().copied().unwrap_or((0, 0))
    }

    fn open(&mut self) -> Step {
        let span = self.raw_span();
        if self.brackets.len() >= MAX_BRACKETS {
            return Err(Problem::new(
                "too many nested parentheses",
                span.start as usize,
                span.end as usize,
            ));
        }
        self.brackets
            .push(Open { bracket: self.text.as_bytes()[span.start as usize], at: span.start });
        Ok(())
    }

    fn close(&mut self, tok: Tok) -> Step {
        let span = self.raw_span();
        let (start, end) = (span.start as usize, span.end as usize);
        let (closing, opening) = match tok {
            Tok::RParen => (')', b'('),
            Tok::RBracket => (']', b'['),
            _ => ('}', b'{'),
        };
        let Some(open) = self.brackets.last().copied() else {
            return Err(Problem::new(format!("unmatched '{closing}'"), start, end));
        };
        let field = self.in_field_top();
        if open.bracket != opening {
            if field {
                return Err(Problem::new(format!("f-string: unmatched '{closing}'"), start, end));
            }
            return Err(self.mismatch(closing, open, start));
        }
        self.brackets.pop();
        if field {
            self.close_field();
        }
        self.push(tok, start, end);
        Ok(())
    }

    fn mismatch(&self, closing: char, open: Open, at: usize) -> Problem {
        let opening = open.bracket as char;
        let line = problem::line_number(self.text, open.at as usize);
        let mut message = format!(
            "closing parenthesis '{closing}' does not match opening parenthesis '{opening}'"
        );
        if line != problem::line_number(self.text, at) {
            message += &format!(" on line {line}");
        }
        let mut problem = Problem::new(message, at, at + 1);
        problem.diagnostic = problem.diagnostic.label(open.span(), "opened here");
        problem
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "([a-z0-9 \t\n(){}'\"\\\\#.:=+é€]|f'|\"\"\"){0,60}";

    proptest! {
        #[test]
        fn raw_tokens_tile_the_source(text in TEXT) {
            let mut end = 0;
            for (_, span) in Tok::lexer(&text).spanned() {
                prop_assert_eq!(span.start, end);
                end = span.end;
            }
            prop_assert_eq!(end, text.len());
        }

        #[test]
        fn tokens_stand_in_order_within_the_source(text in TEXT) {
            let lexed = tokenize(&text, Tok::StartFile);
            let mut end = 0;
            for token in lexed.tokens {
                prop_assert!(token.span.start >= end && token.span.end as usize <= text.len());
                end = token.span.end;
            }
        }
    }

    fn kinds(text: &str) -> Vec<Tok> {
        tokenize(text, Tok::StartFile).tokens.into_iter().skip(1).map(|token| token.tok).collect()
    }

    #[test]
    fn layout_becomes_tokens() {
        use Tok::*;
        assert_eq!(
            kinds("if a:\n  b\n\n# c\nd"),
            [If, Name, Colon, Newline, Indent, Name, Newline, Dedent, Name, Newline, End]
        );
        assert_eq!(kinds("(a\n  b)"), [LParen, Name, Name, RParen, Newline, End]);
        assert_eq!(
            kinds("f'a{b:{c}}'"),
            [
                FStart, FMiddle, LBrace, Name, Colon, LBrace, Name, RBrace, RBrace, FEnd, Newline,
                End
            ]
        );
    }

    #[test]
    fn soft_keywords_are_told_from_names() {
        use Tok::*;
        assert_eq!(kinds("match = 1")[0], Name);
        assert_eq!(kinds("match(x)\n")[0], Name);
        assert_eq!(kinds("match (x):\n case 1: pass")[0], Match);
        assert_eq!(kinds("match x:\n case 1: pass")[5], Case);
        assert_eq!(kinds("type X = int")[0], Type);
        assert_eq!(kinds("with (a as b): pass")[1], WithParen);
        assert_eq!(kinds("with (a) as b: pass")[1], LParen);
    }
}
