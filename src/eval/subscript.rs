//! Subscripts: reading and deleting items.

use super::invoke::call_positional;
use super::node::{Exp, Local, Node, Operand, Stm, attempt, held};
use crate::heap::{Flag, Ref, glance};
use crate::runtime::compare::quick_hash;
use crate::runtime::kinds;
use crate::runtime::object::number::{read_number, unbox};
use crate::runtime::object::string::is_ascii;
use crate::runtime::object::{Bytes, List, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Flow, Raised, Value, Vm};
use crate::source::Span;
use crate::types::array::Array;
use crate::types::bytes::ByteArray;
use crate::types::dict::derived::read_as_dict;

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
            None => read_as_dict(vm, object)?.look_up_int(*index, read),
            found => found,
        },
        Value::Obj(key) => read_as_dict(vm, object)?.look_up(key, quick_hash(key)?, read),
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
            read_as_dict(frame.vm, object)?.look_up(key, quick_hash(key)?, read)
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
