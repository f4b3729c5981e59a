//! The table of `_struct`.

use super::cell::STRUCT_TYPE;
use super::format::{forget, read};
use super::iterator::iterate;
use super::transfer::{pack_into, packed, unpack_from, unpacked};
use crate::heap::Ref;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};

/// The format of a function that takes it before all else.
fn required<'a>(vm: &Vm, given: &mut impl Iterator<Item = &'a Ref>) -> Result<&'a Ref, Raised> {
    given.next().ok_or_else(|| vm.type_error("missing format argument"))
}

fn pack_values(vm: &Vm, args: Args<'_>) -> Eval {
    let mut given = args.rest();
    let format = read(vm, required(vm, &mut given)?)?;
    packed(vm, &format.layout, given)
}

fn pack_values_into(vm: &Vm, args: Args<'_>) -> Eval {
    let mut given = args.rest();
    let format = read(vm, required(vm, &mut given)?)?;
    pack_into(vm, &format.layout, given)
}

#[rustfmt::skip]
static FUNCTIONS: [Method; 7] = [
    function("_clearcache", "()", |_, _| { forget(); Ok(Value::None) }, "Clear the internal cache."),
    function("calcsize", "(format, /)", |vm, args| Ok(Value::Int(read(vm, args.req(0))?.layout.size as i64)), "Return size in bytes of the struct described by the format string."),
    function("iter_unpack", "(format, buffer, /)", |vm, args| iterate(vm, read(vm, args.req(0))?, args.req(1)), "Return an iterator yielding tuples unpacked from the given bytes."),
    function("pack", "(*values)", pack_values, "Return a bytes object containing the values packed according to the format string."),
    function("pack_into", "(*values)", pack_values_into, "Pack the values into a writable buffer at an offset."),
    function("unpack", "(format, buffer, /)", |vm, args| unpacked(vm, &read(vm, args.req(0))?.layout, args.req(1)), "Return a tuple containing values unpacked according to the format string."),
    function("unpack_from", "(format, /, buffer, offset=0)", |vm, args| unpack_from(vm, &read(vm, args.req(0))?.layout, args.req(1), args.get(2)), "Return a tuple containing values unpacked from an offset on."),
];

pub static STRUCT: ModuleSpec = ModuleSpec {
    name: "_struct",
    doc: "Functions to convert between Python values and packed binary data.",
    functions: &FUNCTIONS,
    types: &[&STRUCT_TYPE],
    setup: None,
};
