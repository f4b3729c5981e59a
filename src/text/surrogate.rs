//! Lone surrogates: a Python `str` may hold them, a Rust string may not. They are kept as private
//! code points that nothing else uses, U+10F000 for U+D800 and so on.

use std::borrow::Cow;

use super::str_repr::push_escape;

/// The code points of surrogates.
const SURROGATES: std::ops::RangeInclusive<u32> = 0xD800..=0xDFFF;
/// What stands for U+D800.
const FIRST: u32 = 0x10_F000;

/// The character for a code point: itself, or what stands for a lone surrogate. `None` beyond
/// U+10FFFF.
#[must_use]
pub fn character(code: u32) -> Option<char> {
    let code = if SURROGATES.contains(&code) { FIRST + (code - SURROGATES.start()) } else { code };
    char::from_u32(code)
}

/// The code point that a character is or stands for.
#[must_use]
pub fn code_of(letter: char) -> u32 {
    let code = u32::from(letter);
    match code.checked_sub(FIRST) {
        Some(at) if at <= SURROGATES.end() - SURROGATES.start() => SURROGATES.start() + at,
        _ => code,
    }
}

/// Whether `letter` stands for a lone surrogate.
#[must_use]
pub fn is_lone(letter: char) -> bool {
    SURROGATES.contains(&code_of(letter))
}

/// Whether `text` holds a lone surrogate.
#[must_use]
pub fn any_lone(text: &str) -> bool {
    // Their UTF-8 form begins with 0xF4, which hardly any other text has.
    text.as_bytes().contains(&0xF4) && text.chars().any(is_lone)
}

/// Where the first run of lone surrogates starts and ends, in characters.
#[must_use]
pub fn first_run(text: &str) -> Option<(usize, usize)> {
    let start = text.chars().position(is_lone)?;
    let length = text.chars().skip(start).take_while(|letter| is_lone(*letter)).count();
    Some((start, start + length))
}

/// The byte that `surrogateescape` has hidden in a lone surrogate.
#[must_use]
pub fn hidden_byte(letter: char) -> Option<u8> {
    let code = code_of(letter);
    (0xDC80..=0xDCFF).contains(&code).then_some((code & 0xFF) as u8)
}

/// The lone surrogate that hides an undecodable byte; ASCII bytes are never hidden.
#[must_use]
pub fn hiding(byte: u8) -> Option<char> {
    if byte < 0x80 { None } else { character(0xDC00 + u32::from(byte)) }
}

/// The text as standard error shows it: lone surrogates as escapes.
#[must_use]
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !any_lone(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_lone(letter) {
            push_escape(&mut shown, letter);
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_come_back() {
        for code in [0xD800, 0xDBFF, 0xDC80, 0xDFFF, 0x41, 0x10_FFFF, 0xE000] {
            assert_eq!(character(code).map(code_of), Some(code));
        }
        assert_eq!(character(0x11_0000), None);
        assert_eq!(hiding(0xFF).and_then(hidden_byte), Some(0xFF));
        let text: String = ['a', '😀'].into_iter().chain(character(0xD800)).collect();
        assert_eq!((any_lone(&text), first_run(&text)), (true, Some((2, 3))));
    }
}
