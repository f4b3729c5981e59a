//! The table of `memoryview`.

use super::cell::{MemoryView, view_of};
use super::{items, iterator, methods};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method, staticmethod};
use crate::runtime::{Args, Eval, Slots, Value, Vm};
use crate::types::buffer::{buffer_row, release_buffer_row};
use crate::types::object::OBJECT;

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    view_of(vm, args.req(1)).map(Value::Obj)
}

static NEW: Method = staticmethod(
    "__new__",
    "(type, object)",
    new,
    "Create a new memoryview object which references the given object.",
);

#[rustfmt::skip]
static METHODS: [Method; 10] = [
    buffer_row(),
    release_buffer_row(),
    method("__enter__", "()", methods::enter, "Return the view, for a with statement."),
    method("__exit__", "(*exc_info)", methods::release, "Release the view at the end of a with statement."),
    method("cast", "(format, shape=<unrepresentable>)", methods::cast, "Cast a memoryview to a new format or shape."),
    method("hex", "(sep=<unrepresentable>, bytes_per_sep=1)", methods::hex, "Return the data in the buffer as a str of hexadecimal numbers."),
    method("release", "()", methods::release, "Release the underlying buffer exposed by the memoryview object."),
    method("tobytes", "(order='C')", methods::tobytes, "Return the data in the buffer as a byte string."),
    method("tolist", "()", methods::tolist, "Return the data in the buffer as a list of elements."),
    method("toreadonly", "()", methods::toreadonly, "Return a readonly version of the memoryview."),
];

static GETSET: [GetSetRow; 12] = [
    getter("c_contiguous", methods::c_contiguous, "Whether the memory is C-contiguous."),
    getter("contiguous", methods::contiguous, "Whether the memory is contiguous."),
    getter("f_contiguous", methods::f_contiguous, "Whether the memory is Fortran contiguous."),
    getter("format", methods::format, "The format of each item."),
    getter("itemsize", methods::itemsize, "The size in bytes of each item."),
    getter("nbytes", methods::nbytes, "The size in bytes of all items."),
    getter("ndim", methods::ndim, "The number of dimensions."),
    getter("obj", methods::obj, "The underlying object of the memoryview."),
    getter("readonly", methods::readonly, "Whether the memory is read only."),
    getter("shape", methods::shape, "The length of each dimension."),
    getter("strides", methods::strides, "The bytes between items of each dimension."),
    getter("suboffsets", methods::suboffsets, "Used for views of another kind."),
];

pub static MEMORYVIEW: TypeSpec = TypeSpec {
    weakrefable: true,
    base: Some(&OBJECT),
    doc: "Create a new memoryview object which references the given object.",
    is_sequence: true,
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(methods::repr),
        hash: Some(items::hash),
        compare: Some(items::compare),
        iter: Some(iterator::iter),
        len: Some(items::len),
        getitem: Some(items::getitem),
        setitem: Some(items::setitem),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<MemoryView>()
};
