//! Tags as they are written: names and attributes, not yet with their namespaces.

use std::borrow::Cow;

use super::event::{Problem, Wrong};
use super::names::{self, is_space, skip_space};
use super::references::{Entities, Reference, is_char, reference};

/// An attribute, and where its name stands.
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) at: usize,
    pub(super) value: Cow<'a, str>,
}

/// A start tag.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// Whether it ends the element, too.
    pub(super) empty: bool,
    pub(super) end: usize,
}

/// The start tag at `start`.
pub(super) fn start_tag<'a>(
    text: &'a str,
    start: usize,
    entities: &Entities,
) -> Result<Tag<'a>, Problem> {
    let unclosed = Problem { wrong: Wrong::Unclosed, at: start };
    let bytes = text.as_bytes();
    let mut at = names::end(text, start + 1).map_err(|problem| at_end(text, problem, unclosed))?;
    let mut tag = Tag { name: &text[start + 1..at], attributes: Vec::new(), empty: false, end: 0 };
    loop {
        let spaced = bytes.get(at).is_some_and(|byte| is_space(*byte));
        at = skip_space(text, at);
        match bytes.get(at) {
            None => return Err(unclosed),
            Some(b'>') => {
                tag.end = at + 1;
                return Ok(tag);
            }
            Some(b'/') => {
                return match bytes.get(at + 1) {
                    None => Err(unclosed),
                    Some(b'>') => {
                        tag.empty = true;
                        tag.end = at + 2;
                        Ok(tag)
                    }
                    Some(_) => Err(Problem { wrong: Wrong::Invalid, at: at + 1 }),
                };
            }
            Some(_) if !spaced => return Err(Problem { wrong: Wrong::Invalid, at }),
            Some(_) => {
                let found = attribute(text, at, start, entities)
                    .map_err(|problem| at_end(text, problem, unclosed))?;
                at = found.1;
                tag.attributes.push(found.0);
            }
        }
    }
}

/// What breaks off at the end of the text is an unclosed token.
fn at_end(text: &str, problem: Problem, unclosed: Problem) -> Problem {
    if problem.at >= text.len() { unclosed } else { problem }
}

fn attribute<'a>(
    text: &'a str,
    at: usize,
    token: usize,
    entities: &Entities,
) -> Result<(Attribute<'a>, usize), Problem> {
    let bytes = text.as_bytes();
    let end = names::end(text, at)?;
    let sign = skip_space(text, end);
    if bytes.get(sign) != Some(&b'=') {
        return Err(Problem { wrong: Wrong::Invalid, at: sign });
    }
    let open = skip_space(text, sign + 1);
    let Some(quote @ (b'"' | b'\'')) = bytes.get(open).copied() else {
        return Err(Problem { wrong: Wrong::Invalid, at: open });
    };
    let (value, close) = value(text, open + 1, quote, token, entities)?;
    Ok((Attribute { name: &text[at..end], at, value }, close + 1))
}

/// The value of an attribute, and where its closing quote stands.
fn value<'a>(
    text: &'a str,
    start: usize,
    quote: u8,
    token: usize,
    entities: &Entities,
) -> Result<(Cow<'a, str>, usize), Problem> {
    let bytes = text.as_bytes();
    let plain = |byte: &u8| *byte == quote || *byte < b' ' || *byte == b'<' || *byte == b'&';
    let (mut out, mut from, mut at) = (String::new(), start, start);
    loop {
        let Some(step) = bytes[at..].iter().position(plain) else {
            return Err(Problem { wrong: Wrong::Unclosed, at: token });
        };
        at += step;
        let byte = bytes[at];
        if byte == quote {
            let rest = &text[from..at];
            if from == start {
                return Ok((Cow::Borrowed(rest), at));
            }
            out.push_str(rest);
            return Ok((Cow::Owned(out), at));
        }
        out.push_str(&text[from..at]);
        match byte {
            b'&' => {
                // What a reference stands for is wrong where the tag begins.
                let (found, end) = reference(text, at, token).map_err(|problem| {
                    let whole = problem.wrong == Wrong::BadNumber;
                    Problem { at: if whole { token } else { problem.at }, ..problem }
                })?;
                match found {
                    Reference::Char(c) => out.push(c),
                    Reference::Entity(name) => entities.expand(name, token, 0, &mut out)?,
                }
                at = end;
            }
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {
                out.push(' ');
                at += 2;
            }
            _ if is_space(byte) => {
                out.push(' ');
                at += 1;
            }
            _ => return Err(Problem { wrong: Wrong::Invalid, at }),
        }
        from = at;
    }
}

/// The name of the end tag at `start`, and its end.
pub(super) fn end_tag(text: &str, start: usize) -> Result<(&str, usize), Problem> {
    let unclosed = Problem { wrong: Wrong::Unclosed, at: start };
    let end = names::end(text, start + 2).map_err(|problem| at_end(text, problem, unclosed))?;
    let close = skip_space(text, end);
    match text.as_bytes().get(close) {
        None => Err(unclosed),
        Some(b'>') => Ok((&text[start + 2..end], close + 1)),
        Some(_) => Err(Problem { wrong: Wrong::Invalid, at: close }),
    }
}

/// The text of the comment at `start`, and its end.
pub(super) fn comment(text: &str, start: usize) -> Result<(&str, usize), Problem> {
    let unclosed = Problem { wrong: Wrong::Unclosed, at: start };
    match text.as_bytes().get(start + 3) {
        None => return Err(unclosed),
        Some(b'-') => {}
        Some(_) => return Err(Problem { wrong: Wrong::Invalid, at: start + 3 }),
    }
    let inside = &text[start + 4..];
    let length = inside.find("--").ok_or(unclosed)?;
    let after = start + 4 + length + 2;
    match text.as_bytes().get(after) {
        None => Err(unclosed),
        Some(b'>') => {
            allowed(text, start + 4, start + 4 + length).map(|inside| (inside, after + 1))
        }
        Some(_) => Err(Problem { wrong: Wrong::Invalid, at: after }),
    }
}

/// The target and the text of the instruction at `start`, and its end.
pub(super) fn instruction(text: &str, start: usize) -> Result<(&str, &str, usize), Problem> {
    let unclosed = Problem { wrong: Wrong::Unclosed, at: start };
    let invalid = |at| at_end(text, Problem { wrong: Wrong::Invalid, at }, unclosed);
    if !names::starts(text, start + 2) {
        return Err(invalid(start + 2));
    }
    let end = names::run(text, start + 2);
    let target = &text[start + 2..end];
    if text[end..].starts_with("?>") {
        return Ok((target, "", end + 2));
    }
    if !text.as_bytes().get(end).is_some_and(|byte| is_space(*byte)) {
        let past = usize::from(text.as_bytes().get(end) == Some(&b'?'));
        return Err(invalid(end + past));
    }
    let from = skip_space(text, end);
    let length = text[from..].find("?>").ok_or(unclosed)?;
    allowed(text, from, from + length).map(|inside| (target, inside, from + length + 2))
}

/// A part of the text, unless it has characters that no document may hold.
pub(super) fn allowed(text: &str, from: usize, to: usize) -> Result<&str, Problem> {
    let inside = &text[from..to];
    match inside.find(|c| !is_char(c)) {
        Some(at) => Err(Problem { wrong: Wrong::Invalid, at: from + at }),
        None => Ok(inside),
    }
}
