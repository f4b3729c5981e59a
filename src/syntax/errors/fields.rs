//! Strings and the replacement fields of f-strings.

use super::node::{Kind, Node};
use super::probe::{Probe, Rule};
use lalrpop_util::ParseError;

use crate::lexer::Tok;
use crate::source::Span;
use crate::syntax::build::{Builder, Fault, Piece};

impl Probe<'_> {
    pub(super) fn strings(&mut self) -> Option<Node> {
        self.memo(Rule::Strings, |p| {
            let start = p.here();
            let pieces = p.some(|p| match p.eat(Tok::Str) {
                Some(span) => Some(Piece::Plain(span)),
                None => p.fstring().map(|()| Piece::F(Vec::new())),
            })?;
            let formatted = pieces.iter().any(|piece| matches!(piece, Piece::F(_)));
            p.check_literals(pieces, start)?;
            Some(p.node(if formatted { Kind::FString } else { Kind::Literal }, start))
        })
    }

    /// Raises where the literals are malformed or do not go together.
    fn check_literals(&mut self, pieces: Vec<Piece>, start: Span) -> Option<()> {
        let span = self.since(start);
        match Builder::new(self.text).strings(span.start, pieces, span.end) {
            Err(ParseError::User { error: Fault::Final(error) }) => {
                self.raise(error.message, error.span)
            }
            _ => Some(()),
        }
    }

    fn fstring(&mut self) -> Option<()> {
        self.eat(Tok::FStart)?;
        self.many(Self::fstring_part)?;
        self.eat(Tok::FEnd).map(drop)
    }

    fn fstring_part(&mut self) -> Option<()> {
        if self.see(Tok::LBrace) { self.field() } else { self.eat(Tok::FMiddle).map(drop) }
    }

    fn field(&mut self) -> Option<()> {
        let found = self.alt(|p| {
            p.eat(Tok::LBrace)?;
            p.assigned()?;
            p.maybe(|p| p.eat(Tok::Assign))?;
            p.maybe(Self::conversion)?;
            p.maybe(|p| {
                p.eat(Tok::Colon)?;
                p.many(Self::fstring_part)
            })?;
            p.eat(Tok::RBrace).map(drop)
        });
        if found.is_none() {
            self.wrong(Self::invalid_field);
        }
        found
    }

    fn conversion(&mut self) -> Option<()> {
        self.eat(Tok::Bang)?;
        self.eat(Tok::Name).map(drop)
    }

    /// Raises at the token at the cursor.
    fn raise_here(&mut self, message: &str) -> Option<()> {
        let span = self.here();
        self.raise(format!("f-string: {message}"), span)
    }

    fn invalid_field(&mut self) -> Option<()> {
        self.eat(Tok::LBrace)?;
        for (tok, text) in
            [(Tok::Assign, "="), (Tok::Bang, "!"), (Tok::Colon, ":"), (Tok::RBrace, "}")]
        {
            if self.see(tok) {
                return self.raise_here(&format!("valid expression required before '{text}'"));
            }
        }
        if self.alt(Self::assigned).is_none() {
            return self.raise_here("expecting a valid expression after '{'");
        }
        if !self.see_any(&[Tok::Assign, Tok::Bang, Tok::Colon, Tok::RBrace]) {
            return self.raise_here("expecting '=', or '!', or ':', or '}'");
        }
        if self.eat(Tok::Assign).is_some() && !self.see_any(&[Tok::Bang, Tok::Colon, Tok::RBrace]) {
            return self.raise_here("expecting '!', or ':', or '}'");
        }
        if self.eat(Tok::Bang).is_some() {
            if self.see_any(&[Tok::Colon, Tok::RBrace]) {
                return self.raise_here("missing conversion character");
            }
            if self.eat(Tok::Name).is_none() {
                return self.raise_here("invalid conversion character");
            }
        }
        if !self.see_any(&[Tok::Colon, Tok::RBrace]) {
            return self.raise_here("expecting ':' or '}'");
        }
        if self.eat(Tok::Colon).is_some() {
            self.many(Self::fstring_part)?;
            if !self.see(Tok::RBrace) {
                return self.raise_here("expecting '}', or format specs");
            }
        }
        None
    }
}
