//! Cells that were copied from a prompt: the marks before their lines go, as in Jupyter.

/// The cell without `>>> ` and `... `, or `In [3]: ` and `   ...: `, before its lines. Which of them
/// are meant the first line says, or the second.
pub fn without_prompts(cell: &str) -> String {
    let ways: [(Mark, Mark); 2] = [(after_arrows, after_classic), (after_numbered, after_numbered)];
    for (first, each) in ways {
        let mut lines = cell.lines();
        let begins = lines.next().is_some_and(|line| first(line).is_some());
        if begins || lines.next().is_some_and(|line| each(line).is_some()) {
            let stripped = |line| each(line).unwrap_or(line);
            return cell.split('\n').map(stripped).collect::<Vec<_>>().join("\n");
        }
    }
    cell.to_owned()
}

/// What stands behind a mark, where a line begins with it.
type Mark = fn(&str) -> Option<&str>;

fn after_arrows(line: &str) -> Option<&str> {
    ended(line.strip_prefix(">>>")?)
}

fn after_classic(line: &str) -> Option<&str> {
    ended(line.strip_prefix(">>>").or_else(|| line.strip_prefix("..."))?)
}

/// The rest of a line behind a mark that a space or nothing follows.
fn ended(rest: &str) -> Option<&str> {
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

fn after_numbered(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix("In [") {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        return rest.strip_prefix("]: ");
    }
    let dots = line.trim_start().strip_prefix("...")?;
    let rest = dots.trim_start_matches('.').strip_prefix(':')?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_where_a_cell_begins_with_them() {
        assert_eq!(without_prompts(">>> if x:\n...     y\n...\n>>> z"), "if x:\n    y\n\nz");
        assert_eq!(
            without_prompts("In [12]: if x:\n    ...:     y\nIn [13]: z"),
            "if x:\n    y\nz"
        );
        for plain in ["x = [\n    ...,\n]", "In [3]", ">>>x", "", "x >>> y", "..."] {
            assert_eq!(without_prompts(plain), plain);
        }
    }
}
