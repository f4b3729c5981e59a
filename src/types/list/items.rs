//! Items and slices of a list: reading, replacing, deleting; and growth as CPython's.
//!
//! Whatever is taken out is dropped when the list is whole again and not borrowed, last to first
//! (CPython: `list_ass_slice`, `list_ass_subscript` in `Objects/listobject.c`).

use crate::heap::{Ref, copy_of};
use crate::runtime::object::list::{List, grow, room_for};
use crate::runtime::object::tuple::{Tuple, tuple_refs};
use crate::runtime::stack::Role;
use crate::runtime::{ErrorKind, Eval, Raised, Value, Vm, kinds};
use crate::types::at_hand::AtHand;
use crate::types::range::RangeIterator;
use crate::types::slice::{self, Selection, Slice};
use crate::types::{held, sequence};

/// `list[key]`.
pub fn get_item(vm: &Vm, list: &Ref, key: &Ref) -> Eval {
    let payload = list.as_ref::<List>();
    if key.is::<Slice>() {
        let selection = slice::unpack(vm, key)?.fit(payload.len());
        return get_slice(vm, list, selection);
    }
    let index = sequence::index_key(vm, key, "list")?;
    match sequence::place(index, payload.len()).and_then(|at| payload.get(at)) {
        Some(item) => Ok(Value::Obj(item)),
        None => Err(vm.index_error("list index out of range")),
    }
}

/// A new list of the selected items.
pub fn get_slice(vm: &Vm, list: &Ref, selection: Selection) -> Eval {
    let items = {
        let items = list.as_ref::<List>().items.borrow();
        let start = selection.start as usize;
        match selection.step {
            1 => copy_of(&items[start..start + selection.count]),
            -1 if selection.count > 0 => {
                items[start + 1 - selection.count..=start].iter().rev().cloned().collect()
            }
            _ => selection.places().map(|at| items[at].clone()).collect(),
        }
    };
    vm.new_list(items).map(Value::Obj)
}

/// `list[key] = value`, or `del list[key]`.
pub fn set_item(vm: &Vm, list: &Ref, key: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let payload = list.as_ref::<List>();
    if key.is::<Slice>() {
        let bounds = slice::unpack(vm, key)?;
        return match value {
            Some(value) => assign_slice(vm, list, bounds, value),
            None => {
                delete_slice(vm, list, bounds.fit(payload.len()));
                Ok(())
            }
        };
    }
    let index = sequence::index_key(vm, key, "list")?;
    let Some(at) = sequence::place(index, payload.len()) else {
        return Err(vm.index_error("list assignment index out of range"));
    };
    let old = match value {
        Some(value) => std::mem::replace(&mut payload.items.borrow_mut()[at], value.clone()),
        // No room is given back: `list_ass_item`.
        None => payload.items.borrow_mut().remove(at),
    };
    drop(old);
    Ok(())
}

/// What `value` holds, as `PySequence_Fast` sees it.
///
/// # Errors
/// `TypeError` with `message` where `value` is not iterable.
fn items_of(vm: &Vm, value: &Ref, message: &str) -> Result<Vec<Ref>, Raised> {
    if let Some(list) = value.get::<List>() {
        return Ok(list.items.borrow().clone());
    }
    if value.is::<Tuple>() {
        return Ok(tuple_refs(value));
    }
    let iterator = vm.iter(value).map_err(|raised| {
        if !vm.pending_is(&raised, ErrorKind::TypeError) {
            return raised;
        }
        drop(vm.take_raised(raised));
        vm.type_error(message)
    })?;
    let at = vm.stack.push(iterator, Role::Iterator);
    let items = vm.collect(vm.stack.window(at, 1).req(0));
    vm.stack.truncate(at);
    items
}

/// `list[…] = value` for the items that `bounds` selects.
pub fn assign_slice(vm: &Vm, list: &Ref, bounds: slice::Bounds, value: &Ref) -> Result<(), Raised> {
    let payload = list.as_ref::<List>();
    let new = match own_items(payload, bounds, value) {
        Some(items) => items,
        None => items_of(vm, value, "must assign iterable to extended slice")?,
    };
    let selection = bounds.fit(payload.len());
    if selection.step == 1 {
        return replace_range(vm, payload, selection.start as usize, selection.count, new);
    }
    if new.len() != selection.count {
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            new.len(),
            selection.count
        )));
    }
    let mut old = new;
    {
        let mut items = payload.items.borrow_mut();
        for (at, item) in selection.places().zip(&mut old) {
            std::mem::swap(&mut items[at], item);
        }
    }
    held::drop_forwards(vm, old);
    Ok(())
}

/// The items of a list that nobody else refers to, taken out of it, if no code can run when those
/// die whose place they take: then nobody sees the list without them.
fn own_items(payload: &List, bounds: slice::Bounds, value: &Ref) -> Option<Vec<Ref>> {
    let own = value.get::<List>().filter(|_| value.count() == 1 && value.is_exact::<List>())?;
    let items = payload.items.borrow();
    let rising = bounds.fit(items.len()).rising();
    let places = rising.places().map(|at| &items[at]);
    places.into_iter().all(held::dies_quietly).then(|| own.items.take())
}

/// Replaces `count` items from `start` by `new`; the old ones die last to first.
pub fn replace_range(
    vm: &Vm,
    payload: &List,
    start: usize,
    count: usize,
    new: Vec<Ref>,
) -> Result<(), Raised> {
    let more = new.len().saturating_sub(count);
    if new.len() == count {
        let mut old = new;
        payload.items.borrow_mut()[start..start + count].swap_with_slice(&mut old);
        held::drop_backwards(vm, old);
        return Ok(());
    }
    let old: Vec<Ref> = {
        let mut items = payload.items.borrow_mut();
        if more > 0 {
            grow(&mut items, &vm.heap, more).map_err(|full| vm.heap_full(full))?;
        }
        let count = count.min(items.len().saturating_sub(start));
        items.splice(start..start + count, new).collect()
    };
    shrink(payload);
    held::drop_backwards(vm, old);
    Ok(())
}

/// Deletes the selected items.
pub fn delete_slice(vm: &Vm, list: &Ref, selection: Selection) {
    let payload = list.as_ref::<List>();
    let rising = selection.rising();
    if rising.count == 0 {
        return;
    }
    let start = rising.start as usize;
    if rising.step == 1 {
        let old: Vec<Ref> = payload.items.borrow_mut().drain(start..start + rising.count).collect();
        shrink(payload);
        held::drop_backwards(vm, old);
        return;
    }
    let mut old = Vec::with_capacity(rising.count);
    {
        let mut items = payload.items.borrow_mut();
        let step = rising.step as usize;
        let kept = std::mem::take(&mut *items);
        items.reserve_exact(kept.capacity());
        for (at, item) in kept.into_iter().enumerate() {
            let selected =
                at >= start && (at - start).is_multiple_of(step) && old.len() < rising.count;
            if selected {
                old.push(item);
            } else {
                items.push(item);
            }
        }
    }
    resize(payload);
    held::drop_forwards(vm, old);
}

/// Gives room back after items went, as CPython does: all of it with the last item.
pub fn shrink(payload: &List) {
    if payload.is_empty() {
        drop(payload.items.take());
    } else {
        resize(payload);
    }
}

/// Gives room back where a list has become less than half full, as `list_resize` does.
fn resize(payload: &List) {
    let mut items = payload.items.borrow_mut();
    let (len, allocated) = (items.len(), items.capacity());
    if len >= allocated / 2 {
        return;
    }
    let capacity = room_for(len, len);
    // Of a short list it may be more than there was.
    items.reserve_exact(capacity.saturating_sub(len));
    items.shrink_to(capacity);
}

/// Appends `new` at once.
pub fn append_all(vm: &Vm, payload: &List, new: Vec<Ref>) -> Result<(), Raised> {
    if new.is_empty() {
        return Ok(());
    }
    let mut items = payload.items.borrow_mut();
    grow(&mut items, &vm.heap, new.len()).map_err(|full| vm.heap_full(full))?;
    items.extend(new);
    Ok(())
}

/// Whether the items of `iterable` are at hand, so that taking them runs no Python code.
pub(super) fn are_at_hand(iterable: &Ref) -> bool {
    AtHand::of(iterable).is_some()
}

/// A new list of the items of `iterable`, if they are at hand.
pub(super) fn list_at_hand(vm: &Vm, iterable: &Ref) -> Option<Eval> {
    let source = AtHand::of(iterable)?;
    let items = source.into_new(vm);
    Some(items.and_then(|items| vm.alloc(List::new(items))).map(Value::Obj))
}

/// `list.extend(iterable)`. What the iterator gives is in the list at once, as in CPython.
pub fn extend(vm: &Vm, list: &Ref, iterable: &Ref) -> Result<(), Raised> {
    let payload = list.as_ref::<List>();
    if payload.items.borrow().capacity() == 0 {
        if let Some(source) = AtHand::of(iterable) {
            let items = source.into_new(vm)?;
            *payload.items.borrow_mut() = items;
            return Ok(());
        }
    } else if list.same(iterable) {
        let mut items = payload.items.borrow_mut();
        let count = items.len();
        grow(&mut items, &vm.heap, count).map_err(|full| vm.heap_full(full))?;
        items.extend_from_within(..);
        return Ok(());
    } else if let Some(source) = AtHand::of(iterable) {
        let mut items = payload.items.borrow_mut();
        grow(&mut items, &vm.heap, source.len()).map_err(|full| vm.heap_full(full))?;
        return source.append_to(vm, &mut items);
    }
    let iterator = vm.iter(iterable)?;
    vm.keep(iterator, Role::Iterator, |iterator| {
        let hint = vm.length_hint(iterable, 8)?;
        if payload.items.borrow().capacity() == 0 {
            reserve_even(vm, payload, hint)?;
        } else {
            let mut items = payload.items.borrow_mut();
            // A hint beyond all bounds is not believed.
            let hint = if hint > isize::MAX as usize - items.len() { 0 } else { hint };
            grow(&mut items, &vm.heap, hint).map_err(|full| vm.heap_full(full))?;
        }
        let result = pour(vm, payload, iterator);
        resize(payload);
        result
    })
}

/// Makes room for `count` items in an empty list, rounded up to an even number.
fn reserve_even(vm: &Vm, payload: &List, count: usize) -> Result<(), Raised> {
    let room = count.saturating_add(1) & !1;
    vm.charge(room.saturating_mul(size_of::<Ref>()))?;
    match payload.items.borrow_mut().try_reserve_exact(room) {
        Ok(()) => Ok(()),
        Err(_) => Err(vm.raise(ErrorKind::MemoryError, String::new())),
    }
}

fn pour(vm: &Vm, payload: &List, iterator: &Ref) -> Result<(), Raised> {
    if iterator.kind() == kinds::GENERATOR {
        return vm.drive(iterator, &|item| push_quickly(vm, payload, item), &mut |item| {
            payload.push(&vm.heap, item).map(|()| true).map_err(|full| vm.heap_full(full))
        });
    }
    let next = vm.fixed_next(iterator).unwrap_or(Vm::next);
    loop {
        if let Some(numbers) = iterator.get::<RangeIterator>() {
            pour_numbers(vm, payload, numbers)?;
        }
        let value = match next(vm, iterator) {
            Err(raised) => vm.stop_to_end(Err(raised))?,
            Ok(value) => value,
        };
        if value.is_undef() {
            return Ok(());
        }
        let item = vm.to_object(value)?;
        payload.push(&vm.heap, item).map_err(|full| vm.heap_full(full))?;
        vm.poll()?;
    }
}

/// Appends `item`; what finds no room is handed back.
fn push_quickly(vm: &Vm, list: &List, item: Value) -> Option<Value> {
    match vm.boxed_or_back(item) {
        Ok(item) => list.push_or_hand_back(&vm.heap, item).map(Value::Obj),
        Err(item) => Some(item),
    }
}

/// Appends what a range has left, as far as there is room.
fn pour_numbers(vm: &Vm, payload: &List, numbers: &RangeIterator) -> Result<(), Raised> {
    let mut items = payload.items.borrow_mut();
    let room = items.capacity() - items.len();
    for _ in 0..room {
        let Some(number) = numbers.advance() else { break };
        items.push(vm.new_int(number)?);
    }
    Ok(())
}
