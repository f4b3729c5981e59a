//! The text of a source file: UTF-8, or in the encoding that a comment in its first two lines names
//! (PEP 263).

use super::codec::{self, CodecError};

/// Why bytes are no source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadSource {
    /// There is no encoding of that name.
    UnknownEncoding(String),
    /// A byte order mark says UTF-8, the comment this encoding.
    NotWithMark(String),
    /// No encoding is named, and this byte on this line is not UTF-8.
    NotUtf8 { byte: u8, line: usize },
    /// The encoding that is named does not have these bytes: why.
    Undecodable(String),
}

/// The text of a file's bytes, a byte order mark taken away.
///
/// # Errors
/// What is wrong with the bytes. Where one before them is zero that is the lexer's to say.
pub fn read(bytes: Vec<u8>) -> Result<String, BadSource> {
    let (bytes, has_mark) = match bytes.strip_prefix("\u{feff}".as_bytes()) {
        Some(rest) => (rest.to_vec(), true),
        None => (bytes, false),
    };
    let Some(name) = coding_comment(&bytes) else { return utf8(bytes) };
    if has_mark && usual_name(&name) != "utf-8" {
        return Err(BadSource::NotWithMark(usual_name(&name)));
    }
    let Ok(encoding) = codec::lookup(&name, "decode") else {
        return Err(BadSource::UnknownEncoding(name));
    };
    codec::decode(&bytes, encoding, "strict").map_err(|error| match error {
        CodecError::Decode(fault) => BadSource::Undecodable(fault.decode_message(&bytes)),
        _ => BadSource::UnknownEncoding(name),
    })
}

/// The name of an encoding as CPython's tokenizer knows it.
#[must_use]
pub fn usual_name(name: &str) -> String {
    let plain = name.to_ascii_lowercase().replace('_', "-");
    for (prefix, usual) in [
        ("utf-8", "utf-8"),
        ("latin-1", "iso-8859-1"),
        ("iso-8859-1", "iso-8859-1"),
        ("iso-latin-1", "iso-8859-1"),
    ] {
        if plain.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')) {
            return usual.into();
        }
    }
    name.into()
}

fn utf8(bytes: Vec<u8>) -> Result<String, BadSource> {
    String::from_utf8(bytes).or_else(|error| {
        let good = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        if bytes[..good].contains(&0) {
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        let line = bytes[..good].iter().filter(|&&byte| byte == b'\n').count() + 1;
        Err(BadSource::NotUtf8 { byte: bytes[good], line })
    })
}

/// The encoding that a `coding:` comment in the first two lines names.
#[must_use]
pub fn coding_comment(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|&byte| byte == b'\n').take(2) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_start();
        let Some(comment) = line.strip_prefix('#') else {
            if line.trim().is_empty() {
                continue;
            }
            return None;
        };
        let Some(at) = comment.find("coding") else { continue };
        let rest = &comment[at + "coding".len()..];
        let Some(rest) = rest.strip_prefix([':', '=']) else { continue };
        let name: String = rest
            .trim_start_matches([' ', '\t'])
            .chars()
            .take_while(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(*letter))
            .collect();
        if !name.is_empty() {
            return Some(name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_names_the_encoding() {
        let text = read(b"#!/bin/x\n# vim: set fileencoding=latin-1 :\ns = '\xe9'".to_vec());
        assert_eq!(text.as_deref().map(|text| text.contains('é')), Ok(true));
        let unknown = BadSource::UnknownEncoding("nope".into());
        assert_eq!(read(b"# coding: nope\n".to_vec()), Err(unknown));
    }

    #[test]
    fn without_one_it_is_utf8() {
        assert_eq!(read(b"x\n\xe9".to_vec()), Err(BadSource::NotUtf8 { byte: 0xe9, line: 2 }));
        assert!(read(b"x\0\xe9".to_vec()).is_ok());
    }
}
