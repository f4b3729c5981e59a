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

/// Types that are builtins under their own names.
static TYPES: &[&TypeSpec] = &[
    &types::object::OBJECT,
    &types::type_::TYPE,
    &types::int::INT,
    &types::bool::BOOL,
    &types::float::FLOAT,
    &types::complex::COMPLEX,
    &types::str::STR,
    &types::bytes::BYTES,
    &types::bytes::BYTEARRAY,
    &types::memoryview::MEMORYVIEW,
    &types::tuple::TUPLE,
    &types::list::LIST,
    &types::dict::DICT,
    &types::set::SET,
    &types::set::FROZENSET,
    &types::range::RANGE,
    &types::slice::SLICE,
    &types::property::PROPERTY,
    &types::classmethod::CLASSMETHOD,
    &types::staticmethod::STATICMETHOD,
    &types::super_::SUPER,
    &types::adapters::ENUMERATE,
    &types::adapters::ZIP,
    &types::adapters::MAP,
    &types::adapters::FILTER,
    &types::iterators::REVERSED,
];

/// Functions and types in CPython's order, which decides between suggestions that are equally near.
static ORDER: &str = "abs all any ascii bin breakpoint callable chr compile delattr dir divmod eval exec \
    format getattr globals hasattr hash hex id input isinstance issubclass iter aiter len locals max min \
    next anext oct ord pow print repr round setattr sorted sum vars None Ellipsis NotImplemented False True \
    bool memoryview bytearray bytes classmethod complex dict enumerate filter float frozenset property int \
    list map object range reversed set slice staticmethod str super tuple type zip __debug__";

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
    for name in ORDER.split(' ').filter(|name| !name.is_empty()) {
        set(name, vm.none())?;
    }
    set("Ellipsis", vm.singletons.ellipsis.clone())?;
    set("NotImplemented", vm.singletons.not_implemented.clone())?;
    set("False", vm.new_bool(false))?;
    set("True", vm.new_bool(true))?;
    set("__debug__", vm.new_bool(vm.optimize == 0))?;
    for row in BUILTINS.iter().flat_map(|table| table.iter()) {
        let module = Slot::new(vm.name("builtins"));
        let function = vm.alloc(BuiltinFunction { row, receiver: Slot::empty(), module })?;
        set(row.name, function)?;
    }
    for spec in TYPES {
        set(spec.name, vm.class_of_spec(spec))?;
    }
    for kind in ErrorKind::ALL {
        set(kind.name(), vm.exception_class(kind).clone())?;
    }
    for (name, object) in types::site::objects(vm)? {
        set(name, object)?;
    }
    let os_error = vm.exception_class(ErrorKind::OSError).clone();
    set("IOError", os_error.clone())?;
    set("EnvironmentError", os_error)
}
