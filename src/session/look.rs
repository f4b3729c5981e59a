//! Looks at a namespace for completion, hints and `x?` without running any code of the user.
//!
//! Only dicts, shapes and tables are read; a property is seen, not called. Nothing is created
//! either, so that looking changes no address and no count.

use std::cell;

use super::wanted::string_literal;
use crate::heap::{Ref, Slot};
use crate::runtime::Vm;
use crate::runtime::kinds;
use crate::runtime::object::number::int_view;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{
    BoundMethod, BuiltinFunction, Class, Code, Dict, Function, Instance, List, Module,
};
use crate::source::Source;
use crate::syntax::ast::{ExprKind, StmtKind};
use crate::syntax::parse;

/// A view of one namespace.
pub struct Look<'a> {
    pub vm: &'a Vm,
    pub globals: cell::Ref<'a, Ref>,
}

/// The text of a `str` key.
fn text_of(key: &Ref) -> Option<&str> {
    (key.kind() == kinds::STR).then(|| key.text())
}

/// The value of a `str` key, found by its text.
fn find(dict: &Ref, name: &str) -> Option<Ref> {
    let dict = dict.get::<Dict>()?;
    let table = dict.table.borrow();
    table.iter().find(|entry| text_of(&entry.key) == Some(name)).map(|entry| entry.value.clone())
}

/// The item under a literal key, of a list, tuple or dict itself.
fn item(object: &Ref, key: &str) -> Option<Ref> {
    if let Some(text) = string_literal(key) {
        return find(object, text);
    }
    let index: i64 = key.parse().ok()?;
    if let Some(dict) = object.get::<Dict>() {
        let table = dict.table.borrow();
        let is_key = |key: &Ref| int_view(key).and_then(|number| number.small()) == Some(index);
        return table.iter().find(|entry| is_key(&entry.key)).map(|entry| entry.value.clone());
    }
    let place =
        |length: usize| usize::try_from(if index < 0 { index + length as i64 } else { index }).ok();
    if let Some(list) = object.get::<List>() {
        let items = list.items.borrow();
        return items.get(place(items.len())?).cloned();
    }
    let items = tuple_refs(object);
    items.get(place(items.len())?).cloned()
}

/// The `str` keys of a dict.
fn keys_of(dict: &Ref) -> Vec<String> {
    let Some(dict) = dict.get::<Dict>() else { return Vec::new() };
    let table = dict.table.borrow();
    table.iter().filter_map(|entry| text_of(&entry.key)).map(str::to_owned).collect()
}

impl Look<'_> {
    /// Names of globals and builtins.
    pub fn names(&self) -> Vec<String> {
        let mut names = keys_of(&self.globals);
        names.extend(keys_of(&self.vm.builtins));
        names
    }

    /// Whether a global has this name.
    pub fn defines(&self, name: &str) -> bool {
        find(&self.globals, name).is_some()
    }

    /// The object of a dotted name.
    pub fn find(&self, path: &[&str]) -> Option<Ref> {
        let (first, rest) = path.split_first()?;
        let start = find(&self.globals, first).or_else(|| find(&self.vm.builtins, first))?;
        rest.iter().try_fold(start, |object, name| match name.strip_prefix('[') {
            Some(key) => item(&object, key.strip_suffix(']')?),
            None => self.attribute(&object, name),
        })
    }

    /// An attribute as it is stored: of the object itself, else of its classes.
    fn attribute(&self, object: &Ref, name: &str) -> Option<Ref> {
        if let Some(module) = object.get::<Module>() {
            return find(&module.dict, name);
        }
        if let Some(instance) = object.get::<Instance>() {
            let shapes = &instance.class.as_ref::<Class>().shapes;
            let names = shapes.names(object.aux());
            let slot = names.iter().position(|known| known.text() == name);
            let value = slot.and_then(|slot| object.tail().get(slot)).and_then(Slot::get);
            if value.is_some() {
                return value;
            }
        }
        let own = self.vm.dict_slot(object).and_then(Slot::get);
        if let Some(value) = own.and_then(|dict| find(&dict, name)) {
            return Some(value);
        }
        let classes = match object.get::<Class>() {
            Some(class) => class.mro_refs(),
            None => self.vm.class_data(object).mro_refs(),
        };
        classes.iter().find_map(|class| {
            self.vm.namespace(class);
            find(&class.as_ref::<Class>().dict, name)
        })
    }

    /// Names of attributes of a dotted name's object.
    pub fn attributes(&self, path: &[&str]) -> Vec<String> {
        self.find(path).map(|object| self.vm.attribute_names(&object)).unwrap_or_default()
    }

    /// `str` keys of a dotted name's dict.
    pub fn keys(&self, path: &[&str]) -> Vec<String> {
        self.find(path).map(|object| keys_of(&object)).unwrap_or_default()
    }

    /// Modules that can be imported without looking at the disk, and those already imported.
    pub fn modules(&self) -> Vec<String> {
        let mut names = keys_of(&self.vm.modules);
        names.extend(self.vm.registry.modules.iter().map(|spec| spec.name.to_owned()));
        names.extend(self.vm.registry.python_modules.iter().map(|module| module.name.to_owned()));
        names.retain(|name| name != "__main__");
        names
    }

    /// Names in a module, imported or not.
    pub fn module_names(&self, module: &str) -> Vec<String> {
        if let Some(module) = find(&self.vm.modules, module) {
            return self.vm.attribute_names(&module);
        }
        let registry = self.vm.registry;
        if let Some(spec) = registry.modules.iter().find(|spec| spec.name == module) {
            let functions = spec.functions.iter().map(|row| row.name);
            return functions
                .chain(spec.types.iter().map(|row| row.name))
                .map(str::to_owned)
                .collect();
        }
        let written = registry.python_modules.iter().find(|written| written.name == module);
        written.map_or_else(Vec::new, |written| names_bound_in(written.source))
    }

    /// The signature of a callable, in parentheses.
    pub fn signature(&self, path: &[&str]) -> Option<String> {
        let object = self.find(path)?;
        self.signature_of(&object, self.is_bound(path))
    }

    /// Whether the last name of a path would be bound to the object before it.
    fn is_bound(&self, path: &[&str]) -> bool {
        let owner = path.split_last().and_then(|(_, owner)| self.find(owner));
        owner.is_some_and(|owner| owner.get::<Class>().is_none() && owner.get::<Module>().is_none())
    }

    fn signature_of(&self, object: &Ref, bound: bool) -> Option<String> {
        if let Some(function) = object.get::<Function>() {
            return Some(function_signature(function, bound));
        }
        if let Some(bound) = object.get::<BoundMethod>() {
            return bound.func.get::<Function>().map(|function| function_signature(function, true));
        }
        if let Some(builtin) = object.get::<BuiltinFunction>() {
            return Some(builtin.row.signature.to_owned());
        }
        if let Some(class) = object.get::<Class>() {
            let init = class.mro_refs().iter().find_map(|class| {
                let init = find(&class.as_ref::<Class>().dict, "__init__")?;
                init.get::<Function>().map(|function| function_signature(function, true))
            });
            let spec = class.layout;
            let native = spec.construct.or(spec.init).map(|row| without_type(row.signature));
            return init.or(native);
        }
        None
    }

    /// What `x?` shows.
    pub fn describe(&self, path: &[&str]) -> Option<String> {
        let object = self.find(path)?;
        let mut text = String::new();
        let mut line = |label: &str, value: &str| {
            text.push_str(&format!("{label:<11}{value}\n"));
        };
        line("type:", &self.vm.class_name(&object));
        let count = if object.is_immortal() {
            "∞ (never freed)".to_owned()
        } else {
            // The look itself holds one.
            (object.count() - 1).to_string()
        };
        line("count:", &count);
        line("address:", &format!("{:#x}", object.address()));
        if let Some(signature) = self.signature_of(&object, self.is_bound(path)) {
            let name = path.last().copied().unwrap_or_default();
            line("signature:", &format!("{name}{signature}"));
        }
        if let Some(place) = place_of(&object) {
            line("defined:", &place);
        }
        if let Some(doc) = self.doc(&object) {
            line("doc:", &doc.replace('\n', "\n           "));
        }
        Some(text)
    }

    fn doc(&self, object: &Ref) -> Option<String> {
        if let Some(builtin) = object.get::<BuiltinFunction>() {
            return Some(builtin.row.doc.to_owned());
        }
        let doc = match object.get::<Function>() {
            Some(function) => function.doc.get(),
            None => self.attribute(object, "__doc__"),
        };
        let doc = doc?;
        text_of(&doc).map(|doc| doc.trim().to_owned()).filter(|doc| !doc.is_empty())
    }
}

/// The names that the outermost statements of a module bind.
fn names_bound_in(text: &str) -> Vec<String> {
    let Ok(module) = parse(&Source::new("<module>", text)) else { return Vec::new() };
    let name = |name| module.names.text(name).to_owned();
    let mut names = Vec::new();
    for statement in &module.body {
        match &statement.kind {
            StmtKind::FunctionDef(function) => names.push(name(function.name.name)),
            StmtKind::ClassDef(class) => names.push(name(class.name.name)),
            StmtKind::Assign { targets, .. } => {
                names.extend(targets.iter().filter_map(|target| match &target.kind {
                    ExprKind::Name(bound) => Some(name(*bound)),
                    _ => None,
                }));
            }
            StmtKind::ImportFrom { names: aliases, .. } => {
                let bound = aliases.iter().map(|alias| alias.asname.unwrap_or(alias.name));
                names.extend(bound.map(|ident| name(ident.name)));
            }
            _ => {}
        }
    }
    names
}

/// The signature of a `__new__` as a caller sees it.
fn without_type(signature: &str) -> String {
    let inner = signature.strip_prefix("(type").unwrap_or(signature);
    match inner.strip_prefix(", ") {
        Some(rest) if rest.starts_with('/') => {
            format!("({}", rest.trim_start_matches('/').trim_start_matches(", "))
        }
        Some(rest) => format!("({rest}"),
        None if inner.starts_with(')') => "()".to_owned(),
        None => signature.to_owned(),
    }
}

/// Where a function was written.
fn place_of(object: &Ref) -> Option<String> {
    let code = object.get::<Function>()?.code.get()?;
    let code = code.get::<Code>()?;
    Some(format!("{}, line {}", code.source.name(), code.first_line()))
}

/// A default, where it can be said without running anything.
fn shown(value: Option<&Ref>) -> String {
    let said = value.and_then(|value| match value.kind() {
        kinds::NONE => Some("None".to_owned()),
        kinds::BOOL => int_view(value)?
            .small()
            .map(|bit| if bit == 0 { "False".to_owned() } else { "True".to_owned() }),
        kinds::INT => int_view(value)?.small().map(|number| number.to_string()),
        kinds::STR => Some(value.text())
            .filter(|text| text.len() < 20 && !text.contains(['\'', '\\', '\n']))
            .map(|text| format!("'{text}'")),
        _ => None,
    });
    said.unwrap_or_else(|| "…".to_owned())
}

/// `(a, b=…, *args)` from a function's code; a bound one lacks its first parameter.
fn function_signature(function: &Function, bound: bool) -> String {
    let Some(code) = function.code.get() else { return "(…)".to_owned() };
    let code = code.as_ref::<Code>();
    let shape = code.parameters;
    let name = |at: usize| code.variables.get(at).map_or("", |name| name.text()).to_owned();
    let defaults = function.defaults.get().map_or(0, |tuple| tuple.tail().len());
    let keyword_defaults = function.kwdefaults.get();
    let mut parts = Vec::new();
    for at in usize::from(bound && shape.positional > 0)..shape.positional {
        let default = (at + defaults).checked_sub(shape.positional).map(|given| {
            let tuple = function.defaults.get();
            tuple.and_then(|tuple| tuple.tail().get(given).and_then(Slot::get))
        });
        let default = default.map_or(String::new(), |value| format!("={}", shown(value.as_ref())));
        parts.push(format!("{}{default}", name(at)));
        if at + 1 == shape.positional_only {
            parts.push("/".to_owned());
        }
    }
    let star = shape.positional + shape.keyword_only;
    if shape.vararg {
        parts.push(format!("*{}", name(star)));
    } else if shape.keyword_only > 0 {
        parts.push("*".to_owned());
    }
    for at in shape.positional..star {
        let word = name(at);
        let default = keyword_defaults.as_ref().and_then(|dict| find(dict, &word));
        let default = default.map_or(String::new(), |value| format!("={}", shown(Some(&value))));
        parts.push(format!("{word}{default}"));
    }
    if shape.kwarg {
        parts.push(format!("**{}", name(star + usize::from(shape.vararg))));
    }
    format!("({})", parts.join(", "))
}
