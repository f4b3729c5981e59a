//! The arguments of calls and classes.

use super::node::{Kind, Node};
use super::probe::{Probe, Rule};
use crate::lexer::Tok;
use crate::source::Span;

type Found = Option<Node>;

const BARE_GENERATOR: &str = "Generator expression must be parenthesized";

/// What matters of a list of arguments.
#[derive(Clone, Copy, Debug, Default)]
struct Args {
    /// How many are positional or `*`.
    positional: usize,
    /// Whether there is a `**`.
    unpacked: bool,
    /// Where the last positional one begins.
    last: Span,
}

/// One argument by keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keyword {
    Named,
    Starred,
    Unpacked,
}

impl Probe<'_> {
    pub(super) fn arguments(&mut self) -> Found {
        self.memo(Rule::Arguments, |p| {
            let start = p.here();
            let found = p.alt(|p| {
                p.args()?;
                p.maybe(|p| p.eat(Tok::Comma))?;
                if p.see(Tok::RParen) { Some(p.node(Kind::Other, start)) } else { None }
            });
            if found.is_none() {
                p.wrong(Self::invalid_arguments);
            }
            found
        })
    }

    fn args(&mut self) -> Option<Args> {
        let start = self.here();
        let with_positional = self.alt(|p| {
            let positional = p.list(|p| {
                let start = p.here();
                p.positional().map(|_| start)
            })?;
            let last = positional.last().copied().unwrap_or(start);
            let mut args = Args { positional: positional.len(), last, ..Args::default() };
            let keywords = p.maybe(|p| {
                p.eat(Tok::Comma)?;
                p.keywords()
            })?;
            args.add(&keywords.unwrap_or_default());
            Some(args)
        });
        with_positional.or_else(|| {
            self.alt(|p| {
                let mut args = Args::default();
                args.add(&p.keywords()?);
                Some(args)
            })
        })
    }

    /// `starred_expression | (assignment_expression | expression !':=') !'='`
    fn positional(&mut self) -> Found {
        let starred = self.alt(Self::starred_expression);
        starred.or_else(|| {
            self.alt(|p| {
                let found = p.walrus_or_expression()?;
                (!p.see(Tok::Assign)).then_some(found)
            })
        })
    }

    pub(super) fn starred_expression(&mut self) -> Found {
        let start = self.here();
        self.wrong::<()>(|p| {
            let star = p.eat(Tok::Star)?;
            p.expression()?;
            p.eat(Tok::Assign)?;
            let value = p.expression()?;
            p.raise("cannot assign to iterable argument unpacking", star.to(value.span))
        });
        let found = self.alt(|p| {
            p.eat(Tok::Star)?;
            let value = p.expression()?;
            Some(Node::with(Kind::Starred, p.since(start), vec![value]))
        });
        if found.is_none() {
            self.wrong::<()>(|p| {
                p.eat(Tok::Star)?;
                p.raise_last("Invalid star expression")
            });
        }
        found
    }

    fn keywords(&mut self) -> Option<Vec<Keyword>> {
        let both = self.alt(|p| {
            let mut all = p.list(Self::keyword_or_starred)?;
            p.eat(Tok::Comma)?;
            all.extend(p.list(Self::keyword_or_unpacked)?);
            Some(all)
        });
        let first = both.or_else(|| self.alt(|p| p.list(Self::keyword_or_starred)));
        first.or_else(|| self.alt(|p| p.list(Self::keyword_or_unpacked)))
    }

    fn keyword_or_starred(&mut self) -> Option<Keyword> {
        self.wrong(Self::invalid_keyword);
        let named = self.alt(Self::named_argument);
        named.or_else(|| self.starred_expression().map(|_| Keyword::Starred))
    }

    fn keyword_or_unpacked(&mut self) -> Option<Keyword> {
        self.wrong(Self::invalid_keyword);
        let named = self.alt(Self::named_argument);
        named.or_else(|| {
            self.alt(|p| {
                p.eat(Tok::DoubleStar)?;
                p.expression()?;
                Some(Keyword::Unpacked)
            })
        })
    }

    fn named_argument(&mut self) -> Option<Keyword> {
        self.eat(Tok::Name)?;
        self.eat(Tok::Assign)?;
        self.expression()?;
        Some(Keyword::Named)
    }

    fn invalid_keyword(&mut self) -> Option<()> {
        let _: Option<()> = self.alt(|p| {
            let constant = p.eat_any(&[Tok::True, Tok::False, Tok::None])?;
            let equals = p.eat(Tok::Assign)?;
            let text = p.slice(constant);
            p.raise(format!("cannot assign to {text}"), constant.to(equals))
        });
        let _: Option<()> = self.alt(Self::named_generator);
        let _: Option<()> = self.alt(|p| {
            if p.see(Tok::Name) && p.tok_at(1) == Tok::Assign {
                return None;
            }
            let value = p.expression()?;
            let equals = p.eat(Tok::Assign)?;
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            p.raise(message, value.span.to(equals))
        });
        self.alt(|p| {
            let stars = p.eat(Tok::DoubleStar)?;
            p.expression()?;
            p.eat(Tok::Assign)?;
            let value = p.expression()?;
            p.raise("cannot assign to keyword argument unpacking", stars.to(value.span))
        })
    }

    /// `f(x = y for y in z)`
    fn named_generator(&mut self) -> Option<()> {
        let name = self.eat(Tok::Name)?;
        let equals = self.eat(Tok::Assign)?;
        self.expression()?;
        self.for_if_clauses()?;
        self.raise("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", name.to(equals))
    }

    /// `f(**a, *b)`
    fn unpacked_late(&mut self) -> Option<()> {
        let before = self.alt(|p| {
            p.list(Self::positional)?;
            p.eat(Tok::Comma)?;
            p.keywords()
        });
        before.or_else(|| self.keywords())?;
        let comma = self.eat(Tok::Comma)?;
        self.list(|p| {
            p.starred_expression()?;
            (!p.see(Tok::Assign)).then_some(())
        })?;
        let all = self.since(comma);
        self.raise("iterable argument unpacking follows keyword argument unpacking", all)
    }

    /// `f(x for x in y, z)`
    fn generator_first(&mut self) -> Option<()> {
        let element = self.expression()?;
        self.for_if_clauses()?;
        let end = self.before();
        self.eat(Tok::Comma)?;
        self.maybe(|p| {
            p.alt(Self::args).map(drop).or_else(|| {
                p.expression()?;
                p.for_if_clauses()
            })
        })?;
        self.raise(BARE_GENERATOR, element.span.to(end))
    }

    /// `f(a, b=)`
    fn without_value(&mut self) -> Option<()> {
        self.maybe(|p| {
            p.args()?;
            p.eat(Tok::Comma)
        })?;
        let name = self.eat(Tok::Name)?;
        let equals = self.eat(Tok::Assign)?;
        if !self.see_any(&[Tok::Comma, Tok::RParen]) {
            return None;
        }
        self.raise("expected argument value expression", name.to(equals))
    }

    /// `f(z, x for x in y)`
    fn generator_last(&mut self) -> Option<()> {
        let args = self.args()?;
        self.for_if_clauses()?;
        if args.positional <= 1 {
            return None;
        }
        let all = self.since(args.last);
        self.raise(BARE_GENERATOR, all)
    }

    /// `f(a=z, x for x in y)`
    fn generator_after_keywords(&mut self) -> Option<()> {
        self.args()?;
        self.eat(Tok::Comma)?;
        let element = self.expression()?;
        self.for_if_clauses()?;
        let all = self.since(element.span);
        self.raise(BARE_GENERATOR, all)
    }

    /// `f(a=1, b)`
    fn positional_late(&mut self) -> Option<()> {
        let args = self.args()?;
        self.eat(Tok::Comma)?;
        self.args()?;
        let follows = if args.unpacked { "keyword argument unpacking" } else { "keyword argument" };
        self.raise_last(format!("positional argument follows {follows}"))
    }

    /// The first mistake of a list of arguments that applies.
    fn invalid_arguments(&mut self) -> Option<()> {
        for mistake in [
            Self::unpacked_late,
            Self::generator_first,
            Self::named_generator,
            Self::without_value,
            Self::generator_last,
            Self::generator_after_keywords,
        ] {
            let _: Option<()> = self.alt(mistake);
        }
        self.alt(Self::positional_late)
    }
}

impl Args {
    fn add(&mut self, keywords: &[Keyword]) {
        self.positional += keywords.iter().filter(|&&keyword| keyword == Keyword::Starred).count();
        self.unpacked |= keywords.contains(&Keyword::Unpacked);
    }
}
