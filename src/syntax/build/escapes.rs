//! Backslash escapes in string and bytes literals, with CPython's complaints about bad ones.

use std::borrow::Cow;

use super::builder::{Fault, Refused};
use crate::source::Span;
use crate::text::surrogate;

/// The text of a string body.
pub(super) fn text(body: &str, raw: bool, span: Span) -> Result<Cow<'_, str>, Refused> {
    if raw || !body.contains('\\') {
        return Ok(Cow::Borrowed(body));
    }
    let mut decoder = Decoder { body, at: 0, span, out: String::with_capacity(body.len()) };
    decoder.run()?;
    Ok(Cow::Owned(decoder.out))
}

/// The literal text of an f-string: as [`text`], with `{{` and `}}` halved.
pub(super) fn fstring_text(body: &str, raw: bool, span: Span) -> Result<Cow<'_, str>, Refused> {
    if !body.contains(['{', '}']) {
        return text(body, raw, span);
    }
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = next_brace(rest, raw) {
        out += &text(&rest[..=at], raw, span)?;
        rest = &rest[(at + 2).min(rest.len())..];
    }
    out += &text(rest, raw, span)?;
    Ok(Cow::Owned(out))
}

/// The first doubled brace of `rest` (those of `\N{…}` are not doubled).
fn next_brace(rest: &str, raw: bool) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'}' => return Some(at),
            b'\\' if !raw && bytes[at + 1..].starts_with(b"N{") => {
                at += bytes[at..].iter().position(|&byte| byte == b'}').unwrap_or(1) + 1;
            }
            b'\\' if !matches!(bytes.get(at + 1), Some(b'{' | b'}')) => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// The value of a bytes body (ASCII only).
pub(super) fn bytes(body: &str, raw: bool, span: Span) -> Result<Vec<u8>, Refused> {
    if raw {
        return Ok(body.as_bytes().to_vec());
    }
    let bytes = body.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' || at + 1 == bytes.len() {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        let escape = bytes[at + 1];
        at += 2;
        match escape {
            b'\n' => {}
            b'x' => {
                let digits =
                    body.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
                if let Some(value) = digits.filter(|_| bytes[at].is_ascii_hexdigit()) {
                    out.push(value)
                } else {
                    let message =
                        format!("(value error) invalid \\x escape at position {}", at - 2);
                    return Err(Fault::definite(message, span));
                }
                at += 2;
            }
            b'0'..=b'7' => {
                let (value, length) = octal(&bytes[at - 1..]);
                out.push(value as u8);
                at += length - 1;
            }
            other => match simple(other) {
                Some(value) => out.push(value),
                None => out.extend([b'\\', other]),
            },
        }
    }
    Ok(out)
}

/// What CPython warns of in a string body, or a bytes body: its first escape that means nothing.
pub(super) fn doubtful(body: &str, bytes: bool) -> Option<String> {
    let mut at = 0;
    while let Some(found) = body[at..].find('\\') {
        at += found + 1;
        let letter = body[at..].chars().next()?;
        let known = match letter {
            '\n' | '\r' | 'x' | '0'..='3' => true,
            'N' | 'u' | 'U' => !bytes,
            '4'..='7' => {
                let (value, length) = octal(&body.as_bytes()[at..]);
                if value > 0o377 {
                    let digits = &body[at..at + length];
                    return Some(format!("invalid octal escape sequence '\\{digits}'"));
                }
                true
            }
            _ => u8::try_from(letter).ok().and_then(simple).is_some(),
        };
        if !known {
            return Some(format!("invalid escape sequence '\\{letter}'"));
        }
        at += letter.len_utf8();
    }
    None
}

/// What `\` and this letter stand for, where it is one character.
fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b't' => b'\t',
        b'n' => b'\n',
        b'v' => 11,
        b'f' => 12,
        b'r' => b'\r',
        _ => return None,
    })
}

/// Up to three octal digits at the head of `bytes`: their value and how many there are.
fn octal(bytes: &[u8]) -> (u32, usize) {
    let digits = bytes.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte));
    digits.fold((0, 0), |(value, count), digit| (value * 8 + u32::from(digit - b'0'), count + 1))
}

struct Decoder<'a> {
    body: &'a str,
    at: usize,
    span: Span,
    out: String,
}

impl Decoder<'_> {
    fn run(&mut self) -> Result<(), Refused> {
        while let Some(found) = self.body[self.at..].find('\\') {
            self.out.push_str(&self.body[self.at..self.at + found]);
            self.at += found;
            self.escape()?;
        }
        self.out.push_str(&self.body[self.at..]);
        Ok(())
    }

    /// The escape at the cursor.
    fn escape(&mut self) -> Result<(), Refused> {
        let start = self.at;
        let Some(letter) = self.body[start + 1..].chars().next() else {
            self.out.push('\\');
            self.at += 1;
            return Ok(());
        };
        self.at += 1 + letter.len_utf8();
        match letter {
            '\n' => {}
            'x' => self.hex(start, 2, "truncated \\xXX escape")?,
            'u' => self.hex(start, 4, "truncated \\uXXXX escape")?,
            'U' => self.hex(start, 8, "truncated \\UXXXXXXXX escape")?,
            'N' => self.named(start)?,
            '0'..='7' => {
                let (value, length) = octal(&self.body.as_bytes()[start + 1..]);
                self.out.extend(char::from_u32(value));
                self.at = start + 1 + length;
            }
            _ => match u8::try_from(letter).ok().and_then(simple) {
                Some(value) => self.out.push(value as char),
                None => self.out.extend(['\\', letter]),
            },
        }
        Ok(())
    }

    fn fail(&self, start: usize, end: usize, why: &str) -> Refused {
        // CPython counts positions in the text with everything beyond ASCII as `\UXXXXXXXX`.
        let position = |at: usize| {
            self.body[..at].chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum::<usize>()
        };
        let (first, last) = (position(start), position(end).saturating_sub(1));
        let place = if first == last {
            format!("position {first}")
        } else {
            format!("position {first}-{last}")
        };
        let bytes = if first == last { "byte 0x5c" } else { "bytes" };
        let message =
            format!("(unicode error) 'unicodeescape' codec can't decode {bytes} in {place}: {why}");
        Fault::definite(message, self.span)
    }

    fn hex(&mut self, start: usize, count: usize, why: &str) -> Result<(), Refused> {
        let rest = &self.body.as_bytes()[self.at..];
        let digits = rest.iter().take(count).take_while(|byte| byte.is_ascii_hexdigit()).count();
        if digits < count {
            return Err(self.fail(start, self.at + digits, why));
        }
        let value = u32::from_str_radix(&self.body[self.at..self.at + count], 16).unwrap_or(0);
        self.at += count;
        match surrogate::character(value) {
            Some(c) => self.out.push(c),
            None => return Err(self.fail(start, self.at, "illegal Unicode character")),
        }
        Ok(())
    }

    fn named(&mut self, start: usize) -> Result<(), Refused> {
        let rest = &self.body[self.at..];
        let malformed = "malformed \\N character escape";
        let Some(inner) = rest.strip_prefix('{') else {
            return Err(self.fail(start, self.at, malformed));
        };
        let Some(close) = inner.find('}') else {
            return Err(self.fail(start, self.body.len(), malformed));
        };
        let name = &inner[..close];
        if name.is_empty() {
            return Err(self.fail(start, self.at + 1, malformed));
        }
        self.at += close + 2;
        match crate::text::character_names::character(name) {
            Some(c) => self.out.push(c),
            None => return Err(self.fail(start, self.at, "unknown Unicode character name")),
        }
        Ok(())
    }
}
