//! Primaries and atoms: calls, subscripts, displays, groups.

use super::node::{Kind, Node};
use super::probe::{Probe, Rule};
use crate::lexer::Tok;

type Found = Option<Node>;

impl Probe<'_> {
    pub(super) fn primary(&mut self) -> Found {
        self.memo(Rule::Primary, |p| {
            let start = p.here();
            let mut found = p.atom()?;
            loop {
                let kind = p.alt(Self::trailer);
                if p.error.is_some() {
                    return None;
                }
                match kind {
                    Some(kind) => found = p.node(kind, start),
                    None => return Some(found),
                }
            }
        })
    }

    fn trailer(&mut self) -> Option<Kind> {
        match self.tok() {
            Tok::Dot => {
                self.eat(Tok::Dot)?;
                self.eat(Tok::Name)?;
                Some(Kind::Attribute)
            }
            Tok::LParen => {
                if self.alt(Self::generator).is_some() {
                    return Some(Kind::Call);
                }
                self.eat(Tok::LParen)?;
                self.maybe(Self::arguments)?;
                self.eat(Tok::RParen)?;
                Some(Kind::Call)
            }
            Tok::LBracket => {
                self.eat(Tok::LBracket)?;
                self.slices()?;
                self.eat(Tok::RBracket)?;
                Some(Kind::Subscript)
            }
            _ => None,
        }
    }

    fn slices(&mut self) -> Option<()> {
        let single = self.alt(|p| {
            p.slice_item()?;
            (!p.see(Tok::Comma)).then_some(())
        });
        if single.is_some() {
            return single;
        }
        self.list(|p| p.alt(Self::slice_item).or_else(|| p.starred_expression().map(drop)))?;
        self.maybe(|p| p.eat(Tok::Comma))?;
        Some(())
    }

    fn slice_item(&mut self) -> Option<()> {
        let slice = self.alt(|p| {
            p.maybe(Self::expression)?;
            p.eat(Tok::Colon)?;
            p.maybe(Self::expression)?;
            p.maybe(|p| {
                p.eat(Tok::Colon)?;
                p.maybe(Self::expression)
            })?;
            Some(())
        });
        slice.or_else(|| self.named_expression().map(drop))
    }

    pub(super) fn atom(&mut self) -> Found {
        let start = self.here();
        let tok = self.tok();
        let kind = match tok {
            Tok::Name => Kind::Name,
            Tok::True => Kind::True,
            Tok::False => Kind::False,
            Tok::None => Kind::None,
            Tok::Number => Kind::Literal,
            Tok::Ellipsis => Kind::Ellipsis,
            Tok::Str | Tok::FStart => return self.strings(),
            Tok::LParen => {
                return self
                    .alt(Self::tuple_display)
                    .or_else(|| self.alt(Self::group))
                    .or_else(|| self.generator());
            }
            Tok::LBracket => return self.alt(Self::list_display).or_else(|| self.list_comp()),
            Tok::LBrace => {
                let display = self.alt(Self::dict_display).or_else(|| self.alt(Self::set_display));
                return display.or_else(|| self.alt(Self::dict_comp)).or_else(|| self.set_comp());
            }
            _ => return None,
        };
        self.eat(tok)?;
        Some(self.node(kind, start))
    }

    pub(super) fn tuple_display(&mut self) -> Found {
        self.alt(|p| {
            let start = p.eat(Tok::LParen)?;
            let items = p.maybe(|p| {
                let mut items = vec![p.star_named_expression()?];
                p.eat(Tok::Comma)?;
                items.extend(p.maybe(Self::star_named_expressions)?.unwrap_or_default());
                Some(items)
            })?;
            p.eat(Tok::RParen)?;
            Some(Node::with(Kind::Tuple, p.since(start), items.unwrap_or_default()))
        })
    }

    pub(super) fn list_display(&mut self) -> Found {
        self.alt(|p| {
            let start = p.eat(Tok::LBracket)?;
            let items = p.maybe(Self::star_named_expressions)?;
            p.eat(Tok::RBracket)?;
            Some(Node::with(Kind::List, p.since(start), items.unwrap_or_default()))
        })
    }

    fn set_display(&mut self) -> Found {
        let start = self.eat(Tok::LBrace)?;
        self.star_named_expressions()?;
        self.eat(Tok::RBrace)?;
        Some(self.node(Kind::Set, start))
    }

    fn group(&mut self) -> Found {
        let inner = self.alt(|p| {
            p.eat(Tok::LParen)?;
            let inner = p.alt(Self::yield_expr).or_else(|| p.named_expression())?;
            p.eat(Tok::RParen)?;
            Some(inner)
        });
        if inner.is_none() {
            self.wrong(Self::invalid_group);
        }
        inner
    }

    fn invalid_group(&mut self) -> Found {
        let _: Found = self.alt(|p| {
            p.eat(Tok::LParen)?;
            let starred = p.starred_expression()?;
            p.eat(Tok::RParen)?;
            p.raise("cannot use starred expression here", starred.span)
        });
        self.eat(Tok::LParen)?;
        let stars = self.eat(Tok::DoubleStar)?;
        self.expression()?;
        self.eat(Tok::RParen)?;
        self.raise("cannot use double starred expression here", stars)
    }

    fn dict_display(&mut self) -> Found {
        let start = self.here();
        let dict = self.alt(|p| {
            p.eat(Tok::LBrace)?;
            p.maybe(|p| {
                p.list(Self::dict_item)?;
                p.maybe(|p| p.eat(Tok::Comma))
            })?;
            p.eat(Tok::RBrace)?;
            Some(p.node(Kind::Dict, start))
        });
        if dict.is_none() {
            // CPython's generator lets this rule take part in the first pass too.
            let _: Option<()> = self.alt(|p| {
                p.eat(Tok::LBrace)?;
                p.invalid_dict_items()
            });
        }
        dict
    }

    fn dict_item(&mut self) -> Option<()> {
        let unpacked = self.alt(|p| {
            p.eat(Tok::DoubleStar)?;
            p.bit_or().map(drop)
        });
        unpacked.or_else(|| self.key_value())
    }

    pub(super) fn key_value(&mut self) -> Option<()> {
        self.alt(|p| {
            p.expression()?;
            p.eat(Tok::Colon)?;
            p.expression().map(drop)
        })
    }

    fn invalid_dict_items(&mut self) -> Option<()> {
        let _: Option<()> = self.alt(|p| {
            p.list(Self::dict_item)?;
            p.eat(Tok::Comma)?;
            p.invalid_key_value()
        });
        self.invalid_value()
    }

    fn invalid_key_value(&mut self) -> Option<()> {
        let _: Option<()> = self.alt(|p| {
            let key = p.expression()?;
            if p.see(Tok::Colon) {
                return None;
            }
            let width = p.slice(key.span).chars().next_back().map_or(1, char::len_utf8);
            let last = key.span.end - width as u32;
            p.raise(
                "':' expected after dictionary key",
                crate::source::Span::new(last, key.span.end),
            )
        });
        self.invalid_value()
    }

    fn invalid_value(&mut self) -> Option<()> {
        let _: Option<()> = self.alt(|p| {
            p.expression()?;
            p.eat(Tok::Colon)?;
            let star = p.eat(Tok::Star)?;
            p.bit_or()?;
            let all = p.since(star);
            p.raise("cannot use a starred expression in a dictionary value", all)
        });
        self.alt(|p| {
            p.expression()?;
            let colon = p.eat(Tok::Colon)?;
            if !p.see_any(&[Tok::RBrace, Tok::Comma]) {
                return None;
            }
            p.raise("expression expected after dictionary key and ':'", colon)
        })
    }
}
