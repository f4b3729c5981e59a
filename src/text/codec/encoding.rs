//! The encodings and their names, and what is said where text does not fit one.

use crate::text::charmap;
use crate::text::str_repr::push_escape;

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
    match name {
        "utf-8" | "utf8" => return Ok(Encoding::Utf8),
        "ascii" => return Ok(Encoding::Ascii),
        "latin-1" | "latin1" => return Ok(Encoding::Latin1),
        _ => {}
    }
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
        | "iso_8859_1" | "iso_8859_1_1987" | "iso_ir_100" | "l1" | "latin" | "latin1"
        // Without a table of its own.
        | "charmap" => Latin1,
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

/// The name of an encoding of all of Unicode, for messages.
pub(super) fn name_of(encoding: Encoding) -> &'static str {
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

/// What a table says of what it does not have.
pub(super) const UNDEFINED: &str = "character maps to <undefined>";

pub(super) fn unknown_handler(errors: &str) -> CodecError {
    CodecError::Lookup(format!("unknown error handler name '{errors}'"))
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
}
