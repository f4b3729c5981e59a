//! `array`: packed arrays of numbers.

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::spec::ModuleSpec;
use crate::runtime::{Raised, Vm};
use crate::types::array::{ARRAY, CODES};

fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    let namespace = namespace.as_ref::<Dict>();
    namespace.set(vm, vm.name("ArrayType"), vm.class_of_spec(&ARRAY))?;
    namespace.set(vm, vm.name("typecodes"), vm.new_str(CODES)?)
}

pub static ARRAY_MODULE: ModuleSpec = ModuleSpec {
    name: "array",
    doc: "This module defines an object type which can efficiently represent an array of basic values.",
    functions: &[],
    types: &[&ARRAY],
    setup: Some(setup),
};
