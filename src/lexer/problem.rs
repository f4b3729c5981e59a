//! What is wrong with characters that make no token, in CPython's words.

use super::fstring::FString;
use super::{number, token};
use crate::diagnostic::{Diagnostic, ErrorClass, Extent};
use crate::source::Span;

/// The first thing wrong with the characters of a source.
#[derive(Clone, Debug)]
pub struct Problem {
    pub diagnostic: Diagnostic,
    /// Why more lines could mend it, where they could.
    pub incomplete: Option<&'static str>,
    /// Whether an error of the parser before it goes first (so within an f-string, and for what
    /// CPython's tokenizer only notes without raising).
    pub yields: bool,
}

impl Problem {
    /// A problem whose exception names the character at `at`.
    pub(super) fn new(message: impl Into<String>, at: usize, end: usize) -> Self {
        let span = Span::new(at as u32, end as u32);
        let diagnostic = Diagnostic::syntax(message, span).extent(Extent::Character);
        Problem { diagnostic, incomplete: None, yields: false }
    }

    /// A problem of the indentation of a line that goes to `end`.
    pub(super) fn indentation(
        class: ErrorClass,
        message: &str,
        (at, end): (usize, usize),
        extent: Extent,
    ) -> Self {
        let span = Span::new(at as u32, end as u32);
        let diagnostic = Diagnostic::new(class, message, span).extent(extent);
        Problem { diagnostic, incomplete: None, yields: true }
    }

    /// The same problem, whose exception names this part of its place.
    pub(super) fn extent(mut self, extent: Extent) -> Self {
        self.diagnostic.extent = extent;
        self
    }

    pub(super) fn yielding(mut self) -> Self {
        self.yields = true;
        self
    }

    fn or_more(mut self, incomplete: Option<&'static str>) -> Self {
        self.incomplete = incomplete;
        self
    }
}

/// Why no token starts at byte `at` of `text`; `inside` is the f-string around, if any.
pub(super) fn explain(text: &str, at: usize, inside: Option<FString>) -> Problem {
    let rest = &text[at..];
    let first = rest.chars().next().unwrap_or('\0');
    let second = rest.as_bytes().get(1).copied().unwrap_or(0);
    if (first.is_ascii_digit() || first == '.' && second.is_ascii_digit())
        && let Err(bad) = number::scan(rest.as_bytes())
    {
        return Problem::new(bad.message, at + bad.at, at + bad.end).extent(bad.extent);
    }
    if first == '\\' {
        return after_backslash(text, at);
    }
    if let Some(quote_at) =
        rest.find(['"', '\'']).filter(|&q| q <= 2 && (q == 0 || first.is_ascii_alphabetic()))
    {
        return unterminated(text, at, at + quote_at, inside);
    }
    bad_character(first, at)
}

/// A backslash that is not directly before a line break.
fn after_backslash(text: &str, at: usize) -> Problem {
    if text.len() == at + 1 {
        return Problem::new("unexpected EOF while parsing", at, at + 1)
            .extent(Extent::After)
            .or_more(Some("backslash"))
            .yielding();
    }
    Problem::new("unexpected character after line continuation character", at, at + 1)
        .extent(Extent::After)
        .yielding()
}

/// A string that starts at `start`, its quotes at `quote_at`, and has no end.
fn unterminated(text: &str, start: usize, quote_at: usize, inside: Option<FString>) -> Problem {
    let rest = &text[quote_at..];
    let quote = rest.as_bytes()[0];
    let triple = rest.as_bytes().starts_with(&[quote; 3]);
    if inside.is_some_and(|outer| outer.quote == quote && outer.triple == triple) {
        return Problem::new("f-string: expecting '}'", start, start + 1);
    }
    if triple {
        return unterminated_triple("string", text, start);
    }
    let (end, at_eof) = line_end(text, quote_at + 1);
    let line = last_line(text, end, at_eof);
    let mut message = format!("unterminated string literal (detected at line {line})");
    if text[quote_at + 1..end].contains(if quote == b'"' { "\\\"" } else { "\\'" }) {
        message += "; perhaps you escaped the end quote?";
    }
    let continued = at_eof && text.ends_with("\\\n");
    Problem::new(message, start, end).or_more(continued.then_some("string"))
}

/// A triple-quoted string or f-string that starts at `start` and has no end.
pub(super) fn unterminated_triple(what: &str, text: &str, start: usize) -> Problem {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let line = line_number(text, body.len());
    let message = format!("unterminated triple-quoted {what} literal (detected at line {line})");
    Problem::new(message, start, text.len()).or_more(Some("string"))
}

/// An f-string in single quotes whose text reaches the line break at `at`.
pub(super) fn unterminated_fstring(text: &str, start: usize, at: usize) -> Problem {
    let line = last_line(text, at, at >= text.len());
    let message = format!("unterminated f-string literal (detected at line {line})");
    let continued = at >= text.len() && text.ends_with("\\\n");
    Problem::new(message, start, at).or_more(continued.then_some("string"))
}

/// Where the line ends on which a string body gives out, skipping escaped breaks.
fn line_end(text: &str, from: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' | b'\r' => return (at, false),
            b'\\' if bytes[at + 1..].starts_with(b"\r\n") => at += 3,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    (bytes.len(), true)
}

/// The 1-based line of byte `at`.
pub(super) fn line_number(text: &str, at: usize) -> usize {
    let end = at.min(text.len());
    text.as_bytes()[..end].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// The line on which a literal that ends nowhere is missed; the text's last line break begins none.
fn last_line(text: &str, end: usize, at_eof: bool) -> usize {
    line_number(text, end) - usize::from(at_eof && text.ends_with('\n'))
}

fn bad_character(c: char, at: usize) -> Problem {
    let code = c as u32;
    let end = at + c.len_utf8();
    // `escape_debug` leaves printable characters alone (quotes and marks apart, which cannot come here).
    let printable = c.escape_debug().count() == 1 || token::starts_name(c);
    if printable {
        Problem::new(format!("invalid character '{c}' (U+{code:04X})"), at, end)
    } else {
        Problem::new(format!("invalid non-printable character U+{code:04X}"), at, end)
    }
}
