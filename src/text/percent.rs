//! `%` formatting of str and bytes: the template taken apart, and the fields laid out as C's `printf` would.

use super::float_repr::{FloatFlags, FloatStyle, printf_float};
use super::format_number::IntText;
use super::format_spec::FormatError;
use super::strings::find_byte;
use std::iter::repeat_n;

/// A width or precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Not given.
    Default,
    Given(usize),
    /// `*`: the next argument says it.
    Star,
}

/// The flags between `%` and the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the five flags of printf")]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// One conversion of a template.
///
/// To evaluate it in CPython's order: with a `key`, demand a mapping and take the value; with `Star`, take the width,
/// then the precision, from the arguments; if there is a `problem`, raise it as `ValueError`; take the argument;
/// convert it by `kind`, or raise [`Field::unsupported`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The text between the parentheses of `%(key)s`.
    pub key: Option<&'a str>,
    pub flags: Flags,
    pub width: Size,
    pub precision: Size,
    /// The conversion character, if the template goes that far.
    pub kind: char,
    /// The position of `kind` in the template, in characters.
    pub index: usize,
    /// What is wrong with the rest of the field (a `ValueError`).
    pub problem: Option<&'static str>,
}

impl Field<'_> {
    /// Whether there is nothing but the conversion.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.flags == Flags::default()
            && self.width == Size::Default
            && self.precision == Size::Default
    }
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that stands for itself.
    Text(&'a str),
    Field(Field<'a>),
}

/// Takes a template apart from left to right. A bytes template is first decoded as latin-1.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    rest: &'a str,
    /// Whether characters are bytes.
    is_ascii: bool,
    /// Characters read so far.
    index: usize,
    /// The words of bytes differ in one message.
    is_bytes: bool,
}

impl<'a> Template<'a> {
    #[must_use]
    pub fn new(text: &'a str, is_bytes: bool) -> Self {
        Self { rest: text, is_ascii: text.is_ascii(), index: 0, is_bytes }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.index += if self.is_ascii { length } else { taken.chars().count() };
        self.rest = rest;
        taken
    }

    fn next_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.rest.chars().next().filter(|&c| wanted(c))?;
        self.take(c.len_utf8());
        Some(c)
    }

    /// The key of `%(key)s` behind its opening parenthesis; parentheses nest. `None` if it is never closed.
    fn key(&mut self) -> Option<&'a str> {
        let mut depth = 1_usize;
        for (at, c) in self.rest.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let key = self.take(at);
                self.take(1);
                return Some(key);
            }
        }
        None
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        while let Some(flag) = self.next_if(|c| matches!(c, '-' | '+' | ' ' | '#' | '0')) {
            match flag {
                '-' => flags.left = true,
                '+' => flags.plus = true,
                ' ' => flags.space = true,
                '#' => flags.alternate = true,
                _ => flags.zero = true,
            }
        }
        flags
    }

    /// A size; `None` if it is greater than `most`.
    fn size(&mut self, most: u64) -> Option<Size> {
        if self.next_if(|c| c == '*').is_some() {
            return Some(Size::Star);
        }
        let end = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if end == 0 {
            return Some(Size::Default);
        }
        let value: u64 = self.take(end).parse().ok().filter(|&value| value <= most)?;
        usize::try_from(value).ok().map(Size::Given)
    }

    /// The field behind a `%`.
    fn field(&mut self) -> Field<'a> {
        let mut field = Field {
            key: None,
            flags: Flags::default(),
            width: Size::Default,
            precision: Size::Default,
            kind: '\0',
            index: 0,
            problem: None,
        };
        field.problem = self.read_field(&mut field).err();
        field
    }

    fn read_field(&mut self, field: &mut Field<'a>) -> Result<(), &'static str> {
        if self.next_if(|c| c == '(').is_some() {
            field.key = Some("");
            field.key = Some(self.key().ok_or("incomplete format key")?);
        }
        field.flags = self.flags();
        field.width = self.size(i64::MAX as u64).ok_or("width too big")?;
        if self.next_if(|c| c == '.').is_some() {
            let too_big = if self.is_bytes { "prec too big" } else { "precision too big" };
            field.precision = match self.size(i32::MAX as u64).ok_or(too_big)? {
                Size::Default => Size::Given(0),
                size => size,
            };
        }
        self.next_if(|c| matches!(c, 'h' | 'l' | 'L'));
        field.index = self.index;
        field.kind = self.next_if(|_| true).ok_or("incomplete format")?;
        Ok(())
    }
}

impl<'a> Iterator for Template<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if !self.rest.starts_with('%') {
            let end = find_byte(self.rest.as_bytes(), b'%').unwrap_or(self.rest.len());
            return Some(Piece::Text(self.take(end)));
        }
        self.take(1);
        if self.rest.starts_with('%') {
            return Some(Piece::Text(self.take(1)));
        }
        Some(Piece::Field(self.field()))
    }
}

impl Field<'_> {
    /// The error for a conversion character that is none. Only str hides a control character; in bytes a character
    /// that is not ASCII breaks the message itself.
    #[must_use]
    pub fn unsupported(&self, is_bytes: bool) -> FormatError {
        let code = u32::from(self.kind);
        if is_bytes && code > 127 {
            return FormatError::Overflow("character argument not in range(0x110000)".into());
        }
        let shown = if is_bytes || (31..127).contains(&code) { self.kind } else { '?' };
        let index = self.index;
        FormatError::Value(format!(
            "unsupported format character '{shown}' ({code:#x}) at index {index}"
        ))
    }

    /// The `TypeError` message for an argument of a type that `%d`, `%x` and their like do not take.
    #[must_use]
    pub fn not_a_number(&self, type_name: &str) -> String {
        let kind = self.kind;
        let wanted = if matches!(kind, 'x' | 'X' | 'o') { "an integer" } else { "a real number" };
        format!("%{kind} format: {wanted} is required, not {type_name}")
    }

    /// The field with its sizes known. The arguments are what `*` took, 0 where there was none; a negative width
    /// means left-aligned, a negative precision none at all.
    #[must_use]
    pub fn layout(&self, star_width: i64, star_precision: i64) -> Layout {
        let mut flags = self.flags;
        let width = match self.width {
            Size::Default => 0,
            Size::Given(width) => width,
            Size::Star => {
                flags.left |= star_width < 0;
                usize::try_from(star_width.unsigned_abs()).unwrap_or(usize::MAX)
            }
        };
        let precision = match self.precision {
            Size::Default => None,
            Size::Given(precision) => Some(precision),
            Size::Star => Some(usize::try_from(star_precision).unwrap_or(0)),
        };
        Layout { flags, width, precision, kind: self.kind }
    }
}

/// A conversion with all its sizes known.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    pub flags: Flags,
    pub width: usize,
    pub precision: Option<usize>,
    pub kind: char,
}

/// A longer field is refused with a `MemoryError`.
const LONGEST: usize = 1 << 32;

/// A greater precision of an integer is refused: CPython counts sign and prefix with the digits, in a C `int`.
const MOST_DIGITS: usize = i32::MAX as usize - 3;

impl Layout {
    /// The text of `%s`, `%r`, `%a` or `%c`: cut to the precision (not for `%c`), filled with spaces to the width.
    pub fn text(&self, text: &str) -> Result<String, FormatError> {
        let text = match self.precision {
            Some(most) if self.kind != 'c' => {
                text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
            }
            _ => text,
        };
        self.fill("", text)
    }

    /// An integer by `%d`, `%i`, `%u`, `%o`, `%x` or `%X`.
    pub fn integer(&self, int: &impl IntText) -> Result<String, FormatError> {
        let (radix, prefix) = match self.kind {
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let mut digits = int.digits(radix)?;
        if self.kind == 'X' {
            digits.make_ascii_uppercase();
        }
        let precision = self.precision.unwrap_or(0);
        if precision > MOST_DIGITS {
            return Err(FormatError::Overflow("precision too large".into()));
        }
        if precision > digits.len() {
            digits.insert_str(0, &"0".repeat(precision - digits.len()));
        }
        let prefix = if self.flags.alternate { prefix } else { "" };
        let lead = format!("{}{prefix}", self.sign(int.is_negative()));
        self.fill(&lead, &digits)
    }

    /// A float by `%e`, `%f`, `%g` or their capital forms.
    pub fn float(&self, x: f64) -> Result<String, FormatError> {
        let style = match self.kind {
            'e' | 'E' => FloatStyle::Exponent,
            'f' | 'F' => FloatStyle::Fixed,
            _ => FloatStyle::General,
        };
        let flags = FloatFlags {
            alternate: self.flags.alternate,
            upper: self.kind.is_ascii_uppercase(),
            ..FloatFlags::default()
        };
        let text = printf_float(x, style, self.precision.unwrap_or(6), flags);
        let magnitude = text.strip_prefix('-');
        self.fill(self.sign(magnitude.is_some()), magnitude.unwrap_or(&text))
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.flags.plus, self.flags.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        }
    }

    /// Puts lead (sign and prefix) and body into the width; zeros go between the two.
    fn fill(&self, lead: &str, body: &str) -> Result<String, FormatError> {
        if self.width > LONGEST {
            return Err(FormatError::Memory);
        }
        let missing = self.width.saturating_sub(lead.chars().count() + body.chars().count());
        let is_number = !matches!(self.kind, 's' | 'r' | 'a' | 'b' | 'c');
        let mut out = String::with_capacity(lead.len() + body.len() + missing);
        if self.flags.left {
            out.extend([lead, body]);
            out.extend(repeat_n(' ', missing));
        } else if self.flags.zero && is_number {
            out.push_str(lead);
            out.extend(repeat_n('0', missing));
            out.push_str(body);
        } else {
            out.extend(repeat_n(' ', missing));
            out.extend([lead, body]);
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> Field<'_> {
        match Template::new(text, false).next() {
            Some(Piece::Field(field)) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn templates_come_apart() {
        let pieces: Vec<_> = Template::new("a%%%(k(x))-5.2f!", false).collect();
        assert_eq!(pieces.len(), 4);
        assert_eq!(pieces[1], Piece::Text("%"));
        let Piece::Field(field) = &pieces[2] else { panic!() };
        assert_eq!((field.key, field.kind, field.index), (Some("k(x)"), 'f', 14));
        assert_eq!((field.width, field.precision), (Size::Given(5), Size::Given(2)));
    }

    #[test]
    fn problems() {
        assert_eq!(field("%").problem, Some("incomplete format"));
        assert_eq!(field("%(a").problem, Some("incomplete format key"));
        let message = "unsupported format character 'z' (0x7a) at index 1";
        assert_eq!(field("%z").unsupported(false), FormatError::Value(message.into()));
    }

    #[test]
    fn layouts() {
        let int = |template, n: i64| field(template).layout(0, 0).integer(&n).unwrap();
        assert_eq!(int("%#08x", -255), "-0x000ff");
        assert_eq!(int("%+.3d", 5), "+005");
        assert_eq!(field("%-8.2f|").layout(0, 0).float(-1.005).unwrap(), "-1.00   ");
        assert_eq!(field("%05s").layout(0, 0).text("a").unwrap(), "    a");
    }
}
