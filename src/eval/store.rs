//! Assigning items: `object[index] = value`.
//!
//! An index that is stored somewhere comes as its object, since a dict keeps it as a key.

use super::names::overwrite;
use super::node::{Exp, Node, Operand, Target};
use super::slicing::SliceExp;
use super::subscript::place;
use crate::heap::{Flag, Ref};
use crate::runtime::compare::quick_hash;
use crate::runtime::object::dict::is_watched;
use crate::runtime::object::{Dict, Float, Int, List};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::vm::is_small;
use crate::runtime::{Raised, Value, Vm, kinds};
use crate::source::Span;
use crate::text::hash::hash_i64;
use crate::types::array::Array;
use crate::types::bytes::ByteArray;
use crate::types::dict::derived::written_as_dict;
use crate::types::list::items::assign_slice;

/// The small int that an index is.
#[inline(always)]
fn int_of(index: &Value) -> Option<i64> {
    match index {
        Value::Int(int) => Some(*int),
        Value::Obj(object) if object.is_exact::<Int>() => Some(object.get::<Int>()?.0.get()),
        _ => None,
    }
}

/// `object[index] = value` where both stand in the slot stack.
#[inline(always)]
pub fn write_item(vm: &Vm, object: &Ref, index: &Ref, value: Value) -> Result<(), Raised> {
    let value = match quick_store(vm, object, &Value::Obj(index.clone()), value) {
        Ok(stored) => return stored.map(drop),
        Err(value) => vm.to_object(value)?,
    };
    if object.is_exact::<Dict>() {
        return object.as_ref::<Dict>().set_item(vm, index.clone(), value);
    }
    vm.keep(value, Role::Result, |value| vm.set_item(object, index, Some(value)))
}

/// Replaces an item of a list, or sets a key of a dict, where no code needs to run for it; the old
/// one comes back to be dropped. Where that is not possible, `value` comes back.
#[inline(always)]
pub fn quick_store(
    vm: &Vm,
    object: &Ref,
    index: &Value,
    value: Value,
) -> Result<Result<Option<Ref>, Raised>, Value> {
    if !object.is_exact::<List>() {
        return store_value(vm, object, index, value);
    }
    let (Some(index), Some(list)) = (int_of(index), object.get::<List>()) else {
        return Err(value);
    };
    let mut items = list.items.borrow_mut();
    let at = place(index, items.len());
    let Some(item) = items.get_mut(at) else { return Err(value) };
    Ok(store_at(vm, item, value))
}

/// Puts `value` where `item` stands; the old one comes back to be dropped.
#[inline(always)]
pub fn store_at(vm: &Vm, item: &mut Ref, value: Value) -> Result<Option<Ref>, Raised> {
    // An unshared, unobserved number is overwritten in place.
    let written = match value {
        Value::Int(int) if !is_small(int) => overwrite::<Int>(Some(item), |cell| cell.0.set(int)),
        Value::Float(bits) => overwrite::<Float>(Some(item), |cell| cell.0.set(bits.get())),
        _ => false,
    };
    if written {
        return Ok(None);
    }
    Ok(Some(std::mem::replace(item, vm.to_object(value)?)))
}

/// Sets a number of a `bytearray` or an array.
fn store_number(
    object: &Ref,
    index: &Value,
    value: Value,
) -> Result<Result<Option<Ref>, Raised>, Value> {
    let Some(index) = int_of(index).filter(|_| object.extra().is_none()) else {
        return Err(value);
    };
    let stored = match (object.kind(), &value) {
        (kinds::BYTEARRAY, value) => {
            let mut data = object.as_ref::<ByteArray>().data.borrow_mut();
            let at = place(index, data.len());
            let byte = int_of(value).and_then(|byte| u8::try_from(byte).ok());
            match (data.get_mut(at), byte) {
                (Some(place), Some(byte)) => {
                    *place = byte;
                    true
                }
                _ => false,
            }
        }
        (kinds::ARRAY, Value::Int(int)) => {
            let array = object.as_ref::<Array>();
            array.put_int(place(index, array.len()), *int).is_some()
        }
        (kinds::ARRAY, Value::Float(float)) => {
            let array = object.as_ref::<Array>();
            array.put_float(place(index, array.len()), float.get()).is_some()
        }
        _ => false,
    };
    if stored { Ok(Ok(None)) } else { Err(value) }
}

/// Sets a key of a dict.
fn store_value(
    vm: &Vm,
    object: &Ref,
    key: &Value,
    value: Value,
) -> Result<Result<Option<Ref>, Raised>, Value> {
    let Some(dict) = written_as_dict(vm, object) else {
        return store_number(object, key, value);
    };
    let (hash, found) = match key {
        Value::Int(key) => (hash_i64(*key), dict.position_of_int(*key)),
        Value::Obj(key) => match quick_hash(key) {
            Some(hash) => (hash, dict.position(key, hash)),
            None => return Err(value),
        },
        _ => return Err(value),
    };
    let Some(found) = found else { return Err(value) };
    Ok(match found {
        Some(at) => store_in_place(vm, dict, at, value),
        None => vm.to_object(value).and_then(|value| {
            let key = vm.to_object(key.clone())?;
            dict.insert_new(vm, key, hash, value).map(|()| None)
        }),
    })
}

/// Puts `value` at a position of a dict; the old one comes back to be dropped.
#[inline(always)]
pub fn store_in_place(
    vm: &Vm,
    dict: &Dict,
    position: usize,
    value: Value,
) -> Result<Option<Ref>, Raised> {
    let mut table = dict.table.borrow_mut();
    match table.value_mut(position) {
        // Caches that remember a value itself must hear of its end, and so must the collector.
        Some(item)
            if !item.has_flag(Flag::TRACKED) && (dict.version() == 0 || !is_watched(item)) =>
        {
            store_at(vm, item, value)
        }
        _ => {
            drop(table);
            Ok(dict.replace_at(position, vm.to_object(value)?))
        }
    }
}

/// `object[index] = …`; object and index are evaluated when the assignment happens.
pub struct SubscriptTarget<V, I> {
    pub object: V,
    pub index: I,
    pub span: Span,
}

impl<V: Operand, I: Operand> Target for SubscriptTarget<V, I> {
    #[inline(always)]
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        match self.assign_at_once(frame, value) {
            Ok(old) => {
                drop(old);
                Ok(())
            }
            Err(value) => self.assign_slowly(frame, value),
        }
    }
}

impl<V: Operand, I: Operand> SubscriptTarget<V, I> {
    /// Replaces the item of a list by an object, where both operands stand in slots; the old one
    /// comes back to be dropped.
    #[inline(always)]
    fn assign_at_once(&self, frame: &Frame<'_>, value: Value) -> Result<Ref, Value> {
        let Some(index) = self.index.int(frame) else { return Err(value) };
        let vm = frame.vm;
        let object = match value {
            Value::Obj(object) => object,
            Value::True => vm.singletons.true_.clone(),
            Value::False => vm.singletons.false_.clone(),
            Value::Int(int) if is_small(int) => vm.small_int(int),
            other => return Err(other),
        };
        let mut object = Some(object);
        let old = self.object.look(frame, |list| {
            let items = &list.get::<List>().filter(|_| list.is_exact::<List>())?.items;
            let mut items = items.borrow_mut();
            let at = place(index, items.len());
            let item = items.get_mut(at)?;
            Some(std::mem::replace(item, object.take()?))
        });
        match (old, object) {
            (Some(old), _) => Ok(old),
            (None, object) => Err(object.map_or(Value::Undef, Value::Obj)),
        }
    }

    #[inline(never)]
    fn assign_slowly(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let index = match self.index.int(frame) {
            Some(index) if V::MAY_CALL => Some(Value::Int(index)),
            _ if V::MAY_CALL || I::MAY_CALL || !self.object.is_bound(frame) => None,
            _ => Some(self.index.eval(frame)?),
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
            if V::MAY_CALL && !object.is_exact::<List>() {
                // Of an int that is no object here, a dict would keep another one.
                return None;
            }
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
        let index = self.index.eval(frame)?;
        let object = vm.stack.window(at, 2).req(1);
        let Some(value) = vm.stack.take(at) else { return Ok(()) };
        let value = match quick_store(vm, object, &index, Value::Obj(value)) {
            Ok(stored) => return stored.map(drop),
            Err(value) => vm.to_object(value)?,
        };
        let index = vm.to_object(index)?;
        let result = if object.is_exact::<Dict>() {
            object.as_ref::<Dict>().set_item(vm, index, value)
        } else {
            vm.stack.set(at, Some(value));
            vm.stack.push(index, Role::Argument);
            let parts = vm.stack.window(at, 3);
            vm.set_item(parts.req(1), parts.req(2), parts.get(0))
        };
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }
}

/// `object[lower:upper:step] = …`: of a list no slice object is made.
pub struct SliceTarget {
    pub object: Node,
    pub slice: SliceExp,
    pub span: Span,
}

impl Target for SliceTarget {
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let vm = frame.vm;
        let value = vm.to_object(value)?;
        let at = vm.stack.push(value, Role::Result);
        let result = self.assign_held(frame, at);
        vm.stack.truncate(at);
        result
    }
}

impl SliceTarget {
    /// Stores the value at `at` of the slot stack; whatever else is needed comes to stand after it.
    fn assign_held(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let object = self.object.object(frame)?;
        vm.stack.push(object, Role::Receiver);
        let parts = self.slice.evaluate(frame)?;
        let held = vm.stack.window(at, 2);
        let (value, object) = (held.req(0), held.req(1));
        let result = match parts.bounds().filter(|_| object.is_exact::<List>()) {
            Some(bounds) => assign_slice(vm, object, bounds, value),
            None => {
                let slice = parts.slice(vm)?;
                vm.keep(slice, Role::Argument, |slice| vm.set_item(object, slice, Some(value)))
            }
        };
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }
}
