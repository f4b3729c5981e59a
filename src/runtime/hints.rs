//! "Did you mean": what an error about a name may have meant.
//!
//! (CPython: `_compute_suggestion_error` in `Lib/traceback.py`.)

use super::object::{CellObject, Class, Code, Dict, Exception, FrameObject, Instance, Module, Str};
use super::raise::ErrorKind;
use super::traceback::traceback_entries;
use super::vm::Vm;
use crate::heap::{Ref, Slot};
use crate::text::suggest::suggest;

impl Vm {
    /// `. Did you mean: 'x'?` and relatives, for errors about names. Names that could be seen where
    /// the exception was raised are only looked through with its `traceback`.
    pub fn suggestion(&self, exception: &Ref, traceback: bool) -> Option<String> {
        if self.is_error(exception, ErrorKind::ImportError) {
            let name = self.field_text(exception, "name_from")?;
            let found = self.suggest_import(exception, &name)?;
            return Some(format!(". Did you mean: '{found}'?"));
        }
        let name = self.field_text(exception, "name")?;
        if self.is_error(exception, ErrorKind::AttributeError) {
            let found = self.suggest_attribute(exception, &name)?;
            return Some(format!(". Did you mean: '{found}'?"));
        }
        if !self.is_error(exception, ErrorKind::NameError)
            || self.is_error(exception, ErrorKind::UnboundLocalError)
        {
            return None;
        }
        let found = if traceback { self.suggest_name(exception, &name) } else { None };
        let is_module = super::stdlib_names::STDLIB_NAMES.contains(&&*name);
        match (found, is_module) {
            (Some(found), true) => {
                Some(format!(". Did you mean: '{found}'? Or did you forget to import '{name}'?"))
            }
            (Some(found), false) => Some(format!(". Did you mean: '{found}'?")),
            (None, true) => Some(format!(". Did you forget to import '{name}'?")),
            (None, false) => None,
        }
    }

    fn field_text(&self, exception: &Ref, name: &str) -> Option<String> {
        let found = self.field_of(exception, name)?;
        found.is::<Str>().then(|| found.text().to_owned())
    }

    fn suggest_import(&self, exception: &Ref, name: &str) -> Option<String> {
        let module = self.field_of(exception, "name")?;
        let module = self.modules.as_ref::<Dict>().get_str(&module)?;
        let names = self.attribute_names(&module);
        best(name, names.into_iter().filter(|found| shows(name, found)).collect())
    }

    fn suggest_attribute(&self, exception: &Ref, name: &str) -> Option<String> {
        let object = self.field_of(exception, "obj")?;
        let mut names = self.attribute_names(&object);
        let is_self = self.innermost_local(exception, "self").is_some_and(|own| own.same(&object));
        if !is_self {
            names.retain(|found| shows(name, found));
        }
        best(name, names)
    }

    fn suggest_name(&self, exception: &Ref, name: &str) -> Option<String> {
        let names = self.visible_names(exception)?;
        if let Some(own) = self.innermost_local(exception, "self") {
            match self.find_attr(&own, &self.name(name)) {
                Ok(Some(_)) => return Some(format!("self.{name}")),
                Ok(None) => {}
                Err(raised) => drop(self.take_raised(raised)),
            }
        }
        best(name, names)
    }

    /// Names of attributes, sorted, without running any code of the object's.
    pub fn attribute_names(&self, object: &Ref) -> Vec<String> {
        let mut names = Vec::new();
        let mut add = |dict: &Dict| {
            let keys = dict.keys();
            names
                .extend(keys.iter().filter(|key| key.is::<Str>()).map(|key| key.text().to_owned()));
        };
        if let Some(module) = object.get::<Module>() {
            add(module.dict.as_ref::<Dict>());
        } else {
            let classes = match object.get::<Class>() {
                Some(class) => class.mro_refs(),
                None => self.class_data(object).mro_refs(),
            };
            for class in classes {
                add(self.namespace(&class));
            }
        }
        if let Some(dict) = self.dict_slot(object).and_then(Slot::get)
            && let Some(dict) = dict.get::<Dict>()
        {
            add(dict);
        }
        if let Some(instance) = object.get::<Instance>() {
            let shapes = &instance.class.as_ref::<Class>().shapes;
            names.extend(shapes.names(object.aux()).iter().map(|name| name.text().to_owned()));
        }
        names.sort();
        names.dedup();
        names
    }

    fn innermost_frame(&self, exception: &Ref) -> Option<Ref> {
        let traceback = exception.get::<Exception>()?.traceback.get()?;
        traceback_entries(&traceback).pop().map(|entry| entry.frame)
    }

    /// The bound locals of a frame, with their values.
    fn bound_locals(&self, frame: &Ref) -> Vec<(Ref, Ref)> {
        let payload = frame.as_ref::<FrameObject>();
        let code = payload.code.as_ref::<Code>();
        if let Some(namespace) = payload.namespace.get() {
            return namespace.get::<Dict>().map_or_else(Vec::new, Dict::pairs);
        }
        let mut bound = Vec::new();
        for (at, name) in code.variables.iter().chain(&code.free).enumerate() {
            let value = match self.frame_local(payload, at) {
                Some(cell) if cell.is::<CellObject>() => cell.as_ref::<CellObject>().content.get(),
                value => value,
            };
            if let Some(value) = value {
                bound.push(((**name).clone(), value));
            }
        }
        bound
    }

    fn innermost_local(&self, exception: &Ref, name: &str) -> Option<Ref> {
        let frame = self.innermost_frame(exception)?;
        let bound = self.bound_locals(&frame);
        bound.into_iter().find(|(known, _)| known.text() == name).map(|(_, value)| value)
    }

    /// Names a `NameError` could have meant: locals, globals, builtins of its frame.
    fn visible_names(&self, exception: &Ref) -> Option<Vec<String>> {
        let frame = self.innermost_frame(exception)?;
        let mut names: Vec<String> =
            self.bound_locals(&frame).iter().map(|(name, _)| name.text().to_owned()).collect();
        let globals = frame.as_ref::<FrameObject>().globals.as_ref::<Dict>().keys();
        let builtins = self.builtins.as_ref::<Dict>().keys();
        for key in globals.iter().chain(&builtins).filter(|key| key.is::<Str>()) {
            names.push(key.text().to_owned());
        }
        Some(names)
    }
}

/// Private names are only offered for private ones.
fn shows(name: &str, found: &str) -> bool {
    name.starts_with('_') || !found.starts_with('_')
}

fn best(name: &str, candidates: Vec<String>) -> Option<String> {
    let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
    suggest(name, &candidates).map(str::to_owned)
}
