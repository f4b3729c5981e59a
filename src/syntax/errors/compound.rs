//! Compound statements.

use super::node::Purpose;
use super::probe::Probe;
use crate::diagnostic::ErrorClass;
use crate::lexer::Tok;
use crate::source::Span;

type Done = Option<()>;

impl Probe<'_> {
    pub(super) fn compound_stmt(&mut self) -> Done {
        match self.tok() {
            Tok::If => self.if_stmt(),
            Tok::Def => self.function(),
            Tok::Class => self.class(),
            Tok::At => {
                self.decorators()?;
                match self.tok() {
                    Tok::Class => self.class(),
                    _ => self.function(),
                }
            }
            Tok::Async => match self.tok_at(1) {
                Tok::With => self.with(),
                Tok::For => self.for_stmt(),
                _ => self.function(),
            },
            Tok::With => self.with(),
            Tok::For => self.for_stmt(),
            Tok::Try => self.try_stmt(),
            Tok::While => self.while_stmt(),
            Tok::Name => self.match_stmt(),
            _ => None,
        }
    }

    fn decorators(&mut self) -> Done {
        self.some(|p| {
            p.eat(Tok::At)?;
            p.named_expression()?;
            p.eat(Tok::Newline)
        })
        .map(drop)
    }

    fn if_stmt(&mut self) -> Done {
        self.conditional_block(Tok::If, "'if' statement")?;
        // A loop: there may be thousands.
        while self.see(Tok::Elif) {
            self.conditional_block(Tok::Elif, "'elif' statement")?;
        }
        self.maybe(Self::else_block).map(drop)
    }

    fn conditional_block(&mut self, word: Tok, what: &str) -> Done {
        self.wrong(|p| {
            let start = p.eat(word)?;
            p.named_expression()?;
            p.wrong_after_header(what, start)
        });
        self.alt(|p| {
            p.eat(word)?;
            p.named_expression()?;
            p.eat(Tok::Colon)?;
            p.block()
        })
    }

    fn else_block(&mut self) -> Done {
        self.wrong(|p| {
            let start = p.eat(Tok::Else)?;
            p.block_missing("'else' statement", start)
        });
        self.eat(Tok::Else)?;
        self.force(Tok::Colon, ":")?;
        self.block()
    }

    fn while_stmt(&mut self) -> Done {
        self.conditional_block(Tok::While, "'while' statement")?;
        self.maybe(Self::else_block).map(drop)
    }

    fn for_header(&mut self) -> Option<Span> {
        self.maybe(|p| p.eat(Tok::Async))?;
        let start = self.eat(Tok::For)?;
        self.star_targets()?;
        self.eat(Tok::In)?;
        Some(start)
    }

    fn for_stmt(&mut self) -> Done {
        self.wrong(|p| {
            let start = p.for_header()?;
            p.star_expressions()?;
            p.wrong_after_header("'for' statement", start)
        });
        let mut committed = false;
        let found = self.alt(|p| {
            p.for_header()?;
            committed = true;
            p.star_expressions()?;
            p.eat(Tok::Colon)?;
            p.block()?;
            p.maybe(Self::else_block).map(drop)
        });
        if found.is_none() && !committed {
            self.wrong(Self::invalid_for_target);
        }
        found
    }

    // With.

    fn with(&mut self) -> Done {
        self.wrong(|p| p.invalid_with(|p, start| p.block_missing("'with' statement", start)));
        let header = |p: &mut Self| {
            p.maybe(|p| p.eat(Tok::Async))?;
            p.eat(Tok::With)
        };
        let bracketed = self.alt(|p| {
            header(p)?;
            p.eat(Tok::LParen)?;
            p.list(Self::with_item)?;
            p.maybe(|p| p.eat(Tok::Comma))?;
            p.eat(Tok::RParen)?;
            p.eat(Tok::Colon)?;
            p.block()
        });
        let found = bracketed.or_else(|| {
            self.alt(|p| {
                header(p)?;
                p.list(Self::with_item)?;
                p.eat(Tok::Colon)?;
                p.block()
            })
        });
        if found.is_none() {
            self.wrong(|p| p.invalid_with(|p, _| p.colon_missing()));
        }
        found
    }

    fn with_item(&mut self) -> Done {
        let ends = [Tok::Comma, Tok::RParen, Tok::Colon];
        let named = self.alt(|p| {
            p.expression()?;
            p.eat(Tok::As)?;
            p.star_target()?;
            p.see_any(&ends).then_some(())
        });
        if named.is_none() {
            self.wrong::<()>(|p| {
                p.expression()?;
                p.eat(Tok::As)?;
                let target = p.expression()?;
                if !p.see_any(&ends) {
                    return None;
                }
                p.raise_target(&target, Purpose::Assign)
            });
        }
        named.or_else(|| self.alt(|p| p.expression().map(drop)))
    }

    /// Both forms of a `with` header, then what `after` says is wrong.
    fn invalid_with(&mut self, after: impl Fn(&mut Self, Span) -> Done) -> Done {
        let _: Done = self.alt(|p| {
            p.maybe(|p| p.eat(Tok::Async))?;
            let start = p.eat(Tok::With)?;
            p.list(|p| p.loose_item(Self::expression))?;
            after(p, start)
        });
        self.alt(|p| {
            p.maybe(|p| p.eat(Tok::Async))?;
            let start = p.eat(Tok::With)?;
            p.eat(Tok::LParen)?;
            p.list(|p| p.loose_item(Self::expressions))?;
            p.maybe(|p| p.eat(Tok::Comma))?;
            p.eat(Tok::RParen)?;
            after(p, start)
        })
    }

    fn loose_item(&mut self, context: fn(&mut Self) -> Option<super::node::Node>) -> Done {
        context(self)?;
        self.maybe(|p| {
            p.eat(Tok::As)?;
            p.star_target()
        })
        .map(drop)
    }

    // Try.

    fn try_stmt(&mut self) -> Done {
        self.wrong(Self::invalid_try);
        self.eat(Tok::Try)?;
        self.force(Tok::Colon, ":")?;
        self.block()?;
        if self.alt(Self::finally_block).is_some() {
            return Some(());
        }
        if self.alt(|p| p.some(|p| p.except_block(false))).is_none() {
            self.some(|p| p.except_block(true))?;
        }
        self.maybe(Self::else_block)?;
        self.maybe(Self::finally_block).map(drop)
    }

    fn invalid_try(&mut self) -> Done {
        let start = self.here();
        let _: Done = self.alt(|p| {
            p.eat(Tok::Try)?;
            p.block_missing("'try' statement", start)
        });
        let _: Done = self.alt(|p| {
            p.eat(Tok::Try)?;
            p.eat(Tok::Colon)?;
            p.block()?;
            if p.see_any(&[Tok::Except, Tok::Finally]) || p.error.is_some() {
                return None;
            }
            p.raise_block(ErrorClass::Syntax, "expected 'except' or 'finally' block")
        });
        let both = "cannot have both 'except' and 'except*' on the same 'try'";
        let _: Done = self.alt(|p| {
            p.eat(Tok::Try)?;
            p.eat(Tok::Colon)?;
            p.many(Self::block)?;
            p.some(|p| p.except_block(false))?;
            let except = p.eat(Tok::Except)?;
            let star = p.eat(Tok::Star)?;
            p.expression()?;
            p.maybe(Self::handler_name)?;
            p.eat(Tok::Colon)?;
            p.raise(both, except.to(star))
        });
        self.alt(|p| {
            p.eat(Tok::Try)?;
            p.eat(Tok::Colon)?;
            p.many(Self::block)?;
            p.some(|p| p.except_block(true))?;
            let except = p.eat(Tok::Except)?;
            p.maybe(|p| {
                p.expression()?;
                p.maybe(Self::handler_name)
            })?;
            p.eat(Tok::Colon)?;
            p.raise(both, except)
        })
    }

    fn handler_name(&mut self) -> Done {
        self.eat(Tok::As)?;
        self.eat(Tok::Name).map(drop)
    }

    fn except_block(&mut self, star: bool) -> Done {
        self.wrong(|p| p.invalid_except_indent(star));
        let found = self.alt(|p| {
            p.eat(Tok::Except)?;
            if star {
                p.eat(Tok::Star)?;
            }
            if !star && p.eat(Tok::Colon).is_some() {
                return p.block();
            }
            p.expression()?;
            p.maybe(Self::handler_name)?;
            p.eat(Tok::Colon)?;
            p.block()
        });
        if found.is_none() {
            self.wrong(Self::invalid_except);
        }
        found
    }

    fn invalid_except_indent(&mut self, star: bool) -> Done {
        let start = self.eat(Tok::Except)?;
        let what = if star { "'except*' statement" } else { "'except' statement" };
        if star {
            self.eat(Tok::Star)?;
        } else if self.see(Tok::Colon) {
            return self.block_missing(what, start);
        }
        self.expression()?;
        self.maybe(Self::handler_name)?;
        self.block_missing(what, start)
    }

    fn invalid_except(&mut self) -> Done {
        let _: Done = self.alt(|p| {
            p.eat(Tok::Except)?;
            p.maybe(|p| p.eat(Tok::Star))?;
            let first = p.expression()?;
            p.eat(Tok::Comma)?;
            p.expressions()?;
            p.maybe(Self::handler_name)?;
            let colon = p.eat(Tok::Colon)?;
            let types = Span::new(first.span.start, colon.start);
            p.raise("multiple exception types must be parenthesized", types)
        });
        let _: Done = self.alt(|p| {
            p.eat(Tok::Except)?;
            p.maybe(|p| p.eat(Tok::Star))?;
            p.expression()?;
            p.maybe(Self::handler_name)?;
            p.colon_missing()
        });
        let _: Done = self.alt(|p| {
            p.eat(Tok::Except)?;
            p.colon_missing()
        });
        self.eat(Tok::Except)?;
        self.eat(Tok::Star)?;
        self.eat_any(&[Tok::Newline, Tok::Colon])?;
        self.raise_last("expected one or more exception types")
    }

    fn finally_block(&mut self) -> Done {
        self.wrong(|p| {
            let start = p.eat(Tok::Finally)?;
            p.block_missing("'finally' statement", start)
        });
        self.eat(Tok::Finally)?;
        self.force(Tok::Colon, ":")?;
        self.block()
    }

    // Definitions.

    fn function(&mut self) -> Done {
        self.wrong(|p| {
            p.maybe(|p| p.eat(Tok::Async))?;
            let start = p.eat(Tok::Def)?;
            p.eat(Tok::Name)?;
            p.maybe(Self::type_params)?;
            p.eat(Tok::LParen)?;
            p.maybe(|p| p.parameters(false))?;
            p.eat(Tok::RParen)?;
            p.maybe(Self::returns)?;
            p.block_missing("function definition", start)
        });
        self.wrong(|p| p.function_parts(true));
        self.alt(|p| p.function_parts(false))
    }

    /// A function; `forced` raises where its parenthesis or colon is missing.
    fn function_parts(&mut self, forced: bool) -> Done {
        let need = |p: &mut Self, tok, text| if forced { p.force(tok, text) } else { p.eat(tok) };
        self.maybe(|p| p.eat(Tok::Async))?;
        self.eat(Tok::Def)?;
        self.eat(Tok::Name)?;
        self.maybe(Self::type_params)?;
        need(self, Tok::LParen, "(")?;
        self.maybe(|p| p.parameters(false))?;
        self.eat(Tok::RParen)?;
        self.maybe(Self::returns)?;
        need(self, Tok::Colon, ":")?;
        self.block()
    }

    fn returns(&mut self) -> Done {
        self.eat(Tok::Arrow)?;
        self.expression().map(drop)
    }

    fn class_header(&mut self) -> Option<Span> {
        let start = self.eat(Tok::Class)?;
        self.eat(Tok::Name)?;
        self.maybe(Self::type_params)?;
        self.maybe(|p| {
            p.eat(Tok::LParen)?;
            p.maybe(Self::arguments)?;
            p.eat(Tok::RParen)
        })?;
        Some(start)
    }

    fn class(&mut self) -> Done {
        self.wrong(|p| {
            let start = p.class_header()?;
            p.wrong_after_header("class definition", start)
        });
        self.alt(|p| {
            p.class_header()?;
            p.eat(Tok::Colon)?;
            p.block()
        })
    }

    pub(super) fn type_params(&mut self) -> Done {
        self.wrong::<()>(|p| {
            p.eat(Tok::LBracket)?;
            let close = p.eat(Tok::RBracket)?;
            p.raise("Type parameter list cannot be empty", close)
        });
        self.eat(Tok::LBracket)?;
        self.list(Self::type_param)?;
        self.maybe(|p| p.eat(Tok::Comma))?;
        self.eat(Tok::RBracket).map(drop)
    }

    fn type_param(&mut self) -> Done {
        let plain = self.alt(|p| {
            p.eat(Tok::Name)?;
            p.maybe(|p| {
                p.eat(Tok::Colon)?;
                p.expression()
            })?;
            p.maybe(|p| p.type_default(false)).map(drop)
        });
        if plain.is_some() {
            return plain;
        }
        for (mark, what) in [(Tok::Star, "TypeVarTuple"), (Tok::DoubleStar, "ParamSpec")] {
            self.wrong::<()>(|p| {
                p.eat(mark)?;
                p.eat(Tok::Name)?;
                let colon = p.eat(Tok::Colon)?;
                let bound = p.expression()?;
                let word =
                    if bound.kind == super::node::Kind::Tuple { "constraints" } else { "bound" };
                let all = p.since(colon);
                p.raise(format!("cannot use {word} with {what}"), all)
            });
        }
        let star = self.alt(|p| {
            p.eat(Tok::Star)?;
            p.eat(Tok::Name)?;
            p.maybe(|p| p.type_default(true)).map(drop)
        });
        star.or_else(|| {
            self.alt(|p| {
                p.eat(Tok::DoubleStar)?;
                p.eat(Tok::Name)?;
                p.maybe(|p| p.type_default(false)).map(drop)
            })
        })
    }

    fn type_default(&mut self, starred: bool) -> Done {
        self.eat(Tok::Assign)?;
        if starred { self.star_expression().map(drop) } else { self.expression().map(drop) }
    }
}
