//! The short ways of string methods: for arguments that are strings, without the calls' ceremony.

use super::{case, split};
use crate::heap::Ref;
use crate::runtime::object::{List, Str};
use crate::runtime::{Eval, Value, Vm};
use crate::text::chars;
use crate::text::strings::{self, Ends};

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
