//! Takes away indentation that all lines of a piece share.

use super::lines::{self, Start};

/// `text` without the indentation of its first statement, where every other statement has it too;
/// otherwise unchanged. Lines inside strings keep their spaces.
pub fn dedent(text: &str) -> String {
    let Some(shared) = shared_indent(text) else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    for (line, start) in text.lines().zip(lines::starts(text)) {
        let kept = match start {
            Start::InString => line,
            _ => line.strip_prefix(shared).unwrap_or_else(|| line.trim_start()),
        };
        out.push_str(kept);
        out.push('\n');
    }
    out
}

/// The indentation of the first statement, if no statement stands to its left.
fn shared_indent(text: &str) -> Option<&str> {
    let mut shared = None;
    for (line, start) in text.lines().zip(lines::starts(text)) {
        if start != Start::Fresh || lines::is_blank(line) || lines::is_comment(line) {
            continue;
        }
        let indent = lines::indent_of(line);
        match shared {
            None if indent.is_empty() => return None,
            None => shared = Some(indent),
            Some(first) if !indent.starts_with(first) => return None,
            Some(_) => {}
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uniformly_indented_cell_moves_left() {
        assert_eq!(
            dedent("  a = '''\n  b'''\n\n  if a:\n    c\n"),
            "a = '''\n  b'''\n\nif a:\n  c\n"
        );
    }

    #[test]
    fn a_real_indentation_error_stays() {
        assert_eq!(dedent("  a\nb\n"), "  a\nb\n");
    }
}
