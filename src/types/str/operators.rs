//! What operators and protocols do with strings.

use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::string::str_hash;
use crate::runtime::{CompareOp, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::{str_repr, strings};
use crate::types::sequence;

pub(super) fn repr(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(&str_repr::repr(object.text()))
}

pub(super) fn str(vm: &Vm, object: &Ref) -> Eval {
    super::construct::unchanged(vm, object)
}

pub(super) fn hash(vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    str_hash(object).ok_or_else(|| vm.type_error("str expected"))
}

pub(super) fn len(_vm: &Vm, object: &Ref) -> Result<usize, Raised> {
    Ok(super::index::char_count(object))
}

pub(super) fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    if !left.is::<Str>() || !right.is::<Str>() {
        return vm.not_implemented();
    }
    // UTF-8 sorts as its characters do.
    let holds = match op {
        CompareOp::Eq => left.same(right) || strings::equal(left.text(), right.text()),
        CompareOp::Ne => !left.same(right) && left.text() != right.text(),
        _ => op.holds(left.text().cmp(right.text())),
    };
    Ok(Value::bool(holds))
}

/// `left + right`.
pub fn concat(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    if !right.is::<Str>() {
        let class = vm.class_name(right);
        let message = format!("can only concatenate str (not \"{class}\") to str");
        return Err(vm.type_error(message));
    }
    if left.text().is_empty() {
        return super::construct::unchanged(vm, right);
    }
    if right.text().is_empty() {
        return super::construct::unchanged(vm, left);
    }
    let (first, second) = (left.text(), right.text());
    let chars = super::index::char_count(left) + super::index::char_count(right);
    let parts = [first, second].into_iter();
    vm.join_str(first.len() + second.len(), chars, parts).map(Value::Obj)
}

pub(super) fn repeat(vm: &Vm, object: &Ref, times: &Ref) -> Eval {
    let unit = object.text();
    let times = sequence::repeat_count(vm, times, unit.len())?;
    match times {
        0 => return Ok(Value::Obj(vm.singletons.empty_str.clone())),
        1 => return super::construct::unchanged(vm, object),
        _ => {}
    }
    let (bytes, chars) = (unit.len() * times, super::char_count(object) * times);
    if (3..=CHUNK).contains(&bytes) {
        return vm.join_str(bytes, chars, std::iter::repeat_n(unit, times)).map(Value::Obj);
    }
    let mut text = String::new();
    reserve(vm, &mut text, bytes)?;
    // One chunk is repeated, so that short units do not cost a call each.
    let per_chunk = (CHUNK / unit.len().max(1)).clamp(1, times);
    let chunk = unit.repeat(per_chunk);
    for _ in 0..times / per_chunk {
        text.push_str(&chunk);
        vm.poll()?;
    }
    text.push_str(&chunk[..unit.len() * (times % per_chunk)]);
    vm.str_value(&text)
}

/// Bytes repeated at a time.
const CHUNK: usize = 1 << 16;

/// Makes room for `bytes` of text in a buffer that lives briefly beside the heap.
///
/// # Errors
/// `MemoryError` where neither the heap nor the system has that much.
pub(super) fn reserve(vm: &Vm, text: &mut String, bytes: usize) -> Result<(), Raised> {
    // Asking the heap first keeps a limit from being passed even for a moment.
    vm.charge(bytes)?;
    vm.heap.discharge(bytes);
    text.try_reserve_exact(bytes).map_err(|_| vm.raise(ErrorKind::MemoryError, String::new()))
}

pub(super) fn contains(vm: &Vm, object: &Ref, item: &Ref) -> Result<bool, Raised> {
    if !item.is::<Str>() {
        let class = vm.class_name(item);
        let message = format!("'in <string>' requires string as left operand, not {class}");
        return Err(vm.type_error(message));
    }
    Ok(has_text(object.text(), item.text()))
}

/// Whether `wanted` stands somewhere in `text`.
#[inline]
pub fn has_text(text: &str, wanted: &str) -> bool {
    match wanted.as_bytes() {
        [byte] => strings::find_byte(text.as_bytes(), *byte).is_some(),
        _ => strings::find(text, wanted).is_some(),
    }
}
