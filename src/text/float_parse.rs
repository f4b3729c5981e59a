//! Text to floats: the grammar of `float("…")` and `float.fromhex`, and exact views of a float (`hex`, ratios).

use super::unicode::{decimal_value, is_space};

/// Brings the text of a number to ASCII: whitespace around it goes, digits of other scripts become `0` to `9`.
///
/// `None` if another non-ASCII character stands in it.
pub(super) fn ascii_number(text: &str) -> Option<std::borrow::Cow<'_, str>> {
    let text = text.trim_matches(is_space);
    if text.is_ascii() {
        return Some(text.into());
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match decimal_value(c) {
            Some(digit) => out.extend(char::from_digit(digit, 10)),
            None if c.is_ascii() => out.push(c),
            None if is_space(c) => out.push(' '),
            None => return None,
        }
    }
    Some(out.into())
}

/// Takes out the underscores of a number. `None` if one does not stand between two digits.
fn without_underscores(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('_') {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        if !before.is_some_and(u8::is_ascii_digit)
            || !bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        {
            return None;
        }
    }
    Some(text.replace('_', ""))
}

/// `float(text)`: `None` if the text is not a float
/// (the caller raises `ValueError("could not convert string to float: …")`).
#[must_use]
pub fn parse_float(text: &str) -> Option<f64> {
    let text = ascii_number(text)?;
    if text.contains('_') {
        return parse_plain(&without_underscores(&text)?);
    }
    parse_plain(&text)
}

fn parse_plain(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let first = unsigned.bytes().next()?;
    if first.is_ascii_digit() || first == b'.' {
        return text.parse().ok();
    }
    let value = match unsigned.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => return None,
    };
    Some(if text.starts_with('-') { -value } else { value })
}

/// A finite float as `(mantissa, exponent)`: its magnitude is `mantissa * 2**exponent`, the mantissa odd or 0.
/// `None` for infinities and NaN.
#[must_use]
pub fn integer_ratio(x: f64) -> Option<(u64, i32)> {
    if !x.is_finite() {
        return None;
    }
    let bits = x.to_bits();
    let field = i32::try_from(bits >> 52 & 0x7ff).unwrap_or(0);
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) =
        if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
    if mantissa == 0 {
        return Some((0, 0));
    }
    let zeros = mantissa.trailing_zeros();
    Some((mantissa >> zeros, exponent + i32::try_from(zeros).unwrap_or(0)))
}

/// `float.hex(x)`.
#[must_use]
pub fn float_hex(x: f64) -> String {
    if !x.is_finite() {
        return super::float_repr::repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let field = i32::try_from(bits >> 52 & 0x7ff).unwrap_or(0);
    let fraction = bits & ((1 << 52) - 1);
    let (lead, exponent) = if field == 0 { (0, -1022) } else { (1, field - 1023) };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// Why `float.fromhex` refuses a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HexError {
    /// `ValueError("invalid hexadecimal floating-point string")`
    Invalid,
    /// `OverflowError("hexadecimal value too large to represent as a float")`
    TooLarge,
}

/// `float.fromhex(text)`, rounded half to even.
///
/// # Errors
/// [`HexError`], by what CPython would raise.
pub fn float_from_hex(text: &str) -> Result<f64, HexError> {
    let text = text.trim_matches(|c| matches!(c, ' ' | '\t'..='\r'));
    let (negative, body) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = body.to_ascii_lowercase();
    let magnitude = match lower.as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => hex_magnitude(lower.strip_prefix("0x").unwrap_or(&lower))?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn hex_magnitude(text: &str) -> Result<f64, HexError> {
    let (digits, exponent) = match text.split_once('p') {
        Some((digits, exponent)) => (digits, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + fraction.len() == 0 {
        return Err(HexError::Invalid);
    }
    let mut mantissa: u64 = 0;
    let mut sticky = false;
    let mut shift = exponent;
    for (n, c) in whole.chars().chain(fraction.chars()).enumerate() {
        let digit = c.to_digit(16).ok_or(HexError::Invalid)?;
        let after_point = n >= whole.len();
        if mantissa >> 58 == 0 {
            mantissa = mantissa << 4 | u64::from(digit);
            shift = shift.saturating_sub(if after_point { 4 } else { 0 });
        } else {
            sticky |= digit != 0;
            shift = shift.saturating_add(if after_point { 0 } else { 4 });
        }
    }
    assemble(mantissa, sticky, shift)
}

/// An exponent of any length; beyond every float it is only held at a bound.
fn parse_exponent(text: &str) -> Result<i64, HexError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|d| d.is_ascii_digit()) {
        return Err(HexError::Invalid);
    }
    let bound = i64::MAX / 4;
    let value = digits.parse::<i64>().map_or(bound, |value| value.min(bound));
    Ok(if text.starts_with('-') { -value } else { value })
}

/// `mantissa * 2**shift` rounded half to even, where `sticky` says that something small was cut off behind.
fn assemble(mantissa: u64, sticky: bool, shift: i64) -> Result<f64, HexError> {
    if mantissa == 0 {
        return Ok(0.0);
    }
    // The exponent of the leading bit decides how many bits the result can keep.
    let top = shift.saturating_add(63 - i64::from(mantissa.leading_zeros()));
    if top > 1023 {
        return Err(HexError::TooLarge);
    }
    let lowest = (top - 52).max(-1074);
    let cut = lowest - shift;
    let kept = if cut <= 0 {
        mantissa << u32::try_from(-cut).unwrap_or(0)
    } else if cut > 64 {
        0
    } else {
        let wide = u128::from(mantissa) << 1 | u128::from(sticky);
        let half = 1_u128 << cut;
        let rest = wide & ((half << 1) - 1);
        let kept = u64::try_from(wide >> (cut + 1)).unwrap_or(0);
        kept + u64::from(rest > half || rest == half && kept & 1 == 1)
    };
    let value = scale(kept, lowest);
    if value.is_infinite() { Err(HexError::TooLarge) } else { Ok(value) }
}

/// `mantissa * 2**exponent`, exact: the mantissa has at most 53 bits and the exponent is at least -1074.
fn scale(mantissa: u64, exponent: i64) -> f64 {
    if mantissa >> 53 != 0 {
        return scale(mantissa >> 1, exponent + 1);
    }
    if mantissa >> 52 == 0 {
        // Subnormal, or exactly at the lowest exponent: the bits are the mantissa itself.
        return f64::from_bits(mantissa);
    }
    let field = exponent + 1075;
    if field >= 0x7ff {
        return f64::INFINITY;
    }
    f64::from_bits(u64::try_from(field).unwrap_or(0) << 52 | (mantissa & ((1 << 52) - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_of_float() {
        assert_eq!(parse_float("  1_000.5e-3\n"), Some(1.0005));
        assert_eq!(parse_float("٣.٢٥"), Some(3.25));
        assert_eq!(parse_float("-Infinity"), Some(f64::NEG_INFINITY));
        for bad in ["", ".", "1__0", "1_", "_1", "1_.5", "0x1", "e5", "1e", "in", "+-1", "infinit"]
        {
            assert_eq!(parse_float(bad), None, "{bad}");
        }
    }

    #[test]
    fn hex_there_and_back() {
        assert_eq!(float_hex(0.1), "0x1.999999999999ap-4");
        assert_eq!(float_hex(5e-324), "0x0.0000000000001p-1022");
        for x in [0.1, 1.5, 5e-324, f64::MAX, f64::MIN_POSITIVE, 3e-310] {
            assert_eq!(float_from_hex(&float_hex(x)), Ok(x));
        }
        assert_eq!(float_from_hex("0x1p1024"), Err(HexError::TooLarge));
        assert_eq!(float_from_hex("0xg"), Err(HexError::Invalid));
    }

    #[test]
    fn ratios_are_in_lowest_terms() {
        assert_eq!(integer_ratio(0.75), Some((3, -2)));
        assert_eq!(integer_ratio(8.0), Some((1, 3)));
        assert_eq!(integer_ratio(f64::NAN), None);
    }
}
