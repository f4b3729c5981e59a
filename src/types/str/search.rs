//! Finding, counting and replacing parts of a text.

use super::construct::unchanged;
use super::index::char_count;
use super::operators::has_text;
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::char_index::{byte_offset, char_offset};
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::strings;
use crate::types::expect;
use crate::types::slice::slice_part;

/// The part of a sequence that `start` and `end` leave to be searched.
pub struct Searched {
    pub start: usize,
    pub end: usize,
}

/// The range that the arguments at `first` and behind it select from `len` items, as slices do;
/// `None` where it starts beyond its end, so that not even nothing is found in it.
pub fn within(
    vm: &Vm,
    args: Args<'_>,
    first: usize,
    len: usize,
) -> Result<Option<Searched>, Raised> {
    let bound = |argument: Option<&Ref>, absent: i64| match argument {
        Some(argument) => slice_part(vm, argument, absent),
        None => Ok(absent),
    };
    let len = len as i64;
    let start = bound(args.get(first), 0)?;
    let end = bound(args.get(first + 1), i64::MAX)?;
    let from_end = |at: i64| if at < 0 { at.saturating_add(len).max(0) } else { at };
    let (start, end) = (from_end(start), from_end(end).min(len));
    Ok((start <= end).then_some(Searched { start: start as usize, end: end as usize }))
}

/// The searched part of the text and where it starts in bytes.
fn part<'a>(vm: &Vm, args: Args<'a>) -> Result<Option<(&'a str, usize)>, Raised> {
    let object = args.req(0);
    let text = object.text();
    if args.get(2).is_none() && args.get(3).is_none() {
        return Ok(Some((text, 0)));
    }
    Ok(within(vm, args, 2, char_count(object))?.map(|Searched { start, end }| {
        let start = byte_offset(object, start);
        (&text[start..byte_offset(object, end)], start)
    }))
}

/// The place in characters that `search` gives in bytes.
fn position(
    vm: &Vm,
    args: Args<'_>,
    name: &str,
    search: fn(&str, &str) -> Option<usize>,
) -> Result<Option<usize>, Raised> {
    let wanted = expect::text(vm, args.req(1), name, "argument 1")?;
    let Some((part, offset)) = part(vm, args)? else { return Ok(None) };
    Ok(search(part, wanted).map(|at| char_offset(args.req(0), offset + at)))
}

fn first(text: &str, wanted: &str) -> Option<usize> {
    strings::find(text, wanted)
}

fn last(text: &str, wanted: &str) -> Option<usize> {
    text.rfind(wanted)
}

fn or_minus_one(found: Option<usize>) -> Value {
    Value::Int(found.map_or(-1, |at| at as i64))
}

fn or_error(vm: &Vm, found: Option<usize>) -> Eval {
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(vm.value_error("substring not found")),
    }
}

pub(super) fn find(vm: &Vm, args: Args<'_>) -> Eval {
    position(vm, args, "find", first).map(or_minus_one)
}

pub(super) fn rfind(vm: &Vm, args: Args<'_>) -> Eval {
    position(vm, args, "rfind", last).map(or_minus_one)
}

pub(super) fn index(vm: &Vm, args: Args<'_>) -> Eval {
    let found = position(vm, args, "index", first)?;
    or_error(vm, found)
}

pub(super) fn rindex(vm: &Vm, args: Args<'_>) -> Eval {
    let found = position(vm, args, "rindex", last)?;
    or_error(vm, found)
}

pub(super) fn count(vm: &Vm, args: Args<'_>) -> Eval {
    let wanted = expect::text(vm, args.req(1), "count", "argument 1")?;
    let count = part(vm, args)?.map_or(0, |(part, _)| strings::count(part, wanted));
    Ok(Value::Int(count as i64))
}

pub(super) fn startswith(vm: &Vm, args: Args<'_>) -> Eval {
    begins_or_ends(vm, args, "startswith", |text, affix| text.starts_with(affix))
}

pub(super) fn endswith(vm: &Vm, args: Args<'_>) -> Eval {
    begins_or_ends(vm, args, "endswith", |text, affix| text.ends_with(affix))
}

fn begins_or_ends(vm: &Vm, args: Args<'_>, name: &str, test: fn(&str, &str) -> bool) -> Eval {
    let part = part(vm, args)?.map(|(part, _)| part);
    let holds = |affix: &Ref| part.is_some_and(|part| test(part, affix.text()));
    let affix = args.req(1);
    if affix.is::<Str>() {
        return Ok(Value::bool(holds(affix)));
    }
    let Some(affixes) = tuple_items(affix) else {
        let class = vm.class_name(affix);
        let message = format!("{name} first arg must be str or a tuple of str, not {class}");
        return Err(vm.type_error(message));
    };
    for affix in affixes.iter().filter_map(crate::heap::Slot::get) {
        if !affix.is::<Str>() {
            let class = vm.class_name(&affix);
            let message = format!("tuple for {name} must only contain str, not {class}");
            return Err(vm.type_error(message));
        }
        if holds(&affix) {
            return Ok(Value::True);
        }
    }
    Ok(Value::False)
}

pub(super) fn replace(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let old = expect::text(vm, args.req(1), "replace", "argument 1")?;
    let new = expect::text(vm, args.req(2), "replace", "argument 2")?;
    let most = expect::limit(vm, args.get(3))?;
    replaced(vm, object, old, new, most)
}

/// The text with `new` instead of `old`, at most so many times.
pub(super) fn replaced(vm: &Vm, object: &Ref, old: &str, new: &str, most: Option<usize>) -> Eval {
    if most == Some(0) || old == new || !has_text(object.text(), old) {
        return unchanged(vm, object);
    }
    if new.len() > old.len() {
        let count = strings::count(object.text(), old);
        let count = most.map_or(count, |most| most.min(count));
        let grown = count.checked_mul(new.len() - old.len()).unwrap_or(usize::MAX / 2);
        super::operators::reserve(vm, &mut String::new(), object.text().len() + grown)?;
    }
    vm.write_str(|text| strings::replace(text, object.text(), old, new, most))
}

pub(super) fn removeprefix(vm: &Vm, args: Args<'_>) -> Eval {
    let prefix = expect::text(vm, args.req(1), "removeprefix", "argument")?;
    match args.req(0).text().strip_prefix(prefix) {
        Some(rest) if !prefix.is_empty() => vm.str_value(rest),
        _ => unchanged(vm, args.req(0)),
    }
}

pub(super) fn removesuffix(vm: &Vm, args: Args<'_>) -> Eval {
    let suffix = expect::text(vm, args.req(1), "removesuffix", "argument")?;
    match args.req(0).text().strip_suffix(suffix) {
        Some(rest) if !suffix.is_empty() => vm.str_value(rest),
        _ => unchanged(vm, args.req(0)),
    }
}
