//! Floats to text: CPython's `repr`, and `%e`, `%f`, `%g` with exact rounding at any precision (`Python/dtoa.c`).

use super::float_parse::integer_ratio;
use std::fmt::Write;

/// How a float is laid out, as `PyOS_double_to_string` takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatStyle {
    /// `%e`: one digit, the point, `precision` digits, an exponent.
    Exponent,
    /// `%f`: `precision` digits after the point.
    Fixed,
    /// `%g`: `precision` significant digits, trailing zeros dropped.
    General,
    /// `repr`: the shortest text that reads back as the same float; the precision is not used.
    Repr,
}

/// Options of [`printf_float`].
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four flags of CPython's, each free of the others"
)]
pub struct FloatFlags {
    /// `#`: always a point, and `%g` keeps its trailing zeros.
    pub alternate: bool,
    /// `.0` after a number that would look like an int.
    pub add_dot_zero: bool,
    /// `z`: a result that is zero loses its minus sign.
    pub no_negative_zero: bool,
    /// Capital letters: `E`, `INF`, `NAN`.
    pub upper: bool,
}

/// More digits than any float has; what is asked beyond is filled with zeros.
const ALL_DIGITS: usize = 1100;

/// Decimal digits without the point: the value is `0.DIGITS * 10**point`.
struct Decimal {
    digits: String,
    point: i64,
}

/// `repr(x)`: the shortest digits that read back as `x`, `inf`, `-inf`, `nan`.
#[must_use]
pub fn repr(x: f64) -> String {
    let flags = FloatFlags { add_dot_zero: true, ..FloatFlags::default() };
    printf_float(x, FloatStyle::Repr, 0, flags)
}

/// Writes a float in one of the styles of C's `printf`. The result begins with `-` if it is negative and never with
/// `+`; no width, no grouping. As CPython's `PyOS_double_to_string`.
#[must_use]
pub fn printf_float(x: f64, style: FloatStyle, precision: usize, flags: FloatFlags) -> String {
    if !x.is_finite() {
        let text = match (x.is_nan(), x > 0.0, flags.upper) {
            (true, _, false) => "nan",
            (true, _, true) => "NAN",
            (_, true, false) => "inf",
            (_, true, true) => "INF",
            (_, false, false) => "-inf",
            (_, false, true) => "-INF",
        };
        return text.to_owned();
    }
    let precision = if style == FloatStyle::General { precision.max(1) } else { precision };
    let decimal = match style {
        FloatStyle::Repr => shortest(x),
        FloatStyle::Fixed => fixed(x, precision),
        FloatStyle::Exponent => significant(x, precision + 1),
        FloatStyle::General => {
            let mut decimal = significant(x, precision);
            decimal.digits.truncate(decimal.digits.trim_end_matches('0').len().max(1));
            decimal
        }
    };
    let is_zero = decimal.digits.bytes().all(|d| d == b'0');
    let mut out = String::with_capacity(decimal.digits.len() + 8);
    if x.is_sign_negative() && !(is_zero && flags.no_negative_zero) {
        out.push('-');
    }
    push_decimal(&mut out, &decimal, is_zero, style, precision, flags);
    out
}

/// Lays the digits out with the point and the exponent where the style wants them.
fn push_decimal(
    out: &mut String,
    decimal: &Decimal,
    is_zero: bool,
    style: FloatStyle,
    precision: usize,
    flags: FloatFlags,
) {
    let wanted = i64::try_from(precision).unwrap_or(i64::MAX - 1);
    let count = i64::try_from(decimal.digits.len()).unwrap_or(i64::MAX - 1);
    let mut point = if is_zero && style != FloatStyle::Fixed { 1 } else { decimal.point };
    let use_exponent = match style {
        FloatStyle::Exponent => true,
        FloatStyle::Fixed => false,
        FloatStyle::General => point <= -4 || point > wanted - i64::from(flags.add_dot_zero),
        FloatStyle::Repr => point <= -4 || point > 16,
    };
    let exponent = if use_exponent { point - 1 } else { 0 };
    if use_exponent {
        point = 1;
    }
    // `end` is the position behind the last digit shown, counted from the first digit.
    let mut end = match style {
        FloatStyle::Exponent => wanted + 1,
        FloatStyle::Fixed => point + wanted,
        FloatStyle::General if flags.alternate => wanted,
        _ => count,
    };
    let add_dot_zero = flags.add_dot_zero && !use_exponent;
    end = end.max(if add_dot_zero { point + 1 } else { point });
    let start = point.min(1) - 1;
    for at in start..end {
        if at == point {
            out.push('.');
        }
        let digit = usize::try_from(at).ok().and_then(|at| decimal.digits.as_bytes().get(at));
        out.push(digit.map_or('0', |&d| char::from(d)));
    }
    if end == point && flags.alternate {
        out.push('.');
    }
    if use_exponent {
        out.push(if flags.upper { 'E' } else { 'e' });
        out.push(if exponent < 0 { '-' } else { '+' });
        push_padded(out, exponent.unsigned_abs());
    }
}

fn push_padded(out: &mut String, exponent: u64) {
    if exponent < 10 {
        out.push('0');
    }
    out.push_str(&exponent.to_string());
}

/// The digits and exponent of `d.ddde-dd`.
fn split_scientific(text: &str) -> Decimal {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).collect();
    Decimal { digits, point: exponent.parse::<i64>().unwrap_or(0) + 1 }
}

/// The shortest digits that read back as `x`; where two are equally near, the even one as CPython (Rust takes the upper).
fn shortest(x: f64) -> Decimal {
    let decimal = split_scientific(&format!("{:e}", x.abs()));
    if may_be_tie(x, &decimal) {
        let even = format!("{:.*e}", decimal.digits.len() - 1, x.abs());
        if even.parse() == Ok(x.abs()) {
            return split_scientific(&even);
        }
    }
    decimal
}

/// Whether the exact value of `x` may end just one digit behind the shortest digits.
fn may_be_tie(x: f64, decimal: &Decimal) -> bool {
    let places = match integer_ratio(x) {
        Some((mantissa, exponent)) if mantissa != 0 => -i64::from(exponent),
        _ => return false,
    };
    let shown = i64::try_from(decimal.digits.len()).unwrap_or(0) - decimal.point;
    places == shown + 1 || x.abs() >= 9_007_199_254_740_992.0
}

/// `count` significant digits (at least one), rounded half to even on the exact value.
fn significant(x: f64, count: usize) -> Decimal {
    split_scientific(&format!("{:.*e}", count.clamp(1, ALL_DIGITS) - 1, x.abs()))
}

/// The digits up to `precision` places after the point, rounded half to even on the exact value.
fn fixed(x: f64, precision: usize) -> Decimal {
    if let Some(scaled) = scaled_exactly(x, precision) {
        let digits = format!("{scaled:0width$}", width = precision + 1);
        let point = (digits.len() - precision) as i64;
        return Decimal { digits, point };
    }
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write!(text, "{:.*}", precision.min(ALL_DIGITS), x.abs());
    let whole = text.find('.').unwrap_or(text.len());
    text.retain(|c| c != '.');
    Decimal { digits: text, point: i64::try_from(whole).unwrap_or(0) }
}

/// `abs(x) * 10**places`, rounded half to even on the exact value, where 128 bits hold the product
/// and 64 the result: so it is with most numbers that people print.
fn scaled_exactly(x: f64, places: usize) -> Option<u64> {
    let (mantissa, exponent) = integer_ratio(x)?;
    let power = 10_u64.checked_pow(u32::try_from(places).ok()?)?;
    let product = u128::from(mantissa) * u128::from(power);
    let scaled = match u32::try_from(-exponent) {
        Ok(0) => product,
        Ok(shift) if shift < 127 => {
            let (whole, rest) = (product >> shift, product & ((1 << shift) - 1));
            let half = 1 << (shift - 1);
            whole + u128::from(rest > half || (rest == half && whole & 1 == 1))
        }
        Ok(_) => return None,
        Err(_) if exponent < 64 => {
            u128::from(mantissa.checked_mul(1 << exponent)?) * u128::from(power)
        }
        Err(_) => return None,
    };
    u64::try_from(scaled).ok()
}

/// `round(x, digits)` for a finite `x`: correctly rounded in decimal, half to even.
///
/// `None` if the result is too large: the caller raises `OverflowError("rounded value too large to represent")`.
#[must_use]
pub fn round_to(x: f64, digits: i64) -> Option<f64> {
    if !x.is_finite() || digits > 323 {
        return Some(x);
    }
    if digits < -309 {
        return Some(0.0_f64.copysign(x));
    }
    let rounded: f64 = if let Ok(places) = usize::try_from(digits) {
        // Both are exact as floats, so their quotient is rounded once.
        if let Some(scaled) = scaled_exactly(x, places)
            && scaled < 1 << 53
            && places <= 22
        {
            let power = 10_u64.pow(places as u32) as f64;
            return Some((scaled as f64 / power).copysign(x));
        }
        format!("{x:.places$}").parse().ok()?
    } else {
        let scientific = split_scientific(&format!("{:e}", x.abs()));
        round_left_of_point(x, scientific.point + digits, digits)?
    };
    rounded.is_finite().then(|| rounded.copysign(x))
}

/// Rounds to a multiple of `10**-digits` (`digits` is negative), keeping `keep` leading digits of `x`.
fn round_left_of_point(x: f64, keep: i64, digits: i64) -> Option<f64> {
    match usize::try_from(keep) {
        Ok(0) => {
            // The result is 0 or one unit of the last kept place, decided by the exact value against its half.
            let half: f64 = format!("5e{}", -digits - 1).parse().ok()?;
            let unit: f64 = format!("1e{}", -digits).parse().ok()?;
            Some(if x.abs() > half { unit } else { 0.0 })
        }
        Ok(keep) => format!("{:.*e}", keep - 1, x.abs()).parse().ok(),
        Err(_) => Some(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_is_the_shortest_that_reads_back() {
        for (x, text) in [
            (0.1 + 0.2, "0.30000000000000004"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (-0.0, "-0.0"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
            (5e-324, "5e-324"),
        ] {
            assert_eq!(repr(x), text);
        }
    }

    #[test]
    fn printf_styles() {
        let flags = FloatFlags::default();
        assert_eq!(printf_float(2.5, FloatStyle::Fixed, 0, flags), "2");
        assert_eq!(printf_float(3.5, FloatStyle::Fixed, 0, flags), "4");
        assert_eq!(printf_float(0.001, FloatStyle::Fixed, 2, flags), "0.00");
        assert_eq!(printf_float(1e15, FloatStyle::Fixed, 2, flags), "1000000000000000.00");
        assert_eq!(printf_float(1e22, FloatStyle::Fixed, 1, flags), "10000000000000000000000.0");
        assert_eq!(printf_float(1e22, FloatStyle::General, 6, flags), "1e+22");
        assert_eq!(printf_float(0.000_123_45, FloatStyle::General, 3, flags), "0.000123");
        assert_eq!(printf_float(0.0, FloatStyle::Exponent, 2, flags), "0.00e+00");
        let alternate = FloatFlags { alternate: true, ..flags };
        assert_eq!(printf_float(3.0, FloatStyle::General, 6, alternate), "3.00000");
    }

    #[test]
    fn rounding_to_places() {
        assert_eq!(round_to(2.675, 2), Some(2.67));
        assert_eq!(round_to(0.125, 2), Some(0.12));
        assert_eq!(round_to(-1e15, 2), Some(-1e15));
        assert_eq!(round_to(1250.0, -2), Some(1200.0));
        assert_eq!(round_to(1.7e308, -308), None);
    }
}
