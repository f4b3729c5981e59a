//! The `... ` before each further line of a block.
//!
//! The line editor knows no prompt for further lines. In its text each line break is therefore
//! followed by a stand-in: letters nobody types, as wide as the mark. The painter draws the mark in
//! their place, the keys step over them, and whatever leaves the editor is freed of them.

use std::borrow::Cow;

/// Four signs for private use, a column each.
pub const STANDIN: &str = "\u{EFF0}\u{EFF0}\u{EFF0}\u{EFF1}";
/// The last of them, found nowhere else.
pub const LAST: char = '\u{EFF1}';
const OTHERS: char = '\u{EFF0}';
/// What is drawn in its place.
pub const SHOWN: &str = "... ";

/// The text as the editor holds it.
pub fn add(text: &str) -> Cow<'_, str> {
    if text.contains('\n') {
        Cow::Owned(text.replace('\n', &format!("\n{STANDIN}")))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text as it was typed.
pub fn strip(text: &str) -> Cow<'_, str> {
    if text.contains([LAST, OTHERS]) {
        Cow::Owned(text.replace([LAST, OTHERS], ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Where `at`, an offset into the typed text, stands in the editor's text.
pub fn offset_in_editor(typed: &str, at: usize) -> usize {
    at + typed[..at].matches('\n').count() * STANDIN.len()
}

/// Where `at`, an offset into the editor's text, stands in the typed text.
pub fn offset_typed(text: &str, at: usize) -> usize {
    strip(&text[..at]).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_and_go() {
        let typed = "if x:\n    y\n";
        let held = add(typed).into_owned();
        assert_eq!(strip(&held), typed);
        let at = typed.find('y').unwrap();
        assert_eq!(&held[offset_in_editor(typed, at)..=offset_in_editor(typed, at)], "y");
        assert_eq!(offset_typed(&held, offset_in_editor(typed, at)), at);
    }

    #[test]
    fn the_stand_in_is_as_wide_as_the_mark_and_no_word() {
        assert_eq!(STANDIN.chars().count(), SHOWN.len());
        assert!(STANDIN.ends_with(LAST) && !STANDIN.chars().any(char::is_alphanumeric));
        assert_eq!(strip(&add("a\n\n漢 b")), "a\n\n漢 b");
    }
}
