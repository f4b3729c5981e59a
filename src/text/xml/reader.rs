//! Walks over a document: prolog, elements with their namespaces, text, and what follows the root.

use super::doctype::doctype;
use super::event::{Event, Pieces, Problem, Stop, Wrong};
use super::names::{self, skip_space};
use super::references::{Entities, Reference, known, reference};
use super::tags::{self, Tag};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// An element whose end has not come.
struct Open<'a> {
    /// As it is written.
    name: &'a str,
    /// With its namespace, where it has one.
    full: Option<String>,
    /// How many prefixes were bound outside.
    bound: usize,
}

struct Reader<'a, 't> {
    text: &'a str,
    at: usize,
    pieces: Pieces,
    tell: &'t mut dyn FnMut(Event<'_>) -> bool,
    open: Vec<Open<'a>>,
    /// Prefixes and what they stand for; the last of a name holds.
    bound: Vec<(&'a str, String)>,
    entities: Entities,
    /// Text that has been read and not told.
    waiting: String,
}

/// Reads a whole document and tells what it holds; the listener answers whether to go on.
///
/// # Errors
/// Where the document breaks the rules, or the listener has enough.
pub fn read(
    text: &str,
    pieces: Pieces,
    tell: &mut dyn FnMut(Event<'_>) -> bool,
) -> Result<(), Stop> {
    let mut reader = Reader {
        text,
        at: 0,
        pieces,
        tell,
        open: Vec::new(),
        bound: vec![("xml", XML.to_owned())],
        entities: Entities::default(),
        waiting: String::new(),
    };
    let ended = reader.document();
    // What stands in front of a problem has been seen.
    if let Err(Stop::Wrong(_)) = ended {
        reader.flush()?;
    }
    ended
}

fn wrong(wrong: Wrong, at: usize) -> Stop {
    Stop::Wrong(Problem { wrong, at })
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Stop {
        Stop::Wrong(problem)
    }
}

impl<'a> Reader<'a, '_> {
    fn tell(&mut self, event: Event<'_>) -> Result<(), Stop> {
        if (self.tell)(event) { Ok(()) } else { Err(Stop::Told) }
    }

    /// Tells an event that a plain tree has no place for.
    fn tell_all(&mut self, event: Event<'_>) -> Result<(), Stop> {
        if self.pieces == Pieces::All { self.tell(event) } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Stop> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let text = std::mem::take(&mut self.waiting);
        let told = self.tell(Event::Data(&text));
        self.waiting = text;
        self.waiting.clear();
        told
    }

    fn data(&mut self, piece: &str) -> Result<(), Stop> {
        match self.pieces {
            Pieces::All if piece.is_empty() => Ok(()),
            Pieces::All => self.tell(Event::Data(piece)),
            Pieces::Tree => {
                self.waiting.push_str(piece);
                Ok(())
            }
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn document(&mut self) -> Result<(), Stop> {
        if self.text.starts_with("<?xml") && !names::starts(self.text, 5) && self.byte(5).is_some()
        {
            self.declaration()?;
        }
        let (mut seen, mut typed) = (false, false);
        loop {
            if !self.open.is_empty() {
                self.content()?;
                continue;
            }
            self.at = skip_space(self.text, self.at);
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return if seen { Ok(()) } else { Err(wrong(Wrong::NoElement, self.at)) };
            } else if rest.starts_with("<?") {
                self.instruction()?;
            } else if rest.starts_with("<!-") {
                self.comment()?;
            } else if rest.starts_with("<!DOCTYPE") && !seen && !typed {
                typed = true;
                self.doctype()?;
            } else if rest.starts_with('<') && names::starts(self.text, self.at + 1) && !seen {
                seen = true;
                self.start_tag()?;
            } else {
                return Err(self.outside(seen));
            }
        }
    }

    /// What is wrong with what stands outside of the root.
    fn outside(&self, seen: bool) -> Stop {
        let usual = if seen { Wrong::Junk } else { Wrong::Syntax };
        let first = self.text[self.at..].chars().next().unwrap_or(' ');
        if first == '<' {
            return match self.byte(1) {
                None => wrong(Wrong::Unclosed, self.at),
                Some(b'!') => match self.byte(2) {
                    None => wrong(Wrong::Unclosed, self.at),
                    Some(b'[') => wrong(usual, self.at),
                    Some(byte) if byte.is_ascii_alphabetic() => {
                        let end = names::run(self.text, self.at + 2);
                        match self.text.as_bytes().get(end) {
                            None => wrong(Wrong::Unclosed, self.at),
                            Some(byte) if names::is_space(*byte) => wrong(usual, self.at),
                            Some(_) => wrong(Wrong::Invalid, end),
                        }
                    }
                    Some(_) => wrong(Wrong::Invalid, self.at + 2),
                },
                Some(_) if names::starts(self.text, self.at + 1) => wrong(usual, self.at),
                Some(_) => wrong(Wrong::Invalid, self.at + 1),
            };
        }
        let end = names::run(self.text, self.at);
        if end > self.at {
            let after = self.text.as_bytes().get(end);
            let goes_on = |byte: &u8| names::is_space(*byte) || b">),|[%+*?:".contains(byte);
            return match after.is_none_or(goes_on) {
                true => wrong(usual, self.at),
                false => wrong(Wrong::Invalid, end),
            };
        }
        match first {
            '"' | '\'' if !self.text[self.at + 1..].contains(first) => {
                wrong(Wrong::Unclosed, self.at)
            }
            '"' | '\'' | '>' | '[' | ']' | '(' | ')' | '|' | ',' => wrong(usual, self.at),
            _ => wrong(Wrong::Invalid, self.at),
        }
    }

    /// `<?xml version="1.0"?>`, which only the beginning may have.
    fn declaration(&mut self) -> Result<(), Stop> {
        let (_, inside, end) = tags::instruction(self.text, 0)?;
        if !inside.starts_with("version") {
            return Err(wrong(Wrong::BadDeclaration, skip_space(self.text, 5)));
        }
        self.at = end;
        Ok(())
    }

    fn instruction(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let (target, inside, end) = tags::instruction(self.text, start)?;
        if target == "xml" {
            return Err(wrong(Wrong::Misplaced, start));
        }
        self.at = end;
        let inside = lines(inside);
        self.tell_all(Event::Instruction(target, &inside))
    }

    fn comment(&mut self) -> Result<(), Stop> {
        let (inside, end) = tags::comment(self.text, self.at)?;
        self.at = end;
        let inside = lines(inside);
        self.tell_all(Event::Comment(&inside))
    }

    fn doctype(&mut self) -> Result<(), Stop> {
        let found = doctype(self.text, self.at, &mut self.entities)?;
        self.at = found.end;
        self.tell_all(Event::Doctype(found.name, found.public, found.system))
    }

    /// The next piece of what stands inside an element.
    fn content(&mut self) -> Result<(), Stop> {
        match (self.byte(0), self.byte(1)) {
            (None, _) => Err(wrong(Wrong::NoElement, self.at)),
            (Some(b'<'), None) => Err(wrong(Wrong::Unclosed, self.at)),
            (Some(b'<'), Some(b'/')) => self.end_tag(),
            (Some(b'<'), Some(b'?')) => self.instruction(),
            (Some(b'<'), Some(b'!')) => match self.byte(2) {
                None => Err(wrong(Wrong::Unclosed, self.at)),
                Some(b'-') => self.comment(),
                Some(b'[') => self.literal(),
                Some(_) => Err(wrong(Wrong::Invalid, self.at + 2)),
            },
            (Some(b'<'), Some(_)) => self.start_tag(),
            (Some(b'&'), _) => self.reference(),
            (Some(_), _) => {
                let rest = &self.text.as_bytes()[self.at..];
                let end = rest.iter().position(|byte| matches!(byte, b'<' | b'&'));
                let end = self.at + end.unwrap_or(rest.len());
                self.characters(end, true)
            }
        }
    }

    /// Text up to `end`, in pieces at the ends of lines.
    fn characters(&mut self, end: usize, marked: bool) -> Result<(), Stop> {
        let bytes = self.text.as_bytes();
        let mut from = self.at;
        let stands_out =
            |byte: &u8| *byte < b' ' && *byte != b'\t' || *byte == b']' || *byte == 0xef;
        while let Some(step) = bytes[self.at..end].iter().position(stands_out) {
            let at = self.at + step;
            match bytes[at] {
                b'\n' | b'\r' => {
                    let both = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
                    self.data(&self.text[from..at])?;
                    self.data("\n")?;
                    from = at + 1 + usize::from(both);
                    self.at = from;
                }
                b']' if marked && self.text[at..].starts_with("]]>") => {
                    self.data(&self.text[from..at])?;
                    return Err(wrong(Wrong::Invalid, at + 2));
                }
                b']' => self.at = at + 1,
                0xef if !matches!(bytes.get(at..at + 3), Some([0xef, 0xbf, 0xbe | 0xbf])) => {
                    self.at = at + 1;
                }
                _ => {
                    self.data(&self.text[from..at])?;
                    return Err(wrong(Wrong::Invalid, at));
                }
            }
        }
        self.at = end;
        self.data(&self.text[from..end])
    }

    /// `<![CDATA[...]]>`
    fn literal(&mut self) -> Result<(), Stop> {
        const OPEN: &str = "<![CDATA[";
        let start = self.at;
        for (ahead, byte) in OPEN.bytes().enumerate() {
            match self.byte(ahead) {
                None => return Err(wrong(Wrong::Unclosed, start)),
                Some(found) if found != byte => return Err(wrong(Wrong::Invalid, start + ahead)),
                Some(_) => {}
            }
        }
        self.at = start + OPEN.len();
        let Some(length) = self.text[self.at..].find("]]>") else {
            self.characters(self.text.len(), false)?;
            return Err(wrong(Wrong::UnclosedCdata, self.text.len()));
        };
        self.characters(self.at + length, false)?;
        self.at += "]]>".len();
        Ok(())
    }

    fn reference(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let (found, end) = reference(self.text, start, start)?;
        self.at = end;
        match found {
            Reference::Char(c) => self.data(c.encode_utf8(&mut [0; 4])),
            Reference::Entity(name) => match known(name) {
                Some(text) => self.data(text),
                None => {
                    let mut text = String::new();
                    self.entities.expand(name, start, 0, &mut text)?;
                    self.data(&text)
                }
            },
        }
    }

    fn start_tag(&mut self) -> Result<(), Stop> {
        self.flush()?;
        let start = self.at;
        let tag = tags::start_tag(self.text, start, &self.entities)?;
        self.at = tag.end;
        let bound = self.bound.len();
        self.bind(&tag, start)?;
        for at in bound..self.bound.len() {
            let (prefix, name) = self.bound[at].clone();
            self.tell_all(Event::StartNamespace(prefix, &name))?;
        }
        let full = self.full(tag.name, true, start)?;
        let mut attributes = Vec::with_capacity(tag.attributes.len());
        for (at, attribute) in tag.attributes.iter().enumerate() {
            if tag.attributes[..at].iter().any(|other| other.name == attribute.name) {
                return Err(wrong(Wrong::Duplicate, attribute.at));
            }
            if prefix_bound(attribute.name).is_some() {
                continue;
            }
            let name = self.full(attribute.name, false, start)?;
            let name = name.unwrap_or_else(|| attribute.name.to_owned());
            if attributes.iter().any(|(other, _)| *other == name) {
                return Err(wrong(Wrong::Duplicate, start));
            }
            attributes.push((name, attribute.value.clone().into_owned()));
        }
        let name = full.as_deref().unwrap_or(tag.name);
        self.tell(Event::Start(name, &attributes))?;
        self.open.push(Open { name: tag.name, full, bound });
        if tag.empty { self.close() } else { Ok(()) }
    }

    /// Binds the prefixes that a tag declares.
    fn bind(&mut self, tag: &Tag<'a>, start: usize) -> Result<(), Stop> {
        for attribute in &tag.attributes {
            let Some(prefix) = prefix_bound(attribute.name) else { continue };
            if attribute.value.is_empty() && !prefix.is_empty() {
                return Err(wrong(Wrong::Undeclared, start));
            }
            self.bound.push((prefix, attribute.value.clone().into_owned()));
        }
        Ok(())
    }

    /// A name with its namespace, where it has one.
    fn full(&self, name: &str, is_tag: bool, start: usize) -> Result<Option<String>, Stop> {
        let (prefix, local) = match name.split_once(':') {
            Some(parts) => parts,
            None if is_tag && self.bound.len() > 1 => ("", name),
            None => return Ok(None),
        };
        let found = self.bound.iter().rev().find(|(bound, _)| *bound == prefix);
        match found {
            Some((_, space)) if space.is_empty() => Ok(None),
            Some((_, space)) => Ok(Some(format!("{{{space}}}{local}"))),
            None if prefix.is_empty() => Ok(None),
            None => Err(wrong(Wrong::Unbound, start)),
        }
    }

    fn end_tag(&mut self) -> Result<(), Stop> {
        self.flush()?;
        let start = self.at;
        let (name, end) = tags::end_tag(self.text, start)?;
        if self.open.last().is_none_or(|open| open.name != name) {
            return Err(wrong(Wrong::Mismatched, start + 2));
        }
        self.at = end;
        self.close()
    }

    fn close(&mut self) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        self.tell(Event::End(open.full.as_deref().unwrap_or(open.name)))?;
        while self.bound.len() > open.bound {
            if let Some((prefix, _)) = self.bound.pop() {
                self.tell_all(Event::EndNamespace(prefix))?;
            }
        }
        Ok(())
    }
}

/// The prefix that an attribute of this name binds.
fn prefix_bound(name: &str) -> Option<&str> {
    match name.strip_prefix("xmlns") {
        Some("") => Some(""),
        Some(rest) => rest.strip_prefix(':'),
        None => None,
    }
}

/// Text with the ends of lines that XML knows.
fn lines(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    }
}
