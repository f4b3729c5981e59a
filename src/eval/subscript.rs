//! Subscripts: reading and deleting items, and slices.

use super::call::Arg;
use super::invoke::call_positional;
use super::node::{Exp, Local, Node, Operand, Stm, attempt, held};
use crate::heap::{Flag, Ref, glance};
use crate::runtime::compare::quick_hash;
use crate::runtime::kinds;
use crate::runtime::object::number::{read_number, unbox};
use crate::runtime::object::string::is_ascii;
use crate::runtime::object::{Bytes, Dict, List, Str, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Flow, Raised, Value, Vm};
use crate::source::Span;
use crate::types::array::Array;
use crate::types::bytes::ByteArray;
use crate::types::slice::Bounds;

/// `value[index]`.
pub struct Subscript<V, I> {
    pub value: V,
    pub index: I,
    /// Whether the index contains a call, before which a stored container is counted.
    pub index_calls: bool,
    pub span: Span,
}

/// The place that `index` names among `len` items.
#[inline(always)]
pub fn place(index: i64, len: usize) -> usize {
    // A negative sum is a place beyond any length.
    (if index < 0 { index.wrapping_add(len as i64) } else { index }) as usize
}

/// The item where no code needs to run for it, in the form that `read` gives it.
#[inline(always)]
fn quick_item<R>(vm: &Vm, object: &Ref, index: &Value, read: fn(&Ref) -> R) -> Option<R> {
    match index {
        Value::Int(index) => match numbered_item(vm, object, *index, read) {
            None if object.is_exact::<Dict>() => object.get::<Dict>()?.look_up_int(*index, read),
            found => found,
        },
        Value::Obj(key) if object.is_exact::<Dict>() => {
            object.get::<Dict>()?.look_up(key, quick_hash(key)?, read)
        }
        _ => None,
    }
}

/// The item of a list, tuple, bytes or array, or the letter of an ASCII string.
#[inline(always)]
fn numbered_item<R>(vm: &Vm, object: &Ref, index: i64, read: fn(&Ref) -> R) -> Option<R> {
    if object.is_exact::<List>() {
        list_item(object, index, read)
    } else {
        other_item(vm, object, index, read)
    }
}

#[inline(never)]
fn other_item<R>(vm: &Vm, object: &Ref, index: i64, read: fn(&Ref) -> R) -> Option<R> {
    if object.has_flag(Flag::EXTENDED) {
        return None;
    }
    if object.is::<Tuple>() {
        let items = object.tail();
        return items.get(place(index, items.len()))?.look(|item| item.map(read));
    }
    if is_ascii(object) {
        let letters = object.text().as_bytes();
        return vm.letter(*letters.get(place(index, letters.len()))?).map(read);
    }
    let byte_at = |bytes: &[u8]| bytes.get(place(index, bytes.len())).copied();
    let byte = match object.kind() {
        kinds::BYTES => byte_at(&object.get::<Bytes>()?.data)?,
        kinds::BYTEARRAY => byte_at(&object.get::<ByteArray>()?.data.borrow())?,
        kinds::ARRAY => {
            let array = object.get::<Array>()?;
            return array.item(vm, place(index, array.len())).map(|item| read(&item));
        }
        _ => return None,
    };
    Some(read(&vm.small_int(byte.into())))
}

/// The item of a list.
#[inline(always)]
pub fn list_item<R>(object: &Ref, index: i64, read: fn(&Ref) -> R) -> Option<R> {
    let list = object.get::<List>().filter(|_| object.is_exact::<List>())?;
    glance(&list.items, |items| items.get(place(index, items.len())).map(read))
}

impl<V: Operand, I: Operand> Subscript<V, I> {
    /// The item where both operands stand in slots, without a call.
    #[inline(always)]
    fn at_once<R>(&self, frame: &Frame<'_>, read: fn(&Ref) -> R) -> Option<R> {
        let index = self.index.int(frame)?;
        match self.value.at_hand(frame) {
            Some(object) => numbered_item(frame.vm, object, index, read),
            None => self.value.look(frame, |object| numbered_item(frame.vm, object, index, read)),
        }
    }

    /// The value of a dict where it and the key stand in slots.
    #[inline(always)]
    fn keyed<R>(&self, frame: &Frame<'_>, read: fn(&Ref) -> R) -> Option<R> {
        let find = |object: &Ref, key: &Ref| {
            let dict = object.get::<Dict>().filter(|_| object.is_exact::<Dict>())?;
            dict.look_up(key, quick_hash(key)?, read)
        };
        find(self.value.at_hand(frame)?, self.index.at_hand(frame)?)
    }

    /// The item of an instance that stands in a slot, where the index contains no call.
    #[inline(always)]
    fn of_instance(&self, frame: &Frame<'_>) -> Option<Eval> {
        let instance = self.value.at_hand(frame).is_some_and(|it| it.kind() == kinds::OBJECT);
        if !instance || (I::MAY_CALL && self.index_calls) {
            return None;
        }
        let index = self.index.eval(frame);
        Some(index.and_then(|index| slowly(frame, self.value.eval(frame)?, index, self.span)))
    }

    #[inline(never)]
    fn eval_slowly(&self, frame: &Frame<'_>) -> Eval {
        if let Some(result) = self.of_instance(frame) {
            return result;
        }
        if let Some(item) = self.keyed(frame, Ref::clone) {
            return Ok(Value::Obj(item));
        }
        match self.compute(frame, Ref::clone)? {
            Ok(item) => Ok(Value::Obj(item)),
            Err((object, index)) => slowly(frame, object, index, self.span),
        }
    }

    #[inline(never)]
    fn operand_slowly(&self, frame: &Frame<'_>) -> Eval {
        if let Some(result) = self.of_instance(frame) {
            return match result? {
                Value::Obj(object) => Ok(unbox(object)),
                value => Ok(value),
            };
        }
        if let Some(item) = self.keyed(frame, read_number) {
            return Ok(item);
        }
        match self.compute(frame, read_number)? {
            Ok(item) => Ok(item),
            Err((object, index)) => match slowly(frame, object, index, self.span)? {
                Value::Obj(object) => Ok(unbox(object)),
                value => Ok(value),
            },
        }
    }

    /// The item in the form that `read` gives it, where that needs no code to run; else container
    /// and index, to be asked in full.
    #[inline(always)]
    fn compute<R>(
        &self,
        frame: &Frame<'_>,
        read: fn(&Ref) -> R,
    ) -> Result<Result<R, (Value, Value)>, Raised> {
        if V::MAY_CALL || (I::MAY_CALL && self.index_calls) {
            let object = self.value.eval(frame)?;
            let (object, index) = if I::MAY_CALL {
                held(frame, object, Role::Receiver, || self.index.operand(frame))?
            } else {
                (object, self.index.operand(frame)?)
            };
            if let Value::Obj(container) = &object
                && let Some(item) = quick_item(frame.vm, container, &index, read)
            {
                return Ok(Ok(item));
            }
            return Ok(Err((object, index)));
        }
        if !self.value.is_bound(frame) {
            self.value.object(frame)?;
        }
        let index = self.index.operand(frame)?;
        let quick = self.value.look(frame, |object| quick_item(frame.vm, object, &index, read));
        match quick {
            Some(item) => Ok(Ok(item)),
            None => Ok(Err((self.value.eval(frame)?, index))),
        }
    }
}

/// An item of a local, as the container of another item: nested lists.
impl<I: Operand> Operand for Subscript<Local, I> {
    const MAY_CALL: bool = true;

    #[inline(always)]
    fn look<R>(&self, frame: &Frame<'_>, look: impl FnOnce(&Ref) -> Option<R>) -> Option<R> {
        let index = self.index.int(frame)?;
        // Counted, since `look` may write to the very container that it stands in.
        let item = self.value.look(frame, |object| list_item(object, index, Ref::clone))?;
        look(&item)
    }
}

/// `object[index]` in full.
#[inline(never)]
fn slowly(frame: &Frame<'_>, object: Value, index: Value, span: Span) -> Eval {
    let vm = frame.vm;
    let object = vm.to_object(object)?;
    let index = vm.to_object(index)?;
    let at = vm.stack.push(object, Role::Receiver);
    vm.stack.push(index, Role::Argument);
    let held = vm.stack.window(at, 2);
    let (object, index) = (held.req(0), held.req(1));
    let result = match own_method(vm, object) {
        Some(method) => call_own(vm, method, object.clone(), index.clone()),
        None => vm.get_item(object, index),
    };
    vm.stack.truncate(at);
    result.map_err(|raised| vm.locate(frame, raised, span))
}

/// Calls the `__getitem__` of an instance.
#[inline(always)]
fn call_own(vm: &Vm, method: Ref, object: Ref, index: Ref) -> Eval {
    let at = vm.stack.open_method(method, object);
    vm.stack.push(index, Role::Argument);
    let window = vm.stack.window(at, 1);
    call_positional(vm, window.req(0), at, at + 1, 2)
}

/// The `__getitem__` that the class of an instance has in Python.
#[inline(always)]
fn own_method(vm: &Vm, object: &Ref) -> Option<Ref> {
    if object.kind() != kinds::OBJECT {
        return None;
    }
    vm.lookup_special(object, "__getitem__").filter(|method| method.kind() == kinds::FUNCTION)
}

impl<V: Operand, I: Operand> Exp for Subscript<V, I> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        match self.at_once(frame, Ref::clone) {
            Some(item) => Ok(Value::Obj(item)),
            None => self.eval_slowly(frame),
        }
    }

    fn operand(&self, frame: &Frame<'_>) -> Eval {
        match self.at_once(frame, read_number) {
            Some(item) => Ok(item),
            None => self.operand_slowly(frame),
        }
    }

    fn object_at_once(&self, frame: &Frame<'_>) -> Option<Ref> {
        self.at_once(frame, Ref::clone).or_else(|| self.keyed(frame, Ref::clone))
    }
}

/// `object[index]` where both stand in the slot stack. Numbers come unboxed unless they are to be
/// `counted`.
#[inline(always)]
pub fn read_item(vm: &Vm, object: &Ref, index: &Ref, counted: bool) -> Eval {
    let key = read_number(index);
    let quick = if counted {
        quick_item(vm, object, &key, Ref::clone).map(Value::Obj)
    } else {
        quick_item(vm, object, &key, read_number)
    };
    match quick {
        Some(value) => Ok(value),
        None => vm.get_item(object, index),
    }
}

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

/// `del object[index]`.
pub struct DeleteSubscript {
    pub object: Node,
    pub index: Node,
    pub span: Span,
}

impl Stm for DeleteSubscript {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let vm = frame.vm;
        frame.position.set(self.span);
        let at = vm.stack.top();
        let result = self.object.object(frame).and_then(|object| {
            vm.stack.push(object, Role::Receiver);
            let index = self.index.object(frame)?;
            vm.stack.push(index, Role::Argument);
            let window = vm.stack.window(at, 2);
            let result = vm.set_item(window.req(0), window.req(1), None);
            result.map_err(|raised| vm.locate(frame, raised, self.span))
        });
        vm.stack.truncate(at);
        attempt!(result);
        Flow::Next
    }
}
