//! The declaration of a document's type: its name, where more is said, and the entities it declares.

use super::event::{Problem, Wrong};
use super::names::{self, skip_space};
use super::references::{Entities, Reference, reference};
use super::tags;

/// A declaration of the document's type.
pub(super) struct Doctype<'a> {
    pub(super) name: &'a str,
    pub(super) public: Option<&'a str>,
    pub(super) system: Option<&'a str>,
    pub(super) end: usize,
}

struct Declaration<'a, 'e> {
    text: &'a str,
    /// Where the token began that is being read.
    token: usize,
    at: usize,
    entities: &'e mut Entities,
}

/// The declaration that stands at `start`; entities are added to those known.
pub(super) fn doctype<'a>(
    text: &'a str,
    start: usize,
    entities: &mut Entities,
) -> Result<Doctype<'a>, Problem> {
    let at = start + "<!DOCTYPE".len();
    let mut reader = Declaration { text, token: start, at, entities };
    reader.space();
    let name = reader.name()?;
    let (public, system) = reader.identifiers()?;
    if reader.byte() == Some(b'[') {
        reader.at += 1;
        reader.subset()?;
        reader.space();
    }
    match reader.byte() {
        Some(b'>') => Ok(Doctype { name, public, system, end: reader.at + 1 }),
        Some(_) => Err(reader.syntax()),
        None => Err(reader.unclosed()),
    }
}

impl<'a> Declaration<'a, '_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        self.at = skip_space(self.text, self.at);
    }

    fn syntax(&self) -> Problem {
        Problem { wrong: Wrong::Syntax, at: self.at }
    }

    /// The text ends inside.
    fn unclosed(&self) -> Problem {
        Problem { wrong: Wrong::NoElement, at: self.text.len() }
    }

    fn name(&mut self) -> Result<&'a str, Problem> {
        if self.at >= self.text.len() {
            return Err(self.unclosed());
        }
        if !names::starts(self.text, self.at) {
            return Err(self.syntax());
        }
        let start = self.at;
        self.at = names::run(self.text, self.at);
        if self.byte() == Some(b':') {
            self.at = names::run(self.text, self.at + 1);
        }
        let name = &self.text[start..self.at];
        self.space();
        Ok(name)
    }

    /// What stands in quotes.
    fn quoted(&mut self) -> Result<&'a str, Problem> {
        let quote = match self.byte() {
            Some(quote @ (b'"' | b'\'')) => quote as char,
            Some(_) => return Err(self.syntax()),
            None => return Err(self.unclosed()),
        };
        let start = self.at + 1;
        let unclosed = Problem { wrong: Wrong::Unclosed, at: self.at };
        let length = self.text[start..].find(quote).ok_or(unclosed)?;
        self.at = start + length + 1;
        self.space();
        Ok(&self.text[start..start + length])
    }

    /// The public and the system identifier, where some are given.
    fn identifiers(&mut self) -> Result<(Option<&'a str>, Option<&'a str>), Problem> {
        let rest = &self.text[self.at..];
        if rest.starts_with("PUBLIC") {
            self.at += "PUBLIC".len();
            self.space();
            return Ok((Some(self.quoted()?), Some(self.quoted()?)));
        }
        if rest.starts_with("SYSTEM") {
            self.at += "SYSTEM".len();
            self.space();
            return Ok((None, Some(self.quoted()?)));
        }
        Ok((None, None))
    }

    /// The declarations between brackets.
    fn subset(&mut self) -> Result<(), Problem> {
        loop {
            self.space();
            self.token = self.at;
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return Err(self.unclosed());
            }
            if rest.starts_with(']') {
                self.at += 1;
                return Ok(());
            }
            if rest.starts_with("<!--") {
                self.at = tags::comment(self.text, self.at)?.1;
            } else if rest.starts_with("<?") {
                self.at = tags::instruction(self.text, self.at)?.2;
            } else if rest.starts_with("<!ENTITY") {
                self.at += "<!ENTITY".len();
                self.entity()?;
            } else if rest.starts_with("<!") {
                self.skip()?;
            } else if rest.starts_with('%') {
                let length = rest.find(';').ok_or(self.unclosed())?;
                self.at += length + 1;
            } else {
                return Err(self.syntax());
            }
        }
    }

    fn entity(&mut self) -> Result<(), Problem> {
        self.space();
        let parameter = self.byte() == Some(b'%');
        if parameter {
            self.at += 1;
            self.space();
        }
        let name = self.name()?;
        if !matches!(self.byte(), Some(b'"' | b'\'')) {
            return self.skip();
        }
        let start = self.at + 1;
        let value = self.quoted()?;
        if !parameter {
            let value = numbers_replaced(value)
                .map_err(|problem| Problem { wrong: problem.wrong, at: start + problem.at })?;
            self.entities.declare(name, &value);
        }
        self.skip()
    }

    /// Past the end of a declaration that says nothing of use here.
    fn skip(&mut self) -> Result<(), Problem> {
        loop {
            match self.byte() {
                None => return Err(self.unclosed()),
                Some(b'>') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'"' | b'\'') => {
                    self.quoted()?;
                }
                Some(_) => self.at += 1,
            }
        }
    }
}

/// The text of an entity: numbers are replaced where it is declared, names where it is used.
fn numbers_replaced(value: &str) -> Result<String, Problem> {
    let (mut out, mut from) = (String::new(), 0);
    while let Some(step) = value[from..].find('&') {
        let at = from + step;
        out.push_str(&value[from..at]);
        let (found, end) = reference(value, at, at)?;
        match found {
            // What would begin a reference must not do so later.
            Reference::Char('&') => out.push_str("&#38;"),
            Reference::Char(c) => out.push(c),
            Reference::Entity(_) => out.push_str(&value[at..end]),
        }
        from = end;
    }
    out.push_str(&value[from..]);
    Ok(out)
}
