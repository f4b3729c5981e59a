//! What `import` does beyond finding a module: relative names, and the names taken from it.

use super::object::{Dict, Module, Str};
use super::raise::ErrorKind;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::Ref;

impl Vm {
    /// The full name of a module that may be given relative to the one whose namespace is
    /// `globals` (PEP 328; `resolve_name` in CPython's `import.c`).
    ///
    /// # Errors
    /// `ImportError` where there is no such package, and CPython's for strange namespaces.
    pub fn absolute_name(
        &self,
        globals: &Dict,
        module: &str,
        level: usize,
    ) -> Result<String, Raised> {
        if level == 0 {
            return Ok(module.to_owned());
        }
        let package = self.package_of(globals)?;
        let package = package.text();
        if package.is_empty() {
            let message = "attempted relative import with no known parent package";
            return Err(self.raise(ErrorKind::ImportError, message.into()));
        }
        let mut base = package;
        for _ in 1..level {
            let Some((outer, _)) = base.rsplit_once('.') else {
                let message = "attempted relative import beyond top-level package";
                return Err(self.raise(ErrorKind::ImportError, message.into()));
            };
            base = outer;
        }
        Ok(if module.is_empty() { base.to_owned() } else { format!("{base}.{module}") })
    }

    /// The package that relative names count from.
    fn package_of(&self, globals: &Dict) -> Result<Ref, Raised> {
        let entry = |name: &str| globals.get_str(&self.name(name)).filter(|at| !self.is_none(at));
        if let Some(package) = entry("__package__") {
            return match package.is::<Str>() {
                true => Ok(package),
                false => Err(self.type_error("package must be a string")),
            };
        }
        let Some(name) = globals.get_str(&self.name("__name__")) else {
            return Err(self.key_error(&self.new_str("'__name__' not in globals")?));
        };
        if !name.is::<Str>() {
            return Err(self.type_error("__name__ must be a string"));
        }
        if globals.get_str(&self.name("__path__")).is_some() {
            return Ok(name);
        }
        self.new_str(name.text().rsplit_once('.').map_or("", |(package, _)| package))
    }

    /// Imports the submodules among the names wanted from `module` (`_handle_fromlist`).
    ///
    /// # Errors
    /// What the submodules raise, but not that there is none.
    pub fn import_submodules(&self, module: &Ref, names: &[Ref]) -> Result<(), Raised> {
        if self.find_attr(module, &self.name("__path__"))?.is_none() {
            return Ok(());
        }
        for name in names.iter().filter(|name| name.is::<Str>()) {
            if name.text() == "*" {
                if let Some(all) = self.find_attr(module, &self.name("__all__"))? {
                    self.import_all_submodules(module, &all)?;
                }
            } else {
                self.import_submodule(module, name)?;
            }
        }
        Ok(())
    }

    fn import_all_submodules(&self, module: &Ref, all: &Ref) -> Result<(), Raised> {
        for name in self.collect(all)? {
            if !name.is::<Str>() {
                let owner = self.get_attr(module, &self.name("__name__"))?;
                let (owner, class) = (self.to_object(owner)?, self.class_name(&name));
                let owner = self.str_text(&owner)?;
                return Err(
                    self.type_error(format!("Item in {owner}.__all__ must be str, not {class}"))
                );
            }
            if name.text() != "*" {
                self.import_submodule(module, &name)?;
            }
        }
        Ok(())
    }

    fn import_submodule(&self, module: &Ref, name: &Ref) -> Result<(), Raised> {
        if self.find_attr(module, name)?.is_some() {
            return Ok(());
        }
        let Some(owner) = self.find_attr(module, &self.name("__name__"))? else { return Ok(()) };
        if !owner.is::<Str>() {
            return Ok(());
        }
        let full = format!("{}.{}", owner.text(), name.text());
        match self.import(&full) {
            Err(raised) if self.is_missing_module(&full) => {
                drop(self.take_raised(raised));
                Ok(())
            }
            result => result.map(drop),
        }
    }

    /// Whether what is pending says that there is no module called `full`.
    fn is_missing_module(&self, full: &str) -> bool {
        let Some(error) = self.pending.get() else { return false };
        if !self.is_error(&error, ErrorKind::ModuleNotFoundError) {
            return false;
        }
        let fields = error.get::<super::object::Exception>().and_then(|error| error.fields.get());
        let name = fields.and_then(|fields| fields.as_ref::<Dict>().get_str(&self.name("name")));
        name.is_some_and(|name| name.is::<Str>() && name.text() == full)
    }

    /// `name` of a module, for `from module import name`.
    ///
    /// # Errors
    /// `ImportError`, or what a lookup raises.
    pub fn import_from(&self, module: &Ref, name: &Ref) -> Result<Ref, Raised> {
        if let Some(value) = self.find_attr(module, name)? {
            return Ok(value);
        }
        let owner = self.find_attr(module, &self.name("__name__"))?;
        let owner = owner.filter(|owner| owner.is::<Str>());
        if let Some(owner) = &owner {
            // A package being imported in a circle does not have its submodule yet.
            let full = self.intern(&format!("{}.{}", owner.text(), name.text()))?;
            if let Some(found) = self.modules.as_ref::<Dict>().get_str(&full) {
                return Ok(found);
            }
        }
        Err(self.cannot_import(module, owner.as_ref(), name))
    }

    #[cold]
    fn cannot_import(&self, module: &Ref, owner: Option<&Ref>, name: &Ref) -> Raised {
        let shown = owner.map_or("<unknown module name>", |owner| owner.text());
        let file = module
            .get::<Module>()
            .and_then(|module| module.dict.as_ref::<Dict>().get_str(&self.name("__file__")))
            .filter(|file| file.is::<Str>() && !file.text().starts_with("<frozen"));
        let place = file.as_ref().map_or("unknown location", |file| file.text());
        let wanted = name.text();
        let message = if self.is_initializing(shown) {
            format!(
                "cannot import name '{wanted}' from partially initialized module '{shown}' (most \
                 likely due to a circular import) ({place})"
            )
        } else {
            format!("cannot import name '{wanted}' from '{shown}' ({place})")
        };
        let none = self.none();
        let fields = [
            ("name", owner.unwrap_or(&none)),
            ("name_from", name),
            ("path", file.as_ref().unwrap_or(&none)),
        ];
        self.raise_with_fields(ErrorKind::ImportError, &message, &fields)
    }
}
