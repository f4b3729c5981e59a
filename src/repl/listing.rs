//! What Tab found, set in columns below the text; the next key takes it away.

use super::screen::Screen;
use crate::session::Completions;

const GAP: usize = 2;

/// What all candidates begin with.
pub fn in_common(found: &Completions) -> Option<String> {
    let (first, others) = found.candidates.split_first()?;
    let shared = others.iter().fold(first.replacement.as_str(), |shared, other| {
        let same = shared.chars().zip(other.replacement.chars()).take_while(|(a, b)| a == b);
        let length = same.map(|(letter, _)| letter.len_utf8()).sum();
        &shared[..length]
    });
    Some(shared.to_owned())
}

/// The names below one another in columns, each row after a line break, in at most half of the screen.
pub fn columns(names: &[&str], screen: &Screen) -> String {
    let width = |name: &str| screen.after(name, Default::default()).column;
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(0) + GAP;
    let across = (screen.columns / widest).max(1);
    let most = (screen.rows / 2).max(1);
    let rows = names.len().div_ceil(across);
    let shown = if rows > most { (most - 1).max(1) } else { rows };
    let mut text = String::new();
    for row in 0..shown {
        text.push('\n');
        let mut gap = 0;
        // Names are in order from top to bottom, and what is left out is left out at the end.
        for name in (0..across).filter_map(|column| names.get(column * shown + row)) {
            text.push_str(&" ".repeat(gap));
            text.push_str(name);
            gap = widest.saturating_sub(width(name));
        }
    }
    let left = names.len().saturating_sub(shown * across);
    if left > 0 {
        text.push_str(&format!("\n… and {left} more"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Candidate;
    use rustyline::GraphemeClusterMode;

    fn screen(rows: usize) -> Screen {
        Screen { rows, columns: 20, letters: GraphemeClusterMode::WcWidth }
    }

    #[test]
    fn names_go_down_and_then_across() {
        let names = ["append", "clear", "copy", "count", "pop"];
        assert_eq!(columns(&names, &screen(24)), "\nappend  count\nclear   pop\ncopy");
        assert_eq!(columns(&names, &screen(4)), "\nappend  clear\n… and 3 more");
    }

    #[test]
    fn what_is_common_is_cut_between_letters() {
        let candidate = |name: &str| Candidate { shown: name.into(), replacement: name.into() };
        let found = |names: &[&str]| Completions {
            start: 0,
            candidates: names.iter().map(|name| candidate(name)).collect(),
        };
        assert_eq!(in_common(&found(&["pré", "prè"])).as_deref(), Some("pr"));
        assert_eq!(in_common(&found(&["one"])).as_deref(), Some("one"));
        assert_eq!(in_common(&found(&[])), None);
    }
}
