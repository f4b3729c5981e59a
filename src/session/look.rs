//! Looks at a namespace for completion, hints and `x?` without running any code of the user.
//!
//! Only dicts, shapes and tables are read; a property is seen, not called. Nothing is created
//! either, so that looking changes no address and no count.

use std::cell;

use super::dedent::dedent;
use super::signature::{function_signature, without_type};
use super::wanted::string_literal;
use crate::heap::{Ref, Slot};
use crate::runtime::Vm;
use crate::runtime::kinds;
use crate::runtime::object::number::int_view;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{
    BoundMethod, BuiltinFunction, Class, Code, Dict, Function, Instance, List, MethodDescriptor,
    Module,
};
use crate::runtime::spec::Method;
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
pub(super) fn find(dict: &Ref, name: &str) -> Option<Ref> {
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

    /// A `str` under a name in `sys`.
    pub fn system_text(&self, name: &str) -> Option<String> {
        let sys = find(&self.vm.modules, "sys")?;
        let value = find(&sys.get::<Module>()?.dict, name)?;
        text_of(&value).map(str::to_owned)
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
        if let Some(method) = builtin_of(object) {
            return Some(method.signature.to_owned());
        }
        let class = object.get::<Class>()?;
        let written = class.mro_refs().iter().find_map(|class| {
            let dict = &class.as_ref::<Class>().dict;
            let made = find(dict, "__init__").or_else(|| find(dict, "__new__"))?;
            made.get::<Function>().map(|function| function_signature(function, true))
        });
        let spec = class.layout;
        if written.is_none() && spec.name == "object" {
            return Some("()".to_owned());
        }
        written.or_else(|| spec.construct.or(spec.init).map(|row| without_type(row.signature)))
    }

    /// What `x?` shows, and `x??` with its source.
    pub fn describe(&self, path: &[&str], source: bool) -> Option<String> {
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
        if let Some(source) = source_of(&object).filter(|_| source) {
            line("source:", &source.replace('\n', "\n           "));
        }
        Some(text)
    }

    fn doc(&self, object: &Ref) -> Option<String> {
        if let Some(method) = builtin_of(object) {
            return Some(method.doc.to_owned());
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

/// The row of a builtin function or method.
fn builtin_of(object: &Ref) -> Option<&'static Method> {
    let function = object.get::<BuiltinFunction>().map(|builtin| builtin.row);
    function.or_else(|| object.get::<MethodDescriptor>().map(|method| method.row))
}

/// The text of a function as it was written.
fn source_of(object: &Ref) -> Option<String> {
    let code = object.get::<Function>()?.code.get()?;
    let code = code.get::<Code>()?;
    let text = code.source.text().get(..code.span.end as usize)?;
    let start = text.get(..code.span.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
    Some(dedent(&text[start..]).trim_end().to_owned())
}

/// Where a function was written.
fn place_of(object: &Ref) -> Option<String> {
    let code = object.get::<Function>()?.code.get()?;
    let code = code.get::<Code>()?;
    Some(format!("{}, line {}", code.source.name(), code.first_line()))
}
