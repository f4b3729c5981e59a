//! What may be assigned to or deleted: targets come as expressions and are checked here.

use super::builder::{Builder, Fault, Refused};
use crate::syntax::ast::{Expr, ExprKind};

type Boxed = Box<Expr>;

impl Builder<'_> {
    /// `target` if it can be assigned to.
    pub fn store(&mut self, target: Boxed) -> Result<Boxed, Refused> {
        match not_assignable(&target) {
            None => Ok(target),
            Some(bad) => Err(Fault::shape(format!("cannot assign to {}", describe(bad)), bad.span)),
        }
    }

    pub(super) fn deletable(target: &Expr) -> Result<(), Refused> {
        match &target.kind {
            ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => Ok(()),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(Self::deletable)
            }
            _ => Err(Fault::shape(format!("cannot delete {}", describe(target)), target.span)),
        }
    }

    /// Whether the expression at `l` stands there without parentheses around it.
    pub(super) fn bare(l: u32, expr: &Expr) -> bool {
        expr.span.start == l
    }
}

/// The innermost part of `target` that cannot be assigned to.
fn not_assignable(target: &Expr) -> Option<&Expr> {
    match &target.kind {
        ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => None,
        ExprKind::Starred(value) => match value.kind {
            ExprKind::Starred(_) => Some(value),
            _ => not_assignable(value),
        },
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().find_map(not_assignable),
        _ => Some(target),
    }
}

/// What CPython calls this sort of expression in "cannot assign to …".
pub fn describe(expr: &Expr) -> &'static str {
    use crate::syntax::ast::Constant;
    match &expr.kind {
        ExprKind::Attribute { .. } => "attribute",
        ExprKind::Subscript { .. } => "subscript",
        ExprKind::Starred(_) => "starred",
        ExprKind::Name(_) => "name",
        ExprKind::List(_) => "list",
        ExprKind::Tuple(_) => "tuple",
        ExprKind::Lambda(_) => "lambda",
        ExprKind::Call(_) => "function call",
        ExprKind::Bool { .. } | ExprKind::Binary { .. } | ExprKind::Unary { .. } => "expression",
        ExprKind::Generator(_) => "generator expression",
        ExprKind::Yield(_) | ExprKind::YieldFrom(_) => "yield expression",
        ExprKind::Await(_) => "await expression",
        ExprKind::ListComp(_) => "list comprehension",
        ExprKind::SetComp(_) => "set comprehension",
        ExprKind::DictComp(_) => "dict comprehension",
        ExprKind::Dict(_) => "dict literal",
        ExprKind::Set(_) => "set display",
        ExprKind::JoinedStr(_) => "f-string expression",
        ExprKind::Constant(value) => match value {
            Constant::None => "None",
            Constant::False => "False",
            Constant::True => "True",
            Constant::Ellipsis => "ellipsis",
            _ => "literal",
        },
        ExprKind::Compare { .. } => "comparison",
        ExprKind::Conditional { .. } => "conditional expression",
        ExprKind::Walrus { .. } => "named expression",
        ExprKind::Slice { .. } => "slice",
    }
}
