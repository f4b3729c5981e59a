//! Fits the lines of a drawing into the terminal: what is too long is shown around the place that matters.

use std::ops::Range;

use crate::source::{Source, Span};
use crate::text::char_shapes::east_asian_width;

/// What is left free for the words beside an underlined piece, where the words are long.
const WORDS: usize = 24;
/// An underlined piece is never shown shorter.
const PIECE: usize = 8;
/// The columns between an underlined piece and its words.
const GAP: usize = 4;

/// A source as it is drawn around one span: a long line in it is cut.
pub struct Fitted {
    pub source: Source,
    pub text: String,
    /// The underlined piece, in bytes of `text`.
    pub span: Range<usize>,
    /// The columns that the words beside the piece may take.
    pub room: usize,
    /// The line that was cut: its place in the source, and by how much it is shorter now.
    cut: Option<(Range<usize>, usize)>,
}

impl Fitted {
    /// `source` for a drawing of `columns`, with room for `words` beside the piece at `span`.
    pub fn new(source: &Source, span: Range<usize>, words: usize, columns: usize) -> Fitted {
        let text = source.text();
        let mut fitted = Fitted {
            source: source.clone(),
            text: text.to_owned(),
            span: span.clone(),
            room: usize::MAX,
            cut: None,
        };
        if columns == usize::MAX {
            return fitted;
        }
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let lines = source.line_of(text.len() as u32).to_string().len();
        let columns = columns.saturating_sub(lines + 5).max(PIECE + GAP + WORDS);
        let most = columns - GAP - words.min(WORDS);
        let wanted = width(&text[start..span.end]);
        if width(&text[start..end]) > columns || wanted > most {
            let piece = prefix(&text[span.clone()], most.saturating_sub(PIECE).max(PIECE));
            // Some of what stands before the piece, as much as there is room for.
            let before = suffix(&text[start..span.start], most.saturating_sub(width(piece) + 1));
            let behind = &text[span.start + piece.len()..end];
            let used = width(before) + width(piece) + 2;
            let after = prefix(behind, columns.saturating_sub(used));
            let first = if before.len() < span.start - start { "…" } else { "" };
            let last = if after.len() < behind.len() { "…" } else { "" };
            let line = format!("{first}{before}{piece}{after}{last}");
            let at = start + first.len() + before.len();
            fitted.span = at..at + piece.len();
            fitted.cut = Some((start..end, (end - start).saturating_sub(line.len())));
            fitted.text.replace_range(start..end, &line);
        }
        let taken = width(&fitted.text[start..fitted.span.end]);
        fitted.room = columns.saturating_sub(taken + GAP);
        fitted
    }

    /// Where another span of the source stands in the drawn text; `None` on the line that was cut.
    pub fn place(&self, span: Range<usize>) -> Option<Range<usize>> {
        match &self.cut {
            Some((line, shorter)) if span.start > line.end => {
                Some(span.start - shorter..span.end - shorter)
            }
            Some((line, _)) if span.end >= line.start => None,
            _ => Some(span),
        }
    }
}

/// A message in at most so many columns.
pub fn shortened(message: &str, columns: usize) -> String {
    if width(message) <= columns {
        return message.to_owned();
    }
    format!("{}…", prefix(message, columns.saturating_sub(1)))
}

/// The span on its first line, at least one character wide where there is one.
pub fn on_first_line(source: &Source, span: Span) -> Range<usize> {
    let text = source.text();
    let start = span.start as usize;
    let rest = text.get(start..span.end as usize).unwrap_or("");
    let mut end = start + rest.find('\n').unwrap_or(rest.len());
    if end == start {
        let next = text.get(start..).and_then(|rest| rest.chars().next());
        end += next.filter(|&c| c != '\n').map_or(0, char::len_utf8);
    }
    start..end
}

fn columns_of(letter: char) -> usize {
    match letter {
        '\t' => 4,
        ' '..='~' => 1,
        other if matches!(east_asian_width(other.into()), "W" | "F") => 2,
        _ => 1,
    }
}

fn width(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// As much of the beginning as fits.
fn prefix(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    let over = text.char_indices().find(|&(_, letter)| {
        taken += columns_of(letter);
        taken > columns
    });
    over.map_or(text, |(at, _)| &text[..at])
}

/// As much of the end as fits.
fn suffix(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    let over = text.char_indices().rev().find(|&(_, letter)| {
        taken += columns_of(letter);
        taken > columns
    });
    over.map_or(text, |(at, letter)| &text[at + letter.len_utf8()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_stay_as_they_are() {
        let source = Source::new("<cell 1>", "a\nbc + d\n");
        let fitted = Fitted::new(&source, 2..4, 10, 80);
        assert_eq!((fitted.text.as_str(), fitted.span.clone()), (source.text(), 2..4));
        assert_eq!(fitted.place(0..1), Some(0..1));
    }

    #[test]
    fn a_long_line_is_cut_around_the_piece() {
        let text = format!("x\nf({}, here, {})\ny\n", "a".repeat(100), "b".repeat(100));
        let source = Source::new("<cell 1>", &*text);
        let at = text.find("here").unwrap();
        let fitted = Fitted::new(&source, at..at + 4, 10, 60);
        assert_eq!(&fitted.text[fitted.span.clone()], "here");
        assert!(fitted.text.lines().all(|line| width(line) <= 54), "{}", fitted.text);
        assert!(fitted.room >= 10);
        let last = text.find('y').unwrap();
        assert_eq!(&fitted.text[fitted.place(last..last + 1).unwrap()], "y");
        assert_eq!(fitted.place(at..at + 1), None);
    }

    #[test]
    fn a_long_message_ends_in_dots() {
        assert_eq!(shortened("division by zero", 9), "division…");
        assert_eq!(shortened("short", 9), "short");
    }
}
