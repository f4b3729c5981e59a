//! `_random`: the native part of `random`; the distributions are in Python.

use sha2::{Digest, Sha512};

use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Value, Vm};
use crate::types::bytes::{new_bytes, view};
use crate::types::random::{RANDOM, entropy};

pub static NATIVE_RANDOM: ModuleSpec = ModuleSpec {
    name: "_random",
    doc: "Module implements the Mersenne Twister random number generator.",
    functions: &FUNCTIONS,
    types: &[&RANDOM],
    setup: None,
};

static FUNCTIONS: [Method; 3] = [
    function("_index", "(number, /)", index, "Return an object as an int (operator.index)."),
    function("_sha512", "(data, /)", sha512, "Return the SHA-512 digest of some bytes."),
    function("_urandom", "(size, /)", urandom, "Return bytes that cannot be foreseen."),
];

fn index(vm: &Vm, args: Args<'_>) -> Eval {
    vm.to_index(args.req(0)).map(Value::Obj)
}

fn sha512(vm: &Vm, args: Args<'_>) -> Eval {
    let data = view::copied(args.req(0)).unwrap_or_default();
    new_bytes(vm, Sha512::digest(&data).to_vec()).map(Value::Obj)
}

fn urandom(vm: &Vm, args: Args<'_>) -> Eval {
    let size = usize::try_from(vm.size_of(args.req(0))?)
        .map_err(|_| vm.value_error("negative argument not allowed"))?;
    crate::types::int::room_for(vm, 8 * size as u128)?;
    let mut data: Vec<u8> = (0..size.div_ceil(8)).flat_map(|_| entropy().to_le_bytes()).collect();
    data.truncate(size);
    new_bytes(vm, data).map(Value::Obj)
}
