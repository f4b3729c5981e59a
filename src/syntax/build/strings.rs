//! Actions for strings: escapes, implicit concatenation, f-strings.

use std::borrow::Cow;

use super::builder::{Builder, Fault, Refused, deepest};
use super::escapes;
use crate::diagnostic::Extent;
use crate::source::Span;
use crate::syntax::ast::{Constant, Conversion, Expr, ExprKind, FField, FPart, Ident};

type Boxed = Box<Expr>;

/// One of several adjacent literals.
#[derive(Debug)]
pub enum Piece {
    /// A string or bytes token, undecoded.
    Plain(Span),
    F(Vec<FPart>),
}

/// A part of an f-string before its text is decoded (that depends on the prefix).
#[derive(Debug)]
pub enum RawPart {
    Text(Span),
    Field(Box<RawField>),
}

/// A replacement field whose specification is undecoded; `debug` is the text of `value=`.
#[derive(Debug)]
pub struct RawField {
    debug: Option<Span>,
    field: FField,
    spec: Option<Vec<RawPart>>,
}

/// A string token taken apart.
struct Literal<'a> {
    body: &'a str,
    raw: bool,
    bytes: bool,
}

/// The text of `value=` as CPython shows it: what follows a `#` on its line is left out, even
/// within quotes.
fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains('#') {
        return text.into();
    }
    let kept = text.split('\n').map(|line| line.split('#').next().unwrap_or(""));
    kept.collect::<Vec<_>>().join("\n").into()
}

impl<'a> Builder<'a> {
    fn literal(&self, span: Span) -> Literal<'a> {
        let text = self.text_of(span);
        let prefix_len = text.find(['"', '\'']).unwrap_or(0);
        let (prefix, quoted) = text.split_at(prefix_len);
        let triple =
            quoted.len() >= 6 && (quoted.starts_with("\"\"\"") || quoted.starts_with("'''"));
        let quotes = if triple { 3 } else { 1 };
        let has = |letter: u8| prefix.bytes().any(|byte| byte.to_ascii_lowercase() == letter);
        Literal { body: &quoted[quotes..quoted.len() - quotes], raw: has(b'r'), bytes: has(b'b') }
    }

    /// A single literal.
    pub fn string(&mut self, l: u32, piece: Piece, r: u32) -> Result<Boxed, Refused> {
        match piece {
            Piece::Plain(span) => {
                let literal = self.literal(span);
                let value = if literal.bytes {
                    Constant::Bytes(self.bytes(&literal, span)?.into())
                } else {
                    Constant::Str(self.unescaped(&literal, span)?.into())
                };
                Ok(self.constant(l, value, r))
            }
            Piece::F(parts) => Ok(self.joined(l, parts, r)),
        }
    }

    /// Adjacent literals, as one.
    pub fn strings(&mut self, l: u32, pieces: Vec<Piece>, r: u32) -> Result<Boxed, Refused> {
        let is_bytes =
            |piece: &Piece| matches!(piece, Piece::Plain(span) if self.literal(*span).bytes);
        let all_bytes = pieces.iter().all(is_bytes);
        if !all_bytes && pieces.iter().any(is_bytes) {
            let last = Span::new(r.saturating_sub(1), r);
            return Err(Fault::definite("cannot mix bytes and nonbytes literals", last));
        }
        if all_bytes {
            let mut all = Vec::new();
            for piece in &pieces {
                if let Piece::Plain(span) = piece {
                    all.extend(self.bytes(&self.literal(*span), *span)?);
                }
            }
            return Ok(self.constant(l, Constant::Bytes(all.into()), r));
        }
        let formatted = pieces.iter().any(|piece| matches!(piece, Piece::F(_)));
        let mut parts = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Plain(span) => {
                    let literal = self.literal(span);
                    push_text(&mut parts, &self.unescaped(&literal, span)?);
                }
                Piece::F(more) => more.into_iter().for_each(|part| push_part(&mut parts, part)),
            }
        }
        if formatted {
            return Ok(self.joined(l, parts, r));
        }
        let text = match parts.pop() {
            Some(FPart::Literal(text)) => text,
            _ => "".into(),
        };
        Ok(self.constant(l, Constant::Str(text), r))
    }

    fn unescaped<'l>(
        &mut self,
        literal: &Literal<'l>,
        span: Span,
    ) -> Result<Cow<'l, str>, Refused> {
        self.warn_of_escape(literal.body, literal.raw, false, span);
        escapes::text(literal.body, literal.raw, span)
    }

    /// Notes the first escape of a token that means nothing.
    fn warn_of_escape(&mut self, body: &str, raw: bool, bytes: bool, span: Span) {
        if !raw && let Some(message) = escapes::doubtful(body, bytes) {
            self.warn(message, span, Extent::Whole);
        }
    }

    fn bytes(&mut self, literal: &Literal, span: Span) -> Result<Vec<u8>, Refused> {
        if !literal.body.is_ascii() {
            return Err(Fault::definite("bytes can only contain ASCII literal characters", span));
        }
        self.warn_of_escape(literal.body, literal.raw, true, span);
        escapes::bytes(literal.body, literal.raw, span)
    }

    fn joined(&mut self, l: u32, parts: Vec<FPart>, r: u32) -> Boxed {
        let below = parts_depth(&parts);
        self.node(l, r, below, ExprKind::JoinedStr(parts))
    }

    /// An f-string whose prefix and quotes are at `opener`; what is wrong with its escapes is said of
    /// `closer`, the token that CPython has read last.
    pub fn fstring(
        &mut self,
        opener: Span,
        parts: Vec<RawPart>,
        closer: Span,
    ) -> Result<Piece, Refused> {
        let raw = self.text_of(opener).bytes().any(|byte| matches!(byte, b'r' | b'R'));
        Ok(Piece::F(self.decode(parts, raw, false, closer)?))
    }

    fn decode(
        &mut self,
        parts: Vec<RawPart>,
        raw: bool,
        in_spec: bool,
        closer: Span,
    ) -> Result<Vec<FPart>, Refused> {
        let mut decoded = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                RawPart::Text(span) => {
                    let slice = self.text_of(span);
                    self.warn_of_escape(self.with_brace(span), raw, false, span);
                    let text = if in_spec {
                        escapes::text(slice, raw, closer)?
                    } else {
                        escapes::fstring_text(slice, raw, closer)?
                    };
                    push_text(&mut decoded, &text);
                }
                RawPart::Field(boxed) => {
                    let RawField { debug, mut field, spec } = *boxed;
                    if let Some(span) = debug {
                        push_text(&mut decoded, &without_comments(self.text_of(span)));
                    }
                    if let Some(spec) = spec {
                        field.spec = Some(self.decode(spec, raw, true, closer)?);
                    }
                    decoded.push(FPart::Field(Box::new(field)));
                }
            }
        }
        Ok(decoded)
    }

    /// Literal text of an f-string, with the brace behind it where a backslash ends it.
    fn with_brace(&self, span: Span) -> &'a str {
        let slice = self.text_of(span);
        let next = self.text.as_bytes().get(span.end as usize);
        match slice.ends_with('\\') && matches!(next, Some(b'{' | b'}')) {
            true => self.text_of(Span::new(span.start, span.end + 1)),
            false => slice,
        }
    }

    /// `{value=!r:spec}` over `l..r`; `debug` is where the `=` ends.
    pub fn field(
        &mut self,
        l: u32,
        value: Boxed,
        debug: Option<u32>,
        conversion: Option<Ident>,
        spec: Option<Vec<RawPart>>,
        r: u32,
    ) -> Result<RawPart, Refused> {
        let mut conversion = conversion.map(|name| self.conversion(name)).transpose()?;
        if debug.is_some() && conversion.is_none() && spec.is_none() {
            conversion = Some(Conversion::Repr);
        }
        // White space after the `=` is shown as well, and that behind a comment.
        let space = |end: u32| {
            let mut rest = &self.text[end as usize..];
            loop {
                rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\x0c']);
                match rest.starts_with('#').then(|| rest.find('\n')).flatten() {
                    Some(end) => rest = &rest[end..],
                    None => break (self.text.len() - end as usize - rest.len()) as u32,
                }
            }
        };
        let debug = debug.map(|end| Span::new(l + 1, end + space(end)));
        let field = FField { value: *value, conversion, spec: None, span: Span::new(l, r) };
        Ok(RawPart::Field(Box::new(RawField { debug, field, spec })))
    }

    fn conversion(&self, name: Ident) -> Result<Conversion, Refused> {
        let before = self.text.as_bytes().get((name.span.start as usize).wrapping_sub(1));
        if before != Some(&b'!') {
            let message = "f-string: conversion type must come right after the exclamanation mark";
            let mark = self.text[..name.span.start as usize].rfind('!').unwrap_or(0) as u32;
            return Err(Fault::definite(message, Span::new(mark, name.span.end)));
        }
        match self.text_of(name.span) {
            "s" => Ok(Conversion::Str),
            "r" => Ok(Conversion::Repr),
            "a" => Ok(Conversion::Ascii),
            other => {
                let message = format!(
                    "f-string: invalid conversion character '{other}': expected 's', 'r', or 'a'"
                );
                Err(Fault::definite(message, name.span))
            }
        }
    }
}

/// Appends literal text, merged with literal text before it.
fn push_text(parts: &mut Vec<FPart>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(FPart::Literal(last)) = parts.last_mut() {
        *last = [last, text].concat().into();
    } else {
        parts.push(FPart::Literal(text.into()));
    }
}

fn push_part(parts: &mut Vec<FPart>, part: FPart) {
    match part {
        FPart::Literal(text) => push_text(parts, &text),
        field => parts.push(field),
    }
}

/// The greatest depth of the expressions in `parts`.
fn parts_depth(parts: &[FPart]) -> u16 {
    let fields = parts.iter().filter_map(|part| match part {
        FPart::Field(field) => Some(field),
        FPart::Literal(_) => None,
    });
    let depths = fields.map(|field| {
        let spec = field.spec.as_deref().map_or(0, parts_depth);
        deepest([&field.value]).max(spec)
    });
    depths.max().unwrap_or(0)
}
