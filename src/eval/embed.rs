//! Statements made one node with the expression they are about.
//!
//! To evaluate an expression behind a pointer takes an indirect call. An expression that has just
//! been compiled still knows what it is, and so can become part of the statement around it.

use super::loops::While;
use super::names::AssignLocal;
use super::node::{Exp, Statement};
use super::statement::{ExpressionStm, If, Return};
use crate::source::Span;

/// An expression that can be moved into a statement.
pub trait Embed {
    /// `local = self`.
    fn assigned(self: Box<Self>, slot: u32, span: Span) -> Statement;

    /// `return self`.
    fn returned(self: Box<Self>, span: Span) -> Statement;

    /// The expression evaluated for what it does.
    fn performed(self: Box<Self>, span: Span) -> Statement;

    /// `if self: body else: orelse`.
    fn branching(
        self: Box<Self>,
        body: Statement,
        orelse: Option<Statement>,
        span: Span,
    ) -> Statement;

    /// `while self: body else: orelse`.
    fn repeating(
        self: Box<Self>,
        body: Statement,
        orelse: Option<Statement>,
        span: Span,
    ) -> Statement;
}

impl<E: Exp + 'static> Embed for E {
    fn assigned(self: Box<Self>, slot: u32, span: Span) -> Statement {
        Box::new(AssignLocal { slot, value: *self, span })
    }

    fn returned(self: Box<Self>, span: Span) -> Statement {
        Box::new(Return { value: *self, span })
    }

    fn performed(self: Box<Self>, span: Span) -> Statement {
        Box::new(ExpressionStm { value: *self, span })
    }

    fn branching(
        self: Box<Self>,
        body: Statement,
        orelse: Option<Statement>,
        span: Span,
    ) -> Statement {
        Box::new(If { test: *self, body, orelse, span })
    }

    fn repeating(
        self: Box<Self>,
        body: Statement,
        orelse: Option<Statement>,
        span: Span,
    ) -> Statement {
        Box::new(While { test: *self, body, orelse, span })
    }
}
