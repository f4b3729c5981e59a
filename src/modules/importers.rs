//! What `sys.meta_path` holds at first: the classes that find the library's modules and files.
//!
//! Imports know them by name ([`Vm::import`]) and need not ask them; who asks them gets a
//! specification that `_frozen_importlib` makes.

use crate::heap::{Kind, Ref};
use crate::runtime::import::locate_module;
use crate::runtime::object::Instance;
use crate::runtime::spec::{Method, ModuleSpec, TypeSpec, classmethod, function, staticmethod};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::hash::siphash13;
use crate::types::bytes::{new_bytes, view};
use crate::types::object::OBJECT;

const FIND: &str = "(fullname, path=None, target=None)";

static BUILTIN_METHODS: [Method; 5] = [
    classmethod("find_spec", FIND, find_builtin, "Find a module that no file can stand in for."),
    staticmethod("create_module", "(spec)", create_module, "Create a built-in module"),
    staticmethod("exec_module", "(module)", exec_module, "Exec a built-in module"),
    classmethod(
        "is_package",
        "(fullname)",
        is_package,
        "Whether a module of the library is a package.",
    ),
    staticmethod(
        "get_source",
        "(fullname)",
        nothing,
        "Return None as built-in modules do not have source code.",
    ),
];

static FROZEN_METHODS: [Method; 1] =
    [classmethod("find_spec", FIND, nothing, "There are no frozen modules.")];

static PATH_METHODS: [Method; 2] = [
    classmethod(
        "find_spec",
        FIND,
        find_on_path,
        "Try to find a spec for 'fullname' on sys.path or 'path'.",
    ),
    staticmethod("invalidate_caches", "()", nothing, "Nothing is cached."),
];

const fn finder(
    name: &'static str,
    module: &'static str,
    methods: &'static [Method],
    doc: &'static str,
) -> TypeSpec {
    TypeSpec {
        base: Some(&OBJECT),
        name,
        module,
        methods,
        doc,
        kind: Kind(0),
        ..TypeSpec::of::<Instance>()
    }
}

static BUILTIN_IMPORTER: TypeSpec = finder(
    "BuiltinImporter",
    "_frozen_importlib",
    &BUILTIN_METHODS,
    "Finds and loads the library's own modules.",
);
static FROZEN_IMPORTER: TypeSpec =
    finder("FrozenImporter", "_frozen_importlib", &FROZEN_METHODS, "Finds nothing.");
static PATH_FINDER: TypeSpec = finder(
    "PathFinder",
    "_frozen_importlib_external",
    &PATH_METHODS,
    "Meta path finder for sys.path and package __path__ attributes.",
);

static FUNCTIONS: [Method; 3] = [
    function(
        "is_of_library",
        "(fullname)",
        is_of_library,
        "Whether Refscope has a module of that name.",
    ),
    function(
        "locate",
        "(name, path)",
        locate,
        "The file and the folder of a module or package, or None.",
    ),
    function(
        "source_hash",
        "(key, source)",
        source_hash,
        "The bytes by which CPython knows whether a source has changed.",
    ),
];

pub static IMPORTERS: ModuleSpec = ModuleSpec {
    name: "_importers",
    doc: "The finders that sys.meta_path begins with.",
    functions: &FUNCTIONS,
    types: &[&BUILTIN_IMPORTER, &FROZEN_IMPORTER, &PATH_FINDER],
    setup: None,
};

/// The list of finders that `sys` begins with.
pub(super) fn meta_path(vm: &Vm) -> Result<Ref, Raised> {
    vm.new_list(IMPORTERS.types.iter().map(|spec| vm.class_of_spec(spec)).collect())
}

fn find_builtin(vm: &Vm, args: Args<'_>) -> Eval {
    let maker = vm.import("_frozen_importlib")?;
    vm.call_method(&maker, "_find_builtin", &[args.req(1)])
}

fn find_on_path(vm: &Vm, args: Args<'_>) -> Eval {
    let maker = vm.import("_frozen_importlib")?;
    let path = args.get(2).cloned().unwrap_or_else(|| vm.none());
    vm.call_method(&maker, "_find_on_path", &[args.req(1), &path])
}

/// The module itself: one of the library's is made and run at once.
fn create_module(vm: &Vm, args: Args<'_>) -> Eval {
    let name = vm.to_object(vm.get_attr_text(args.req(0), "name")?)?;
    let name = vm.str_text(&name)?;
    vm.import_of_library(&name).map(Value::Obj)
}

fn is_of_library(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::bool(vm.is_of_library(&vm.str_text(args.req(0))?)))
}

fn locate(vm: &Vm, args: Args<'_>) -> Eval {
    let folders = vm.collect(args.req(1))?;
    let folders =
        folders.iter().map(|folder| vm.str_text(folder)).collect::<Result<Vec<_>, _>>()?;
    let Some((file, folder)) = locate_module(&folders, &vm.str_text(args.req(0))?) else {
        return Ok(Value::None);
    };
    let part = |path: Option<std::path::PathBuf>| match path {
        Some(path) => vm.new_str(&path.display().to_string()),
        None => Ok(vm.none()),
    };
    vm.new_tuple(vec![part(file)?, part(folder)?]).map(Value::Obj)
}

fn source_hash(vm: &Vm, args: Args<'_>) -> Eval {
    let Some(bytes) = view::copied(args.req(1)) else {
        let class = vm.class_name(args.req(1));
        return Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")));
    };
    let key = u64::try_from(vm.size_of(args.req(0))?).unwrap_or_default();
    new_bytes(vm, siphash13(&bytes, key).to_le_bytes().to_vec()).map(Value::Obj)
}

fn exec_module(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::None)
}

fn is_package(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::bool(vm.is_package_of_library(&vm.str_text(args.req(1))?)))
}

fn nothing(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::None)
}
