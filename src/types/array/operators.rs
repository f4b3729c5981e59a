//! What operators and protocols do with arrays.

use super::cell::Array;
use super::item::checked;
use crate::heap::Ref;
use crate::runtime::{CompareOp, Eval, Raised, Value, Vm};
use crate::text::str_repr;
use crate::types::sequence::{place, repeat_count};
use crate::types::slice::{self, Slice};

pub(super) fn payload(object: &Ref) -> &Array {
    object.as_ref::<Array>()
}

pub(super) fn new(vm: &Vm, code: u8, data: Vec<u8>) -> Eval {
    vm.alloc(Array::charged(vm, code, data)?).map(Value::Obj)
}

pub(super) fn repr(vm: &Vm, object: &Ref) -> Eval {
    let array = payload(object);
    let class = vm.short_class_name(object);
    let code = array.code as char;
    if array.is_empty() {
        return vm.str_value(&format!("{class}('{code}')"));
    }
    let mut text = format!("{class}('{code}', ");
    let is_text = matches!(array.code, b'u' | b'w');
    let mut letters = String::new();
    for at in 0..array.len() {
        let item = vm.to_object(array.get(vm, at)?)?;
        if is_text {
            letters.push_str(item.text());
            continue;
        }
        text.push_str(if at == 0 { "[" } else { ", " });
        text.push_str(vm.repr(&item)?.text());
    }
    text.push_str(&if is_text { str_repr::repr(&letters) } else { "]".into() });
    text.push(')');
    vm.str_value(&text)
}

pub(super) fn len(_vm: &Vm, object: &Ref) -> Result<usize, Raised> {
    Ok(payload(object).len())
}

pub(super) fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(first), Some(second)) = (left.get::<Array>(), right.get::<Array>()) else {
        return vm.not_implemented();
    };
    for at in 0..first.len().min(second.len()) {
        let one = vm.to_object(first.get(vm, at)?)?;
        let other = vm.to_object(second.get(vm, at)?)?;
        if !vm.compare_truth(CompareOp::Eq, &one, &other)? {
            return match op {
                CompareOp::Eq => Ok(Value::False),
                CompareOp::Ne => Ok(Value::True),
                _ => vm.compare(op, &one, &other),
            };
        }
    }
    Ok(Value::bool(op.holds(first.len().cmp(&second.len()))))
}

fn index(vm: &Vm, key: &Ref) -> Result<i64, Raised> {
    if !vm.slot(key, |slots| slots.index.is_some()) {
        return Err(vm.type_error("array indices must be integers"));
    }
    vm.index_of(key)
}

pub(super) fn getitem(vm: &Vm, object: &Ref, key: &Ref) -> Eval {
    let array = payload(object);
    if key.is::<Slice>() {
        let selected = slice::unpack(vm, key)?.fit(array.len());
        let size = array.item_size();
        let data = array.data.borrow();
        let mut items = Vec::with_capacity(selected.count * size);
        if selected.step == 1 {
            let start = selected.start as usize * size;
            items.extend_from_slice(&data[start..start + selected.count * size]);
        } else {
            for at in selected.places() {
                items.extend_from_slice(&data[at * size..(at + 1) * size]);
            }
        }
        return new(vm, array.code, items);
    }
    match place(index(vm, key)?, array.len()) {
        Some(at) => array.get(vm, at),
        None => Err(vm.index_error("array index out of range")),
    }
}

pub(super) fn setitem(vm: &Vm, object: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let array = payload(object);
    let size = array.item_size();
    if key.is::<Slice>() {
        return set_slice(vm, object, key, value);
    }
    let index = index(vm, key)?;
    let Some(at) = place(index, array.len()) else {
        return Err(vm.index_error("array assignment index out of range"));
    };
    match value {
        Some(value) => {
            let item = checked(vm, array.code, value)?;
            match array.data.borrow_mut().get_mut(at * size..(at + 1) * size) {
                Some(room) => room.copy_from_slice(&item),
                None => return Err(vm.index_error("array assignment index out of range")),
            }
            Ok(())
        }
        None => array.splice(vm, at * size, size, &[]),
    }
}

fn set_slice(vm: &Vm, object: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let array = payload(object);
    let size = array.item_size();
    let added = match value {
        None => Vec::new(),
        Some(value) => match value.get::<Array>() {
            Some(other) if other.code == array.code => other.data.borrow().clone(),
            Some(_) => return Err(vm.type_error("bad argument type for built-in operation")),
            None => {
                let class = vm.class_name(value);
                return Err(vm.type_error(format!(
                    "can only assign array (not \"{class}\") to array slice"
                )));
            }
        },
    };
    let selected = slice::unpack(vm, key)?.fit(array.len());
    // CPython asks so even where nothing would go.
    if added.is_empty() {
        array.may_resize(vm)?;
    }
    if selected.step == 1 {
        return array.splice(vm, selected.start as usize * size, selected.count * size, &added);
    }
    if value.is_none() {
        let mut data = array.data.borrow_mut();
        let before = data.len();
        selected.remove_bytes(&mut data, size);
        return array.give_back(vm, &mut data, before);
    }
    if added.len() != selected.count * size {
        return Err(vm.value_error(format!(
            "attempt to assign array of size {} to extended slice of size {}",
            added.len() / size,
            selected.count
        )));
    }
    let mut data = array.data.borrow_mut();
    for (at, item) in selected.places().zip(added.chunks_exact(size)) {
        data[at * size..(at + 1) * size].copy_from_slice(item);
    }
    Ok(())
}

fn other<'a>(vm: &Vm, left: &Ref, right: &'a Ref, verb: &str) -> Result<&'a Array, Raised> {
    match right.get::<Array>() {
        Some(other) if other.code == payload(left).code => Ok(other),
        Some(_) if verb == "append" => {
            Err(vm.type_error("bad argument type for built-in operation"))
        }
        Some(_) => Err(vm.type_error("can only extend with array of same kind")),
        None => {
            let class = vm.class_name(right);
            let (way, to) = if verb == "append" { ("", " to array") } else { ("array with ", "") };
            Err(vm.type_error(format!("can only {verb} {way}array (not \"{class}\"){to}")))
        }
    }
}

pub(super) fn concat(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let other = other(vm, left, right, "append")?;
    let data = [&payload(left).data.borrow()[..], &other.data.borrow()].concat();
    new(vm, payload(left).code, data)
}

pub(super) fn inplace_concat(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let added = other(vm, left, right, "extend")?.data.borrow().clone();
    let len = payload(left).data.borrow().len();
    payload(left).splice(vm, len, 0, &added)?;
    Ok(Value::Obj(left.clone()))
}

pub(super) fn repeat(vm: &Vm, object: &Ref, times: &Ref) -> Eval {
    let unit = payload(object).data.borrow().clone();
    let times = repeat_count(vm, times, unit.len())?;
    vm.charge(unit.len() * times)?;
    vm.heap.discharge(unit.len() * times);
    new(vm, payload(object).code, unit.repeat(times))
}

pub(super) fn inplace_repeat(vm: &Vm, object: &Ref, times: &Ref) -> Eval {
    let array = payload(object);
    let unit = array.data.borrow().clone();
    let times = repeat_count(vm, times, unit.len())?;
    if unit.is_empty() || times == 1 {
        return Ok(Value::Obj(object.clone()));
    }
    if times == 0 {
        array.splice(vm, 0, unit.len(), &[])?;
    } else {
        let more = unit.len() * (times - 1);
        vm.charge(more)?;
        vm.heap.discharge(more);
        array.splice(vm, unit.len(), 0, &unit.repeat(times - 1))?;
    }
    Ok(Value::Obj(object.clone()))
}
