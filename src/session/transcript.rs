//! Reads `>>> ` transcripts and `In [3]:` sessions that carry their prompts on every line.

use super::paste::{Cell, Skipped};

/// Whether a line is a primary `>>>` prompt.
pub fn is_prompt(line: &str) -> bool {
    let line = line.trim_start();
    line == ">>>" || line.starts_with(">>> ")
}

fn after_continuation(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if line == "..." { Some("") } else { line.strip_prefix("... ") }
}

/// The statements of a `>>>` transcript, each a cell; what stands between them is what they printed.
pub fn read(text: &str) -> (Vec<Cell>, Skipped) {
    let mut cells: Vec<Cell> = Vec::new();
    let mut skipped = Skipped::default();
    let mut in_code = false;
    for (number, line) in text.lines().enumerate() {
        if is_prompt(line) {
            let code = line.trim_start().trim_start_matches(">>>");
            let code = code.strip_prefix(' ').unwrap_or(code);
            cells.push(Cell::new(format!("{code}\n"), number as u32 + 1));
            in_code = true;
            continue;
        }
        let Some(cell) = cells.last_mut() else {
            skipped.prose += usize::from(!line.trim().is_empty());
            continue;
        };
        match after_continuation(line).filter(|_| in_code) {
            Some(code) => {
                cell.code.push_str(code);
                cell.code.push('\n');
            }
            None => {
                in_code = false;
                skipped.outputs += usize::from(cell.recorded.is_none() && !line.trim().is_empty());
                cell.record(line);
            }
        }
    }
    cells.retain(|cell| !cell.code.trim().is_empty());
    (cells, skipped)
}

/// An `In [3]:` or `In [None]:` mark: its label and what stands after it on the line.
pub fn in_mark(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let rest = line.strip_prefix("In [").or_else(|| line.strip_prefix("In["))?;
    let (count, rest) = rest.split_once("]:")?;
    let count = count.trim();
    let known = matches!(count, "" | "*" | "None") || count.bytes().all(|b| b.is_ascii_digit());
    let label = &line[..line.len() - rest.len() - 1];
    known.then_some((label, rest.strip_prefix(' ').unwrap_or(rest)))
}

/// An `Out[3]:` mark: what stands after it on the line.
pub fn out_mark(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("Out")?.trim_start().strip_prefix('[')?;
    let (count, rest) = rest.split_once("]:")?;
    count.trim().bytes().all(|b| b.is_ascii_digit()).then_some(rest.trim_start())
}

/// IPython's `   ...: ` continuation: the code after it.
pub fn ipython_continuation(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("...:")?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_dropped_and_remembered() {
        let text = ">>> a = [1]\n>>> id(a)\n140\n>>> for x in a:\n...     x\n...\n1\n";
        let (cells, skipped) = read(text);
        let codes: Vec<&str> = cells.iter().map(|cell| cell.code.as_str()).collect();
        assert_eq!(codes, ["a = [1]\n", "id(a)\n", "for x in a:\n    x\n\n"]);
        assert_eq!(cells[1].recorded.as_deref(), Some("140"));
        assert_eq!(skipped.outputs, 2);
    }

    #[test]
    fn marks_are_told_from_code() {
        assert_eq!(in_mark("In [3]: x"), Some(("In [3]", "x")));
        assert_eq!(in_mark("In [None]:"), Some(("In [None]", "")));
        assert_eq!(in_mark("In [x]: y"), None);
        assert_eq!(out_mark("Out[3]: 5"), Some("5"));
        assert_eq!(ipython_continuation("   ...:     return x"), Some("    return x"));
    }
}
