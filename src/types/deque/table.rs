//! The table of `deque`.

use crate::runtime::Slots;
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::types::object::OBJECT;

use super::cell::Deque;
use super::{iterators, methods, operators};

static NEW: Method = staticmethod(
    "__new__",
    "(type, *args, **kwargs)",
    methods::new,
    "Create and return a new object.",
);

static INIT: Method =
    method("__init__", "(iterable=(), maxlen=None)", methods::init, "Initialize self.");

pub static DEQUE: TypeSpec = TypeSpec {
    weakrefable: true,
    module: "collections",
    base: Some(&OBJECT),
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    subclassable: true,
    is_sequence: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    new_ignores_arguments: true,
    slots: Slots {
        repr: Some(operators::repr),
        unhashable: true,
        compare: Some(operators::compare),
        iter: Some(iterators::iter),
        len: Some(operators::len),
        getitem: Some(operators::get_item),
        setitem: Some(operators::set_item),
        contains: Some(operators::contains),
        concat: Some(operators::concat),
        repeat: Some(operators::repeat),
        inplace_concat: Some(operators::inplace_concat),
        inplace_repeat: Some(operators::inplace_repeat),
        ..Slots::EMPTY
    },
    methods: &methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::of::<Deque>()
};
