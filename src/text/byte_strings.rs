//! Splitting, stripping and searching bytes with Python's rules.

use super::strings::{Ends, find_byte};

/// `bytes.splitlines`: only `\n`, `\r` and `\r\n` end a line.
#[must_use]
pub fn splitlines(bytes: &[u8], keep_ends: bool) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            lines.push(rest);
            break;
        };
        let length = if rest[end..].starts_with(b"\r\n") { 2 } else { 1 };
        lines.push(&rest[..if keep_ends { end + length } else { end }]);
        rest = &rest[end + length..];
    }
    lines
}

/// `bytes.strip` and its kin; give ASCII whitespace as `set` for the default.
#[must_use]
pub fn strip(bytes: &[u8], goes: impl Fn(u8) -> bool, ends: Ends) -> &[u8] {
    let mut out = bytes;
    while let [first, rest @ ..] = out {
        if ends == Ends::Right || !goes(*first) {
            break;
        }
        out = rest;
    }
    while let [rest @ .., last] = out {
        if ends == Ends::Left || !goes(*last) {
            break;
        }
        out = rest;
    }
    out
}

/// `bytes.split(None, most)`.
#[must_use]
pub fn split_whitespace(bytes: &[u8], most: Option<usize>, space: fn(u8) -> bool) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = strip(bytes, space, Ends::Left);
    while !rest.is_empty() {
        if most == Some(parts.len()) {
            parts.push(rest);
            break;
        }
        let end = rest.iter().position(|&byte| space(byte)).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = strip(&rest[end..], space, Ends::Left);
    }
    parts
}

/// `bytes.rsplit(None, most)`.
#[must_use]
pub fn rsplit_whitespace(bytes: &[u8], most: Option<usize>, space: fn(u8) -> bool) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = strip(bytes, space, Ends::Right);
    while !rest.is_empty() {
        if most == Some(parts.len()) {
            parts.push(rest);
            break;
        }
        let start = rest.iter().rposition(|&byte| space(byte)).map_or(0, |at| at + 1);
        parts.push(&rest[start..]);
        rest = strip(&rest[..start], space, Ends::Right);
    }
    parts.reverse();
    parts
}

/// The offset of the first `needle` in `bytes` at or after `from`.
#[must_use]
pub fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    match needle {
        [] => return Some(from),
        [byte] => return find_byte(rest, *byte).map(|at| from + at),
        _ => {}
    }
    let mut at = 0;
    let mut compared = 0;
    while let Some(next) = find_byte(rest.get(at..)?, needle[0]) {
        at += next;
        let same = rest[at..].iter().zip(needle).take_while(|(a, b)| a == b).count();
        if same == needle.len() {
            return Some(from + at);
        }
        compared += same;
        if compared > 16 * (at + 16) {
            // Much is compared in vain: from here on, no byte is looked at twice.
            return find_steadily(&rest[at..], needle).map(|found| from + at + found);
        }
        at += 1;
    }
    None
}

/// Where `needle` first stands, in steps as many as both have bytes (Knuth, Morris and Pratt).
fn find_steadily(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    // How much of the needle's beginning still matches after a mismatch behind each byte.
    let mut kept = vec![0; needle.len()];
    let mut matched = 0;
    for at in 1..needle.len() {
        while matched > 0 && needle[at] != needle[matched] {
            matched = kept[matched - 1];
        }
        matched += usize::from(needle[at] == needle[matched]);
        kept[at] = matched;
    }
    matched = 0;
    for (at, byte) in bytes.iter().enumerate() {
        while matched > 0 && *byte != needle[matched] {
            matched = kept[matched - 1];
        }
        matched += usize::from(*byte == needle[matched]);
        if matched == needle.len() {
            return Some(at + 1 - matched);
        }
    }
    None
}

/// The offset of the last `needle` in `bytes`.
#[must_use]
pub fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(needle.len())?;
    (0..=last).rev().find(|&at| bytes[at..].starts_with(needle))
}

/// `bytes.split(separator, most)`; the separator must not be empty.
#[must_use]
pub fn split<'a>(bytes: &'a [u8], separator: &[u8], most: Option<usize>) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut start = 0;
    while most != Some(parts.len()) {
        let Some(at) = find(bytes, separator, start) else { break };
        parts.push(&bytes[start..at]);
        start = at + separator.len();
    }
    parts.push(&bytes[start..]);
    parts
}

/// `bytes.rsplit(separator, most)`.
#[must_use]
pub fn rsplit<'a>(bytes: &'a [u8], separator: &[u8], most: Option<usize>) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while most != Some(parts.len()) {
        let Some(at) = rfind(rest, separator) else { break };
        parts.push(&rest[at + separator.len()..]);
        rest = &rest[..at];
    }
    parts.push(rest);
    parts.reverse();
    parts
}

/// How often `needle` stands in `bytes` without overlap; the empty needle once around each byte.
#[must_use]
pub fn count(bytes: &[u8], needle: &[u8]) -> usize {
    if needle.is_empty() {
        return bytes.len() + 1;
    }
    let mut found = 0;
    let mut start = 0;
    while let Some(at) = find(bytes, needle, start) {
        found += 1;
        start = at + needle.len();
    }
    found
}

/// `bytes.replace(old, new, most)`.
#[must_use]
pub fn replace(bytes: &[u8], old: &[u8], new: &[u8], most: Option<usize>) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut done = 0;
    let mut start = 0;
    if old.is_empty() {
        for &byte in bytes {
            if most.is_none_or(|most| done < most) {
                out.extend_from_slice(new);
                done += 1;
            }
            out.push(byte);
        }
        if most.is_none_or(|most| done < most) {
            out.extend_from_slice(new);
        }
        return out;
    }
    while most.is_none_or(|most| done < most) {
        let Some(at) = find(bytes, old, start) else { break };
        out.extend_from_slice(&bytes[start..at]);
        out.extend_from_slice(new);
        start = at + old.len();
        done += 1;
    }
    out.extend_from_slice(&bytes[start..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_fewer_letters_than_in_text() {
        assert_eq!(splitlines(b"a\x0bb\rc", false), [&b"a\x0bb"[..], b"c"]);
    }

    #[test]
    fn needles_that_nearly_match_everywhere() {
        let (hay, wanted) = ([&[b'a'; 5000][..], b"b", &[b'a'; 5000]].concat(), [b'a'; 4000]);
        let needle = [&wanted[..], b"b", &wanted].concat();
        assert_eq!(find(&hay, &needle, 0), Some(1000));
        assert_eq!(find(&hay, &[&needle[..], b"c"].concat(), 0), None);
        assert_eq!(find(&hay, &wanted, 4000), Some(5001));
    }

    #[test]
    fn empty_parts_and_empty_needles() {
        assert_eq!(rsplit(b"a,,b", b",", None), [&b"a"[..], b"", b"b"]);
        assert_eq!(count(b"abc", b""), 4);
        assert_eq!(replace(b"ab", b"", b"-", None), b"-a-b-");
    }
}
