//! `list.sort` and `sorted`.
//!
//! While it sorts, the list is empty; its items stand on the slot stack, where comparisons take
//! them from uncounted, so that a `__lt__` sees the counts CPython shows. Keys that are all ints,
//! all floats or all strings are compared without Python code.

use super::{plain, timsort};
use crate::heap::Ref;
use crate::runtime::object::list::List;
use crate::runtime::stack::Role;
use crate::runtime::{ErrorKind, Eval, Raised, Value, Vm};

use super::items;
use crate::types::held;

/// `sorted(iterable, key=key, reverse=reverse)`.
pub fn sorted(vm: &Vm, iterable: &Ref, key: Option<&Ref>, reverse: bool) -> Eval {
    let list = vm.new_list(Vec::new())?;
    let at = vm.stack.push(list, Role::Builtin);
    let window = vm.stack.window(at, 1);
    let result = items::extend(vm, window.req(0), iterable)
        .and_then(|()| sort(vm, window.req(0), key, reverse));
    let list = vm.stack.take(at);
    vm.stack.truncate(at);
    result?;
    Ok(list.map_or(Value::None, Value::Obj))
}

/// `list.sort(key=key, reverse=reverse)`.
///
/// # Errors
/// What the key function or a comparison raises; `ValueError` where one changed the list. The list
/// then holds its items in some order.
pub fn sort(vm: &Vm, list: &Ref, key: Option<&Ref>, reverse: bool) -> Result<(), Raised> {
    let payload = list.as_ref::<List>();
    let mut items = payload.items.take();
    if key.is_none() && plain::sort(&mut items, reverse) {
        return put_back(vm, payload, items, Ok(()));
    }
    if u32::try_from(items.len()).is_err() || vm.stack.is_short_of(2 * items.len() + 16) {
        let message = "too many items to be sorted by a key or by methods of their own";
        let full = vm.raise(ErrorKind::MemoryError, message.into());
        return put_back(vm, payload, items, Err(full));
    }
    let result = sort_on_stack(vm, &mut items, key, reverse);
    put_back(vm, payload, items, result)
}

/// Gives the list its items again; what was put in meanwhile goes.
fn put_back(
    vm: &Vm,
    payload: &List,
    items: Vec<Ref>,
    result: Result<(), Raised>,
) -> Result<(), Raised> {
    let strange = payload.items.replace(items);
    let modified = strange.capacity() > 0;
    held::drop_backwards(vm, strange);
    result?;
    if modified {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(())
}

/// Sorts `items`, which stand on the slot stack meanwhile; the vector keeps its room.
fn sort_on_stack(
    vm: &Vm,
    items: &mut Vec<Ref>,
    key: Option<&Ref>,
    reverse: bool,
) -> Result<(), Raised> {
    let (at, count) = (vm.stack.top(), items.len());
    for item in items.drain(..) {
        vm.stack.push(item, Role::Builtin);
    }
    let keys = match key {
        Some(key) => push_keys(vm, key, at, count),
        None => Ok(at),
    };
    if key.is_some()
        && let Ok(keys) = keys
        && let Some(sorted) = sorted_plainly(vm, (at, keys), count, reverse)
    {
        // Nobody can tell in which order such keys die.
        vm.stack.truncate(at);
        items.extend(sorted);
        return Ok(());
    }
    let mut order: Vec<u32> = (0..count as u32).collect();
    let result = keys.and_then(|keys| {
        let (sorted, result) = order_of(vm, keys, count, reverse);
        order = sorted;
        result
    });
    let kept: Vec<Ref> =
        order.iter().filter_map(|&number| vm.stack.take(at + number as usize)).collect();
    // Keys die in their new order.
    if vm.stack.top() > at + count {
        for &number in &order {
            drop(vm.stack.take(at + count + number as usize));
        }
    }
    vm.stack.truncate(at);
    items.extend(kept);
    result
}

/// The items that stand on the stack at `at`, in the order of the keys at `keys`, if these need no
/// Python code to compare.
fn sorted_plainly(
    vm: &Vm,
    (at, keys): (usize, usize),
    count: usize,
    reverse: bool,
) -> Option<Vec<Ref>> {
    let window = vm.stack.window(keys, count);
    let take = |index: usize| vm.stack.take(at + index);
    plain::sorted_by_keys(count, &|index| window.req(index), &take, reverse)
}

/// Pushes `key(item)` for each item; the place of the first key.
fn push_keys(vm: &Vm, key: &Ref, at: usize, count: usize) -> Result<usize, Raised> {
    let keys = vm.stack.top();
    for index in 0..count {
        let window = vm.stack.window(at, count);
        match vm.call_object(key, &[window.req(index)]) {
            Ok(key) => vm.stack.push(key, Role::Builtin),
            Err(raised) => {
                while vm.stack.top() > keys {
                    drop(vm.stack.pop());
                }
                return Err(raised);
            }
        };
    }
    Ok(keys)
}

/// The order of the `count` keys that stand on the stack at `keys`.
fn order_of(vm: &Vm, keys: usize, count: usize, reverse: bool) -> (Vec<u32>, Result<(), Raised>) {
    let window = vm.stack.window(keys, count);
    let last = (count as u32).saturating_sub(1);
    let number = |at: u32| if reverse { last - at } else { at };
    let key = |at: u32| window.req(number(at) as usize);
    let (mut order, result) =
        timsort::order(count as u32, &mut |left, right| vm.less(key(left), key(right)));
    if reverse {
        order.iter_mut().for_each(|at| *at = number(*at));
        order.reverse();
    }
    (order, result)
}
