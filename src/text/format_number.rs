//! `format(value, spec)` for ints, floats, complex numbers and strings, with CPython's checks and messages.

use super::float_repr::{FloatFlags, FloatStyle, printf_float};
use super::format_spec::{FormatError, Grouping, NumberText, Spec};

/// An integer of any size, as formatting wants to see it.
pub trait IntText {
    /// Whether the value is below zero.
    fn is_negative(&self) -> bool;
    /// The digits of the absolute value in base 2, 8, 10 or 16 (lower case). An error if a limit forbids it.
    fn digits(&self, radix: u32) -> Result<String, FormatError>;
    /// The nearest float; `None` if it is too large.
    fn to_f64(&self) -> Option<f64>;
    /// The value if it fits 64 bits.
    fn to_i64(&self) -> Option<i64>;
}

impl IntText for i64 {
    fn is_negative(&self) -> bool {
        *self < 0
    }

    fn digits(&self, radix: u32) -> Result<String, FormatError> {
        let value = self.unsigned_abs();
        Ok(match radix {
            2 => format!("{value:b}"),
            8 => format!("{value:o}"),
            16 => format!("{value:x}"),
            _ => value.to_string(),
        })
    }

    fn to_f64(&self) -> Option<f64> {
        Some(*self as f64)
    }

    fn to_i64(&self) -> Option<i64> {
        Some(*self)
    }
}

fn value_error<T>(message: &str) -> Result<T, FormatError> {
    Err(FormatError::Value(message.to_owned()))
}

/// `int.__format__`. `type_name` is named in errors (`int`, `bool` or a subclass).
pub fn format_int(int: &impl IntText, spec: &str, type_name: &str) -> Result<String, FormatError> {
    let spec = Spec::parse(spec, type_name, Some('d'), '>')?;
    match spec.kind {
        Some('d' | 'n') => integer(int, &spec, 10, ""),
        Some('b') => integer(int, &spec, 2, "0b"),
        Some('o') => integer(int, &spec, 8, "0o"),
        Some('x') => integer(int, &spec, 16, "0x"),
        Some('X') => integer(int, &spec, 16, "0X"),
        Some('c') => character(int, &spec),
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            let too_large = || FormatError::Overflow("int too large to convert to float".into());
            float(int.to_f64().ok_or_else(too_large)?, &spec)
        }
        _ => Err(spec.unknown_kind(type_name)),
    }
}

/// What no integer presentation takes.
fn check_integer(spec: &Spec) -> Result<(), FormatError> {
    if spec.precision.is_some() {
        return value_error("Precision not allowed in integer format specifier");
    }
    if spec.no_negative_zero {
        return value_error("Negative zero coercion (z) not allowed in integer format specifier");
    }
    Ok(())
}

fn integer(
    int: &impl IntText,
    spec: &Spec,
    radix: u32,
    prefix: &str,
) -> Result<String, FormatError> {
    check_integer(spec)?;
    let mut digits = int.digits(radix)?;
    if spec.kind == Some('X') {
        digits.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    let text = NumberText { negative: int.is_negative(), prefix, digits: &digits, rest: "" };
    Ok(text.lay_out(spec))
}

fn character(int: &impl IntText, spec: &Spec) -> Result<String, FormatError> {
    check_integer(spec)?;
    if spec.sign.is_some() {
        return value_error("Sign not allowed with integer format specifier 'c'");
    }
    if spec.alternate {
        return value_error("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    let Some(code) = int.to_i64() else {
        let message = "Python int too large to convert to C long";
        return Err(FormatError::Overflow(message.into()));
    };
    let c = match u32::try_from(code) {
        Ok(code) if code <= 0x10_ffff => super::surrogate::character(code).unwrap_or_default(),
        _ => return Err(FormatError::Overflow("%c arg not in range(0x110000)".into())),
    };
    let text = c.to_string();
    let text = NumberText { negative: false, prefix: "", digits: "", rest: &text };
    Ok(text.lay_out(spec))
}

/// `float.__format__`.
pub fn format_float(x: f64, spec: &str, type_name: &str) -> Result<String, FormatError> {
    let spec = Spec::parse(spec, type_name, None, '>')?;
    match spec.kind {
        None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%') => float(x, &spec),
        _ => Err(spec.unknown_kind(type_name)),
    }
}

/// The style, precision and flags that a specification means for a float.
fn float_style(spec: &Spec) -> Result<(FloatStyle, usize, FloatFlags), FormatError> {
    if spec.precision.is_some_and(|precision| precision > i32::MAX as usize) {
        return value_error("precision too big");
    }
    let style = match spec.kind {
        None if spec.precision.is_none() => FloatStyle::Repr,
        Some('e' | 'E') => FloatStyle::Exponent,
        Some('f' | 'F' | '%') => FloatStyle::Fixed,
        _ => FloatStyle::General,
    };
    let flags = FloatFlags {
        alternate: spec.alternate,
        add_dot_zero: false,
        no_negative_zero: spec.no_negative_zero,
        upper: matches!(spec.kind, Some('E' | 'F' | 'G')),
    };
    Ok((style, spec.precision.unwrap_or(6), flags))
}

fn float(x: f64, spec: &Spec) -> Result<String, FormatError> {
    let (style, precision, mut flags) = float_style(spec)?;
    flags.add_dot_zero = spec.kind.is_none();
    let percent = spec.kind == Some('%');
    let mut text = printf_float(if percent { x * 100.0 } else { x }, style, precision, flags);
    if percent {
        text.push('%');
    }
    Ok(NumberText::split(&text).lay_out(spec))
}

/// `complex.__format__`.
pub fn format_complex(
    re: f64,
    im: f64,
    spec: &str,
    type_name: &str,
) -> Result<String, FormatError> {
    let spec = Spec::parse(spec, type_name, None, '>')?;
    if !matches!(spec.kind, None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')) {
        return Err(spec.unknown_kind(type_name));
    }
    if spec.fill == '0' {
        return value_error("Zero padding is not allowed in complex format specifier");
    }
    if spec.align == '=' {
        return value_error("'=' alignment flag is not allowed in complex format specifier");
    }
    let (style, precision, flags) = float_style(&spec)?;
    let only_imaginary = spec.kind.is_none() && re.to_bits() == 0;
    let mut part = Spec { fill: '\0', align: '<', width: None, ..spec.clone() };
    let mut text = String::new();
    if !only_imaginary {
        text = NumberText::split(&printf_float(re, style, precision, flags)).lay_out(&part);
        part.sign = Some('+');
    }
    text += &NumberText::split(&printf_float(im, style, precision, flags)).lay_out(&part);
    text.push('j');
    if spec.kind.is_none() && !only_imaginary {
        text = format!("({text})");
    }
    Ok(spec.pad(&text, text.len()))
}

/// `str.__format__`.
pub fn format_str(text: &str, spec: &str, type_name: &str) -> Result<String, FormatError> {
    if spec.is_empty() {
        return Ok(text.to_owned());
    }
    let spec = Spec::parse(spec, type_name, Some('s'), '<')?;
    if spec.kind != Some('s') {
        return Err(spec.unknown_kind(type_name));
    }
    match spec.sign {
        Some(' ') => return value_error("Space not allowed in string format specifier"),
        Some(_) => return value_error("Sign not allowed in string format specifier"),
        None => {}
    }
    if spec.no_negative_zero {
        return value_error("Negative zero coercion (z) not allowed in string format specifier");
    }
    if spec.alternate {
        return value_error("Alternate form (#) not allowed in string format specifier");
    }
    if spec.align == '=' {
        return value_error("'=' alignment not allowed in string format specifier");
    }
    debug_assert_eq!(spec.grouping, Grouping::None);
    let text = match spec.precision {
        Some(most) => text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end]),
        None => text,
    };
    Ok(spec.pad(text, text.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints() {
        let format = |n: i64, spec| format_int(&n, spec, "int").unwrap_or_default();
        assert_eq!(format(-255, "#x"), "-0xff");
        assert_eq!(format(1_234_567, "_b"), "1_0010_1101_0110_1000_0111");
        assert_eq!(format(42, "*^9"), "***42****");
        assert_eq!(format(-42, "08,"), "-000,042");
        assert_eq!(format(3, ".2f"), "3.00");
    }

    #[test]
    fn floats_and_complex() {
        let format = |x, spec| format_float(x, spec, "float").unwrap_or_default();
        assert_eq!(format(1234.5678, ",.2f"), "1,234.57");
        assert_eq!(format(-0.04, "z.1f"), "0.0");
        assert_eq!(format(0.256, ".1%"), "25.6%");
        assert_eq!(format_complex(1.0, -2.5, "10", "complex"), Ok("  (1-2.5j)".into()));
        assert_eq!(format_complex(0.0, 2.0, "", "complex"), Ok("2j".into()));
    }

    #[test]
    fn strings() {
        assert_eq!(format_str("élan", "~^8.3", "str"), Ok("~~éla~~~".into()));
        let error = FormatError::Value("Unknown format code 'd' for object of type 'str'".into());
        assert_eq!(format_str("a", "d", "str"), Err(error));
    }
}
