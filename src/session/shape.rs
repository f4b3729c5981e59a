//! What a paragraph of pasted text is: code, a recorded value, a comment, or prose.

use crate::source::Source;
use crate::syntax::{
    self,
    ast::{Arg, Expr, ExprKind, Module, Stmt, StmtKind},
};

/// What a paragraph reads as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Not Python.
    NotCode,
    /// Only comments, which in an export may also be a Markdown heading.
    Comment,
    /// One literal: what a value looks like when it is shown.
    Literal,
    /// One call of a class with literal arguments: code, or how such an object is shown.
    Repr,
    /// One bare name: code, or a word of prose.
    Word,
    /// Statements; `shows` says whether the last one is an expression.
    Code { shows: bool },
}

impl Shape {
    /// Whether the end of such a piece shows a value.
    pub fn shows(self) -> bool {
        matches!(self, Shape::Literal | Shape::Repr | Shape::Word | Shape::Code { shows: true })
    }
}

/// Tells the shape of a piece of text.
pub type Judge<'a> = &'a dyn Fn(&str) -> Shape;

/// The shape of `text`, as the parser sees it.
pub fn of(text: &str) -> Shape {
    let Ok(module) = syntax::parse(&Source::new("<paste>", text)) else { return Shape::NotCode };
    match module.body.as_slice() {
        [] => Shape::Comment,
        [Stmt { kind: StmtKind::Expr(only), .. }] => shape_of_expression(only, &module),
        [.., last] => Shape::Code { shows: matches!(last.kind, StmtKind::Expr(_)) },
    }
}

fn shape_of_expression(only: &Expr, module: &Module) -> Shape {
    match &only.kind {
        ExprKind::Name(_) => Shape::Word,
        ExprKind::Call(call)
            if names_a_type(&call.func, module) && call.args.iter().all(is_plain) =>
        {
            Shape::Repr
        }
        _ if is_literal(only) => Shape::Literal,
        _ => Shape::Code { shows: true },
    }
}

fn is_literal(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Constant(_) => true,
        ExprKind::Unary { operand, .. } => is_literal(operand),
        ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => {
            items.iter().all(is_literal)
        }
        ExprKind::Dict(items) => items
            .iter()
            .all(|(key, value)| key.as_ref().is_some_and(is_literal) && is_literal(value)),
        _ => false,
    }
}

fn is_plain(argument: &Arg) -> bool {
    match argument {
        Arg::Positional(value) | Arg::Keyword { value, .. } => is_literal(value),
        _ => false,
    }
}

/// Whether a callee reads like a type: `Counter`, `deque`; a shown object begins with its type.
fn names_a_type(callee: &Expr, module: &Module) -> bool {
    let ExprKind::Name(name) = &callee.kind else { return false };
    let name = module.names.text(*name);
    name.starts_with(|c: char| c.is_ascii_uppercase())
        || matches!(name, "set" | "frozenset" | "deque" | "array" | "bytearray" | "range")
        || name.starts_with("dict_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_have_shapes() {
        assert_eq!(of("# a heading"), Shape::Comment);
        assert_eq!(of("[{'a': -1}, (2, None)]"), Shape::Literal);
        assert_eq!(of("Counter({'a': 1})"), Shape::Repr);
        assert_eq!(of("print('x')"), Shape::Code { shows: true });
        assert_eq!(of("import sys\n\nx = 1"), Shape::Code { shows: false });
        assert_eq!(of("we created the list"), Shape::NotCode);
        assert_eq!(of("greeting"), Shape::Word);
    }
}
