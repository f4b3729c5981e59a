//! `array`: packed arrays of numbers.

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Raised, Vm};
use crate::types::array::{ARRAY, CODES, reconstruct};

fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    let namespace = namespace.as_ref::<Dict>();
    namespace.set(vm, vm.name("ArrayType"), vm.class_of_spec(&ARRAY))?;
    namespace.set(vm, vm.name("typecodes"), vm.new_str(CODES)?)
}

static FUNCTIONS: [Method; 1] = [function(
    "_array_reconstructor",
    "(arraytype, typecode, mformat_code, items, /)",
    reconstruct,
    "Internal. Used for pickling support.",
)];

pub static ARRAY_MODULE: ModuleSpec = ModuleSpec {
    name: "array",
    doc: "This module defines an object type which can efficiently represent an array of basic values.",
    functions: &FUNCTIONS,
    types: &[&ARRAY],
    setup: Some(setup),
};
