//! Operators of lists: comparison, `in`, `+`, `*`, their in-place forms, and `repr`.

use crate::heap::{Ref, push_times};
use crate::runtime::object::list::List;
use crate::runtime::object::quick_equal::quick_equal;
use crate::runtime::{CompareOp, Eval, Raised, Value, Vm};
use crate::types::sequence::{self, Pair};
use crate::types::{held, list::items};

pub(super) fn len(_vm: &Vm, list: &Ref) -> Result<usize, Raised> {
    Ok(list.as_ref::<List>().len())
}

pub(super) fn repr(vm: &Vm, list: &Ref) -> Eval {
    let payload = list.as_ref::<List>();
    if payload.is_empty() {
        return vm.str_value("[]");
    }
    let written = vm.without_repr_cycle(list, || {
        vm.build_str(|text| {
            text.push('[');
            held::repr_items(vm, text, &mut |at| payload.get(at))?;
            text.push(']');
            Ok(())
        })
    })?;
    written.map_or_else(|| vm.str_value("[...]"), Ok)
}

pub(super) fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(a), Some(b)) = (left.get::<List>(), right.get::<List>()) else {
        return vm.not_implemented();
    };
    if a.len() != b.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let pair = |at: usize| {
        let (a, b) = (a.items.borrow(), b.items.borrow());
        match (a.get(at), b.get(at)) {
            (Some(left), Some(right)) => Pair::of(left, right),
            _ => Pair::End,
        }
    };
    sequence::compare(vm, op, &pair, &|| (a.len(), b.len()))
}

/// The place of the first item from `start` to before `stop` that equals `value`.
pub fn find(
    vm: &Vm,
    payload: &List,
    value: &Ref,
    start: usize,
    stop: usize,
) -> Result<Option<usize>, Raised> {
    let mut at = start;
    loop {
        let ask = {
            let items = payload.items.borrow();
            loop {
                if at >= stop.min(items.len()) {
                    return Ok(None);
                }
                match quick_equal(&items[at], value) {
                    Some(true) => return Ok(Some(at)),
                    Some(false) => at += 1,
                    None => break items[at].clone(),
                }
            }
        };
        if held::equal(vm, ask, value)? {
            return Ok(Some(at));
        }
        at += 1;
    }
}

pub(super) fn contains(vm: &Vm, list: &Ref, value: &Ref) -> Result<bool, Raised> {
    Ok(find(vm, list.as_ref::<List>(), value, 0, usize::MAX)?.is_some())
}

pub(super) fn concat(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let Some(other) = right.get::<List>() else {
        let class = vm.class_name(right);
        let message = format!("can only concatenate list (not \"{class}\") to list");
        return Err(vm.type_error(message));
    };
    let items = {
        let (a, b) = (left.as_ref::<List>().items.borrow(), other.items.borrow());
        let mut items = Vec::with_capacity(a.len() + b.len());
        items.extend_from_slice(&a);
        items.extend_from_slice(&b);
        items
    };
    vm.new_list(items).map(Value::Obj)
}

pub(super) fn repeat(vm: &Vm, list: &Ref, times: &Ref) -> Eval {
    let payload = list.as_ref::<List>();
    let times = sequence::repeat_count(vm, times, payload.len())?;
    vm.new_list(repeated(vm, payload, times)?).map(Value::Obj)
}

/// The items `times` over.
fn repeated(vm: &Vm, payload: &List, times: usize) -> Result<Vec<Ref>, Raised> {
    let items = payload.items.borrow();
    let total = items.len() * times;
    vm.charge(total * size_of::<Ref>())?;
    let mut result = Vec::new();
    if result.try_reserve_exact(total).is_err() {
        return Err(vm.raise(crate::runtime::ErrorKind::MemoryError, String::new()));
    }
    match &items[..] {
        [item] => push_times(&mut result, item, times),
        items => (0..times).for_each(|_| result.extend_from_slice(items)),
    }
    vm.heap.discharge(total * size_of::<Ref>());
    Ok(result)
}

pub(super) fn inplace_concat(vm: &Vm, list: &Ref, other: &Ref) -> Eval {
    items::extend(vm, list, other)?;
    Ok(Value::Obj(list.clone()))
}

pub(super) fn inplace_repeat(vm: &Vm, list: &Ref, times: &Ref) -> Eval {
    let payload = list.as_ref::<List>();
    let times = sequence::repeat_count(vm, times, payload.len())?;
    if times == 0 {
        payload.clear();
    } else {
        let more = repeated(vm, payload, times - 1)?;
        items::append_all(vm, payload, more)?;
    }
    Ok(Value::Obj(list.clone()))
}
