//! `str.encode` and `bytes.decode`: UTF-8, UTF-16, UTF-32, ASCII and Latin-1 with CPython's error handlers.

mod decode;
mod encode;
mod encoding;

pub use decode::decode;
pub use encode::encode;
pub use encoding::{CodecError, Encoding, Endian, Fault, lookup};

#[cfg(test)]
mod tests {
    use super::*;

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
