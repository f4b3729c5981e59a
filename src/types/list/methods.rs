//! The methods of `list`.

use crate::heap::{Ref, copy_of};
use crate::runtime::object::Int;
use crate::runtime::object::list::{List, grow};
use crate::runtime::object::quick_equal::quick_equal;
use crate::runtime::spec::{Method, classmethod, method};
use crate::runtime::{Args, Eval, Value, Vm};
use crate::types::measure::slot_bytes;
use crate::types::{held, sequence};

use super::{items, iterators, operators, sort};

fn append(vm: &Vm, args: Args<'_>) -> Eval {
    let list = args.req(0).as_ref::<List>();
    list.push(&vm.heap, args.req(1).clone()).map_err(|full| vm.heap_full(full))?;
    Ok(Value::None)
}

fn append_briefly(vm: &Vm, list: &Ref, item: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    let item = item.filter(|_| more.is_none())?;
    list.get::<List>()?.push(&vm.heap, item.clone()).ok()?;
    Some(Ok(Value::None))
}

/// `list.pop()`, `list.pop(index)`.
fn pop_briefly(_: &Vm, list: &Ref, index: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    let list = list.get::<List>()?;
    let item = match index {
        None => list.items.borrow_mut().pop()?,
        Some(index) => {
            let at = sequence::place(index.get::<Int>()?.0.get(), list.len())?;
            list.items.borrow_mut().remove(at)
        }
    };
    items::shrink(list);
    Some(Ok(Value::Obj(item)))
}

/// `list.copy()`.
fn copy_briefly(vm: &Vm, list: &Ref, more: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    more.is_none().then(|| copied(vm, list))
}

/// `list.reverse()`.
fn reverse_briefly(_: &Vm, list: &Ref, more: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    list.get::<List>().filter(|_| more.is_none())?.items.borrow_mut().reverse();
    Some(Ok(Value::None))
}

/// `list.extend(items)` of what is at hand.
fn extend_briefly(vm: &Vm, list: &Ref, items: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    let items = items.filter(|items| more.is_none() && items::are_at_hand(items))?;
    Some(items::extend(vm, list, items).map(|()| Value::None))
}

/// `list.insert(index, item)`.
fn insert_briefly(vm: &Vm, list: &Ref, index: Option<&Ref>, item: Option<&Ref>) -> Option<Eval> {
    let (list, index) = (list.get::<List>()?, index?.get::<Int>()?.0.get());
    Some(inserted(vm, list, index, item?))
}

/// The place of an item that is compared without Python code.
fn index_briefly(_: &Vm, list: &Ref, item: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    let item = item.filter(|_| more.is_none())?;
    let items = list.get::<List>()?.items.borrow();
    for (at, other) in items.iter().enumerate() {
        if quick_equal(other, item)? {
            return Some(Ok(Value::Int(at as i64)));
        }
    }
    None
}

/// How many items are equal, if they are compared without Python code.
fn count_briefly(_: &Vm, list: &Ref, item: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    let item = item.filter(|_| more.is_none())?;
    let items = list.get::<List>()?.items.borrow();
    let mut count = 0;
    for other in items.iter() {
        count += i64::from(quick_equal(other, item)?);
    }
    Some(Ok(Value::Int(count)))
}

fn clear(vm: &Vm, args: Args<'_>) -> Eval {
    let old = args.req(0).as_ref::<List>().items.take();
    held::drop_backwards(vm, old);
    Ok(Value::None)
}

fn copy(vm: &Vm, args: Args<'_>) -> Eval {
    copied(vm, args.req(0))
}

fn copied(vm: &Vm, list: &Ref) -> Eval {
    let items = copy_of(&list.as_ref::<List>().items.borrow());
    vm.new_list(items).map(Value::Obj)
}

fn count(vm: &Vm, args: Args<'_>) -> Eval {
    let list = args.req(0).as_ref::<List>();
    let (mut at, mut count) = (0, 0);
    while let Some(found) = operators::find(vm, list, args.req(1), at, usize::MAX)? {
        at = found + 1;
        count += 1;
    }
    Ok(Value::Int(count))
}

fn extend(vm: &Vm, args: Args<'_>) -> Eval {
    items::extend(vm, args.req(0), args.req(1))?;
    Ok(Value::None)
}

fn index(vm: &Vm, args: Args<'_>) -> Eval {
    let list = args.req(0).as_ref::<List>();
    let start = sequence::search_bound(vm, args.get(2), 0, list.len())?;
    let stop = sequence::search_bound(vm, args.get(3), i64::MAX, list.len())?;
    match operators::find(vm, list, args.req(1), start, stop)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None => {
            let what = vm.repr_text(args.req(1))?;
            Err(vm.value_error(format!("{what} is not in list")))
        }
    }
}

fn insert(vm: &Vm, args: Args<'_>) -> Eval {
    let list = args.req(0).as_ref::<List>();
    let index = vm.size_of(args.req(1))?;
    inserted(vm, list, index, args.req(2))
}

fn inserted(vm: &Vm, list: &List, index: i64, item: &Ref) -> Eval {
    let mut items = list.items.borrow_mut();
    let at = insertion_place(index, items.len());
    if items.len() == items.capacity() {
        grow(&mut items, &vm.heap, 1).map_err(|full| vm.heap_full(full))?;
    }
    items.insert(at, item.clone());
    Ok(Value::None)
}

/// Where `insert(index, …)` puts an item.
pub fn insertion_place(index: i64, len: usize) -> usize {
    if index < 0 {
        (index.saturating_add(len as i64)).max(0) as usize
    } else {
        (index as usize).min(len)
    }
}

fn pop(vm: &Vm, args: Args<'_>) -> Eval {
    let list = args.req(0).as_ref::<List>();
    let index = args.get(1).map_or(Ok(-1), |index| vm.size_of(index))?;
    if list.is_empty() {
        return Err(vm.index_error("pop from empty list"));
    }
    let Some(at) = sequence::place(index, list.len()) else {
        return Err(vm.index_error("pop index out of range"));
    };
    let item = list.items.borrow_mut().remove(at);
    items::shrink(list);
    Ok(Value::Obj(item))
}

fn remove(vm: &Vm, args: Args<'_>) -> Eval {
    let list = args.req(0).as_ref::<List>();
    let Some(at) = operators::find(vm, list, args.req(1), 0, usize::MAX)? else {
        return Err(vm.value_error("list.remove(x): x not in list"));
    };
    if at < list.len() {
        let item = list.items.borrow_mut().remove(at);
        items::shrink(list);
        drop(item);
    }
    Ok(Value::None)
}

fn reverse(_vm: &Vm, args: Args<'_>) -> Eval {
    args.req(0).as_ref::<List>().items.borrow_mut().reverse();
    Ok(Value::None)
}

fn sort_method(vm: &Vm, args: Args<'_>) -> Eval {
    let reverse = match args.get(2) {
        Some(reverse) => vm.truth_of(reverse)?,
        None => false,
    };
    let key = args.get(1).filter(|key| !vm.is_none(key));
    sort::sort(vm, args.req(0), key, reverse)?;
    Ok(Value::None)
}

fn reversed(vm: &Vm, args: Args<'_>) -> Eval {
    iterators::reversed(vm, args.req(0))
}

fn get_item(vm: &Vm, args: Args<'_>) -> Eval {
    items::get_item(vm, args.req(0), args.req(1))
}

fn size_of_list(vm: &Vm, args: Args<'_>) -> Eval {
    let capacity = args.req(0).as_ref::<List>().items.borrow().capacity();
    let slots = slot_bytes(args.req(0), vm.class_data(args.req(0)));
    Ok(Value::Int((40 + capacity * size_of::<Ref>() + slots) as i64))
}

pub(super) fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_in(List::new(Vec::new()), args.req(0)).map(Value::Obj)
}

/// `list(items)` of what is at hand.
pub(super) fn list_briefly(
    vm: &Vm,
    items: &Ref,
    more: Option<&Ref>,
    _: Option<&Ref>,
) -> Option<Eval> {
    if more.is_some() { None } else { items::list_at_hand(vm, items) }
}

pub(super) fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let list = args.req(0);
    let old = list.as_ref::<List>().items.take();
    held::drop_backwards(vm, old);
    if let Some(iterable) = args.get(1) {
        items::extend(vm, list, iterable)?;
    }
    Ok(Value::None)
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    crate::types::generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

pub(super) static METHODS: [Method; 15] = [
    method("append", "(object, /)", append, "Append object to the end of the list.")
        .leaf(append_briefly),
    method("clear", "()", clear, "Remove all items from list."),
    method("copy", "()", copy, "Return a shallow copy of the list.").leaf(copy_briefly),
    method("count", "(value, /)", count, "Return number of occurrences of value.")
        .leaf(count_briefly),
    method(
        "extend",
        "(iterable, /)",
        extend,
        "Extend list by appending elements from the iterable.",
    )
    .leaf(extend_briefly),
    method(
        "index",
        "(value, start=0, stop=9223372036854775807, /)",
        index,
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
    )
    .leaf(index_briefly),
    method("insert", "(index, object, /)", insert, "Insert object before index.")
        .leaf(insert_briefly),
    method(
        "pop",
        "(index=-1, /)",
        pop,
        "Remove and return item at index (default last).\n\n\
         Raises IndexError if list is empty or index is out of range.",
    )
    .leaf(pop_briefly),
    method(
        "remove",
        "(value, /)",
        remove,
        "Remove first occurrence of value.\n\nRaises ValueError if the value is not present.",
    ),
    method("reverse", "()", reverse, "Reverse *IN PLACE*.").leaf(reverse_briefly),
    method(
        "sort",
        "(*, key=None, reverse=False)",
        sort_method,
        "Sort the list in ascending order and return None.\n\n\
         The sort is in-place and stable; reverse=True sorts in descending order.",
    ),
    method("__getitem__", "(index, /)", get_item, "Return self[index]."),
    method("__reversed__", "()", reversed, "Return a reverse iterator over the list."),
    method("__sizeof__", "()", size_of_list, "Return the size of the list in memory, in bytes."),
    classmethod("__class_getitem__", "(item, /)", class_getitem, "See PEP 585"),
];
