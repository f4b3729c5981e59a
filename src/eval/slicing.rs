//! Slices: `value[lower:upper:step]`, mostly without a slice object.

use super::call::Arg;
use super::node::Exp;
use crate::heap::Ref;
use crate::runtime::kinds;
use crate::runtime::object::{List, Str, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::source::Span;
use crate::types::slice::Bounds;

/// `lower:upper:step` inside a subscript; an absent part is `None`.
pub struct SliceExp {
    pub parts: [Option<Arg>; 3],
}

/// What the parts of a slice came to.
pub enum Parts {
    /// Small numbers, or nothing.
    Numbers([Option<i64>; 3]),
    /// Anything else.
    Values([Value; 3]),
}

impl SliceExp {
    /// Evaluates the parts. Objects among them come to stand in the slot stack.
    #[inline(always)]
    pub fn evaluate(&self, frame: &Frame<'_>) -> Result<Parts, Raised> {
        let mut numbers = [None; 3];
        for (index, part) in self.parts.iter().enumerate() {
            let Some(part) = part else { continue };
            match part.operand(frame)? {
                Value::Int(int) => numbers[index] = Some(int),
                value => return self.evaluate_rest(frame, numbers, index, value),
            }
        }
        Ok(Parts::Numbers(numbers))
    }

    /// Goes on where the part at `index` came to `value`, which is no small number.
    #[inline(never)]
    fn evaluate_rest(
        &self,
        frame: &Frame<'_>,
        numbers: [Option<i64>; 3],
        index: usize,
        value: Value,
    ) -> Result<Parts, Raised> {
        let mut values = numbers.map(number_or_none);
        values[index] = stand(frame, value);
        self.evaluate_from(frame, index + 1, &mut values)?;
        Ok(numbers_of(&values).map_or_else(|| Parts::Values(values), Parts::Numbers))
    }

    /// Evaluates the parts from `first` on into their places.
    fn evaluate_from(
        &self,
        frame: &Frame<'_>,
        first: usize,
        values: &mut [Value; 3],
    ) -> Result<(), Raised> {
        for (value, part) in values.iter_mut().zip(&self.parts).skip(first) {
            if let Some(part) = part {
                *value = stand(frame, part.operand(frame)?);
            }
        }
        Ok(())
    }
}

fn number_or_none(number: Option<i64>) -> Value {
    number.map_or(Value::None, Value::Int)
}

/// An object comes to stand in the slot stack.
fn stand(frame: &Frame<'_>, value: Value) -> Value {
    if let Value::Obj(object) = &value {
        frame.vm.stack.push(object.clone(), Role::Element);
    }
    value
}

impl Exp for SliceExp {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let at = frame.vm.stack.top();
        let mut values = [Value::None, Value::None, Value::None];
        let result =
            self.evaluate_from(frame, 0, &mut values).and_then(|()| make_slice(frame.vm, values));
        frame.vm.stack.truncate(at);
        result.map(Value::Obj)
    }
}

/// A slice object of its parts.
fn make_slice(vm: &Vm, [start, stop, step]: [Value; 3]) -> Result<Ref, Raised> {
    crate::types::slice::new_slice(
        vm,
        vm.to_object(start)?,
        vm.to_object(stop)?,
        vm.to_object(step)?,
    )
}

/// `value[lower:upper:step]`: of the usual sequences no slice object is made.
pub struct SliceSubscript {
    pub value: Arg,
    pub slice: SliceExp,
    /// Whether the slice contains a call, before which a stored container is counted.
    pub slice_calls: bool,
    pub span: Span,
}

impl Exp for SliceSubscript {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        if self.slice_calls || !matches!(self.value, Arg::Local(_) | Arg::Const(_)) {
            return self.eval_held(frame);
        }
        if !self.value.is_bound(frame) {
            self.value.object(frame)?;
        }
        let at = vm.stack.top();
        let result = match self.slice.evaluate(frame) {
            Ok(parts) => match self.value.at_hand(frame).and_then(|it| parts.cut(vm, it)) {
                Some(result) => result,
                None => self.ask(frame, parts),
            },
            Err(raised) => Err(raised),
        };
        vm.stack.truncate(at);
        match result {
            Ok(value) => Ok(value),
            Err(raised) => Err(vm.locate(frame, raised, self.span)),
        }
    }
}

impl SliceSubscript {
    #[inline(never)]
    fn eval_held(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let object = self.value.object(frame)?;
        let at = vm.stack.push(object, Role::Receiver);
        let result = self.slice.evaluate(frame).and_then(|parts| {
            let object = vm.stack.window(at, 1).req(0);
            match parts.cut(vm, object) {
                Some(result) => result,
                None => parts.ask(vm, object),
            }
        });
        vm.stack.truncate(at);
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }

    /// Asks what stands in a slot in full.
    #[inline(never)]
    fn ask(&self, frame: &Frame<'_>, parts: Parts) -> Eval {
        let stack = &frame.vm.stack;
        let at = stack.push(self.value.object(frame)?, Role::Receiver);
        parts.ask(frame.vm, stack.window(at, 1).req(0))
    }
}

impl Parts {
    /// What is selected of a sequence that needs no slice object.
    #[inline(always)]
    pub fn cut(&self, vm: &Vm, object: &Ref) -> Option<Eval> {
        quick_slice(vm, object, self.bounds()?)
    }

    /// The bounds, if the parts are small numbers and a step is possible.
    #[inline(always)]
    pub fn bounds(&self) -> Option<Bounds> {
        let Parts::Numbers([start, stop, step]) = *self else { return None };
        Bounds::of(start, stop, step)
    }

    /// A slice object of the parts.
    pub fn slice(self, vm: &Vm) -> Result<Ref, Raised> {
        match self {
            Parts::Numbers(numbers) => make_slice(vm, numbers.map(number_or_none)),
            Parts::Values(values) => make_slice(vm, values),
        }
    }

    /// Asks `object` with a slice object.
    #[inline(never)]
    fn ask(self, vm: &Vm, object: &Ref) -> Eval {
        let slice = self.slice(vm)?;
        vm.keep(slice, Role::Argument, |slice| vm.get_item(object, slice))
    }
}

/// The numbers of a slice, where its parts are small numbers or left out.
fn numbers_of(values: &[Value; 3]) -> Option<[Option<i64>; 3]> {
    let mut parts = [None; 3];
    for (part, value) in parts.iter_mut().zip(values) {
        match value {
            Value::Int(int) => *part = Some(*int),
            Value::None => {}
            Value::Obj(object) if object.kind() == kinds::NONE => {}
            _ => return None,
        }
    }
    Some(parts)
}

#[inline]
fn quick_slice(vm: &Vm, object: &Ref, bounds: Bounds) -> Option<Eval> {
    if object.is_exact::<List>() {
        let len = object.get::<List>()?.len();
        return Some(crate::types::list::items::get_slice(vm, object, bounds.fit(len)));
    }
    if object.is_exact::<Str>() {
        return Some(crate::types::str::cut(vm, object, bounds));
    }
    object.is_exact::<Tuple>().then(|| crate::types::tuple::get_slice(vm, object, bounds))
}
