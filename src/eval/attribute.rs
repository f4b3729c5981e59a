//! Attribute access with inline caches.
//!
//! An instance's shape number implies its class, and the machine's class epoch changes whenever a
//! class changes in a way that matters; so `(shape, epoch)` tells in two comparisons what an
//! attribute name means ([`crate::runtime::meaning`]). A place of the program remembers a few shapes.

use std::cell::{Cell, OnceCell};

use super::invoke::call_function;
use super::names::overwrite;
use super::native::ModuleMember;
use super::node::{Exp, Node, Operand, Stm, Target, attempt};
use crate::heap::{Ref, Slot, Unowned};
use crate::runtime::kinds;
use crate::runtime::meaning::{Meaning, Storing};
use crate::runtime::object::number::{read_number, unbox};
use crate::runtime::object::shape::IN_DICT;
use crate::runtime::object::{Class, Dict, Float, Instance, Int};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::vm::is_small;
use crate::runtime::{Eval, Flow, Raised, Value, Vm};
use crate::source::Span;
use crate::types::property::Property;

/// An answer for one attribute name and one shape.
struct Known<T> {
    shape: Cell<u32>,
    epoch: Cell<u64>,
    answer: Cell<T>,
}

impl<T: Copy> Known<T> {
    fn nothing(empty: T) -> Self {
        // No class epoch is 0, so this answers nothing.
        Known { shape: Cell::new(IN_DICT), epoch: Cell::new(0), answer: Cell::new(empty) }
    }

    #[inline(always)]
    fn is_for(&self, shape: u32, epoch: u64) -> bool {
        self.shape.get() == shape && self.epoch.get() == epoch
    }

    fn set(&self, shape: u32, epoch: u64, answer: T) {
        self.shape.set(shape);
        self.epoch.set(epoch);
        self.answer.set(answer);
    }
}

/// How many more shapes one place of the program remembers.
const OTHERS: usize = 8;

/// The answers for one attribute name at one place of the program: for the first shape seen there,
/// and by the numbers of the shapes that came after it.
struct Cache<T> {
    first: Known<T>,
    others: OnceCell<Box<[Known<T>; OTHERS]>>,
}

impl<T: Copy> Cache<T> {
    fn new(empty: T) -> Self {
        Cache { first: Known::nothing(empty), others: OnceCell::new() }
    }

    /// The number of a shape is that of some instances, or that of one class.
    #[inline(always)]
    fn get(&self, vm: &Vm, object: &Ref) -> Option<&Cell<T>> {
        let (shape, epoch) = (object.aux(), vm.class_epoch.get());
        if self.first.is_for(shape, epoch) {
            return Some(&self.first.answer);
        }
        let other = &self.others.get()?[shape as usize % OTHERS];
        other.is_for(shape, epoch).then_some(&other.answer)
    }

    fn set(&self, vm: &Vm, object: &Ref, answer: T) -> &Cell<T> {
        let (shape, epoch) = (object.aux(), vm.class_epoch.get());
        let place = if self.first.epoch.get() == epoch {
            let make = || Box::new(std::array::from_fn(|_| Known::nothing(answer)));
            &self.others.get_or_init(make)[shape as usize % OTHERS]
        } else {
            &self.first
        };
        place.set(shape, epoch, answer);
        &place.answer
    }
}

/// Whether shapes say anything of `object`.
fn has_shape(object: &Ref) -> bool {
    object.kind() == kinds::OBJECT && object.aux() != IN_DICT
}

/// The remembered meaning of a name where it is read.
pub struct Reading(Cache<Meaning>);

impl Default for Reading {
    fn default() -> Self {
        Reading(Cache::new(Meaning::Other))
    }
}

impl Reading {
    /// What the name of `object` means, if that is remembered here.
    #[inline(always)]
    pub fn remembered(&self, frame: &Frame<'_>, object: &Ref) -> Meaning {
        self.0.get(frame.vm, object).map_or(Meaning::Other, Cell::get)
    }

    /// What `name` of `object` means.
    #[inline(always)]
    pub fn meaning(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Meaning {
        let known = self.0.get(frame.vm, object).or_else(|| self.learn(frame, object, name));
        known.map_or(Meaning::Other, Cell::get)
    }

    #[inline(never)]
    fn learn(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Option<&Cell<Meaning>> {
        let name = &frame.code.names[name as usize];
        let meaning = match object.kind() {
            kinds::TYPE => frame.vm.class_meaning(object, name),
            _ if has_shape(object) || frame.vm.is_numbered_tuple(object) => {
                frame.vm.meaning(object, name)
            }
            _ => return None,
        };
        Some(self.0.set(frame.vm, object, meaning))
    }

    /// The attribute, where it needs no code to run.
    #[inline(always)]
    pub fn value(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Option<Ref> {
        value_of(self.meaning(frame, object, name), object)
    }

    /// As [`Reading::value`], for an operation that only reads it.
    #[inline(always)]
    pub fn operand(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Option<Value> {
        operand_of(self.meaning(frame, object, name), object)
    }

    /// As [`Reading::operand`], where it is remembered here and needs no call.
    #[inline(always)]
    pub fn quick_operand(&self, frame: &Frame<'_>, object: &Ref) -> Option<Value> {
        operand_of(self.remembered(frame, object), object)
    }

    /// The attribute in full. `object` stands where it can be seen.
    #[inline(never)]
    pub fn slowly(&self, frame: &Frame<'_>, object: &Ref, name: u32, span: Span) -> Eval {
        let vm = frame.vm;
        let name = &*frame.code.names[name as usize];
        let value = match self.remembered(frame, object) {
            Meaning::Descriptor(descriptor) => match descriptor.counted() {
                Some(descriptor) => ask(vm, &descriptor, object, name),
                None => vm.get_attr(object, name),
            },
            remembered => match value_of(remembered, object) {
                Some(value) => return Ok(Value::Obj(value)),
                None => vm.get_attr(object, name),
            },
        };
        match value {
            Ok(value) => Ok(value),
            Err(raised) => Err(vm.locate(frame, raised, span)),
        }
    }
}

/// What `descriptor` gives for `object`; the Python function of a property is called right here.
fn ask(vm: &Vm, descriptor: &Ref, object: &Ref, name: &Ref) -> Eval {
    let getter = match descriptor.is_exact::<Property>() && object.kind() != kinds::TYPE {
        true => descriptor.as_ref::<Property>().get.get(),
        false => None,
    };
    let Some(getter) = getter.filter(|getter| getter.kind() == kinds::FUNCTION) else {
        return vm.ask_descriptor(descriptor, object, name);
    };
    let at = vm.stack.open_method(getter, object.clone());
    match call_function(vm, at, at + 1, None) {
        Ok(value) => Ok(value),
        Err(raised) => Err(vm.at_attribute(raised, object, name)),
    }
}

/// The attribute with a meaning that needs no code to run.
#[inline(always)]
fn value_of(meaning: Meaning, object: &Ref) -> Option<Ref> {
    match meaning {
        Meaning::Slot(slot) => object.inner_slot(slot)?.get(),
        Meaning::Data { class, position } => class_data(class, position, Ref::clone),
        Meaning::Method(_) | Meaning::Descriptor(_) | Meaning::Class | Meaning::Other => None,
    }
}

/// As [`value_of`], for an operation that only reads it.
#[inline(always)]
fn operand_of(meaning: Meaning, object: &Ref) -> Option<Value> {
    match meaning {
        Meaning::Slot(slot) => object.inner_slot(slot)?.look(|value| value.map(read_number)),
        Meaning::Data { class, position } => class_data(class, position, read_number),
        Meaning::Method(_) | Meaning::Descriptor(_) | Meaning::Class | Meaning::Other => None,
    }
}

#[inline(always)]
fn class_data<R>(class: Unowned, position: u32, read: fn(&Ref) -> R) -> Option<R> {
    class.look(|class| {
        class.as_ref::<Class>().dict.as_ref::<Dict>().look_at(position as usize, read)
    })?
}

/// `value.name`.
pub struct Attribute<V> {
    pub value: V,
    pub name: u32,
    pub span: Span,
    reading: Reading,
    member: ModuleMember,
}

impl<V: Operand> Exp for Attribute<V> {
    #[inline(always)]
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let quick = match self.value.at_hand(frame) {
            Some(object) => value_of(self.reading.remembered(frame, object), object),
            None => self
                .value
                .look(frame, |object| value_of(self.reading.remembered(frame, object), object)),
        };
        match quick {
            Some(value) => Ok(Value::Obj(value)),
            None => self.eval_slowly(frame),
        }
    }

    #[inline(always)]
    fn operand(&self, frame: &Frame<'_>) -> Eval {
        let quick = match self.value.at_hand(frame) {
            Some(object) => self.reading.quick_operand(frame, object),
            None => self.value.look(frame, |object| self.reading.quick_operand(frame, object)),
        };
        match quick {
            Some(value) => Ok(value),
            None => self.operand_slowly(frame),
        }
    }

    #[inline(always)]
    fn is_none(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let quick = self.value.look(frame, |object| {
            let Meaning::Slot(slot) = self.reading.remembered(frame, object) else { return None };
            object.inner_slot(slot)?.look(|value| Some(frame.vm.is_none(value?)))
        });
        match quick {
            Some(answer) => Ok(answer),
            None => self.is_none_slowly(frame),
        }
    }
}

impl<V: Operand> Attribute<V> {
    pub fn new(value: V, name: u32, span: Span) -> Self {
        let (reading, member) = (Reading::default(), ModuleMember::default());
        Attribute { value, name, span, reading, member }
    }

    /// What else the name may mean without code to run: a member of a module, or the class of an
    /// instance.
    #[inline]
    fn otherwise(&self, frame: &Frame<'_>, object: &Ref) -> Option<Ref> {
        let name = &frame.code.names[self.name as usize];
        match object.kind() {
            kinds::OBJECT => match self.reading.remembered(frame, object) {
                Meaning::Class => Some((*object.as_ref::<Instance>().class).clone()),
                _ => None,
            },
            _ => self.member.value(object, name),
        }
    }

    #[inline(never)]
    fn eval_slowly(&self, frame: &Frame<'_>) -> Eval {
        if let Some(value) = self.value.look(frame, |object| self.otherwise(frame, object)) {
            return Ok(Value::Obj(value));
        }
        let object = self.value.object(frame)?;
        if let Meaning::Descriptor(_) = self.reading.remembered(frame, &object) {
            return self.slowly(frame, object);
        }
        match self.reading.value(frame, &object, self.name) {
            Some(value) => Ok(Value::Obj(value)),
            None => self.slowly(frame, object),
        }
    }

    #[inline(never)]
    fn is_none_slowly(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let value = self.eval_slowly(frame)?;
        Ok(matches!(&value, Value::None)
            || matches!(&value, Value::Obj(object) if frame.vm.is_none(object)))
    }

    #[inline(never)]
    fn operand_slowly(&self, frame: &Frame<'_>) -> Eval {
        if let Some(value) = self.value.look(frame, |object| self.otherwise(frame, object)) {
            return Ok(unbox(value));
        }
        let object = self.value.object(frame)?;
        if let Some(value) = self.reading.operand(frame, &object, self.name) {
            return Ok(value);
        }
        match self.slowly(frame, object)? {
            Value::Obj(object) => Ok(unbox(object)),
            value => Ok(value),
        }
    }

    #[inline(never)]
    fn slowly(&self, frame: &Frame<'_>, object: Ref) -> Eval {
        if V::MAY_CALL
            && let Some(value) = self.otherwise(frame, &object)
        {
            return Ok(Value::Obj(value));
        }
        frame.vm.keep(object, Role::Receiver, |object| {
            self.reading.slowly(frame, object, self.name, self.span)
        })
    }
}

/// The remembered meaning of a name where it is assigned.
pub struct Writing(Cache<Storing>);

impl Default for Writing {
    fn default() -> Self {
        Writing(Cache::new(Storing::Other))
    }
}

impl Writing {
    #[inline(always)]
    fn storing(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Storing {
        let known = self.0.get(frame.vm, object).or_else(|| self.learn(frame, object, name));
        known.map_or(Storing::Other, Cell::get)
    }

    #[inline(never)]
    fn learn(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Option<&Cell<Storing>> {
        if !has_shape(object) {
            return None;
        }
        let storing = frame.vm.storing(object, &frame.code.names[name as usize]);
        Some(self.0.set(frame.vm, object, storing))
    }

    /// Stores where no code needs to run for it; the old value comes back to be dropped. Where
    /// that is not possible, `value` comes back.
    #[inline(always)]
    fn quickly(
        &self,
        frame: &Frame<'_>,
        object: &Ref,
        name: u32,
        value: Value,
    ) -> Result<Result<Option<Ref>, Raised>, Value> {
        let Storing::Slot { slot, shape } = self.storing(frame, object, name) else {
            return Err(value);
        };
        let Some(place) = object.inner_slot(slot) else { return Err(value) };
        if overwrite_number(place, &value) {
            return Ok(Ok(None));
        }
        Ok(frame.vm.to_object(value).map(|value| {
            let old = place.replace(Some(value));
            object.set_aux(shape);
            old
        }))
    }

    /// Exchanges the object that stands there for `new`, where it is remembered here how.
    #[inline(always)]
    fn exchange(
        &self,
        frame: &Frame<'_>,
        object: &Ref,
        new: &mut Option<Ref>,
    ) -> Option<Option<Ref>> {
        let Storing::Slot { slot, shape } = self.0.get(frame.vm, object)?.get() else {
            return None;
        };
        let old = object.inner_slot(slot)?.replace(new.take());
        object.set_aux(shape);
        Some(old)
    }

    /// Overwrites the number that stands there, where that needs no call.
    #[inline(always)]
    fn overwrite(&self, frame: &Frame<'_>, object: &Ref, value: &Value) -> Option<()> {
        let Storing::Slot { slot, .. } = self.0.get(frame.vm, object)?.get() else { return None };
        overwrite_number(object.inner_slot(slot)?, value).then_some(())
    }

    /// `object.name = value`. `object` stands where it can be seen.
    #[inline(always)]
    pub fn store(
        &self,
        frame: &Frame<'_>,
        object: &Ref,
        name: u32,
        value: Value,
        span: Span,
    ) -> Result<(), Raised> {
        match self.quickly(frame, object, name, value) {
            Ok(stored) => stored.map(drop),
            Err(value) => slowly(frame, object, name, value, span),
        }
    }
}

/// An unshared, unobserved number is overwritten in place.
#[inline(always)]
fn overwrite_number(place: &Slot, value: &Value) -> bool {
    match *value {
        Value::Float(bits) => {
            place.look(|old| overwrite::<Float>(old, |cell| cell.0.set(bits.get())))
        }
        Value::Int(int) if !is_small(int) => {
            place.look(|old| overwrite::<Int>(old, |cell| cell.0.set(int)))
        }
        _ => false,
    }
}

#[inline(never)]
fn slowly(
    frame: &Frame<'_>,
    object: &Ref,
    name: u32,
    value: Value,
    span: Span,
) -> Result<(), Raised> {
    let vm = frame.vm;
    let name = &*frame.code.names[name as usize];
    let value = vm.to_object(value)?;
    let result = vm.keep(value, Role::Result, |value| vm.set_attr(object, name, Some(value)));
    result.map_err(|raised| vm.locate(frame, raised, span))
}

/// `object.name = …`; the object is evaluated when the assignment happens.
pub struct AttributeTarget<V> {
    pub object: V,
    pub name: u32,
    pub span: Span,
    pub writing: Writing,
}

impl<V: Operand> Target for AttributeTarget<V> {
    #[inline(always)]
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        if let Value::Obj(value) = value {
            let mut value = Some(value);
            let exchanged =
                self.object.look(frame, |object| self.writing.exchange(frame, object, &mut value));
            return match (exchanged, value) {
                (None, Some(value)) => self.assign_any(frame, Value::Obj(value)),
                _ => Ok(()),
            };
        }
        if matches!(value, Value::Float(_) | Value::Int(_))
            && self.object.look(frame, |object| self.writing.overwrite(frame, object, &value))
                == Some(())
        {
            return Ok(());
        }
        self.assign_any(frame, value)
    }
}

impl<V: Operand> AttributeTarget<V> {
    #[inline(never)]
    fn assign_any(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let mut value = Some(value);
        let stored = self.object.look(frame, |object| {
            match self.writing.quickly(frame, object, self.name, value.take()?) {
                Ok(stored) => Some(stored),
                Err(unstored) => {
                    value = Some(unstored);
                    None
                }
            }
        });
        match (stored, value) {
            (Some(stored), _) => stored.map(drop),
            (None, Some(value)) => self.assign_held(frame, value),
            (None, None) => Ok(()),
        }
    }

    /// The value, then the object, stand in the slot stack meanwhile.
    fn assign_held(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
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
        vm.keep(object, Role::Receiver, |object| {
            self.writing.store(frame, object, self.name, value, self.span)
        })
    }
}

/// `del object.name`.
pub struct DeleteAttribute {
    pub object: Node,
    pub name: u32,
    pub span: Span,
}

impl Stm for DeleteAttribute {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let object = attempt!(self.object.object(frame));
        let name = &*frame.code.names[self.name as usize];
        let vm = frame.vm;
        let result = vm.keep(object, Role::Receiver, |object| vm.set_attr(object, name, None));
        attempt!(result.map_err(|raised| vm.locate(frame, raised, self.span)));
        Flow::Next
    }
}
