//! What operators and protocols do with `bytes` and `bytearray` alike.

use super::cell::{ByteArray, Bytes};
use super::construct::{like, room, unchanged};
use super::view::{self, OUT_OF_RANGE};
use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::{CompareOp, Eval, Raised, Value, Vm};
use crate::text::{byte_strings, str_repr};
use crate::types::memoryview::exported;
use crate::types::sequence::{place, repeat_count};
use crate::types::slice::{self, Slice};
use crate::types::str::format_percent;

pub(super) fn repr_bytes(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(&str_repr::bytes_repr(&object.as_ref::<Bytes>().data))
}

pub(super) fn repr_bytearray(vm: &Vm, object: &Ref) -> Eval {
    let class = vm.short_class_name(object);
    let inner = bytearray_literal(&object.as_ref::<ByteArray>().data.borrow());
    vm.str_value(&format!("{class}({inner})"))
}

/// Unlike `bytes`, `bytearray` escapes a single quote even between double ones.
fn bytearray_literal(bytes: &[u8]) -> String {
    let literal = str_repr::bytes_repr(bytes);
    if literal.starts_with("b\"") {
        let inner = &literal[2..literal.len() - 1];
        return format!("b\"{}\"", inner.replace('\'', "\\'"));
    }
    literal
}

pub(super) fn hash(_vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    Ok(object.as_ref::<Bytes>().hash())
}

pub(super) fn len(_vm: &Vm, object: &Ref) -> Result<usize, Raised> {
    Ok(view::of(object).map_or(0, |bytes| bytes.len()))
}

pub(super) fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    // `bytes` compares with itself only; the others compare with it.
    if left.is::<Bytes>() && !right.is::<Bytes>() {
        return vm.not_implemented();
    }
    match (view::of(left), view::of(right)) {
        (Some(left), Some(right)) => Ok(Value::bool(op.holds(left.cmp(&right)))),
        _ => vm.not_implemented(),
    }
}

/// Which number a subscript means; the words differ between the two types.
pub(super) fn index(vm: &Vm, object: &Ref, key: &Ref) -> Result<i64, Raised> {
    let is_bytes = object.is::<Bytes>();
    let name = if is_bytes { "byte" } else { "bytearray" };
    crate::types::sequence::index_key(vm, key, name)
}

pub(super) fn out_of_range(vm: &Vm, object: &Ref) -> Raised {
    let is_bytes = object.is::<Bytes>();
    vm.index_error(if is_bytes { "index out of range" } else { "bytearray index out of range" })
}

pub(super) fn getitem(vm: &Vm, object: &Ref, key: &Ref) -> Eval {
    if key.is::<Slice>() {
        return cut(vm, object, key);
    }
    let index = index(vm, object, key)?;
    let found = view::of(object)
        .and_then(|bytes| place(index, bytes.len()).map(|at| Value::Int(bytes[at].into())));
    found.ok_or_else(|| out_of_range(vm, object))
}

fn cut(vm: &Vm, object: &Ref, key: &Ref) -> Eval {
    let bounds = slice::unpack(vm, key)?;
    let len = len(vm, object)?;
    let selected = bounds.fit(len);
    if selected.count == len && selected.step == 1 {
        return unchanged(vm, object);
    }
    let data = view::of(object).map_or_else(Vec::new, |bytes| {
        if selected.step == 1 && selected.count > 0 {
            let start = selected.start as usize;
            bytes[start..start + selected.count].to_vec()
        } else {
            selected.places().map(|at| bytes[at]).collect()
        }
    });
    like(vm, object, data)
}

pub(super) fn contains(vm: &Vm, object: &Ref, item: &Ref) -> Result<bool, Raised> {
    if vm.slot(item, |slots| slots.index.is_some()) {
        let byte = view::byte(vm, item, OUT_OF_RANGE)?;
        return Ok(view::of(object).is_some_and(|bytes| bytes.contains(&byte)));
    }
    let wanted = view::required(vm, item)?;
    Ok(view::of(object).is_some_and(|bytes| byte_strings::find(&bytes, &wanted, 0).is_some()))
}

pub(super) fn concat(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let shown = exported(vm, right, 0)?;
    let data = {
        let second = shown.as_ref().unwrap_or(right);
        let (Some(first), Some(second)) = (view::of(left), view::of(second)) else {
            let (from, to) = (vm.class_name(right), vm.class_name(left));
            return Err(vm.type_error(format!("can't concat {from} to {to}")));
        };
        for (whole, other) in [(left, &second), (right, &first)] {
            if other.is_empty() && left.is::<Bytes>() && whole.is_exact::<Bytes>() {
                return Ok(Value::Obj(whole.clone()));
            }
        }
        let mut data = room(vm, first.len() + second.len())?;
        data.extend_from_slice(&first);
        data.extend_from_slice(&second);
        data
    };
    like(vm, left, data)
}

pub(super) fn repeated(vm: &Vm, object: &Ref, times: &Ref) -> Result<Vec<u8>, Raised> {
    let unit = view::copied(object).unwrap_or_default();
    let times = repeat_count(vm, times, unit.len())?;
    let mut data = room(vm, unit.len() * times)?;
    if let [byte] = unit[..] {
        data.resize(times, byte);
        return Ok(data);
    }
    for _ in 0..times {
        data.extend_from_slice(&unit);
        vm.poll()?;
    }
    Ok(data)
}

pub(super) fn repeat(vm: &Vm, object: &Ref, times: &Ref) -> Eval {
    if object.is_exact::<Bytes>() && int_view(times).and_then(|times| times.small()) == Some(1) {
        return Ok(Value::Obj(object.clone()));
    }
    let data = repeated(vm, object, times)?;
    like(vm, object, data)
}

pub(super) fn modulo(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    if !view::is_bytes_like(left) {
        return vm.not_implemented();
    }
    let template: String =
        view::copied(left).unwrap_or_default().into_iter().map(char::from).collect();
    let text = format_percent(vm, &template, right, true)?;
    like(vm, left, text.chars().map(|letter| letter as u8).collect())
}
