//! The iterators that a `zip` or `map` holds: made, and asked one after the other.

use crate::heap::{Ref, Slot};
use crate::runtime::object::Tuple;
use crate::runtime::stack::Role;
use crate::runtime::{Raised, Vm};
use crate::types::iterators::next_of_given;
use crate::types::list::iterators::ListIterator;
use crate::types::tuple::TupleIterator;

/// A tuple of iterators over `iterables`.
pub fn iterators_of<'a>(vm: &Vm, iterables: impl Iterator<Item = &'a Ref>) -> Result<Ref, Raised> {
    let at = vm.stack.top();
    for iterable in iterables {
        match vm.iter(iterable) {
            Ok(iterator) => vm.stack.push(iterator, Role::Iterator),
            Err(raised) => {
                vm.stack.truncate(at);
                return Err(raised);
            }
        };
    }
    let iterators = (at..vm.stack.top()).map(|place| vm.stack.take(place));
    let tuple = vm.heap.alloc_refs(Tuple::new(), iterators, None);
    vm.stack.truncate(at);
    tuple.map_err(|full| vm.heap_full(full))
}

/// The next item of an iterator that is asked without a call.
#[inline(always)]
pub fn quick_item(slot: &Slot) -> Option<Ref> {
    quick_of(slot.at_hand()?)
}

/// As [`quick_item`] of the iterator itself.
#[inline(always)]
pub fn quick_of(iterator: &Ref) -> Option<Ref> {
    match iterator.get::<ListIterator>() {
        Some(list) => list.advance(),
        None => iterator.get::<TupleIterator>()?.advance(),
    }
}

/// The next item of the iterator in `slot`, pushed on the slot stack; `false` at its end.
#[inline]
pub(super) fn push_next(vm: &Vm, slot: &Slot) -> Result<bool, Raised> {
    if let Some(item) = quick_item(slot) {
        vm.stack.push(item, Role::Builtin);
        return Ok(true);
    }
    let Some(iterator) = slot.get() else { return Ok(false) };
    let item = next_of_given(vm, iterator)?;
    if item.is_undef() {
        return Ok(false);
    }
    vm.stack.push(vm.to_object(item)?, Role::Builtin);
    Ok(true)
}
