//! What `&name;` and `&#65;` stand for.

use super::event::{Problem, Wrong};
use super::names;

/// A reference that has been read.
pub(super) enum Reference<'a> {
    Char(char),
    Entity(&'a str),
}

/// The reference that begins with the ampersand at `start`, and its end. What breaks off at the end
/// of the text is an unclosed token, which begins at `token`.
pub(super) fn reference(
    text: &str,
    start: usize,
    token: usize,
) -> Result<(Reference<'_>, usize), Problem> {
    let unclosed = Problem { wrong: Wrong::Unclosed, at: token };
    let invalid =
        |at| if at >= text.len() { unclosed } else { Problem { wrong: Wrong::Invalid, at } };
    let bytes = text.as_bytes();
    if bytes.get(start + 1) == Some(&b'#') {
        let (from, radix) = match bytes.get(start + 2) {
            Some(b'x') => (start + 3, 16),
            _ => (start + 2, 10),
        };
        let digits = bytes[from..].iter().take_while(|byte| (**byte as char).is_digit(radix));
        let end = from + digits.count();
        if end == from || bytes.get(end) != Some(&b';') {
            return Err(invalid(end));
        }
        let number = u32::from_str_radix(&text[from..end], radix).ok();
        let found = number.and_then(char::from_u32).filter(|c| is_char(*c));
        let found = found.ok_or(Problem { wrong: Wrong::BadNumber, at: start })?;
        return Ok((Reference::Char(found), end + 1));
    }
    if !names::starts(text, start + 1) {
        return Err(invalid(start + 1));
    }
    let end = names::run(text, start + 1);
    if bytes.get(end) != Some(&b';') {
        return Err(invalid(end));
    }
    Ok((Reference::Entity(&text[start + 1..end]), end + 1))
}

/// The five names that every document knows.
pub(super) fn known(name: &str) -> Option<&'static str> {
    Some(match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// Whether a document may hold a character at all.
pub(super) fn is_char(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => c >= ' ',
    }
}

/// The entities that a document declares.
#[derive(Default)]
pub(super) struct Entities {
    declared: Vec<(String, String)>,
}

impl Entities {
    /// The first declaration of a name holds.
    pub(super) fn declare(&mut self, name: &str, value: &str) {
        if !self.declared.iter().any(|(known, _)| known == name) {
            self.declared.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The text that a name stands for, put behind `out`. `depth` names are being read already.
    pub(super) fn expand(
        &self,
        name: &str,
        at: usize,
        depth: usize,
        out: &mut String,
    ) -> Result<(), Problem> {
        if let Some(text) = known(name) {
            out.push_str(text);
            return Ok(());
        }
        let declared = self.declared.iter().find(|(known, _)| known == name);
        let (_, value) = declared.ok_or(Problem { wrong: Wrong::Undefined, at })?;
        // Names that stand for each other without end, or for far too much text.
        if depth > self.declared.len() || out.len() > MOST {
            return Err(Problem { wrong: Wrong::Recursive, at });
        }
        let mut from = 0;
        while let Some(step) = value[from..].find('&') {
            out.push_str(&value[from..from + step]);
            let here = |problem: Problem| Problem { at, ..problem };
            let (found, end) = reference(value, from + step, from + step).map_err(here)?;
            match found {
                Reference::Char(c) => out.push(c),
                Reference::Entity(inner) => self.expand(inner, at, depth + 1, out)?,
            }
            from = end;
        }
        out.push_str(&value[from..]);
        Ok(())
    }
}

/// So long may the text grow that one reference stands for.
const MOST: usize = 1 << 23;
