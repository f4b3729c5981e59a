//! Modules: `sys.modules`, builtin and embedded modules, and files on the path.

use std::path::{Path, PathBuf};

use super::kinds;
use super::object::{BuiltinFunction, Dict, Module};
use super::raise::ErrorKind;
use super::spec::ModuleSpec;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::{Fixed, Ref, Slot};
use crate::source::Source;
use crate::text::source_text::{self, BadSource};

/// What no file of that name can stand in for; any other module of ours gives way to a learner's
/// own file, as in CPython.
const FIRST_MODULES: [&str; 20] = [
    "_abc",
    "_collections",
    "_frozen_importlib",
    "_functools",
    "_io",
    "_operator",
    "_sre",
    "_types",
    "abc",
    "atexit",
    "builtins",
    "errno",
    "gc",
    "io",
    "itertools",
    "os",
    "posix",
    "posixpath",
    "sys",
    "time",
];

/// A module found on disk.
enum Found {
    File(PathBuf),
    Package(PathBuf),
    Namespace(PathBuf),
}

impl Vm {
    /// A new module object called `name` with the usual attributes.
    pub fn new_module(&self, name: &str, doc: Option<&str>) -> Result<Ref, Raised> {
        let dict = self.alloc(Dict::default())?;
        let namespace = dict.as_ref::<Dict>();
        let doc = match doc {
            Some(doc) => self.new_str(doc)?,
            None => self.none(),
        };
        namespace.set(self, self.name("__name__"), self.intern(name)?)?;
        namespace.set(self, self.name("__doc__"), doc)?;
        namespace.set(self, self.name("__package__"), self.singletons.empty_str.clone())?;
        namespace.set(self, self.name("__loader__"), self.none())?;
        namespace.set(self, self.name("__spec__"), self.none())?;
        self.alloc_extended(Module { dict: Fixed::new(dict) }, self.class_of_kind(kinds::MODULE))
    }

    /// The module `name` (dotted) after importing it and its packages.
    ///
    /// # Errors
    /// `ModuleNotFoundError`, or what the module's code raises.
    pub fn import(&self, name: &str) -> Result<Ref, Raised> {
        let mut parent: Option<Ref> = None;
        let mut end = 0;
        loop {
            end = name[end..].find('.').map_or(name.len(), |dot| end + dot);
            let module = self.import_one(&name[..end], parent.as_ref())?;
            if end == name.len() {
                return Ok(module);
            }
            parent = Some(module);
            end += 1;
        }
    }

    fn modules_dict(&self) -> &Dict {
        self.modules.as_ref::<Dict>()
    }

    fn import_one(&self, full: &str, parent: Option<&Ref>) -> Result<Ref, Raised> {
        let key = self.intern(full)?;
        if let Some(found) = self.modules_dict().get(self, &key)? {
            if self.is_none(&found) {
                let message = format!("import of {full} halted; None in sys.modules");
                return Err(self.not_found(&message, full));
            }
            return Ok(found);
        }
        drop(self.load(full, parent)?);
        let module = self.modules_dict().get(self, &key)?.ok_or_else(|| self.key_error(&key))?;
        if let (Some(parent), Some((package, last))) = (parent, full.rsplit_once('.')) {
            self.bind_submodule(parent, package, last, &module)?;
        }
        Ok(module)
    }

    /// Makes a module an attribute of its package, which may refuse.
    fn bind_submodule(
        &self,
        parent: &Ref,
        package: &str,
        last: &str,
        module: &Ref,
    ) -> Result<(), Raised> {
        match self.set_attr(parent, &self.intern(last)?, Some(module)) {
            Err(raised) if self.pending_is(&raised, ErrorKind::AttributeError) => {
                drop(self.take_raised(raised));
                let message =
                    format!("Cannot set an attribute on '{package}' for child module '{last}'");
                self.warn(ErrorKind::ImportWarning, &message)
            }
            outcome => outcome,
        }
    }

    fn load(&self, full: &str, parent: Option<&Ref>) -> Result<Ref, Raised> {
        let found = match self.own_finders(full)? {
            Some(finders) => self.ask_finders(&finders, full, parent)?,
            None => self.load_own(full, parent)?,
        };
        match found {
            Some(module) => Ok(module),
            None => Err(self.not_found(&format!("No module named '{full}'"), full)),
        }
    }

    /// One of the library's modules, whether or not a finder of the program would find another.
    ///
    /// # Errors
    /// `ModuleNotFoundError`, or what the module's code raises.
    pub fn import_of_library(&self, full: &str) -> Result<Ref, Raised> {
        match self.load_of_library(full)? {
            Some(module) => Ok(module),
            None => Err(self.not_found(&format!("No module named '{full}'"), full)),
        }
    }

    /// Whether Refscope has a module of that name, found on no path.
    pub fn is_of_library(&self, full: &str) -> bool {
        self.registry.modules.iter().any(|spec| spec.name == full)
            || self.registry.python_modules.iter().any(|module| module.name == full)
    }

    fn load_of_library(&self, full: &str) -> Result<Option<Ref>, Raised> {
        if let Some(spec) = self.registry.modules.iter().find(|spec| spec.name == full) {
            return self.load_builtin(spec).map(Some);
        }
        let modules = self.registry.python_modules;
        let Some(embedded) = modules.iter().find(|module| module.name == full) else {
            return Ok(None);
        };
        let source = Source::embedded(format!("<frozen {full}>"), embedded.source, embedded.unseen);
        self.run_module_source(full, source, None).map(Some)
    }

    /// A module of the library or on the path; none if there is no such module.
    pub(super) fn load_own(&self, full: &str, parent: Option<&Ref>) -> Result<Option<Ref>, Raised> {
        if parent.is_none()
            && !FIRST_MODULES.contains(&full)
            && let Some(Found::File(file)) = find_in(&self.search_path(), full)
        {
            return self.load_found(full, Found::File(file)).map(Some);
        }
        if let Some(module) = self.load_of_library(full)? {
            return Ok(Some(module));
        }
        let directories = match parent {
            Some(parent) => match self.package_path(parent)? {
                Some(directories) => directories,
                None if self.is_library_package(full) => return Ok(None),
                None => {
                    let package = full.rsplit_once('.').map_or("", |(package, _)| package);
                    let message = format!("No module named '{full}'; '{package}' is not a package");
                    return Err(self.not_found(&message, full));
                }
            },
            None => self.search_path(),
        };
        let last = full.rsplit('.').next().unwrap_or(full);
        match find_in(&directories, last) {
            Some(found) => self.load_found(full, found).map(Some),
            None => self.load_from_archive(full, &directories),
        }
    }

    /// A module in an archive on the path. Where no file stands in place of a folder, none is there.
    fn load_from_archive(&self, full: &str, path: &[String]) -> Result<Option<Ref>, Raised> {
        let may_be_in = |folder: &&String| {
            let folder = Path::new(folder.as_str());
            folder.ancestors().any(Path::is_file)
        };
        let archives = path.iter().filter(may_be_in).map(|folder| self.new_str(folder));
        let archives = archives.collect::<Result<Vec<_>, _>>()?;
        if archives.is_empty() {
            return Ok(None);
        }
        let maker = self.import("_frozen_importlib")?;
        let archives = self.new_list(archives)?;
        let found =
            self.call_method(&maker, "_load_from_archive", &[&self.new_str(full)?, &archives])?;
        let found = self.to_object(found)?;
        Ok(Some(found).filter(|found| !self.is_none(found)))
    }

    /// Whether nothing but Refscope has a module of that name.
    pub(super) fn is_first_module(full: &str) -> bool {
        FIRST_MODULES.contains(&full)
    }

    /// Whether a module is in one of those that are packages in CPython, and single files here.
    fn is_library_package(&self, full: &str) -> bool {
        let outermost = full.split('.').next().unwrap_or(full);
        let package = full.rsplit_once('.').map_or(full, |(package, _)| package);
        self.is_of_library(outermost) && self.is_package_of_library(package)
    }

    /// Whether a module of the library is a package in CPython.
    pub fn is_package_of_library(&self, full: &str) -> bool {
        const PACKAGES: [&str; 24] = [
            "collections",
            "concurrent",
            "concurrent.futures",
            "ctypes",
            "dbm",
            "email",
            "email.mime",
            "html",
            "http",
            "importlib",
            "importlib.metadata",
            "importlib.resources",
            "json",
            "logging",
            "multiprocessing",
            "re",
            "unittest",
            "urllib",
            "xml",
            "xml.dom",
            "xml.etree",
            "xml.parsers",
            "xml.sax",
            "zipfile",
        ];
        PACKAGES.contains(&full)
    }

    /// Where top-level modules are looked for: `sys.path` as the program left it.
    fn search_path(&self) -> Vec<String> {
        let sys = self.modules_dict().get_str(&self.name("sys"));
        let list = sys.and_then(|sys| {
            let namespace = sys.get::<Module>()?.dict.as_ref::<Dict>();
            namespace.get_str(&self.name("path"))
        });
        match list.as_ref().and_then(|list| list.get::<super::object::List>()) {
            Some(list) => list
                .items
                .borrow()
                .iter()
                .filter(|item| item.is::<super::object::Str>())
                .map(|item| item.text().to_owned())
                .collect(),
            None => self.path.borrow().clone(),
        }
    }

    fn package_path(&self, package: &Ref) -> Result<Option<Vec<String>>, Raised> {
        let Some(path) = self.find_attr(package, &self.name("__path__"))? else { return Ok(None) };
        let items = self.collect(&path)?;
        Ok(Some(items.iter().map(|item| item.text().to_owned()).collect()))
    }

    #[cold]
    fn not_found(&self, message: &str, name: &str) -> Raised {
        match self.new_str(name) {
            Ok(name) => {
                self.raise_with_fields(ErrorKind::ModuleNotFoundError, message, &[("name", &name)])
            }
            Err(raised) => raised,
        }
    }

    /// Builds a builtin module from its tables.
    fn load_builtin(&self, spec: &'static ModuleSpec) -> Result<Ref, Raised> {
        let module = self.new_module(spec.name, Some(spec.doc))?;
        let dict = (*module.as_ref::<Module>().dict).clone();
        self.fill_module(spec, &dict)?;
        self.modules_dict().set(self, self.name(spec.name), module.clone())?;
        Ok(module)
    }

    /// Puts a builtin module's functions, types and constants into `dict`.
    pub fn fill_module(&self, spec: &'static ModuleSpec, dict: &Ref) -> Result<(), Raised> {
        let namespace = dict.as_ref::<Dict>();
        for row in spec.functions {
            let module = Slot::new(self.name(module_shown(spec.name)));
            let function = self.alloc(BuiltinFunction { row, receiver: Slot::empty(), module })?;
            namespace.set(self, self.name(row.name), function)?;
        }
        for types in spec.types {
            namespace.set(self, self.name(types.name), self.class_of_spec(types))?;
        }
        match spec.setup {
            Some(setup) => setup(self, dict),
            None => Ok(()),
        }
    }

    fn load_found(&self, full: &str, found: Found) -> Result<Ref, Raised> {
        let (file, package) = match found {
            Found::File(file) => (file, None),
            Found::Package(directory) => (directory.join("__init__.py"), Some(directory)),
            Found::Namespace(directory) => {
                let module = self.new_module(full, None)?;
                self.set_package(&module, full, Some(&directory))?;
                self.set_origin(&module, full, None, Some(&directory))?;
                self.modules_dict().set(self, self.intern(full)?, module.clone())?;
                return Ok(module);
            }
        };
        let bytes = std::fs::read(&file).map_err(|error| {
            self.raise(ErrorKind::ImportError, format!("cannot read {}: {error}", file.display()))
        })?;
        let text = source_text::read(bytes).map_err(|bad| {
            let message = match bad {
                BadSource::UnknownEncoding(name) => format!("unknown encoding: {name}"),
                BadSource::NotWithMark(name) => format!("encoding problem: {name} with BOM"),
                BadSource::Undecodable(why) => format!("(unicode error) {why}"),
                BadSource::NotUtf8 { byte, line } => format!(
                    "(unicode error) 'utf-8' codec can't decode byte {byte:#04x} on line {line} of {}",
                    file.display()
                ),
            };
            self.raise(ErrorKind::SyntaxError, message)
        })?;
        let name = file.display().to_string();
        self.run_module_source(full, Source::new(name, text), package.as_deref())
    }

    fn set_package(
        &self,
        module: &Ref,
        full: &str,
        directory: Option<&Path>,
    ) -> Result<(), Raised> {
        let namespace = module.as_ref::<Module>().dict.as_ref::<Dict>();
        let package = match directory {
            Some(directory) => {
                let path = self.new_str(&directory.display().to_string())?;
                namespace.set(self, self.name("__path__"), self.new_list(vec![path])?)?;
                full
            }
            None => full.rsplit_once('.').map_or("", |(package, _)| package),
        };
        namespace.set(self, self.name("__package__"), self.intern(package)?)
    }

    /// Gives a module from a file, or a package without one, its specification and loader.
    fn set_origin(
        &self,
        module: &Ref,
        full: &str,
        file: Option<&Ref>,
        directory: Option<&Path>,
    ) -> Result<(), Raised> {
        let directory = match directory {
            Some(directory) => self.new_str(&directory.display().to_string())?,
            None => self.none(),
        };
        let file = file.cloned().unwrap_or_else(|| self.none());
        let maker = self.import("_frozen_importlib")?;
        let made =
            self.call_method(&maker, "_describe", &[&self.new_str(full)?, &file, &directory])?;
        let spec = self.to_object(made)?;
        let part =
            |name: &str| self.get_attr_text(&spec, name).and_then(|part| self.to_object(part));
        let namespace = module.as_ref::<Module>().dict.as_ref::<Dict>();
        namespace.set(self, self.name("__loader__"), part("loader")?)?;
        if !self.is_none(&file) {
            namespace.set(self, self.name("__cached__"), part("cached")?)?;
        }
        namespace.set(self, self.name("__spec__"), spec)
    }

    /// Runs a module's source; it is in `sys.modules` while it runs, and out again if it fails.
    fn run_module_source(
        &self,
        full: &str,
        source: Source,
        directory: Option<&Path>,
    ) -> Result<Ref, Raised> {
        let module = self.new_module(full, None)?;
        let dict = (*module.as_ref::<Module>().dict).clone();
        self.set_package(&module, full, directory)?;
        let key = self.intern(full)?;
        let file = self.new_str(source.name())?;
        dict.as_ref::<Dict>().set(self, self.name("__file__"), file.clone())?;
        if !source.is_embedded() {
            self.set_origin(&module, full, Some(&file), directory)?;
        }
        dict.as_ref::<Dict>().set(self, self.name("__builtins__"), self.builtins.clone())?;
        self.modules_dict().set(self, key.clone(), module.clone())?;
        let run = self.evaluator().run_module;
        self.initializing.borrow_mut().push(full.to_owned());
        let ran = run(self, source, &dict);
        self.initializing.borrow_mut().pop();
        if let Err(raised) = ran {
            self.with_pending_saved(|| match self.modules_dict().remove(self, &key) {
                Ok(entry) => drop(entry),
                Err(raised) => drop(self.take_raised(raised)),
            });
            return Err(raised);
        }
        Ok(module)
    }

    /// Whether the module's own code has not come to its end yet.
    pub fn is_initializing(&self, name: &str) -> bool {
        self.initializing.borrow().iter().any(|module| module == name)
    }

    /// Whether a module's file stands in the directory of the script, where it may hide another.
    pub fn is_beside_script(&self, file: &str) -> bool {
        let path = self.path.borrow();
        let Some(first) = path.first().filter(|_| !file.starts_with('<')) else { return false };
        let file = Path::new(file);
        let module = match file.file_name() {
            Some(name) if name == "__init__.py" => file.parent(),
            _ => Some(file),
        };
        let directory = module.and_then(Path::parent);
        directory.is_some_and(|directory| {
            directory == Path::new(first) || (first.is_empty() && directory == here())
        })
    }

    /// The module `builtins`.
    pub fn builtins_module(&self) -> Result<Ref, Raised> {
        let key = self.name("builtins");
        if let Some(module) = self.modules_dict().get_str(&key) {
            return Ok(module);
        }
        let package = self.singletons.empty_str.clone();
        self.builtins.as_ref::<Dict>().set(self, self.name("__package__"), package)?;
        let module = Module { dict: Fixed::new(self.builtins.clone()) };
        let module = self.alloc_extended(module, self.class_of_kind(kinds::MODULE))?;
        self.modules_dict().set(self, key, module.clone())?;
        Ok(module)
    }
}

/// The file and the folder of the module or package `name` in the first directory that has it.
pub fn locate_module(
    directories: &[String],
    name: &str,
) -> Option<(Option<PathBuf>, Option<PathBuf>)> {
    Some(match find_in(directories, name)? {
        Found::File(file) => (Some(file), None),
        Found::Package(directory) => (Some(directory.join("__init__.py")), Some(directory)),
        Found::Namespace(directory) => (None, Some(directory)),
    })
}

/// The directory that relative paths begin at.
fn here() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// The module `name` in the first directory that has it.
fn find_in(directories: &[String], name: &str) -> Option<Found> {
    let mut namespace = None;
    for directory in directories {
        let directory = match directory.strip_prefix("./").unwrap_or(directory) {
            "" | "." => here(),
            directory => here().join(directory),
        };
        let package = directory.join(name);
        if package.join("__init__.py").is_file() {
            return Some(Found::Package(package));
        }
        let file = directory.join(format!("{name}.py"));
        if file.is_file() {
            return Some(Found::File(file));
        }
        if package.is_dir() && namespace.is_none() {
            namespace = Some(Found::Namespace(package));
        }
    }
    namespace
}

/// Which module the functions of a native one say they are in, as CPython's are.
fn module_shown(name: &'static str) -> &'static str {
    match name {
        "_binascii" => "binascii",
        "_descriptors" => "posix",
        _ => name,
    }
}
