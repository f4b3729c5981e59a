//! Complex numbers to text and back: `repr(complex)` and the grammar of `complex("…")`.

use super::float_parse::{ascii_number, parse_float};
use super::float_repr::{FloatFlags, FloatStyle, printf_float};

/// `repr(complex)`: without parentheses where the real part is a plain zero.
#[must_use]
pub fn repr(re: f64, im: f64) -> String {
    let part = |x| printf_float(x, FloatStyle::Repr, 0, FloatFlags::default());
    let imaginary = part(im);
    if re.to_bits() == 0 {
        return imaginary + "j";
    }
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imaginary}j)", part(re))
}

/// `complex(text)` as (real, imaginary). `None`: `ValueError("complex() arg is a malformed string")`.
#[must_use]
pub fn parse(text: &str) -> Option<(f64, f64)> {
    let text = ascii_number(text)?;
    let mut body = &*text;
    if let Some(inner) = body.strip_prefix('(') {
        body = inner.strip_suffix(')')?.trim_matches(|c| c == ' ' || super::unicode::is_space(c));
    }
    let (first, rest) = split_number(body);
    if rest.is_empty() {
        return Some((parse_float(first)?, 0.0));
    }
    if matches!(rest, "j" | "J") {
        return Some((0.0, imaginary(first)?));
    }
    let (second, end) = split_number(rest);
    if !matches!(end, "j" | "J") || !second.starts_with(['+', '-']) {
        return None;
    }
    Some((parse_float(first)?, imaginary(second)?))
}

/// An imaginary part without its `j`: a sign alone means one.
fn imaginary(text: &str) -> Option<f64> {
    match text {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        _ => parse_float(text),
    }
}

/// Splits off what may belong to one float: up to the next sign that is not an exponent's, or `j`.
fn split_number(text: &str) -> (&str, &str) {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let new_part = matches!(c, '+' | '-') && at > 0 && !matches!(before, 'e' | 'E');
        if new_part || matches!(c, 'j' | 'J') || c.is_whitespace() {
            return text.split_at(at);
        }
        before = c;
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (re, im, text) in [
            (1.0, 2.5, "(1+2.5j)"),
            (0.0, -1.0, "-1j"),
            (-0.0, 1e20, "(-0+1e+20j)"),
            (1e-5, -0.0, "(1e-05-0j)"),
        ] {
            assert_eq!(repr(re, im), text);
            assert_eq!(parse(text), Some((re, im)));
        }
    }

    #[test]
    fn the_grammar_of_complex() {
        assert_eq!(parse(" ( 1e5-J ) "), Some((1e5, -1.0)));
        assert_eq!(parse("j"), Some((0.0, 1.0)));
        assert_eq!(parse("3"), Some((3.0, 0.0)));
        for bad in ["", "1+2", "1 + 2j", "(1", "1j2", "1+2j+3", "jj", "1e"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
