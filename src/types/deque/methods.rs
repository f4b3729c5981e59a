//! The methods of deques.

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{GetSetRow, Method, classmethod, getter, method};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::types::{generic_alias, sequence};

use super::cell::{Deque, End, extend};
use super::{iterators, operators};

pub(super) fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_in(Deque::default(), args.req(0)).map(Value::Obj)
}

pub(super) fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let deque = args.req(0);
    let payload = deque.as_ref::<Deque>();
    let maxlen = match args.get(2).filter(|maxlen| !vm.is_none(maxlen)) {
        None => None,
        Some(maxlen) if int_view(maxlen).is_none() => {
            return Err(vm.type_error("an integer is required"));
        }
        Some(maxlen) => Some(
            usize::try_from(vm.size_of(maxlen)?)
                .map_err(|_| vm.value_error("maxlen must be non-negative"))?,
        ),
    };
    payload.maxlen.set(maxlen);
    if !payload.is_empty() {
        payload.clear(vm);
    }
    if let Some(iterable) = args.get(1) {
        extend(vm, deque, iterable, End::Right)?;
    }
    Ok(Value::None)
}

fn deque(args: Args<'_>) -> &Deque {
    args.req(0).as_ref::<Deque>()
}

fn append(vm: &Vm, args: Args<'_>) -> Eval {
    deque(args).push(vm, args.req(1).clone(), End::Right)?;
    Ok(Value::None)
}

fn appendleft(vm: &Vm, args: Args<'_>) -> Eval {
    deque(args).push(vm, args.req(1).clone(), End::Left)?;
    Ok(Value::None)
}

/// Adds an item where none has to go for it.
fn push_briefly(
    vm: &Vm,
    deque: &Ref,
    item: Option<&Ref>,
    more: Option<&Ref>,
    end: End,
) -> Option<Eval> {
    let item = item.filter(|_| more.is_none())?;
    let payload = deque.get::<Deque>()?;
    let full = {
        let items = payload.items.borrow();
        items.len() == items.capacity()
            || payload.maxlen.get().is_some_and(|most| most <= items.len())
    };
    (!full).then(|| payload.push(vm, item.clone(), end).map(|()| Value::None))
}

fn append_briefly(vm: &Vm, deque: &Ref, item: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    push_briefly(vm, deque, item, more, End::Right)
}

fn appendleft_briefly(
    vm: &Vm,
    deque: &Ref,
    item: Option<&Ref>,
    more: Option<&Ref>,
) -> Option<Eval> {
    push_briefly(vm, deque, item, more, End::Left)
}

fn pop_briefly(_: &Vm, deque: &Ref, one: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    let item = deque.get::<Deque>().filter(|_| one.is_none())?.take(End::Right)?;
    Some(Ok(Value::Obj(item)))
}

fn popleft_briefly(_: &Vm, deque: &Ref, one: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    let item = deque.get::<Deque>().filter(|_| one.is_none())?.take(End::Left)?;
    Some(Ok(Value::Obj(item)))
}

fn clear(vm: &Vm, args: Args<'_>) -> Eval {
    deque(args).clear(vm);
    Ok(Value::None)
}

fn copy(vm: &Vm, args: Args<'_>) -> Eval {
    operators::copy(vm, args.req(0)).map(Value::Obj)
}

fn count(vm: &Vm, args: Args<'_>) -> Eval {
    let (mut at, mut count) = (0, 0);
    let version = deque(args).version.get();
    while let Some(found) = operators::find(vm, deque(args), args.req(1), at, usize::MAX)? {
        if deque(args).version.get() != version {
            return Err(operators::mutated(vm));
        }
        at = found + 1;
        count += 1;
    }
    Ok(Value::Int(count))
}

fn extend_right(vm: &Vm, args: Args<'_>) -> Eval {
    extend(vm, args.req(0), args.req(1), End::Right)?;
    Ok(Value::None)
}

fn extendleft(vm: &Vm, args: Args<'_>) -> Eval {
    extend(vm, args.req(0), args.req(1), End::Left)?;
    Ok(Value::None)
}

fn index(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = deque(args);
    let start = sequence::search_bound(vm, args.get(2), 0, payload.len())?;
    let stop = sequence::search_bound(vm, args.get(3), i64::MAX, payload.len())?;
    match operators::find(vm, payload, args.req(1), start, stop)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(not_there(vm, args.req(1))),
    }
}

fn not_there(vm: &Vm, value: &Ref) -> Raised {
    match vm.repr_text(value) {
        Ok(what) => vm.value_error(format!("{what} is not in deque")),
        Err(raised) => raised,
    }
}

fn insert(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = deque(args);
    let index = vm.size_of(args.req(1))?;
    let len = payload.len();
    if payload.maxlen.get() == Some(len) {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let at = if index < 0 {
        index.saturating_add(len as i64).max(0) as usize
    } else {
        (index as usize).min(len)
    };
    vm.charge(size_of::<Ref>())?;
    payload.insert(at, index, args.req(2).clone());
    Ok(Value::None)
}

fn take(vm: &Vm, args: Args<'_>, end: End) -> Eval {
    match deque(args).take(end) {
        Some(item) => Ok(Value::Obj(item)),
        None => Err(vm.index_error("pop from an empty deque")),
    }
}

fn pop(vm: &Vm, args: Args<'_>) -> Eval {
    take(vm, args, End::Right)
}

fn popleft(vm: &Vm, args: Args<'_>) -> Eval {
    take(vm, args, End::Left)
}

fn remove(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = deque(args);
    let version = payload.version.get();
    let found = operators::find(vm, payload, args.req(1), 0, usize::MAX);
    if payload.version.get() != version {
        if let Err(raised) = found {
            drop(vm.take_raised(raised));
        }
        return Err(vm.index_error("deque mutated during iteration"));
    }
    let Some(at) = found? else { return Err(not_there(vm, args.req(1))) };
    drop(payload.remove(at));
    Ok(Value::None)
}

fn reverse(_vm: &Vm, args: Args<'_>) -> Eval {
    deque(args).items.borrow_mut().make_contiguous().reverse();
    Ok(Value::None)
}

fn rotate(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = deque(args);
    let steps = match args.get(1) {
        Some(steps) => vm.size_of(steps)?,
        None => 1,
    };
    let len = payload.len() as i64;
    if len > 1 {
        payload.items.borrow_mut().rotate_right(steps.rem_euclid(len) as usize);
        payload.first.rotated(steps, len as usize);
        payload.touch();
    }
    Ok(Value::None)
}

fn reversed(vm: &Vm, args: Args<'_>) -> Eval {
    iterators::reversed(vm, args.req(0))
}

fn size_of_deque(_vm: &Vm, args: Args<'_>) -> Eval {
    let deque = deque(args);
    Ok(Value::Int((216 + deque.first.bytes(deque.len())) as i64))
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

fn maxlen(_vm: &Vm, deque: &Ref) -> Result<Value, Raised> {
    let maxlen = deque.as_ref::<Deque>().maxlen.get();
    Ok(maxlen.map_or(Value::None, |maxlen| Value::Int(maxlen as i64)))
}

pub(super) static GETSET: &[GetSetRow] =
    &[getter("maxlen", maxlen, "maximum size of a deque or None if unbounded")];

pub(super) static METHODS: [Method; 18] = [
    method("append", "(item, /)", append, "Add an element to the right side of the deque.")
        .leaf(append_briefly),
    method("appendleft", "(item, /)", appendleft, "Add an element to the left side of the deque.")
        .leaf(appendleft_briefly),
    method("clear", "()", clear, "Remove all elements from the deque."),
    method("copy", "()", copy, "Return a shallow copy of a deque."),
    method("count", "(value, /)", count, "Return number of occurrences of value."),
    method(
        "extend",
        "(iterable, /)",
        extend_right,
        "Extend the right side of the deque with elements from the iterable.",
    ),
    method(
        "extendleft",
        "(iterable, /)",
        extendleft,
        "Extend the left side of the deque with elements from the iterable.",
    ),
    method(
        "index",
        "(value, start=0, stop=9223372036854775807, /)",
        index,
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
    ),
    method("insert", "(index, value, /)", insert, "Insert value before index."),
    method("pop", "()", pop, "Remove and return the rightmost element.").leaf(pop_briefly),
    method("popleft", "()", popleft, "Remove and return the leftmost element.")
        .leaf(popleft_briefly),
    method("remove", "(value, /)", remove, "Remove first occurrence of value."),
    method("reverse", "()", reverse, "Reverse *IN PLACE*."),
    method(
        "rotate",
        "(n=1, /)",
        rotate,
        "Rotate the deque n steps to the right.  If n is negative, rotates left.",
    ),
    method("__copy__", "()", copy, "Return a shallow copy of a deque."),
    method("__reversed__", "()", reversed, "Return a reverse iterator over the deque."),
    method("__sizeof__", "()", size_of_deque, "Return the size of the deque in memory, in bytes."),
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585"),
];
