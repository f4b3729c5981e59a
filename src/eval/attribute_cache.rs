//! What attribute names are known to mean: the inline caches of attribute access.
//!
//! An instance's shape number implies its class, and the machine's class epoch changes whenever a
//! class changes in a way that matters; so `(shape, epoch)` tells in two comparisons what an
//! attribute name means ([`crate::runtime::meaning`]). A place of the program remembers a few shapes.

use std::cell::{Cell, OnceCell};

use super::invoke::call_function;
use super::names::overwrite;
use crate::heap::{Ref, Slot, Unowned};
use crate::runtime::kinds;
use crate::runtime::meaning::{Meaning, Storing};
use crate::runtime::object::number::read_number;
use crate::runtime::object::shape::IN_DICT;
use crate::runtime::object::{Class, Code, Dict, Float, Function, Instance, Int};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::vm::is_small;
use crate::runtime::{Eval, Raised, Value, Vm};
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
        self.get_for(vm, object.aux())
    }

    #[inline(always)]
    fn get_for(&self, vm: &Vm, shape: u32) -> Option<&Cell<T>> {
        let epoch = vm.class_epoch.get();
        if self.first.is_for(shape, epoch) {
            return Some(&self.first.answer);
        }
        let other = &self.others.get()?[shape as usize % OTHERS];
        other.is_for(shape, epoch).then_some(&other.answer)
    }

    fn set_for(&self, vm: &Vm, shape: u32, answer: T) -> &Cell<T> {
        let epoch = vm.class_epoch.get();
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

    /// Whether something is known to be asked for the attribute.
    #[inline]
    pub fn is_asked(&self, frame: &Frame<'_>, object: &Ref) -> bool {
        matches!(self.remembered(frame, object), Meaning::Descriptor(_) | Meaning::OfMetaclass(_))
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
        Some(self.0.set_for(frame.vm, object.aux(), meaning))
    }

    /// What `name` means of an object that has no shape, but a class that is known by its number.
    #[inline]
    pub fn meaning_by_class(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Meaning {
        let vm = frame.vm;
        let Some(number) = vm.class_number(object) else { return Meaning::Other };
        match self.0.get_for(vm, number) {
            Some(known) => known.get(),
            None => {
                let name = &frame.code.names[name as usize];
                let meaning = vm.meaning_by_class(number, object, name);
                self.0.set_for(vm, number, meaning).get()
            }
        }
    }

    /// The attribute of an instance whose attributes are in its dict, where that is remembered here.
    #[inline(always)]
    pub fn of_instance_dict(&self, frame: &Frame<'_>, object: &Ref, name: &Ref) -> Option<Ref> {
        let instance = object.get::<Instance>()?;
        let number = instance.class.as_ref::<Class>().shapes.derived.get();
        if number == IN_DICT {
            return None;
        }
        let Meaning::InDict(position) = self.0.get_for(frame.vm, number)?.get() else {
            return None;
        };
        let dict = instance.dict.at_hand()?.get::<Dict>()?;
        dict.value_near(name, position as usize)
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
        let meaning = match self.remembered(frame, object) {
            Meaning::Other => self.meaning_by_class(frame, object, name),
            remembered => remembered,
        };
        let name = &*frame.code.names[name as usize];
        let value = match meaning {
            Meaning::Descriptor(descriptor) => match descriptor.counted() {
                Some(descriptor) => ask(vm, &descriptor, object, name),
                None => vm.get_attr(object, name),
            },
            Meaning::OfMetaclass(row) => {
                (row.get)(vm, object).map_err(|raised| vm.at_attribute(raised, object, name))
            }
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

/// What a property gives for an instance if its function does nothing but return another attribute,
/// which needs no code to run.
#[inline(never)]
pub fn passed_on(vm: &Vm, descriptor: &Ref, object: &Ref) -> Option<Ref> {
    if !descriptor.is_exact::<Property>() || vm.depth.get() >= vm.recursion_limit.get() {
        return None;
    }
    descriptor.as_ref::<Property>().get.look(|getter| {
        let function = getter?.get::<Function>()?;
        function.code.look(|code| {
            let code = code?.as_ref::<Code>();
            let name = code.body.attribute_returned().filter(|_| code.plain_arity == 1)?;
            value_of(vm.meaning(object, &code.names[name as usize]), object)
        })
    })
}

/// What `descriptor` gives for `object`; the Python function of a property is called right here.
fn ask(vm: &Vm, descriptor: &Ref, object: &Ref, name: &Ref) -> Eval {
    let property = descriptor.is_exact::<Property>() && object.kind() != kinds::TYPE;
    let getter = property.then(|| descriptor.as_ref::<Property>().get.get()).flatten();
    let Some(getter) = getter.filter(|getter| getter.kind() == kinds::FUNCTION) else {
        return vm.ask_descriptor(descriptor, object, name);
    };
    let at = vm.stack.open_method(getter, object.clone());
    match call_function(vm, at, at + 1, None) {
        Ok(value) => Ok(value),
        Err(raised) => Err(vm.at_attribute(raised, object, name)),
    }
}

/// The attribute with a meaning that needs no code to run, nor the name.
#[inline(always)]
pub fn value_of(meaning: Meaning, object: &Ref) -> Option<Ref> {
    match meaning {
        Meaning::Slot(slot) => object.inner_slot(slot)?.get(),
        Meaning::Data { class, position } => class_data(class, position, Ref::clone),
        _ => None,
    }
}

/// As [`value_of`], for an operation that only reads it.
#[inline(always)]
fn operand_of(meaning: Meaning, object: &Ref) -> Option<Value> {
    match meaning {
        Meaning::Slot(slot) => object.inner_slot(slot)?.look(|value| value.map(read_number)),
        Meaning::Data { class, position } => class_data(class, position, read_number),
        _ => None,
    }
}

#[inline(always)]
fn class_data<R>(class: Unowned, position: u32, read: fn(&Ref) -> R) -> Option<R> {
    class.look(|class| {
        class.as_ref::<Class>().dict.as_ref::<Dict>().look_at(position as usize, read)
    })?
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
        Some(self.0.set_for(frame.vm, object.aux(), storing))
    }

    /// Stores where no code needs to run for it; the old value comes back to be dropped. Where
    /// that is not possible, `value` comes back.
    #[inline(always)]
    pub fn quickly(
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

    /// As [`Writing::quickly`], for an object without a shape whose dict has the attribute already.
    pub fn in_dict(
        &self,
        frame: &Frame<'_>,
        object: &Ref,
        name: u32,
        value: Value,
    ) -> Result<Result<Option<Ref>, Raised>, Value> {
        let Some((dict, position)) = self.place_in_dict(frame, object, name) else {
            return Err(value);
        };
        let value = frame.vm.to_object(value);
        Ok(value.map(|value| dict.as_ref::<Dict>().replace_at(position, value)))
    }

    /// The dict that a known way of assigning `name` leads to, and where the attribute stands in it.
    fn place_in_dict(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Option<(Ref, usize)> {
        let vm = frame.vm;
        let number = vm.class_number(object)?;
        let name = &*frame.code.names[name as usize];
        let storing = match self.0.get_for(vm, number) {
            Some(known) => known.get(),
            None => self.0.set_for(vm, number, vm.storing_by_class(number, object, name)).get(),
        };
        let Storing::InDict(position) = storing else { return None };
        let dict = vm.dict_slot(object)?.get()?;
        let position = dict.get::<Dict>()?.position_of_str_near(name, position as usize)?;
        Some((dict, position))
    }

    /// Exchanges the object that stands there for `new`, where it is remembered here how.
    #[inline(always)]
    pub fn exchange(
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
    pub fn overwrite(&self, frame: &Frame<'_>, object: &Ref, value: &Value) -> Option<()> {
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
