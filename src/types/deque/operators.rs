//! Operators of deques: items, comparison, `in`, `+`, `*`, `repr`.

use std::cell::Cell;

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::{CompareOp, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::held;
use crate::types::sequence::{self, Pair};

use super::cell::{Deque, End, extend};

pub(super) fn len(_vm: &Vm, deque: &Ref) -> Result<usize, Raised> {
    Ok(deque.as_ref::<Deque>().len())
}

pub(super) fn repr(vm: &Vm, deque: &Ref) -> Eval {
    let payload = deque.as_ref::<Deque>();
    let class = vm.short_class_name(deque);
    let written = vm.without_repr_cycle(deque, || {
        let items = vm.new_list(payload.snapshot())?;
        let items = held::with(vm, [items], |[items]| vm.repr(items))?;
        match payload.maxlen.get() {
            Some(maxlen) => vm.str_value(&format!("{class}({}, maxlen={maxlen})", items.text())),
            None => vm.str_value(&format!("{class}({})", items.text())),
        }
    })?;
    written.map_or_else(|| vm.str_value("[...]"), Ok)
}

fn place(vm: &Vm, payload: &Deque, key: &Ref) -> Result<usize, Raised> {
    if int_view(key).is_none() && !vm.slot(key, |slots| slots.index.is_some()) {
        let class = vm.class_name(key);
        return Err(vm.type_error(format!("sequence index must be integer, not '{class}'")));
    }
    let index = vm.index_of(key)?;
    sequence::place(index, payload.len()).ok_or_else(|| vm.index_error("deque index out of range"))
}

pub(super) fn get_item(vm: &Vm, deque: &Ref, key: &Ref) -> Eval {
    let payload = deque.as_ref::<Deque>();
    let at = place(vm, payload, key)?;
    Ok(payload.get(at).map_or(Value::None, Value::Obj))
}

pub(super) fn set_item(vm: &Vm, deque: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let payload = deque.as_ref::<Deque>();
    let at = place(vm, payload, key)?;
    let old = match value {
        Some(value) => Some(std::mem::replace(&mut payload.items.borrow_mut()[at], value.clone())),
        None => payload.remove(at),
    };
    drop(old);
    Ok(())
}

pub(super) fn mutated(vm: &Vm) -> Raised {
    vm.raise(ErrorKind::RuntimeError, "deque mutated during iteration".into())
}

/// The place of the first item from `start` to before `stop` that equals `value`.
pub(super) fn find(
    vm: &Vm,
    payload: &Deque,
    value: &Ref,
    start: usize,
    stop: usize,
) -> Result<Option<usize>, Raised> {
    let version = payload.version.get();
    for at in start..stop.min(payload.len()) {
        let Some(item) = payload.get(at) else { break };
        if held::equal(vm, item, value)? {
            return Ok(Some(at));
        }
        if payload.version.get() != version {
            return Err(mutated(vm));
        }
    }
    Ok(None)
}

pub(super) fn contains(vm: &Vm, deque: &Ref, value: &Ref) -> Result<bool, Raised> {
    Ok(find(vm, deque.as_ref::<Deque>(), value, 0, usize::MAX)?.is_some())
}

pub(super) fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(a), Some(b)) = (left.get::<Deque>(), right.get::<Deque>()) else {
        return vm.not_implemented();
    };
    if a.len() != b.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let states = || (a.version.get(), b.version.get());
    let (before, changed) = (states(), Cell::new(false));
    let pair = |at: usize| {
        changed.set(states() != before);
        match (a.items.borrow().get(at), b.items.borrow().get(at)) {
            (Some(left), Some(right)) if !changed.get() => Pair::of(left, right),
            _ => Pair::End,
        }
    };
    let answer = sequence::compare(vm, op, &pair, &|| (a.len(), b.len()))?;
    if changed.get() { Err(mutated(vm)) } else { Ok(answer) }
}

/// A deque of the same class with the same items and limit.
pub(super) fn copy(vm: &Vm, deque: &Ref) -> Result<Ref, Raised> {
    let payload = deque.as_ref::<Deque>();
    let class = vm.class_of(deque).clone();
    if class.same(vm.class_of_kind(crate::runtime::kinds::DEQUE)) {
        let copy = Deque::default();
        copy.maxlen.set(payload.maxlen.get());
        *copy.items.borrow_mut() = payload.snapshot().into();
        // A single item is appended; more are filled in.
        if payload.len() != 1 && payload.maxlen.get() != Some(0) {
            copy.first.fill_from(End::Right);
        }
        return vm.alloc(copy);
    }
    match payload.maxlen.get() {
        None => vm.call_object(&class, &[deque]),
        Some(maxlen) => {
            let maxlen = vm.new_int(maxlen as i64)?;
            vm.call_object(&class, &[deque, &maxlen])
        }
    }
}

pub(super) fn concat(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    if !right.is::<Deque>() {
        let class = vm.class_name(right);
        let message = format!("can only concatenate deque (not \"{class}\") to deque");
        return Err(vm.type_error(message));
    }
    let sum = copy(vm, left)?;
    held::with(vm, [sum.clone()], |[sum]| extend(vm, sum, right, End::Right))?;
    Ok(Value::Obj(sum))
}

pub(super) fn inplace_concat(vm: &Vm, deque: &Ref, other: &Ref) -> Eval {
    extend(vm, deque, other, End::Right)?;
    Ok(Value::Obj(deque.clone()))
}

pub(super) fn repeat(vm: &Vm, deque: &Ref, times: &Ref) -> Eval {
    let result = copy(vm, deque)?;
    inplace_repeat(vm, &result, times)
}

pub(super) fn inplace_repeat(vm: &Vm, deque: &Ref, times: &Ref) -> Eval {
    let payload = deque.as_ref::<Deque>();
    let length = payload.len();
    // More than a bound lets in is not laid out.
    let most = payload.maxlen.get().map(|most| most.div_ceil(length.max(1)));
    let times = match most.zip(vm.size_of(times).ok()) {
        Some((most, times)) => usize::try_from(times).unwrap_or(0).min(most),
        None => sequence::repeat_count(vm, times, length)?,
    };
    if times == 0 {
        payload.clear(vm);
        return Ok(Value::Obj(deque.clone()));
    }
    let items = payload.snapshot();
    for _ in 1..times {
        if items.is_empty() {
            break;
        }
        for item in &items {
            payload.push(vm, item.clone(), End::Right)?;
        }
        vm.poll()?;
    }
    Ok(Value::Obj(deque.clone()))
}
