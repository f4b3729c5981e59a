//! Turns whatever was typed or pasted into cells that can run, and says what it did to them.

use super::dedent::dedent;
use super::mend::mend;
use super::shape::{Judge, Shape};
use super::{export, transcript, web_letters};

/// A piece of code that runs as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub code: String,
    /// The 1-based line of the pasted text on which the code begins.
    pub line: u32,
    /// `In [3]`, where the text said so.
    pub label: Option<String>,
    /// What the text says the code printed.
    pub recorded: Option<String>,
}

impl Cell {
    /// A cell of `code` that began on `line` of what was pasted.
    pub fn new(code: String, line: u32) -> Self {
        Cell { code, line, label: None, recorded: None }
    }

    /// Adds a line to the recorded output; blank lines only between others.
    pub fn record(&mut self, line: &str) {
        match &mut self.recorded {
            Some(recorded) => {
                recorded.push('\n');
                recorded.push_str(line);
            }
            None if line.trim().is_empty() => {}
            None => self.recorded = Some(line.to_owned()),
        }
    }

    /// Whether the recorded output is an error, so that an error is no reason to stop.
    pub fn expects_error(&self) -> bool {
        self.recorded.as_deref().is_some_and(|recorded| recorded.lines().any(is_error_line))
    }
}

fn is_error_line(line: &str) -> bool {
    if line.starts_with("Traceback (most recent call last)") {
        return true;
    }
    let class = line.split(':').next().unwrap_or_default();
    let is_name =
        !class.is_empty() && class.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let known = ["Error", "Exception", "KeyboardInterrupt", "StopIteration", "SystemExit"];
    is_name && known.iter().any(|ending| class.ends_with(ending))
}

/// How much of a text was not code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Recorded outputs.
    pub outputs: usize,
    /// Lines of prose.
    pub prose: usize,
}

/// A text made ready to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    pub cells: Vec<Cell>,
    /// What was done to the text, in sentences for the person at the prompt.
    pub notes: Vec<String>,
}

/// Makes typed or pasted text ready to run: takes prompts, outputs and prose out, moves an indented
/// piece to the left, and mends lost indentation where there is one way to do it.
pub fn read(text: &str, judge: Judge<'_>) -> Pasted {
    if export::is_export(text) {
        let (cells, skipped) = export::read(text, judge);
        return several(cells, skipped, "In [ ] cell", judge);
    }
    if text.lines().any(transcript::is_prompt) && judge(text) == Shape::NotCode {
        let (cells, skipped) = transcript::read(text);
        let mut pasted = several(cells, skipped, "statement", judge);
        if skipped == Skipped::default() {
            pasted.notes.remove(0);
        }
        return pasted;
    }
    if has_fences(text) && judge(text) == Shape::NotCode {
        let (cells, skipped) = fenced(text);
        return several(cells, skipped, "code block", judge);
    }
    plain(text, judge)
}

fn several(mut cells: Vec<Cell>, skipped: Skipped, what: &str, judge: Judge<'_>) -> Pasted {
    let mut straightened = false;
    for cell in &mut cells {
        let straight = straight(&cell.code, judge);
        straightened |= straight.is_some();
        cell.code = dedent(straight.as_ref().unwrap_or(&cell.code));
    }
    let mut note = format!("running {}", counted(cells.len(), what));
    let left_out: Vec<String> =
        [(skipped.outputs, "recorded output"), (skipped.prose, "line of text")]
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| counted(*count, what))
            .collect();
    if !left_out.is_empty() {
        note.push_str(", skipping ");
        note.push_str(&left_out.join(" and "));
    }
    let letters = straightened.then(|| STRAIGHTENED.to_owned());
    Pasted { cells, notes: [note].into_iter().chain(letters).collect() }
}

const STRAIGHTENED: &str = "put Python's quotes, spaces and dashes in place of a web page's";

/// Code with the letters of a web page replaced, where that makes it Python.
fn straight(code: &str, judge: Judge<'_>) -> Option<String> {
    if code.is_ascii() || judge(&dedent(code)) != Shape::NotCode {
        return None;
    }
    web_letters::straighten(code).filter(|straight| judge(&dedent(straight)) != Shape::NotCode)
}

fn counted(count: usize, what: &str) -> String {
    match (count, what.split_once(' ')) {
        (1, _) => format!("1 {what}"),
        (_, Some(("line", rest))) => format!("{count} lines {rest}"),
        _ => format!("{count} {what}s"),
    }
}

fn plain(text: &str, judge: Judge<'_>) -> Pasted {
    if let Some(straight) = straight(text, judge) {
        let cells = vec![Cell::new(dedent(&straight), 1)];
        return Pasted { cells, notes: vec![STRAIGHTENED.to_owned()] };
    }
    let code = dedent(text);
    if judge(&code) == Shape::NotCode
        && let Some((mended, moved)) = mend(&code)
        && judge(&mended) != Shape::NotCode
    {
        let note = format!("put back lost indentation on {}", counted(moved, "line"));
        return Pasted { cells: vec![Cell::new(mended, 1)], notes: vec![note] };
    }
    Pasted { cells: vec![Cell::new(code, 1)], notes: Vec::new() }
}

fn has_fences(text: &str) -> bool {
    text.lines().filter(|line| is_fence(line)).count() >= 2
}

fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

/// The fenced Python blocks of a Markdown text.
fn fenced(text: &str) -> (Vec<Cell>, Skipped) {
    let mut cells = Vec::new();
    let mut skipped = Skipped::default();
    let mut open: Option<(Cell, bool)> = None;
    for (number, line) in text.lines().enumerate() {
        open = match open.take() {
            None if is_fence(line) => {
                let language = line.trim().trim_matches('`').to_ascii_lowercase();
                let runs = matches!(language.as_str(), "" | "python" | "py" | "python3" | "pycon");
                Some((Cell::new(String::new(), number as u32 + 2), runs))
            }
            None => {
                skipped.prose += usize::from(!line.trim().is_empty());
                None
            }
            Some((cell, runs)) if is_fence(line) => {
                cells.extend(Some(cell).filter(|cell| runs && !cell.code.trim().is_empty()));
                None
            }
            Some((mut cell, runs)) => {
                cell.code.push_str(line);
                cell.code.push('\n');
                Some((cell, runs))
            }
        };
    }
    (cells, skipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(_: &str) -> Shape {
        Shape::Code { shows: false }
    }

    fn not_code_unless_indented(text: &str) -> Shape {
        let fine = text.contains("    return") || !text.contains("return") && !text.contains(">>>");
        if fine { Shape::Code { shows: false } } else { Shape::NotCode }
    }

    #[test]
    fn plain_text_is_one_cell() {
        let pasted = read("  a = 1\n  b = 2\n", &code);
        assert_eq!(pasted.cells, [Cell::new("a = 1\nb = 2\n".into(), 1)]);
        assert!(pasted.notes.is_empty());
    }

    #[test]
    fn lost_indentation_is_mended_with_a_note() {
        let pasted = read("def f():\nreturn 1", &not_code_unless_indented);
        assert_eq!(pasted.cells[0].code, "def f():\n    return 1\n");
        assert_eq!(pasted.notes, ["put back lost indentation on 1 line"]);
    }

    #[test]
    fn a_transcript_gives_statements() {
        let pasted = read(">>> a\n1\n>>> b\n2\n", &not_code_unless_indented);
        assert_eq!(pasted.cells.len(), 2);
        assert_eq!(pasted.notes, ["running 2 statements, skipping 2 recorded outputs"]);
    }

    #[test]
    fn recorded_errors_are_known() {
        let mut cell = Cell::new("b".into(), 1);
        cell.record("NameError: name 'b' is not defined");
        assert!(cell.expects_error());
        cell.recorded = Some("Errors: many".into());
        assert!(!cell.expects_error());
    }
}
