//! Filling a dict from another mapping or from pairs (`dict_update_arg`, `dict_merge` in
//! CPython's `Objects/dictobject.c`).

use std::cell::Cell;

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::object::list::List;
use crate::runtime::object::tuple::{Tuple, tuple_refs};
use crate::runtime::stack::Role;
use crate::runtime::{ErrorKind, Raised, Value, Vm};
use crate::types::held;

/// `dict.update(other)`: a mapping (whatever has `keys`) or an iterable of pairs.
pub fn update(vm: &Vm, dict: &Ref, other: &Ref) -> Result<(), Raised> {
    if other.is::<Dict>() {
        return merge(vm, dict, other);
    }
    match vm.find_attr(other, &vm.name("keys"))? {
        Some(_) => merge(vm, dict, other),
        None => from_pairs(vm, dict, other),
    }
}

/// Copies the items of a mapping into `dict`.
pub fn merge(vm: &Vm, dict: &Ref, other: &Ref) -> Result<(), Raised> {
    let payload = dict.as_ref::<Dict>();
    if let Some(source) = other.get::<Dict>()
        && iterates_as_dict(vm, other)
    {
        return if dict.same(other) {
            Ok(())
        } else {
            copy_entries(vm, payload, source, other.aux() != 0)
        };
    }
    let keys = vm.new_list(keys_of(vm, other)?)?;
    held::with(vm, [keys], |[keys]| {
        vm.each(keys, &mut |key| {
            held::with(vm, [key], |[key]| {
                let value = vm.get_item(other, key)?;
                let value = vm.to_object(value)?;
                payload.set(vm, key.clone(), value)?;
                Ok(true)
            })
        })
    })
}

/// The keys that a mapping's method gives, all at once. (CPython: `PyMapping_Keys`.)
///
/// # Errors
/// `TypeError` where they cannot be iterated.
pub fn keys_of(vm: &Vm, mapping: &Ref) -> Result<Vec<Ref>, Raised> {
    let keys = vm.call_method(mapping, "keys", &[])?;
    let keys = vm.to_object(keys)?;
    match vm.iter(&keys) {
        Ok(iterator) => vm.keep(iterator, Role::Builtin, |iterator| vm.collect(iterator)),
        Err(raised) if vm.pending_is(&raised, ErrorKind::TypeError) => {
            drop(vm.take_raised(raised));
            let (class, kind) = (vm.class_name(mapping), vm.class_name(&keys));
            let message = format!("{class}.keys() returned a non-iterable (type {kind})");
            Err(vm.type_error(message))
        }
        Err(raised) => Err(raised),
    }
}

/// Whether a dict's class left `__iter__` alone, so that its entries may be read directly.
fn iterates_as_dict(vm: &Vm, object: &Ref) -> bool {
    object.is_exact::<Dict>()
        || vm.slot(object, |slots| slots.iter).is_some_and(|iter| {
            std::ptr::fn_addr_eq(
                iter,
                super::iterators::iter_keys as crate::runtime::slots::UnaryFn,
            )
        })
}

/// `shares` says that the source's keys stand with a class, so that its table cannot be copied as it is.
fn copy_entries(vm: &Vm, target: &Dict, source: &Dict, shares: bool) -> Result<(), Raised> {
    let size = source.len();
    if target.is_empty() && !shares && source.table.borrow().is_compact() {
        vm.charge(source.table.borrow().bytes())?;
        let copy = source.table.borrow().duplicate();
        target.keys_changed();
        drop(target.table.replace(copy));
        return Ok(());
    }
    target.table.borrow_mut().make_room_for(&source.table.borrow());
    let mut at = 0;
    loop {
        let Some((next, hash, key, value)) = source.next_whole(at) else { return Ok(()) };
        if Vm::may_run_python(&key) {
            let held = key.clone();
            vm.lend(&held, Role::Builtin, || target.set_hashed(vm, key, hash, value))?;
        } else {
            target.set_hashed(vm, key, hash, value)?;
        }
        if source.len() != size {
            let message = "dict mutated during update";
            return Err(vm.raise(ErrorKind::RuntimeError, message.into()));
        }
        at = next;
    }
}

fn from_pairs(vm: &Vm, dict: &Ref, pairs: &Ref) -> Result<(), Raised> {
    let payload = dict.as_ref::<Dict>();
    let number = Cell::new(0);
    let quick = |item: Value| match &item {
        Value::Obj(pair) if added_briefly(payload, pair) => {
            number.set(number.get() + 1);
            None
        }
        _ => Some(item),
    };
    vm.each_quickly(pairs, &quick, &mut |item| {
        let number = number.replace(number.get() + 1);
        if item.is_exact::<Tuple>()
            && let [key, value] = item.tail()
            && let (Some(key), Some(value)) = (key.get(), value.get())
        {
            vm.lend(&item, Role::Builtin, || payload.set_item(vm, key, value))?;
            return Ok(true);
        }
        let parts = held::with(vm, [item], |[item]| pair_parts(vm, item, number))?;
        let [key, value]: [Ref; 2] = parts.try_into().map_err(|parts: Vec<Ref>| {
            vm.value_error(format!(
                "dictionary update sequence element #{number} has length {}; 2 is required",
                parts.len()
            ))
        })?;
        payload.set_item(vm, key, value)?;
        Ok(true)
    })
}

/// Adds the items of a plain pair, if the first is a new key and that is easily told.
fn added_briefly(dict: &Dict, pair: &Ref) -> bool {
    match pair.tail() {
        [key, value] if pair.is_exact::<Tuple>() => {
            key.look(|key| value.look(|value| Some(dict.add_briefly(key?, value?)))) == Some(true)
        }
        _ => false,
    }
}

/// The items of one pair.
fn pair_parts(vm: &Vm, item: &Ref, number: usize) -> Result<Vec<Ref>, Raised> {
    if item.is::<Tuple>() {
        return Ok(tuple_refs(item));
    }
    if let Some(list) = item.get::<List>() {
        return Ok(list.items.borrow().clone());
    }
    let iterator = vm.iter(item).map_err(|raised| {
        if !vm.pending_is(&raised, ErrorKind::TypeError) {
            return raised;
        }
        drop(vm.take_raised(raised));
        vm.type_error(format!(
            "cannot convert dictionary update sequence element #{number} to a sequence"
        ))
    })?;
    held::with(vm, [iterator], |[iterator]| vm.collect(iterator))
}
