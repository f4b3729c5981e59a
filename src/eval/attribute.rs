//! Attribute access with inline caches.
//!
//! An instance's shape number implies its class, and the machine's class epoch changes whenever a
//! class changes in a way that matters; so `(shape, epoch)` tells in two comparisons what an
//! attribute name means ([`crate::runtime::meaning`]). A place of the program remembers a few shapes.

use std::cell::{Cell, OnceCell};

use super::names::overwrite;
use super::node::{Exp, Node, Operand, Stm, Target, attempt};
use crate::heap::{Ref, Slot};
use crate::runtime::kinds;
use crate::runtime::meaning::{Meaning, Storing};
use crate::runtime::object::number::{read_number, unbox};
use crate::runtime::object::shape::IN_DICT;
use crate::runtime::object::{Class, Float, Int};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::vm::is_small;
use crate::runtime::{Eval, Flow, Raised, Value, Vm};
use crate::source::Span;

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
    fn get(&self, shape: u32, epoch: u64) -> Option<T> {
        let hit = self.shape.get() == shape && self.epoch.get() == epoch;
        hit.then(|| self.answer.get())
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

    /// Only instances have shapes, so the shape implies the kind of the cell.
    #[inline(always)]
    fn get(&self, vm: &Vm, object: &Ref) -> Option<T> {
        let (shape, epoch) = (object.aux(), vm.class_epoch.get());
        let first = self.first.get(shape, epoch);
        first.or_else(|| self.others.get()?[shape as usize % OTHERS].get(shape, epoch))
    }

    fn set(&self, vm: &Vm, object: &Ref, answer: T) -> T {
        let (shape, epoch) = (object.aux(), vm.class_epoch.get());
        let place = if self.first.epoch.get() == epoch {
            let make = || Box::new(std::array::from_fn(|_| Known::nothing(answer)));
            &self.others.get_or_init(make)[shape as usize % OTHERS]
        } else {
            &self.first
        };
        place.set(shape, epoch, answer);
        answer
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
    /// What `name` of `object` means.
    #[inline(always)]
    pub fn meaning(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Meaning {
        match self.0.get(frame.vm, object) {
            Some(meaning) => meaning,
            None => self.learn(frame, object, name),
        }
    }

    #[inline(never)]
    fn learn(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Meaning {
        if !has_shape(object) {
            return Meaning::Other;
        }
        let meaning = frame.vm.meaning(object, &frame.code.names[name as usize]);
        self.0.set(frame.vm, object, meaning)
    }

    /// The attribute, where it needs no code to run.
    #[inline(always)]
    fn value(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Option<Ref> {
        match self.meaning(frame, object, name) {
            Meaning::Slot(slot) => object.inner_slot(slot)?.get(),
            Meaning::Data { class, position } => class
                .look(|class| class.as_ref::<Class>().namespace().value_at(position as usize))
                .flatten(),
            Meaning::Method(_) | Meaning::Other => None,
        }
    }

    /// As [`Reading::value`], for an operation that only reads it.
    #[inline(always)]
    fn operand(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Option<Value> {
        match self.meaning(frame, object, name) {
            Meaning::Slot(slot) => object.inner_slot(slot)?.look(|value| value.map(read_number)),
            Meaning::Data { .. } => self.value(frame, object, name).map(unbox),
            Meaning::Method(_) | Meaning::Other => None,
        }
    }

    /// The attribute in full. `object` stands where it can be seen.
    #[inline(never)]
    fn slowly(&self, frame: &Frame<'_>, object: &Ref, name: u32, span: Span) -> Eval {
        let vm = frame.vm;
        let name = &*frame.code.names[name as usize];
        vm.get_attr(object, name).map_err(|raised| vm.locate(frame, raised, span))
    }
}

/// `value.name`.
pub struct Attribute<V> {
    pub value: V,
    pub name: u32,
    pub span: Span,
    pub reading: Reading,
}

impl<V: Operand> Exp for Attribute<V> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let seen = self.value.look(frame, |object| self.reading.value(frame, object, self.name));
        if let Some(value) = seen {
            return Ok(Value::Obj(value));
        }
        let object = self.value.object(frame)?;
        if V::MAY_CALL
            && let Some(value) = self.reading.value(frame, &object, self.name)
        {
            return Ok(Value::Obj(value));
        }
        self.slowly(frame, object)
    }

    fn operand(&self, frame: &Frame<'_>) -> Eval {
        let seen = self.value.look(frame, |object| self.reading.operand(frame, object, self.name));
        if let Some(value) = seen {
            return Ok(value);
        }
        let object = self.value.object(frame)?;
        if V::MAY_CALL
            && let Some(value) = self.reading.operand(frame, &object, self.name)
        {
            return Ok(value);
        }
        match self.slowly(frame, object)? {
            Value::Obj(object) => Ok(unbox(object)),
            value => Ok(value),
        }
    }
}

impl<V> Attribute<V> {
    #[inline(never)]
    fn slowly(&self, frame: &Frame<'_>, object: Ref) -> Eval {
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
        match self.0.get(frame.vm, object) {
            Some(storing) => storing,
            None => self.learn(frame, object, name),
        }
    }

    #[inline(never)]
    fn learn(&self, frame: &Frame<'_>, object: &Ref, name: u32) -> Storing {
        if !has_shape(object) {
            return Storing::Other;
        }
        let storing = frame.vm.storing(object, &frame.code.names[name as usize]);
        self.0.set(frame.vm, object, storing)
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
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
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
}

impl<V: Operand> AttributeTarget<V> {
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

/// `object.name op= …`: what both halves need.
pub struct AugmentedName {
    pub name: u32,
    pub span: Span,
    pub reading: Reading,
    pub writing: Writing,
}

impl AugmentedName {
    /// The attribute of `object`, which stands where it can be seen.
    #[inline(always)]
    pub fn read(&self, frame: &Frame<'_>, object: &Ref, counted: bool) -> Eval {
        let quick = if counted {
            self.reading.value(frame, object, self.name).map(Value::Obj)
        } else {
            self.reading.operand(frame, object, self.name)
        };
        match quick {
            Some(value) => Ok(value),
            None => self.reading.slowly(frame, object, self.name, self.span),
        }
    }

    /// Stores the new value.
    #[inline(always)]
    pub fn write(&self, frame: &Frame<'_>, object: &Ref, value: Value) -> Result<(), Raised> {
        self.writing.store(frame, object, self.name, value, self.span)
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
