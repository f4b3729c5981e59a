//! `str.format` templates: literal text, replacement fields with their paths, conversions and nested specifications.
//!
//! The walk is [`render`]; what only the interpreter can do (arguments, attributes, `__format__`) it asks of a
//! [`Host`]. Order of evaluation and messages are those of CPython 3.13 (`Objects/stringlib/unicode_format.h`).

use super::unicode::decimal_value;

/// What a template needs from the interpreter.
pub trait Host {
    type Value;
    type Error;
    /// A `ValueError` with this message.
    fn value_error(&mut self, message: &str) -> Self::Error;
    /// The positional argument `index` (`IndexError` beyond the end).
    fn positional(&mut self, index: usize) -> Result<Self::Value, Self::Error>;
    /// The keyword argument `name` (`KeyError` if there is none).
    fn keyword(&mut self, name: &str) -> Result<Self::Value, Self::Error>;
    /// `value.name`
    fn attribute(&mut self, value: Self::Value, name: &str) -> Result<Self::Value, Self::Error>;
    /// `value[index]`
    fn item_at(&mut self, value: Self::Value, index: usize) -> Result<Self::Value, Self::Error>;
    /// `value['key']`
    fn item_named(&mut self, value: Self::Value, key: &str) -> Result<Self::Value, Self::Error>;
    /// `str(value)`, `repr(value)` or `ascii(value)` for `s`, `r` or `a`.
    fn convert(&mut self, value: Self::Value, conversion: char)
    -> Result<Self::Value, Self::Error>;
    /// Appends `format(value, spec)`.
    fn format(
        &mut self,
        value: Self::Value,
        spec: &str,
        out: &mut String,
    ) -> Result<(), Self::Error>;
}

/// One replacement field, taken apart but not looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The path in front of `!` and `:`, such as `0.name[key]`.
    pub name: &'a str,
    pub conversion: Option<char>,
    pub spec: &'a str,
    /// Whether the specification holds fields of its own.
    pub nested: bool,
}

/// A piece of a template: literal text, then perhaps a field.
pub type Piece<'a> = (&'a str, Option<Field<'a>>);

/// Takes a template apart from left to right, as `string.Formatter.parse` shows it.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    #[must_use]
    pub fn new(template: &'a str) -> Self {
        Self { rest: template }
    }

    fn take_char(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn piece(&mut self) -> Result<Piece<'a>, &'static str> {
        let text = self.rest;
        let Some(at) = text.find(['{', '}']) else {
            self.rest = "";
            return Ok((text, None));
        };
        let brace = text.as_bytes()[at];
        self.rest = &text[at + 1..];
        if self.rest.as_bytes().first() == Some(&brace) {
            // A doubled brace stands for one, and ends this literal.
            self.rest = &self.rest[1..];
            return Ok((&text[..=at], None));
        }
        if brace == b'}' {
            return Err("Single '}' encountered in format string");
        }
        if self.rest.is_empty() {
            return Err("Single '{' encountered in format string");
        }
        Ok((&text[..at], Some(self.field()?)))
    }

    /// The field behind an opening brace.
    fn field(&mut self) -> Result<Field<'a>, &'static str> {
        let text = self.rest;
        let end = loop {
            match self.take_char() {
                Some('{') => return Err("unexpected '{' in field name"),
                // Up to the closing bracket nothing has a meaning; the bracket itself is read as usual.
                Some('[') => {
                    let close = self.rest.find(']').unwrap_or(self.rest.len());
                    self.rest = &self.rest[close..];
                }
                Some(end @ ('}' | ':' | '!')) => break end,
                Some(_) => {}
                None => return Err("expected '}' before end of string"),
            }
        };
        let name = &text[..text.len() - self.rest.len() - 1];
        let mut field = Field { name, conversion: None, spec: "", nested: false };
        if end == '}' {
            return Ok(field);
        }
        if end == '!' {
            let missing = "end of string while looking for conversion specifier";
            field.conversion = Some(self.take_char().ok_or(missing)?);
            match self.take_char() {
                Some('}') => return Ok(field),
                Some(':') | None => {}
                Some(_) => return Err("expected ':' after conversion specifier"),
            }
        }
        self.spec(&mut field)?;
        Ok(field)
    }

    fn spec(&mut self, field: &mut Field<'a>) -> Result<(), &'static str> {
        let mut depth = 1_usize;
        for (at, c) in self.rest.char_indices() {
            match c {
                '{' => {
                    field.nested = true;
                    depth += 1;
                }
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                field.spec = &self.rest[..at];
                self.rest = &self.rest[at + 1..];
                return Ok(());
            }
        }
        Err("unmatched '{' in format spec")
    }
}

impl<'a> Iterator for Pieces<'a> {
    /// An error is the message of a `ValueError`.
    type Item = Result<Piece<'a>, &'static str>;

    fn next(&mut self) -> Option<Self::Item> {
        (!self.rest.is_empty()).then(|| self.piece())
    }
}

/// One step of a path behind its first name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `[123]`
    Index(usize),
    /// `[key]`
    Key(&'a str),
}

/// Splits `0.name[key]` into its first name and the steps behind it.
#[must_use]
pub fn split_path(name: &str) -> (&str, Steps<'_>) {
    let end = name.find(['.', '[']).unwrap_or(name.len());
    (&name[..end], Steps { rest: &name[end..] })
}

/// The steps of a path, one by one. An error is the message of a `ValueError`.
#[derive(Clone, Debug)]
pub struct Steps<'a> {
    rest: &'a str,
}

impl<'a> Steps<'a> {
    fn step(&mut self, first: char) -> Result<Step<'a>, &'static str> {
        let behind = &self.rest[first.len_utf8()..];
        let name;
        if first == '.' {
            let end = behind.find(['.', '[']).unwrap_or(behind.len());
            (name, self.rest) = behind.split_at(end);
        } else if first == '[' {
            let end = behind.find(']').ok_or("Missing ']' in format string")?;
            name = &behind[..end];
            self.rest = &behind[end + 1..];
        } else {
            return Err("Only '.' or '[' may follow ']' in format field specifier");
        }
        let index = if first == '[' { index(name)? } else { None };
        if name.is_empty() {
            return Err("Empty attribute in format string");
        }
        Ok(match index {
            Some(index) => Step::Index(index),
            None if first == '.' => Step::Attribute(name),
            None => Step::Key(name),
        })
    }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Result<Step<'a>, &'static str>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.rest.chars().next()?;
        Some(self.step(first))
    }
}

/// A name that consists of decimal digits, as a number.
fn index(name: &str) -> Result<Option<usize>, &'static str> {
    if name.is_empty() {
        return Ok(None);
    }
    let mut value = 0_i64;
    for c in name.chars() {
        let Some(digit) = decimal_value(c) else { return Ok(None) };
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(i64::from(digit)))
            .ok_or("Too many decimal digits in format string")?;
    }
    Ok(usize::try_from(value).ok())
}

/// Whether `{}` or `{0}` was seen first: the two do not mix within one template.
#[derive(Clone, Copy, Debug, Default)]
enum Numbering {
    #[default]
    Open,
    Automatic(usize),
    Manual,
}

impl Numbering {
    /// The position that a field named `first` means; `None` if it is a keyword.
    fn position(&mut self, first: &str) -> Result<Option<usize>, &'static str> {
        let given = index(first)?;
        match (*self, first.is_empty(), given) {
            (Self::Manual, true, _) => {
                Err("cannot switch from manual field specification to automatic field numbering")
            }
            (Self::Automatic(_), false, Some(_)) => {
                Err("cannot switch from automatic field numbering to manual field specification")
            }
            (Self::Automatic(next), true, _) => {
                *self = Self::Automatic(next + 1);
                Ok(Some(next))
            }
            (Self::Open, true, _) => {
                *self = Self::Automatic(1);
                Ok(Some(0))
            }
            (_, false, Some(index)) => {
                *self = Self::Manual;
                Ok(Some(index))
            }
            (_, false, None) => Ok(None),
        }
    }
}

/// `template.format(…)`: appends the result to `out`.
pub fn render<H: Host>(template: &str, host: &mut H, out: &mut String) -> Result<(), H::Error> {
    render_level(template, host, out, 2, &mut Numbering::default())
}

fn render_level<H: Host>(
    template: &str,
    host: &mut H,
    out: &mut String,
    depth: usize,
    numbering: &mut Numbering,
) -> Result<(), H::Error> {
    let Some(deeper) = depth.checked_sub(1) else {
        return Err(host.value_error("Max string recursion exceeded"));
    };
    for piece in Pieces::new(template) {
        let (literal, field) = piece.map_err(|message| host.value_error(message))?;
        out.push_str(literal);
        let Some(field) = field else { continue };
        let mut value = look_up(field.name, host, numbering)?;
        // A null character stands for none, as in C.
        if let Some(conversion) = field.conversion.filter(|conversion| *conversion != '\0') {
            if !matches!(conversion, 's' | 'r' | 'a') {
                return Err(unknown_conversion(conversion, host));
            }
            value = host.convert(value, conversion)?;
        }
        if field.nested {
            let mut spec = String::new();
            render_level(field.spec, host, &mut spec, deeper, numbering)?;
            host.format(value, &spec, out)?;
        } else {
            host.format(value, field.spec, out)?;
        }
    }
    Ok(())
}

fn look_up<H: Host>(
    name: &str,
    host: &mut H,
    numbering: &mut Numbering,
) -> Result<H::Value, H::Error> {
    let (first, steps) = split_path(name);
    let position = numbering.position(first).map_err(|message| host.value_error(message))?;
    let mut value = match position {
        Some(index) => host.positional(index)?,
        None => host.keyword(first)?,
    };
    for step in steps {
        value = match step.map_err(|message| host.value_error(message))? {
            Step::Attribute(name) => host.attribute(value, name)?,
            Step::Index(index) => host.item_at(value, index)?,
            Step::Key(key) => host.item_named(value, key)?,
        };
    }
    Ok(value)
}

fn unknown_conversion<H: Host>(conversion: char, host: &mut H) -> H::Error {
    let code = u32::from(conversion);
    if (33..127).contains(&code) {
        host.value_error(&format!("Unknown conversion specifier {conversion}"))
    } else {
        host.value_error(&format!("Unknown conversion specifier \\x{code:x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers every question with text that says what was asked.
    struct Echo;

    impl Host for Echo {
        type Value = String;
        type Error = String;
        fn value_error(&mut self, message: &str) -> String {
            message.to_owned()
        }
        fn positional(&mut self, index: usize) -> Result<String, String> {
            Ok(format!("#{index}"))
        }
        fn keyword(&mut self, name: &str) -> Result<String, String> {
            Ok(name.to_owned())
        }
        fn attribute(&mut self, value: String, name: &str) -> Result<String, String> {
            Ok(format!("{value}.{name}"))
        }
        fn item_at(&mut self, value: String, index: usize) -> Result<String, String> {
            Ok(format!("{value}[{index}]"))
        }
        fn item_named(&mut self, value: String, key: &str) -> Result<String, String> {
            Ok(format!("{value}['{key}']"))
        }
        fn convert(&mut self, value: String, conversion: char) -> Result<String, String> {
            Ok(format!("{conversion}({value})"))
        }
        fn format(&mut self, value: String, spec: &str, out: &mut String) -> Result<(), String> {
            out.extend(["<", &value, "|", spec, ">"]);
            Ok(())
        }
    }

    fn show(template: &str) -> String {
        let mut out = String::new();
        render(template, &mut Echo, &mut out).err().unwrap_or(out)
    }

    #[test]
    fn fields_paths_and_nested_specifications() {
        assert_eq!(show("a{{b}}{}{x.y[3][k]!r:>{}}"), "a{b}<#0|><r(x.y[3]['k'])|><#1|>>");
        assert_eq!(show("{0[}]}"), "<#0['}']|>");
    }

    #[test]
    fn errors_in_the_words_of_cpython() {
        assert_eq!(show("{"), "Single '{' encountered in format string");
        assert_eq!(show("}"), "Single '}' encountered in format string");
        assert_eq!(show("{a"), "expected '}' before end of string");
        assert_eq!(show("{:{:{}}}"), "Max string recursion exceeded");
        assert_eq!(show("{0[a]b}"), "Only '.' or '[' may follow ']' in format field specifier");
        assert_eq!(show("{a.}"), "Empty attribute in format string");
    }
}
