//! What attribute names mean for objects without a shape: instances whose attributes are in a dict, and
//! those of classes derived from builtin ones. The number of their class takes the shape's place.

use super::kinds;
use super::meaning::{Meaning, Storing};
use super::object::shape::{IN_DICT, ShapeId};
use super::object::{Class, Dict, Exception, Instance};
use super::vm::Vm;
use crate::heap::Ref;

impl Vm {
    /// The number by which inline caches know the class of an object that has no shape, nor such a number
    /// itself: of an instance whose attributes are in its dict, or of one of a class derived from a
    /// builtin one.
    #[inline]
    pub fn class_number(&self, object: &Ref) -> Option<ShapeId> {
        let class = match object.kind() {
            kinds::OBJECT if object.aux() == IN_DICT => &object.as_ref::<Instance>().class,
            kinds::OBJECT | kinds::TUPLE => return None,
            kinds::EXCEPTION => &object.as_ref::<Exception>().class,
            _ => &object.extra()?.class,
        };
        let class = class.as_ref::<Class>();
        match class.shapes.derived.get() {
            IN_DICT if class.flags.get().builtin => None,
            IN_DICT => Some(self.number_class(class)),
            number => Some(number),
        }
    }

    /// What reading `name` (interned) of an object with this [`Vm::class_number`] does.
    pub fn meaning_by_class(&self, number: ShapeId, object: &Ref, name: &Ref) -> Meaning {
        let entry = self.meanings.reading.entry(number, name, Meaning::Other);
        entry.find(number, self.class_epoch.get(), name).unwrap_or_else(|| {
            let meaning = self.find_beside_dict(object, name);
            entry.learn(number, self.class_epoch.get(), name, meaning)
        })
    }

    #[inline(never)]
    fn find_beside_dict(&self, object: &Ref, name: &Ref) -> Meaning {
        let class = self.class_data(object);
        let usual = match self.builtin_slots_of(object).getattr {
            Some(getattr) => self.is_generic(getattr),
            None => true,
        };
        let flags = class.flags.get();
        if !usual || flags.custom_getattribute {
            return Meaning::Other;
        }
        let position = self.position_in_dict(object, name);
        let goes_first = |found: &Ref| self.slot(found, |slots| slots.describe_set.is_some());
        match class.lookup_place(self, name).map(|(_, _, found)| found) {
            // One that raises `AttributeError` would have `__getattr__` asked.
            Some(found) if goes_first(&found) => match flags.custom_getattr {
                true => Meaning::Other,
                false => Meaning::Descriptor(found.downgrade()),
            },
            Some(found) if position.is_none() => match found.kind() {
                kinds::FUNCTION | kinds::METHOD_DESCRIPTOR => {
                    Meaning::MethodUnlessInDict(found.downgrade())
                }
                _ => Meaning::Other,
            },
            _ => Meaning::InDict(position.unwrap_or(0) as u32),
        }
    }

    /// What assigning `name` (interned) of an object with this [`Vm::class_number`] does.
    pub fn storing_by_class(&self, number: ShapeId, object: &Ref, name: &Ref) -> Storing {
        let entry = self.meanings.storing.entry(number, name, Storing::Other);
        entry.find(number, self.class_epoch.get(), name).unwrap_or_else(|| {
            let storing = self.find_storing_in_dict(object, name);
            entry.learn(number, self.class_epoch.get(), name, storing)
        })
    }

    #[inline(never)]
    fn find_storing_in_dict(&self, object: &Ref, name: &Ref) -> Storing {
        let class = self.class_data(object);
        let generic = self.class_of_kind(kinds::OBJECT).as_ref::<Class>().slots.borrow().setattr;
        let usual = match (self.builtin_slots_of(object).setattr, generic) {
            (Some(setattr), Some(generic)) => std::ptr::fn_addr_eq(setattr, generic),
            (setattr, _) => setattr.is_none(),
        };
        let flags = class.flags.get();
        let goes_first = |found: &Ref| self.slot(found, |slots| slots.describe_set.is_some());
        if !usual || flags.custom_setattr || !flags.has_dict {
            return Storing::Other;
        }
        match class.lookup_place(self, name) {
            Some((_, _, found)) if goes_first(&found) => Storing::Other,
            _ => Storing::InDict(self.position_in_dict(object, name).unwrap_or(0) as u32),
        }
    }

    fn position_in_dict(&self, object: &Ref, name: &Ref) -> Option<usize> {
        self.dict_slot(object)?.look(|dict| dict?.get::<Dict>()?.position_of_str(name))
    }

    /// The attribute as the object's dict has it, probably at `position`.
    pub fn attribute_in_dict(&self, object: &Ref, name: &Ref, position: u32) -> Option<Ref> {
        self.dict_slot(object)?.look(|dict| {
            let dict = dict?.get::<Dict>()?;
            dict.value_at(dict.position_of_str_near(name, position as usize)?)
        })
    }
}
