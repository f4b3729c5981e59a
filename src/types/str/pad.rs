//! Filling a text up to a width.

use super::construct::unchanged;
use super::index::char_count;
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::{Args, Eval, Raised, Vm};
use crate::text::strings;
use crate::types::expect;

fn fill(vm: &Vm, argument: Option<&Ref>) -> Result<char, Raised> {
    let Some(argument) = argument else { return Ok(' ') };
    if !argument.is::<Str>() {
        let class = vm.class_name(argument);
        let message = format!("The fill character must be a unicode character, not {class}");
        return Err(vm.type_error(message));
    }
    let mut letters = argument.text().chars();
    match (letters.next(), letters.next()) {
        (Some(fill), None) => Ok(fill),
        _ => Err(vm.type_error("The fill character must be exactly one character long")),
    }
}

/// Pads to the width in argument 1; `sides` says from length and width how much left and right.
fn padded(vm: &Vm, args: Args<'_>, sides: fn(usize, usize) -> (usize, usize)) -> Eval {
    let object = args.req(0);
    let width = usize::try_from(vm.size_of(args.req(1))?).unwrap_or(0);
    let fill = fill(vm, args.get(2))?;
    let length = char_count(object);
    if width <= length {
        return unchanged(vm, object);
    }
    let more = (width - length).saturating_mul(fill.len_utf8());
    super::operators::reserve(vm, &mut String::new(), object.text().len().saturating_add(more))?;
    filled(vm, object, width, fill.encode_utf8(&mut [0; 4]), sides)
}

/// A text of `width` characters, those that the text has not got being `fill`.
pub(super) fn filled(
    vm: &Vm,
    object: &Ref,
    width: usize,
    fill: &str,
    sides: fn(usize, usize) -> (usize, usize),
) -> Eval {
    let length = char_count(object);
    if width <= length {
        return unchanged(vm, object);
    }
    let (left, right) = sides(length, width);
    vm.write_str(|text| {
        text.reserve(object.text().len() + (left + right) * fill.len());
        strings::push_times(text, fill, left);
        text.push_str(object.text());
        strings::push_times(text, fill, right);
    })
}

pub(super) fn center(vm: &Vm, args: Args<'_>) -> Eval {
    padded(vm, args, strings::center_padding)
}

pub(super) fn ljust(vm: &Vm, args: Args<'_>) -> Eval {
    padded(vm, args, |length, width| (0, width - length))
}

pub(super) fn rjust(vm: &Vm, args: Args<'_>) -> Eval {
    padded(vm, args, |length, width| (width - length, 0))
}

pub(super) fn zfill(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let width = usize::try_from(vm.size_of(args.req(1))?).unwrap_or(0);
    super::operators::reserve(vm, &mut String::new(), object.text().len().saturating_add(width))?;
    zero_filled(vm, object, width)
}

/// `object.zfill(width)`.
pub(super) fn zero_filled(vm: &Vm, object: &Ref, width: usize) -> Eval {
    let length = char_count(object);
    if width <= length {
        return unchanged(vm, object);
    }
    vm.write_str(|text| strings::push_zfill(text, object.text(), width - length))
}

pub(super) fn expandtabs(vm: &Vm, args: Args<'_>) -> Eval {
    let size = args.get(1).map_or(Ok(8), |size| expect::c_int(vm, size))?;
    let text = args.req(0).text();
    let tabs = text.matches('\t').count();
    if tabs == 0 {
        return unchanged(vm, args.req(0));
    }
    let most = tabs.saturating_mul(usize::try_from(size).unwrap_or(0)).saturating_add(text.len());
    super::operators::reserve(vm, &mut String::new(), most)?;
    vm.str_value(&strings::expandtabs(text, size))
}
