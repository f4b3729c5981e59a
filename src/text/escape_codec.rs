//! The encodings `unicode_escape` and `raw_unicode_escape`: text as Python writes it in literals.

use super::surrogate;

/// Text with everything beyond ASCII escaped; with `raw` only what Latin-1 does not have.
#[must_use]
pub fn encode(text: &str, raw: bool) -> Vec<u8> {
    let mut out = String::new();
    let mut bytes = Vec::new();
    for letter in text.chars() {
        let code = surrogate::code_of(letter);
        out.clear();
        match letter {
            _ if raw && code < 0x100 => {
                bytes.push(code as u8);
                continue;
            }
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            ' '..='~' => out.push(letter),
            _ if code < 0x100 => out.push_str(&format!("\\x{code:02x}")),
            _ if code < 0x1_0000 => out.push_str(&format!("\\u{code:04x}")),
            _ => out.push_str(&format!("\\U{code:08x}")),
        }
        bytes.extend_from_slice(out.as_bytes());
    }
    bytes
}

/// A character, or none of them, and how many bytes it took.
pub type Piece = (Option<char>, usize);

/// What is wrong: the codec's name, how many bytes are at fault, and why.
pub type Wrong = (&'static str, usize, &'static str);

/// The first character of bytes that are not empty.
///
/// # Errors
/// What is wrong with the escape sequence there.
pub fn decode_first(rest: &[u8], raw: bool) -> Result<Piece, Wrong> {
    let name = if raw { "rawunicodeescape" } else { "unicodeescape" };
    let plain = |letter: char| Ok((Some(letter), 2));
    match rest {
        [b'\\', b'u', ..] => hex(rest, 4, name, "truncated \\uXXXX escape"),
        [b'\\', b'U', ..] => hex(rest, 8, name, "truncated \\UXXXXXXXX escape"),
        [b'\\', ..] if raw => Ok((Some('\\'), 1)),
        [b'\\', b'x', ..] => hex(rest, 2, name, "truncated \\xXX escape"),
        [b'\\', b'N', ..] => named(rest, name),
        [b'\\', b'\n', ..] => Ok((None, 2)),
        [b'\\', b'a', ..] => plain('\x07'),
        [b'\\', b'b', ..] => plain('\x08'),
        [b'\\', b'f', ..] => plain('\x0c'),
        [b'\\', b'n', ..] => plain('\n'),
        [b'\\', b'r', ..] => plain('\r'),
        [b'\\', b't', ..] => plain('\t'),
        [b'\\', b'v', ..] => plain('\x0b'),
        [b'\\', quoted @ (b'\\' | b'\'' | b'"'), ..] => plain(char::from(*quoted)),
        [b'\\', b'0'..=b'7', ..] => {
            let digits = rest[1..].iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
            let (code, count) = digits.fold((0u32, 0), |(code, count), byte| {
                (code * 8 + u32::from(byte - b'0'), count + 1)
            });
            Ok((char::from_u32(code), count + 1))
        }
        [b'\\'] => Err((name, 1, "\\ at end of string")),
        [byte, ..] => Ok((Some(char::from(*byte)), 1)),
        [] => Ok((None, 1)),
    }
}

fn hex(
    rest: &[u8],
    digits: usize,
    name: &'static str,
    reason: &'static str,
) -> Result<Piece, Wrong> {
    let found = rest[2..].iter().take(digits).take_while(|byte| byte.is_ascii_hexdigit()).count();
    if found < digits {
        return Err((name, found + 2, reason));
    }
    let text = String::from_utf8_lossy(&rest[2..2 + digits]);
    let code = u32::from_str_radix(&text, 16).unwrap_or(u32::MAX);
    match surrogate::character(code) {
        Some(letter) => Ok((Some(letter), digits + 2)),
        None => Err((name, digits + 2, "illegal Unicode character")),
    }
}

fn named(rest: &[u8], name: &'static str) -> Result<Piece, Wrong> {
    let malformed = "malformed \\N character escape";
    let Some(b'{') = rest.get(2) else { return Err((name, 2, malformed)) };
    let Some(end) = rest.iter().position(|byte| *byte == b'}') else {
        return Err((name, rest.len(), malformed));
    };
    match super::character_names::character(&String::from_utf8_lossy(&rest[3..end])) {
        Some(letter) => Ok((Some(letter), end + 1)),
        None => Err((name, end + 1, "unknown Unicode character name")),
    }
}
