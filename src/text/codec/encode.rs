//! Text to bytes.

use super::encoding::{CodecError, Encoding, Endian, Fault, UNDEFINED, name_of, unknown_handler};
use crate::text::str_repr::push_escape;
use crate::text::{charmap, escape_codec, surrogate};

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

/// An encoding of one byte per character.
struct Narrow<F> {
    name: &'static str,
    reason: &'static str,
    byte: F,
}

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
        "namereplace" => match crate::text::character_names::name(letter) {
            Some(name) => out.push_str(&format!("\\N{{{name}}}")),
            None => push_escape(out, letter),
        },
        _ => return Err(unknown_handler(errors)),
    }
    Ok(())
}
