//! Comprehensions and generator expressions.

use super::node::{Kind, Node, Purpose};
use super::probe::Probe;
use crate::lexer::Tok;

type Found = Option<Node>;

impl Probe<'_> {
    pub(super) fn generator(&mut self) -> Found {
        let start = self.here();
        let found = self.alt(|p| {
            p.eat(Tok::LParen)?;
            p.walrus_or_expression()?;
            p.for_if_clauses()?;
            p.eat(Tok::RParen)?;
            Some(p.node(Kind::Generator, start))
        });
        if found.is_none() {
            self.wrong(Self::invalid_comprehension);
        }
        found
    }

    /// `assignment_expression | expression !':='`
    pub(super) fn walrus_or_expression(&mut self) -> Found {
        self.assignment_expression().or_else(|| self.expression_no_walrus())
    }

    pub(super) fn list_comp(&mut self) -> Found {
        self.comp(Tok::LBracket, Tok::RBracket, Kind::ListComp)
    }

    pub(super) fn set_comp(&mut self) -> Found {
        self.comp(Tok::LBrace, Tok::RBrace, Kind::SetComp)
    }

    fn comp(&mut self, open: Tok, close: Tok, kind: Kind) -> Found {
        let start = self.here();
        let found = self.alt(|p| {
            p.eat(open)?;
            p.named_expression()?;
            p.for_if_clauses()?;
            p.eat(close)?;
            Some(p.node(kind, start))
        });
        if found.is_none() {
            self.wrong(Self::invalid_comprehension);
        }
        found
    }

    pub(super) fn dict_comp(&mut self) -> Found {
        let start = self.here();
        let found = self.alt(|p| {
            p.eat(Tok::LBrace)?;
            p.key_value()?;
            p.for_if_clauses()?;
            p.eat(Tok::RBrace)?;
            Some(p.node(Kind::DictComp, start))
        });
        if found.is_none() {
            self.wrong::<()>(|p| {
                p.eat(Tok::LBrace)?;
                let stars = p.eat(Tok::DoubleStar)?;
                p.bit_or()?;
                p.for_if_clauses()?;
                p.eat(Tok::RBrace)?;
                p.raise("dict unpacking cannot be used in dict comprehension", stars)
            });
        }
        found
    }

    fn invalid_comprehension(&mut self) -> Option<()> {
        let _: Option<()> = self.alt(|p| {
            p.eat_any(&[Tok::LBracket, Tok::LParen, Tok::LBrace])?;
            let starred = p.starred_expression()?;
            p.for_if_clauses()?;
            p.raise("iterable unpacking cannot be used in comprehension", starred.span)
        });
        let message = "did you forget parentheses around the comprehension target?";
        let _: Option<()> = self.alt(|p| {
            p.eat_any(&[Tok::LBracket, Tok::LBrace])?;
            let first = p.star_named_expression()?;
            p.eat(Tok::Comma)?;
            let rest = p.star_named_expressions()?;
            p.for_if_clauses()?;
            let last = rest.last().map_or(first.span, |last| last.span);
            p.raise(message, first.span.to(last))
        });
        self.alt(|p| {
            p.eat_any(&[Tok::LBracket, Tok::LBrace])?;
            let first = p.star_named_expression()?;
            let comma = p.eat(Tok::Comma)?;
            p.for_if_clauses()?;
            p.raise(message, first.span.to(comma))
        })
    }

    pub(super) fn for_if_clauses(&mut self) -> Option<()> {
        self.some(Self::for_if_clause).map(drop)
    }

    fn for_if_clause(&mut self) -> Option<()> {
        let mut committed = false;
        let found = self.alt(|p| {
            p.maybe(|p| p.eat(Tok::Async))?;
            p.eat(Tok::For)?;
            p.star_targets()?;
            p.eat(Tok::In)?;
            committed = true;
            p.disjunction()?;
            p.many(|p| {
                p.eat(Tok::If)?;
                p.disjunction()
            })?;
            Some(())
        });
        if found.is_none() && !committed {
            self.wrong(Self::invalid_for_if_clause);
            self.wrong(Self::invalid_for_target);
        }
        found
    }

    fn invalid_for_if_clause(&mut self) -> Option<()> {
        self.maybe(|p| p.eat(Tok::Async))?;
        self.eat(Tok::For)?;
        self.list(Self::bit_or)?;
        self.maybe(|p| p.eat(Tok::Comma))?;
        if self.see(Tok::In) {
            return None;
        }
        self.raise_last("'in' expected after for-loop variables")
    }

    pub(super) fn invalid_for_target(&mut self) -> Option<()> {
        self.maybe(|p| p.eat(Tok::Async))?;
        self.eat(Tok::For)?;
        let target = self.star_expressions()?;
        self.raise_target(&target, Purpose::For)
    }

    /// Raises where `target` cannot be what it should be.
    pub(super) fn raise_target<T>(&mut self, target: &Node, purpose: Purpose) -> Option<T> {
        let bad = target.invalid_target(purpose)?;
        let verb = if purpose == Purpose::Delete { "delete" } else { "assign to" };
        self.raise(format!("cannot {verb} {}", bad.kind.name()), bad.span)
    }
}
