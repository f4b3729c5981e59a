//! The table of `_pickle`.

use super::pickler::{PICKLER, dumps, written};
use super::unpickler::{UNPICKLER, known, loads};
use crate::runtime::spec::{Method, ModuleSpec, function};

static FUNCTIONS: [Method; 4] = [
    function("_known", "(unpickler, /)", known, "What an unpickler remembers, by its numbers."),
    function("_written", "(pickler, /)", written, "What a pickler has written, by its addresses."),
    function(
        "dumps",
        "(obj, protocol=None, *, fix_imports=True, buffer_callback=None)",
        dumps,
        "Return the pickled representation of the object as a bytes object.",
    ),
    function(
        "loads",
        "(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
        loads,
        "Read and return an object from the given pickle data.",
    ),
];

pub static PICKLE: ModuleSpec = ModuleSpec {
    name: "_pickle",
    doc: "Optimized C implementation for the Python pickle module.",
    functions: &FUNCTIONS,
    types: &[&PICKLER, &UNPICKLER],
    setup: None,
};
