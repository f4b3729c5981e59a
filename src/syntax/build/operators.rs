//! Operators of different strength side by side, parted into trees.

use super::builder::Builder;
use crate::syntax::ast::{BinOp, BoolOp, Expr};

/// One operand with where it starts and ends, parentheses included.
pub struct Operand(pub u32, pub Box<Expr>, pub u32);

/// How tightly an operator binds.
fn strength(op: BinOp) -> u8 {
    match op {
        BinOp::Or => 0,
        BinOp::Xor => 1,
        BinOp::And => 2,
        BinOp::LShift | BinOp::RShift => 3,
        BinOp::Add | BinOp::Sub => 4,
        BinOp::Mul | BinOp::Div | BinOp::FloorDiv | BinOp::Mod | BinOp::MatMul => 5,
        BinOp::Pow => 6,
    }
}

impl Builder<'_> {
    /// `first op operand op operand …`; all of these operators group to the left.
    pub fn operations(&mut self, first: Operand, rest: Vec<(BinOp, Operand)>) -> Box<Expr> {
        let mut waiting: Vec<(Operand, BinOp)> = Vec::new();
        let mut last = first;
        for (op, operand) in rest {
            last = self.close(&mut waiting, last, strength(op));
            waiting.push((last, op));
            last = operand;
        }
        self.close(&mut waiting, last, 0).1
    }

    /// Joins `last` with what waits before operators at least as strong as `least`.
    fn close(
        &mut self,
        waiting: &mut Vec<(Operand, BinOp)>,
        mut last: Operand,
        least: u8,
    ) -> Operand {
        while let Some((Operand(l, left, _), op)) = waiting.pop_if(|(_, op)| strength(*op) >= least)
        {
            let Operand(_, right, r) = last;
            last = Operand(l, self.binary(l, left, op, right, r), r);
        }
        last
    }

    /// `first op operand op operand …` with `and`, which binds more tightly, and `or`.
    pub fn conditions(&mut self, first: Operand, rest: Vec<(BoolOp, Operand)>) -> Box<Expr> {
        let mut any: Option<(Operand, Vec<Operand>)> = None;
        let (mut start, mut all) = (first, Vec::new());
        for (op, operand) in rest {
            if op == BoolOp::And {
                all.push(operand);
                continue;
            }
            let done = self.chain(BoolOp::And, start, std::mem::take(&mut all));
            match &mut any {
                None => any = Some((done, Vec::new())),
                Some((_, others)) => others.push(done),
            }
            start = operand;
        }
        let last = self.chain(BoolOp::And, start, all);
        match any {
            None => last.1,
            Some((first, mut others)) => {
                others.push(last);
                self.chain(BoolOp::Or, first, others).1
            }
        }
    }

    /// Operands joined by one operator.
    fn chain(&mut self, op: BoolOp, first: Operand, rest: Vec<Operand>) -> Operand {
        if rest.is_empty() {
            return first;
        }
        let Operand(l, first, mut end) = first;
        let mut values = vec![*first];
        for Operand(_, value, r) in rest {
            values.push(*value);
            end = r;
        }
        Operand(l, self.bool_op(l, op, values, end), end)
    }
}
