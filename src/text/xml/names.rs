//! Which characters names are made of, and where a name ends.

use super::event::{Problem, Wrong};

const fn small(byte: u8, first: bool) -> bool {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => true,
        b'0'..=b'9' | b'.' | b'-' => !first,
        _ => false,
    }
}

fn wide(c: char, first: bool) -> bool {
    match c {
        '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}' => !first,
        _ => c.is_alphabetic() || !first && c.is_numeric(),
    }
}

/// The length of the letter of a name that stands at `at`; 0 where there is none. A colon is none.
fn letter(text: &str, at: usize, first: bool) -> usize {
    match text.as_bytes().get(at) {
        None => 0,
        Some(byte) if byte.is_ascii() => usize::from(small(*byte, first)),
        Some(_) => {
            let c = text[at..].chars().next();
            c.filter(|c| wide(*c, first)).map_or(0, char::len_utf8)
        }
    }
}

/// Whether a name may begin at `at`.
pub(super) fn starts(text: &str, at: usize) -> bool {
    letter(text, at, true) > 0
}

/// The end of the letters that stand at `at`.
pub(super) fn run(text: &str, mut at: usize) -> usize {
    loop {
        match letter(text, at, false) {
            0 => return at,
            length => at += length,
        }
    }
}

/// The end of a name that begins at `at` and has a prefix or none.
pub(super) fn end(text: &str, at: usize) -> Result<usize, Problem> {
    if !starts(text, at) {
        return Err(Problem { wrong: Wrong::Invalid, at });
    }
    let end = run(text, at);
    if text.as_bytes().get(end) != Some(&b':') {
        return Ok(end);
    }
    if end + 1 < text.len() && !starts(text, end + 1) {
        return Err(Problem { wrong: Wrong::Invalid, at: end + 1 });
    }
    let end = run(text, end + 1);
    if text.as_bytes().get(end) == Some(&b':') {
        return Err(Problem { wrong: Wrong::Invalid, at: end });
    }
    Ok(end)
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The end of the spaces that stand at `at`.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    let bytes = &text.as_bytes()[at..];
    at + bytes.iter().position(|byte| !is_space(*byte)).unwrap_or(bytes.len())
}
