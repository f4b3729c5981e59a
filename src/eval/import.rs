//! `import` and `from … import`.

use super::node::{Exp, Stm, Target, attempt};
use crate::heap::Ref;
use crate::runtime::object::{BuiltinFunction, Str};
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
        let result = self.module(frame);
        let module = attempt!(result.map_err(|raised| vm.locate(frame, raised, self.span)));
        attempt!(self.target.assign(frame, Value::Obj(module)));
        Flow::Next
    }
}

impl Import {
    fn module(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        let vm = frame.vm;
        if let Some(import) = replaced_import(frame)? {
            return self.by(frame, &import);
        }
        let module = vm.import(&self.module)?;
        if self.innermost || !self.module.contains('.') {
            return Ok(module);
        }
        vm.import(self.module.split('.').next().unwrap_or(&self.module))
    }

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

/// `__import__`, where the program has put something else in its place.
fn replaced_import(frame: &Frame<'_>) -> Result<Option<Ref>, Raised> {
    let import = super::namespaces::builtin_for(frame, "__import__", ErrorKind::ImportError)?;
    Ok(Some(import).filter(|import| !import.is::<BuiltinFunction>()))
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
        let names = match self.star {
            true => vec![vm.intern("*")?],
            false => {
                self.names.iter().map(|(name, _)| vm.intern(name)).collect::<Result<_, _>>()?
            }
        };
        let module = match replaced_import(frame)? {
            Some(import) => {
                let names = vm.new_tuple(names.clone())?;
                call_import(frame, &import, &self.module, names, self.level)?
            }
            None => {
                let level = self.level as usize;
                vm.import(&vm.absolute_name(frame.globals, &self.module, level)?)?
            }
        };
        let at = vm.stack.push(module, Role::Builtin);
        let result = self.bind(frame, at, &names);
        vm.stack.truncate(at);
        result
    }

    fn bind(&self, frame: &Frame<'_>, at: usize, names: &[Ref]) -> Result<(), Raised> {
        let vm = frame.vm;
        let Some(module) = vm.stack.get(at) else { return Ok(()) };
        vm.import_submodules(&module, names)?;
        if self.star {
            return import_star(frame, &module);
        }
        for (name, (_, target)) in names.iter().zip(&self.names) {
            let value = vm.import_from(&module, name)?;
            target.assign(frame, Value::Obj(value))?;
        }
        Ok(())
    }
}

/// The names of `__all__`, or all that do not begin with an underscore.
fn import_star(frame: &Frame<'_>, module: &Ref) -> Result<(), Raised> {
    let vm = frame.vm;
    let all = vm.find_attr(module, &vm.name("__all__"))?;
    let names = match &all {
        Some(all) => vm.collect(all)?,
        None => {
            let Some(namespace) = vm.find_attr(module, &vm.name("__dict__"))? else {
                let message = "from-import-* object has no __dict__ and no __all__";
                return Err(vm.raise(ErrorKind::ImportError, message.into()));
            };
            let keys = vm.call_method(&namespace, "keys", &[])?;
            vm.collect(&vm.to_object(keys)?)?
        }
    };
    for name in names {
        if !name.is::<Str>() {
            return Err(not_a_name(vm, module, &name, all.is_some()));
        }
        if all.is_none() && name.text().starts_with('_') {
            continue;
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

#[cold]
fn not_a_name(vm: &Vm, module: &Ref, name: &Ref, is_item: bool) -> Raised {
    let owner = vm.get_attr(module, &vm.name("__name__")).and_then(|owner| vm.to_object(owner));
    let owner = match owner {
        Ok(owner) => owner,
        Err(raised) => return raised,
    };
    if !owner.is::<Str>() {
        let class = vm.class_name(&owner);
        return vm.type_error(format!("module __name__ must be a string, not {class}"));
    }
    let (what, place) = if is_item { ("Item", "__all__") } else { ("Key", "__dict__") };
    let (owner, class) = (owner.text(), vm.class_name(name));
    vm.type_error(format!("{what} in {owner}.{place} must be str, not {class}"))
}

/// A constant expression made at run time; used where lowering needs a value of its own.
pub struct Made(pub fn(&Frame<'_>) -> Eval);

impl Exp for Made {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        (self.0)(frame)
    }
}
