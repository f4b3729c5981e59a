//! Bytes to text.

use super::encoding::{CodecError, Encoding, Endian, Fault, UNDEFINED, unknown_handler};
use crate::text::str_repr::push_escape;
use crate::text::{charmap, escape_codec, surrogate};

/// `bytes.decode(encoding, errors)`.
pub fn decode(bytes: &[u8], encoding: Encoding, errors: &str) -> Result<String, CodecError> {
    match encoding {
        Encoding::Utf8 => decode_utf8(bytes, errors),
        Encoding::Utf8Sig => {
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            decode_utf8(bytes, errors)
        }
        Encoding::Latin1 => Ok(decode_latin1(bytes)),
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

fn decode_latin1(bytes: &[u8]) -> String {
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let mut out = String::with_capacity(bytes.len() + high);
    for part in bytes.chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
        match std::str::from_utf8(part) {
            Ok(text) if part[0].is_ascii() => out.push_str(text),
            _ => out.extend(part.iter().map(|&byte| char::from(byte))),
        }
    }
    out
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
