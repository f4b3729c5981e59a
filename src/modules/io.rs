//! `_io`: the types of files; `io` is in Python on top of it.

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::spec::{ModuleSpec, TypeSpec};
use crate::runtime::{Raised, Vm};
use crate::types::file::{
    BUFFERED_IO_BASE, BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, IO_BASE, RAW_IO_BASE,
    TEXT_IO_BASE, TEXT_IO_WRAPPER,
};
use crate::types::memory_file::{BYTES_IO, STRING_IO};

static TYPES: [&TypeSpec; 10] = [
    &IO_BASE,
    &TEXT_IO_BASE,
    &BUFFERED_IO_BASE,
    &RAW_IO_BASE,
    &TEXT_IO_WRAPPER,
    &BUFFERED_READER,
    &BUFFERED_WRITER,
    &BUFFERED_RANDOM,
    &STRING_IO,
    &BYTES_IO,
];

/// `open` is the very function that `builtins` has.
fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    let name = vm.name("open");
    match vm.builtins.as_ref::<Dict>().get_str(&name) {
        Some(open) => namespace.as_ref::<Dict>().set(vm, name, open),
        None => Ok(()),
    }
}

pub static IO: ModuleSpec = ModuleSpec {
    name: "_io",
    doc: "The io module provides the Python interfaces to stream handling.",
    functions: &[],
    types: &TYPES,
    setup: Some(setup),
};
