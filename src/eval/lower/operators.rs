//! Operators: picks the node made for the operator and the sorts of its operands.

use std::marker::PhantomData;

use super::constants::ConstantKey;
use super::resolve::Access;
use super::unit::{Lowered, Lowerer};
use crate::eval::arith::{self, Arithmetic, AugLocal, Binary};
use crate::eval::compare::{self, Chain, Compare, Link, Relation};
use crate::eval::identity::{Is, IsSingle, Single};
use crate::eval::membership::In;
use crate::eval::node::{Const, Local, Node, Number, Operand, Statement};
use crate::runtime::{BinaryOp, CompareOp};
use crate::source::Span;
use crate::syntax::ast::{BinOp, CmpOp, Constant, Expr, ExprKind};

/// An operand whose sort decides which node is used.
pub enum Side {
    Local(Local),
    Int(Number<false>),
    Float(Number<true>),
    /// A constant string.
    Text(Const),
    Any(Node),
}

impl Side {
    pub fn node(self) -> Node {
        match self {
            Side::Local(local) => Box::new(local),
            Side::Int(number) => Box::new(number),
            Side::Float(number) => Box::new(number),
            Side::Text(text) => Box::new(text),
            Side::Any(node) => node,
        }
    }
}

/// What a binary node needs besides its operands.
#[derive(Clone, Copy)]
struct Around {
    span: Span,
    right_calls: bool,
}

fn binary_left<Op: Arithmetic + 'static>(left: Side, right: Side, around: Around) -> Node {
    match left {
        Side::Local(left) => binary_right::<Op, _>(left, right, around),
        other => binary_right::<Op, _>(other.node(), right, around),
    }
}

fn binary_right<Op: Arithmetic + 'static, L: Operand + 'static>(
    left: L,
    right: Side,
    around: Around,
) -> Node {
    fn make<Op: Arithmetic + 'static, L: Operand + 'static, R: Operand + 'static>(
        left: L,
        right: R,
        around: Around,
    ) -> Node {
        let Around { span, right_calls } = around;
        Box::new(Binary::<Op, L, R> { left, right, right_calls, span, op: PhantomData })
    }
    match right {
        Side::Local(right) => make::<Op, L, _>(left, right, around),
        Side::Int(right) => make::<Op, L, _>(left, right, around),
        Side::Float(right) => make::<Op, L, _>(left, right, around),
        other => make::<Op, L, _>(left, other.node(), around),
    }
}

/// The node of `left op right`.
pub fn binary_of(op: BinOp, left: Side, right: Side, right_calls: bool, span: Span) -> Node {
    let around = Around { span, right_calls };
    match op {
        BinOp::Add => binary_left::<arith::Add>(left, right, around),
        BinOp::Sub => binary_left::<arith::Sub>(left, right, around),
        BinOp::Mul => binary_left::<arith::Mul>(left, right, around),
        BinOp::Div => binary_left::<arith::Div>(left, right, around),
        BinOp::FloorDiv => binary_left::<arith::FloorDiv>(left, right, around),
        BinOp::Mod => binary_left::<arith::Mod>(left, right, around),
        BinOp::Pow => binary_left::<arith::Pow>(left, right, around),
        BinOp::LShift => binary_left::<arith::LShift>(left, right, around),
        BinOp::RShift => binary_left::<arith::RShift>(left, right, around),
        BinOp::And => binary_left::<arith::And>(left, right, around),
        BinOp::Or => binary_left::<arith::Or>(left, right, around),
        BinOp::Xor => binary_left::<arith::Xor>(left, right, around),
        BinOp::MatMul => binary_left::<arith::MatMul>(left, right, around),
    }
}

fn compare_left<R: Relation + 'static>(left: Side, right: Side, around: Around) -> Node {
    match left {
        Side::Local(left) => compare_right::<R, _>(left, right, around),
        other => compare_right::<R, _>(other.node(), right, around),
    }
}

fn compare_right<R: Relation + 'static, A: Operand + 'static>(
    left: A,
    right: Side,
    around: Around,
) -> Node {
    fn make<R: Relation + 'static, A: Operand + 'static, B: Operand + 'static>(
        left: A,
        right: B,
        around: Around,
    ) -> Node {
        let Around { span, right_calls } = around;
        Box::new(Compare::<R, A, B> { left, right, right_calls, span, relation: PhantomData })
    }
    match right {
        Side::Local(right) => make::<R, A, _>(left, right, around),
        Side::Int(right) => make::<R, A, _>(left, right, around),
        Side::Float(right) => make::<R, A, _>(left, right, around),
        Side::Text(right) => make::<R, A, _>(left, right, around),
        Side::Any(right) => make::<R, A, _>(left, right, around),
    }
}

fn aug_right<Op: Arithmetic + 'static>(target: Local, right: Side, around: Around) -> Statement {
    fn make<Op: Arithmetic + 'static, R: Operand + 'static>(
        target: Local,
        right: R,
        around: Around,
    ) -> Statement {
        let Around { span, right_calls } = around;
        Box::new(AugLocal::<Op, R> { target, right, right_calls, span, op: PhantomData })
    }
    match right {
        Side::Local(right) => make::<Op, _>(target, right, around),
        Side::Int(right) => make::<Op, _>(target, right, around),
        Side::Float(right) => make::<Op, _>(target, right, around),
        other => make::<Op, _>(target, other.node(), around),
    }
}

impl Lowerer<'_> {
    /// `expr` as an operand.
    pub fn side(&mut self, expr: &Expr) -> Lowered<Side> {
        if self.unit.substitutes.contains_key(&std::ptr::from_ref(expr)) {
            return self.expr(expr).map(Side::Any);
        }
        if let ExprKind::Name(name) = &expr.kind
            && let Access::Local(slot) = self.access(*name)
        {
            return Ok(Side::Local(Local { slot, span: expr.span }));
        }
        match self.constant_key(expr) {
            Some(ConstantKey::Int(int)) => {
                let index = self.constant(ConstantKey::Int(int))?;
                Ok(Side::Int(Number { index, bits: int as u64 }))
            }
            Some(ConstantKey::Float(bits)) => {
                let index = self.constant(ConstantKey::Float(bits))?;
                Ok(Side::Float(Number { index, bits }))
            }
            Some(key @ ConstantKey::Str(_)) => Ok(Side::Text(Const { index: self.constant(key)? })),
            _ => self.expr(expr).map(Side::Any),
        }
    }

    /// `left op right`.
    pub fn binary(&mut self, op: BinOp, left: &Expr, right: &Expr, span: Span) -> Lowered<Node> {
        let right_calls = contains_call(right);
        let left = self.side(left)?;
        let right = self.side(right)?;
        Ok(binary_of(op, left, right, right_calls, span))
    }

    /// `local op= right`.
    pub fn aug_local(
        &mut self,
        target: Local,
        op: BinOp,
        right: &Expr,
        span: Span,
    ) -> Lowered<Statement> {
        let around = Around { span, right_calls: contains_call(right) };
        let right = self.side(right)?;
        Ok(match op {
            BinOp::Add => aug_right::<arith::Add>(target, right, around),
            BinOp::Sub => aug_right::<arith::Sub>(target, right, around),
            BinOp::Mul => aug_right::<arith::Mul>(target, right, around),
            BinOp::Div => aug_right::<arith::Div>(target, right, around),
            BinOp::FloorDiv => aug_right::<arith::FloorDiv>(target, right, around),
            BinOp::Mod => aug_right::<arith::Mod>(target, right, around),
            BinOp::Pow => aug_right::<arith::Pow>(target, right, around),
            BinOp::LShift => aug_right::<arith::LShift>(target, right, around),
            BinOp::RShift => aug_right::<arith::RShift>(target, right, around),
            BinOp::And => aug_right::<arith::And>(target, right, around),
            BinOp::Or => aug_right::<arith::Or>(target, right, around),
            BinOp::Xor => aug_right::<arith::Xor>(target, right, around),
            BinOp::MatMul => aug_right::<arith::MatMul>(target, right, around),
        })
    }

    /// A comparison, plain or chained.
    pub fn comparison(&mut self, left: &Expr, rest: &[(CmpOp, Expr)], span: Span) -> Lowered<Node> {
        if let [(op, right)] = rest {
            return self.one_comparison(left, *op, right, span);
        }
        let first = self.value(left)?;
        let mut links = Vec::new();
        for (op, right) in rest {
            links.push((link(*op), self.value(right)?));
        }
        Ok(Box::new(Chain { first, rest: links, span }))
    }

    fn one_comparison(
        &mut self,
        left: &Expr,
        op: CmpOp,
        right: &Expr,
        span: Span,
    ) -> Lowered<Node> {
        let single = match right.kind {
            ExprKind::Constant(Constant::None) => Some(Single::None),
            ExprKind::Constant(Constant::True) => Some(Single::True),
            ExprKind::Constant(Constant::False) => Some(Single::False),
            _ => None,
        };
        match op {
            CmpOp::Is | CmpOp::IsNot => {
                let negate = op == CmpOp::IsNot;
                if let Some(single) = single {
                    let value = self.value(left)?;
                    return Ok(Box::new(IsSingle { value, single, negate }));
                }
                let (left, right) = (self.argument(left)?, self.argument(right)?);
                return Ok(Box::new(Is { left, right, negate }));
            }
            CmpOp::In | CmpOp::NotIn => {
                let right_calls = contains_call(right);
                let (left, right) = (self.value(left)?, self.searched(right)?);
                let negate = op == CmpOp::NotIn;
                return Ok(Box::new(In { left, right, right_calls, negate, span }));
            }
            _ => {}
        }
        let around = Around { span, right_calls: contains_call(right) };
        let left = self.side(left)?;
        let right = self.side(right)?;
        Ok(match op {
            CmpOp::Lt => compare_left::<compare::Lt>(left, right, around),
            CmpOp::Le => compare_left::<compare::Le>(left, right, around),
            CmpOp::Eq => compare_left::<compare::Eq>(left, right, around),
            CmpOp::Ne => compare_left::<compare::Ne>(left, right, around),
            CmpOp::Gt => compare_left::<compare::Gt>(left, right, around),
            _ => compare_left::<compare::Ge>(left, right, around),
        })
    }
}

/// The operator as a link of a chain.
pub fn link(op: CmpOp) -> Link {
    match op {
        CmpOp::Is => Link::Is(false),
        CmpOp::IsNot => Link::Is(true),
        CmpOp::In => Link::In(false),
        CmpOp::NotIn => Link::In(true),
        other => Link::Relation(relation(other)),
    }
}

fn relation(op: CmpOp) -> CompareOp {
    match op {
        CmpOp::Lt => CompareOp::Lt,
        CmpOp::Le => CompareOp::Le,
        CmpOp::Ne => CompareOp::Ne,
        CmpOp::Gt => CompareOp::Gt,
        CmpOp::Ge => CompareOp::Ge,
        _ => CompareOp::Eq,
    }
}

/// The operator in the runtime's terms.
pub fn binary_op(op: BinOp) -> BinaryOp {
    match op {
        BinOp::Add => BinaryOp::Add,
        BinOp::Sub => BinaryOp::Sub,
        BinOp::Mul => BinaryOp::Mul,
        BinOp::MatMul => BinaryOp::MatMul,
        BinOp::Div => BinaryOp::Div,
        BinOp::FloorDiv => BinaryOp::FloorDiv,
        BinOp::Mod => BinaryOp::Mod,
        BinOp::Pow => BinaryOp::Pow,
        BinOp::LShift => BinaryOp::LShift,
        BinOp::RShift => BinaryOp::RShift,
        BinOp::And => BinaryOp::And,
        BinOp::Or => BinaryOp::Or,
        BinOp::Xor => BinaryOp::Xor,
    }
}

/// Whether evaluating `expr` calls something outright; deep trees are taken to.
pub fn contains_call(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(_) | ExprKind::Name(_) => false,
        ExprKind::Attribute { value, .. } => contains_call(value),
        ExprKind::Unary { operand, .. } => contains_call(operand),
        ExprKind::Subscript { value, index } if expr.depth < 8 => {
            contains_call(value) || contains_call(index)
        }
        ExprKind::Binary { left, right, .. } if expr.depth < 8 => {
            contains_call(left) || contains_call(right)
        }
        ExprKind::Tuple(items) if expr.depth < 8 => items.iter().any(contains_call),
        _ => true,
    }
}
