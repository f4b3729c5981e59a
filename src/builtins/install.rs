//! Fills the builtins' namespace from the tables.

use crate::heap::Slot;
use crate::runtime::object::{BuiltinFunction, Dict};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{ErrorKind, Raised, Vm};
use crate::types;

/// Every table of builtin functions.
pub static BUILTINS: &[&[Method]] = &[
    &super::attributes::FUNCTIONS,
    &super::numbers::FUNCTIONS,
    &super::objects::FUNCTIONS,
    &super::print::FUNCTIONS,
    &super::sequences::FUNCTIONS,
    &types::file::OPEN,
];

const DOC: &str = "Built-in functions, types, exceptions, and other objects.";

/// The functions in CPython's order, which decides between suggestions that are equally near.
static FUNCTIONS: &[&str] = &[
    "__build_class__",
    "__import__",
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "breakpoint",
    "callable",
    "chr",
    "compile",
    "delattr",
    "dir",
    "divmod",
    "eval",
    "exec",
    "format",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "hex",
    "id",
    "input",
    "isinstance",
    "issubclass",
    "iter",
    "aiter",
    "len",
    "locals",
    "max",
    "min",
    "next",
    "anext",
    "oct",
    "ord",
    "pow",
    "print",
    "repr",
    "round",
    "setattr",
    "sorted",
    "sum",
    "vars",
];

/// Types that are builtins under their own names, in the same order.
static TYPES: &[&TypeSpec] = &[
    &types::bool::BOOL,
    &types::memoryview::MEMORYVIEW,
    &types::bytes::BYTEARRAY,
    &types::bytes::BYTES,
    &types::classmethod::CLASSMETHOD,
    &types::complex::COMPLEX,
    &types::dict::DICT,
    &types::adapters::ENUMERATE,
    &types::adapters::FILTER,
    &types::float::FLOAT,
    &types::set::FROZENSET,
    &types::property::PROPERTY,
    &types::int::INT,
    &types::list::LIST,
    &types::adapters::MAP,
    &types::object::OBJECT,
    &types::range::RANGE,
    &types::iterators::REVERSED,
    &types::set::SET,
    &types::slice::SLICE,
    &types::staticmethod::STATICMETHOD,
    &types::str::STR,
    &types::super_::SUPER,
    &types::tuple::TUPLE,
    &types::type_::TYPE,
    &types::adapters::ZIP,
];

/// Room for all names of the module.
const MOST_NAMES: usize = 170;

/// Fills `vm.builtins`.
///
/// # Errors
/// `MemoryError` where the heap is too small.
pub fn install(vm: &Vm) -> Result<(), Raised> {
    let builtins = vm.builtins.as_ref::<Dict>();
    builtins.table.borrow_mut().expect(MOST_NAMES);
    let set = |name: &str, value| builtins.set(vm, vm.name(name), value);
    set("__name__", vm.name("builtins"))?;
    set("__doc__", vm.new_str(DOC)?)?;
    let function = |row| {
        let module = Slot::new(vm.name("builtins"));
        vm.alloc(BuiltinFunction { row, receiver: Slot::empty(), module })
    };
    let rows = || BUILTINS.iter().flat_map(|table| table.iter());
    for name in FUNCTIONS {
        // Those that are the evaluator's own are put into their places later.
        let row = rows().find(|row| row.name == *name);
        set(name, row.map_or_else(|| Ok(vm.none()), function)?)?;
    }
    set("None", vm.none())?;
    set("Ellipsis", vm.singletons.ellipsis.clone())?;
    set("NotImplemented", vm.singletons.not_implemented.clone())?;
    set("False", vm.new_bool(false))?;
    set("True", vm.new_bool(true))?;
    for spec in TYPES {
        set(spec.name, vm.class_of_spec(spec))?;
    }
    set("__debug__", vm.new_bool(vm.optimize == 0))?;
    for kind in ErrorKind::ALL {
        set(kind.name(), vm.exception_class(kind).clone())?;
    }
    for (name, object) in types::site::objects(vm)? {
        set(name, object)?;
    }
    let os_error = vm.exception_class(ErrorKind::OSError).clone();
    set("EnvironmentError", os_error.clone())?;
    set("IOError", os_error)?;
    for row in rows().filter(|row| !FUNCTIONS.contains(&row.name)) {
        set(row.name, function(row)?)?;
    }
    Ok(())
}
