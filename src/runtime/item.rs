//! Items: `len`, subscripts, `in`.

use super::kinds;
use super::raise::ErrorKind;
use super::role::Role;
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::Ref;

impl Vm {
    /// `len(object)`.
    pub fn len_of(&self, object: &Ref) -> Result<usize, Raised> {
        match self.slot(object, |slots| slots.len) {
            Some(len) => len(self, object),
            None => {
                let class = self.class_name(object);
                Err(self.type_error(format!("object of type '{class}' has no len()")))
            }
        }
    }

    /// `object[key]`.
    pub fn get_item(&self, object: &Ref, key: &Ref) -> Eval {
        if let Some(getitem) = self.slot(object, |slots| slots.getitem) {
            return getitem(self, object, key);
        }
        if object.is::<super::object::Class>() {
            if let Some(method) = self.find_class_getitem(object)? {
                return self.call(&method, &[key]);
            }
            // `type` has no `__class_getitem__`, which its instances would find.
            if object.same(self.class_of_kind(kinds::TYPE)) {
                return self.call(self.class_of_kind(kinds::GENERIC_ALIAS), &[object, key]);
            }
            let class = self.name_of_class(object);
            return Err(self.type_error(format!("type '{class}' is not subscriptable")));
        }
        let class = self.class_name(object);
        Err(self.type_error(format!("'{class}' object is not subscriptable")))
    }

    fn find_class_getitem(&self, class: &Ref) -> Result<Option<Ref>, Raised> {
        let method = self.find_attr(class, &self.name("__class_getitem__"))?;
        Ok(method.filter(|method| !self.is_none(method)))
    }

    /// `object[key] = value`, or `del object[key]` where `value` is `None`.
    pub fn set_item(&self, object: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
        match self.slot(object, |slots| slots.setitem) {
            Some(setitem) => setitem(self, object, key, value),
            None => {
                let by_index =
                    self.is_like_sequence(object) && self.slot(key, |slots| slots.index.is_some());
                if by_index {
                    self.index_of(key)?;
                }
                let class = self.class_name(object);
                let what = match value {
                    Some(_) => "does not support item assignment",
                    None if by_index => "doesn't support item deletion",
                    None => "does not support item deletion",
                };
                Err(self.type_error(format!("'{class}' object {what}")))
            }
        }
    }

    /// Whether `object`'s class has any of a sequence's methods, as every Python class may.
    pub fn is_like_sequence(&self, object: &Ref) -> bool {
        !self.class_data(object).flags.get().builtin
            || self.slot(object, |slots| {
                slots.contains.is_some() || slots.concat.is_some() || slots.len.is_some()
            })
    }

    /// `item in object`.
    pub fn contains(&self, object: &Ref, item: &Ref) -> Result<bool, Raised> {
        if let Some(contains) = self.slot(object, |slots| slots.contains) {
            return contains(self, object, item);
        }
        let iterator = match self.iter(object) {
            Ok(iterator) => iterator,
            Err(raised) if self.pending_is(&raised, ErrorKind::TypeError) => {
                drop(self.take_raised(raised));
                let class = self.class_name(object);
                return Err(self.type_error(format!("argument of type '{class}' is not iterable")));
            }
            Err(raised) => return Err(raised),
        };
        let mut found = false;
        self.keep(iterator, Role::Iterator, |iterator| {
            self.drain(iterator, &mut |other| {
                found = self.equal(&other, item)?;
                Ok(!found)
            })
        })?;
        Ok(found)
    }

    /// `KeyError(key)`.
    #[cold]
    pub fn key_error(&self, key: &Ref) -> Raised {
        self.raise_with(ErrorKind::KeyError, key)
    }

    /// `IndexError` with a message.
    #[cold]
    pub fn index_error(&self, message: &str) -> Raised {
        self.raise(ErrorKind::IndexError, message.to_owned())
    }

    /// A truth value as an [`Eval`].
    pub fn truth_value(&self, result: Result<bool, Raised>) -> Eval {
        result.map(Value::bool)
    }
}
