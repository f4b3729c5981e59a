//! The short ways of string methods: for arguments that are strings, without the calls' ceremony.

use super::{case, pad, search, split};
use crate::heap::Ref;
use crate::runtime::object::char_index::char_offset;
use crate::runtime::object::string::is_ascii;
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::{Int, List, Str};
use crate::runtime::{Eval, Value, Vm};
use crate::text::chars;
use crate::text::strings::{self, Ends};
use crate::types::bytes::new_bytes;

/// Questions about the whole text.
macro_rules! questions {
    ($($name:ident: $ask:path;)*) => {
        $(pub(super) fn $name(
            _vm: &Vm,
            object: &Ref,
            one: Option<&Ref>,
            _two: Option<&Ref>,
        ) -> Option<Eval> {
            one.is_none().then(|| Ok(Value::bool($ask(object.text()))))
        })*
    };
}

questions! {
    isalnum: chars::str_isalnum;
    isalpha: chars::str_isalpha;
    isdigit: chars::str_isdigit;
    islower: chars::str_islower;
    isspace: chars::str_isspace;
    isupper: chars::str_isupper;
}

/// Questions about the text and another.
macro_rules! pairs {
    ($($name:ident: $ask:expr;)*) => {
        $(pub(super) fn $name(
            _vm: &Vm,
            object: &Ref,
            one: Option<&Ref>,
            two: Option<&Ref>,
        ) -> Option<Eval> {
            let other = one.filter(|other| two.is_none() && other.is::<Str>())?;
            let ask: fn(&str, &str) -> Value = $ask;
            Some(Ok(ask(object.text(), other.text())))
        })*
    };
}

/// Whether one affix, or one of a tuple, is where `test` looks for it.
fn has_affix(
    object: &Ref,
    one: Option<&Ref>,
    two: Option<&Ref>,
    test: fn(&str, &str) -> bool,
) -> Option<Eval> {
    let affix = one.filter(|_| two.is_none())?;
    let text = object.text();
    let holds = if affix.is::<Str>() {
        test(text, affix.text())
    } else {
        let mut holds = false;
        for slot in tuple_items(affix)? {
            let is_str = |affix: &Ref| affix.is::<Str>().then(|| test(text, affix.text()));
            holds = holds || slot.look(|affix| is_str(affix?))?;
        }
        holds
    };
    Some(Ok(Value::bool(holds)))
}

pub(super) fn startswith(
    _: &Vm,
    object: &Ref,
    one: Option<&Ref>,
    two: Option<&Ref>,
) -> Option<Eval> {
    has_affix(object, one, two, |text, affix| text.starts_with(affix))
}

pub(super) fn endswith(_: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    has_affix(object, one, two, |text, affix| text.ends_with(affix))
}

pairs! {
    count: |text, wanted| Value::Int(strings::count(text, wanted) as i64);
}

/// The place that `search` finds, in characters; -1 for none.
fn place(
    object: &Ref,
    one: Option<&Ref>,
    two: Option<&Ref>,
    search: fn(&str, &str) -> Option<usize>,
) -> Option<Eval> {
    let wanted = one.filter(|wanted| two.is_none() && wanted.is::<Str>())?;
    let found = search(object.text(), wanted.text()).map(|at| char_offset(object, at));
    Some(Ok(Value::Int(found.map_or(-1, |at| at as i64))))
}

pub(super) fn find(_vm: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    place(object, one, two, strings::find)
}

pub(super) fn rfind(_vm: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    place(object, one, two, |text, wanted| text.rfind(wanted))
}

/// `split()`, `split(separator)`, `split(separator, most)`.
pub(super) fn split(vm: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    let Some(separator) = one else { return Some(split::into_words(vm, object)) };
    let separator = separator.is::<Str>().then(|| separator.text())?;
    let most = match two {
        Some(most) => usize::try_from(most.get::<Int>()?.0.get()).ok(),
        None => None,
    };
    (!separator.is_empty()).then(|| split::at_each(vm, object, separator, most))
}

/// Ways to fill a text up to a width.
macro_rules! fillings {
    ($($name:ident: $sides:expr;)*) => {
        $(pub(super) fn $name(
            vm: &Vm,
            object: &Ref,
            one: Option<&Ref>,
            two: Option<&Ref>,
        ) -> Option<Eval> {
            let width = usize::try_from(one?.get::<Int>()?.0.get()).ok()?;
            if two.is_some_and(|fill| !fill.is::<Str>()) {
                return None;
            }
            let fill = two.map_or(" ", Ref::text);
            let plain = width < ROOM && fill.len() == 1;
            plain.then(|| pad::filled(vm, object, width, fill, $sides))
        })*
    };
}

/// Wider texts go the usual way, which sees whether there is memory.
const ROOM: usize = 1 << 16;

fillings! {
    center: strings::center_padding;
    ljust: |length, width| (0, width - length);
    rjust: |length, width| (width - length, 0);
}

/// `zfill(width)`.
pub(super) fn zfill(vm: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    let width = one.filter(|_| two.is_none())?.get::<Int>()?.0.get();
    let width = usize::try_from(width).ok().filter(|width| *width < ROOM)?;
    Some(pad::zero_filled(vm, object, width))
}

/// `encode()`.
pub(super) fn encode(vm: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    let plain = one.is_none() && two.is_none() && is_ascii(object);
    plain.then(|| new_bytes(vm, object.text().as_bytes().to_vec()).map(Value::Obj))
}

/// `replace(old, new)`.
pub(super) fn replace(vm: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    let (old, new) = (one.filter(|old| old.is::<Str>())?, two.filter(|new| new.is::<Str>())?);
    Some(search::replaced(vm, object, old.text(), new.text(), None))
}

/// `partition(separator)`.
pub(super) fn partition(
    vm: &Vm,
    object: &Ref,
    one: Option<&Ref>,
    two: Option<&Ref>,
) -> Option<Eval> {
    let cut = one.filter(|cut| two.is_none() && cut.is::<Str>() && !cut.text().is_empty())?;
    Some(split::parted(vm, object, cut))
}

/// Texts made of the whole one.
macro_rules! changes {
    ($($name:ident: $change:expr;)*) => {
        $(pub(super) fn $name(
            vm: &Vm,
            object: &Ref,
            one: Option<&Ref>,
            _two: Option<&Ref>,
        ) -> Option<Eval> {
            let change: fn(&Vm, &Ref) -> Eval = $change;
            one.is_none().then(|| change(vm, object))
        })*
    };
}

changes! {
    capitalize: |vm, object| case::changed(vm, object, chars::capitalize);
    lower: |vm, object| case::changed(vm, object, chars::lower);
    splitlines: |vm, object| split::into_lines(vm, object, false);
    swapcase: |vm, object| case::changed(vm, object, chars::swapcase);
    title: |vm, object| case::changed(vm, object, chars::title);
    upper: |vm, object| case::changed(vm, object, chars::upper);
    strip: |vm, object| split::without(vm, object, None, Ends::Both);
    lstrip: |vm, object| split::without(vm, object, None, Ends::Left);
    rstrip: |vm, object| split::without(vm, object, None, Ends::Right);
}

pub(super) fn join(vm: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    let list = one.filter(|list| two.is_none() && list.is_exact::<List>())?;
    Some(split::joined(vm, object, list.get::<List>()?.items.borrow().iter()))
}
