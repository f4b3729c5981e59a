//! The table of `list`.

use crate::runtime::Slots;
use crate::runtime::object::list::List;
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::types::object::OBJECT;

use super::{items, iterators, methods, operators};

static NEW: Method = staticmethod(
    "__new__",
    "(type, *args, **kwargs)",
    methods::new,
    "Create and return a new object.",
)
.leaf(methods::list_briefly);

static INIT: Method = method("__init__", "(iterable=(), /)", methods::init, "Initialize self.");

pub static LIST: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Built-in mutable sequence.\n\n\
          If no argument is given, the constructor creates a new empty list.\n\
          The argument must be an iterable if specified.",
    subclassable: true,
    match_self: true,
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
        getitem: Some(items::get_item),
        setitem: Some(items::set_item),
        contains: Some(operators::contains),
        concat: Some(operators::concat),
        repeat: Some(operators::repeat),
        inplace_concat: Some(operators::inplace_concat),
        inplace_repeat: Some(operators::inplace_repeat),
        ..Slots::EMPTY
    },
    methods: &methods::METHODS,
    ..TypeSpec::of::<List>()
};
