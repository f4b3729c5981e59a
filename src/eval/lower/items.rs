//! Subscripts, by the sorts of container and index.

use std::marker::PhantomData;

use super::operators::{Side, binary_of, contains_call};
use super::unit::{Lowered, Lowerer};
use crate::eval::arith::{Add, Binary, Sub};
use crate::eval::attribute::Attribute;
use crate::eval::call::Arg;
use crate::eval::names::{Assign, CellName};
use crate::eval::node::{Local, Node, Number, Operand, Statement, Target};
use crate::eval::slicing::SliceSubscript;
use crate::eval::store::{SliceTarget, SubscriptTarget};
use crate::eval::subscript::Subscript;
use crate::source::Span;
use crate::syntax::ast::{BinOp, Expr, ExprKind};

/// What a subscript or an assigned attribute belongs to, where its sort decides which node is used.
pub(super) enum Container {
    Local(Local),
    /// `local[local]`, `local[number]`: rows of a nested list.
    Row(Subscript<Local, Local>),
    NumberedRow(Subscript<Local, Number<false>>),
    /// `local.name`.
    Member(Attribute<Local>),
    /// A variable in a cell.
    Cell(CellName),
    Any(Node),
}

impl Container {
    pub(super) fn node(self) -> Node {
        match self {
            Container::Local(local) => Box::new(local),
            Container::Row(row) => Box::new(row),
            Container::NumberedRow(row) => Box::new(row),
            Container::Member(member) => Box::new(member),
            Container::Cell(cell) => Box::new(cell),
            Container::Any(node) => node,
        }
    }
}

/// An index, where its sort decides which node is used.
enum Index {
    Local(Local),
    Int(Number<false>),
    /// `local + number`.
    Plus(Binary<Add, Local, Number<false>>),
    /// `local - number`.
    Minus(Binary<Sub, Local, Number<false>>),
    /// `local.name`.
    Member(Attribute<Local>),
    /// A variable in a cell.
    Cell(CellName),
    Any(Node),
}

fn item<V: Operand + 'static>(value: V, index: Index, index_calls: bool, span: Span) -> Node {
    match index {
        Index::Local(index) => Box::new(Subscript { value, index, index_calls, span }),
        Index::Int(index) => Box::new(Subscript { value, index, index_calls, span }),
        Index::Plus(index) => Box::new(Subscript { value, index, index_calls, span }),
        Index::Minus(index) => Box::new(Subscript { value, index, index_calls, span }),
        Index::Member(index) => Box::new(Subscript { value, index, index_calls, span }),
        Index::Cell(index) => Box::new(Subscript { value, index, index_calls, span }),
        Index::Any(index) => Box::new(Subscript { value, index, index_calls, span }),
    }
}

fn item_target<V: Operand + 'static>(object: V, index: Index, span: Span) -> Box<dyn Target> {
    match index {
        Index::Local(index) => Box::new(SubscriptTarget { object, index, span }),
        Index::Int(index) => Box::new(SubscriptTarget { object, index, span }),
        Index::Plus(index) => Box::new(SubscriptTarget { object, index, span }),
        Index::Minus(index) => Box::new(SubscriptTarget { object, index, span }),
        Index::Member(index) => Box::new(SubscriptTarget { object, index, span }),
        Index::Cell(index) => Box::new(SubscriptTarget { object, index, span }),
        Index::Any(index) => Box::new(SubscriptTarget { object, index, span }),
    }
}

fn slice_calls(slice: &Expr) -> bool {
    let ExprKind::Slice { lower, upper, step } = &slice.kind else { return true };
    [lower, upper, step].into_iter().flatten().any(|part| contains_call(part))
}

impl Lowerer<'_> {
    /// `value[index]`.
    pub(super) fn subscript(&mut self, value: &Expr, index: &Expr, span: Span) -> Lowered<Node> {
        let index_calls = contains_call(index);
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(index));
        if let (ExprKind::Slice { .. }, false) = (&index.kind, known) {
            let value = self.value(value)?;
            let slice = self.slice(index)?;
            let slice_calls = slice_calls(index);
            return Ok(Box::new(SliceSubscript { value, slice, slice_calls, span }));
        }
        let value = self.container(value)?;
        let index = self.index(index)?;
        Ok(match value {
            Container::Local(value) => item(value, index, index_calls, span),
            Container::Row(value) => item(value, index, index_calls, span),
            Container::NumberedRow(value) => item(value, index, index_calls, span),
            Container::Member(value) => item(value, index, index_calls, span),
            Container::Cell(value) => item(value, index, index_calls, span),
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
        if let Some(target) = self.slice_target((value, index), span)? {
            return Ok(Box::new(target));
        }
        let object = self.container(value)?;
        let index = self.index(index)?;
        Ok(match object {
            Container::Local(object) => item_target(object, index, span),
            Container::Row(object) => item_target(object, index, span),
            Container::NumberedRow(object) => item_target(object, index, span),
            Container::Member(object) => item_target(object, index, span),
            Container::Cell(object) => item_target(object, index, span),
            Container::Any(object) => item_target(object, index, span),
        })
    }

    /// `value[index] = …` as a statement.
    pub(super) fn item_assignment(
        &mut self,
        (container, index): (&Expr, &Expr),
        value: Node,
        target_span: Span,
        span: Span,
    ) -> Lowered<Statement> {
        fn assign<V: Operand + 'static>(
            object: V,
            index: Index,
            value: Node,
            (target_span, span): (Span, Span),
        ) -> Statement {
            match index {
                Index::Local(index) => {
                    let target = SubscriptTarget { object, index, span: target_span };
                    Box::new(Assign { target, value, span })
                }
                index => {
                    let target = item_target(object, index, target_span);
                    Box::new(Assign { target, value, span })
                }
            }
        }
        if let Some(target) = self.slice_target((container, index), target_span)? {
            return Ok(Box::new(Assign { target, value, span }));
        }
        let object = self.container(container)?;
        let index = self.index(index)?;
        let spans = (target_span, span);
        Ok(match object {
            Container::Local(object) => assign(object, index, value, spans),
            Container::Row(object) => assign(object, index, value, spans),
            Container::NumberedRow(object) => assign(object, index, value, spans),
            Container::Member(object) => assign(object, index, value, spans),
            Container::Cell(object) => assign(object, index, value, spans),
            Container::Any(object) => assign(object, index, value, spans),
        })
    }

    fn slice_target(
        &mut self,
        (container, index): (&Expr, &Expr),
        span: Span,
    ) -> Lowered<Option<SliceTarget>> {
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(index));
        if known || !matches!(index.kind, ExprKind::Slice { .. }) {
            return Ok(None);
        }
        let object = self.expr(container)?;
        let slice = self.slice(index)?;
        Ok(Some(SliceTarget { object, slice, span }))
    }

    fn index(&mut self, expr: &Expr) -> Lowered<Index> {
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(expr));
        if let ExprKind::Binary { left, op: op @ (BinOp::Add | BinOp::Sub), right } = &expr.kind
            && matches!(left.kind, ExprKind::Name(_))
            && matches!(right.kind, ExprKind::Constant(_))
            && !known
        {
            let (span, right_calls) = (expr.span, false);
            return Ok(match (self.side(left)?, self.side(right)?, op) {
                (Side::Local(left), Side::Int(right), BinOp::Add) => {
                    Index::Plus(Binary { left, right, right_calls, span, op: PhantomData })
                }
                (Side::Local(left), Side::Int(right), _) => {
                    Index::Minus(Binary { left, right, right_calls, span, op: PhantomData })
                }
                (left, right, op) => Index::Any(binary_of(*op, left, right, right_calls, span)),
            });
        }
        match self.standing(expr)? {
            Some(Arg::Member(member)) => return Ok(Index::Member(*member)),
            Some(Arg::Cell(cell)) => return Ok(Index::Cell(cell)),
            Some(other) => return Ok(Index::Any(other.node())),
            None => {}
        }
        Ok(match self.side(expr)? {
            Side::Local(index) => Index::Local(index),
            Side::Int(index) => Index::Int(index),
            other => Index::Any(other.node()),
        })
    }

    pub(super) fn container(&mut self, expr: &Expr) -> Lowered<Container> {
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(expr));
        if let (ExprKind::Attribute { value, attr }, false) = (&expr.kind, known) {
            return Ok(match self.member(value, *attr, expr.span)? {
                Some(member) => Container::Member(member),
                None => self.whole(expr)?,
            });
        }
        let ExprKind::Subscript { value, index } = &expr.kind else {
            return self.whole(expr);
        };
        if known || !self.may_be_local(value) || matches!(index.kind, ExprKind::Slice { .. }) {
            return self.whole(expr);
        }
        let Side::Local(value) = self.side(value)? else { return self.whole(expr) };
        let span = expr.span;
        let index_calls = contains_call(index);
        Ok(match self.index(index)? {
            Index::Local(index) => Container::Row(Subscript { value, index, index_calls, span }),
            Index::Int(index) => {
                Container::NumberedRow(Subscript { value, index, index_calls, span })
            }
            other => Container::Any(item(value, other, index_calls, span)),
        })
    }

    /// Whether an expression can be a local: anything else would be lowered twice, and what is in it
    /// four times.
    pub(super) fn may_be_local(&self, expr: &Expr) -> bool {
        matches!(expr.kind, ExprKind::Name(_))
            && !self.unit.substitutes.contains_key(&std::ptr::from_ref(expr))
    }

    fn whole(&mut self, expr: &Expr) -> Lowered<Container> {
        match self.standing(expr)? {
            Some(Arg::Cell(cell)) => return Ok(Container::Cell(cell)),
            Some(other) => return Ok(Container::Any(other.node())),
            None => {}
        }
        Ok(match self.side(expr)? {
            Side::Local(local) => Container::Local(local),
            other => Container::Any(other.node()),
        })
    }
}
