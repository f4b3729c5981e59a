//! The last tuple of `enumerate` and `zip`: filled again if nobody else has kept it, as CPython does;
//! so its items live until the next step.

use crate::heap::{Flag, Ref, Slot};
use crate::runtime::object::Tuple;
use crate::runtime::{Eval, Value, Vm};
use crate::types::pairs;

/// A tuple of `items`: the one in `kept` filled again if nobody else refers to it, else a new one.
///
/// What stood in the tuple dies after it is filled, first to last.
#[inline]
pub fn reuse_tuple(
    vm: &Vm,
    kept: &Slot,
    items: impl ExactSizeIterator<Item = Option<Ref>>,
) -> Eval {
    if let Some(tuple) = kept.take() {
        if tuple.count() == 1 {
            return Ok(Value::Obj(refill(kept, tuple, items)));
        }
        kept.set(Some(tuple));
    }
    let tuple = vm.heap.alloc_refs(Tuple::new(), items, None).map_err(|full| vm.heap_full(full))?;
    Ok(Value::Obj(tuple))
}

/// As [`reuse_tuple`] for two items.
#[inline]
pub fn reuse_pair(vm: &Vm, kept: &Slot, first: Ref, second: Ref) -> Eval {
    if pairs::refill(kept, &first, &second) {
        return Ok(kept.get().map_or(Value::Undef, Value::Obj));
    }
    reuse_tuple(vm, kept, [Some(first), Some(second)].into_iter())
}

#[inline]
fn refill(kept: &Slot, tuple: Ref, items: impl ExactSizeIterator<Item = Option<Ref>>) -> Ref {
    // The collector may have untracked a tuple of atoms.
    if !tuple.has_flag(Flag::TRACKED) {
        tuple.set_flag(Flag::TRACKED);
    }
    kept.set(Some(tuple.clone()));
    tuple.as_ref::<Tuple>().refilled();
    let mut old: [Option<Ref>; 4] = [const { None }; 4];
    let mut more = Vec::new();
    for (at, (slot, item)) in tuple.tail().iter().zip(items).enumerate() {
        match old.get_mut(at) {
            Some(place) => *place = slot.replace(item),
            None => more.push(slot.replace(item)),
        }
    }
    drop(old);
    drop(more);
    tuple
}
