//! The tables of `bytes` and `bytearray`.

use super::cell::{ByteArray, Bytes};
use super::{change, construct, iterator, operators, search, split, text};
use crate::runtime::spec::{Method, TypeSpec, classmethod, method, staticmethod};
use crate::runtime::{Args, BinaryOp, Eval, Slots, Value, Vm};
use crate::text::getsizeof;
use crate::types::buffer::{buffer_row, release_buffer_row};
use crate::types::object::OBJECT;

fn getnewargs(vm: &Vm, args: Args<'_>) -> Eval {
    let bytes = construct::unchanged(vm, args.req(0))?;
    vm.new_tuple_of([vm.to_object(bytes)?]).map(Value::Obj)
}

fn dunder_bytes(vm: &Vm, args: Args<'_>) -> Eval {
    construct::unchanged(vm, args.req(0))
}

fn sizeof_bytes(_vm: &Vm, args: Args<'_>) -> Eval {
    let len = args.req(0).as_ref::<Bytes>().data.len();
    Ok(Value::Int(getsizeof::bytes_size(len) as i64))
}

fn sizeof_bytearray(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(getsizeof::bytearray_size(allocated(args)) as i64))
}

fn alloc(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(allocated(args) as i64))
}

fn allocated(args: Args<'_>) -> usize {
    args.req(0).as_ref::<ByteArray>().room.get().allocated()
}

macro_rules! rows {
    ($name:ident, $count:expr, [$($own:expr),* $(,)?]) => {
        #[rustfmt::skip]
        static $name: [Method; $count] = [
            $($own,)*
            method("capitalize", "()", text::capitalize, "Return a copy with only its first character capitalized (ASCII) and the rest lower-cased."),
            method("center", "(width, fillchar=b' ', /)", text::center, "Return a centered string of length width."),
            method("count", "(sub, start=None, end=None, /)", search::count, "Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end]."),
            method("decode", "(encoding='utf-8', errors='strict')", text::decode, "Decode the bytes using the codec registered for encoding.").leaf(text::decode_briefly),
            method("endswith", "(suffix, start=None, end=None, /)", search::endswith, "Return True if the bytes end with the specified suffix, False otherwise."),
            method("expandtabs", "(tabsize=8)", text::expandtabs, "Return a copy where all tab characters are expanded using spaces."),
            method("find", "(sub, start=None, end=None, /)", search::find, "Return the lowest index in B where subsection 'sub' is found, or -1."),
            classmethod("fromhex", "(string, /)", text::fromhex, "Create an object from a string of hexadecimal numbers."),
            method("hex", "(sep=<unrepresentable>, bytes_per_sep=1)", text::hex, "Create a string of hexadecimal numbers from the bytes."),
            method("index", "(sub, start=None, end=None, /)", search::index, "Return the lowest index in B where subsection 'sub' is found."),
            method("isalnum", "()", text::isalnum, "Return True if all characters are alphanumeric and there is at least one, False otherwise."),
            method("isalpha", "()", text::isalpha, "Return True if all characters are alphabetic and there is at least one, False otherwise."),
            method("isascii", "()", text::isascii, "Return True if B is empty or all characters in B are ASCII, False otherwise."),
            method("isdigit", "()", text::isdigit, "Return True if all characters are digits and there is at least one, False otherwise."),
            method("islower", "()", text::islower, "Return True if all cased characters are lowercase and there is at least one, False otherwise."),
            method("isspace", "()", text::isspace, "Return True if all characters are whitespace and there is at least one, False otherwise."),
            method("istitle", "()", text::istitle, "Return True if B is a titlecased string and there is at least one character in B."),
            method("isupper", "()", text::isupper, "Return True if all cased characters are uppercase and there is at least one, False otherwise."),
            method("join", "(iterable_of_bytes, /)", split::join, "Concatenate any number of bytes objects."),
            method("ljust", "(width, fillchar=b' ', /)", text::ljust, "Return a left-justified string of length width."),
            method("lower", "()", text::lower, "Return a copy with all ASCII characters converted to lowercase."),
            method("lstrip", "(bytes=None, /)", split::lstrip, "Strip leading bytes contained in the argument."),
            staticmethod("maketrans", "(frm, to, /)", text::maketrans, "Return a translation table usable for the bytes or bytearray translate method."),
            method("partition", "(sep, /)", split::partition, "Partition the bytes into three parts using the given separator."),
            method("removeprefix", "(prefix, /)", search::removeprefix, "Return a bytes object with the given prefix string removed if present."),
            method("removesuffix", "(suffix, /)", search::removesuffix, "Return a bytes object with the given suffix string removed if present."),
            method("replace", "(old, new, count=-1, /)", search::replace, "Return a copy with all occurrences of substring old replaced by new."),
            method("rfind", "(sub, start=None, end=None, /)", search::rfind, "Return the highest index in B where subsection 'sub' is found, or -1."),
            method("rindex", "(sub, start=None, end=None, /)", search::rindex, "Return the highest index in B where subsection 'sub' is found."),
            method("rjust", "(width, fillchar=b' ', /)", text::rjust, "Return a right-justified string of length width."),
            method("rpartition", "(sep, /)", split::rpartition, "Partition the bytes into three parts using the given separator, searching from the end."),
            method("rsplit", "(sep=None, maxsplit=-1)", split::rsplit, "Return a list of the sections in the bytes, split from the right."),
            method("rstrip", "(bytes=None, /)", split::rstrip, "Strip trailing bytes contained in the argument."),
            method("split", "(sep=None, maxsplit=-1)", split::split, "Return a list of the sections in the bytes, using sep as the delimiter."),
            method("splitlines", "(keepends=False)", split::splitlines, "Return a list of the lines in the bytes, breaking at line boundaries."),
            method("startswith", "(prefix, start=None, end=None, /)", search::startswith, "Return True if the bytes start with the specified prefix, False otherwise."),
            method("strip", "(bytes=None, /)", split::strip, "Strip leading and trailing bytes contained in the argument."),
            method("swapcase", "()", text::swapcase, "Return a copy with uppercase ASCII characters converted to lowercase and vice versa."),
            method("title", "()", text::title, "Return a titlecased version of the bytes."),
            method("translate", "(table, /, delete=b'')", text::translate, "Return a copy with each character mapped by the given translation table."),
            method("upper", "()", text::upper, "Return a copy with all ASCII characters converted to uppercase."),
            method("zfill", "(width, /)", text::zfill, "Pad a numeric string with zeros on the left, to fill a field of the given width."),
        ];
    };
}

rows!(
    BYTES_METHODS,
    46,
    [
        buffer_row(),
        method("__bytes__", "()", dunder_bytes, "Convert this value to exact type bytes."),
        method("__getnewargs__", "()", getnewargs, "Return the arguments that make equal bytes."),
        method("__sizeof__", "()", sizeof_bytes, "Return the size of the object in bytes."),
    ]
);

#[rustfmt::skip]
rows!(
    BYTEARRAY_METHODS,
    54,
    [
        buffer_row(),
        release_buffer_row(),
        method("__alloc__", "()", alloc, "Return the number of bytes actually allocated."),
        method("__sizeof__", "()", sizeof_bytearray, "Return the size of the object in bytes."),
        method("append", "(item, /)", change::append, "Append a single item to the end of the bytearray."),
        method("clear", "()", change::clear, "Remove all items from the bytearray."),
        method("copy", "()", change::copy, "Return a copy of B."),
        method("extend", "(iterable_of_ints, /)", change::extend, "Append all the items from the iterator or sequence to the end of the bytearray."),
        method("insert", "(index, item, /)", change::insert, "Insert a single item into the bytearray before the given index."),
        method("pop", "(index=-1, /)", change::pop, "Remove and return a single item from B."),
        method("remove", "(value, /)", change::remove, "Remove the first occurrence of a value in the bytearray."),
        method("reverse", "()", change::reverse, "Reverse the order of the values in B in place."),
    ]
);

pub static BYTES: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n\
          bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n\
          bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n\
          bytes() -> empty bytes object",
    subclassable: true,
    match_self: true,
    construct: Some(&construct::BYTES_NEW),
    slots: Slots {
        repr: Some(operators::repr_bytes),
        hash: Some(operators::hash),
        compare: Some(operators::compare),
        iter: Some(iterator::iter_bytes),
        len: Some(operators::len),
        getitem: Some(operators::getitem),
        contains: Some(operators::contains),
        binary: Slots::binary(&[(BinaryOp::Mod, operators::modulo)]),
        concat: Some(operators::concat),
        repeat: Some(operators::repeat),
        ..Slots::EMPTY
    },
    methods: &BYTES_METHODS,
    ..TypeSpec::of::<Bytes>()
};

pub static BYTEARRAY: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n\
          bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n\
          bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n\
          bytearray() -> empty bytes array",
    subclassable: true,
    match_self: true,
    construct: Some(&construct::BYTEARRAY_NEW),
    init: Some(&construct::BYTEARRAY_INIT),
    new_ignores_arguments: true,
    slots: Slots {
        repr: Some(operators::repr_bytearray),
        unhashable: true,
        compare: Some(operators::compare),
        iter: Some(iterator::iter_bytearray),
        len: Some(operators::len),
        getitem: Some(operators::getitem),
        setitem: Some(change::setitem),
        contains: Some(operators::contains),
        binary: Slots::binary(&[(BinaryOp::Mod, operators::modulo)]),
        concat: Some(operators::concat),
        repeat: Some(operators::repeat),
        inplace_concat: Some(change::inplace_concat),
        inplace_repeat: Some(change::inplace_repeat),
        ..Slots::EMPTY
    },
    methods: &BYTEARRAY_METHODS,
    ..TypeSpec::of::<ByteArray>()
};
