//! Bytes as ASCII text: questions, case, padding, translation, hexadecimal, decoding.

use super::construct::{like, room, unchanged};
use super::view;
use crate::heap::Ref;
use crate::runtime::object::{Bytes, Str};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::{chars, hex, strings};
use crate::types::{coding, expect};

/// A method that asks a question of all bytes.
macro_rules! questions {
    ($($name:ident: $ask:expr;)*) => {
        $(pub(super) fn $name(_vm: &Vm, args: Args<'_>) -> Eval {
            let ask: fn(&[u8]) -> bool = $ask;
            Ok(Value::bool(view::of(args.req(0)).is_some_and(|bytes| ask(&bytes))))
        })*
    };
}

questions! {
    isalnum: |bytes| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_alphanumeric);
    isalpha: |bytes| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_alphabetic);
    isascii: <[u8]>::is_ascii;
    isdigit: |bytes| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    islower: |bytes| {
        bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
    };
    isspace: |bytes| !bytes.is_empty() && bytes.iter().all(|&byte| chars::is_bytes_space(byte));
    istitle: chars::bytes_istitle;
    isupper: |bytes| {
        bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
    };
}

/// A method that makes new bytes of all of them.
macro_rules! changes {
    ($($name:ident: $change:expr;)*) => {
        $(pub(super) fn $name(vm: &Vm, args: Args<'_>) -> Eval {
            let change: fn(&[u8]) -> Vec<u8> = $change;
            let data = view::of(args.req(0)).map_or_else(Vec::new, |bytes| change(&bytes));
            like(vm, args.req(0), data)
        })*
    };
}

changes! {
    capitalize: chars::bytes_capitalize;
    lower: <[u8]>::to_ascii_lowercase;
    swapcase: chars::bytes_swapcase;
    title: chars::bytes_title;
    upper: <[u8]>::to_ascii_uppercase;
}

fn fill(vm: &Vm, argument: Option<&Ref>, name: &str) -> Result<u8, Raised> {
    let Some(argument) = argument else { return Ok(b' ') };
    if view::is_bytes_like(argument)
        && let Some(bytes) = view::of(argument)
        && let [fill] = bytes[..]
    {
        return Ok(fill);
    }
    let wanted = "a byte string of length 1";
    Err(expect::unfit(vm, argument, name, "argument 2", wanted))
}

fn padded(vm: &Vm, args: Args<'_>, name: &str, sides: fn(usize, usize) -> (usize, usize)) -> Eval {
    let width = usize::try_from(vm.size_of(args.req(1))?).unwrap_or(0);
    let fill = fill(vm, args.get(2), name)?;
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    if width <= bytes.len() {
        return unchanged(vm, args.req(0));
    }
    let (left, _) = sides(bytes.len(), width);
    let mut data = room(vm, width)?;
    data.resize(left, fill);
    data.extend_from_slice(&bytes);
    data.resize(width, fill);
    like(vm, args.req(0), data)
}

pub(super) fn center(vm: &Vm, args: Args<'_>) -> Eval {
    padded(vm, args, "center", strings::center_padding)
}

pub(super) fn ljust(vm: &Vm, args: Args<'_>) -> Eval {
    padded(vm, args, "ljust", |length, width| (0, width - length))
}

pub(super) fn rjust(vm: &Vm, args: Args<'_>) -> Eval {
    padded(vm, args, "rjust", |length, width| (width - length, 0))
}

pub(super) fn zfill(vm: &Vm, args: Args<'_>) -> Eval {
    let width = usize::try_from(vm.size_of(args.req(1))?).unwrap_or(0);
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    if width <= bytes.len() {
        return unchanged(vm, args.req(0));
    }
    let signed = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let mut data = room(vm, width)?;
    data.extend_from_slice(&bytes[..signed]);
    data.resize(width - (bytes.len() - signed), b'0');
    data.extend_from_slice(&bytes[signed..]);
    like(vm, args.req(0), data)
}

pub(super) fn expandtabs(vm: &Vm, args: Args<'_>) -> Eval {
    let size = args.get(1).map_or(Ok(8), |size| vm.size_of(size))?;
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    let tabs = bytes.iter().filter(|byte| **byte == b'\t').count();
    let most = tabs.saturating_mul(usize::try_from(size).unwrap_or(0)).saturating_add(bytes.len());
    drop(room(vm, most)?);
    let text: String = bytes.into_iter().map(char::from).collect();
    let expanded = strings::expandtabs(&text, size);
    like(vm, args.req(0), expanded.chars().map(|letter| letter as u8).collect())
}

pub(super) fn translate(vm: &Vm, args: Args<'_>) -> Eval {
    let table = match args.req(1) {
        none if vm.is_none(none) => None,
        table => {
            let table = view::required(vm, table)?.to_vec();
            if table.len() != 256 {
                let message = "translation table must be 256 characters long";
                return Err(vm.value_error(message));
            }
            Some(table)
        }
    };
    let removed = match args.get(2) {
        Some(removed) => view::required(vm, removed)?.to_vec(),
        None => Vec::new(),
    };
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    if table.is_none() && removed.is_empty() {
        return unchanged(vm, args.req(0));
    }
    let kept = bytes.into_iter().filter(|byte| !removed.contains(byte));
    let data = kept.map(|byte| table.as_ref().map_or(byte, |table| table[byte as usize])).collect();
    like(vm, args.req(0), data)
}

pub(super) fn maketrans(vm: &Vm, args: Args<'_>) -> Eval {
    let from = view::required(vm, args.req(0))?;
    let to = view::required(vm, args.req(1))?;
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.iter().zip(to.iter()) {
        table[*from as usize] = *to;
    }
    super::cell::new_bytes(vm, table).map(Value::Obj)
}

pub(super) fn decode(vm: &Vm, args: Args<'_>) -> Eval {
    let encoding = expect::optional_text(vm, args, 1, "decode", "argument 'encoding'")?;
    let errors = expect::optional_text(vm, args, 2, "decode", "argument 'errors'")?;
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    let (encoding, errors) = (encoding.unwrap_or("utf-8"), errors.unwrap_or("strict"));
    vm.str_value(&coding::decode(vm, &bytes, args.req(0), encoding, errors)?)
}

/// `decode()` of ASCII text.
pub(super) fn decode_briefly(
    vm: &Vm,
    bytes: &Ref,
    more: Option<&Ref>,
    _: Option<&Ref>,
) -> Option<Eval> {
    let bytes = bytes.get::<Bytes>().filter(|_| more.is_none())?;
    let text = std::str::from_utf8(&bytes.data).ok().filter(|text| text.is_ascii())?;
    Some(vm.str_value(text))
}

/// `hex(sep, bytes_per_sep)` of `bytes`, with the arguments from place 1 on.
pub(crate) fn hex_of(vm: &Vm, args: Args<'_>, bytes: &[u8]) -> Eval {
    vm.str_value(&separated_hex(vm, args, bytes, '\x7f')?)
}

/// The digits of bytes, with a separator up to `highest`.
pub fn separated_hex(
    vm: &Vm,
    args: Args<'_>,
    bytes: &[u8],
    highest: char,
) -> Result<String, Raised> {
    let group = args.get(2).map_or(Ok(1), |group| expect::c_int(vm, group))?;
    let separator = match args.get(1) {
        None => None,
        Some(separator) => {
            if vm.len_of(separator)? != 1 {
                return Err(vm.value_error("sep must be length 1."));
            }
            let letter = match view::of(separator).filter(|_| separator.is::<Bytes>()) {
                Some(bytes) => bytes.first().map(|byte| *byte as char),
                None if separator.is::<Str>() => separator.text().chars().next(),
                None => return Err(vm.type_error("sep must be str or bytes.")),
            };
            if letter.is_some_and(|letter| letter > highest) {
                return Err(vm.value_error("sep must be ASCII."));
            }
            letter
        }
    };
    drop(room(vm, bytes.len().saturating_mul(3))?);
    Ok(hex::bytes_hex(bytes, separator, group))
}

pub(super) fn hex(vm: &Vm, args: Args<'_>) -> Eval {
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    hex_of(vm, args, &bytes)
}

pub(super) fn fromhex(vm: &Vm, args: Args<'_>) -> Eval {
    let text = expect::text(vm, args.req(1), "fromhex", "argument")?;
    let data = hex::bytes_from_hex(text).map_err(|message| vm.value_error(message))?;
    let made = super::cell::new_bytes(vm, data)?;
    if args.req(0).same(vm.class_of_kind(crate::runtime::kinds::BYTES)) {
        return Ok(Value::Obj(made));
    }
    vm.call(args.req(0), &[&made])
}
