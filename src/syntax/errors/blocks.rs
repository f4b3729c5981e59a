//! The file, its statements, and blocks.

use super::node::Kind;
use super::probe::{Probe, Rule};
use crate::diagnostic::ErrorClass;
use crate::lexer::Tok;
use crate::source::Span;

type Done = Option<()>;

impl Probe<'_> {
    /// Statements up to the end; `None` where they do not reach it.
    pub(super) fn file(&mut self) -> Done {
        self.many(Self::statement)?;
        self.eat(Tok::End).map(drop)
    }

    /// The argument of `eval`.
    pub(super) fn eval_input(&mut self) -> Done {
        self.expressions()?;
        self.many(|p| p.eat(Tok::Newline))?;
        self.eat(Tok::End).map(drop)
    }

    fn statement(&mut self) -> Done {
        let found = self.alt(Self::compound_stmt).or_else(|| self.alt(Self::simple_stmts));
        self.forget();
        found
    }

    pub(super) fn block(&mut self) -> Done {
        let found = self.memo(Rule::Block, |p| {
            let start = p.here();
            let indented = p.alt(|p| {
                p.eat(Tok::Newline)?;
                p.eat(Tok::Indent)?;
                p.some(Self::statement)?;
                p.eat(Tok::Dedent)
            });
            let found = indented.map(drop).or_else(|| p.alt(Self::simple_stmts));
            if found.is_none() {
                p.wrong::<()>(|p| {
                    p.eat(Tok::Newline)?;
                    if p.see(Tok::Indent) {
                        None
                    } else {
                        p.raise_block(ErrorClass::Indentation, "expected an indented block")
                    }
                });
            }
            found?;
            Some(p.node(Kind::Other, start))
        });
        found.map(drop)
    }

    /// `':' NEWLINE !INDENT`: raises that a block must follow what began at `start`.
    pub(super) fn block_missing(&mut self, what: &str, start: Span) -> Done {
        self.eat(Tok::Colon)?;
        self.eat(Tok::Newline)?;
        if self.see(Tok::Indent) || self.error.is_some() {
            return None;
        }
        let line = self.line(start);
        let message = format!("expected an indented block after {what} on line {line}");
        self.raise_block(ErrorClass::Indentation, message)
    }

    /// A header that ends its line without a colon.
    pub(super) fn colon_missing(&mut self) -> Done {
        self.eat(Tok::Newline)?;
        self.raise_last("expected ':'")
    }

    /// What is wrong after a header: no colon, or no block.
    pub(super) fn wrong_after_header(&mut self, what: &str, start: Span) -> Done {
        let _: Done = self.alt(Self::colon_missing);
        self.block_missing(what, start)
    }
}
