//! Finding, counting and replacing parts of bytes.

use std::ops::Deref;

use super::construct::{like, room, unchanged};
use super::view::{self, OUT_OF_RANGE, View};
use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::byte_strings;
use crate::types::expect;
use crate::types::memoryview::exported_bytes;
use crate::types::str::{Searched, within};

/// What is looked for.
enum Wanted<'a> {
    Byte([u8; 1]),
    Bytes(View<'a>),
}

impl Deref for Wanted<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Wanted::Byte(byte) => byte,
            Wanted::Bytes(bytes) => bytes,
        }
    }
}

/// What is looked for: bytes, or one byte given as a number.
fn wanted<'a>(vm: &Vm, argument: &'a Ref) -> Result<Wanted<'a>, Raised> {
    if vm.slot(argument, |slots| slots.index.is_some()) {
        return Ok(Wanted::Byte([view::byte(vm, argument, OUT_OF_RANGE)?]));
    }
    if let Some(bytes) = exported_bytes(vm, argument, 0)? {
        return Ok(Wanted::Bytes(View::Owned(bytes)));
    }
    view::of(argument).map(Wanted::Bytes).ok_or_else(|| {
        let class = vm.class_name(argument);
        let message = format!("argument should be integer or bytes-like object, not '{class}'");
        vm.type_error(message)
    })
}

/// The part that the arguments behind the first select.
fn part(vm: &Vm, args: Args<'_>) -> Result<Option<Searched>, Raised> {
    let len = super::operators::len(vm, args.req(0))?;
    within(vm, args, 2, len)
}

/// What `search` gives for a part of the bytes, and where that starts.
fn in_part<R>(
    args: Args<'_>,
    part: Option<Searched>,
    search: impl FnOnce(&[u8]) -> R,
) -> Option<(R, usize)> {
    let Searched { start, end } = part?;
    let bytes = view::of(args.req(0))?;
    let end = end.min(bytes.len());
    Some((search(bytes.get(start..end)?), start))
}

fn position(
    vm: &Vm,
    args: Args<'_>,
    search: fn(&[u8], &[u8]) -> Option<usize>,
) -> Result<Option<usize>, Raised> {
    let part = part(vm, args)?;
    let wanted = wanted(vm, args.req(1))?;
    let found = in_part(args, part, |part| search(part, &wanted));
    Ok(found.and_then(|(at, start)| at.map(|at| start + at)))
}

fn first(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    byte_strings::find(bytes, wanted, 0)
}

fn or_minus_one(found: Option<usize>) -> Value {
    Value::Int(found.map_or(-1, |at| at as i64))
}

fn or_error(vm: &Vm, found: Option<usize>) -> Eval {
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(vm.value_error("subsection not found")),
    }
}

pub(super) fn find(vm: &Vm, args: Args<'_>) -> Eval {
    position(vm, args, first).map(or_minus_one)
}

pub(super) fn rfind(vm: &Vm, args: Args<'_>) -> Eval {
    position(vm, args, byte_strings::rfind).map(or_minus_one)
}

pub(super) fn index(vm: &Vm, args: Args<'_>) -> Eval {
    let found = position(vm, args, first)?;
    or_error(vm, found)
}

pub(super) fn rindex(vm: &Vm, args: Args<'_>) -> Eval {
    let found = position(vm, args, byte_strings::rfind)?;
    or_error(vm, found)
}

pub(super) fn count(vm: &Vm, args: Args<'_>) -> Eval {
    let part = part(vm, args)?;
    let wanted = wanted(vm, args.req(1))?;
    let count = in_part(args, part, |part| byte_strings::count(part, &wanted));
    Ok(Value::Int(count.map_or(0, |(count, _)| count as i64)))
}

pub(super) fn startswith(vm: &Vm, args: Args<'_>) -> Eval {
    begins_or_ends(vm, args, "startswith", |bytes, affix| bytes.starts_with(affix))
}

pub(super) fn endswith(vm: &Vm, args: Args<'_>) -> Eval {
    begins_or_ends(vm, args, "endswith", |bytes, affix| bytes.ends_with(affix))
}

fn begins_or_ends(vm: &Vm, args: Args<'_>, name: &str, test: fn(&[u8], &[u8]) -> bool) -> Eval {
    let part = in_part(args, part(vm, args)?, <[u8]>::to_vec).map(|(part, _)| part);
    let holds = |affix: &[u8]| part.as_ref().is_some_and(|part| test(part, affix));
    let affix = args.req(1);
    if let Some(affixes) = tuple_items(affix) {
        for affix in affixes.iter().filter_map(Slot::get) {
            if holds(&view::required(vm, &affix)?) {
                return Ok(Value::True);
            }
        }
        return Ok(Value::False);
    }
    match view::of(affix) {
        Some(affix) => Ok(Value::bool(holds(&affix))),
        None => {
            let class = vm.class_name(affix);
            let message =
                format!("{name} first arg must be bytes or a tuple of bytes, not {class}");
            Err(vm.type_error(message))
        }
    }
}

pub(super) fn replace(vm: &Vm, args: Args<'_>) -> Eval {
    let old = view::required(vm, args.req(1))?.to_vec();
    let new = view::required(vm, args.req(2))?.to_vec();
    let most = expect::limit(vm, args.get(3))?;
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    let count = byte_strings::count(&bytes, &old);
    let count = most.map_or(count, |most| most.min(count));
    if count == 0 || old == new {
        return unchanged(vm, args.req(0));
    }
    let grown = count.checked_mul(new.len().saturating_sub(old.len())).unwrap_or(usize::MAX / 2);
    drop(room(vm, bytes.len().saturating_add(grown))?);
    like(vm, args.req(0), byte_strings::replace(&bytes, &old, &new, most))
}

pub(super) fn removeprefix(vm: &Vm, args: Args<'_>) -> Eval {
    let prefix = view::required(vm, args.req(1))?.to_vec();
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    match bytes.strip_prefix(&prefix[..]) {
        Some(rest) if !prefix.is_empty() => like(vm, args.req(0), rest.to_vec()),
        _ => unchanged(vm, args.req(0)),
    }
}

pub(super) fn removesuffix(vm: &Vm, args: Args<'_>) -> Eval {
    let suffix = view::required(vm, args.req(1))?.to_vec();
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    match bytes.strip_suffix(&suffix[..]) {
        Some(rest) if !suffix.is_empty() => like(vm, args.req(0), rest.to_vec()),
        _ => unchanged(vm, args.req(0)),
    }
}
