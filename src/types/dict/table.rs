//! The tables of `dict`, its views and its iterators.

use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::{BinaryOp, Slots};
use crate::types::iterators::itself;
use crate::types::object::OBJECT;

use super::iterators::DictIterator;
use super::views::View;
use super::{iterators, methods, operators, views};

static NEW: Method = staticmethod(
    "__new__",
    "(type, *args, **kwargs)",
    methods::new,
    "Create and return a new object.",
)
.leaf(methods::dict_briefly);

static INIT: Method =
    method("__init__", "(iterable=(), /, **kwargs)", methods::init, "Initialize self.");

pub static DICT: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "dict() -> new empty dictionary\n\
          dict(mapping) -> new dictionary initialized from a mapping object's\n    \
          (key, value) pairs\n\
          dict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    \
          for k, v in iterable:\n        d[k] = v\n\
          dict(**kwargs) -> new dictionary initialized with the name=value pairs\n    \
          in the keyword argument list.  For example:  dict(one=1, two=2)",
    subclassable: true,
    match_self: true,
    is_mapping: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    new_ignores_arguments: true,
    slots: Slots {
        repr: Some(operators::repr),
        unhashable: true,
        compare: Some(operators::compare),
        iter: Some(iterators::iter_keys),
        len: Some(operators::len),
        getitem: Some(operators::get_item),
        setitem: Some(operators::set_item),
        contains: Some(operators::contains),
        binary: Slots::binary(&[(BinaryOp::Or, operators::or)]),
        inplace: Slots::binary(&[(BinaryOp::Or, operators::inplace_or)]),
        ..Slots::EMPTY
    },
    methods: &methods::METHODS,
    ..TypeSpec::of::<Dict>()
};

const VIEW_ALGEBRA: Slots = Slots {
    unhashable: true,
    compare: Some(views::compare),
    binary: Slots::binary(&[
        (BinaryOp::Or, views::or),
        (BinaryOp::And, views::and),
        (BinaryOp::Sub, views::sub),
        (BinaryOp::Xor, views::xor),
    ]),
    ..Slots::EMPTY
};

pub static DICT_KEYS: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots {
        repr: Some(views::repr::<{ views::KEYS }>),
        iter: Some(views::iter::<{ views::KEYS }>),
        len: Some(views::len::<{ views::KEYS }>),
        contains: Some(views::contains::<{ views::KEYS }>),
        ..VIEW_ALGEBRA
    },
    methods: &views::KEYS_METHODS,
    getset: views::KEYS_GETSET,
    ..TypeSpec::of::<View<{ views::KEYS }>>()
};

pub static DICT_VALUES: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots {
        repr: Some(views::repr::<{ views::VALUES }>),
        iter: Some(views::iter::<{ views::VALUES }>),
        len: Some(views::len::<{ views::VALUES }>),
        ..Slots::EMPTY
    },
    methods: &views::VALUES_METHODS,
    getset: views::VALUES_GETSET,
    ..TypeSpec::of::<View<{ views::VALUES }>>()
};

pub static DICT_ITEMS: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots {
        repr: Some(views::repr::<{ views::ITEMS }>),
        iter: Some(views::iter::<{ views::ITEMS }>),
        len: Some(views::len::<{ views::ITEMS }>),
        contains: Some(views::contains::<{ views::ITEMS }>),
        ..VIEW_ALGEBRA
    },
    methods: &views::ITEMS_METHODS,
    getset: views::ITEMS_GETSET,
    ..TypeSpec::of::<View<{ views::ITEMS }>>()
};

const fn iterator<const KIND: u8>(methods: &'static [Method]) -> TypeSpec {
    TypeSpec {
        base: Some(&OBJECT),
        slots: Slots { iter: Some(itself), next: Some(iterators::next::<KIND>), ..Slots::EMPTY },
        methods,
        ..TypeSpec::of::<DictIterator<KIND>>()
    }
}

pub static DICT_KEY_ITERATOR: TypeSpec = iterator::<{ iterators::KEYS }>(&iterators::KEYS_METHODS);
pub static DICT_VALUE_ITERATOR: TypeSpec =
    iterator::<{ iterators::VALUES }>(&iterators::VALUES_METHODS);
pub static DICT_ITEM_ITERATOR: TypeSpec =
    iterator::<{ iterators::ITEMS }>(&iterators::ITEMS_METHODS);
pub static DICT_REVERSE_KEY_ITERATOR: TypeSpec =
    iterator::<{ iterators::REVERSE_KEYS }>(&iterators::REVERSE_KEYS_METHODS);
pub static DICT_REVERSE_VALUE_ITERATOR: TypeSpec =
    iterator::<{ iterators::REVERSE_VALUES }>(&iterators::REVERSE_VALUES_METHODS);
pub static DICT_REVERSE_ITEM_ITERATOR: TypeSpec =
    iterator::<{ iterators::REVERSE_ITEMS }>(&iterators::REVERSE_ITEMS_METHODS);
