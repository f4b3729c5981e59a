//! Taking bytes apart and joining them.

use super::cell::Bytes;
use super::construct::{like, room, unchanged};
use super::view;
use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{List, Tuple};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::byte_strings;
use crate::text::chars::is_bytes_space;
use crate::text::getsizeof;
use crate::text::strings::Ends;
use crate::types::expect;
use crate::types::memoryview::exported;

fn part(vm: &Vm, model: &Ref, bytes: &[u8]) -> Result<Ref, Raised> {
    let made = like(vm, model, bytes.to_vec())?;
    vm.to_object(made)
}

/// A list of parts of `model`, with room for `room` of them to begin with.
fn list_of(vm: &Vm, model: &Ref, room: usize, parts: &[&[u8]]) -> Eval {
    let whole = view::of(model).map_or(0, |bytes| bytes.len());
    let mut items = Vec::with_capacity(getsizeof::list_appended(room, parts.len()));
    for bytes in parts {
        let is_whole = bytes.len() == whole && model.is_exact::<Bytes>();
        items.push(if is_whole { model.clone() } else { part(vm, model, bytes)? });
    }
    vm.new_list(items).map(Value::Obj)
}

/// The room with which a list of parts begins, where so many cuts are made at most.
fn room_within(most: Option<usize>) -> usize {
    getsizeof::list_split(most.unwrap_or(usize::MAX))
}

/// The separator of `split`; `None` for whitespace.
fn separator(vm: &Vm, argument: Option<&Ref>) -> Result<Option<Vec<u8>>, Raised> {
    let Some(argument) = argument.filter(|argument| !vm.is_none(argument)) else {
        return Ok(None);
    };
    let separator = view::required(vm, argument)?.to_vec();
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    Ok(Some(separator))
}

pub(super) fn split(vm: &Vm, args: Args<'_>) -> Eval {
    let most = expect::limit(vm, args.get(2))?;
    let separator = separator(vm, args.get(1))?;
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    let parts = match separator {
        Some(separator) => byte_strings::split(&bytes, &separator, most),
        None => byte_strings::split_whitespace(&bytes, most, is_bytes_space),
    };
    list_of(vm, args.req(0), room_within(most), &parts)
}

pub(super) fn rsplit(vm: &Vm, args: Args<'_>) -> Eval {
    let most = expect::limit(vm, args.get(2))?;
    let separator = separator(vm, args.get(1))?;
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    let parts = match separator {
        Some(separator) => byte_strings::rsplit(&bytes, &separator, most),
        None => byte_strings::rsplit_whitespace(&bytes, most, is_bytes_space),
    };
    list_of(vm, args.req(0), room_within(most), &parts)
}

pub(super) fn splitlines(vm: &Vm, args: Args<'_>) -> Eval {
    let keep = expect::flag(vm, args.get(1))?;
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    list_of(vm, args.req(0), 0, &byte_strings::splitlines(&bytes, keep))
}

pub(super) fn partition(vm: &Vm, args: Args<'_>) -> Eval {
    parted(vm, args, |bytes, cut| byte_strings::find(bytes, cut, 0), true)
}

pub(super) fn rpartition(vm: &Vm, args: Args<'_>) -> Eval {
    parted(vm, args, byte_strings::rfind, false)
}

fn parted(
    vm: &Vm,
    args: Args<'_>,
    search: fn(&[u8], &[u8]) -> Option<usize>,
    whole_first: bool,
) -> Eval {
    let object = args.req(0);
    let cut = view::required(vm, args.req(1))?.to_vec();
    if cut.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let bytes = view::copied(object).unwrap_or_default();
    let items = match search(&bytes, &cut) {
        Some(at) => vec![
            part(vm, object, &bytes[..at])?,
            if object.is::<Bytes>() { args.req(1).clone() } else { part(vm, object, &cut)? },
            part(vm, object, &bytes[at + cut.len()..])?,
        ],
        None => {
            let whole = match object.is::<Bytes>() {
                true => object.clone(),
                false => vm.to_object(unchanged(vm, object)?)?,
            };
            let (empty, other) = (part(vm, object, &[])?, part(vm, object, &[])?);
            if whole_first { vec![whole, empty, other] } else { vec![empty, other, whole] }
        }
    };
    vm.new_tuple(items).map(Value::Obj)
}

pub(super) fn strip(vm: &Vm, args: Args<'_>) -> Eval {
    stripped(vm, args, Ends::Both)
}

pub(super) fn lstrip(vm: &Vm, args: Args<'_>) -> Eval {
    stripped(vm, args, Ends::Left)
}

pub(super) fn rstrip(vm: &Vm, args: Args<'_>) -> Eval {
    stripped(vm, args, Ends::Right)
}

fn stripped(vm: &Vm, args: Args<'_>, ends: Ends) -> Eval {
    let chars = match args.get(1).filter(|chars| !vm.is_none(chars)) {
        Some(chars) => Some(view::required(vm, chars)?.to_vec()),
        None => None,
    };
    let bytes = view::copied(args.req(0)).unwrap_or_default();
    let left = match &chars {
        Some(chars) => byte_strings::strip(&bytes, |byte| chars.contains(&byte), ends),
        None => byte_strings::strip(&bytes, is_bytes_space, ends),
    };
    if left.len() == bytes.len() {
        return unchanged(vm, args.req(0));
    }
    like(vm, args.req(0), left.to_vec())
}

pub(super) fn join(vm: &Vm, args: Args<'_>) -> Eval {
    let iterable = args.req(1);
    let items = if iterable.is::<Tuple>() {
        tuple_refs(iterable)
    } else if iterable.is::<List>()
        || vm.slot(iterable, |slots| slots.iter.is_some() || slots.getitem.is_some())
    {
        vm.collect(iterable)?
    } else {
        return Err(vm.type_error("can only join an iterable"));
    };
    let cut = view::copied(args.req(0)).unwrap_or_default();
    if let [only] = &items[..]
        && args.req(0).is::<super::cell::Bytes>()
        && only.is_exact::<super::cell::Bytes>()
    {
        return Ok(Value::Obj(only.clone()));
    }
    let shown = |item: &Ref| Ok(exported(vm, item, 0)?.unwrap_or_else(|| item.clone()));
    let items: Vec<Ref> = items.iter().map(shown).collect::<Result<_, Raised>>()?;
    let mut total = cut.len().saturating_mul(items.len());
    for (at, item) in items.iter().enumerate() {
        let Some(bytes) = view::of(item) else {
            let class = vm.class_name(item);
            return Err(vm.type_error(format!(
                "sequence item {at}: expected a bytes-like object, {class} found"
            )));
        };
        total = total.saturating_add(bytes.len());
    }
    let mut data = room(vm, total)?;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            data.extend_from_slice(&cut);
        }
        if let Some(bytes) = view::of(item) {
            data.extend_from_slice(&bytes);
        }
    }
    like(vm, args.req(0), data)
}
