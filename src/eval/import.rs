//! `import` and `from … import`.

use super::node::{Exp, Stm, Target, attempt};
use crate::heap::Ref;
use crate::runtime::object::{BuiltinFunction, Dict, Module, Str};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value, Vm};
use crate::source::Span;

/// One `module.path as name`.
pub struct Import {
    pub module: String,
    /// With `as`, the innermost module is bound; without, the outermost.
    pub innermost: bool,
    pub target: Box<dyn Target>,
    pub span: Span,
}

impl Stm for Import {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let vm = frame.vm;
        if let Some(import) = replaced_import(vm) {
            let result = self.by(frame, &import);
            let module = attempt!(result.map_err(|raised| vm.locate(frame, raised, self.span)));
            attempt!(self.target.assign(frame, Value::Obj(module)));
            return Flow::Next;
        }
        let result = vm.import(&self.module).and_then(|module| {
            if self.innermost || !self.module.contains('.') {
                return Ok(module);
            }
            vm.import(self.module.split('.').next().unwrap_or(&self.module))
        });
        let module = attempt!(result.map_err(|raised| vm.locate(frame, raised, self.span)));
        attempt!(self.target.assign(frame, Value::Obj(module)));
        Flow::Next
    }
}

impl Import {
    /// The module as the program's own `__import__` gives it.
    fn by(&self, frame: &Frame<'_>, import: &Ref) -> Result<Ref, Raised> {
        let vm = frame.vm;
        let mut module = call_import(frame, import, &self.module, vm.none(), 0)?;
        if self.innermost {
            for part in self.module.split('.').skip(1) {
                let found = vm.get_attr(&module, &vm.intern(part)?)?;
                module = vm.to_object(found)?;
            }
        }
        Ok(module)
    }
}

/// `builtins.__import__`, where the program has put something else in its place.
fn replaced_import(vm: &Vm) -> Option<Ref> {
    let import = vm.builtins.as_ref::<Dict>().get_str(&vm.name("__import__"))?;
    (!import.is::<BuiltinFunction>()).then_some(import)
}

fn call_import(
    frame: &Frame<'_>,
    import: &Ref,
    module: &str,
    names: Ref,
    level: u32,
) -> Result<Ref, Raised> {
    let vm = frame.vm;
    let globals = super::builtins::current_globals(vm)?;
    let (module, level) = (vm.intern(module)?, vm.new_int(i64::from(level))?);
    let found = vm.call(import, &[&module, &globals, &vm.none(), &names, &level])?;
    vm.to_object(found)
}

/// `from module import a, b as c` or `*`.
pub struct ImportFrom {
    pub module: String,
    pub level: u32,
    /// Names (as text) with their targets.
    pub names: Vec<(String, Box<dyn Target>)>,
    pub star: bool,
    pub span: Span,
}

impl Stm for ImportFrom {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let result = self.run(frame);
        attempt!(result.map_err(|raised| frame.vm.locate(frame, raised, self.span)));
        Flow::Next
    }
}

impl ImportFrom {
    fn run(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        let vm = frame.vm;
        if let Some(import) = replaced_import(vm) {
            let names = self.names.iter().map(|(name, _)| vm.intern(name));
            let names =
                if self.star { vec![vm.intern("*")?] } else { names.collect::<Result<_, _>>()? };
            let names = vm.new_tuple(names)?;
            let module = call_import(frame, &import, &self.module, names, self.level)?;
            let at = vm.stack.push(module, Role::Builtin);
            let result = self.bind(frame, at, &self.module);
            vm.stack.truncate(at);
            return result;
        }
        let name = absolute_name(vm, frame.globals, &self.module, self.level)?;
        let module = vm.import(&name)?;
        let at = vm.stack.push(module, Role::Builtin);
        let result = self.bind(frame, at, &name);
        vm.stack.truncate(at);
        result
    }

    fn bind(&self, frame: &Frame<'_>, at: usize, name: &str) -> Result<(), Raised> {
        let vm = frame.vm;
        let Some(module) = vm.stack.get(at) else { return Ok(()) };
        if self.star {
            return import_star(frame, &module);
        }
        for (wanted, target) in &self.names {
            let value = find_in_module(vm, &module, name, wanted)?;
            target.assign(frame, Value::Obj(value))?;
        }
        Ok(())
    }
}

/// `name` of a module: an attribute, or a submodule to be imported.
fn find_in_module(vm: &Vm, module: &Ref, module_name: &str, wanted: &str) -> Result<Ref, Raised> {
    let key = vm.intern(wanted)?;
    if let Some(value) = vm.find_attr(module, &key)? {
        return Ok(value);
    }
    let is_package = vm.find_attr(module, &vm.name("__path__"))?.is_some();
    if is_package {
        let full = format!("{module_name}.{wanted}");
        match vm.import(&full) {
            Ok(submodule) => return Ok(submodule),
            Err(raised) if vm.pending_is(&raised, ErrorKind::ModuleNotFoundError) => {
                drop(vm.take_raised(raised));
            }
            Err(raised) => return Err(raised),
        }
    }
    Err(cannot_import(vm, module, module_name, wanted))
}

#[cold]
fn cannot_import(vm: &Vm, module: &Ref, module_name: &str, wanted: &str) -> Raised {
    let file = module
        .get::<Module>()
        .and_then(|module| module.dict.as_ref::<Dict>().get_str(&vm.name("__file__")));
    let place = match file {
        Some(file) if file.is::<Str>() && !file.text().starts_with("<frozen") => {
            file.text().to_owned()
        }
        _ => "unknown location".into(),
    };
    let message = if vm.is_initializing(module_name) {
        format!(
            "cannot import name '{wanted}' from partially initialized module '{module_name}' (most \
             likely due to a circular import) ({place})"
        )
    } else {
        format!("cannot import name '{wanted}' from '{module_name}' ({place})")
    };
    let known = vm
        .intern(wanted)
        .and_then(|wanted| Ok((wanted, vm.new_str(module_name)?, vm.new_str(&place)?)));
    match known {
        Ok((wanted, name, path)) => {
            let path = if place == "unknown location" { vm.none() } else { path };
            let fields = [("name", &name), ("name_from", &wanted), ("path", &path)];
            vm.raise_with_fields(ErrorKind::ImportError, &message, &fields)
        }
        Err(raised) => raised,
    }
}

/// The full name of a module that may be given relative to the running one (PEP 328).
pub fn absolute_name(vm: &Vm, globals: &Dict, module: &str, level: u32) -> Result<String, Raised> {
    if level == 0 {
        return Ok(module.to_owned());
    }
    let package = globals.get_str(&vm.name("__package__"));
    let package = package.filter(|package| package.is::<Str>()).map(|text| text.text().to_owned());
    let package = package.unwrap_or_default();
    if package.is_empty() {
        return Err(vm.raise(
            ErrorKind::ImportError,
            "attempted relative import with no known parent package".into(),
        ));
    }
    let mut parts: Vec<&str> = package.split('.').collect();
    for _ in 1..level {
        if parts.len() <= 1 {
            return Err(vm.raise(
                ErrorKind::ImportError,
                "attempted relative import beyond top-level package".into(),
            ));
        }
        parts.pop();
    }
    if !module.is_empty() {
        parts.push(module);
    }
    Ok(parts.join("."))
}

/// A module's `__name__`, where it is one.
fn module_name(vm: &Vm, namespace: &Dict) -> String {
    let name = namespace.get_str(&vm.name("__name__")).filter(|name| name.is::<Str>());
    name.map_or_else(String::new, |name| name.text().to_owned())
}

fn import_star(frame: &Frame<'_>, module: &Ref) -> Result<(), Raised> {
    let vm = frame.vm;
    let Some(payload) = module.get::<Module>() else { return Ok(()) };
    let dict = payload.dict.as_ref::<Dict>();
    let all = dict.get_str(&vm.name("__all__"));
    let names = match &all {
        Some(all) => vm.collect(all)?,
        None => dict.keys().into_iter().filter(|key| !key.text().starts_with('_')).collect(),
    };
    for name in names {
        if !name.is::<Str>() {
            let (owner, kind) = (module_name(vm, dict), vm.class_name(&name));
            return Err(vm.type_error(format!("Item in {owner}.__all__ must be str, not {kind}")));
        }
        let value = vm.get_attr(module, &name)?;
        let value = vm.to_object(value)?;
        match frame.namespace {
            Some(namespace) => vm.set_item(namespace, &name, Some(&value))?,
            None => frame.globals.set(vm, name, value)?,
        }
    }
    Ok(())
}

/// A constant expression made at run time; used where lowering needs a value of its own.
pub struct Made(pub fn(&Frame<'_>) -> Eval);

impl Exp for Made {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        (self.0)(frame)
    }
}
