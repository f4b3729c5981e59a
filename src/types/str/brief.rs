//! The short ways of string methods: for arguments that are strings, without the calls' ceremony.

use super::{case, search, split};
use crate::heap::Ref;
use crate::runtime::object::char_index::char_offset;
use crate::runtime::object::string::is_ascii;
use crate::runtime::object::{List, Str};
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

pairs! {
    startswith: |text, affix| Value::bool(text.starts_with(affix));
    endswith: |text, affix| Value::bool(text.ends_with(affix));
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

/// `split()`, `split(separator)`.
pub(super) fn split(vm: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    if two.is_some() {
        return None;
    }
    let Some(separator) = one else { return Some(split::into_words(vm, object.text())) };
    let separator = separator.is::<Str>().then(|| separator.text())?;
    (!separator.is_empty()).then(|| split::at_each(vm, object.text(), separator))
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
    lower: case::lowered;
    upper: case::uppered;
    strip: |vm, object| split::without(vm, object, None, Ends::Both);
    lstrip: |vm, object| split::without(vm, object, None, Ends::Left);
    rstrip: |vm, object| split::without(vm, object, None, Ends::Right);
}

pub(super) fn join(vm: &Vm, object: &Ref, one: Option<&Ref>, two: Option<&Ref>) -> Option<Eval> {
    let list = one.filter(|list| two.is_none() && list.is_exact::<List>())?;
    Some(split::joined(vm, object, list.get::<List>()?.items.borrow().iter()))
}
