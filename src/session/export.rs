//! Reads notebooks exported as text: `In [3]:`, the code, a blank line, what it printed, prose.
//!
//! Nothing marks where code ends, so paragraphs are judged: code goes on as long as paragraphs read
//! as Python and not as a recorded value. The first paragraph after a mark is always code.

use super::lines::{self, Scanner, Start};
use super::paste::{Cell, Skipped};
use super::shape::{Judge, Shape};
use super::transcript::{in_mark, ipython_continuation, out_mark};

/// Whether the text has an `In [n]:` mark.
pub fn is_export(text: &str) -> bool {
    text.lines().any(|line| in_mark(line).is_some())
}

/// The cells of an export, in order.
pub fn read(text: &str, judge: Judge<'_>) -> (Vec<Cell>, Skipped) {
    let lines: Vec<&str> = text.lines().collect();
    let marks: Vec<usize> = (0..lines.len()).filter(|&at| in_mark(lines[at]).is_some()).collect();
    let mut skipped = Skipped::default();
    let before = &lines[..marks.first().copied().unwrap_or(lines.len())];
    skipped.prose += count_filled(before);
    let mut cells = Vec::new();
    for (index, &mark) in marks.iter().enumerate() {
        let end = marks.get(index + 1).copied().unwrap_or(lines.len());
        let Some((label, inline)) = in_mark(lines[mark]) else { continue };
        let body = &lines[mark + 1..end];
        let mut cell = if inline.is_empty() {
            read_block(body, mark, judge, &mut skipped)
        } else {
            read_prompted(inline, body, mark, &mut skipped)
        };
        cell.label = Some(label.to_owned());
        if !cell.code.trim().is_empty() {
            cells.push(cell);
        }
    }
    (cells, skipped)
}

/// A cell whose lines carry IPython's prompts: `In [3]: code`, `   ...: code`.
fn read_prompted(inline: &str, body: &[&str], mark: usize, skipped: &mut Skipped) -> Cell {
    let mut cell = Cell::new(format!("{inline}\n"), mark as u32 + 1);
    let mut taken = 0;
    while let Some(code) = body.get(taken).and_then(|line| ipython_continuation(line)) {
        cell.code.push_str(code);
        cell.code.push('\n');
        taken += 1;
    }
    record_rest(&mut cell, &body[taken..], true, skipped);
    cell
}

/// A cell whose code stands below its mark.
fn read_block(body: &[&str], mark: usize, judge: Judge<'_>, skipped: &mut Skipped) -> Cell {
    let out = body.iter().position(|line| out_mark(line).is_some());
    let limit = out.unwrap_or(body.len());
    let (begin, end, shape) = code_range(&body[..limit], judge);
    let code: String = body[begin..end].iter().flat_map(|line| [line, "\n"]).collect();
    let mut cell = Cell::new(code, (mark + 1 + begin) as u32 + 1);
    record_rest(&mut cell, &body[end..], out.is_some() || shape.shows(), skipped);
    cell
}

/// From which to which line the code goes, and how it ends.
fn code_range(body: &[&str], judge: Judge<'_>) -> (usize, usize, Shape) {
    let begin = body.iter().position(|line| !lines::is_blank(line)).unwrap_or(body.len());
    let mut end = begin;
    let mut shape = Shape::Comment;
    let mut from = begin;
    while let Some((start, stop)) = next_paragraph(body, from) {
        let grown = judge(&body[begin..stop].join("\n"));
        let paragraph = body[start..stop].join("\n");
        let goes_on = start == begin
            || continues(&paragraph) && grown != Shape::NotCode
            || match judge(&paragraph) {
                Shape::NotCode | Shape::Literal => false,
                Shape::Repr | Shape::Word => !shape.shows(),
                Shape::Comment => {
                    from = stop;
                    continue;
                }
                Shape::Code { .. } => true,
            };
        if !goes_on {
            break;
        }
        (end, from, shape) = (stop, stop, grown);
    }
    (begin, end, shape)
}

/// Whether a paragraph goes on with the block above it.
fn continues(paragraph: &str) -> bool {
    !lines::indent_of(paragraph).is_empty() || lines::continues_block(lines::first_word(paragraph))
}

/// The next run of lines without a blank line between statements.
fn next_paragraph(body: &[&str], from: usize) -> Option<(usize, usize)> {
    let start = (from..body.len()).find(|&at| !lines::is_blank(body[at]))?;
    let mut scanner = Scanner::default();
    let mut stop = start;
    for (at, line) in body.iter().enumerate().skip(start) {
        if lines::is_blank(line) && scanner.start() == Start::Fresh {
            break;
        }
        scanner.feed(line);
        stop = at + 1;
    }
    if scanner.start() != Start::Fresh {
        // Prose left a bracket open: fall back to the plain paragraph.
        let blank = (start..stop).find(|&at| lines::is_blank(body[at]));
        stop = blank.unwrap_or(stop);
    }
    Some((start, stop))
}

/// Keeps the first paragraph after the code as its recorded output, where the code shows something
/// or ended in an error; counts the rest as prose.
fn record_rest(cell: &mut Cell, rest: &[&str], shows: bool, skipped: &mut Skipped) {
    let begin = rest.iter().position(|line| !lines::is_blank(line)).unwrap_or(rest.len());
    let rest = &rest[begin..];
    let length = rest.iter().position(|line| lines::is_blank(line)).unwrap_or(rest.len());
    let (first, others) = rest.split_at(length);
    for line in first {
        cell.record(out_mark(line).unwrap_or(line));
    }
    if cell.recorded.is_some() && (shows || cell.expects_error()) {
        skipped.outputs += 1;
        skipped.prose += count_filled(others);
    } else {
        cell.recorded = None;
        skipped.prose += count_filled(rest);
    }
}

fn count_filled(lines: &[&str]) -> usize {
    lines.iter().filter(|line| !lines::is_blank(line)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stands in for the parser: enough for these texts.
    fn judge(text: &str) -> Shape {
        let last = text.lines().last().unwrap_or("").trim();
        if text.lines().all(|line| lines::is_comment(line) || lines::is_blank(line)) {
            Shape::Comment
        } else if text.contains("we ") || text.contains("**") {
            Shape::NotCode
        } else if text.bytes().all(|b| b.is_ascii_digit()) {
            Shape::Literal
        } else {
            Shape::Code { shows: last.ends_with(')') || last.ends_with("value") }
        }
    }

    #[test]
    fn code_may_have_blank_lines_and_output_is_recorded() {
        let text = "# Title\n\nIn [20]:\nimport sys\n\nsys.getrefcount(a)\n\n2\n\nwe created it\n\n\
                    In [21]:\n# about\n\nb = a\n\n# Heading\n\n**Bold**\n";
        let (cells, skipped) = read(text, &judge);
        assert_eq!(cells.len(), 2);
        assert_eq!(cells[0].code, "import sys\n\nsys.getrefcount(a)\n");
        assert_eq!(cells[0].recorded.as_deref(), Some("2"));
        assert_eq!(cells[0].label.as_deref(), Some("In [20]"));
        assert_eq!(cells[1].code, "# about\n\nb = a\n");
        assert_eq!((skipped.outputs, skipped.prose), (1, 4));
    }

    #[test]
    fn prompted_lines_and_out_marks() {
        let text =
            "In [1]: def f():\n   ...:     return f(1)\n   ...: \n\nIn [2]: f()\nOut[2]: 3\n";
        let (cells, _) = read(text, &judge);
        assert_eq!(cells[0].code, "def f():\n    return f(1)\n\n");
        assert_eq!(cells[1].recorded.as_deref(), Some("3"));
    }
}
