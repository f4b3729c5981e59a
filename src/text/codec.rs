//! `str.encode` and `bytes.decode`: UTF-8, UTF-16, UTF-32, ASCII and Latin-1 with CPython's error handlers.

use super::charmap;
use super::escape_codec;
use super::str_repr::push_escape;
use super::surrogate;

/// A text encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// UTF-8 with a byte order mark in front.
    Utf8Sig,
    Ascii,
    Latin1,
    /// One byte per character, by a table: the number of its page.
    Charmap(usize),
    /// Two-byte units; `None`: a byte order mark is written, and obeyed when reading.
    Utf16(Option<Endian>),
    /// Four-byte units; as [`Encoding::Utf16`].
    Utf32(Option<Endian>),
    /// As in a literal; `true`: only what Latin-1 does not have is escaped.
    Escaped(bool),
}

/// The order of bytes in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endian {
    Little,
    Big,
}

/// What goes wrong; each says which exception the caller raises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// `LookupError` with this message.
    Lookup(String),
    /// `TypeError` with this message.
    Type(String),
    /// `UnicodeDecodeError(encoding, bytes, start, end, reason)`, positions in bytes.
    Decode(Fault),
    /// `UnicodeEncodeError(encoding, text, start, end, reason)`, positions in characters.
    Encode(Fault),
}

/// Where and why text could not be encoded or decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub encoding: &'static str,
    pub start: usize,
    pub end: usize,
    pub reason: &'static str,
}

/// Finds an encoding by any of its names, for what `codecs` calls `action`.
pub fn lookup(name: &str, action: &str) -> Result<Encoding, CodecError> {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            plain.push(c.to_ascii_lowercase());
        } else if !plain.ends_with('_') {
            plain.push('_');
        }
    }
    use Encoding::{Ascii, Charmap, Escaped, Latin1, Utf8, Utf8Sig, Utf16, Utf32};
    Ok(match plain.trim_matches('_') {
        "utf_8" | "u8" | "utf" | "utf8" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Utf8,
        "utf_8_sig" | "utf8_sig" => Utf8Sig,
        "ascii" | "646" | "ansi_x3.4_1968" | "ansi_x3.4_1986" | "cp367" | "csascii" | "ibm367"
        | "iso646_us" | "iso_646.irv_1991" | "iso_ir_6" | "us" | "us_ascii" => Ascii,
        "latin_1" | "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso8859" | "iso8859_1"
        | "iso_8859_1" | "iso_8859_1_1987" | "iso_ir_100" | "l1" | "latin" | "latin1" => Latin1,
        "utf_16" | "u16" | "utf16" => Utf16(None),
        "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Utf16(Some(Endian::Little)),
        "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Utf16(Some(Endian::Big)),
        "utf_32" | "u32" | "utf32" => Utf32(None),
        "utf_32_le" | "utf_32le" => Utf32(Some(Endian::Little)),
        "utf_32_be" | "utf_32be" => Utf32(Some(Endian::Big)),
        "unicode_escape" | "unicodeescape" => Escaped(false),
        "raw_unicode_escape" | "rawunicodeescape" => Escaped(true),
        "base64" | "base64_codec" | "base_64" | "bz2" | "bz2_codec" | "hex" | "hex_codec"
        | "quopri" | "quopri_codec" | "quoted_printable" | "rot13" | "rot_13" | "uu"
        | "uu_codec" | "zip" | "zlib" | "zlib_codec" => {
            return Err(CodecError::Lookup(format!(
                "'{name}' is not a text encoding; use codecs.{action}() to handle arbitrary codecs"
            )));
        }
        other => match charmap::page(other) {
            Some(page) => Charmap(page),
            None => return Err(CodecError::Lookup(format!("unknown encoding: {name}"))),
        },
    })
}

/// `text.encode(encoding, errors)`.
pub fn encode(text: &str, encoding: Encoding, errors: &str) -> Result<Vec<u8>, CodecError> {
    match encoding {
        Encoding::Ascii => encode_narrow(text, &ASCII, errors),
        Encoding::Latin1 => encode_narrow(text, &LATIN1, errors),
        Encoding::Charmap(page) => {
            let byte = |letter| charmap::byte(page, letter);
            encode_narrow(text, &Narrow { name: "charmap", reason: UNDEFINED, byte }, errors)
        }
        Encoding::Escaped(raw) => Ok(escape_codec::encode(text, raw)),
        _ if surrogate::any_lone(text) => encode_runs(text, encoding, errors),
        _ => Ok(encode_whole(text, encoding, true)),
    }
}

/// Text without lone surrogates in one of the encodings that know all of Unicode.
fn encode_whole(text: &str, encoding: Encoding, first: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let endian = |endian: Option<Endian>| endian.unwrap_or(Endian::Little);
    match encoding {
        Encoding::Utf8Sig if first => out.extend_from_slice(format!("\u{feff}{text}").as_bytes()),
        Encoding::Utf16(order) => {
            let mark = (order.is_none() && first).then_some(0xfeff);
            for unit in mark.into_iter().chain(text.encode_utf16()) {
                match endian(order) {
                    Endian::Little => out.extend(unit.to_le_bytes()),
                    Endian::Big => out.extend(unit.to_be_bytes()),
                }
            }
        }
        Encoding::Utf32(order) => {
            let mark = (order.is_none() && first).then_some('\u{feff}');
            for unit in mark.into_iter().chain(text.chars()).map(u32::from) {
                match endian(order) {
                    Endian::Little => out.extend(unit.to_le_bytes()),
                    Endian::Big => out.extend(unit.to_be_bytes()),
                }
            }
        }
        _ => out.extend_from_slice(text.as_bytes()),
    }
    out
}

/// Text with lone surrogates: each run of them is one fault.
fn encode_runs(text: &str, encoding: Encoding, errors: &str) -> Result<Vec<u8>, CodecError> {
    let (mut rest, mut passed, mut out) = (text, 0, encode_whole("", encoding, true));
    let is_bytewise = matches!(encoding, Encoding::Utf8 | Encoding::Utf8Sig);
    while let Some((start, end)) = surrogate::first_run(rest) {
        let end = if is_bytewise { end } else { start + 1 };
        let at = |count: usize| rest.char_indices().nth(count).map_or(rest.len(), |(at, _)| at);
        let (from, to) = (at(start), at(end));
        out.extend(encode_whole(&rest[..from], encoding, false));
        let (start, end) = (passed + start, passed + end);
        let fault =
            Fault { encoding: name_of(encoding), start, end, reason: "surrogates not allowed" };
        for letter in rest[from..to].chars() {
            match (errors, surrogate::hidden_byte(letter)) {
                ("surrogatepass", _) => out.extend(encode_lone(letter, encoding)),
                ("surrogateescape", Some(byte)) if is_bytewise => out.push(byte),
                _ => {
                    let mut one = String::new();
                    replace_unencodable(&mut one, letter, &fault, errors)?;
                    out.extend(encode_whole(&one, encoding, false));
                }
            }
        }
        (passed, rest) = (end, &rest[to..]);
    }
    out.extend(encode_whole(rest, encoding, false));
    Ok(out)
}

/// A lone surrogate as `surrogatepass` writes it.
fn encode_lone(letter: char, encoding: Encoding) -> Vec<u8> {
    let code = surrogate::code_of(letter);
    match encoding {
        Encoding::Utf16(Some(Endian::Big)) => (code as u16).to_be_bytes().to_vec(),
        Encoding::Utf16(_) => (code as u16).to_le_bytes().to_vec(),
        Encoding::Utf32(Some(Endian::Big)) => code.to_be_bytes().to_vec(),
        Encoding::Utf32(_) => code.to_le_bytes().to_vec(),
        _ => vec![0xED, 0x80 | (code >> 6 & 0x3F) as u8, 0x80 | (code & 0x3F) as u8],
    }
}

fn name_of(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf16(None) => "utf-16",
        Encoding::Utf16(Some(Endian::Little)) => "utf-16-le",
        Encoding::Utf16(Some(Endian::Big)) => "utf-16-be",
        Encoding::Utf32(None) => "utf-32",
        Encoding::Utf32(Some(Endian::Little)) => "utf-32-le",
        Encoding::Utf32(Some(Endian::Big)) => "utf-32-be",
        _ => "utf-8",
    }
}

/// An encoding of one byte per character.
struct Narrow<F> {
    name: &'static str,
    reason: &'static str,
    byte: F,
}

/// What a table says of what it does not have.
const UNDEFINED: &str = "character maps to <undefined>";

const ASCII: Narrow<fn(char) -> Option<u8>> = Narrow {
    name: "ascii",
    reason: "ordinal not in range(128)",
    byte: |letter| letter.is_ascii().then_some(letter as u8),
};
const LATIN1: Narrow<fn(char) -> Option<u8>> = Narrow {
    name: "latin-1",
    reason: "ordinal not in range(256)",
    byte: |letter| u8::try_from(u32::from(letter)).ok(),
};

fn encode_narrow<F: Fn(char) -> Option<u8>>(
    text: &str,
    narrow: &Narrow<F>,
    errors: &str,
) -> Result<Vec<u8>, CodecError> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = text.chars().enumerate().peekable();
    while let Some((start, c)) = chars.next() {
        if let Some(byte) = (narrow.byte)(c) {
            out.push(byte);
            continue;
        }
        // A run of characters that do not fit is one fault.
        let mut run = String::from(c);
        while let Some((_, c)) = chars.next_if(|&(_, c)| (narrow.byte)(c).is_none()) {
            run.push(c);
        }
        let end = start + run.chars().count();
        let fault = Fault { encoding: narrow.name, start, end, reason: narrow.reason };
        for letter in run.chars() {
            match surrogate::hidden_byte(letter) {
                Some(byte) if errors == "surrogateescape" => out.push(byte),
                _ => {
                    let mut one = String::new();
                    replace_unencodable(&mut one, letter, &fault, errors)?;
                    out.extend(one.into_bytes());
                }
            }
        }
    }
    Ok(out)
}

fn replace_unencodable(
    out: &mut String,
    letter: char,
    fault: &Fault,
    errors: &str,
) -> Result<(), CodecError> {
    match errors {
        "strict" | "surrogateescape" | "surrogatepass" => {
            return Err(CodecError::Encode(fault.clone()));
        }
        "ignore" => {}
        "replace" => out.push('?'),
        "backslashreplace" => push_escape(out, letter),
        "xmlcharrefreplace" => {
            out.extend(["&#", &surrogate::code_of(letter).to_string(), ";"]);
        }
        "namereplace" => match unicode_names2::name(letter) {
            Some(name) => out.push_str(&format!("\\N{{{name}}}")),
            None => push_escape(out, letter),
        },
        _ => return Err(unknown_handler(errors)),
    }
    Ok(())
}

fn unknown_handler(errors: &str) -> CodecError {
    CodecError::Lookup(format!("unknown error handler name '{errors}'"))
}

/// `bytes.decode(encoding, errors)`.
pub fn decode(bytes: &[u8], encoding: Encoding, errors: &str) -> Result<String, CodecError> {
    match encoding {
        Encoding::Utf8 => decode_utf8(bytes, errors),
        Encoding::Utf8Sig => {
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            decode_utf8(bytes, errors)
        }
        Encoding::Latin1 => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
        Encoding::Charmap(page) => {
            decode_units(bytes, 0, errors, |rest| match charmap::character(page, rest[0]) {
                Some(letter) => Ok((letter, 1)),
                None => Err(("charmap", 1, UNDEFINED)),
            })
        }
        Encoding::Ascii => decode_units(bytes, 0, errors, |rest| match rest[0] {
            byte @ 0..0x80 => Ok((char::from(byte), 1)),
            _ => Err(("ascii", 1, "ordinal not in range(128)")),
        }),
        Encoding::Utf16(order) => decode_utf16(bytes, order, errors),
        Encoding::Utf32(order) => decode_utf32(bytes, order, errors),
        Encoding::Escaped(raw) => {
            decode_pieces(bytes, 0, errors, |rest| escape_codec::decode_first(rest, raw))
        }
    }
}

fn decode_utf8(bytes: &[u8], errors: &str) -> Result<String, CodecError> {
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    loop {
        let fault = match std::str::from_utf8(&bytes[at..]) {
            Ok(text) => {
                out.push_str(text);
                return Ok(out);
            }
            Err(fault) => fault,
        };
        let start = at + fault.valid_up_to();
        out.push_str(&String::from_utf8_lossy(&bytes[at..start]));
        let (end, reason) = match fault.error_len() {
            None => (bytes.len(), "unexpected end of data"),
            Some(length) if matches!(bytes[start], 0xc2..=0xf4) => {
                (start + length, "invalid continuation byte")
            }
            Some(length) => (start + length, "invalid start byte"),
        };
        if let ("surrogatepass", Some(letter)) = (errors, passed_surrogate(&bytes[start..])) {
            out.push(letter);
            at = start + 3;
            continue;
        }
        let fault = Fault { encoding: "utf-8", start, end, reason };
        replace_undecodable(&mut out, &bytes[start..end], fault, errors)?;
        at = end;
    }
}

/// A lone surrogate as `surrogatepass` has written it in UTF-8.
fn passed_surrogate(bytes: &[u8]) -> Option<char> {
    match *bytes {
        [0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF, ..] => {
            let code = 0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F);
            surrogate::character(code)
        }
        _ => None,
    }
}

/// Name of the codec, length of the fault, reason.
type UnitFault = (&'static str, usize, &'static str);

/// Decodes unit by unit from `start`: `unit` gets what is left (never empty), and says the character and its length.
fn decode_units(
    bytes: &[u8],
    start: usize,
    errors: &str,
    unit: impl Fn(&[u8]) -> Result<(char, usize), UnitFault>,
) -> Result<String, CodecError> {
    decode_pieces(bytes, start, errors, |rest| {
        unit(rest).map(|(letter, size)| (Some(letter), size))
    })
}

/// As [`decode_units`], where a piece may also stand for no character.
fn decode_pieces(
    bytes: &[u8],
    start: usize,
    errors: &str,
    piece: impl Fn(&[u8]) -> Result<(Option<char>, usize), UnitFault>,
) -> Result<String, CodecError> {
    let mut out = String::with_capacity(bytes.len());
    let mut at = start;
    while at < bytes.len() {
        match piece(&bytes[at..]) {
            Ok((c, length)) => {
                out.extend(c);
                at += length;
            }
            Err((encoding, length, reason)) => {
                let fault = Fault { encoding, start: at, end: at + length, reason };
                replace_undecodable(&mut out, &bytes[at..at + length], fault, errors)?;
                at += length;
            }
        }
    }
    Ok(out)
}

fn replace_undecodable(
    out: &mut String,
    bytes: &[u8],
    fault: Fault,
    errors: &str,
) -> Result<(), CodecError> {
    match errors {
        "surrogateescape" if bytes.iter().all(|byte| *byte >= 0x80) => {
            out.extend(bytes.iter().filter_map(|byte| surrogate::hiding(*byte)));
        }
        "strict" | "surrogateescape" | "surrogatepass" => return Err(CodecError::Decode(fault)),
        "ignore" => {}
        "replace" => out.push('\u{fffd}'),
        "backslashreplace" => bytes.iter().for_each(|&byte| push_escape(out, char::from(byte))),
        "xmlcharrefreplace" | "namereplace" => {
            let message = "don't know how to handle UnicodeDecodeError in error callback";
            return Err(CodecError::Type(message.into()));
        }
        _ => return Err(unknown_handler(errors)),
    }
    Ok(())
}

fn decode_utf16(bytes: &[u8], order: Option<Endian>, errors: &str) -> Result<String, CodecError> {
    let (start, endian) = match (order, bytes) {
        (Some(endian), _) => (0, endian),
        (None, [0xff, 0xfe, ..]) => (2, Endian::Little),
        (None, [0xfe, 0xff, ..]) => (2, Endian::Big),
        (None, _) => (0, Endian::Little),
    };
    let name = if endian == Endian::Little { "utf-16-le" } else { "utf-16-be" };
    let read = |pair: &[u8]| match (endian, pair) {
        (Endian::Little, &[a, b, ..]) => Some(u16::from_le_bytes([a, b])),
        (Endian::Big, &[a, b, ..]) => Some(u16::from_be_bytes([a, b])),
        _ => None,
    };
    decode_units(bytes, start, errors, |rest| {
        let first = read(rest).ok_or((name, rest.len(), "truncated data"))?;
        if let Some(c) = char::from_u32(u32::from(first)) {
            return Ok((c, 2));
        }
        if first >= 0xdc00 {
            return Err((name, 2, "illegal encoding"));
        }
        let second = read(&rest[2..]).ok_or((name, rest.len(), "unexpected end of data"))?;
        match char::decode_utf16([first, second]).next() {
            Some(Ok(c)) => Ok((c, 4)),
            _ => Err((name, 2, "illegal UTF-16 surrogate")),
        }
    })
}

fn decode_utf32(bytes: &[u8], order: Option<Endian>, errors: &str) -> Result<String, CodecError> {
    let (start, endian) = match (order, bytes) {
        (Some(endian), _) => (0, endian),
        (None, [0xff, 0xfe, 0, 0, ..]) => (4, Endian::Little),
        (None, [0, 0, 0xfe, 0xff, ..]) => (4, Endian::Big),
        (None, _) => (0, Endian::Little),
    };
    let name = if endian == Endian::Little { "utf-32-le" } else { "utf-32-be" };
    decode_units(bytes, start, errors, |rest| {
        let &[a, b, c, d, ..] = rest else { return Err((name, rest.len(), "truncated data")) };
        let code = match endian {
            Endian::Little => u32::from_le_bytes([a, b, c, d]),
            Endian::Big => u32::from_be_bytes([a, b, c, d]),
        };
        match char::from_u32(code) {
            Some(c) => Ok((c, 4)),
            None if code > 0x10_ffff => Err((name, 4, "code point not in range(0x110000)")),
            None => Err((name, 4, "code point in surrogate code point range(0xd800, 0xe000)")),
        }
    })
}

impl Fault {
    /// `str(UnicodeDecodeError)`: `bytes` is the object that was decoded.
    #[must_use]
    pub fn decode_message(&self, bytes: &[u8]) -> String {
        let (encoding, reason) = (self.encoding, self.reason);
        match bytes.get(self.start) {
            Some(byte) if self.end == self.start + 1 => format!(
                "'{encoding}' codec can't decode byte {byte:#04x} in position {}: {reason}",
                self.start
            ),
            _ => format!(
                "'{encoding}' codec can't decode bytes in position {}-{}: {reason}",
                self.start,
                self.end.saturating_sub(1)
            ),
        }
    }

    /// `str(UnicodeEncodeError)`: `text` is the object that was encoded.
    #[must_use]
    pub fn encode_message(&self, text: &str) -> String {
        let (encoding, reason) = (self.encoding, self.reason);
        match text.chars().nth(self.start) {
            Some(c) if self.end == self.start + 1 => {
                let mut shown = String::new();
                push_escape(&mut shown, c);
                format!(
                    "'{encoding}' codec can't encode character '{shown}' in position {}: {reason}",
                    self.start
                )
            }
            _ => format!(
                "'{encoding}' codec can't encode characters in position {}-{}: {reason}",
                self.start,
                self.end.saturating_sub(1)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(lookup("UTF-8", "decode"), Ok(Encoding::Utf8));
        assert_eq!(lookup("ISO-8859-1", "decode"), Ok(Encoding::Latin1));
        assert_eq!(
            lookup("nope", "decode"),
            Err(CodecError::Lookup("unknown encoding: nope".into()))
        );
    }

    #[test]
    fn handlers() {
        let ascii = |errors| encode("aé€b", Encoding::Ascii, errors);
        assert_eq!(ascii("xmlcharrefreplace"), Ok(b"a&#233;&#8364;b".to_vec()));
        assert_eq!(ascii("backslashreplace"), Ok(b"a\\xe9\\u20acb".to_vec()));
        let Err(CodecError::Encode(fault)) = ascii("strict") else { panic!() };
        assert_eq!((fault.start, fault.end), (1, 3));
        assert_eq!(decode(b"a\xe2\x82b", Encoding::Utf8, "replace"), Ok("a\u{fffd}b".into()));
    }

    #[test]
    fn messages() {
        let Err(CodecError::Decode(fault)) = decode(b"a\xff", Encoding::Utf8, "strict") else {
            panic!()
        };
        let message = "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte";
        assert_eq!(fault.decode_message(b"a\xff"), message);
    }

    #[test]
    fn byte_order_marks() {
        let bytes = encode("é😀", Encoding::Utf16(None), "strict").unwrap();
        assert_eq!(bytes[..2], [0xff, 0xfe]);
        assert_eq!(decode(&bytes, Encoding::Utf16(None), "strict"), Ok("é😀".into()));
    }
}
