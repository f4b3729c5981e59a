//! Subscripts, by the sorts of container and index.

use super::operators::{Side, contains_call};
use super::unit::{Lowered, Lowerer};
use crate::eval::node::{Local, Node, Number, Operand, Target};
use crate::eval::subscript::{SliceSubscript, Subscript, SubscriptTarget};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};

/// What a subscript is applied to, where its sort decides which node is used.
enum Container {
    Local(Local),
    /// `local[local]`, `local[number]`: rows of a nested list.
    Row(Subscript<Local, Local>),
    NumberedRow(Subscript<Local, Number<false>>),
    Any(Node),
}

fn item<V: Operand + 'static>(value: V, index: Side, index_calls: bool, span: Span) -> Node {
    match index {
        Side::Local(index) => Box::new(Subscript { value, index, index_calls, span }),
        Side::Int(index) => Box::new(Subscript { value, index, index_calls, span }),
        index => Box::new(Subscript { value, index: index.node(), index_calls, span }),
    }
}

fn item_target<V: Operand + 'static>(object: V, index: Side, span: Span) -> Box<dyn Target> {
    match index {
        Side::Local(index) => Box::new(SubscriptTarget { object, index, span }),
        Side::Int(index) => Box::new(SubscriptTarget { object, index, span }),
        index => Box::new(SubscriptTarget { object, index: index.node(), span }),
    }
}

impl Lowerer<'_> {
    /// `value[index]`.
    pub(super) fn subscript(&mut self, value: &Expr, index: &Expr, span: Span) -> Lowered<Node> {
        let index_calls = contains_call(index);
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(index));
        if let (ExprKind::Slice { .. }, false) = (&index.kind, known) {
            let value = self.expr(value)?;
            let slice = self.slice(index)?;
            return Ok(Box::new(SliceSubscript { value, slice, span }));
        }
        let value = self.container(value)?;
        let index = self.side(index)?;
        Ok(match value {
            Container::Local(value) => item(value, index, index_calls, span),
            Container::Row(value) => item(value, index, index_calls, span),
            Container::NumberedRow(value) => item(value, index, index_calls, span),
            Container::Any(value) => item(value, index, index_calls, span),
        })
    }

    /// `value[index]` as a target.
    pub(super) fn subscript_target(
        &mut self,
        value: &Expr,
        index: &Expr,
        span: Span,
    ) -> Lowered<Box<dyn Target>> {
        let object = self.container(value)?;
        let index = self.side(index)?;
        Ok(match object {
            Container::Local(object) => item_target(object, index, span),
            Container::Row(object) => item_target(object, index, span),
            Container::NumberedRow(object) => item_target(object, index, span),
            Container::Any(object) => item_target(object, index, span),
        })
    }

    fn container(&mut self, expr: &Expr) -> Lowered<Container> {
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(expr));
        let ExprKind::Subscript { value, index } = &expr.kind else {
            return self.whole(expr);
        };
        if known || matches!(index.kind, ExprKind::Slice { .. }) {
            return self.whole(expr);
        }
        let Side::Local(value) = self.side(value)? else { return self.whole(expr) };
        let span = expr.span;
        let index_calls = contains_call(index);
        Ok(match self.side(index)? {
            Side::Local(index) => Container::Row(Subscript { value, index, index_calls, span }),
            Side::Int(index) => {
                Container::NumberedRow(Subscript { value, index, index_calls, span })
            }
            other => Container::Any(item(value, other, index_calls, span)),
        })
    }

    fn whole(&mut self, expr: &Expr) -> Lowered<Container> {
        Ok(match self.side(expr)? {
            Side::Local(local) => Container::Local(local),
            other => Container::Any(other.node()),
        })
    }
}
