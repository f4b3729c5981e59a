//! Identity: `is`, `is not`, and the constants that are asked for by them.

use super::call::Arg;
use super::node::Exp;
use crate::heap::Ref;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value, Vm};

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
pub struct Is {
    pub left: Arg,
    pub right: Arg,
    pub negate: bool,
}

impl Exp for Is {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        self.truth(frame).map(Value::bool)
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let same = |left: &Ref| self.right.look(frame, |right| Some(left.same(right)));
        if let Arg::Node(left) = &self.left {
            let left = left.eval(frame)?;
            let quick = if let Value::Obj(left) = &left { same(left) } else { None };
            return match quick {
                Some(same) => Ok(same != self.negate),
                None => self.truth_slowly(frame, left),
            };
        }
        match self.left.look(frame, same) {
            Some(same) => Ok(same != self.negate),
            None => self.truth_slowly(frame, self.left.eval(frame)?),
        }
    }
}

impl Is {
    #[inline(never)]
    fn truth_slowly(&self, frame: &Frame<'_>, left: Value) -> Result<bool, Raised> {
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
            (Arg::Member(member), Single::None) => member.is_none(frame)?,
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
