//! Keys that move over or delete line breaks in a block: each break and its mark count as one.
//!
//! The editor repeats a command as often as a number typed before it says, whatever count the
//! command was given here. So longer ways are said by where they end: at which letter.

use rustyline::{CharSearch, Cmd, KeyCode, KeyEvent, Modifiers, Movement};

use super::marks;

const STEP: usize = 4;

/// What a key does at byte `pos` of the editor's text, where its usual meaning would tear a line
/// break from its mark; `None` where the usual meaning is right.
pub fn of(key: KeyEvent, line: &str, pos: usize) -> Option<Cmd> {
    let (before, after) = line.split_at(pos);
    let start = line_start(before);
    let own = &before[start..];
    let at_start = own.is_empty() && start > 0;
    let at_end = after.starts_with('\n');
    match key {
        KeyEvent(KeyCode::Left, Modifiers::NONE)
        | KeyEvent(KeyCode::Char('B'), Modifiers::CTRL) => {
            at_start.then_some(Cmd::Move(to(CharSearch::Backward('\n'))))
        }
        KeyEvent(KeyCode::Right, Modifiers::NONE)
        | KeyEvent(KeyCode::Char('F'), Modifiers::CTRL) => at_end.then(|| right(after)),
        KeyEvent(KeyCode::Home, Modifiers::NONE)
        | KeyEvent(KeyCode::Char('A'), Modifiers::CTRL) => home(own, start),
        KeyEvent(KeyCode::Backspace, Modifiers::NONE)
        | KeyEvent(KeyCode::Char('H'), Modifiers::CTRL) => backspace(own, start),
        KeyEvent(KeyCode::Delete, Modifiers::NONE)
        | KeyEvent(KeyCode::Char('D' | 'K'), Modifiers::CTRL) => {
            at_end.then_some(Cmd::Kill(to(CharSearch::Forward(marks::LAST))))
        }
        KeyEvent(KeyCode::Char('U'), Modifiers::CTRL) => kill_line(own, start),
        KeyEvent(KeyCode::Char('W'), Modifiers::CTRL) => {
            let whole = !own.trim_end().contains(char::is_whitespace) || own.trim().is_empty();
            whole.then(|| kill_line(own, start)).flatten()
        }
        KeyEvent(KeyCode::Char('T'), Modifiers::CTRL) if own.chars().count() < 2 => Some(Cmd::Noop),
        _ => None,
    }
}

/// Where the line around the end of `before` begins, after its mark.
fn line_start(before: &str) -> usize {
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    start + if before[start..].starts_with(marks::STANDIN) { marks::STANDIN.len() } else { 0 }
}

fn to(letter: CharSearch) -> Movement {
    Movement::ViCharSearch(1, letter)
}

/// From the end of a line to the first letter of the next, which no letter of the mark can be.
fn right(after: &str) -> Cmd {
    let next = after.get(1 + marks::STANDIN.len()..).and_then(|rest| rest.chars().next());
    Cmd::Move(next.map_or(Movement::EndOfBuffer, |letter| to(CharSearch::Forward(letter))))
}

/// To the start of the line; `None` on the first one, where the editor knows the way.
fn home(own: &str, start: usize) -> Option<Cmd> {
    match (start, own) {
        (0, _) => None,
        (_, "") => Some(Cmd::Noop),
        _ => Some(Cmd::Move(to(CharSearch::BackwardAfter(marks::LAST)))),
    }
}

/// Takes what stands before the cursor in its line, or else joins the line to the one above.
fn kill_line(own: &str, start: usize) -> Option<Cmd> {
    match (start, own) {
        (0, _) => None,
        (_, "") => Some(Cmd::Kill(to(CharSearch::Backward('\n')))),
        _ => Some(Cmd::Kill(to(CharSearch::BackwardAfter(marks::LAST)))),
    }
}

/// Backspace joins lines, and in the indentation goes back by one step.
fn backspace(own: &str, start: usize) -> Option<Cmd> {
    if own.is_empty() {
        return kill_line(own, start);
    }
    let left = own.len().saturating_sub(1) / STEP * STEP;
    if !own.bytes().all(|b| b == b' ') || own.len() - left == 1 {
        return None;
    }
    let all = match start {
        0 => Movement::BeginningOfLine,
        _ => to(CharSearch::BackwardAfter(marks::LAST)),
    };
    Some(Cmd::Replace(all, Some(" ".repeat(left))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The command for a key at `|` in typed text.
    fn at(code: KeyCode, text: &str) -> Option<Cmd> {
        let pos = text.find('|').unwrap();
        let typed = text.replace('|', "");
        let key = KeyEvent(code, Modifiers::NONE);
        of(key, &marks::add(&typed), marks::offset_in_editor(&typed, pos))
    }

    #[test]
    fn a_line_break_and_its_mark_go_together() {
        let back = to(CharSearch::Backward('\n'));
        assert_eq!(at(KeyCode::Left, "a\n|b"), Some(Cmd::Move(back.clone())));
        assert_eq!(at(KeyCode::Backspace, "a\n|b"), Some(Cmd::Kill(back)));
        assert_eq!(at(KeyCode::Right, "a|\nb"), Some(Cmd::Move(to(CharSearch::Forward('b')))));
        assert_eq!(at(KeyCode::Right, "a|\n"), Some(Cmd::Move(Movement::EndOfBuffer)));
        assert_eq!(
            at(KeyCode::Delete, "a|\nb"),
            Some(Cmd::Kill(to(CharSearch::Forward(marks::LAST))))
        );
        assert_eq!(at(KeyCode::Left, "a\nb|"), None);
        assert_eq!(at(KeyCode::Backspace, "|a\nb"), None);
    }

    #[test]
    fn backspace_takes_a_step_of_the_indentation() {
        let replaced = |text| match at(KeyCode::Backspace, text) {
            Some(Cmd::Replace(_, Some(left))) => Some(left.len()),
            _ => None,
        };
        assert_eq!(replaced("if x:\n        |"), Some(4));
        assert_eq!(replaced("if x:\n      |"), Some(4));
        assert_eq!(replaced("if x:\n    |"), Some(0));
        assert_eq!(replaced("if x:\n     |"), None);
        assert_eq!(replaced("if x:\n    y|"), None);
    }
}
