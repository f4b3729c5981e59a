//! Text to ints: the grammar of `int("…", base)`.

use super::float_parse::ascii_number;

/// What `int(text, base)` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedInt {
    pub negative: bool,
    /// The base of the digits.
    pub radix: u32,
    /// The digits without prefix, underscores and leading zeros; empty for zero.
    pub digits: String,
}

/// Why a text is not an int (each a `ValueError`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntError {
    /// The text does not read as an int: [`invalid_literal`].
    Invalid,
    /// The message for a base out of range or for too many digits.
    Message(String),
}

impl ParsedInt {
    /// The value, if it fits 64 bits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        if self.digits.is_empty() {
            return Some(0);
        }
        let magnitude = i128::from(u64::from_str_radix(&self.digits, self.radix).ok()?);
        i64::try_from(if self.negative { -magnitude } else { magnitude }).ok()
    }
}

/// Reads `text` as `int(text, base)` does. At most `most_digits` digits are taken in a base that is not a power of
/// two (0: no limit).
pub fn parse_int(text: &str, base: i64, most_digits: usize) -> Result<ParsedInt, IntError> {
    let Ok(base @ (0 | 2..=36)) = u32::try_from(base) else {
        return Err(IntError::Message("int() base must be >= 2 and <= 36, or 0".into()));
    };
    let text = ascii_number(text).ok_or(IntError::Invalid)?;
    let (negative, body) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, &text[..]),
    };
    let (radix, digits) = split_prefix(body, base);
    let mut clean = digits_of(digits, radix)?;
    let count = clean.len();
    if most_digits > 0 && count > most_digits && !radix.is_power_of_two() {
        return Err(IntError::Message(too_many_digits(most_digits, Some(count))));
    }
    clean.drain(..clean.find(|c| c != '0').unwrap_or(count));
    if base == 0 && radix == 10 && !clean.is_empty() && digits.starts_with('0') {
        return Err(IntError::Invalid);
    }
    Ok(ParsedInt { negative, radix, digits: clean })
}

/// Takes off `0x`, `0o` or `0b` where the base allows it, with one underscore behind it.
fn split_prefix(body: &str, base: u32) -> (u32, &str) {
    let given = match body.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 10,
    };
    if given != 10 && (base == 0 || base == given) {
        let digits = &body[2..];
        return (given, digits.strip_prefix('_').unwrap_or(digits));
    }
    (if base == 0 { 10 } else { base }, body)
}

/// The digits without the underscores that stand singly between them.
fn digits_of(text: &str, radix: u32) -> Result<String, IntError> {
    let mut out = String::with_capacity(text.len());
    let mut after_digit = false;
    for c in text.chars() {
        if c == '_' && after_digit {
            after_digit = false;
        } else if c.is_digit(radix) {
            out.push(c);
            after_digit = true;
        } else {
            return Err(IntError::Invalid);
        }
    }
    if after_digit { Ok(out) } else { Err(IntError::Invalid) }
}

/// The `ValueError` message for a text that is not an int, from its `repr` (of which 200 characters are shown).
#[must_use]
pub fn invalid_literal(base: i64, repr: &str) -> String {
    let shown = repr.char_indices().nth(200).map_or(repr, |(end, _)| &repr[..end]);
    format!("invalid literal for int() with base {base}: {shown}")
}

/// The `ValueError` message of the digit limit: reading text names the number of digits, writing (`None`) does not.
#[must_use]
pub fn too_many_digits(limit: usize, digits: Option<usize>) -> String {
    let has = digits.map(|digits| format!(": value has {digits} digits")).unwrap_or_default();
    format!(
        "Exceeds the limit ({limit} digits) for integer string conversion{has}; \
         use sys.set_int_max_str_digits() to increase the limit"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, base: i64) -> Option<i64> {
        parse_int(text, base, 4300).ok()?.to_i64()
    }

    #[test]
    fn the_grammar_of_int() {
        assert_eq!(value(" -1_000\n", 10), Some(-1000));
        assert_eq!(value("0x_ff", 0), Some(255));
        assert_eq!(value("0xff", 16), Some(255));
        assert_eq!(value("z", 36), Some(35));
        assert_eq!(value("٤٢", 10), Some(42));
        assert_eq!(value("00", 0), Some(0));
        assert_eq!(value("-9223372036854775808", 10), Some(i64::MIN));
        for bad in ["", "-", "1__0", "_1", "1_", "0x", "- 1", "1 2", "²"] {
            assert_eq!(value(bad, 10), None, "{bad}");
        }
        assert_eq!(value("010", 0), None);
    }

    #[test]
    fn limits() {
        let error = parse_int(&"9".repeat(4301), 10, 4300);
        assert_eq!(error, Err(IntError::Message(too_many_digits(4300, Some(4301)))));
        assert!(parse_int(&"f".repeat(9000), 16, 4300).is_ok());
        assert!(parse_int("1", 1, 0).is_err());
    }
}
