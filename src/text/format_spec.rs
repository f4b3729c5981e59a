//! The format mini-language of `format(value, spec)` and f-strings (PEP 3101), read as CPython 3.13 reads it.

use super::unicode::decimal_value;
use std::iter::{Peekable, repeat_n};
use std::str::Chars;

/// What formatting can raise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// A `ValueError` with this message.
    Value(String),
    /// An `OverflowError` with this message.
    Overflow(String),
    /// A `MemoryError`: more text was asked for than fits.
    Memory,
}

/// A longer result is refused with a `MemoryError`.
const LONGEST: usize = 1 << 32;

/// Which separator stands between groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    None,
    Comma,
    Underscore,
    /// `_` with groups of four, in bases 2, 8 and 16.
    UnderscoreFour,
}

/// A parsed format specification.
#[derive(Clone, Debug)]
pub struct Spec {
    pub fill: char,
    /// `<`, `>`, `=` or `^`.
    pub align: char,
    /// `+`, `-` or a space.
    pub sign: Option<char>,
    /// `z`: negative zero becomes positive.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    pub width: Option<usize>,
    pub grouping: Grouping,
    pub precision: Option<usize>,
    /// The presentation type; the default of the type formatted if none was given.
    pub kind: Option<char>,
}

impl Spec {
    /// Reads a specification for an object of type `type_name`, whose presentation type and alignment are
    /// `kind` and `align` where the text gives none.
    pub fn parse(
        text: &str,
        type_name: &str,
        kind: Option<char>,
        align: char,
    ) -> Result<Self, FormatError> {
        let mut spec = Self {
            fill: ' ',
            align,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: None,
            grouping: Grouping::None,
            precision: None,
            kind,
        };
        let mut rest = text.chars().peekable();
        spec.read_alignment(&mut rest, align);
        spec.width = integer(&mut rest)?;
        spec.read_grouping(&mut rest)?;
        if rest.next_if_eq(&'.').is_some() {
            let missing = || FormatError::Value("Format specifier missing precision".into());
            spec.precision = Some(integer(&mut rest)?.ok_or_else(missing)?);
        }
        if let Some(given) = rest.next() {
            spec.kind = Some(given);
        }
        if rest.next().is_some() {
            return Err(FormatError::Value(format!(
                "Invalid format specifier '{text}' for object of type '{type_name}'"
            )));
        }
        spec.check_grouping()?;
        if spec.width.max(spec.precision).is_some_and(|wanted| wanted > LONGEST) {
            let too_big = spec.width.is_none_or(|width| width <= LONGEST)
                && matches!(spec.kind, None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' | 'n'));
            return if too_big { Ok(spec) } else { Err(FormatError::Memory) };
        }
        Ok(spec)
    }

    /// Fill, alignment, sign, `z`, `#` and the old zero padding.
    fn read_alignment(&mut self, rest: &mut Peekable<Chars<'_>>, default: char) {
        let mut ahead = rest.clone();
        let first = ahead.next();
        let mut has_fill = false;
        let mut has_align = false;
        if let (Some(fill), Some(align)) = (first, ahead.next().filter(|&c| is_align(c))) {
            (self.fill, self.align) = (fill, align);
            (has_fill, has_align) = (true, true);
            rest.next();
            rest.next();
        } else if let Some(align) = rest.next_if(|&c| is_align(c)) {
            self.align = align;
            has_align = true;
        }
        self.sign = rest.next_if(|c| matches!(c, '+' | '-' | ' '));
        self.no_negative_zero = rest.next_if_eq(&'z').is_some();
        self.alternate = rest.next_if_eq(&'#').is_some();
        if !has_fill && rest.next_if_eq(&'0').is_some() {
            self.fill = '0';
            if !has_align && default == '>' {
                self.align = '=';
            }
        }
    }

    fn read_grouping(&mut self, rest: &mut Peekable<Chars<'_>>) -> Result<(), FormatError> {
        let both = || Err(FormatError::Value("Cannot specify both ',' and '_'.".into()));
        if rest.next_if_eq(&',').is_some() {
            self.grouping = Grouping::Comma;
        }
        if rest.next_if_eq(&'_').is_some() {
            if self.grouping != Grouping::None {
                return both();
            }
            self.grouping = Grouping::Underscore;
        }
        if self.grouping == Grouping::Underscore && rest.peek() == Some(&',') {
            return both();
        }
        Ok(())
    }

    fn check_grouping(&mut self) -> Result<(), FormatError> {
        let separator = match self.grouping {
            Grouping::None => return Ok(()),
            Grouping::Comma => ',',
            _ => '_',
        };
        match self.kind {
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => Ok(()),
            Some('b' | 'o' | 'x' | 'X') if separator == '_' => {
                self.grouping = Grouping::UnderscoreFour;
                Ok(())
            }
            Some(kind) => {
                let kind = show_code(kind);
                Err(FormatError::Value(format!("Cannot specify '{separator}' with '{kind}'.")))
            }
        }
    }

    /// The error for a presentation type that the object's type does not know.
    #[must_use]
    pub fn unknown_kind(&self, type_name: &str) -> FormatError {
        let kind = self.kind.map(show_code).unwrap_or_default();
        FormatError::Value(format!("Unknown format code '{kind}' for object of type '{type_name}'"))
    }

    /// Puts text into the field: fills it up to the width by the alignment (`=` counts as `>`).
    #[must_use]
    pub fn pad(&self, text: &str, length: usize) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(length);
        let left = match self.align {
            '<' => 0,
            '^' => missing / 2,
            _ => missing,
        };
        let mut out = String::with_capacity(text.len() + missing * self.fill.len_utf8());
        fill(&mut out, self.fill, left);
        out.push_str(text);
        fill(&mut out, self.fill, missing - left);
        out
    }
}

/// A number taken apart: what stands before its digits, its digits, and what follows them.
#[derive(Clone, Copy, Debug)]
pub struct NumberText<'a> {
    pub negative: bool,
    /// `0x` and the like.
    pub prefix: &'a str,
    /// The digits that are grouped.
    pub digits: &'a str,
    /// The point and everything after it.
    pub rest: &'a str,
}

impl<'a> NumberText<'a> {
    /// Splits what `float_repr::printf_float` wrote, at the end of the leading digits.
    #[must_use]
    pub fn split(text: &'a str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, rest) = text.split_at(end);
        Self { negative, prefix: "", digits, rest }
    }

    /// Puts sign, prefix, padding, grouped digits and rest together as the specification asks.
    #[must_use]
    pub fn lay_out(self, spec: &Spec) -> String {
        let sign = match (self.negative, spec.sign) {
            (true, _) => "-",
            (_, Some('+')) => "+",
            (_, Some(' ')) => " ",
            _ => "",
        };
        if spec.grouping == Grouping::None {
            return self.lay_out_ungrouped(sign, spec);
        }
        let around = sign.len() + self.prefix.len() + self.rest.chars().count();
        let width = spec.width.unwrap_or(0);
        let zeros_inside = spec.fill == '0' && spec.align == '=';
        let least = if zeros_inside { width.saturating_sub(around) } else { 0 };
        let digits = if self.digits.is_empty() {
            String::new()
        } else {
            group(self.digits, least, spec.grouping)
        };
        if spec.align == '=' {
            let missing = width.saturating_sub(around + digits.len());
            let fill: String = repeat_n(spec.fill, missing).collect();
            return [sign, self.prefix, &fill, &digits, self.rest].concat();
        }
        let number = [sign, self.prefix, &digits, self.rest].concat();
        spec.pad(&number, around + digits.len())
    }
}

impl NumberText<'_> {
    /// As [`NumberText::lay_out`] where nothing stands between the digits, in one text.
    fn lay_out_ungrouped(self, sign: &str, spec: &Spec) -> String {
        let parts = [sign, self.prefix, self.digits, self.rest];
        let rest = if self.rest.is_ascii() { self.rest.len() } else { self.rest.chars().count() };
        let length = sign.len() + self.prefix.len() + self.digits.len() + rest;
        let missing = spec.width.unwrap_or(0).saturating_sub(length);
        let (left, inside, right) = match spec.align {
            '<' => (0, 0, missing),
            '^' => (missing / 2, 0, missing - missing / 2),
            '=' => (0, missing, 0),
            _ => (missing, 0, 0),
        };
        let bytes = parts.iter().map(|part| part.len()).sum::<usize>();
        let mut out = String::with_capacity(bytes + missing * spec.fill.len_utf8());
        fill(&mut out, spec.fill, left);
        out.push_str(sign);
        out.push_str(self.prefix);
        fill(&mut out, spec.fill, inside);
        out.push_str(self.digits);
        out.push_str(self.rest);
        fill(&mut out, spec.fill, right);
        out
    }
}

/// Inserts separators, and zeros in front until the whole is at least `least` long (a separator never leads).
fn group(digits: &str, least: usize, grouping: Grouping) -> String {
    let (separator, size) = match grouping {
        Grouping::None => return format!("{digits:0>least$}"),
        Grouping::Comma => (',', 3),
        Grouping::Underscore => ('_', 3),
        Grouping::UnderscoreFour => ('_', 4),
    };
    let mut count = digits.len();
    while count + (count - 1) / size < least {
        count += 1;
    }
    let mut out = String::with_capacity(count + count / size);
    for (n, digit) in repeat_n('0', count - digits.len()).chain(digits.chars()).enumerate() {
        if n > 0 && (count - n).is_multiple_of(size) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// Appends `c` so many times.
fn fill(out: &mut String, c: char, count: usize) {
    if count > 0 {
        out.extend(repeat_n(c, count));
    }
}

fn is_align(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '^')
}

/// A character as error messages name it.
fn show_code(c: char) -> String {
    if (33..128).contains(&u32::from(c)) { c.to_string() } else { format!("\\x{:x}", u32::from(c)) }
}

/// An integer in decimal digits of any script; `None` if there is no digit.
fn integer(rest: &mut Peekable<Chars<'_>>) -> Result<Option<usize>, FormatError> {
    let mut value: Option<usize> = None;
    let digit = |c: char| c.to_digit(10).or_else(|| decimal_value(c));
    while let Some(digit) = rest.peek().copied().and_then(digit) {
        rest.next();
        let grown = value.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(digit as usize));
        match grown {
            Some(grown) if i64::try_from(grown).is_ok() => value = Some(grown),
            _ => {
                let message = "Too many decimal digits in format string";
                return Err(FormatError::Value(message.into()));
            }
        }
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        match Spec::parse(text, "int", Some('d'), '>') {
            Err(FormatError::Value(message)) => message,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn errors_in_the_words_of_cpython() {
        assert_eq!(error(",_"), "Cannot specify both ',' and '_'.");
        assert_eq!(error(",x"), "Cannot specify ',' with 'x'.");
        assert_eq!(error("."), "Format specifier missing precision");
        assert_eq!(error("xx"), "Invalid format specifier 'xx' for object of type 'int'");
        assert_eq!(error("9999999999999999999"), "Too many decimal digits in format string");
    }

    #[test]
    fn zeros_and_separators_share_the_width() {
        let text = |width, digits| group(digits, width, Grouping::Comma);
        assert_eq!(text(8, "1234"), "0,001,234");
        assert_eq!(text(9, "1234"), "0,001,234");
        assert_eq!(text(0, "1234567"), "1,234,567");
    }
}
