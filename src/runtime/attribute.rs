//! Attributes: where instances keep them, and the lookup that descriptors take part in.
//!
//! (CPython: `_PyObject_GenericGetAttrWithDict` in `Objects/object.c`.)

use super::kinds;
use super::meaning::Meaning;
use super::object::shape::IN_DICT;
use super::object::{Class, Dict, Exception, Function, Instance, Module, Str};
use super::raise::ErrorKind;
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::{Ref, Slot};

impl Vm {
    /// `object.name` (`name`: an exact `str`, best interned).
    ///
    /// # Errors
    /// `AttributeError`, or what a descriptor or `__getattr__` raises.
    #[inline]
    pub fn get_attr(&self, object: &Ref, name: &Ref) -> Eval {
        match self.slot(object, |slots| slots.getattr) {
            Some(getattr) => getattr(self, object, name),
            None => self.generic_get_attr(object, name),
        }
    }

    /// `object.name` for a name known here.
    pub fn get_attr_text(&self, object: &Ref, name: &str) -> Eval {
        self.get_attr(object, &self.name(name))
    }

    /// `object.name`, or `None` where that raises `AttributeError`.
    pub fn find_attr(&self, object: &Ref, name: &Ref) -> Result<Option<Ref>, Raised> {
        let found = match self.slot(object, |slots| slots.getattr) {
            // What nobody has changed need not raise what would be caught here.
            Some(getattr) if !self.is_generic(getattr) => getattr(self, object, name).map(Some),
            _ => self.generic_find_attr(object, name),
        };
        match found {
            Ok(None) => Ok(None),
            Ok(Some(value)) => self.to_object(value).map(Some),
            Err(raised) if self.pending_is(&raised, ErrorKind::AttributeError) => {
                drop(self.take_raised(raised));
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// Whether `getattr` is what `object` itself does.
    pub(super) fn is_generic(&self, getattr: fn(&Vm, &Ref, &Ref) -> Eval) -> bool {
        let object = self.class_of_kind(kinds::OBJECT).as_ref::<Class>();
        let own = object.slots.borrow().getattr;
        own.is_some_and(|own| std::ptr::fn_addr_eq(own, getattr))
    }

    /// `object.name` where no code of the program can be run to find out: the value, or `None` in
    /// it where there is none. `name` is interned.
    pub fn attr_at_hand(&self, object: &Ref, name: &Ref) -> Option<Option<Ref>> {
        let class = self.class_of(object);
        let plain = object.kind() == kinds::OBJECT
            && object.aux() != IN_DICT
            && !class.as_ref::<Class>().flags.get().custom_getattr;
        if !plain {
            return None;
        }
        if let Meaning::Slot(slot) = self.meaning(object, name)
            && let Some(value) = object.inner_slot(slot).and_then(Slot::get)
        {
            return Some(Some(value));
        }
        match self.lookup(class, name) {
            Some(found) => {
                let describe = self.slot(&found, |slots| slots.describe);
                if describe.is_some() { None } else { Some(self.own_or(object, name, found)) }
            }
            None => self.instance_get(object, name).ok(),
        }
    }

    fn own_or(&self, object: &Ref, name: &Ref, found: Ref) -> Option<Ref> {
        self.instance_get(object, name).ok().flatten().or(Some(found))
    }

    /// `object.name = value`, or `del object.name` where `value` is `None`.
    pub fn set_attr(&self, object: &Ref, name: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
        match self.slot(object, |slots| slots.setattr) {
            Some(setattr) => setattr(self, object, name, value),
            None => self.generic_set_attr(object, name, value),
        }
    }

    /// What `object.__getattribute__` does.
    pub fn generic_get_attr(&self, object: &Ref, name: &Ref) -> Eval {
        match self.generic_find_attr(object, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// As [`Vm::generic_get_attr`], with `None` where there is no such attribute.
    pub fn generic_find_attr(&self, object: &Ref, name: &Ref) -> Result<Option<Value>, Raised> {
        let class = self.class_of(object);
        let found = self.lookup(class, name);
        let describe = match &found {
            Some(found) => {
                let (describe, set) =
                    self.slot(found, |slots| (slots.describe, slots.describe_set));
                if let (Some(describe), Some(_)) = (describe, set) {
                    let value = describe(self, found, Some(object), Some(class));
                    return value
                        .map(Some)
                        .map_err(|raised| self.at_attribute(raised, object, name));
                }
                describe
            }
            None => None,
        };
        if let Some(value) = self.instance_get(object, name)? {
            return Ok(Some(Value::Obj(value)));
        }
        match (found, describe) {
            (Some(found), Some(describe)) => {
                let class = class.clone();
                let value = describe(self, &found, Some(object), Some(&class));
                value.map(Some).map_err(|raised| self.at_attribute(raised, object, name))
            }
            (Some(found), None) => Ok(Some(Value::Obj(found))),
            (None, _) => Ok(None),
        }
    }

    /// `AttributeError` for a missing attribute of an instance.
    #[cold]
    pub fn no_attribute(&self, object: &Ref, name: &Ref) -> Raised {
        let message = match object.get::<Class>() {
            Some(_) => {
                let class = self.name_of_class(object);
                format!("type object '{class}' has no attribute '{}'", name.text())
            }
            None => {
                format!("'{}' object has no attribute '{}'", self.class_name(object), name.text())
            }
        };
        self.attribute_error(message, object, name)
    }

    /// `AttributeError` that knows its object and name, for "Did you mean".
    #[cold]
    pub fn attribute_error(&self, message: String, object: &Ref, name: &Ref) -> Raised {
        let fields = [("name", name), ("obj", object)];
        self.raise_with_fields(ErrorKind::AttributeError, &message, &fields)
    }

    /// An `AttributeError` that code of the user raised learns its object and name, unless it has them.
    #[cold]
    pub fn at_attribute(&self, raised: Raised, object: &Ref, name: &Ref) -> Raised {
        let pending =
            self.pending.get().filter(|error| self.is_error(error, ErrorKind::AttributeError));
        let Some(exception) = pending else { return raised };
        let Some(payload) = exception.get::<Exception>() else { return raised };
        let known = |field: &str| {
            let fields = payload.fields.get();
            let value =
                fields.and_then(|fields| fields.as_ref::<Dict>().get_str(&self.name(field)));
            value.is_some_and(|value| !self.is_none(&value))
        };
        if known("name") || known("obj") {
            return raised;
        }
        let pairs = [("name", name), ("obj", object)];
        let pairs = pairs.map(|(field, value)| (self.name(field), value.clone()));
        let made = self.with_pending_saved(|| self.new_dict(pairs.into()).ok());
        if made.is_some() {
            payload.fields.set(made);
        }
        raised
    }

    /// Raises a builtin exception with fields such as `name` set.
    #[cold]
    pub fn raise_with_fields(
        &self,
        kind: ErrorKind,
        message: &str,
        fields: &[(&str, &Ref)],
    ) -> Raised {
        let made = self.new_exception(kind, message).and_then(|exception| {
            let pairs = fields.iter().map(|(name, value)| (self.name(name), (*value).clone()));
            let dict = self.new_dict(pairs.collect())?;
            exception.as_ref::<Exception>().fields.set(Some(dict));
            Ok(exception)
        });
        match made {
            Ok(exception) => self.raise_object(exception),
            Err(raised) => raised,
        }
    }

    /// The slot that holds `object`'s `__dict__`, for kinds that keep one in a slot.
    pub fn dict_slot<'a>(&self, object: &'a Ref) -> Option<&'a Slot> {
        if let Some(extra) = object.extra() {
            return Some(&extra.dict);
        }
        match object.kind() {
            kinds::OBJECT => Some(&object.as_ref::<Instance>().dict),
            kinds::EXCEPTION => Some(&object.as_ref::<Exception>().dict),
            kinds::FUNCTION => Some(&object.as_ref::<Function>().dict),
            _ => None,
        }
    }

    /// The attribute as the instance itself has it, classes aside.
    #[inline]
    pub fn instance_get(&self, object: &Ref, name: &Ref) -> Result<Option<Ref>, Raised> {
        if object.kind() == kinds::OBJECT && object.aux() != IN_DICT {
            let data = object.as_ref::<Instance>().class.as_ref::<Class>();
            let slot = match data.shapes.slot(object.aux(), name) {
                Some(slot) => Some(slot),
                None => self.slot_by_text(data, object, name)?,
            };
            return Ok(slot.and_then(|slot| object.tail()[slot].get()));
        }
        if let Some(module) = object.get::<Module>() {
            return Ok(module.dict.as_ref::<Dict>().get_str(name));
        }
        let dict = self.dict_slot(object).and_then(Slot::get);
        match dict {
            Some(dict) => match dict.get::<Dict>() {
                Some(payload) => payload.get(self, name),
                None => Ok(None),
            },
            None => Ok(None),
        }
    }

    /// Where the attribute stands whose name is equal to `name`, a string that is not interned.
    #[cold]
    fn slot_by_text(
        &self,
        data: &Class,
        object: &Ref,
        name: &Ref,
    ) -> Result<Option<usize>, Raised> {
        if name.get::<Str>().is_none_or(Str::is_interned) {
            return Ok(None);
        }
        let interned = self.intern_object(name);
        Ok(data.shapes.slot(object.aux(), &interned))
    }

    /// What `object.__setattr__` does.
    pub fn generic_set_attr(
        &self,
        object: &Ref,
        name: &Ref,
        value: Option<&Ref>,
    ) -> Result<(), Raised> {
        let found = self.lookup(self.class_of(object), name);
        if let Some(found) = &found
            && let Some(set) = self.slot(found, |slots| slots.describe_set)
        {
            return set(self, found, object, value);
        }
        if self.instance_set(object, name, value)? {
            return Ok(());
        }
        Err(self.cannot_set(object, name, found.is_some()))
    }

    #[cold]
    fn cannot_set(&self, object: &Ref, name: &Ref, known: bool) -> Raised {
        let class = self.class_name(object);
        let has_dict = self.has_dict(object);
        let message = if known && !has_dict {
            format!("'{class}' object attribute '{}' is read-only", name.text())
        } else if has_dict || self.class_data(object).flags.get().custom_setattr {
            format!("'{class}' object has no attribute '{}'", name.text())
        } else {
            format!(
                "'{class}' object has no attribute '{}' and no __dict__ for setting new attributes",
                name.text()
            )
        };
        self.attribute_error(message, object, name)
    }

    /// Whether `object` can have attributes of its own.
    pub fn has_dict(&self, object: &Ref) -> bool {
        match object.kind() {
            kinds::FUNCTION | kinds::MODULE | kinds::EXCEPTION | kinds::TYPE => true,
            _ => self.class_data(object).flags.get().has_dict,
        }
    }

    /// Sets or deletes the attribute on the instance itself. `false` where it cannot have it, or
    /// (for deletion) does not.
    pub fn instance_set(
        &self,
        object: &Ref,
        name: &Ref,
        value: Option<&Ref>,
    ) -> Result<bool, Raised> {
        if !self.has_dict(object) {
            return Ok(false);
        }
        if object.kind() == kinds::OBJECT && object.aux() != IN_DICT {
            if let Some(value) = value
                && self.set_in_slots(object, name, value)
            {
                return Ok(true);
            }
            if value.is_none() {
                return Ok(self.delete_in_slots(object, name));
            }
        }
        let Some(dict) = self.instance_dict(object)? else { return Ok(false) };
        let Some(payload) = dict.get::<Dict>() else { return Ok(false) };
        match value {
            Some(value) => payload.set(self, name.clone(), value.clone()).map(|()| true),
            None => Ok(payload.remove(self, name)?.is_some()),
        }
    }

    /// Takes an attribute out of the instance's slots; those after it move up. `false` where the
    /// instance does not have it.
    fn delete_in_slots(&self, object: &Ref, name: &Ref) -> bool {
        let shapes = &object.as_ref::<Instance>().class.as_ref::<Class>().shapes;
        let Some(place) = shapes.slot(object.aux(), name) else { return false };
        let reserved = shapes.reserved.get() as usize;
        let mut names = shapes.names(object.aux());
        names.remove(place - reserved);
        let mut shape = shapes.root(&self.fresh_shape);
        for name in &names {
            match shapes.step(shape, name, &self.fresh_shape) {
                Some(next) => shape = next,
                None => return false,
            }
        }
        let slots = object.tail();
        let old = slots[place].take();
        for at in place..reserved + names.len() {
            slots[at].set(slots[at + 1].take());
        }
        object.set_aux(shape);
        drop(old);
        true
    }

    /// Puts `value` into the instance's slots, taking a step to a new shape where the attribute
    /// is new. `false` where the slots are full.
    fn set_in_slots(&self, object: &Ref, name: &Ref, value: &Ref) -> bool {
        let data = object.as_ref::<Instance>().class.as_ref::<Class>();
        let shape = object.aux();
        if let Some(slot) = data.shapes.slot(shape, name) {
            object.tail()[slot].set(Some(value.clone()));
            return true;
        }
        let count = data.shapes.used(shape);
        if count >= object.tail().len() {
            let capacity = data.shapes.capacity.get();
            if capacity < MOST_SLOTS {
                data.shapes.capacity.set((capacity * 2).min(MOST_SLOTS).max(count as u16 + 1));
            }
            return false;
        }
        let interned = self.intern_object(name);
        match data.shapes.step(shape, &interned, &self.fresh_shape) {
            Some(next) => {
                object.tail()[count].set(Some(value.clone()));
                object.set_aux(next);
                true
            }
            None => false,
        }
    }

    /// `object.__dict__` as a dict, made now if need be; `None` where there cannot be one.
    pub fn instance_dict(&self, object: &Ref) -> Result<Option<Ref>, Raised> {
        if let Some(module) = object.get::<Module>() {
            return Ok(Some((*module.dict).clone()));
        }
        if !self.has_dict(object) {
            return Ok(None);
        }
        if object.kind() == kinds::OBJECT && object.aux() != IN_DICT {
            return self.slots_to_dict(object).map(Some);
        }
        let Some(slot) = self.dict_slot(object) else { return Ok(None) };
        match slot.get() {
            Some(dict) => Ok(Some(dict)),
            None => {
                let dict = self.new_attributes(object)?;
                slot.set(Some(dict.clone()));
                Ok(Some(dict))
            }
        }
    }

    /// Moves the attributes from the instance's slots into a dict, for good.
    fn slots_to_dict(&self, object: &Ref) -> Result<Ref, Raised> {
        let instance = object.as_ref::<Instance>();
        let shapes = &instance.class.as_ref::<Class>().shapes;
        let names = shapes.names(object.aux());
        let own = &object.tail()[shapes.reserved.get() as usize..];
        let dict = self.new_attributes(object)?;
        for (name, slot) in names.into_iter().zip(own) {
            if let Some(value) = slot.get() {
                dict.as_ref::<Dict>().set(self, name, value)?;
            }
        }
        instance.dict.set(Some(dict.clone()));
        object.set_aux(IN_DICT);
        for slot in own {
            slot.set(None);
        }
        Ok(dict)
    }
}

/// More attributes than this live in a dict.
pub(super) const MOST_SLOTS: u16 = 30;
