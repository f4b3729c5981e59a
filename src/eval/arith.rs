//! Arithmetic nodes: binary operators, in-place operators, unary operators.

use std::marker::PhantomData;

use super::names::{overwrite_local, store_local};
use super::node::{Exp, Local, Node, Number, Operand, Stm, attempt, held};
use super::word_numbers::{
    divide, float_modulo, float_power, floor_divide, modulo, power, shift_left, shift_right,
};
use crate::heap::Ref;
use crate::runtime::kinds;
use crate::runtime::object::number::unbox;
use crate::runtime::object::{Class, Int, Str};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{BinaryOp, ErrorKind, Eval, Flow, Raised, Value, Vm};
use crate::source::Span;

/// One operator: what it does to two small numbers. `None` leaves the case to the types.
pub trait Arithmetic: 'static {
    const OP: BinaryOp;
    fn ints(left: i64, right: i64) -> Option<Value>;
    fn floats(left: f64, right: f64) -> Option<Value>;
}

macro_rules! arithmetic {
    ($($name:ident { ints: $ints:expr, floats: $floats:expr })*) => {
        $(
            pub struct $name;
            impl Arithmetic for $name {
                const OP: BinaryOp = BinaryOp::$name;
                #[inline(always)]
                fn ints(left: i64, right: i64) -> Option<Value> {
                    let f: fn(i64, i64) -> Option<Value> = $ints;
                    f(left, right)
                }
                #[inline(always)]
                fn floats(left: f64, right: f64) -> Option<Value> {
                    let f: fn(f64, f64) -> Option<Value> = $floats;
                    f(left, right)
                }
            }
        )*
    };
}

arithmetic! {
    Add { ints: |a, b| a.checked_add(b).map(Value::Int), floats: |a, b| Some(Value::float(a + b)) }
    Sub { ints: |a, b| a.checked_sub(b).map(Value::Int), floats: |a, b| Some(Value::float(a - b)) }
    Mul { ints: |a, b| a.checked_mul(b).map(Value::Int), floats: |a, b| Some(Value::float(a * b)) }
    Div { ints: divide, floats: |a, b| (b != 0.0).then(|| Value::float(a / b)) }
    FloorDiv { ints: floor_divide, floats: |_, _| None }
    Mod { ints: modulo, floats: float_modulo }
    Pow { ints: power, floats: float_power }
    LShift { ints: shift_left, floats: |_, _| None }
    RShift { ints: shift_right, floats: |_, _| None }
    And { ints: |a, b| Some(Value::Int(a & b)), floats: |_, _| None }
    Or { ints: |a, b| Some(Value::Int(a | b)), floats: |_, _| None }
    Xor { ints: |a, b| Some(Value::Int(a ^ b)), floats: |_, _| None }
    MatMul { ints: |_, _| None, floats: |_, _| None }
}

/// The result for two numbers, where they are small enough.
#[inline(always)]
pub fn of_numbers<Op: Arithmetic>(left: &Value, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Op::ints(*left, *right),
        (Value::Float(left), Value::Float(right)) => Op::floats(left.get(), right.get()),
        (Value::Int(left), Value::Float(right)) => Op::floats(*left as f64, right.get()),
        (Value::Float(left), Value::Int(right)) => Op::floats(left.get(), *right as f64),
        _ => None,
    }
}

/// Applies `Op` to two values.
#[inline(always)]
pub fn apply<Op: Arithmetic>(vm: &Vm, left: Value, right: Value) -> Eval {
    match of_numbers::<Op>(&left, &right) {
        Some(value) => Ok(value),
        None => slowly::<Op>(vm, left, right),
    }
}

/// A small int, or a bool as the int that it is.
fn as_int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(int) => Some(*int),
        Value::True => Some(1),
        Value::False => Some(0),
        _ => None,
    }
}

/// The number where it is an int, or of a class that leaves `op` to `int`.
#[inline]
fn left_to_int(vm: &Vm, op: BinaryOp, value: &Value) -> Option<i64> {
    match value {
        Value::Int(int) => Some(*int),
        Value::Obj(object) if object.is::<Int>() => {
            let usual = vm.class_of_kind(kinds::INT).as_ref::<Class>().slots.borrow();
            let (own, usual) =
                (vm.slot(object, |slots| slots.binary[op as usize]), usual.binary[op as usize]);
            let same = own.zip(usual).is_some_and(|(own, usual)| std::ptr::fn_addr_eq(own, usual));
            same.then(|| object.as_ref::<Int>().0.get())
        }
        _ => None,
    }
}

#[inline(never)]
fn slowly<Op: Arithmetic>(vm: &Vm, left: Value, right: Value) -> Eval {
    let bitwise = matches!(Op::OP, BinaryOp::And | BinaryOp::Or | BinaryOp::Xor);
    if !bitwise
        && let (Some(left), Some(right)) = (as_int(&left), as_int(&right))
        && let Some(value) = Op::ints(left, right)
    {
        return Ok(value);
    }
    if let (Some(left), Some(right)) =
        (left_to_int(vm, Op::OP, &left), left_to_int(vm, Op::OP, &right))
        && let Some(value) = Op::ints(left, right)
    {
        return Ok(value);
    }
    if Op::OP == BinaryOp::Add
        && let (Value::Obj(left), Value::Obj(right)) = (&left, &right)
        && left.is_exact::<Str>()
        && right.is_exact::<Str>()
    {
        return crate::types::str::concat(vm, left, right);
    }
    in_full(vm, Op::OP, left, right)
}

#[inline(never)]
fn in_full(vm: &Vm, op: BinaryOp, left: Value, right: Value) -> Eval {
    let left = vm.to_object(left)?;
    let right = vm.to_object(right)?;
    // The operands stand in the slot stack while their methods run.
    let at = vm.stack.push(left, Role::LeftOperand);
    vm.stack.push(right, Role::LeftOperand);
    let operands = vm.stack.window(at, 2);
    let result = vm.binary(op, operands.req(0), operands.req(1));
    vm.stack.truncate(at);
    result
}

/// `left op right`.
pub struct Binary<Op, L, R> {
    pub left: L,
    pub right: R,
    /// Whether the right side contains a call, before which a stored left operand is counted.
    pub right_calls: bool,
    pub span: Span,
    pub op: PhantomData<Op>,
}

/// The result for two numbers that can be had without a call, where they are small enough.
#[inline(always)]
fn quickly<Op: Arithmetic, L: Operand, R: Operand>(
    frame: &Frame<'_>,
    left: &L,
    right: &R,
) -> Option<Value> {
    if L::MAY_CALL || R::MAY_CALL {
        return None;
    }
    if let (Some(left), Some(right)) = (left.int(frame), right.int(frame)) {
        return Op::ints(left, right);
    }
    Op::floats(left.float(frame)?, right.float(frame)?)
}

/// Numbers are dealt with where they come; all else has functions of its own, so that this way
/// needs few registers.
impl<Op: Arithmetic, L: Operand, R: Operand> Binary<Op, L, R> {
    #[inline(always)]
    fn compute<const READ: bool>(&self, frame: &Frame<'_>) -> Eval {
        let stored = R::MAY_CALL && self.right_calls;
        let left = if stored { self.left.eval(frame)? } else { self.left.operand(frame)? };
        if R::MAY_CALL
            && let Value::Obj(left) = left
        {
            return self.compute_held::<READ>(frame, left);
        }
        let right = self.right.operand(frame)?;
        match of_numbers::<Op>(&left, &right) {
            Some(value) => Ok(value),
            None => self.compute_in_full::<READ>(frame, left, right),
        }
    }

    /// Computes with a left operand that must stand in the slot stack while the right one is
    /// evaluated.
    #[inline(never)]
    fn compute_held<const READ: bool>(&self, frame: &Frame<'_>, left: Ref) -> Eval {
        let right = || self.right.operand(frame);
        let (left, right) = held(frame, Value::Obj(left), Role::LeftOperand, right)?;
        match of_numbers::<Op>(&left, &right) {
            Some(value) => Ok(value),
            None => self.compute_in_full::<READ>(frame, left, right),
        }
    }

    #[inline(never)]
    fn compute_in_full<const READ: bool>(
        &self,
        frame: &Frame<'_>,
        left: Value,
        right: Value,
    ) -> Eval {
        match slowly::<Op>(frame.vm, left, right) {
            Ok(Value::Obj(object)) if READ => Ok(unbox(object)),
            Ok(value) => Ok(value),
            Err(raised) => Err(frame.vm.locate(frame, raised, self.span)),
        }
    }

    #[inline(never)]
    fn eval_slowly(&self, frame: &Frame<'_>) -> Eval {
        self.compute::<false>(frame)
    }

    #[inline(never)]
    fn operand_slowly(&self, frame: &Frame<'_>) -> Eval {
        self.compute::<true>(frame)
    }
}

/// `local op number` as an index: a small int can be had at once.
impl<Op: Arithmetic> Operand for Binary<Op, Local, Number<false>> {
    const MAY_CALL: bool = true;

    #[inline(always)]
    fn int(&self, frame: &Frame<'_>) -> Option<i64> {
        match Op::ints(self.left.int(frame)?, self.right.int(frame)?)? {
            Value::Int(int) => Some(int),
            _ => None,
        }
    }
}

impl<Op: Arithmetic, L: Operand, R: Operand> Exp for Binary<Op, L, R> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        match quickly::<Op, L, R>(frame, &self.left, &self.right) {
            Some(value) => Ok(value),
            None => self.eval_slowly(frame),
        }
    }

    fn operand(&self, frame: &Frame<'_>) -> Eval {
        match quickly::<Op, L, R>(frame, &self.left, &self.right) {
            Some(value) => Ok(value),
            None => self.operand_slowly(frame),
        }
    }
}

/// Applies `Op=` to two values: mutable left sides change in place.
#[inline(always)]
pub fn apply_inplace<Op: Arithmetic>(vm: &Vm, left: Value, right: Value) -> Eval {
    match of_numbers::<Op>(&left, &right) {
        Some(value) => Ok(value),
        None => inplace_slowly(vm, Op::OP, left, right),
    }
}

#[inline(never)]
fn inplace_slowly(vm: &Vm, op: BinaryOp, left: Value, right: Value) -> Eval {
    let left = vm.to_object(left)?;
    let right = vm.to_object(right)?;
    if op == BinaryOp::Add && left.is_exact::<Str>() && right.is_exact::<Str>() {
        return append(vm, left, &right);
    }
    let at = vm.stack.push(left, Role::LeftOperand);
    vm.stack.push(right, Role::LeftOperand);
    let operands = vm.stack.window(at, 2);
    let result = vm.inplace(op, operands.req(0), operands.req(1));
    vm.stack.truncate(at);
    result
}

/// `left + right` of strings, in place where nobody else sees `left`.
fn append(vm: &Vm, mut left: Ref, right: &Ref) -> Eval {
    if !left.text().is_empty() && vm.heap.append_text(&mut left, right.text()) {
        if let Some(payload) = left.get::<Str>() {
            payload.grown_by(right.text());
        }
        return Ok(Value::Obj(left));
    }
    vm.binary(BinaryOp::Add, &left, right)
}

/// `local op= right`.
pub struct AugLocal<Op, R> {
    pub target: Local,
    pub right: R,
    pub right_calls: bool,
    pub span: Span,
    pub op: PhantomData<Op>,
}

impl<Op: Arithmetic, R: Operand> Stm for AugLocal<Op, R> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        match quickly::<Op, Local, R>(frame, &self.target, &self.right) {
            Some(value) if overwrite_local(frame, self.target.slot, &value) => Flow::Next,
            Some(value) => self.store(frame, value),
            None => self.exec_slowly(frame),
        }
    }
}

impl<Op: Arithmetic, R: Operand> AugLocal<Op, R> {
    #[inline(never)]
    fn store(&self, frame: &Frame<'_>, value: Value) -> Flow {
        let object = attempt!(frame.vm.to_object(value));
        frame.set(self.target.slot, Some(object));
        Flow::Next
    }

    #[inline(never)]
    fn exec_slowly(&self, frame: &Frame<'_>) -> Flow {
        let stored = R::MAY_CALL && self.right_calls;
        let left = if stored {
            attempt!(self.target.eval(frame))
        } else {
            attempt!(self.target.operand(frame))
        };
        if R::MAY_CALL
            && let Value::Obj(left) = left
        {
            return self.exec_held(frame, left);
        }
        let right = attempt!(self.right.operand(frame));
        self.finish(frame, left, right)
    }

    /// Goes on with a left operand that must stand in the slot stack while the right one is
    /// evaluated.
    #[inline(never)]
    fn exec_held(&self, frame: &Frame<'_>, left: Ref) -> Flow {
        let right = || self.right.operand(frame);
        let (left, right) = attempt!(held(frame, Value::Obj(left), Role::LeftOperand, right));
        self.finish(frame, left, right)
    }

    #[inline(always)]
    fn finish(&self, frame: &Frame<'_>, left: Value, right: Value) -> Flow {
        match of_numbers::<Op>(&left, &right) {
            Some(value) if overwrite_local(frame, self.target.slot, &value) => Flow::Next,
            Some(value) => self.store(frame, value),
            None => self.exec_in_full(frame, left, right),
        }
    }

    #[inline(never)]
    fn exec_in_full(&self, frame: &Frame<'_>, left: Value, right: Value) -> Flow {
        if Op::OP == BinaryOp::Add && matches!(&left, Value::Obj(left) if left.is_exact::<Str>()) {
            return self.append_to_local(frame, left, right);
        }
        match apply_inplace::<Op>(frame.vm, left, right) {
            Ok(value) => match store_local(frame, self.target.slot, value) {
                Ok(()) => Flow::Next,
                Err(raised) => Flow::Raise(raised),
            },
            Err(raised) => Flow::Raise(frame.vm.locate(frame, raised, self.span)),
        }
    }

    /// `s += t` gives up the local's own reference first, so that a string nobody else sees can
    /// grow in place (CPython: `unicode_concatenate`).
    fn append_to_local(&self, frame: &Frame<'_>, left: Value, right: Value) -> Flow {
        let unshared = matches!((&left, &right), (Value::Obj(left), Value::Obj(right))
            if left.count() == 2 && right.is_exact::<Str>()
                && frame.peek(self.target.slot, |own| own.is_some_and(|own| own.same(left))));
        if unshared {
            frame.set(self.target.slot, None);
        }
        match apply_inplace::<Op>(frame.vm, left, right) {
            Ok(value) => match store_local(frame, self.target.slot, value) {
                Ok(()) => Flow::Next,
                Err(raised) => Flow::Raise(raised),
            },
            Err(raised) => Flow::Raise(frame.vm.locate(frame, raised, self.span)),
        }
    }
}

/// `left op= right` with the operator known only at run time.
pub fn inplace_by(vm: &Vm, op: BinaryOp, left: Value, right: Value) -> Eval {
    match op {
        BinaryOp::Add => apply_inplace::<Add>(vm, left, right),
        BinaryOp::Sub => apply_inplace::<Sub>(vm, left, right),
        BinaryOp::Mul => apply_inplace::<Mul>(vm, left, right),
        BinaryOp::Div => apply_inplace::<Div>(vm, left, right),
        BinaryOp::FloorDiv => apply_inplace::<FloorDiv>(vm, left, right),
        BinaryOp::Mod => apply_inplace::<Mod>(vm, left, right),
        BinaryOp::Pow => apply_inplace::<Pow>(vm, left, right),
        BinaryOp::LShift => apply_inplace::<LShift>(vm, left, right),
        BinaryOp::RShift => apply_inplace::<RShift>(vm, left, right),
        BinaryOp::And => apply_inplace::<And>(vm, left, right),
        BinaryOp::Or => apply_inplace::<Or>(vm, left, right),
        BinaryOp::Xor => apply_inplace::<Xor>(vm, left, right),
        BinaryOp::MatMul => apply_inplace::<MatMul>(vm, left, right),
        BinaryOp::DivMod => Err(vm.raise(ErrorKind::SystemError, "divmod has no statement".into())),
    }
}

/// Which unary operator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum UnaryKind {
    Neg,
    Pos,
    Invert,
}

/// `-x`, `+x`, `~x`.
pub struct Unary {
    pub kind: UnaryKind,
    pub value: Node,
    pub span: Span,
}

impl Exp for Unary {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let value = self.value.operand(frame)?;
        let fast = match (&value, self.kind) {
            (Value::Int(int), UnaryKind::Neg) => int.checked_neg().map(Value::Int),
            (Value::Int(int), UnaryKind::Pos) => Some(Value::Int(*int)),
            (Value::Int(int), UnaryKind::Invert) => Some(Value::Int(!int)),
            (Value::Float(bits), UnaryKind::Neg) => Some(Value::float(-bits.get())),
            (Value::Float(bits), UnaryKind::Pos) => Some(Value::float(bits.get())),
            _ => None,
        };
        match fast {
            Some(value) => Ok(value),
            None => self
                .slowly(frame, value)
                .map_err(|raised| frame.vm.locate(frame, raised, self.span)),
        }
    }
}

impl Unary {
    fn slowly(&self, frame: &Frame<'_>, value: Value) -> Result<Value, Raised> {
        let vm = frame.vm;
        let object = vm.to_object(value)?;
        vm.keep(object, Role::LeftOperand, |operand| match self.kind {
            UnaryKind::Neg => vm.unary(operand, |slots| slots.neg, "unary -"),
            UnaryKind::Pos => vm.unary(operand, |slots| slots.pos, "unary +"),
            UnaryKind::Invert => vm.unary(operand, |slots| slots.invert, "unary ~"),
        })
    }
}
