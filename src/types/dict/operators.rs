//! Operators of dicts: subscripts, `in`, comparison, `|`, `repr`.

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::object::quick_equal::quick_equal;
use crate::runtime::{CompareOp, Eval, Raised, Value, Vm};
use crate::types::held;

use super::fill;

pub(super) fn len(_vm: &Vm, dict: &Ref) -> Result<usize, Raised> {
    Ok(dict.as_ref::<Dict>().len())
}

/// `dict[key]`; a subclass's `__missing__` answers for a missing key.
pub fn get_item(vm: &Vm, dict: &Ref, key: &Ref) -> Eval {
    if let Some(value) = dict.as_ref::<Dict>().get(vm, key)? {
        return Ok(Value::Obj(value));
    }
    if !dict.is_exact::<Dict>()
        && let Some(missing) = vm.lookup_special(dict, "__missing__")
    {
        return vm.call_bound_special(missing, dict, &[key]);
    }
    Err(vm.key_error(key))
}

pub fn set_item(vm: &Vm, dict: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let payload = dict.as_ref::<Dict>();
    match value {
        Some(value) => payload.set(vm, key.clone(), value.clone()),
        None => match payload.remove(vm, key)? {
            Some(entry) => {
                drop(entry.key);
                drop(entry.value);
                Ok(())
            }
            None => Err(vm.key_error(key)),
        },
    }
}

pub(super) fn contains(vm: &Vm, dict: &Ref, key: &Ref) -> Result<bool, Raised> {
    let hash = vm.hash(key)?;
    Ok(dict.as_ref::<Dict>().find(vm, key, hash)?.is_some())
}

pub(super) fn repr(vm: &Vm, dict: &Ref) -> Eval {
    let payload = dict.as_ref::<Dict>();
    if payload.is_empty() {
        return vm.str_value("{}");
    }
    let written = vm.without_repr_cycle(dict, || {
        vm.build_str(|text| {
            text.push('{');
            let mut at = 0;
            while let Some((next, key, value)) = payload.next_entry(at) {
                if text.len() > 1 {
                    text.push_str(", ");
                }
                held::with(vm, [key, value], |[key, value]| {
                    text.push_str(vm.repr(key)?.text());
                    text.push_str(": ");
                    text.push_str(vm.repr(value)?.text());
                    Ok(())
                })?;
                vm.poll()?;
                at = next;
            }
            text.push('}');
            Ok(())
        })
    })?;
    written.map_or_else(|| vm.str_value("{...}"), Ok)
}

/// Whether two dicts have equal values under equal keys.
fn equal(vm: &Vm, a: &Dict, b: &Dict) -> Result<bool, Raised> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut at = 0;
    while let Some((next, hash, key, value)) = a.next_whole(at) {
        let quick = b.position(&key, hash).flatten().and_then(|at| b.value_at(at));
        if quick.is_some_and(|other| quick_equal(&other, &value) == Some(true)) {
            at = next;
            continue;
        }
        let same = held::with(vm, [key, value], |[key, value]| {
            let found = b.find(vm, key, hash)?;
            let Some(other) = found.and_then(|at| b.value_at(at)) else { return Ok(false) };
            held::with(vm, [other], |[other]| vm.equal(value, other))
        })?;
        if !same {
            return Ok(false);
        }
        at = next;
    }
    Ok(true)
}

pub(super) fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    match (left.get::<Dict>(), right.get::<Dict>(), op) {
        (Some(a), Some(b), CompareOp::Eq) => Ok(Value::bool(equal(vm, a, b)?)),
        (Some(a), Some(b), CompareOp::Ne) => Ok(Value::bool(!equal(vm, a, b)?)),
        _ => vm.not_implemented(),
    }
}

/// A dict of the same entries.
pub(super) fn copy(vm: &Vm, dict: &Ref) -> Result<Ref, Raised> {
    let payload = dict.as_ref::<Dict>();
    let copy = vm.alloc(payload.duplicate())?;
    if !payload.is_empty() {
        vm.copy_sharing(dict, &copy);
    }
    Ok(copy)
}

pub(super) fn or(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    if !left.is::<Dict>() || !right.is::<Dict>() {
        return vm.not_implemented();
    }
    let merged = copy(vm, left)?;
    held::with(vm, [merged.clone()], |[merged]| fill::update(vm, merged, right))?;
    Ok(Value::Obj(merged))
}

pub(super) fn inplace_or(vm: &Vm, dict: &Ref, other: &Ref) -> Eval {
    fill::update(vm, dict, other)?;
    Ok(Value::Obj(dict.clone()))
}
