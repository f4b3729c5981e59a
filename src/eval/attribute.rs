//! Attribute access with inline caches.
//!
//! An instance's shape number implies its class, and the machine's class epoch changes whenever a
//! class changes in a way that matters; so `(shape, epoch)` tells in two comparisons that the
//! attribute is in a known slot and nothing in the class goes before it.

use std::cell::Cell;

use super::node::{Exp, Node, Stm, Target, attempt};
use crate::heap::{Flag, Ref};
use crate::runtime::kinds;
use crate::runtime::object::shape::IN_DICT;
use crate::runtime::object::{Class, Float, Instance, Int};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Flow, Raised, Value, Vm};
use crate::source::Span;

/// Remembers in which slot instances of one shape have an attribute.
#[derive(Default)]
pub struct SlotCache {
    shape: Cell<u32>,
    slot: Cell<u32>,
    epoch: Cell<u64>,
}

impl SlotCache {
    #[inline(always)]
    fn hit(&self, vm: &Vm, object: &Ref) -> Option<usize> {
        let known = object.kind() == kinds::OBJECT
            && object.aux() == self.shape.get()
            && self.shape.get() != IN_DICT
            && self.epoch.get() == vm.class_epoch.get();
        known.then(|| self.slot.get() as usize)
    }

    /// Fills the cache if the attribute is a plain one in a slot. For reading, a plain value of
    /// the same name in the class does not matter; a data descriptor does.
    #[inline(never)]
    fn learn(&self, vm: &Vm, object: &Ref, name: &Ref, for_writing: bool) {
        if object.kind() != kinds::OBJECT || object.aux() == IN_DICT {
            return;
        }
        let class = object.as_ref::<Instance>().class.as_ref::<Class>();
        let flags = class.flags.get();
        if (for_writing && flags.custom_setattr) || (!for_writing && flags.custom_getattr) {
            return;
        }
        let Some(slot) = class.shapes.slot(object.aux(), name) else { return };
        if let Some(found) = class.lookup(name)
            && vm.slot(&found, |slots| slots.describe_set.is_some())
        {
            return;
        }
        self.shape.set(object.aux());
        self.slot.set(slot as u32);
        self.epoch.set(vm.class_epoch.get());
    }
}

/// `value.name`.
pub struct Attribute<V> {
    pub value: V,
    pub name: u32,
    pub span: Span,
    pub cache: SlotCache,
}

impl<V: Exp> Exp for Attribute<V> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let object = self.value.object(frame)?;
        if let Some(slot) = self.cache.hit(frame.vm, &object)
            && let Some(value) = object.tail()[slot].get()
        {
            return Ok(Value::Obj(value));
        }
        self.slowly(frame, object)
    }

    fn operand(&self, frame: &Frame<'_>) -> Eval {
        let object = self.value.object(frame)?;
        if let Some(slot) = self.cache.hit(frame.vm, &object) {
            let place = &object.tail()[slot];
            if let Some(int) = place.peek_payload_copy::<Int, i64>(|int| int.0.get())
                && place.peek_kind() == Some(kinds::INT)
            {
                return Ok(Value::Int(int));
            }
            if let Some(float) = place.peek_payload_copy::<Float, f64>(|float| float.0.get()) {
                return Ok(Value::float(float));
            }
            if let Some(value) = place.get() {
                return Ok(Value::Obj(value));
            }
        }
        match self.slowly(frame, object)? {
            Value::Obj(object) => Ok(crate::runtime::object::number::unbox(object)),
            value => Ok(value),
        }
    }
}

impl<V> Attribute<V> {
    #[inline(never)]
    fn slowly(&self, frame: &Frame<'_>, object: Ref) -> Eval {
        let vm = frame.vm;
        let name = &*frame.code.names[self.name as usize];
        let at = vm.stack.push(object, Role::Receiver);
        let object = vm.stack.window(at, 1).req(0);
        let result = vm.get_attr(object, name);
        if result.is_ok() {
            self.cache.learn(vm, object, name, false);
        }
        vm.stack.truncate(at);
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }
}

/// `object.name = …`; the object is evaluated when the assignment happens.
pub struct AttributeTarget {
    pub object: Node,
    pub name: u32,
    pub span: Span,
    pub cache: SlotCache,
}

impl Target for AttributeTarget {
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let vm = frame.vm;
        let (value, object) = match value {
            Value::Obj(value) => {
                let at = vm.stack.push(value, Role::Result);
                let object = self.object.object(frame);
                let value = vm.stack.take(at);
                vm.stack.truncate(at);
                (value.map_or(Value::None, Value::Obj), object?)
            }
            number => (number, self.object.object(frame)?),
        };
        if let Some(slot) = self.cache.hit(vm, &object) {
            return store_in_slot(vm, &object, slot, value);
        }
        let name = &*frame.code.names[self.name as usize];
        let value = vm.to_object(value)?;
        let at = vm.stack.push(object, Role::Receiver);
        vm.stack.push(value, Role::Result);
        let held = vm.stack.window(at, 2);
        let result = vm.set_attr(held.req(0), name, Some(held.req(1)));
        self.cache.learn(vm, held.req(0), name, true);
        vm.stack.truncate(at);
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }
}

/// Stores into an instance's slot; an unshared, unobserved number is overwritten in place.
#[inline(always)]
fn store_in_slot(vm: &Vm, object: &Ref, slot: usize, value: Value) -> Result<(), Raised> {
    let place = &object.tail()[slot];
    if let Value::Float(bits) = value {
        let reused = place.look(|old| match old {
            Some(old) if old.count() == 1 && !old.has_flag(Flag::OBSERVED) => {
                match old.get::<Float>() {
                    Some(cell) if old.is_exact::<Float>() => {
                        cell.0.set(bits.get());
                        true
                    }
                    _ => false,
                }
            }
            _ => false,
        });
        if reused {
            return Ok(());
        }
    }
    let value = vm.to_object(value)?;
    place.set(Some(value));
    Ok(())
}

/// `del object.name`.
pub struct DeleteAttribute {
    pub object: Node,
    pub name: u32,
    pub span: Span,
}

impl Stm for DeleteAttribute {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let object = attempt!(self.object.object(frame));
        let name = &*frame.code.names[self.name as usize];
        let vm = frame.vm;
        let result = vm.keep(object, Role::Receiver, |object| vm.set_attr(object, name, None));
        attempt!(result.map_err(|raised| vm.locate(frame, raised, self.span)));
        Flow::Next
    }
}
