//! Replacement templates of `sub` and `expand`: text with `\1` and `\g<name>`.

use super::RegexError;
use super::escape::control;
use crate::text::chars::str_isidentifier;
use crate::text::str_repr::repr;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    Group(usize),
}

/// Takes a template apart; `groups` and `names` are the pattern's. Bytes are given as Latin-1.
///
/// # Errors
/// `re.PatternError` for a bad escape or group, `IndexError` for an unknown name.
pub fn parse_template(
    template: &str,
    is_bytes: bool,
    groups: usize,
    names: &[(String, usize)],
) -> Result<Vec<Part>, RegexError> {
    let letters: Vec<char> = template.chars().collect();
    let mut reader = Reader {
        letters: &letters,
        at: 0,
        is_bytes,
        groups,
        names,
        parts: Vec::new(),
        text: String::new(),
    };
    while let Some(letter) = reader.take() {
        if letter == '\\' {
            reader.escape()?;
        } else {
            reader.text.push(letter);
        }
    }
    reader.end_text();
    Ok(reader.parts)
}

struct Reader<'a> {
    letters: &'a [char],
    at: usize,
    is_bytes: bool,
    groups: usize,
    names: &'a [(String, usize)],
    parts: Vec<Part>,
    text: String,
}

fn error<T>(message: impl Into<String>, at: usize) -> Result<T, RegexError> {
    Err(RegexError::Pattern(message.into(), Some(at)))
}

impl Reader<'_> {
    fn take(&mut self) -> Option<char> {
        let letter = self.letters.get(self.at).copied()?;
        self.at += 1;
        Some(letter)
    }

    fn peek_if(&self, wanted: impl Fn(char) -> bool) -> Option<char> {
        self.letters.get(self.at).copied().filter(|letter| wanted(*letter))
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Part::Text(std::mem::take(&mut self.text)));
        }
    }

    fn add_group(&mut self, group: usize, at: usize) -> Result<(), RegexError> {
        if group >= self.groups {
            return error(format!("invalid group reference {group}"), at);
        }
        self.end_text();
        self.parts.push(Part::Group(group));
        Ok(())
    }

    fn escape(&mut self) -> Result<(), RegexError> {
        let start = self.at - 1;
        match self.take() {
            None => error("bad escape (end of pattern)", start),
            Some('g') => self.named(),
            Some('0') => {
                for _ in 0..2 {
                    self.at += usize::from(self.peek_if(|digit| digit.is_digit(8)).is_some());
                }
                self.octal(start)
            }
            Some('1'..='9') => self.numbered(start),
            Some('b') => {
                self.text.push('\u{8}');
                Ok(())
            }
            Some(letter) => match control(letter) {
                Some(control) => {
                    self.text.push(control);
                    Ok(())
                }
                None if letter.is_ascii_alphabetic() => {
                    error(format!("bad escape \\{letter}"), start)
                }
                None => {
                    self.text.extend(['\\', letter]);
                    Ok(())
                }
            },
        }
    }

    fn octal(&mut self, start: usize) -> Result<(), RegexError> {
        let digits: String = self.letters[start + 1..self.at].iter().collect();
        let value = u32::from_str_radix(&digits, 8).unwrap_or(0);
        if value > 0o377 {
            let shown: String = self.letters[start..self.at].iter().collect();
            let message = format!("octal escape value {shown} outside of range 0-0o377");
            return error(message, start);
        }
        self.text.extend(char::from_u32(value));
        Ok(())
    }

    fn numbered(&mut self, start: usize) -> Result<(), RegexError> {
        if self.peek_if(|digit| digit.is_ascii_digit()).is_some() {
            self.at += 1;
            let octal = self.letters[start + 1..self.at].iter().all(|digit| digit.is_digit(8));
            if octal && self.peek_if(|digit| digit.is_digit(8)).is_some() {
                self.at += 1;
                return self.octal(start);
            }
        }
        let digits: String = self.letters[start + 1..self.at].iter().collect();
        self.add_group(digits.parse().unwrap_or(usize::MAX), start + 1)
    }

    /// `\g<name>` and `\g<1>`.
    fn named(&mut self) -> Result<(), RegexError> {
        if self.peek_if(|letter| letter == '<').is_none() {
            return error("missing <", self.at);
        }
        self.at += 1;
        let start = self.at;
        let Some(len) = self.letters[start..].iter().position(|letter| *letter == '>') else {
            if start == self.letters.len() {
                return error("missing group name", start);
            }
            return error("missing >, unterminated name", start);
        };
        if len == 0 {
            return error("missing group name", start);
        }
        let name: String = self.letters[start..start + len].iter().collect();
        self.at = start + len + 1;
        if name.bytes().all(|digit| digit.is_ascii_digit()) {
            return self.add_group(name.parse().unwrap_or(usize::MAX), start);
        }
        if !str_isidentifier(&name) || (self.is_bytes && !name.is_ascii()) {
            return error(format!("bad character in group name {}", repr(&name)), start);
        }
        match self.names.iter().find(|(known, _)| *known == name) {
            Some((_, group)) => self.add_group(*group, start),
            None => Err(RegexError::Index(format!("unknown group name {}", repr(&name)))),
        }
    }
}
