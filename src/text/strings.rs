//! Splitting, stripping, searching and padding text with Python's rules.

use super::unicode::{is_line_break, is_space};
use std::iter::repeat_n;

/// `str.splitlines`: the lines, with their ends if `keep_ends`.
pub fn lines(text: &str, keep_ends: bool) -> impl Iterator<Item = &str> + Clone {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (end, length) = line_end(rest).unwrap_or((rest.len(), 0));
        let line = &rest[..if keep_ends { end + length } else { end }];
        rest = &rest[end + length..];
        Some(line)
    })
}

/// Where the first line ends, and how many bytes its end has.
fn line_end(text: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    loop {
        // Characters that begin with another byte end no line.
        let first = |byte: &u8| matches!(byte, 0x0a..=0x0d | 0x1c..=0x1e | 0xc2 | 0xe2);
        let at = start + text.as_bytes()[start..].iter().position(first)?;
        let letter = text[at..].chars().next()?;
        if letter == '\r' && text[at + 1..].starts_with('\n') {
            return Some((at, 2));
        }
        if is_line_break(letter) {
            return Some((at, letter.len_utf8()));
        }
        start = at + letter.len_utf8();
    }
}

/// Which ends `strip`, `lstrip` and `rstrip` work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    Both,
    Left,
    Right,
}

/// `text.strip()` and its kin: without `chars`, whitespace goes; with it, any of its characters.
#[must_use]
pub fn strip<'a>(text: &'a str, chars: Option<&str>, ends: Ends) -> &'a str {
    match chars {
        None if text.is_ascii() => {
            let bytes = text.as_bytes();
            let blank = |byte: &&u8| is_ascii_space(**byte);
            let start =
                if ends == Ends::Right { 0 } else { bytes.iter().take_while(blank).count() };
            let rest = bytes[start..].iter().rev();
            let end = if ends == Ends::Left { 0 } else { rest.take_while(blank).count() };
            &text[start..text.len() - end]
        }
        None => strip_where(text, is_space, ends),
        Some(chars) => strip_where(text, |c| chars.contains(c), ends),
    }
}

fn strip_where(text: &str, goes: impl Fn(char) -> bool, ends: Ends) -> &str {
    match ends {
        Ends::Both => text.trim_matches(goes),
        Ends::Left => text.trim_start_matches(goes),
        Ends::Right => text.trim_end_matches(goes),
    }
}

/// `text.split(None, most)`: words between whitespace; at most `most` cuts, the rest with its end kept whole.
#[must_use]
pub fn split_whitespace(text: &str, most: Option<usize>) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        if most == Some(parts.len()) {
            parts.push(rest);
            break;
        }
        let end = rest.find(is_space).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(is_space);
    }
    parts
}

/// `text.split()` of an ASCII text.
pub fn ascii_words(text: &str) -> impl Iterator<Item = &str> {
    let mut bytes = text.bytes().enumerate();
    std::iter::from_fn(move || {
        let (start, _) = bytes.find(|(_, byte)| !is_ascii_space(*byte))?;
        let end = bytes.find(|(_, byte)| is_ascii_space(*byte));
        Some(&text[start..end.map_or(text.len(), |(end, _)| end)])
    })
}

/// [`is_space`] for an ASCII character.
fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | 0x1c..=0x1f | b' ')
}

/// `text.rsplit(None, most)`: as [`split_whitespace`], the cuts made from the right.
#[must_use]
pub fn rsplit_whitespace(text: &str, most: Option<usize>) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim_end_matches(is_space);
    while !rest.is_empty() {
        if most == Some(parts.len()) {
            parts.push(rest);
            break;
        }
        let word = rest.rfind(is_space).map_or(rest, |at| {
            let width = rest[at..].chars().next().map_or(0, char::len_utf8);
            &rest[at + width..]
        });
        parts.push(word);
        rest = rest[..rest.len() - word.len()].trim_end_matches(is_space);
    }
    parts.reverse();
    parts
}

/// `text.split(separator, most)`; the separator must not be empty (`ValueError("empty separator")`).
#[must_use]
pub fn split<'a>(text: &'a str, separator: &str, most: Option<usize>) -> Vec<&'a str> {
    match (most, single(separator)) {
        (most, Some(letter)) => split_at_byte(text, letter, most.unwrap_or(usize::MAX)).collect(),
        (None, None) => text.split(separator).collect(),
        (Some(most), _) => text.splitn(most.saturating_add(1), separator).collect(),
    }
}

/// Needles up to this length are found by their first byte, without preparation.
const SHORT: usize = 8;

/// The offset of the first `needle` in `text`.
#[must_use]
pub fn find(text: &str, needle: &str) -> Option<usize> {
    let (bytes, wanted) = (text.as_bytes(), needle.as_bytes());
    match wanted.first() {
        Some(first) if wanted.len() == 1 => find_byte(bytes, *first),
        Some(first) if first.is_ascii() && wanted.len() <= SHORT => {
            let mut start = 0;
            loop {
                let at = start + find_byte(&bytes[start..], *first)?;
                if bytes[at..].starts_with(wanted) {
                    return Some(at);
                }
                start = at + 1;
            }
        }
        _ => text.find(needle),
    }
}

/// Where `byte` first stands in `bytes`; they are looked at eight at a time.
#[must_use]
#[inline]
pub fn find_byte(bytes: &[u8], byte: u8) -> Option<usize> {
    const LOWEST: u64 = u64::from_le_bytes([1; 8]);
    const HIGHEST: u64 = u64::from_le_bytes([0x80; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        // A byte that is wanted becomes 0, and the lowest byte that is 0 borrows.
        let zeros = u64::from_le_bytes(*word) ^ (LOWEST * u64::from(byte));
        let found = zeros.wrapping_sub(LOWEST) & !zeros & HIGHEST;
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|other| *other == byte).map(|at| words.len() * 8 + at)
}

/// Whether two texts are equal. Short ones, as most keys are, are compared without a call: by their
/// beginnings and their ends, which may overlap.
#[must_use]
#[inline]
pub fn equal(left: &str, right: &str) -> bool {
    fn both<const N: usize>(left: &[u8], right: &[u8]) -> bool {
        left.first_chunk::<N>() == right.first_chunk::<N>()
            && left.last_chunk::<N>() == right.last_chunk::<N>()
    }
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let len = left.len();
    len == right.len()
        && match len {
            17.. => left == right,
            8.. => both::<8>(left, right),
            4.. => both::<4>(left, right),
            2.. => both::<2>(left, right),
            _ => left.first() == right.first(),
        }
}

/// How often `byte` stands in `bytes`.
#[must_use]
#[inline]
pub fn count_byte(bytes: &[u8], byte: u8) -> usize {
    bytes.iter().filter(|other| **other == byte).count()
}

/// The parts of a text between the first `most` places where an ASCII character stands.
pub fn split_at_byte(text: &str, byte: u8, most: usize) -> impl Iterator<Item = &str> {
    let (mut rest, mut left) = (Some(text), most);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = if left > 0 { find_byte(text.as_bytes(), byte) } else { None };
        left = left.saturating_sub(1);
        rest = end.map(|end| &text[end + 1..]);
        Some(end.map_or(text, |end| &text[..end]))
    })
}

/// The only character of a text, if it is ASCII: searching for it takes no preparation.
fn single(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [byte] => Some(*byte),
        _ => None,
    }
}

/// `text.rsplit(separator, most)`.
#[must_use]
pub fn rsplit<'a>(text: &'a str, separator: &str, most: Option<usize>) -> Vec<&'a str> {
    let mut parts: Vec<_> = match most {
        Some(most) => text.rsplitn(most.saturating_add(1), separator).collect(),
        None => text.rsplit(separator).collect(),
    };
    parts.reverse();
    parts
}

/// How often `needle` stands in `text` without overlap; the empty needle once around each character.
#[must_use]
pub fn count(text: &str, needle: &str) -> usize {
    match (needle.is_empty(), single(needle)) {
        (true, _) => text.chars().count() + 1,
        (_, Some(letter)) => count_byte(text.as_bytes(), letter),
        _ => text.matches(needle).count(),
    }
}

/// Appends `text.replace(old, new, most)`.
pub fn replace(out: &mut String, text: &str, old: &str, new: &str, most: Option<usize>) {
    if let ([old @ 0..=0x7f], &[new @ 0..=0x7f], None) = (old.as_bytes(), new.as_bytes(), most) {
        let replaced = text.bytes().map(|byte| if byte == *old { new } else { byte }).collect();
        // No part of a longer character is ASCII.
        return out.push_str(&String::from_utf8(replaced).unwrap_or_default());
    }
    match (most, single(old)) {
        (most, Some(letter)) => {
            for (at, part) in split_at_byte(text, letter, most.unwrap_or(usize::MAX)).enumerate() {
                out.push_str(if at > 0 { new } else { "" });
                out.push_str(part);
            }
        }
        (None, None) => {
            let mut done = 0;
            for (at, found) in text.match_indices(old) {
                out.push_str(&text[done..at]);
                out.push_str(new);
                done = at + found.len();
            }
            out.push_str(&text[done..]);
        }
        (Some(most), None) => out.push_str(&text.replacen(old, new, most)),
    }
}

/// `text.expandtabs(size)`: a column starts anew after `\n` and `\r`; a size below 1 takes tabs out.
#[must_use]
pub fn expandtabs(text: &str, size: i64) -> String {
    let size = usize::try_from(size).unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' if size == 0 => {}
            '\t' => {
                let missing = size - column % size;
                out.extend(repeat_n(' ', missing));
                column += missing;
            }
            _ => {
                out.push(c);
                column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
            }
        }
    }
    out
}

/// Appends `text` with so many `missing` zeros behind its sign: `zfill`.
pub fn push_zfill(out: &mut String, text: &str, missing: usize) {
    let signed = text.starts_with(['+', '-']);
    let (sign, digits) = text.split_at(usize::from(signed));
    out.reserve(text.len() + missing);
    out.push_str(sign);
    push_times(out, "0", missing);
    out.push_str(digits);
}

/// Appends a character `times` over.
pub fn push_times(out: &mut String, letter: &str, times: usize) {
    const MANY: &str = "                                ";
    if letter != " " {
        return out.extend(repeat_n(letter, times));
    }
    for _ in 0..times / MANY.len() {
        out.push_str(MANY);
    }
    out.push_str(&MANY[..times % MANY.len()]);
}

/// Where the padding of `center(width)` goes, left and right, for `length` characters: an odd one goes left if the
/// width is odd too.
#[must_use]
pub fn center_padding(length: usize, width: usize) -> (usize, usize) {
    let missing = width.saturating_sub(length);
    let left = missing / 2 + (missing & width & 1);
    (left, missing - left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_differ_in_each_place() {
        for len in 0..20 {
            let text = "a".repeat(len);
            assert!(equal(&text, &text.clone()) && !equal(&text, &"a".repeat(len + 1)));
            for at in 0..len {
                let mut other = text.clone().into_bytes();
                other[at] = b'b';
                let other = String::from_utf8(other).expect("ASCII");
                assert!(!equal(&text, &other) && !equal(&other, &text), "{len} letters, at {at}");
            }
        }
    }

    #[test]
    fn lines_of_text() {
        let all = |text, keep| lines(text, keep).collect::<Vec<_>>();
        assert_eq!(all("a\r\nb\x1cc\n\n", false), ["a", "b", "c", ""]);
        assert_eq!(all("a\r\nb", true), ["a\r\n", "b"]);
        assert_eq!(all("â\u{85}€\u{2028}", false), ["â", "€"]);
    }

    #[test]
    fn words() {
        assert_eq!(split_whitespace("  a b  c ", Some(1)), ["a", "b  c "]);
        assert_eq!(rsplit_whitespace("  a b  c ", Some(1)), ["  a b", "c"]);
        assert_eq!(rsplit("a,b,c", ",", Some(1)), ["a,b", "c"]);
    }

    #[test]
    fn counting_and_replacing_nothing() {
        assert_eq!(count("abc", ""), 4);
        let mut out = String::new();
        replace(&mut out, "ab", "", "-", Some(2));
        assert_eq!(out, "-a-b");
    }

    #[test]
    fn columns() {
        assert_eq!(expandtabs("a\tbc\n\td", 4), "a   bc\n    d");
        let mut out = String::new();
        push_zfill(&mut out, "-5", 2);
        assert_eq!(out, "-005");
        assert_eq!(center_padding(2, 5), (2, 1));
        assert_eq!(center_padding(1, 4), (1, 2));
    }
}
