//! Rich comparisons, single and chained.

use std::cmp::Ordering;
use std::marker::PhantomData;

use super::call::Arg;
use super::node::{Exp, Operand, held, small_int};
use crate::heap::Ref;
use crate::runtime::compare::plain_order;
use crate::runtime::object::Str;
use crate::runtime::object::quick_equal::strangers;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{CompareOp, Eval, Raised, Value, Vm};
use crate::source::Span;

/// One of the six rich comparisons, known at compile time.
pub trait Relation: 'static {
    const OP: CompareOp;
}

macro_rules! relations {
    ($($name:ident)*) => {
        $(pub struct $name;
        impl Relation for $name {
            const OP: CompareOp = CompareOp::$name;
        })*
    };
}

relations! { Lt Le Eq Ne Gt Ge }

#[inline(always)]
fn floats(op: CompareOp, left: f64, right: f64) -> bool {
    match op {
        CompareOp::Lt => left < right,
        CompareOp::Le => left <= right,
        CompareOp::Eq => left == right,
        CompareOp::Ne => left != right,
        CompareOp::Gt => left > right,
        CompareOp::Ge => left >= right,
    }
}

/// Answers for two strings.
#[inline(always)]
fn texts(op: CompareOp, left: &Ref, right: &Ref) -> Option<bool> {
    if !left.is_exact::<Str>() || !right.is_exact::<Str>() {
        return None;
    }
    Some(match op {
        CompareOp::Eq => same_text(left, right),
        CompareOp::Ne => !same_text(left, right),
        _ => order_holds(op, left, right),
    })
}

#[inline(always)]
fn same_text(left: &Ref, right: &Ref) -> bool {
    if left.same(right) {
        return true;
    }
    let (left, right) = (left.text().as_bytes(), right.text().as_bytes());
    left.len() == right.len() && left.first() == right.first() && left == right
}

#[inline(never)]
fn order_holds(op: CompareOp, left: &Ref, right: &Ref) -> bool {
    op.holds(left.text().cmp(right.text()))
}

/// Answers at once for two small numbers, or two strings.
#[inline(always)]
fn quickly(op: CompareOp, left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(op.holds(left.cmp(right))),
        (Value::Float(left), Value::Float(right)) => Some(floats(op, left.get(), right.get())),
        (Value::Int(left), Value::Float(right)) if left.unsigned_abs() < 1 << 53 => {
            Some(floats(op, *left as f64, right.get()))
        }
        (Value::Float(left), Value::Int(right)) if right.unsigned_abs() < 1 << 53 => {
            Some(floats(op, left.get(), *right as f64))
        }
        (Value::Obj(left), Value::Obj(right)) => texts(op, left, right),
        _ => None,
    }
}

#[inline(never)]
fn slowly(vm: &Vm, op: CompareOp, left: Value, right: Value) -> Eval {
    let left = vm.to_object(left)?;
    let right = vm.to_object(right)?;
    if matches!(op, CompareOp::Eq | CompareOp::Ne)
        && let Some(equal) = strangers(&left, &right)
    {
        return Ok(Value::bool(equal == (op == CompareOp::Eq)));
    }
    let at = vm.stack.push(left, Role::LeftOperand);
    vm.stack.push(right, Role::LeftOperand);
    let operands = vm.stack.window(at, 2);
    let result = vm.compare(op, operands.req(0), operands.req(1));
    vm.stack.truncate(at);
    result
}

/// `left op right`, once.
pub struct Compare<R, A, B> {
    pub left: A,
    pub right: B,
    pub right_calls: bool,
    pub span: Span,
    pub relation: PhantomData<R>,
}

impl<R: Relation, A: Operand, B: Operand> Compare<R, A, B> {
    #[inline(always)]
    fn operands(&self, frame: &Frame<'_>) -> Result<(Value, Value), Raised> {
        let stored = B::MAY_CALL && self.right_calls;
        let left = if stored { self.left.eval(frame)? } else { self.left.operand(frame)? };
        if B::MAY_CALL
            && let Value::Obj(left) = left
        {
            return self.operands_held(frame, left);
        }
        Ok((left, self.right.operand(frame)?))
    }

    /// The operands where the left one must stand in the slot stack while the right one is
    /// evaluated.
    #[inline(never)]
    fn operands_held(&self, frame: &Frame<'_>, left: Ref) -> Result<(Value, Value), Raised> {
        held(frame, Value::Obj(left), Role::LeftOperand, || self.right.operand(frame))
    }
}

impl<R: Relation, A: Operand, B: Operand> Compare<R, A, B> {
    /// The answer for two numbers that can be had without a call.
    #[inline(always)]
    fn at_once(&self, frame: &Frame<'_>) -> Option<bool> {
        if A::MAY_CALL || B::MAY_CALL {
            return None;
        }
        if let (Some(left), Some(right)) = (self.left.int(frame), self.right.int(frame)) {
            return Some(R::OP.holds(left.cmp(&right)));
        }
        Some(floats(R::OP, self.left.float(frame)?, self.right.float(frame)?))
    }

    /// The answer for two strings that stand in slots.
    #[inline(always)]
    fn of_texts(&self, frame: &Frame<'_>) -> Option<bool> {
        if A::MAY_CALL || B::MAY_CALL {
            return None;
        }
        self.left.look(frame, |left| self.right.look(frame, |right| texts(R::OP, left, right)))
    }

    /// The answer for numbers and strings, or the operands, to be asked in full.
    #[inline(always)]
    fn decide(&self, frame: &Frame<'_>) -> Result<Result<bool, (Value, Value)>, Raised> {
        if let Some(answer) = self.of_texts(frame) {
            return Ok(Ok(answer));
        }
        let (left, right) = if A::MAY_CALL && !B::MAY_CALL {
            let left = self.left.operand(frame)?;
            if let Value::Obj(object) = &left
                && let Some(answer) = self.right.look(frame, |right| texts(R::OP, object, right))
            {
                return Ok(Ok(answer));
            }
            (left, self.right.operand(frame)?)
        } else {
            self.operands(frame)?
        };
        Ok(quickly(R::OP, &left, &right).ok_or((left, right)))
    }

    #[inline(never)]
    fn eval_slowly(&self, frame: &Frame<'_>) -> Eval {
        match self.decide(frame)? {
            Ok(answer) => Ok(Value::bool(answer)),
            Err((left, right)) => slowly(frame.vm, R::OP, left, right)
                .map_err(|raised| frame.vm.locate(frame, raised, self.span)),
        }
    }

    #[inline(never)]
    fn truth_slowly(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        match self.decide(frame)? {
            Ok(answer) => Ok(answer),
            Err((left, right)) => {
                let result = slowly(frame.vm, R::OP, left, right);
                let value = result.map_err(|raised| frame.vm.locate(frame, raised, self.span))?;
                frame.vm.truth(&value)
            }
        }
    }
}

impl<R: Relation, A: Operand, B: Operand> Exp for Compare<R, A, B> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        match self.at_once(frame) {
            Some(answer) => Ok(Value::bool(answer)),
            None => self.eval_slowly(frame),
        }
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        match self.at_once(frame) {
            Some(answer) => Ok(answer),
            None => self.truth_slowly(frame),
        }
    }
}

/// One link of a comparison chain.
#[derive(Clone, Copy)]
pub enum Link {
    Relation(CompareOp),
    Is(bool),
    In(bool),
}

/// `a < b <= c`: each middle value is evaluated once.
pub struct Chain {
    pub first: Arg,
    pub rest: Vec<(Link, Arg)>,
    pub span: Span,
}

impl Exp for Chain {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        if let Some(answer) = self.quickly(frame) {
            return Ok(Value::bool(answer));
        }
        self.eval_slowly(frame)
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        match self.quickly(frame) {
            Some(answer) => Ok(answer),
            None => {
                let value = self.eval_slowly(frame)?;
                frame.vm.truth(&value)
            }
        }
    }
}

impl Chain {
    /// The answer where all values stand in slots and are ints, floats or strings.
    fn quickly(&self, frame: &Frame<'_>) -> Option<bool> {
        let mut left = &self.first;
        for (link, right) in &self.rest {
            let Link::Relation(op) = link else { return None };
            let order = |left: &Ref, right: &Ref| match (small_int(left), small_int(right)) {
                (Some(left), Some(right)) => Some(left.cmp(&right)),
                _ => plain_order(left, right),
            };
            let look = |left: &Ref| right.look(frame, |right| order(left, right));
            if !op.holds(left.look(frame, look)?) {
                return Some(false);
            }
            left = right;
        }
        Some(true)
    }

    #[inline(never)]
    fn eval_slowly(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let at = vm.stack.top();
        let plain = self.rest.iter().all(|(link, _)| matches!(link, Link::Relation(_)));
        let result = if plain { self.walk(frame) } else { self.walk_objects(frame) };
        vm.stack.truncate(at);
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }

    /// The answer as long as the values are numbers or strings, which need no objects.
    fn walk(&self, frame: &Frame<'_>) -> Eval {
        let mut left = self.first.operand(frame)?;
        for (index, (link, right)) in self.rest.iter().enumerate() {
            let right = match left {
                Value::Obj(object) => {
                    let right = || right.operand(frame);
                    let (held, right) = held(frame, Value::Obj(object), Role::LeftOperand, right)?;
                    left = held;
                    right
                }
                _ => right.operand(frame)?,
            };
            let answer = match link {
                Link::Relation(op) => quickly(*op, &left, &right),
                Link::Is(_) | Link::In(_) => None,
            };
            match answer {
                Some(true) => left = right,
                Some(false) => return Ok(Value::False),
                None => {
                    let (left, right) = (frame.vm.to_object(left)?, frame.vm.to_object(right)?);
                    let at = frame.vm.stack.push(left, Role::LeftOperand);
                    return self.walk_on(frame, index, at, right);
                }
            }
        }
        Ok(Value::True)
    }

    /// The answer of a chain that asks which object a value is.
    fn walk_objects(&self, frame: &Frame<'_>) -> Eval {
        let at = frame.vm.stack.push(self.first.object(frame)?, Role::LeftOperand);
        match self.rest.first() {
            Some((_, second)) => self.walk_on(frame, 0, at, second.object(frame)?),
            None => Ok(Value::True),
        }
    }

    /// The rest of the chain from a link whose left operand stands `at` a place of the slot stack.
    fn walk_on(&self, frame: &Frame<'_>, start: usize, at: usize, mut right: Ref) -> Eval {
        let vm = frame.vm;
        for (index, (link, _)) in self.rest.iter().enumerate().skip(start) {
            vm.stack.push(right, Role::LeftOperand);
            let operands = vm.stack.window(at, 2);
            let (left, middle) = (operands.req(0), operands.req(1));
            if self.rest.len() > index + 1 {
                // The next comparison's copy of it stands there already.
                vm.stack.push(middle.clone(), Role::LeftOperand);
            }
            let value = match *link {
                Link::Relation(op) => vm.compare(op, left, middle)?,
                Link::Is(negate) => Value::bool(left.same(middle) != negate),
                Link::In(negate) => Value::bool(vm.contains(middle, left)? != negate),
            };
            let Some((_, next)) = self.rest.get(index + 1) else { return Ok(value) };
            if !vm.truth(&value)? {
                return Ok(value);
            }
            drop(vm.stack.pop());
            let middle = vm.stack.pop();
            vm.stack.set(at, middle);
            right = next.object(frame)?;
        }
        Ok(Value::True)
    }
}

/// The order of two operands where both are small ints; for `range` loops.
pub fn int_order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        _ => None,
    }
}
