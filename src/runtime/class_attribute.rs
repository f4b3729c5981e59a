//! Attributes of classes: found along the method resolution order, changed with a word to the caches.
//!
//! (CPython: `type_getattro`, `type_setattro` in `Objects/typeobject.c`.)

use super::object::Class;
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::Ref;

impl Vm {
    /// `class.name`, as `type.__getattribute__` does it.
    pub fn type_get_attr(&self, class: &Ref, name: &Ref) -> Eval {
        let meta = self.class_of(class);
        let found = meta.as_ref::<Class>().lookup(self, name);
        let mut describe = None;
        if let Some(found) = &found {
            let (get, set) = self.slot(found, |slots| (slots.describe, slots.describe_set));
            if let (Some(get), Some(_)) = (get, set) {
                return get(self, found, Some(class), Some(meta));
            }
            describe = get;
        }
        if let Some(own) = class.as_ref::<Class>().lookup(self, name) {
            return match self.slot(&own, |slots| slots.describe) {
                Some(get) => get(self, &own, None, Some(class)),
                None => Ok(Value::Obj(own)),
            };
        }
        match (found, describe) {
            (Some(found), Some(get)) => {
                let meta = meta.clone();
                get(self, &found, Some(class), Some(&meta))
            }
            (Some(found), None) => Ok(Value::Obj(found)),
            (None, _) => Err(self.no_attribute(class, name)),
        }
    }

    /// `class.name = value` or `del class.name`, as `type.__setattr__` does it.
    pub fn type_set_attr(
        &self,
        class: &Ref,
        name: &Ref,
        value: Option<&Ref>,
    ) -> Result<(), Raised> {
        let data = class.as_ref::<Class>();
        let flags = data.flags.get();
        if flags.builtin || flags.sealed {
            let class = match flags.sealed {
                true => self.class_full_name(class),
                false => data.name_text(),
            };
            let message =
                format!("cannot set '{}' attribute of immutable type '{class}'", name.text());
            return Err(self.type_error(message));
        }
        if let Some(found) = self.class_data(class).lookup(self, name)
            && let Some(set) = self.slot(&found, |slots| slots.describe_set)
        {
            return set(self, &found, class, value);
        }
        let old = self.namespace(class).get_str(name);
        match value {
            Some(value) => {
                let interned = self.intern_object(name);
                self.namespace(class).set(self, interned, value.clone())?;
            }
            None => {
                if self.namespace(class).remove(self, name)?.is_none() {
                    return Err(self.no_attribute(class, name));
                }
            }
        }
        if self.matters_to_caches(name, old.as_ref(), value) {
            self.class_changed(class, name);
        }
        Ok(())
    }

    /// Whether a change of a class attribute can change what inline caches or slots say: not
    /// where one piece of plain data replaces another (a counter kept in the class).
    fn matters_to_caches(&self, name: &Ref, old: Option<&Ref>, new: Option<&Ref>) -> bool {
        let (Some(old), Some(new)) = (old, new) else { return true };
        let plain = |value: &Ref| {
            self.slot(value, |slots| slots.describe.is_none() && slots.describe_set.is_none())
        };
        name.text().starts_with("__") || !plain(old) || !plain(new)
    }
}
