//! Taking texts apart and joining them.

use super::construct::unchanged;
use super::index::char_count;
use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::{List, Str};
use crate::runtime::stack::Role;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::getsizeof;
use crate::text::strings::{self, Ends};
use crate::types::expect;

/// A list of the parts of a text, between the first `most` `separator`s.
pub(super) fn at_each(vm: &Vm, object: &Ref, separator: &str, most: Option<usize>) -> Eval {
    let text = object.text();
    let room = room_between(object, separator, most);
    match separator.as_bytes() {
        [byte] => {
            let parts = strings::split_at_byte(text, *byte, most.unwrap_or(usize::MAX));
            list_of(vm, object, room, parts)
        }
        _ => list_of(vm, object, room, strings::split(text, separator, most).into_iter()),
    }
}

/// A list of the words of a text.
pub(super) fn into_words(vm: &Vm, object: &Ref) -> Eval {
    let (text, room) = (object.text(), room_for_words(object, None));
    if text.is_ascii() {
        return list_of(vm, object, room, strings::ascii_words(text));
    }
    list_of(vm, object, room, strings::split_whitespace(text, None).into_iter())
}

/// A list of the lines of a text.
pub(super) fn into_lines(vm: &Vm, object: &Ref, keep_ends: bool) -> Eval {
    list_of(vm, object, 0, strings::lines(object.text(), keep_ends))
}

/// The room that the list begins with: as many parts as there could be.
fn room_between(object: &Ref, separator: &str, most: Option<usize>) -> usize {
    let cut = separator.chars().count();
    let length = char_count(object);
    if length < cut {
        return 1;
    }
    getsizeof::list_split(most.unwrap_or_else(|| length / cut + 1))
}

fn room_for_words(object: &Ref, most: Option<usize>) -> usize {
    getsizeof::list_split(most.unwrap_or_else(|| char_count(object).saturating_sub(1) / 2 + 1))
}

/// So many parts are counted before there is a list.
const FEW: usize = 12;

/// A list of parts of `whole`, with room for `room` of them to begin with.
fn list_of<'a>(
    vm: &Vm,
    whole: &Ref,
    room: usize,
    mut parts: impl Iterator<Item = &'a str>,
) -> Eval {
    let mut few = [""; FEW];
    let mut count = 0;
    for (place, part) in few.iter_mut().zip(&mut parts) {
        *place = part;
        count += 1;
    }
    let more = if count < FEW { None } else { parts.next() };
    let first_room = getsizeof::list_appended(room, count);
    let mut items = Vec::with_capacity(if more.is_some() { 4 * FEW } else { first_room });
    for part in few[..count].iter().copied().chain(more).chain(parts) {
        let is_whole = part.len() == whole.text().len() && whole.is_exact::<Str>();
        items.push(if is_whole { whole.clone() } else { vm.new_str(part)? });
    }
    if items.len() > count {
        let room = getsizeof::list_appended(first_room, items.len());
        items.reserve_exact(room.saturating_sub(items.len()));
        items.shrink_to(room);
    }
    vm.new_list(items).map(Value::Obj)
}

/// The separator of `split`; `None` for whitespace.
fn separator<'a>(vm: &Vm, argument: Option<&'a Ref>) -> Result<Option<&'a str>, Raised> {
    match argument {
        None => Ok(None),
        Some(none) if vm.is_none(none) => Ok(None),
        Some(text) if text.is::<Str>() => {
            if text.text().is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            Ok(Some(text.text()))
        }
        Some(other) => {
            let class = vm.class_name(other);
            Err(vm.type_error(format!("must be str or None, not {class}")))
        }
    }
}

pub(super) fn split(vm: &Vm, args: Args<'_>) -> Eval {
    let most = expect::limit(vm, args.get(2))?;
    let object = args.req(0);
    match separator(vm, args.get(1))? {
        Some(separator) => at_each(vm, object, separator, most),
        None if most.is_none() => into_words(vm, object),
        None => {
            let parts = strings::split_whitespace(object.text(), most);
            list_of(vm, object, room_for_words(object, most), parts.into_iter())
        }
    }
}

pub(super) fn rsplit(vm: &Vm, args: Args<'_>) -> Eval {
    let most = expect::limit(vm, args.get(2))?;
    let object = args.req(0);
    let (room, parts) = match separator(vm, args.get(1))? {
        Some(separator) => {
            (room_between(object, separator, most), strings::rsplit(object.text(), separator, most))
        }
        None => (room_for_words(object, most), strings::rsplit_whitespace(object.text(), most)),
    };
    list_of(vm, object, room, parts.into_iter())
}

pub(super) fn splitlines(vm: &Vm, args: Args<'_>) -> Eval {
    let keep = expect::flag(vm, args.get(1))?;
    into_lines(vm, args.req(0), keep)
}

pub(super) fn partition(vm: &Vm, args: Args<'_>) -> Eval {
    parted(vm, args.req(0), args.req(1))
}

/// `object.partition(cut)`.
pub(super) fn parted(vm: &Vm, object: &Ref, cut: &Ref) -> Eval {
    let found = cut_at(vm, cut, object.text(), strings::find)?;
    let empty = vm.singletons.empty_str.clone();
    match found {
        Some((before, after)) => triple(vm, before, cut, after),
        None => three(vm, object.clone(), empty.clone(), empty),
    }
}

pub(super) fn rpartition(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let found = cut_at(vm, args.req(1), object.text(), |text, cut| text.rfind(cut))?;
    let empty = vm.singletons.empty_str.clone();
    match found {
        Some((before, after)) => triple(vm, before, args.req(1), after),
        None => three(vm, empty.clone(), empty, object.clone()),
    }
}

fn cut_at<'a>(
    vm: &Vm,
    cut: &Ref,
    text: &'a str,
    search: fn(&str, &str) -> Option<usize>,
) -> Result<Option<(&'a str, &'a str)>, Raised> {
    if !cut.is::<Str>() {
        let class = vm.class_name(cut);
        return Err(vm.type_error(format!("must be str, not {class}")));
    }
    if cut.text().is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    Ok(search(text, cut.text()).map(|at| (&text[..at], &text[at + cut.text().len()..])))
}

fn triple(vm: &Vm, before: &str, cut: &Ref, after: &str) -> Eval {
    three(vm, vm.new_str(before)?, cut.clone(), vm.new_str(after)?)
}

fn three(vm: &Vm, before: Ref, cut: Ref, after: Ref) -> Eval {
    vm.new_tuple_of([before, cut, after]).map(Value::Obj)
}

pub(super) fn strip(vm: &Vm, args: Args<'_>) -> Eval {
    stripped(vm, args, "strip", Ends::Both)
}

pub(super) fn lstrip(vm: &Vm, args: Args<'_>) -> Eval {
    stripped(vm, args, "lstrip", Ends::Left)
}

pub(super) fn rstrip(vm: &Vm, args: Args<'_>) -> Eval {
    stripped(vm, args, "rstrip", Ends::Right)
}

fn stripped(vm: &Vm, args: Args<'_>, name: &str, ends: Ends) -> Eval {
    let chars = match args.get(1) {
        Some(chars) if chars.is::<Str>() => Some(chars.text()),
        Some(chars) if !vm.is_none(chars) => {
            return Err(vm.type_error(format!("{name} arg must be None or str")));
        }
        _ => None,
    };
    without(vm, args.req(0), chars, ends)
}

/// The text without `chars` (or whitespace) at its ends.
pub(super) fn without(vm: &Vm, object: &Ref, chars: Option<&str>, ends: Ends) -> Eval {
    let text = object.text();
    let left = strings::strip(text, chars, ends);
    if left.len() == text.len() { unchanged(vm, object) } else { vm.str_value(left) }
}

pub(super) fn join(vm: &Vm, args: Args<'_>) -> Eval {
    let (cut, iterable) = (args.req(0), args.req(1));
    // Joining runs no Python code, so exact lists and tuples are read where they are.
    if iterable.is_exact::<List>()
        && let Some(list) = iterable.get::<List>()
    {
        return joined(vm, cut, list.items.borrow().iter());
    }
    if let Some(items) = tuple_items(iterable) {
        let items: Vec<Ref> = items.iter().filter_map(crate::heap::Slot::get).collect();
        return joined(vm, cut, items.iter());
    }
    if !vm.slot(iterable, |slots| slots.iter.is_some() || slots.getitem.is_some()) {
        return Err(vm.type_error("can only join an iterable"));
    }
    // What is made a list is an iterator of it (`PySequence_Fast`).
    let iterator = vm.iter(iterable)?;
    let items = vm.keep(iterator, Role::Iterator, |iterator| vm.collect(iterator))?;
    joined(vm, cut, items.iter())
}

/// `cut.join(items)`; nothing Python can run meanwhile.
pub(super) fn joined<'a>(
    vm: &Vm,
    cut: &Ref,
    items: impl ExactSizeIterator<Item = &'a Ref> + Clone,
) -> Eval {
    let count = items.len();
    let cuts = count.saturating_sub(1);
    let mut bytes = cut.text().len().saturating_mul(cuts);
    let mut chars = char_count(cut).saturating_mul(cuts);
    for (at, item) in items.clone().enumerate() {
        let Some(part) = item.get::<Str>() else {
            let class = vm.class_name(item);
            let message = format!("sequence item {at}: expected str instance, {class} found");
            return Err(vm.type_error(message));
        };
        bytes = bytes.saturating_add(item.text().len());
        chars = chars.saturating_add(part.chars());
        if count == 1 && item.is_exact::<Str>() {
            return Ok(Value::Obj(item.clone()));
        }
    }
    if bytes > isize::MAX as usize {
        return Err(vm.raise(ErrorKind::OverflowError, "join() result is too long".into()));
    }
    if cut.text().is_empty() {
        return put_together(vm, bytes, chars, items.map(Ref::text));
    }
    let parts = items.enumerate().flat_map(|(at, item)| {
        let cut = if at > 0 { cut.text() } else { "" };
        [cut, item.text()]
    });
    put_together(vm, bytes, chars, parts)
}

/// The text of `parts`, which come to so many `bytes` and `chars`.
fn put_together<'a>(
    vm: &Vm,
    bytes: usize,
    chars: usize,
    parts: impl Iterator<Item = &'a str>,
) -> Eval {
    if bytes <= 2 {
        return vm.str_value(&parts.collect::<String>());
    }
    vm.join_str(bytes, chars, parts).map(Value::Obj)
}
