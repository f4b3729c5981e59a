//! The table of `_json`.

use super::{decode, encode};
use crate::runtime::spec::{Method, ModuleSpec, function};

#[rustfmt::skip]
static FUNCTIONS: [Method; 2] = [
    function("decode", "(text, at, strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant, /)", decode::decode, "Read the value at an index of a text; return it and the index behind it."),
    function("encode", "(object, default, skipkeys, ensure_ascii, check_circular, allow_nan, indent, item_separator, key_separator, sort_keys, /)", encode::encode, "Return an object as JSON text."),
];

pub static JSON: ModuleSpec = ModuleSpec {
    name: "_json",
    doc: "JSON text from objects and back.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
