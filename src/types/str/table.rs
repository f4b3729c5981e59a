//! The table of `str`.

use super::{
    brief, case, coding, construct, format, index, iterator, operators, pad, percent, search,
};
use super::{split, translate};
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::{Args, BinaryOp, Eval, Slots, Value, Vm};
use crate::text::getsizeof;
use crate::types::object::OBJECT;

fn getnewargs(vm: &Vm, args: Args<'_>) -> Eval {
    let text: Ref = vm.new_str(args.req(0).text())?;
    vm.new_tuple_of([text]).map(Value::Obj)
}

fn sizeof(_vm: &Vm, args: Args<'_>) -> Eval {
    let text = args.req(0).text();
    Ok(Value::Int(if args.req(0).is_exact::<Str>() {
        getsizeof::str_size(text)
    } else {
        getsizeof::str_subclass_size(text)
    } as i64))
}

#[rustfmt::skip]
static METHODS: [Method; 50] = [
    method("__format__", "(format_spec, /)", format::dunder_format, "Return a formatted version of the string as described by format_spec."),
    method("__getnewargs__", "()", getnewargs, "Return the arguments that make an equal string."),
    method("__sizeof__", "()", sizeof, "Return the size of the string in memory, in bytes."),
    method("capitalize", "()", case::capitalize, "Return a capitalized version of the string.").leaf(brief::capitalize),
    method("casefold", "()", case::casefold, "Return a version of the string suitable for caseless comparisons."),
    method("center", "(width, fillchar=' ', /)", pad::center, "Return a centered string of length width.").leaf(brief::center),
    method("count", "(sub, start=None, end=None, /)", search::count, "Return the number of non-overlapping occurrences of substring sub in string S[start:end].").leaf(brief::count),
    method("encode", "(encoding='utf-8', errors='strict')", coding::encode, "Encode the string using the codec registered for encoding.").leaf(brief::encode),
    method("endswith", "(suffix, start=None, end=None, /)", search::endswith, "Return True if the string ends with the specified suffix, False otherwise.").leaf(brief::endswith),
    method("expandtabs", "(tabsize=8)", pad::expandtabs, "Return a copy where all tab characters are expanded using spaces."),
    method("find", "(sub, start=None, end=None, /)", search::find, "Return the lowest index in S where substring sub is found, or -1.").leaf(brief::find),
    method("format", "(*args, **kwargs)", format::format, "Return a formatted version of the string, using substitutions from args and kwargs."),
    method("format_map", "(mapping, /)", format::format_map, "Return a formatted version of the string, using substitutions from mapping."),
    method("index", "(sub, start=None, end=None, /)", search::index, "Return the lowest index in S where substring sub is found."),
    method("isalnum", "()", case::isalnum, "Return True if the string is an alpha-numeric string, False otherwise.").leaf(brief::isalnum),
    method("isalpha", "()", case::isalpha, "Return True if the string is an alphabetic string, False otherwise.").leaf(brief::isalpha),
    method("isascii", "()", case::isascii, "Return True if all characters in the string are ASCII, False otherwise."),
    method("isdecimal", "()", case::isdecimal, "Return True if the string is a decimal string, False otherwise."),
    method("isdigit", "()", case::isdigit, "Return True if the string is a digit string, False otherwise.").leaf(brief::isdigit),
    method("isidentifier", "()", case::isidentifier, "Return True if the string is a valid Python identifier, False otherwise."),
    method("islower", "()", case::islower, "Return True if the string is a lowercase string, False otherwise.").leaf(brief::islower),
    method("isnumeric", "()", case::isnumeric, "Return True if the string is a numeric string, False otherwise."),
    method("isprintable", "()", case::isprintable, "Return True if all characters in the string are printable, False otherwise."),
    method("isspace", "()", case::isspace, "Return True if the string is a whitespace string, False otherwise.").leaf(brief::isspace),
    method("istitle", "()", case::istitle, "Return True if the string is a title-cased string, False otherwise."),
    method("isupper", "()", case::isupper, "Return True if the string is an uppercase string, False otherwise.").leaf(brief::isupper),
    method("join", "(iterable, /)", split::join, "Concatenate any number of strings.").leaf(brief::join),
    method("ljust", "(width, fillchar=' ', /)", pad::ljust, "Return a left-justified string of length width.").leaf(brief::ljust),
    method("lower", "()", case::lower, "Return a copy of the string converted to lowercase.").leaf(brief::lower),
    method("lstrip", "(chars=None, /)", split::lstrip, "Return a copy of the string with leading whitespace removed.").leaf(brief::lstrip),
    staticmethod("maketrans", "(x, y=<unrepresentable>, z=<unrepresentable>, /)", translate::maketrans, "Return a translation table usable for str.translate()."),
    method("partition", "(sep, /)", split::partition, "Partition the string into three parts using the given separator.").leaf(brief::partition),
    method("removeprefix", "(prefix, /)", search::removeprefix, "Return a str with the given prefix string removed if present."),
    method("removesuffix", "(suffix, /)", search::removesuffix, "Return a str with the given suffix string removed if present."),
    method("replace", "(old, new, /, count=-1)", search::replace, "Return a copy with all occurrences of substring old replaced by new.").leaf(brief::replace),
    method("rfind", "(sub, start=None, end=None, /)", search::rfind, "Return the highest index in S where substring sub is found, or -1.").leaf(brief::rfind),
    method("rindex", "(sub, start=None, end=None, /)", search::rindex, "Return the highest index in S where substring sub is found."),
    method("rjust", "(width, fillchar=' ', /)", pad::rjust, "Return a right-justified string of length width.").leaf(brief::rjust),
    method("rpartition", "(sep, /)", split::rpartition, "Partition the string into three parts using the given separator, searching from the end."),
    method("rsplit", "(sep=None, maxsplit=-1)", split::rsplit, "Return a list of the substrings in the string, split from the right."),
    method("rstrip", "(chars=None, /)", split::rstrip, "Return a copy of the string with trailing whitespace removed.").leaf(brief::rstrip),
    method("split", "(sep=None, maxsplit=-1)", split::split, "Return a list of the substrings in the string, using sep as the separator string.").leaf(brief::split),
    method("splitlines", "(keepends=False)", split::splitlines, "Return a list of the lines in the string, breaking at line boundaries.").leaf(brief::splitlines),
    method("startswith", "(prefix, start=None, end=None, /)", search::startswith, "Return True if the string starts with the specified prefix, False otherwise.").leaf(brief::startswith),
    method("strip", "(chars=None, /)", split::strip, "Return a copy of the string with leading and trailing whitespace removed.").leaf(brief::strip),
    method("swapcase", "()", case::swapcase, "Convert uppercase characters to lowercase and lowercase characters to uppercase.").leaf(brief::swapcase),
    method("title", "()", case::title, "Return a version of the string where each word is titlecased.").leaf(brief::title),
    method("translate", "(table, /)", translate::translate, "Replace each character in the string using the given translation table."),
    method("upper", "()", case::upper, "Return a copy of the string converted to uppercase.").leaf(brief::upper),
    method("zfill", "(width, /)", pad::zfill, "Pad a numeric string with zeros on the left, to fill a field of the given width.").leaf(brief::zfill),
];

pub static STR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n\
          Create a new string object from the given object.",
    subclassable: true,
    match_self: true,
    is_sequence: false,
    construct: Some(&construct::NEW),
    slots: Slots {
        repr: Some(operators::repr),
        str: Some(operators::str),
        hash: Some(operators::hash),
        compare: Some(operators::compare),
        iter: Some(iterator::iter),
        len: Some(operators::len),
        getitem: Some(index::getitem),
        contains: Some(operators::contains),
        binary: Slots::binary(&[(BinaryOp::Mod, percent::modulo)]),
        concat: Some(operators::concat),
        repeat: Some(operators::repeat),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    ..TypeSpec::of::<Str>()
};
