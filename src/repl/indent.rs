//! How far the next line of a block is indented.

use crate::session::lines::{self, Scanner, Start};

const STEP: &str = "    ";

/// The indentation for the line that follows `text`: deeper after a `:`, back after `return` and its
/// like, otherwise as before.
pub fn after(text: &str) -> String {
    let mut scanner = Scanner::default();
    let mut fresh = "";
    for line in text.lines() {
        if scanner.start() == Start::Fresh {
            fresh = line;
        }
        scanner.feed(line);
    }
    let last = text.rsplit('\n').next().unwrap_or_default();
    match scanner.start() {
        Start::InString => return String::new(),
        Start::Continued => {
            let own = lines::indent_of(last).to_owned();
            let opens = lines::code_part(last).trim_end().ends_with(['(', '[', '{']);
            return if opens { own + STEP } else { own };
        }
        Start::Fresh => {}
    }
    let indent = lines::indent_of(fresh);
    if lines::code_part(last).trim_end().ends_with(':') {
        return format!("{indent}{STEP}");
    }
    match lines::first_word(fresh) {
        "return" | "pass" | "break" | "continue" | "raise" => {
            indent.strip_suffix(STEP).unwrap_or(indent.trim_end_matches(' ')).to_owned()
        }
        _ => indent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn blocks_go_in_and_come_back() {
        assert_eq!(after("def f():"), "    ");
        assert_eq!(after("def f():  # why"), "    ");
        assert_eq!(after("def f():\n    if a:"), "        ");
        assert_eq!(after("def f():\n    x = [1,\n         2]"), "    ");
        assert_eq!(after("def f():\n    return 1"), "");
        assert_eq!(after("f("), "    ");
        assert_eq!(after("a = '''\n  x"), "");
    }
}
