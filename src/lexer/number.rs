//! Number literals: where they end and what is wrong with them (CPython `Parser/lexer/lexer.c`).

use crate::diagnostic::Extent;

/// What is wrong with a number, and at which byte of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadNumber {
    pub message: String,
    pub at: usize,
    pub end: usize,
    pub extent: Extent,
}

fn bad<T>(message: impl Into<String>, at: usize) -> Result<T, BadNumber> {
    Err(BadNumber { message: message.into(), at, end: at + 1, extent: Extent::Character })
}

/// The length of the number that `bytes` begin with (a digit, or a dot and a digit).
pub(super) fn scan(bytes: &[u8]) -> Result<usize, BadNumber> {
    let scan = Scan { bytes };
    let (end, kind) = match (bytes[0], bytes.get(1).map(u8::to_ascii_lowercase)) {
        (b'0', Some(b'x')) => (scan.radix(16)?, "hexadecimal"),
        (b'0', Some(b'o')) => (scan.radix(8)?, "octal"),
        (b'0', Some(b'b')) => (scan.radix(2)?, "binary"),
        (b'0', _) => scan.zero_first()?,
        (b'.', _) => scan.fraction(1)?,
        _ => {
            let end = scan.digits(0)?;
            scan.after_integer(end)?
        }
    };
    scan.verify_end(end, kind)?;
    Ok(end)
}

struct Scan<'a> {
    bytes: &'a [u8],
}

impl Scan<'_> {
    fn peek(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Past decimal digits with single underscores between them.
    fn digits(&self, mut at: usize) -> Result<usize, BadNumber> {
        loop {
            while self.peek(at).is_ascii_digit() {
                at += 1;
            }
            if self.peek(at) != b'_' {
                return Ok(at);
            }
            at += 1;
            if !self.peek(at).is_ascii_digit() {
                return bad("invalid decimal literal", at - 1);
            }
        }
    }

    /// Past `0x…`, `0o…` or `0b…`.
    fn radix(&self, radix: u32) -> Result<usize, BadNumber> {
        let kind = match radix {
            16 => "hexadecimal",
            8 => "octal",
            _ => "binary",
        };
        let is_digit = |byte: u8| (byte as char).is_digit(radix);
        let mut at = 2;
        loop {
            if self.peek(at) == b'_' {
                at += 1;
            }
            if !is_digit(self.peek(at)) {
                if radix != 16 && self.peek(at).is_ascii_digit() {
                    return bad(
                        format!("invalid digit '{}' in {kind} literal", self.peek(at) as char),
                        at,
                    );
                }
                return bad(format!("invalid {kind} literal"), at.saturating_sub(1));
            }
            while is_digit(self.peek(at)) {
                at += 1;
            }
            if self.peek(at) != b'_' {
                break;
            }
        }
        if radix != 16 && self.peek(at).is_ascii_digit() {
            return bad(format!("invalid digit '{}' in {kind} literal", self.peek(at) as char), at);
        }
        Ok(at)
    }

    /// A number that begins with `0` and is no radix literal: zeros, or a float.
    fn zero_first(&self) -> Result<(usize, &'static str), BadNumber> {
        let mut at = 0;
        loop {
            if self.peek(at) == b'_' {
                at += 1;
                if !self.peek(at).is_ascii_digit() {
                    return bad("invalid decimal literal", at - 1);
                }
            }
            if self.peek(at) != b'0' {
                break;
            }
            at += 1;
        }
        let zeros_end = at;
        if self.peek(at).is_ascii_digit() {
            at = self.digits(at)?;
        }
        let is_float = matches!(self.peek(at), b'.' | b'e' | b'E' | b'j' | b'J');
        if at > zeros_end && !is_float {
            let message = "leading zeros in decimal integer literals are not permitted; \
                           use an 0o prefix for octal integers";
            let (message, extent) = (message.into(), Extent::Literal);
            return Err(BadNumber { message, at: 0, end: zeros_end, extent });
        }
        self.after_integer(at)
    }

    /// What may follow the integer part that ends at `at`.
    fn after_integer(&self, at: usize) -> Result<(usize, &'static str), BadNumber> {
        if self.peek(at) == b'.' { self.fraction(at + 1) } else { self.exponent(at) }
    }

    /// The part after the dot; digits are optional.
    fn fraction(&self, mut at: usize) -> Result<(usize, &'static str), BadNumber> {
        if self.peek(at).is_ascii_digit() {
            at = self.digits(at)?;
        }
        self.exponent(at)
    }

    fn exponent(&self, at: usize) -> Result<(usize, &'static str), BadNumber> {
        if !matches!(self.peek(at), b'e' | b'E') {
            return Ok(self.imaginary(at));
        }
        let mut digits = at + 1;
        if matches!(self.peek(digits), b'+' | b'-') {
            digits += 1;
            if !self.peek(digits).is_ascii_digit() {
                return bad("invalid decimal literal", digits - 1);
            }
        } else if !self.peek(digits).is_ascii_digit() {
            // `1else`: the letter is not an exponent; the end check decides what it is.
            self.verify_end(at, "decimal")?;
            return Ok((at, "decimal"));
        }
        Ok(self.imaginary(self.digits(digits)?))
    }

    fn imaginary(&self, at: usize) -> (usize, &'static str) {
        if matches!(self.peek(at), b'j' | b'J') { (at + 1, "imaginary") } else { (at, "decimal") }
    }

    /// Refuses a letter right after a number, unless it begins an operator word (`1if x else y`,
    /// which CPython accepts with a warning).
    fn verify_end(&self, at: usize, kind: &str) -> Result<(), BadNumber> {
        let rest = &self.bytes[at..];
        const WORDS: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"not", b"or"];
        let continues =
            |byte: &u8| *byte == b'_' || byte.is_ascii_alphanumeric() || !byte.is_ascii();
        // The two-letter words that begin with `i` need not end there.
        let ends = |word: &[u8]| word[0] == b'i' || !rest.get(word.len()).is_some_and(continues);
        if WORDS.iter().any(|word| rest.starts_with(word) && ends(word)) {
            return Ok(());
        }
        match rest.first() {
            Some(&byte) if byte == b'_' || byte.is_ascii_alphanumeric() => {
                bad(format!("invalid {kind} literal"), at.saturating_sub(1))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_cpython_ends_them() {
        for (text, length) in [
            ("1_000+", 5),
            ("0xFFg"[..4].as_ref(), 4),
            ("1.e5j ", 5),
            ("00", 2),
            ("0_0.5", 5),
            ("1if", 1),
        ] {
            assert_eq!(scan(text.as_bytes()), Ok(length), "{text}");
        }
    }

    #[test]
    fn malformed_numbers_are_named() {
        for (text, message) in [
            ("1_", "invalid decimal literal"),
            ("0b12", "invalid digit '2' in binary literal"),
            ("1abc", "invalid decimal literal"),
            ("0xg", "invalid hexadecimal literal"),
        ] {
            assert_eq!(scan(text.as_bytes()).map_err(|bad| bad.message), Err(message.into()));
        }
    }
}
