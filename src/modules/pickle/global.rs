//! Classes and functions: written as the names under which they are found, and found again.

use super::errors::{part, pickling_error};
use super::reduce::parts_of;
use super::save::{Done, Writer};
use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::object::string::str_of;
use crate::runtime::object::{Class, Dict, Module, Str};
use crate::runtime::{Raised, Value, Vm, kinds};
use crate::types::held;

/// The module where something is found, and its name there, which may lead through classes.
struct Found {
    module: Ref,
    name: Ref,
}

/// What stands under `name` in a module that has been imported, if that needs no code to find out.
pub(super) fn at_hand(vm: &Vm, module: &Ref, name: &Ref) -> Option<Ref> {
    let modules = vm.modules.as_ref::<Dict>();
    let module = modules.get_str(module)?;
    if !module.is_exact::<Module>() || name.text().contains('.') {
        return None;
    }
    module.as_ref::<Module>().dict.get::<Dict>()?.get_str(name)
}

impl Writer<'_> {
    fn find(&self, object: &Ref, name: Option<&Ref>) -> Result<Found, Raised> {
        let vm = self.vm;
        let attribute = |name: &str| vm.find_attr(object, &vm.name(name));
        let known = match name {
            Some(name) => Some(name.clone()),
            None => attribute("__qualname__")?,
        };
        if let Some(name) = known.filter(|name| name.is_exact::<Str>())
            && let Some(module) = attribute("__module__")?.filter(|module| module.is_exact::<Str>())
            && at_hand(vm, &module, &name).is_some_and(|found| found.same(object))
        {
            return Ok(Found { module, name });
        }
        let none = vm.none();
        let found = part(vm, "find_global", &[object, name.unwrap_or(&none)])?;
        let parts = parts_of(vm, found)?;
        let [module, name] = &parts[..] else {
            return Err(pickling_error(vm, "no such place"));
        };
        Ok(Found { module: module.clone(), name: name.clone() })
    }

    /// The names as objects of their own, where CPython's are: those of classes in C are made when
    /// asked for, and all functions of a module in C share a text that is no interned one.
    fn own_names(&self, object: &Ref, found: Found) -> Result<Found, Raised> {
        let vm = self.vm;
        if let Some(class) = object.get::<Class>() {
            let flags = class.flags.get();
            let name = if flags.builtin || flags.sealed {
                let text = found.name.text();
                vm.heap.alloc_text(Str::of(text), text, None).map_err(|full| vm.heap_full(full))?
            } else {
                found.name
            };
            return Ok(Found { name, ..found });
        }
        if object.kind() != kinds::BUILTIN_FUNCTION {
            return Ok(found);
        }
        let mut titles = self.pickler.titles.borrow_mut();
        let known = titles.iter().find(|title| title.text() == found.module.text()).cloned();
        let module = match known {
            Some(title) => title,
            None => {
                let text = found.module.text();
                let made = vm.heap.alloc_text(Str::of(text), text, None);
                let made = made.map_err(|full| vm.heap_full(full))?;
                titles.push(made.clone());
                made
            }
        };
        Ok(Found { module, ..found })
    }

    /// Writes where `object` is found, under `name` or its own name.
    pub(super) fn save_global(&mut self, object: &Ref, name: Option<&Ref>) -> Done {
        let vm = self.vm;
        let found = self.find(object, name)?;
        let Found { module, name } = self.own_names(object, found)?;
        if self.protocol >= 2
            && let Some(code) = self.extension_code(&module, &name)?
        {
            self.put_extension(code);
            return Ok(());
        }
        if self.protocol >= 4 {
            held::with(vm, [module, name], |[module, name]| {
                self.save(module)?;
                self.save(name)
            })?;
            self.stream.op(b'\x93');
        } else {
            held::with(vm, [module, name], |[module, name]| self.put_path(module, name))?;
        }
        self.memoize(object);
        Ok(())
    }

    /// A name that leads through classes: `getattr(getattr(first, second), third)`.
    fn put_path(&mut self, module: &Ref, name: &Ref) -> Done {
        let vm = self.vm;
        let mut path = name.text().split('.');
        let first = path.next().unwrap_or_default();
        let steps: Vec<&str> = path.collect();
        if steps.is_empty() {
            return self.put_names(module, name);
        }
        for _ in &steps {
            let builtins = vm.builtins.as_ref::<Dict>();
            let getattr = builtins.get_str(&vm.name("getattr")).unwrap_or_else(|| vm.none());
            self.save_owned(getattr)?;
            if self.protocol < 2 {
                self.stream.op(b'(');
            }
        }
        self.put_names(module, &vm.new_str(first)?)?;
        for step in steps {
            self.save_owned(vm.new_str(step)?)?;
            self.stream.put(if self.protocol < 2 { b"tR" } else { b"\x86R" });
        }
        Ok(())
    }

    fn put_names(&mut self, module: &Ref, name: &Ref) -> Done {
        let vm = self.vm;
        let names = if self.pickler.fix_imports.get() {
            parts_of(vm, part(vm, "old_names", &[module, name])?)?
        } else {
            vec![module.clone(), name.clone()]
        };
        self.stream.op(b'c');
        for (what, name) in ["module", "global"].iter().zip(names) {
            let text = name.text();
            if self.protocol < 3 && !text.is_ascii() {
                let protocol = self.protocol;
                let message = format!(
                    "can't pickle {what} identifier '{text}' using pickle protocol {protocol}"
                );
                return Err(pickling_error(vm, message));
            }
            self.stream.put(text.as_bytes());
            self.stream.op(b'\n');
        }
        Ok(())
    }

    /// The number that was registered for a name, if any.
    fn extension_code(&self, module: &Ref, name: &Ref) -> Result<Option<u32>, Raised> {
        let vm = self.vm;
        let registry = vm.get_attr_text(&vm.import("copyreg")?, "_extension_registry")?;
        let registry = vm.to_object(registry)?;
        let Some(codes) = registry.get::<Dict>().filter(|codes| !codes.is_empty()) else {
            return Ok(None);
        };
        let key = vm.new_tuple_of([module.clone(), name.clone()])?;
        let code = codes.get(vm, &key)?;
        Ok(code.and_then(|code| int_view(&code)?.small()).map(|code| code as u32))
    }

    fn put_extension(&mut self, code: u32) {
        let [one, two, ..] = code.to_le_bytes();
        match code {
            0..=0xFF => self.stream.put(&[b'\x82', one]),
            0x100..=0xFFFF => self.stream.put(&[b'\x83', one, two]),
            _ => {
                self.stream.op(b'\x84');
                self.stream.put(&code.to_le_bytes());
            }
        }
    }
}

/// What `find_class(module, name)` finds, for a pickle of `protocol`.
pub(super) fn find_class(
    vm: &Vm,
    [module, name]: [&Ref; 2],
    protocol: u8,
    fix_imports: bool,
) -> Result<Ref, Raised> {
    let fix = protocol < 3 && fix_imports;
    if !fix
        && str_of(module).is_some()
        && str_of(name).is_some()
        && let Some(found) = at_hand(vm, module, name)
    {
        return Ok(found);
    }
    let deep = vm.to_object(Value::bool(protocol >= 4))?;
    let fix = vm.to_object(Value::bool(fix))?;
    vm.to_object(part(vm, "find_class", &[module, name, &deep, &fix])?)
}
