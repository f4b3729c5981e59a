//! Comparisons, identity, membership, and the operators that decide: `not`, `and`, `or`, `if else`.

use std::cmp::Ordering;
use std::marker::PhantomData;

use super::call::Arg;
use super::node::{Exp, Node, Operand, held};
use crate::heap::{Flag, Ref};
use crate::runtime::compare::{plain_order, quick_hash};
use crate::runtime::kinds;
use crate::runtime::object::dict_table::quick_equal;
use crate::runtime::object::{Dict, Int, Str};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{CompareOp, Eval, Raised, Value, Vm};
use crate::source::Span;
use crate::types::{set, str};

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
        if B::MAY_CALL {
            let left =
                if self.right_calls { self.left.eval(frame)? } else { self.left.operand(frame)? };
            held(frame, left, Role::LeftOperand, || self.right.operand(frame))
        } else {
            Ok((self.left.operand(frame)?, self.right.operand(frame)?))
        }
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

/// Whether two values are the same object.
pub fn identical(vm: &Vm, left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Obj(left), Value::Obj(right)) => left.same(right),
        (Value::Obj(object), other) | (other, Value::Obj(object)) => match other {
            Value::None => vm.is_none(object),
            Value::True => object.same(&vm.singletons.true_),
            Value::False => object.same(&vm.singletons.false_),
            Value::Int(int) => is_small_int(vm, object, *int),
            _ => false,
        },
        (Value::None, Value::None) | (Value::True, Value::True) | (Value::False, Value::False) => {
            true
        }
        (Value::Int(left), Value::Int(right)) => left == right && (-5..=256).contains(left),
        _ => false,
    }
}

/// An unboxed int is the same object as a boxed one only where there is one such object.
fn is_small_int(vm: &Vm, object: &Ref, int: i64) -> bool {
    (-5..=256).contains(&int) && object.same(&vm.small_ints[(int + 5) as usize])
}

/// `left is right`, `left is not right`.
pub struct Is<A, B> {
    pub left: A,
    pub right: B,
    pub negate: bool,
}

impl<A: Operand, B: Operand> Exp for Is<A, B> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        self.truth(frame).map(Value::bool)
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let quick =
            self.left.look(frame, |left| self.right.look(frame, |right| Some(left.same(right))));
        match quick {
            Some(same) => Ok(same != self.negate),
            None => self.truth_slowly(frame),
        }
    }
}

impl<A: Operand, B: Operand> Is<A, B> {
    #[inline(never)]
    fn truth_slowly(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let left = self.left.eval(frame)?;
        if let Value::Obj(left) = &left
            && let Some(same) = self.right.look(frame, |right| Some(left.same(right)))
        {
            return Ok(same != self.negate);
        }
        let (left, right) = held_raw(frame, left, || self.right.eval(frame))?;
        let same = identical(frame.vm, &left, &right);
        drop(left);
        Ok(same != self.negate)
    }
}

/// `x is None`, `x is not True` and so on.
pub struct IsSingle {
    pub value: Arg,
    pub single: Single,
    pub negate: bool,
}

/// One of the constants that there is only one object of.
#[derive(Clone, Copy)]
pub enum Single {
    None,
    True,
    False,
}

impl Single {
    #[inline(always)]
    fn is(self, vm: &Vm, object: &Ref) -> bool {
        let singletons = &vm.singletons;
        object.same(match self {
            Single::None => &singletons.none,
            Single::True => &singletons.true_,
            Single::False => &singletons.false_,
        })
    }
}

impl Exp for IsSingle {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        self.truth(frame).map(Value::bool)
    }

    #[inline]
    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let vm = frame.vm;
        if let Some(is) = self.value.look(frame, |object| Some(self.single.is(vm, object))) {
            return Ok(is != self.negate);
        }
        let is = match (&self.value, self.single) {
            (Arg::Node(node), Single::None) => node.is_none(frame)?,
            (value, single) => match (value.eval(frame)?, single) {
                (Value::Obj(object), single) => single.is(vm, &object),
                (Value::None, Single::None)
                | (Value::True, Single::True)
                | (Value::False, Single::False) => true,
                _ => false,
            },
        };
        Ok(is != self.negate)
    }
}

/// As [`held`], keeping the left object boxed.
fn held_raw(
    frame: &Frame<'_>,
    left: Value,
    right: impl FnOnce() -> Eval,
) -> Result<(Value, Value), Raised> {
    match left {
        Value::Obj(object) => {
            let at = frame.vm.stack.push(object, Role::LeftOperand);
            let right = right();
            let left = frame.vm.stack.take(at).map_or(Value::Undef, Value::Obj);
            frame.vm.stack.truncate(at);
            Ok((left, right?))
        }
        other => Ok((other, right()?)),
    }
}

/// `left in right`, `left not in right`.
pub struct In {
    pub left: Arg,
    pub right: Arg,
    pub negate: bool,
    pub span: Span,
}

impl Exp for In {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        self.truth(frame).map(Value::bool)
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let vm = frame.vm;
        let item = match &self.left {
            other @ (Arg::Node(_) | Arg::Global(_)) => other.object(frame)?,
            at_hand => {
                let look =
                    |item: &Ref| self.right.look(frame, |container| has_quickly(container, item));
                if let Some(found) = at_hand.look(frame, look) {
                    return Ok(found != self.negate);
                }
                at_hand.object(frame)?
            }
        };
        if let Some(found) = self.right.look(frame, |container| has_quickly(container, &item)) {
            return Ok(found != self.negate);
        }
        let at = vm.stack.push(item, Role::LeftOperand);
        let result = self.right.object(frame).and_then(|container| {
            vm.stack.push(container, Role::LeftOperand);
            let operands = vm.stack.window(at, 2);
            let (item, container) = (operands.req(0), operands.req(1));
            match has_quickly(container, item) {
                Some(found) => Ok(found),
                None => vm
                    .contains(container, item)
                    .map_err(|raised| vm.locate(frame, raised, self.span)),
            }
        });
        vm.stack.truncate(at);
        Ok(result? != self.negate)
    }
}

/// Whether a container of just a builtin type has `item`, if no code needs to run for it.
#[inline]
fn has_quickly(container: &Ref, item: &Ref) -> Option<bool> {
    if container.has_flag(Flag::EXTENDED) {
        return None;
    }
    match container.kind() {
        kinds::STR if item.is::<Str>() => Some(str::has_text(container.text(), item.text())),
        kinds::DICT => {
            let found = container.get::<Dict>()?.position(item, quick_hash(item)?)?;
            Some(found.is_some())
        }
        kinds::SET | kinds::FROZENSET => {
            set::has_quickly(set::table_of(container)?, item, quick_hash(item)?)
        }
        kinds::TUPLE => {
            for other in container.tail() {
                if other.look(|other| quick_equal(other?, item))? {
                    return Some(true);
                }
            }
            Some(false)
        }
        _ => None,
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

/// An int of just that type that fits in 64 bits.
#[inline(always)]
fn small_int(object: &Ref) -> Option<i64> {
    object.get::<Int>().filter(|_| object.is_exact::<Int>()).map(|int| int.0.get())
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
        let result = self.walk(frame);
        vm.stack.truncate(at);
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }

    fn walk(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let first = self.first.object(frame)?;
        let at = vm.stack.push(first, Role::LeftOperand);
        let last = self.rest.len() - 1;
        for (index, (link, right)) in self.rest.iter().enumerate() {
            let right = right.object(frame)?;
            vm.stack.push(right, Role::LeftOperand);
            let operands = vm.stack.window(at, 2);
            let (left, right) = (operands.req(0), operands.req(1));
            let value = match *link {
                Link::Relation(op) => vm.compare(op, left, right)?,
                Link::Is(negate) => Value::bool(left.same(right) != negate),
                Link::In(negate) => Value::bool(vm.contains(right, left)? != negate),
            };
            if index == last || !vm.truth(&value)? {
                return Ok(value);
            }
            let right = vm.stack.pop();
            vm.stack.set(at, right);
        }
        Ok(Value::True)
    }
}

/// `not x`.
pub struct Not(pub Node);

impl Exp for Not {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        Ok(Value::bool(!self.0.truth(frame)?))
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        Ok(!self.0.truth(frame)?)
    }
}

/// `a and b and c` (`OR` false), `a or b or c` (`OR` true).
pub struct Bool<const OR: bool> {
    pub values: Vec<Node>,
    pub last: Node,
}

impl<const OR: bool> Exp for Bool<OR> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        for node in &self.values {
            let value = node.eval(frame)?;
            let truth = match &value {
                Value::Obj(object) => {
                    let object = object.clone();
                    frame.vm.hold(&object, Role::LeftOperand, || frame.vm.truth_of(&object))?
                }
                other => frame.vm.truth(other)?,
            };
            if truth == OR {
                return Ok(value);
            }
        }
        self.last.eval(frame)
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        for node in &self.values {
            if node.truth(frame)? == OR {
                return Ok(OR);
            }
        }
        self.last.truth(frame)
    }
}

/// `body if test else orelse`.
pub struct Conditional {
    pub test: Node,
    pub body: Node,
    pub orelse: Node,
}

impl Exp for Conditional {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        if self.test.truth(frame)? { self.body.eval(frame) } else { self.orelse.eval(frame) }
    }

    fn operand(&self, frame: &Frame<'_>) -> Eval {
        if self.test.truth(frame)? { self.body.operand(frame) } else { self.orelse.operand(frame) }
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        if self.test.truth(frame)? { self.body.truth(frame) } else { self.orelse.truth(frame) }
    }
}

/// The order of two operands where both are small ints; for `range` loops.
pub fn int_order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        _ => None,
    }
}
