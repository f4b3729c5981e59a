//! The lines of code under a traceback entry, with `~~~^^^` below the part that failed.
//!
//! (CPython: `StackSummary.format_frame_summary` in `Lib/traceback.py`.)

use crate::source::{Source, Span};
use crate::syntax::ast::{Expr, ExprKind, StmtKind};
use crate::syntax::parse;
use crate::text::char_shapes::east_asian_width;

/// A place in a few lines of code: line from 0, column in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    line: usize,
    column: usize,
}

/// The part to mark with `^` inside what is marked with `~`.
struct Anchors {
    left: Spot,
    right: Spot,
}

/// The lines to print for `span`, dedented; with carets where they tell something.
pub fn code_lines(source: &Source, span: Span, carets: bool) -> Vec<String> {
    if !source.same(source.shown()) {
        // Where in the line the tree's node stood is not known.
        let line = source.shown().line(source.line_shown(span.start)).unwrap_or("").trim();
        return if line.is_empty() { Vec::new() } else { vec![line.to_owned()] };
    }
    let first = source.line_of(span.start);
    let last = source.line_of(span.end.max(span.start));
    let Some(only) = source.line(first) else { return Vec::new() };
    if only.trim().is_empty() {
        return Vec::new();
    }
    if !carets || span.end <= span.start {
        return vec![only.trim().to_owned()];
    }
    let original: Vec<Vec<char>> = (first..=last)
        .map_while(|line| source.line(line))
        .map(|line| line.trim_end().chars().collect())
        .collect();
    let (lines, removed) = dedented(&original);
    let start = (source.place_of(span.start).column as usize).saturating_sub(removed);
    let end = (source.place_of(span.end).column as usize).saturating_sub(removed);
    if lines.is_empty() {
        return Vec::new();
    }
    let last = lines.len() - 1;
    let end = end.min(lines[last].len());
    let segment = segment_of(&lines, start, end);
    let anchors = find_anchors(&segment);
    let show = should_show(&lines, start, end, anchors.is_some());
    let anchors = anchors.map(|anchors| shifted(anchors, start));
    let code = Code { lines, start, end, anchors, show };
    code.render()
}

/// The lines without their common indent, and how much that was.
fn dedented(original: &[Vec<char>]) -> (Vec<Vec<char>>, usize) {
    let indents = original.iter().filter(|line| line.iter().any(|c| !c.is_whitespace()));
    let margin = indents
        .map(|line| line.iter().take_while(|c| c.is_whitespace()).count())
        .min()
        .unwrap_or(0);
    let cut = |line: &Vec<char>| line.get(margin..).map_or_else(Vec::new, <[char]>::to_vec);
    (original.iter().map(cut).collect(), margin)
}

fn segment_of(lines: &[Vec<char>], start: usize, end: usize) -> Vec<Vec<char>> {
    let last = lines.len() - 1;
    let mut segment = lines.to_vec();
    segment[last].truncate(end);
    let start = start.min(segment[0].len());
    segment[0].drain(..start);
    segment
}

fn shifted(anchors: Anchors, start: usize) -> Anchors {
    let shift = |spot: Spot| match spot.line {
        0 => Spot { column: spot.column + start, ..spot },
        _ => spot,
    };
    Anchors { left: shift(anchors.left), right: shift(anchors.right) }
}

/// The operator of a binary operation, the brackets of a subscript or call.
fn find_anchors(segment: &[Vec<char>]) -> Option<Anchors> {
    let text: Vec<String> = segment.iter().map(|line| line.iter().collect()).collect();
    // Parentheses make an expression over several lines one statement.
    let source = Source::new("<segment>", format!("(\n{}\n)", text.join("\n")));
    let module = parse(&source).ok()?;
    let [statement] = &module.body[..] else { return None };
    let StmtKind::Expr(expression) = &statement.kind else { return None };
    let spot = |offset: u32| {
        let place = source.place_of(offset);
        Spot { line: (place.line as usize).saturating_sub(2), column: place.column as usize }
    };
    let walk = Walk { lines: segment };
    match &expression.kind {
        ExprKind::Binary { left, right, .. } => {
            let at = walk.from(spot(left.span.end), |c| !c.is_whitespace() && c != ')')?;
            let right_start = spot(right.span.start);
            let next = Spot { line: at.line, column: at.column + 1 };
            let two =
                walk.letter(next).is_some_and(|c| !c.is_whitespace() && c != '\\' && c != '#')
                    && next < right_start;
            let end = Spot { line: at.line, column: at.column + 1 + usize::from(two) };
            Some(Anchors { left: at, right: end })
        }
        ExprKind::Subscript { value, .. } => {
            walk.brackets(spot(value.span.end), '[', spot(end_of(expression)))
        }
        ExprKind::Call(call) => {
            walk.brackets(spot(call.func.span.end), '(', spot(end_of(expression)))
        }
        _ => None,
    }
}

fn end_of(expression: &Expr) -> u32 {
    expression.span.end
}

/// Walks over the letters of a segment.
struct Walk<'a> {
    lines: &'a [Vec<char>],
}

impl Walk<'_> {
    fn letter(&self, spot: Spot) -> Option<char> {
        self.lines.get(spot.line)?.get(spot.column).copied()
    }

    /// The first letter at or after `spot` that `stop` accepts; the rest of a line after a
    /// backslash or `#` does not count.
    fn from(&self, spot: Spot, stop: impl Fn(char) -> bool) -> Option<Spot> {
        let mut at = spot;
        loop {
            match self.letter(at) {
                Some('\\' | '#') | None => {
                    at = Spot { line: at.line + 1, column: 0 };
                    if at.line >= self.lines.len() {
                        return None;
                    }
                }
                Some(letter) if stop(letter) => return Some(at),
                Some(_) => at.column += 1,
            }
        }
    }

    fn brackets(&self, from: Spot, open: char, right: Spot) -> Option<Anchors> {
        let left = self.from(from, |c| c == open)?;
        Some(Anchors { left, right })
    }
}

/// Carets under a whole line say nothing, nor do those under a plain call that a `return` or an
/// assignment to a name consists of.
fn should_show(lines: &[Vec<char>], start: usize, end: usize, has_anchors: bool) -> bool {
    let text: Vec<String> = lines.iter().map(|line| line.iter().collect()).collect();
    let source = Source::new("<lines>", text.join("\n"));
    if let Ok(module) = parse(&source) {
        let Some(statement) = module.body.first() else { return false };
        if is_plain_call(&statement.kind).is_some_and(|value| {
            let (from, to) = (source.place_of(value.span.start), source.place_of(value.span.end));
            from.line == 1
                && to.line as usize == lines.len()
                && from.column as usize == start
                && to.column as usize == end
        }) {
            return false;
        }
    }
    let last = &lines[lines.len() - 1];
    let is_text = |letters: &[char]| letters.iter().any(|c| !c.is_whitespace());
    has_anchors
        || is_text(&lines[0][..start.min(lines[0].len())])
        || is_text(&last[end.min(last.len())..])
}

fn is_plain_call(statement: &StmtKind) -> Option<&Expr> {
    match statement {
        StmtKind::Return(Some(value)) => match &value.kind {
            ExprKind::Call(call) if matches!(call.func.kind, ExprKind::Name(_)) => Some(value),
            _ => None,
        },
        StmtKind::Assign { targets, value } => match &targets[..] {
            [target] if matches!(target.kind, ExprKind::Name(_)) => {
                matches!(value.kind, ExprKind::Call(_)).then_some(value)
            }
            _ => None,
        },
        _ => None,
    }
}

/// The lines with what to mark in them.
struct Code {
    lines: Vec<Vec<char>>,
    start: usize,
    end: usize,
    anchors: Option<Anchors>,
    show: bool,
}

impl Code {
    /// The first line, the last, and those around the marked part; what lies between is counted.
    fn render(&self) -> Vec<String> {
        let last = self.lines.len() - 1;
        let mut wanted = vec![0, last];
        if let Some(anchors) = &self.anchors {
            for line in [anchors.left.line, anchors.right.line] {
                wanted.extend(
                    [line.checked_sub(1), Some(line), Some(line + 1)].into_iter().flatten(),
                );
            }
        }
        wanted.retain(|line| *line <= last);
        wanted.sort_unstable();
        wanted.dedup();
        let mut result = Vec::new();
        for (at, line) in wanted.iter().enumerate() {
            if at > 0 {
                match line - wanted[at - 1] {
                    2 => self.push_line(line - 1, &mut result),
                    gap if gap > 2 => result.push(format!("...<{} lines>...", gap - 1)),
                    _ => {}
                }
            }
            self.push_line(*line, &mut result);
        }
        result
    }

    fn push_line(&self, at: usize, result: &mut Vec<String>) {
        let line = &self.lines[at];
        result.push(line.iter().collect());
        if !self.show {
            return;
        }
        let indent = line.iter().take_while(|c| c.is_whitespace()).count();
        let count = if at == self.lines.len() - 1 { self.end } else { line.len() };
        let mut carets = String::new();
        for (column, letter) in line.iter().take(count).enumerate() {
            let mark = if column < indent || (at == 0 && column < self.start) {
                ' '
            } else {
                self.mark(Spot { line: at, column })
            };
            carets.push(mark);
            if is_wide(*letter) {
                carets.push(mark);
            }
        }
        result.push(carets);
    }

    /// `^` for the part that failed; `~` around it where both are known.
    fn mark(&self, spot: Spot) -> char {
        match &self.anchors {
            Some(anchors) if !(anchors.left <= spot && spot < anchors.right) => '~',
            _ => '^',
        }
    }
}

/// Whether a terminal shows the letter in two columns (East Asian wide letters, emoji).
fn is_wide(letter: char) -> bool {
    !letter.is_ascii() && matches!(east_asian_width(letter.into()), "W" | "F")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, part: &str) -> Vec<String> {
        let start = text.find(part).unwrap() as u32;
        let source = Source::new("<test>", text);
        code_lines(&source, Span::new(start, start + part.len() as u32), true)
    }

    #[test]
    fn operators_and_brackets_are_marked() {
        assert_eq!(shown("    y = x + (1/0)\n", "1/0"), ["y = x + (1/0)", "         ~^~"]);
        assert_eq!(shown("d[1][2]\n", "d[1][2]"), ["d[1][2]", "~~~~^^^"]);
        assert_eq!(shown("print(f(1))\n", "f(1)"), ["print(f(1))", "      ~^^^"]);
        assert_eq!(shown("x = a.b.c\n", "a.b.c"), ["x = a.b.c", "    ^^^^^"]);
    }

    #[test]
    fn whole_lines_have_no_carets() {
        assert_eq!(
            shown("raise ValueError('x')\n", "raise ValueError('x')"),
            ["raise ValueError('x')"]
        );
        assert_eq!(shown("x = f(1)\n", "f(1)"), ["x = f(1)"]);
    }
}
