//! Parameters of functions and lambdas. They end at `)` or at `:`, and only functions annotate.

use super::probe::Probe;
use crate::lexer::Tok;
use crate::source::Span;

/// The token that ends a parameter list.
fn closer(lambda: bool) -> Tok {
    if lambda { Tok::Colon } else { Tok::RParen }
}

impl Probe<'_> {
    pub(super) fn parameters(&mut self, lambda: bool) -> Option<()> {
        self.wrong(|p| p.invalid_parameters(lambda));
        self.alt(|p| p.good_parameters(lambda))
    }

    fn good_parameters(&mut self, lambda: bool) -> Option<()> {
        let start = self.at;
        if self.alt(|p| p.slash_no_default(lambda)).is_some() {
            self.many(|p| p.no_default(lambda))?;
            self.many(|p| p.with_default(lambda))?;
        } else if self.alt(|p| p.slash_with_default(lambda)).is_some() {
            self.many(|p| p.with_default(lambda))?;
        } else {
            self.many(|p| p.no_default(lambda))?;
            self.many(|p| p.with_default(lambda))?;
        }
        self.maybe(|p| p.star_etc(lambda))?;
        (self.at > start).then_some(())
    }

    fn slash_no_default(&mut self, lambda: bool) -> Option<()> {
        self.some(|p| p.no_default(lambda))?;
        self.eat(Tok::Slash)?;
        self.comma_or_end(lambda)
    }

    fn slash_with_default(&mut self, lambda: bool) -> Option<()> {
        self.many(|p| p.no_default(lambda))?;
        self.some(|p| p.with_default(lambda))?;
        self.eat(Tok::Slash)?;
        self.comma_or_end(lambda)
    }

    fn comma_or_end(&mut self, lambda: bool) -> Option<()> {
        if self.eat(Tok::Comma).is_some() || self.see(closer(lambda)) { Some(()) } else { None }
    }

    fn param(&mut self, lambda: bool) -> Option<Span> {
        let name = self.eat(Tok::Name)?;
        if !lambda {
            self.maybe(|p| {
                p.eat(Tok::Colon)?;
                p.expression()
            })?;
        }
        Some(name)
    }

    fn no_default(&mut self, lambda: bool) -> Option<Span> {
        self.alt(|p| {
            let name = p.param(lambda)?;
            p.comma_or_end(lambda)?;
            Some(name)
        })
    }

    /// `*args: *Ts` may be annotated with an unpacking.
    fn no_default_star_annotation(&mut self) -> Option<()> {
        self.eat(Tok::Name)?;
        self.eat(Tok::Colon)?;
        self.star_expression()?;
        self.comma_or_end(false)
    }

    fn with_default(&mut self, lambda: bool) -> Option<()> {
        self.alt(|p| {
            p.param(lambda)?;
            p.default()?;
            p.comma_or_end(lambda)
        })
    }

    fn maybe_default(&mut self, lambda: bool) -> Option<()> {
        self.alt(|p| {
            p.param(lambda)?;
            p.maybe(Self::default)?;
            p.comma_or_end(lambda)
        })
    }

    fn default(&mut self) -> Option<()> {
        let found = self.alt(|p| {
            p.eat(Tok::Assign)?;
            p.expression().map(drop)
        });
        if found.is_none() {
            self.wrong::<()>(|p| {
                let equals = p.eat(Tok::Assign)?;
                if !p.see_any(&[Tok::RParen, Tok::Comma]) {
                    return None;
                }
                p.raise("expected default value expression", equals)
            });
        }
        found
    }

    fn star_etc(&mut self, lambda: bool) -> Option<()> {
        self.wrong(|p| p.invalid_star_etc(lambda));
        let rest = move |p: &mut Self| {
            p.many(|p| p.maybe_default(lambda))?;
            p.maybe(|p| p.keyword_rest(lambda))?;
            Some(())
        };
        let named = self.alt(|p| {
            p.eat(Tok::Star)?;
            p.no_default(lambda)?;
            rest(p)
        });
        let annotated = named.or_else(|| {
            self.alt(|p| {
                if lambda {
                    return None;
                }
                p.eat(Tok::Star)?;
                p.no_default_star_annotation()?;
                rest(p)
            })
        });
        let bare = annotated.or_else(|| {
            self.alt(|p| {
                p.eat(Tok::Star)?;
                p.eat(Tok::Comma)?;
                p.maybe_default(lambda)?;
                rest(p)
            })
        });
        bare.or_else(|| self.keyword_rest(lambda))
    }

    fn keyword_rest(&mut self, lambda: bool) -> Option<()> {
        self.wrong(|p| p.invalid_keyword_rest(lambda));
        self.alt(|p| {
            p.eat(Tok::DoubleStar)?;
            p.no_default(lambda).map(drop)
        })
    }

    /// The positional-only part, if there is one.
    fn slash_part(&mut self, lambda: bool) -> Option<()> {
        self.alt(|p| p.slash_no_default(lambda))
            .or_else(|| self.alt(|p| p.slash_with_default(lambda)))
    }

    fn invalid_parameters(&mut self, lambda: bool) -> Option<()> {
        let _: Option<()> = self.alt(|p| {
            let slash = p.eat(Tok::Slash)?;
            p.eat(Tok::Comma)?;
            p.raise("at least one argument must precede /", slash)
        });
        let _: Option<()> = self.alt(|p| {
            p.slash_part(lambda)?;
            p.many(|p| p.maybe_default(lambda))?;
            let slash = p.eat(Tok::Slash)?;
            p.raise("/ may appear only once", slash)
        });
        let _: Option<()> = self.alt(|p| {
            p.maybe(|p| p.slash_no_default(lambda))?;
            p.many(|p| p.no_default(lambda))?;
            let slash = p.alt(|p| p.slash_with_default(lambda));
            if slash.is_none() {
                p.some(|p| p.with_default(lambda))?;
            }
            let name = p.no_default(lambda)?;
            p.raise("parameter without a default follows parameter with a default", name)
        });
        let _: Option<()> = self.alt(|p| {
            p.many(|p| p.no_default(lambda))?;
            let open = p.eat(Tok::LParen)?;
            let what = if lambda {
                p.list(|p| p.param(lambda))?;
                "Lambda expression"
            } else {
                p.some(|p| p.no_default(lambda))?;
                "Function"
            };
            p.maybe(|p| p.eat(Tok::Comma))?;
            let close = p.eat(Tok::RParen)?;
            p.raise(format!("{what} parameters cannot be parenthesized"), open.to(close))
        });
        let _: Option<()> = self.alt(|p| {
            p.maybe(|p| p.slash_part(lambda))?;
            p.many(|p| p.maybe_default(lambda))?;
            p.eat(Tok::Star)?;
            p.comma_or_param(lambda)?;
            p.many(|p| p.maybe_default(lambda))?;
            let slash = p.eat(Tok::Slash)?;
            p.raise("/ must be ahead of *", slash)
        });
        self.alt(|p| {
            p.some(|p| p.maybe_default(lambda))?;
            p.eat(Tok::Slash)?;
            let star = p.eat(Tok::Star)?;
            p.raise("expected comma between / and *", star)
        })
    }

    fn comma_or_param(&mut self, lambda: bool) -> Option<()> {
        if self.eat(Tok::Comma).is_some() { Some(()) } else { self.no_default(lambda).map(drop) }
    }

    fn invalid_star_etc(&mut self, lambda: bool) -> Option<()> {
        let _: Option<()> = self.alt(|p| {
            let star = p.eat(Tok::Star)?;
            let ends = |p: &mut Self| p.see(closer(lambda));
            let bare =
                ends(p) || p.eat(Tok::Comma).is_some() && (ends(p) || p.see(Tok::DoubleStar));
            if !bare {
                return None;
            }
            let message = "named arguments must follow bare *";
            if lambda { p.raise_last(message) } else { p.raise(message, star) }
        });
        let _: Option<()> = self.alt(|p| {
            p.eat(Tok::Star)?;
            p.param(lambda)?;
            let equals = p.eat(Tok::Assign)?;
            p.raise("var-positional argument cannot have default value", equals)
        });
        self.alt(|p| {
            p.eat(Tok::Star)?;
            p.comma_or_param(lambda)?;
            p.many(|p| p.maybe_default(lambda))?;
            let star = p.eat(Tok::Star)?;
            p.comma_or_param(lambda)?;
            p.raise("* argument may appear only once", star)
        })
    }

    fn invalid_keyword_rest(&mut self, lambda: bool) -> Option<()> {
        let _: Option<()> = self.alt(|p| {
            p.eat(Tok::DoubleStar)?;
            p.param(lambda)?;
            let equals = p.eat(Tok::Assign)?;
            p.raise("var-keyword argument cannot have default value", equals)
        });
        self.alt(|p| {
            p.eat(Tok::DoubleStar)?;
            p.param(lambda)?;
            p.eat(Tok::Comma)?;
            let marks = [Tok::Star, Tok::DoubleStar, Tok::Slash];
            let after = p.alt(|p| p.param(lambda)).or_else(|| p.eat_any(&marks))?;
            p.raise("arguments cannot follow var-keyword argument", after)
        })
    }
}
