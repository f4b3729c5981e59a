//! What attribute names mean for instances of one shape: one table behind all inline caches.
//!
//! A shape belongs to one class, so shape, name and class epoch (see [`super::lookup`]) say what
//! `object.name` does without looking at the class again. Inline caches in the evaluator's nodes
//! remember the last answer; where objects of many classes pass through one place, this table
//! still has theirs. What an answer refers to is not owned: while the epoch stands, a class owns it.

use std::cell::{Cell, OnceCell};

use super::kinds;
use super::object::shape::{self, IN_DICT, ShapeId};
use super::object::{Class, GetSet, Instance, Member, Tuple, TupleGetter};
use super::spec::GetSetRow;
use super::value::Eval;
use super::vm::Vm;
use crate::heap::{Ref, Slot, Unowned};

/// What reading an attribute does.
#[derive(Clone, Copy)]
pub enum Meaning {
    /// It stands in this slot of the instance, and nothing in the class goes before it.
    Slot(u32),
    /// A function of the class: a method.
    Method(Unowned),
    /// Plain data at this position of the namespace of `class`.
    Data { class: Unowned, position: u32 },
    /// It probably stands at this position of the object's dict, and goes before anything in the class.
    InDict(u32),
    /// A function of the class, unless the object's dict has the name.
    MethodUnlessInDict(Unowned),
    /// A descriptor of the class, such as a property, which is asked.
    Descriptor(Unowned),
    /// What the metaclass, a builtin one, computes for the class, such as its `__name__`.
    OfMetaclass(&'static GetSetRow),
    /// The class of the instance: `__class__`.
    Class,
    /// Anything else, to be looked up in full.
    Other,
}

/// What assigning an attribute does.
#[derive(Clone, Copy)]
pub enum Storing {
    /// The slot's value is replaced; where the attribute is new, the instance gets another shape.
    Slot { slot: u32, shape: ShapeId },
    /// It goes into the object's dict, where it probably stands at this position.
    InDict(u32),
    /// Anything else, to be done in full.
    Other,
}

/// Entries in each table; a power of two.
const SIZE: usize = 1024;

pub(super) struct Entry<T> {
    shape: Cell<ShapeId>,
    epoch: Cell<u64>,
    /// Owned, so that no other name can come to stand at its address.
    name: Slot,
    answer: Cell<T>,
}

/// Answers by shape and name; made on first use.
pub struct Answers<T>(OnceCell<Box<[Entry<T>]>>);

impl<T> Default for Answers<T> {
    fn default() -> Self {
        Answers(OnceCell::new())
    }
}

impl<T: Copy> Answers<T> {
    #[inline(always)]
    pub(super) fn entry(&self, shape: ShapeId, name: &Ref, empty: T) -> &Entry<T> {
        let entries = self.0.get_or_init(|| {
            let entry = || Entry {
                shape: Cell::new(IN_DICT),
                epoch: Cell::new(0),
                name: Slot::empty(),
                answer: Cell::new(empty),
            };
            (0..SIZE).map(|_| entry()).collect()
        });
        let mixed = (name.address() >> 4) ^ u64::from(shape).wrapping_mul(0x9E37_79B1);
        &entries[mixed as usize % SIZE]
    }

    fn visit(&self, visit: &mut dyn FnMut(&Ref)) {
        self.0.get().into_iter().flatten().for_each(|entry| entry.name.visit(visit));
    }
}

impl<T: Copy> Entry<T> {
    #[inline(always)]
    pub(super) fn find(&self, shape: ShapeId, epoch: u64, name: &Ref) -> Option<T> {
        let hit = self.shape.get() == shape
            && self.epoch.get() == epoch
            && self.name.peek_same(name)
            && shape != IN_DICT;
        hit.then(|| self.answer.get())
    }

    pub(super) fn learn(&self, shape: ShapeId, epoch: u64, name: &Ref, answer: T) -> T {
        self.shape.set(shape);
        self.epoch.set(epoch);
        self.name.set(Some(name.clone()));
        self.answer.set(answer);
        answer
    }
}

/// The tables of one machine.
#[derive(Default)]
pub struct Meanings {
    pub(super) reading: Answers<Meaning>,
    pub(super) storing: Answers<Storing>,
}

impl Meanings {
    /// The names the tables own.
    pub fn visit(&self, visit: &mut dyn FnMut(&Ref)) {
        self.reading.visit(visit);
        self.storing.visit(visit);
    }
}

impl Vm {
    /// Whether `object` is an instance of a class derived from `tuple`, such as a named tuple. It then
    /// has a number of its class, which tells inline caches as much as a shape does.
    pub fn is_numbered_tuple(&self, object: &Ref) -> bool {
        let Some(extra) = object.extra().filter(|_| object.is::<Tuple>()) else { return false };
        object.set_aux(self.number_class(extra.class.as_ref::<Class>()));
        true
    }

    /// The number of `class` for instances without a shape; it has one from now on.
    pub(super) fn number_class(&self, class: &Class) -> ShapeId {
        let number = &class.shapes.derived;
        if number.get() == IN_DICT {
            number.set(shape::fresh(&self.fresh_shape));
        }
        number.get()
    }

    /// What reading `name` (interned) of `object` does: of a cell of kind `OBJECT`, or of one for
    /// which [`Vm::is_numbered_tuple`] holds.
    #[inline]
    pub fn meaning(&self, object: &Ref, name: &Ref) -> Meaning {
        let shape = object.aux();
        let entry = self.meanings.reading.entry(shape, name, Meaning::Other);
        match entry.find(shape, self.class_epoch.get(), name) {
            Some(meaning) => meaning,
            None if shape == IN_DICT => Meaning::Other,
            None => {
                let meaning = self.find_meaning(object, name);
                entry.learn(shape, self.class_epoch.get(), name, meaning)
            }
        }
    }

    #[inline(never)]
    fn find_meaning(&self, object: &Ref, name: &Ref) -> Meaning {
        let class = self.class_data(object);
        let flags = class.flags.get();
        if flags.custom_getattribute {
            return Meaning::Other;
        }
        // Where a descriptor raises `AttributeError`, `__getattr__` has to be asked.
        let descriptor = |found: &Ref| match flags.custom_getattr {
            true => Meaning::Other,
            false => Meaning::Descriptor(found.downgrade()),
        };
        let is_tuple = object.is::<Tuple>();
        let own = if is_tuple { None } else { class.shapes.slot(object.aux(), name) };
        let Some((owner, position, found)) = class.lookup_place(self, name) else {
            return own.map_or(Meaning::Other, |slot| Meaning::Slot(slot as u32));
        };
        let (get, set) = self.slot(&found, |slots| (slots.describe, slots.describe_set));
        if set.is_some() {
            return match member_slot(class, &found).or_else(|| field_of(object, &found)) {
                Some(slot) => Meaning::Slot(slot),
                None if self.is_class_getter(&owner, &found) => Meaning::Class,
                None => get.map_or(Meaning::Other, |_| descriptor(&found)),
            };
        }
        if let Some(slot) = own {
            return Meaning::Slot(slot as u32);
        }
        if is_tuple && flags.has_dict {
            return Meaning::Other;
        }
        match get {
            None => Meaning::Data { class: owner.downgrade(), position: position as u32 },
            Some(_) if matches!(found.kind(), kinds::FUNCTION | kinds::METHOD_DESCRIPTOR) => {
                Meaning::Method(found.downgrade())
            }
            Some(_) => descriptor(&found),
        }
    }

    /// Whether `found`, which `owner` has, is the `__class__` that every object has.
    fn is_class_getter(&self, owner: &Ref, found: &Ref) -> bool {
        let getter = found.get::<GetSet>();
        getter.is_some_and(|getter| getter.row.name == "__class__")
            && owner.same(self.class_of_kind(kinds::OBJECT))
    }

    /// What `descriptor`, which the class of `object`, or `object` as a class, has under `name`,
    /// gives for `object`.
    pub fn ask_descriptor(&self, descriptor: &Ref, object: &Ref, name: &Ref) -> Eval {
        let (instance, class) = match object.kind() {
            kinds::TYPE => (None, object),
            _ => (Some(object), self.class_of(object)),
        };
        match self.slot(descriptor, |slots| slots.describe) {
            Some(describe) => describe(self, descriptor, instance, Some(class))
                .map_err(|raised| self.at_attribute(raised, object, name)),
            None => self.get_attr(object, name),
        }
    }

    /// What reading `name` (interned) of a class itself does. The class gets a number among the
    /// shapes, by which inline caches know it.
    pub fn class_meaning(&self, class: &Ref, name: &Ref) -> Meaning {
        if class.aux() == IN_DICT {
            class.set_aux(shape::fresh(&self.fresh_shape));
        }
        let meta = self.class_data(class);
        let flags = meta.flags.get();
        if flags.custom_getattribute {
            return Meaning::Other;
        }
        let goes_first = |found: &Ref| self.slot(found, |slots| slots.describe_set.is_some());
        if let Some(found) = meta.lookup(self, name).filter(goes_first) {
            let computed = found.get::<GetSet>().filter(|_| !flags.custom_getattr);
            return computed.map_or(Meaning::Other, |getter| Meaning::OfMetaclass(getter.row));
        }
        match class.as_ref::<Class>().lookup_place(self, name) {
            Some((owner, position, found)) if is_itself(self, &found) => {
                Meaning::Data { class: owner.downgrade(), position: position as u32 }
            }
            Some((_, _, found)) if !flags.custom_getattr => Meaning::Descriptor(found.downgrade()),
            _ => Meaning::Other,
        }
    }

    /// What assigning `name` (interned) of `object`, a cell of kind `OBJECT`, does.
    #[inline]
    pub fn storing(&self, object: &Ref, name: &Ref) -> Storing {
        let shape = object.aux();
        let entry = self.meanings.storing.entry(shape, name, Storing::Other);
        match entry.find(shape, self.class_epoch.get(), name) {
            Some(storing) => storing,
            None if shape == IN_DICT => Storing::Other,
            None => {
                let storing = self.find_storing(object, name);
                entry.learn(shape, self.class_epoch.get(), name, storing)
            }
        }
    }

    #[inline(never)]
    fn find_storing(&self, object: &Ref, name: &Ref) -> Storing {
        let class = object.as_ref::<Instance>().class.as_ref::<Class>();
        let flags = class.flags.get();
        if flags.custom_setattr {
            return Storing::Other;
        }
        let shape = object.aux();
        if let Some((_, _, found)) = class.lookup_place(self, name)
            && self.slot(&found, |slots| slots.describe_set.is_some())
        {
            return match member_slot(class, &found) {
                Some(slot) => Storing::Slot { slot, shape },
                None => Storing::Other,
            };
        }
        if !flags.has_dict {
            return Storing::Other;
        }
        if let Some(slot) = class.shapes.slot(shape, name) {
            return Storing::Slot { slot: slot as u32, shape };
        }
        let slot = class.shapes.used(shape) as u32;
        match class.shapes.step(shape, name, &self.fresh_shape) {
            Some(shape) => Storing::Slot { slot, shape },
            None => Storing::Other,
        }
    }
}

/// Whether a class attribute is what reading it through the class gives.
fn is_itself(vm: &Vm, found: &Ref) -> bool {
    found.kind() == kinds::FUNCTION || vm.slot(found, |slots| slots.describe.is_none())
}

/// The slot that a `__slots__` descriptor stands for in instances of `class`.
/// Which item of a tuple the descriptor of a field gives.
fn field_of(object: &Ref, found: &Ref) -> Option<u32> {
    let index = found.get::<TupleGetter>()?.index;
    (object.is::<Tuple>() && index < object.tail().len()).then_some(index as u32)
}

fn member_slot(class: &Class, found: &Ref) -> Option<u32> {
    let member = found.get::<Member>()?;
    let all = class.shapes.reserved.get();
    class
        .is_subclass_of(&member.class)
        .then(|| u32::from(all).checked_sub(member.from_end as u32))?
}
