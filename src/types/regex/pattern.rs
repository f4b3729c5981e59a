//! The table of `re.Pattern`.

use super::cells::{Pattern, pattern_of};
use super::scanner::scanner;
use super::{operations, replace};
use crate::heap::{Fixed, Ref};
use crate::runtime::object::Str;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, classmethod, getter, method};
use crate::runtime::{Args, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm};
use crate::text::regex::{RegexError, compile, flag, width};
use crate::types::bytes::view;
use crate::types::generic_alias::new_alias;
use crate::types::object::OBJECT;

/// The pattern that `source` (`str` or bytes) stands for.
///
/// # Errors
/// `re.PatternError` and its kin where it is none; `TypeError` for another type.
pub fn new_pattern(vm: &Vm, source: &Ref, flags: u32) -> Result<Ref, Raised> {
    let (text, is_bytes) = if source.is::<Str>() {
        (source.text().to_owned(), false)
    } else if let Some(bytes) = view::of(source) {
        (bytes.iter().map(|byte| *byte as char).collect(), true)
    } else {
        return Err(vm.type_error("first argument must be string or compiled pattern"));
    };
    let program = compile(&text, is_bytes, flags).map_err(|error| raise(vm, error, source))?;
    let program = Box::new(program);
    vm.alloc(Pattern { source: Fixed::new(source.clone()), program, is_bytes })
}

/// Warnings of what a pattern may mean one day.
pub fn doubts_of(pattern: &Ref) -> Vec<String> {
    pattern.get::<Pattern>().map_or(Vec::new(), |pattern| pattern.program.doubts.clone())
}

/// Least and most characters that what `pattern` was compiled from can match, if there is an end.
///
/// # Errors
/// Where `pattern` is no pattern.
pub fn width_of(vm: &Vm, pattern: &Ref) -> Result<(u32, Option<u32>), Raised> {
    let Some(known) = pattern.get::<Pattern>() else {
        return Err(vm.type_error("a compiled pattern is expected"));
    };
    let text = match view::of(&known.source) {
        Some(bytes) => bytes.iter().map(|byte| *byte as char).collect(),
        None => known.source.text().to_owned(),
    };
    width(&text, known.is_bytes, known.program.flags)
        .map_err(|error| raise(vm, error, &known.source))
}

/// Raises what is wrong with a pattern or template, `source`.
pub(super) fn raise(vm: &Vm, error: RegexError, source: &Ref) -> Raised {
    let (message, position) = match error {
        RegexError::Value(message) => return vm.value_error(message),
        RegexError::Overflow(message) => return vm.raise(ErrorKind::OverflowError, message),
        RegexError::Index(message) => return vm.raise(ErrorKind::IndexError, message),
        RegexError::TooDeep => {
            let message = "maximum recursion depth exceeded";
            return vm.raise(ErrorKind::RecursionError, message.into());
        }
        RegexError::Pattern(message, position) => (message, position),
    };
    let made = (|| {
        let module = vm.import("re")?;
        let class = vm.to_object(vm.get_attr_text(&module, "PatternError")?)?;
        let message = vm.new_str(&message)?;
        match position {
            Some(position) => {
                let position = vm.new_int(position as i64)?;
                vm.call_object(&class, &[&message, source, &position])
            }
            None => vm.call_object(&class, &[&message]),
        }
    })();
    match made {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

const SHOWN_FLAGS: [(u32, &str); 8] = [
    (flag::IGNORECASE, "re.IGNORECASE"),
    (flag::LOCALE, "re.LOCALE"),
    (flag::MULTILINE, "re.MULTILINE"),
    (flag::DOTALL, "re.DOTALL"),
    (flag::UNICODE, "re.UNICODE"),
    (flag::VERBOSE, "re.VERBOSE"),
    (flag::DEBUG, "re.DEBUG"),
    (flag::ASCII, "re.ASCII"),
];

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let pattern = pattern_of(object);
    let source = vm.repr_text(&pattern.source)?;
    let mut text = String::from("re.compile(");
    // As CPython, which cuts a long source short.
    text.extend(source.chars().take(200));
    let mut flags = pattern.program.flags;
    if !pattern.is_bytes && flags & (flag::LOCALE | flag::ASCII | flag::UNICODE) == flag::UNICODE {
        flags &= !flag::UNICODE;
    }
    let shown: Vec<&str> =
        SHOWN_FLAGS.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, name)| *name).collect();
    if !shown.is_empty() {
        text.push_str(", ");
        text.push_str(&shown.join("|"));
    }
    text.push(')');
    vm.str_value(&text)
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let same = op == CompareOp::Eq;
    if !same && op != CompareOp::Ne {
        return vm.not_implemented();
    }
    let (Some(one), Some(other)) = (left.get::<Pattern>(), right.get::<Pattern>()) else {
        return vm.not_implemented();
    };
    let equal = left.same(right)
        || (one.is_bytes == other.is_bytes
            && one.program.flags == other.program.flags
            && vm.equal(&one.source, &other.source)?);
    Ok(Value::bool(equal == same))
}

fn hash(vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let pattern = pattern_of(object);
    Ok(vm.hash(&pattern.source)? ^ i64::from(pattern.program.flags))
}

fn source(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Obj((*pattern_of(object).source).clone()))
}

fn flags(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Int(pattern_of(object).program.flags.into()))
}

fn groups(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Int(pattern_of(object).program.groups as i64 - 1))
}

fn groupindex(vm: &Vm, object: &Ref) -> Eval {
    let mut pairs = Vec::new();
    for (name, group) in &pattern_of(object).program.names {
        pairs.push((vm.new_str(name)?, vm.new_int(*group as i64)?));
    }
    crate::types::mapping_proxy::new_mapping_proxy(vm, &vm.new_dict(pairs)?).map(Value::Obj)
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

fn itself(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Obj(args.req(0).clone()))
}

#[rustfmt::skip]
static METHODS: [Method; 12] = [
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585."),
    method("__copy__", "()", itself, "Return the pattern itself."),
    method("__deepcopy__", "(memo, /)", itself, "Return the pattern itself."),
    method("findall", "(string, pos=0, endpos=sys.maxsize)", operations::findall, "Return a list of all non-overlapping matches of pattern in string."),
    method("finditer", "(string, pos=0, endpos=sys.maxsize)", operations::finditer, "Return an iterator over all non-overlapping matches for the RE pattern in string."),
    method("fullmatch", "(string, pos=0, endpos=sys.maxsize)", operations::fullmatch, "Matches against all of the string."),
    method("match", "(string, pos=0, endpos=sys.maxsize)", operations::match_, "Matches zero or more characters at the beginning of the string."),
    method("scanner", "(string, pos=0, endpos=sys.maxsize)", scanner, "Return an object whose methods match one after another."),
    method("search", "(string, pos=0, endpos=sys.maxsize)", operations::search, "Scan through string looking for a match, and return a corresponding match object instance."),
    method("split", "(string, maxsplit=0)", operations::split, "Split string by the occurrences of pattern."),
    method("sub", "(repl, string, count=0)", replace::sub, "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl."),
    method("subn", "(repl, string, count=0)", replace::subn, "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl."),
];

static GETSET: [GetSetRow; 4] = [
    getter("flags", flags, "The regex matching flags."),
    getter("groupindex", groupindex, "A dictionary mapping group names to group numbers."),
    getter("groups", groups, "The number of capturing groups in the pattern."),
    getter("pattern", source, "The pattern string from which the RE object was compiled."),
];

pub static PATTERN: TypeSpec = TypeSpec {
    weakrefable: true,
    module: "re",
    base: Some(&OBJECT),
    doc: "Compiled regular expression object.",
    slots: Slots { repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<Pattern>()
};
