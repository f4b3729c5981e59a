//! Augmented assignment, by the sort of its target.

use std::marker::PhantomData;

use super::operators::{Side, contains_call};
use super::resolve::Access;
use super::unit::{Lowered, Lowerer};
use crate::eval::arith::{self, Arithmetic};
use crate::eval::attribute::{Attribute, AttributeTarget};
use crate::eval::attribute_cache::{Reading, Writing};
use crate::eval::augment::{AugAssign, AugAttribute, AugSubscript};
use crate::eval::call::Arg;
use crate::eval::node::{Local, Node, Operand, ReadTemp, Statement, TakeTemp};
use crate::eval::statement::Pass;
use crate::eval::subscript::Subscript;
use crate::source::Span;
use crate::syntax::ast::{BinOp, Expr, ExprKind, Ident};

/// A node that is made for one operator.
trait PerOperator {
    fn make<Op: Arithmetic + 'static>(self) -> Statement;
}

fn for_operator(op: BinOp, node: impl PerOperator) -> Statement {
    match op {
        BinOp::Add => node.make::<arith::Add>(),
        BinOp::Sub => node.make::<arith::Sub>(),
        BinOp::Mul => node.make::<arith::Mul>(),
        BinOp::Div => node.make::<arith::Div>(),
        BinOp::FloorDiv => node.make::<arith::FloorDiv>(),
        BinOp::Mod => node.make::<arith::Mod>(),
        BinOp::Pow => node.make::<arith::Pow>(),
        BinOp::LShift => node.make::<arith::LShift>(),
        BinOp::RShift => node.make::<arith::RShift>(),
        BinOp::And => node.make::<arith::And>(),
        BinOp::Or => node.make::<arith::Or>(),
        BinOp::Xor => node.make::<arith::Xor>(),
        BinOp::MatMul => node.make::<arith::MatMul>(),
    }
}

struct OfAttribute<V> {
    target: AttributeTarget<V>,
    right: Node,
    right_calls: bool,
    span: Span,
}

impl<V: Operand + 'static> PerOperator for OfAttribute<V> {
    fn make<Op: Arithmetic + 'static>(self) -> Statement {
        let OfAttribute { target, right, right_calls, span } = self;
        let (reading, op) = (Reading::default(), PhantomData);
        Box::new(AugAttribute::<Op, V> { target, reading, right, right_calls, span, op })
    }
}

struct OfItem {
    object: Arg,
    index: Arg,
    right: Arg,
    right_calls: bool,
    index_calls: bool,
    item_span: Span,
    span: Span,
}

impl PerOperator for OfItem {
    fn make<Op: Arithmetic + 'static>(self) -> Statement {
        let OfItem { object, index, right, right_calls, index_calls, item_span, span } = self;
        let op = PhantomData;
        Box::new(AugSubscript::<Op> {
            object,
            index,
            right,
            right_calls,
            index_calls,
            item_span,
            span,
            op,
        })
    }
}

impl Lowerer<'_> {
    /// `target op= value`.
    pub(super) fn aug_assign(
        &mut self,
        target: &Expr,
        op: BinOp,
        value: &Expr,
        span: Span,
    ) -> Lowered<Statement> {
        if let Some(slot) = self.unit.substitutes.remove(&std::ptr::from_ref(target)) {
            // The target was read before a `yield` on the right side.
            let write = self.target(target)?;
            let right = self.expr(value)?;
            let (read, op) = (Box::new(TakeTemp { slot }), super::operators::binary_op(op));
            return Ok(Box::new(AugAssign { read, right, op, write, span }));
        }
        match &target.kind {
            ExprKind::Name(name) => {
                if let Access::Local(slot) = self.access(*name) {
                    return self.aug_local(Local { slot, span: target.span }, op, value, span);
                }
                let read = self.load(*name, target.span)?;
                let write = self.store(*name, target.span)?;
                let right = self.expr(value)?;
                let op = super::operators::binary_op(op);
                Ok(Box::new(AugAssign { read, right, op, write, span }))
            }
            ExprKind::Attribute { value: object, attr } => {
                self.aug_attribute(object, *attr, target.span, op, value, span)
            }
            ExprKind::Subscript { value: object, index } => {
                let object = self.value(object)?;
                let index_calls = !matches!(object, Arg::Local(_)) || contains_call(index);
                let index = self.value(index)?;
                let right_calls = contains_call(value);
                let right = self.value(value)?;
                let item_span = target.span;
                let node =
                    OfItem { object, index, right, right_calls, index_calls, item_span, span };
                Ok(for_operator(op, node))
            }
            // The parser lets nothing else through.
            _ => Ok(Box::new(Pass)),
        }
    }

    fn aug_attribute(
        &mut self,
        object: &Expr,
        attr: Ident,
        target_span: Span,
        op: BinOp,
        value: &Expr,
        span: Span,
    ) -> Lowered<Statement> {
        let object = self.side(object)?;
        let name = self.name_index(self.text(attr.name))?;
        let writing = Writing::default();
        let right_calls = contains_call(value);
        let right = self.expr(value)?;
        Ok(match object {
            Side::Local(object) => {
                let target = AttributeTarget { object, name, span: target_span, writing };
                for_operator(op, OfAttribute { target, right, right_calls, span })
            }
            object => {
                let object = object.node();
                let target = AttributeTarget { object, name, span: target_span, writing };
                for_operator(op, OfAttribute { target, right, right_calls, span })
            }
        })
    }
}

/// Reads an attribute of an object put aside in `slot`, which stays there.
pub(super) fn read_attribute(slot: u32, name: u32, span: Span) -> Node {
    let value: Node = Box::new(ReadTemp { slot });
    Box::new(Attribute::<Node>::new(value, name, span))
}

/// Reads an item of an object put aside, by an index put aside.
pub(super) fn read_item(object: u32, index: u32, span: Span) -> Node {
    let value: Node = Box::new(ReadTemp { slot: object });
    let index: Node = Box::new(ReadTemp { slot: index });
    Box::new(Subscript::<Node, Node> { value, index, index_calls: false, span })
}
