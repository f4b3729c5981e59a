//! The table of `array.array`.

use super::cell::Array;
use super::{construct, iterator, methods, operators};
use crate::heap::Ref;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, classmethod, getter, method};
use crate::runtime::{Eval, Slots, Value, Vm};
use crate::types::buffer::{buffer_row, release_buffer_row};
use crate::types::generic_alias::new_alias;
use crate::types::object::OBJECT;

fn typecode(vm: &Vm, array: &Ref) -> Eval {
    vm.latin1(array.as_ref::<Array>().code).map(Value::Obj)
}

fn itemsize(_vm: &Vm, array: &Ref) -> Eval {
    Ok(Value::Int(array.as_ref::<Array>().item_size() as i64))
}

#[rustfmt::skip]
static METHODS: [Method; 26] = [
    buffer_row(),
    release_buffer_row(),
    classmethod("__class_getitem__", "(object, /)", |vm, args| new_alias(vm, args.req(0), args.req(1)).map(Value::Obj), "See PEP 585"),
    method("__copy__", "()", methods::copy, "Return a copy of the array."),
    method("__deepcopy__", "(unused, /)", methods::copy, "Return a copy of the array."),
    method("__reduce_ex__", "(value, /)", methods::reduce, "Return state information for pickling."),
    method("__sizeof__", "()", methods::sizeof, "Size of the array in memory, in bytes."),
    method("append", "(v, /)", methods::append, "Append new value v to the end of the array."),
    method("buffer_info", "()", methods::buffer_info, "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents."),
    method("byteswap", "()", methods::byteswap, "Byteswap all items of the array."),
    method("clear", "()", methods::clear, "Remove all items from the array."),
    method("count", "(v, /)", methods::count, "Return number of occurrences of v in the array."),
    method("extend", "(bb, /)", methods::extend, "Append items to the end of the array."),
    method("frombytes", "(buffer, /)", methods::frombytes, "Appends items from the string, interpreting it as an array of machine values."),
    method("fromfile", "(f, n, /)", methods::fromfile, "Read n objects from the file object f and append them to the end of the array."),
    method("fromlist", "(list, /)", methods::fromlist, "Append items to array from list."),
    method("fromunicode", "(ustr, /)", methods::fromunicode, "Extends this array with data from the unicode string ustr."),
    method("index", "(v, start=0, stop=sys.maxsize, /)", methods::index, "Return index of first occurrence of v in the array."),
    method("insert", "(i, v, /)", methods::insert, "Insert a new item v into the array before position i."),
    method("pop", "(i=-1, /)", methods::pop, "Return the i-th element and delete it from the array."),
    method("remove", "(v, /)", methods::remove, "Remove the first occurrence of v in the array."),
    method("reverse", "()", methods::reverse, "Reverse the order of the items in the array."),
    method("tobytes", "()", methods::tobytes, "Convert the array to an array of machine values and return the bytes representation."),
    method("tofile", "(f, /)", methods::tofile, "Write all items (as machine values) to the file object f."),
    method("tolist", "()", methods::tolist, "Convert array to an ordinary list with the same items."),
    method("tounicode", "()", methods::tounicode, "Extends this array with data from the unicode string ustr."),
];

static GETSET: [GetSetRow; 2] = [
    getter("itemsize", itemsize, "The size, in bytes, of one array item."),
    getter("typecode", typecode, "The typecode character used to create the array."),
];

pub static ARRAY: TypeSpec = TypeSpec {
    weakrefable: true,
    module: "array",
    base: Some(&OBJECT),
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by \
          typecode, and initialized from the optional initializer value.",
    subclassable: true,
    is_sequence: true,
    construct: Some(&construct::NEW),
    slots: Slots {
        repr: Some(operators::repr),
        unhashable: true,
        compare: Some(operators::compare),
        iter: Some(iterator::iter),
        len: Some(operators::len),
        getitem: Some(operators::getitem),
        setitem: Some(operators::setitem),
        contains: Some(methods::contains),
        concat: Some(operators::concat),
        repeat: Some(operators::repeat),
        inplace_concat: Some(operators::inplace_concat),
        inplace_repeat: Some(operators::inplace_repeat),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<Array>()
};
