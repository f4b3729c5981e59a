//! Subscripts: reading, assigning and deleting items, and slices.

use super::node::{Exp, Node, Operand, Stm, Target, attempt, held};
use crate::heap::Ref;
use crate::runtime::object::number::unbox;
use crate::runtime::object::{Dict, List, Str, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Flow, Raised, Value, Vm};
use crate::source::Span;

/// `value[index]`.
pub struct Subscript<V, I> {
    pub value: V,
    pub index: I,
    pub span: Span,
}

/// The item of a list or tuple at a small index, if that is what is asked.
#[inline(always)]
fn quick_item(object: &Ref, index: i64) -> Option<Ref> {
    if object.is_exact::<List>() {
        let items = object.get::<List>()?.items.borrow();
        let at = if index < 0 { index + items.len() as i64 } else { index };
        return items.get(usize::try_from(at).ok()?).cloned();
    }
    if object.is_exact::<Tuple>() {
        let items = object.tail();
        let at = if index < 0 { index + items.len() as i64 } else { index };
        return items.get(usize::try_from(at).ok()?)?.get();
    }
    None
}

impl<V: Operand, I: Operand> Subscript<V, I> {
    #[inline(always)]
    fn compute(&self, frame: &Frame<'_>) -> Eval {
        let object = self.value.eval(frame)?;
        let (object, index) = if I::MAY_CALL {
            held(frame, object, Role::Receiver, || self.index.operand(frame))?
        } else {
            (object, self.index.operand(frame)?)
        };
        if let (Value::Obj(object), Value::Int(index)) = (&object, &index)
            && let Some(item) = quick_item(object, *index)
        {
            return Ok(Value::Obj(item));
        }
        slowly(frame, object, index).map_err(|raised| frame.vm.locate(frame, raised, self.span))
    }
}

#[inline(never)]
fn slowly(frame: &Frame<'_>, object: Value, index: Value) -> Eval {
    let vm = frame.vm;
    if let (Value::Obj(object), Value::Obj(key)) = (&object, &index)
        && object.is_exact::<Dict>()
        && key.is_exact::<Str>()
        && let Some(dict) = object.get::<Dict>()
        && let Some(value) = dict.get_str(key)
    {
        return Ok(Value::Obj(value));
    }
    let object = vm.to_object(object)?;
    let index = vm.to_object(index)?;
    let at = vm.stack.push(object, Role::Receiver);
    vm.stack.push(index, Role::Argument);
    let held = vm.stack.window(at, 2);
    let result = vm.get_item(held.req(0), held.req(1));
    vm.stack.truncate(at);
    result
}

impl<V: Operand, I: Operand> Exp for Subscript<V, I> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        self.compute(frame)
    }

    fn operand(&self, frame: &Frame<'_>) -> Eval {
        match self.compute(frame)? {
            Value::Obj(object) => Ok(unbox(object)),
            value => Ok(value),
        }
    }
}

/// `lower:upper:step` inside a subscript; an absent part is `None`.
pub struct SliceExp {
    pub parts: [Option<Node>; 3],
}

impl Exp for SliceExp {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let at = vm.stack.top();
        for part in &self.parts {
            let value = match part {
                Some(part) => match part.object(frame) {
                    Ok(value) => value,
                    Err(raised) => {
                        vm.stack.truncate(at);
                        return Err(raised);
                    }
                },
                None => vm.none(),
            };
            vm.stack.push(value, Role::Element);
        }
        let mut parts = vm.stack.take_range(at, 3).into_iter().flatten();
        vm.stack.truncate(at);
        let mut next = || parts.next().unwrap_or_else(|| vm.none());
        let (start, stop, step) = (next(), next(), next());
        crate::types::slice::new_slice(vm, start, stop, step).map(Value::Obj)
    }
}

/// `object[index] = …`; object and index are evaluated when the assignment happens.
pub struct SubscriptTarget {
    pub object: Node,
    pub index: Node,
    pub span: Span,
}

impl Target for SubscriptTarget {
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let vm = frame.vm;
        let value = vm.to_object(value)?;
        let at = vm.stack.push(value, Role::Result);
        let result = self.assign_held(frame, at);
        vm.stack.truncate(at);
        result
    }
}

impl SubscriptTarget {
    #[inline]
    fn assign_held(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let object = self.object.object(frame)?;
        vm.stack.push(object, Role::Receiver);
        let index = self.index.operand(frame)?;
        if let Value::Int(index) = index
            && self.quick_store(vm, at, index)
        {
            return Ok(());
        }
        let index = vm.to_object(index)?;
        vm.stack.push(index, Role::Argument);
        let parts = (vm.stack.get(at), vm.stack.get(at + 1), vm.stack.get(at + 2));
        let (Some(value), Some(object), Some(index)) = parts else { return Ok(()) };
        let result = if object.is_exact::<Dict>() {
            // The dict's own reference to the value replaces the one on the stack.
            drop(vm.stack.take(at));
            object.as_ref::<Dict>().set(vm, index, value)
        } else {
            vm.set_item(&object, &index, Some(&value))
        };
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }

    /// Stores into a list in place; `false` where it is none or the index is out of range.
    #[inline(always)]
    fn quick_store(&self, vm: &Vm, at: usize, index: i64) -> bool {
        let Some(object) = vm.stack.get(at + 1) else { return false };
        if !object.is_exact::<List>() {
            return false;
        }
        let list = object.as_ref::<List>();
        let len = list.len() as i64;
        let place = if index < 0 { index + len } else { index };
        if !(0..len).contains(&place) {
            return false;
        }
        let Some(value) = vm.stack.take(at) else { return false };
        let old = std::mem::replace(&mut list.items.borrow_mut()[place as usize], value);
        drop(old);
        true
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
        let at = vm.stack.top();
        let result = self.object.object(frame).and_then(|object| {
            vm.stack.push(object.clone(), Role::Receiver);
            let index = self.index.object(frame)?;
            vm.stack.push(index.clone(), Role::Argument);
            let result = vm.set_item(&object, &index, None);
            result.map_err(|raised| vm.locate(frame, raised, self.span))
        });
        vm.stack.truncate(at);
        attempt!(result);
        Flow::Next
    }
}
