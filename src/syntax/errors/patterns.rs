//! `match` statements and patterns.

use super::node::Kind;
use super::probe::{Probe, Rule};
use crate::lexer::Tok;
use crate::source::Span;

type Done = Option<()>;

impl Probe<'_> {
    pub(super) fn match_stmt(&mut self) -> Done {
        let found = self.alt(|p| {
            p.eat_soft("match")?;
            p.subject()?;
            p.eat(Tok::Colon)?;
            p.eat(Tok::Newline)?;
            p.eat(Tok::Indent)?;
            p.some(Self::case_block)?;
            p.eat(Tok::Dedent).map(drop)
        });
        if found.is_none() {
            self.wrong(|p| {
                let start = p.eat_soft("match")?;
                p.subject()?;
                p.wrong_after_header("'match' statement", start)
            });
        }
        found
    }

    fn subject(&mut self) -> Done {
        let tuple = self.alt(|p| {
            p.star_named_expression()?;
            p.eat(Tok::Comma)?;
            p.maybe(Self::star_named_expressions).map(drop)
        });
        tuple.or_else(|| self.named_expression().map(drop))
    }

    fn case_header(&mut self) -> Option<Span> {
        let start = self.eat_soft("case")?;
        self.patterns()?;
        self.maybe(|p| {
            p.eat(Tok::If)?;
            p.named_expression()
        })?;
        Some(start)
    }

    fn case_block(&mut self) -> Done {
        self.wrong(|p| {
            let start = p.case_header()?;
            p.wrong_after_header("'case' statement", start)
        });
        self.alt(|p| {
            p.case_header()?;
            p.eat(Tok::Colon)?;
            p.block()
        })
    }

    fn patterns(&mut self) -> Done {
        self.alt(Self::open_sequence).or_else(|| self.pattern())
    }

    fn open_sequence(&mut self) -> Done {
        self.maybe_star_pattern()?;
        self.eat(Tok::Comma)?;
        self.maybe(Self::star_patterns).map(drop)
    }

    fn star_patterns(&mut self) -> Done {
        self.list(Self::maybe_star_pattern)?;
        self.maybe(|p| p.eat(Tok::Comma)).map(drop)
    }

    fn maybe_star_pattern(&mut self) -> Done {
        let star = self.alt(|p| {
            p.eat(Tok::Star)?;
            p.capture().or_else(|| p.eat_soft("_")).map(drop)
        });
        star.or_else(|| self.pattern())
    }

    fn pattern(&mut self) -> Done {
        let named = self.alt(|p| {
            p.or_pattern()?;
            p.eat(Tok::As)?;
            p.capture().map(drop)
        });
        if named.is_none() {
            self.wrong(Self::invalid_as_pattern);
        }
        named.or_else(|| self.alt(Self::or_pattern))
    }

    fn invalid_as_pattern(&mut self) -> Done {
        self.or_pattern()?;
        self.eat(Tok::As)?;
        if let Some(wildcard) = self.eat_soft("_") {
            return self.raise("cannot use '_' as a target", wildcard);
        }
        if self.see(Tok::Name) {
            return None;
        }
        let target = self.expression()?;
        self.raise("invalid pattern target", target.span)
    }

    fn or_pattern(&mut self) -> Done {
        self.closed_pattern()?;
        self.many(|p| {
            p.eat(Tok::Bar)?;
            p.closed_pattern()
        })
        .map(drop)
    }

    /// `!"_" NAME !('.' | '(' | '=')`
    fn capture(&mut self) -> Option<Span> {
        self.alt(|p| {
            if p.see_soft("_") {
                return None;
            }
            let name = p.eat(Tok::Name)?;
            (!p.see_any(&[Tok::Dot, Tok::LParen, Tok::Assign])).then_some(name)
        })
    }

    fn closed_pattern(&mut self) -> Done {
        let found = self.memo(Rule::ClosedPattern, |p| {
            let start = p.here();
            let simple = p.alt(Self::literal).or_else(|| p.capture().map(drop));
            let simple = simple.or_else(|| p.eat_soft_alone("_")).or_else(|| p.alt(Self::value));
            let nested = simple.or_else(|| p.alt(Self::group_pattern));
            let nested = nested.or_else(|| p.alt(Self::sequence)).or_else(|| p.alt(Self::mapping));
            nested.or_else(|| p.class_pattern())?;
            Some(p.node(Kind::Other, start))
        });
        found.map(drop)
    }

    fn eat_soft_alone(&mut self, text: &str) -> Done {
        self.alt(|p| p.eat_soft(text).map(drop))
    }

    fn literal(&mut self) -> Done {
        let signed = |p: &mut Self| {
            p.maybe(|p| p.eat(Tok::Minus))?;
            p.eat(Tok::Number)
        };
        let number = self.alt(|p| {
            signed(p)?;
            (!p.see_any(&[Tok::Plus, Tok::Minus])).then_some(())
        });
        let complex = number.or_else(|| {
            self.alt(|p| {
                signed(p)?;
                p.eat_any(&[Tok::Plus, Tok::Minus])?;
                p.eat(Tok::Number).map(drop)
            })
        });
        let text = complex.or_else(|| self.strings().map(drop));
        text.or_else(|| self.eat_any(&[Tok::None, Tok::True, Tok::False]).map(drop))
    }

    /// A dotted name with at least one dot.
    fn attr(&mut self) -> Done {
        self.eat(Tok::Name)?;
        self.some(|p| {
            p.eat(Tok::Dot)?;
            p.eat(Tok::Name)
        })
        .map(drop)
    }

    fn value(&mut self) -> Done {
        self.attr()?;
        (!self.see_any(&[Tok::Dot, Tok::LParen, Tok::Assign])).then_some(())
    }

    fn group_pattern(&mut self) -> Done {
        self.eat(Tok::LParen)?;
        self.pattern()?;
        self.eat(Tok::RParen).map(drop)
    }

    fn sequence(&mut self) -> Done {
        let list = self.alt(|p| {
            p.eat(Tok::LBracket)?;
            p.maybe(Self::star_patterns)?;
            p.eat(Tok::RBracket).map(drop)
        });
        list.or_else(|| {
            self.eat(Tok::LParen)?;
            self.maybe(Self::open_sequence)?;
            self.eat(Tok::RParen).map(drop)
        })
    }

    fn mapping(&mut self) -> Done {
        self.eat(Tok::LBrace)?;
        let items = self.maybe(|p| p.list(Self::key_pattern))?;
        if items.is_none() || self.see(Tok::Comma) && self.tok_at(1) == Tok::DoubleStar {
            if items.is_some() {
                self.eat(Tok::Comma)?;
            }
            self.maybe(|p| {
                p.eat(Tok::DoubleStar)?;
                p.capture()
            })?;
        }
        self.maybe(|p| p.eat(Tok::Comma))?;
        self.eat(Tok::RBrace).map(drop)
    }

    fn key_pattern(&mut self) -> Done {
        self.alt(Self::literal).or_else(|| self.alt(Self::attr))?;
        self.eat(Tok::Colon)?;
        self.pattern()
    }

    fn class_pattern(&mut self) -> Done {
        let header = |p: &mut Self| {
            p.alt(Self::attr).or_else(|| p.eat(Tok::Name).map(drop))?;
            p.eat(Tok::LParen)
        };
        let found = self.alt(|p| {
            header(p)?;
            let positional = p.maybe(|p| p.list(Self::positional_pattern))?;
            let joined = positional.is_none() || p.see(Tok::Comma) && p.tok_at(1) == Tok::Name;
            if joined {
                p.maybe(|p| {
                    if positional.is_some() {
                        p.eat(Tok::Comma)?;
                    }
                    p.list(Self::keyword_pattern)
                })?;
            }
            p.maybe(|p| p.eat(Tok::Comma))?;
            p.eat(Tok::RParen).map(drop)
        });
        if found.is_none() {
            self.wrong::<()>(|p| {
                header(p)?;
                p.maybe(|p| {
                    p.list(Self::positional_pattern)?;
                    p.eat(Tok::Comma)
                })?;
                p.list(Self::keyword_pattern)?;
                p.eat(Tok::Comma)?;
                let first = p.here();
                p.list(Self::positional_pattern)?;
                let span = p.since(first);
                p.raise("positional patterns follow keyword patterns", span)
            });
        }
        found
    }

    /// A pattern that is no `name=pattern`.
    fn positional_pattern(&mut self) -> Done {
        self.pattern()
    }

    fn keyword_pattern(&mut self) -> Done {
        self.eat(Tok::Name)?;
        self.eat(Tok::Assign)?;
        self.pattern()
    }
}
