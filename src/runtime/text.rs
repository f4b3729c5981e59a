//! Objects as text: `str`, `repr`, `format`, and cutting the recursion of containers.

use super::kinds;
use super::object::{Class, Float, Int, Str};
use super::stack::Role;
use super::value::{Eval, Raised};
use super::vm::Vm;
use crate::heap::{Flag, Ref};
use crate::text::digits::Digits;
use crate::text::format_number::{format_float, format_int, format_str};

impl Vm {
    /// `repr(object)` as a `str` object.
    pub fn repr(&self, object: &Ref) -> Result<Ref, Raised> {
        self.repr_named(object, "__repr__")
    }

    /// What the slot of `repr` says, asked for by `method`.
    pub fn repr_named(&self, object: &Ref, method: &str) -> Result<Ref, Raised> {
        let Some(repr) = self.slot(object, |slots| slots.repr) else {
            return self.new_str(&self.plain_repr(object));
        };
        let text = self.recurse(" while getting the repr of an object", || repr(self, object))?;
        self.checked_str(text, method)
    }

    /// `repr(object)` as text.
    pub fn repr_text(&self, object: &Ref) -> Result<String, Raised> {
        Ok(self.repr(object)?.text().to_owned())
    }

    /// `str(object)` as a `str` object.
    pub fn str(&self, object: &Ref) -> Result<Ref, Raised> {
        if object.is_exact::<Str>() {
            return Ok(object.clone());
        }
        match self.slot(object, |slots| slots.str) {
            Some(str) => {
                let text =
                    self.recurse(" while getting the str of an object", || str(self, object))?;
                self.checked_str(text, "__str__")
            }
            None => self.repr_named(object, "__str__"),
        }
    }

    /// `str(object)` as text.
    pub fn str_text(&self, object: &Ref) -> Result<String, Raised> {
        Ok(self.str(object)?.text().to_owned())
    }

    pub(super) fn checked_str(
        &self,
        value: super::value::Value,
        method: &str,
    ) -> Result<Ref, Raised> {
        let object = self.to_object(value)?;
        if object.is::<Str>() {
            return Ok(object);
        }
        let class = self.class_name(&object);
        Err(self.type_error(format!("{method} returned non-string (type {class})")))
    }

    /// `<__main__.C object at 0x…>`.
    pub fn plain_repr(&self, object: &Ref) -> String {
        object.observe();
        format!(
            "<{} object at {:#x}>",
            self.class_full_name(self.class_of(object)),
            object.address()
        )
    }

    /// The class's qualified name, with its module unless that is `builtins`.
    pub fn class_full_name(&self, class: &Ref) -> String {
        let data = class.as_ref::<Class>();
        let qualname = data.qualname.get().map_or_else(String::new, |name| name.text().to_owned());
        match self.namespace(class).get_str(&self.name("__module__")) {
            Some(module) if module.is::<Str>() && module.text() != "builtins" => {
                format!("{}.{qualname}", module.text())
            }
            _ => qualname,
        }
    }

    /// `format(object, spec)`.
    pub fn format(&self, object: &Ref, spec: &str) -> Result<Ref, Raised> {
        if spec.is_empty() && object.is_exact::<Str>() {
            return Ok(object.clone());
        }
        if spec.is_empty() && object.is_exact::<super::object::Int>() {
            return self.str(object);
        }
        if let Some(text) = format_quickly(object, spec) {
            return self.new_str(&text);
        }
        let spec = self.new_str(spec)?;
        self.keep(spec, Role::Formatted, |spec| self.format_by(object, spec))
    }

    /// As [`Vm::format`], with the specification as an object.
    pub fn format_by(&self, object: &Ref, spec: &Ref) -> Result<Ref, Raised> {
        let Some(method) = self.lookup_special(object, "__format__") else {
            let class = self.class_name(object);
            return Err(self.type_error(format!("Type {class} doesn't define __format__")));
        };
        let value = self.call_bound_special(method, object, &[spec])?;
        let result = self.to_object(value)?;
        if result.is::<Str>() {
            return Ok(result);
        }
        let class = self.class_name(&result);
        Err(self.type_error(format!("__format__ must return a str, not {class}")))
    }

    /// Appends `format(object, spec)` to `text`.
    pub fn format_into(&self, object: &Ref, spec: &str, text: &mut String) -> Result<(), Raised> {
        if spec.is_empty() {
            if object.is_exact::<Str>() {
                text.push_str(object.text());
                return Ok(());
            }
            if object.is_exact::<Int>()
                && let Some(int) = object.get::<Int>()
            {
                text.push_str(Digits::of(int.0.get()).as_str());
                return Ok(());
            }
        } else if let Some(formatted) = format_quickly(object, spec) {
            text.push_str(&formatted);
            return Ok(());
        }
        text.push_str(self.format(object, spec)?.text());
        Ok(())
    }

    /// Runs `write` unless the `repr` of `object` is already being computed further out; then the
    /// answer is `None` and the caller prints `[...]`.
    pub fn without_repr_cycle<R>(
        &self,
        object: &Ref,
        write: impl FnOnce() -> Result<R, Raised>,
    ) -> Result<Option<R>, Raised> {
        let address = object.address();
        if self.repr_stack.borrow().contains(&address) {
            return Ok(None);
        }
        self.repr_stack.borrow_mut().push(address);
        let result = write();
        self.repr_stack.borrow_mut().pop();
        result.map(Some)
    }

    /// A `str` made by `write`.
    pub fn build_str(&self, write: impl FnOnce(&mut String) -> Result<(), Raised>) -> Eval {
        let mut text = self.draft.take();
        let made = write(&mut text).and_then(|()| self.str_value(&text));
        self.keep_draft(text);
        made
    }

    /// A `str` made by `write`, which cannot fail.
    #[inline]
    pub fn write_str(&self, write: impl FnOnce(&mut String)) -> Eval {
        let mut text = self.draft.take();
        write(&mut text);
        let made = self.str_value(&text);
        self.keep_draft(text);
        made
    }

    /// Keeps the memory of a text that has become an object, for the next.
    #[inline]
    fn keep_draft(&self, mut text: String) {
        if text.capacity() <= LARGEST_DRAFT {
            text.clear();
            self.draft.set(text);
        }
    }
}

/// Memory beyond this is given back at once.
const LARGEST_DRAFT: usize = 4096;

/// An int, float or string of just that type formatted; `None` for others, and where it fails, for
/// which the type's own method has the words.
fn format_quickly(object: &Ref, spec: &str) -> Option<String> {
    if spec.is_empty() || object.has_flag(Flag::EXTENDED) {
        return None;
    }
    match object.kind() {
        kinds::INT => format_int(&object.get::<Int>()?.0.get(), spec, "int").ok(),
        kinds::FLOAT => format_float(object.get::<Float>()?.0.get(), spec, "float").ok(),
        kinds::STR => format_str(object.text(), spec, "str").ok(),
        _ => None,
    }
}
