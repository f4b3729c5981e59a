//! Targets of assignments and deletions.

use super::node::{Kind, Node};
use super::probe::{Probe, Rule};
use crate::lexer::Tok;

type Found = Option<Node>;

impl Probe<'_> {
    pub(super) fn star_targets(&mut self) -> Found {
        let start = self.here();
        self.alt(|p| {
            let first = p.star_target()?;
            if !p.see(Tok::Comma) {
                return Some(first);
            }
            let rest = p.many(|p| {
                p.eat(Tok::Comma)?;
                p.star_target()
            })?;
            p.maybe(|p| p.eat(Tok::Comma))?;
            Some(Node::with(Kind::Tuple, p.since(start), [vec![first], rest].concat()))
        })
    }

    pub(super) fn star_target(&mut self) -> Found {
        self.memo(Rule::StarTarget, |p| {
            let start = p.here();
            let starred = p.alt(|p| {
                p.eat(Tok::Star)?;
                if p.see(Tok::Star) {
                    return None;
                }
                let value = p.star_target()?;
                Some(Node::with(Kind::Starred, p.since(start), vec![value]))
            });
            starred.or_else(|| p.target_with_star_atom())
        })
    }

    fn target_with_star_atom(&mut self) -> Found {
        self.memo(Rule::TargetWithStarAtom, |p| p.alt(Self::place).or_else(|| p.star_atom()))
    }

    /// An attribute or subscript.
    pub(super) fn place(&mut self) -> Found {
        let start = self.at;
        let found = self.primary()?;
        // A name or a bracketed atom alone is no place; the rules for atoms judge it.
        let trailed =
            self.at > start + 1 && matches!(found.kind, Kind::Attribute | Kind::Subscript);
        trailed.then_some(found)
    }

    fn star_atom(&mut self) -> Found {
        let start = self.here();
        if let Some(name) = self.eat(Tok::Name) {
            return Some(Node::new(Kind::Name, name));
        }
        let group = self.alt(|p| {
            p.eat(Tok::LParen)?;
            let inner = p.target_with_star_atom()?;
            p.eat(Tok::RParen)?;
            Some(inner)
        });
        if group.is_some() {
            return group;
        }
        let tuple = self.alt(|p| {
            p.eat(Tok::LParen)?;
            p.maybe(|p| {
                let first = p.star_target()?;
                p.eat(Tok::Comma)?;
                p.maybe(Self::star_target_list)?;
                Some(first)
            })?;
            p.eat(Tok::RParen)?;
            Some(p.node(Kind::Tuple, start))
        });
        tuple.or_else(|| {
            self.alt(|p| {
                p.eat(Tok::LBracket)?;
                p.maybe(Self::star_target_list)?;
                p.eat(Tok::RBracket)?;
                Some(p.node(Kind::List, start))
            })
        })
    }

    fn star_target_list(&mut self) -> Option<()> {
        self.list(Self::star_target)?;
        self.maybe(|p| p.eat(Tok::Comma))?;
        Some(())
    }

    /// The one target of an augmented or annotated assignment.
    pub(super) fn single_target(&mut self) -> Found {
        let place = self.alt(Self::place);
        let name = place.or_else(|| self.eat(Tok::Name).map(|span| Node::new(Kind::Name, span)));
        name.or_else(|| {
            self.alt(|p| {
                p.eat(Tok::LParen)?;
                let inner = p.single_target()?;
                p.eat(Tok::RParen)?;
                Some(inner)
            })
        })
    }

    pub(super) fn del_targets(&mut self) -> Option<()> {
        self.list(Self::del_target)?;
        self.maybe(|p| p.eat(Tok::Comma))?;
        Some(())
    }

    fn del_target(&mut self) -> Found {
        self.memo(Rule::DelTarget, |p| p.alt(Self::place).or_else(|| p.del_atom()))
    }

    fn del_atom(&mut self) -> Found {
        let start = self.here();
        if let Some(name) = self.eat(Tok::Name) {
            return Some(Node::new(Kind::Name, name));
        }
        for (open, close) in [(Tok::LParen, Tok::RParen), (Tok::LBracket, Tok::RBracket)] {
            let found = self.alt(|p| {
                p.eat(open)?;
                p.maybe(Self::del_targets)?;
                p.eat(close)?;
                Some(p.node(Kind::Other, start))
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }
}
