//! `UnicodeEncodeError`, `UnicodeDecodeError`, `UnicodeTranslateError`.

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::object::{Bytes, Exception, Str};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, method};
use crate::types::bytes::new_bytes;
use crate::types::bytes::view::{copied, is_bytes_like};

use super::base::{args_of, refuse_keywords, str};
use super::fields::{derived_field, field, put, set_field};

static ENCODING: GetSetRow =
    derived_field!("encoding", |_, args| part(args, 0), "exception encoding");
static OBJECT: GetSetRow = derived_field!("object", |_, args| part(args, 1), "exception object");
static START: GetSetRow = derived_field!("start", |_, args| part(args, 2), "exception start");
static END: GetSetRow = derived_field!("end", |_, args| part(args, 3), "exception end");
static REASON: GetSetRow = derived_field!("reason", |_, args| part(args, 4), "exception reason");

const fn copy(row: &GetSetRow) -> GetSetRow {
    GetSetRow { name: row.name, get: row.get, set: row.set, doc: row.doc }
}

static ROWS: [GetSetRow; 5] =
    [copy(&ENCODING), copy(&END), copy(&OBJECT), copy(&REASON), copy(&START)];

pub static ENCODE_ERROR: TypeSpec = TypeSpec {
    init: Some(&ENCODE_INIT),
    slots: Slots { str: Some(encode_str), ..Slots::EMPTY },
    getset: &ROWS,
    ..TypeSpec::of::<Exception>()
};

pub static DECODE_ERROR: TypeSpec = TypeSpec {
    init: Some(&DECODE_INIT),
    slots: Slots { str: Some(decode_str), ..Slots::EMPTY },
    getset: &ROWS,
    ..TypeSpec::of::<Exception>()
};

pub static TRANSLATE_ERROR: TypeSpec = TypeSpec {
    init: Some(&TRANSLATE_INIT),
    slots: Slots { str: Some(translate_str), ..Slots::EMPTY },
    getset: &[
        derived_field!("end", |_, args| part(args, 2), "exception end"),
        derived_field!("object", |_, args| part(args, 0), "exception object"),
        derived_field!("reason", |_, args| part(args, 3), "exception reason"),
        derived_field!("start", |_, args| part(args, 1), "exception start"),
    ],
    ..TypeSpec::of::<Exception>()
};

static ENCODE_INIT: Method =
    method("__init__", "(*args, **kwargs)", |vm, args| init(vm, args, 5), "Initialize self.");
static DECODE_INIT: Method =
    method("__init__", "(*args, **kwargs)", |vm, args| init(vm, args, 5), "Initialize self.");
static TRANSLATE_INIT: Method =
    method("__init__", "(*args, **kwargs)", |vm, args| init(vm, args, 4), "Initialize self.");

fn part(args: &[Ref], index: usize) -> Eval {
    Ok(args.get(index).cloned().map_or(Value::None, Value::Obj))
}

fn init(vm: &Vm, args: Args<'_>, count: usize) -> Eval {
    let object = args.req(0);
    refuse_keywords(vm, object, args.get(1))?;
    let given: Vec<Ref> = args.rest().cloned().collect();
    if given.len() != count {
        let have = given.len();
        return Err(
            vm.type_error(format!("function takes exactly {count} arguments ({have} given)"))
        );
    }
    // encoding, object, start, end, reason; the translation has no encoding.
    let decoding = count == 5 && vm.is_error(object, ErrorKind::UnicodeDecodeError);
    let texts: &[usize] = match (count, decoding) {
        (5, true) => &[0, 4],
        (5, false) => &[0, 1, 4],
        _ => &[0, 3],
    };
    let numbers: &[usize] = if count == 5 { &[2, 3] } else { &[1, 2] };
    for at in texts {
        if !given[*at].is::<Str>() {
            let class = vm.class_name(&given[*at]);
            return Err(vm.type_error(format!("argument {} must be str, not {class}", at + 1)));
        }
    }
    for at in numbers {
        vm.to_index(&given[*at])?;
    }
    if decoding && !is_bytes_like(&given[1]) {
        let class = vm.class_name(&given[1]);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")));
    }
    object.as_ref::<Exception>().args.set(Some(vm.new_tuple(given.clone())?));
    if decoding && let Some(bytes) = copied(&given[1]).filter(|_| !given[1].is_exact::<Bytes>()) {
        set_field(vm, object, "object", &new_bytes(vm, bytes)?)?;
    }
    Ok(Value::None)
}

/// What the texts are made of: the field, or else the argument.
fn read(vm: &Vm, object: &Ref, name: &str, index: usize) -> Option<Ref> {
    field(vm, object, name).or_else(|| args_of(object).get(index).cloned())
}

fn number(vm: &Vm, object: &Ref, name: &str, index: usize) -> i64 {
    let found = read(vm, object, name, index);
    found.and_then(|found| int_view(&found)?.small()).unwrap_or(0)
}

fn text(vm: &Vm, object: &Ref, name: &str, index: usize) -> Result<String, Raised> {
    read(vm, object, name, index).map_or_else(|| Ok(String::new()), |found| vm.str_text(&found))
}

/// The character at `start` the way the messages write it: `\xe9`, `\u20ac`, `\U0001f600`.
fn escaped(letter: char) -> String {
    let mut shown = String::new();
    crate::text::str_repr::push_escape(&mut shown, letter);
    shown
}

fn letter_at(object: Option<&Ref>, at: i64) -> Option<char> {
    let object = object.filter(|object| object.is::<Str>())?;
    object.text().chars().nth(usize::try_from(at).ok()?)
}

fn encode_str(vm: &Vm, object: &Ref) -> Eval {
    if args_of(object).len() < 5 {
        return str(vm, object);
    }
    let encoding = text(vm, object, "encoding", 0)?;
    let reason = text(vm, object, "reason", 4)?;
    let (start, end) = (number(vm, object, "start", 2), number(vm, object, "end", 3));
    let letter = letter_at(read(vm, object, "object", 1).as_ref(), start);
    vm.str_value(&match letter.filter(|_| end == start + 1) {
        Some(letter) => format!(
            "'{encoding}' codec can't encode character '{}' in position {start}: {reason}",
            escaped(letter)
        ),
        None => format!(
            "'{encoding}' codec can't encode characters in position {start}-{}: {reason}",
            end - 1
        ),
    })
}

fn decode_str(vm: &Vm, object: &Ref) -> Eval {
    if args_of(object).len() < 5 {
        return str(vm, object);
    }
    let encoding = text(vm, object, "encoding", 0)?;
    let reason = text(vm, object, "reason", 4)?;
    let (start, end) = (number(vm, object, "start", 2), number(vm, object, "end", 3));
    let bytes = read(vm, object, "object", 1).filter(|_| end == start + 1);
    let byte = bytes.zip(usize::try_from(start).ok()).and_then(|(bytes, at)| {
        crate::types::bytes::view::look(&bytes, |data| data.get(at).copied())?
    });
    vm.str_value(&match byte {
        Some(byte) => format!(
            "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
        ),
        None => format!(
            "'{encoding}' codec can't decode bytes in position {start}-{}: {reason}",
            end - 1
        ),
    })
}

fn translate_str(vm: &Vm, object: &Ref) -> Eval {
    if args_of(object).len() < 4 {
        return str(vm, object);
    }
    let reason = text(vm, object, "reason", 3)?;
    let (start, end) = (number(vm, object, "start", 1), number(vm, object, "end", 2));
    let letter = letter_at(read(vm, object, "object", 0).as_ref(), start);
    vm.str_value(&match letter.filter(|_| end == start + 1) {
        Some(letter) => {
            format!("can't translate character '{}' in position {start}: {reason}", escaped(letter))
        }
        None => format!("can't translate characters in position {start}-{}: {reason}", end - 1),
    })
}
