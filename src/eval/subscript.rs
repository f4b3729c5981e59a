//! Subscripts: reading, assigning and deleting items, and slices.

use super::names::overwrite;
use super::node::{Exp, Local, Node, Operand, Stm, Target, attempt, held};
use crate::heap::{Flag, Ref};
use crate::runtime::compare::quick_hash;
use crate::runtime::kinds;
use crate::runtime::object::dict::is_watched;
use crate::runtime::object::dict_table::{equals_int, quick_equal};
use crate::runtime::object::number::{read_number, unbox};
use crate::runtime::object::string::is_ascii;
use crate::runtime::object::{Dict, Float, Int, List, Str, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::vm::is_small;
use crate::runtime::{Eval, Flow, Raised, Value, Vm};
use crate::source::Span;
use crate::text::hash::hash_i64;
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
fn place(index: i64, len: usize) -> usize {
    // A negative sum is a place beyond any length.
    (if index < 0 { index.wrapping_add(len as i64) } else { index }) as usize
}

/// The item where no code needs to run for it, in the form that `read` gives it.
#[inline(always)]
fn quick_item<R>(vm: &Vm, object: &Ref, index: &Value, read: fn(&Ref) -> R) -> Option<R> {
    match index {
        Value::Int(index) => {
            if object.is_exact::<List>() {
                let items = object.get::<List>()?.items.borrow();
                return items.get(place(*index, items.len())).map(read);
            }
            if object.is_exact::<Tuple>() {
                let items = object.tail();
                return items.get(place(*index, items.len()))?.look(|item| item.map(read));
            }
            if object.is_exact::<Dict>() {
                return object.get::<Dict>()?.look_up_int(*index, read);
            }
            quick_letter(vm, object, *index).map(|letter| read(&letter))
        }
        Value::Obj(key) if object.is_exact::<Dict>() => {
            object.get::<Dict>()?.look_up(key, quick_hash(key)?, read)
        }
        _ => None,
    }
}

/// The letter of an ASCII string.
#[inline]
fn quick_letter(vm: &Vm, object: &Ref, index: i64) -> Option<Ref> {
    if !object.is_exact::<Str>() || !is_ascii(object) {
        return None;
    }
    let letters = object.text().as_bytes();
    vm.latin1(*letters.get(place(index, letters.len()))?).ok()
}

impl<V: Operand, I: Operand> Subscript<V, I> {
    /// The item in the form that `read` gives it, where that needs no code to run; else container
    /// and index, to be asked in full.
    #[inline(always)]
    fn compute<R>(
        &self,
        frame: &Frame<'_>,
        read: fn(&Ref) -> R,
    ) -> Result<Result<R, (Value, Value)>, Raised> {
        if let Some(index) = self.index.int(frame) {
            let index = Value::Int(index);
            let quick = self.value.look(frame, |object| quick_item(frame.vm, object, &index, read));
            if let Some(item) = quick {
                return Ok(Ok(item));
            }
        }
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
        let item = self.value.look(frame, |object| {
            let items = object.get::<List>().filter(|_| object.is_exact::<List>())?.items.borrow();
            items.get(place(index, items.len())).cloned()
        })?;
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
    let result = vm.get_item(held.req(0), held.req(1));
    vm.stack.truncate(at);
    result.map_err(|raised| vm.locate(frame, raised, span))
}

impl<V: Operand, I: Operand> Exp for Subscript<V, I> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        match self.compute(frame, Ref::clone)? {
            Ok(item) => Ok(Value::Obj(item)),
            Err((object, index)) => slowly(frame, object, index, self.span),
        }
    }

    fn operand(&self, frame: &Frame<'_>) -> Eval {
        match self.compute(frame, read_number)? {
            Ok(item) => Ok(item),
            Err((object, index)) => match slowly(frame, object, index, self.span)? {
                Value::Obj(object) => Ok(unbox(object)),
                value => Ok(value),
            },
        }
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

/// `object[index] = value` where both stand in the slot stack.
#[inline(always)]
pub fn write_item(vm: &Vm, object: &Ref, index: &Ref, value: Value) -> Result<(), Raised> {
    let key = read_number(index);
    let value = match quick_store(vm, object, &key, value) {
        Ok(stored) => return stored.map(drop),
        Err(value) => vm.to_object(value)?,
    };
    if object.is_exact::<Dict>() {
        return object.as_ref::<Dict>().set(vm, index.clone(), value);
    }
    vm.keep(value, Role::Result, |value| vm.set_item(object, index, Some(value)))
}

/// Replaces an item of a list, or the value of a key that is in a dict, where no code needs to run
/// for it; the old one comes back to be dropped. Where that is not possible, `value` comes back.
#[inline(always)]
fn quick_store(
    vm: &Vm,
    object: &Ref,
    index: &Value,
    value: Value,
) -> Result<Result<Option<Ref>, Raised>, Value> {
    if !object.is_exact::<List>() {
        return replace_value(vm, object, index, value);
    }
    let (Value::Int(index), Some(list)) = (index, object.get::<List>()) else { return Err(value) };
    let mut items = list.items.borrow_mut();
    let at = place(*index, items.len());
    let Some(item) = items.get_mut(at) else { return Err(value) };
    store_at(vm, item, value)
}

/// Puts `value` where `item` stands.
#[inline(always)]
fn store_at(vm: &Vm, item: &mut Ref, value: Value) -> Result<Result<Option<Ref>, Raised>, Value> {
    // An unshared, unobserved number is overwritten in place.
    let written = match value {
        Value::Int(int) if !is_small(int) => overwrite::<Int>(Some(item), |cell| cell.0.set(int)),
        Value::Float(bits) => overwrite::<Float>(Some(item), |cell| cell.0.set(bits.get())),
        _ => false,
    };
    if written {
        return Ok(Ok(None));
    }
    Ok(vm.to_object(value).map(|value| Some(std::mem::replace(item, value))))
}

/// Replaces the value of a key that is in a dict.
fn replace_value(
    vm: &Vm,
    object: &Ref,
    key: &Value,
    value: Value,
) -> Result<Result<Option<Ref>, Raised>, Value> {
    let Some(dict) = object.get::<Dict>().filter(|_| object.is_exact::<Dict>()) else {
        return Err(value);
    };
    let mut table = dict.table.borrow_mut();
    let found = match key {
        Value::Int(key) => table.find(hash_i64(*key), |stored| equals_int(stored, *key)),
        Value::Obj(key) => match quick_hash(key) {
            Some(hash) => table.find(hash, |stored| quick_equal(stored, key)),
            None => return Err(value),
        },
        _ => return Err(value),
    };
    match found.ok().flatten().and_then(|at| table.value_mut(at)) {
        // Caches that remember a value itself must hear of its end, and so must the collector.
        Some(item)
            if !item.has_flag(Flag::TRACKED) && (dict.version() == 0 || !is_watched(item)) =>
        {
            store_at(vm, item, value)
        }
        _ => Err(value),
    }
}

/// `lower:upper:step` inside a subscript; an absent part is `None`.
pub struct SliceExp {
    pub parts: [Option<Node>; 3],
}

impl SliceExp {
    /// Evaluates the parts: numbers stay as they are, objects come to stand in the slot stack.
    #[inline]
    fn evaluate(&self, frame: &Frame<'_>) -> Result<[Value; 3], Raised> {
        let mut values = [Value::None, Value::None, Value::None];
        for (value, part) in values.iter_mut().zip(&self.parts) {
            if let Some(part) = part {
                *value = match part.operand(frame)? {
                    Value::Obj(object) => {
                        frame.vm.stack.push(object.clone(), Role::Element);
                        Value::Obj(object)
                    }
                    number => number,
                };
            }
        }
        Ok(values)
    }
}

impl Exp for SliceExp {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let at = frame.vm.stack.top();
        let result = self.evaluate(frame).and_then(|values| make_slice(frame.vm, values));
        frame.vm.stack.truncate(at);
        result.map(Value::Obj)
    }
}

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
    pub value: Node,
    pub slice: SliceExp,
    pub span: Span,
}

impl Exp for SliceSubscript {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let object = self.value.object(frame)?;
        let at = vm.stack.push(object, Role::Receiver);
        let result = self.slice.evaluate(frame).and_then(|values| {
            let object = vm.stack.window(at, 1).req(0);
            match bounds_of(&values).and_then(|bounds| quick_slice(vm, object, bounds)) {
                Some(result) => result,
                None => {
                    let slice = make_slice(vm, values)?;
                    vm.keep(slice, Role::Argument, |slice| vm.get_item(object, slice))
                }
            }
        });
        vm.stack.truncate(at);
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }
}

/// The numbers of a slice, where its parts are small numbers or left out.
#[inline]
fn bounds_of(values: &[Value; 3]) -> Option<Bounds> {
    let mut parts = [None; 3];
    for (part, value) in parts.iter_mut().zip(values) {
        match value {
            Value::Int(int) => *part = Some(*int),
            Value::None => {}
            Value::Obj(object) if object.kind() == kinds::NONE => {}
            _ => return None,
        }
    }
    Bounds::of(parts[0], parts[1], parts[2])
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

/// `object[index] = …`; object and index are evaluated when the assignment happens.
pub struct SubscriptTarget<V, I> {
    pub object: V,
    pub index: I,
    pub span: Span,
}

impl<V: Operand, I: Operand> Target for SubscriptTarget<V, I> {
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let index = match self.index.int(frame) {
            Some(index) => Some(Value::Int(index)),
            None if V::MAY_CALL || I::MAY_CALL || !self.object.is_bound(frame) => None,
            None => Some(self.index.operand(frame)?),
        };
        let value = match index {
            None => value,
            Some(index) => match self.store_quickly(frame, &index, value) {
                Ok(stored) => return stored.map(drop),
                Err(value) => value,
            },
        };
        let vm = frame.vm;
        let value = vm.to_object(value)?;
        let at = vm.stack.push(value, Role::Result);
        let result = self.assign_held(frame, at);
        vm.stack.truncate(at);
        result
    }
}

impl<V: Operand, I: Operand> SubscriptTarget<V, I> {
    /// Stores the value where the container can be looked at where it stands; see [`quick_store`].
    #[inline(always)]
    fn store_quickly(
        &self,
        frame: &Frame<'_>,
        index: &Value,
        value: Value,
    ) -> Result<Result<Option<Ref>, Raised>, Value> {
        let mut value = Some(value);
        let stored = self.object.look(frame, |object| {
            match quick_store(frame.vm, object, index, value.take()?) {
                Ok(stored) => Some(stored),
                Err(unstored) => {
                    value = Some(unstored);
                    None
                }
            }
        });
        stored.ok_or_else(|| value.unwrap_or_default())
    }

    /// Stores the value at `at` of the slot stack; object and index come to stand after it.
    #[inline]
    fn assign_held(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let object = self.object.object(frame)?;
        vm.stack.push(object, Role::Receiver);
        let index = self.index.operand(frame)?;
        let object = vm.stack.window(at, 2).req(1);
        let Some(value) = vm.stack.take(at) else { return Ok(()) };
        let value = match quick_store(vm, object, &index, Value::Obj(value)) {
            Ok(stored) => return stored.map(drop),
            Err(value) => vm.to_object(value)?,
        };
        let index = vm.to_object(index)?;
        let result = if object.is_exact::<Dict>() {
            object.as_ref::<Dict>().set(vm, index, value)
        } else {
            vm.stack.set(at, Some(value));
            vm.stack.push(index, Role::Argument);
            let parts = vm.stack.window(at, 3);
            vm.set_item(parts.req(1), parts.req(2), parts.get(0))
        };
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }
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
