//! `list_iterator` and `list_reverseiterator`.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Ref, Slot, glance};
use crate::runtime::kinds;
use crate::runtime::object::list::List;
use crate::runtime::spec::{Method, TypeSpec, method};
use crate::runtime::{Args, Eval, Slots, Value, Vm};
use crate::types::iterators::{HINT_DOC, REDUCE_DOC, STATE_DOC, itself, place_in, reduced};
use crate::types::object::OBJECT;
use crate::types::pairs::{Rows, pair_of};

/// A list (dropped at the end) and the next index.
pub struct ListIterator {
    pub list: Slot,
    pub next: Cell<usize>,
}

impl Payload for ListIterator {
    const KIND: Kind = kinds::LIST_ITERATOR;
    const NAME: &'static str = "list_iterator";
    const EMPTY_AFTER_RELEASE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.list.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.list);
    }
}

/// A list (dropped at the end) and one more than the next index.
pub struct ListReverseIterator {
    pub list: Slot,
    pub left: Cell<usize>,
}

impl Payload for ListReverseIterator {
    const KIND: Kind = kinds::LIST_REVERSE_ITERATOR;
    const NAME: &'static str = "list_reverseiterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.list.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.list);
    }
}

pub(super) fn iter(vm: &Vm, list: &Ref) -> Eval {
    let payload = ListIterator { list: Slot::new(list.clone()), next: Cell::new(0) };
    vm.alloc(payload).map(Value::Obj)
}

/// `reversed(list)`.
pub fn reversed(vm: &Vm, list: &Ref) -> Eval {
    let left = Cell::new(list.as_ref::<List>().len());
    let payload = ListReverseIterator { list: Slot::new(list.clone()), left };
    vm.alloc(payload).map(Value::Obj)
}

/// The item at `at` of the list in `slot`, which is not counted for the look.
#[inline]
fn item(slot: &Slot, at: usize) -> Option<Ref> {
    slot.at_hand()?.as_ref::<List>().get(at)
}

impl ListIterator {
    /// The next item; `None` at the end, which the caller leaves to [`next`] to settle.
    #[inline(always)]
    pub fn advance(&self) -> Option<Ref> {
        let at = self.next.get();
        let item = item(&self.list, at)?;
        self.next.set(at + 1);
        Some(item)
    }
}

impl Rows for ListIterator {
    #[inline(always)]
    fn advance_pair(&self) -> Option<(Ref, Ref)> {
        let at = self.next.get();
        let list = self.list.at_hand()?.as_ref::<List>();
        let pair = glance(&list.items, |items| pair_of(items.get(at)?))?;
        self.next.set(at + 1);
        Some(pair)
    }
}

/// The next item of a list iterator; `Undef` at its end.
#[inline]
pub fn next(_vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<ListIterator>();
    let at = payload.next.get();
    match item(&payload.list, at) {
        Some(item) => {
            payload.next.set(at + 1);
            Ok(Value::Obj(item))
        }
        None => {
            payload.list.set(None);
            Ok(Value::Undef)
        }
    }
}

/// Unlike the iterator forwards, this one keeps its list at the end, unless the list has shrunk.
fn next_back(_vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<ListReverseIterator>();
    let Some(at) = payload.left.get().checked_sub(1) else { return Ok(Value::Undef) };
    payload.left.set(at);
    match item(&payload.list, at) {
        Some(item) => Ok(Value::Obj(item)),
        None => {
            payload.left.set(0);
            payload.list.set(None);
            Ok(Value::Undef)
        }
    }
}

fn length_hint(_vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<ListIterator>();
    let len = payload.list.get().map_or(0, |list| list.as_ref::<List>().len());
    Ok(Value::Int(len.saturating_sub(payload.next.get()) as i64))
}

fn length_hint_back(_vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<ListReverseIterator>();
    let len = payload.list.get().map_or(0, |list| list.as_ref::<List>().len());
    let left = payload.left.get();
    Ok(Value::Int(if left > len { 0 } else { left as i64 }))
}

fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<ListIterator>();
    match payload.list.get() {
        Some(list) => reduced(vm, "iter", vec![list], Some(payload.next.get() as i64)),
        None => reduced(vm, "iter", vec![vm.new_list(Vec::new())?], None),
    }
}

fn reduce_back(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<ListReverseIterator>();
    match payload.list.get() {
        Some(list) if payload.left.get() > 0 => {
            reduced(vm, "reversed", vec![list], Some(payload.left.get() as i64 - 1))
        }
        _ => reduced(vm, "reversed", vec![vm.new_list(Vec::new())?], None),
    }
}

fn set_place(vm: &Vm, args: Args<'_>) -> Eval {
    let (payload, place) = (args.req(0).as_ref::<ListIterator>(), place_in(vm, args)?);
    if let Some(list) = payload.list.get() {
        payload.next.set(place.min(list.as_ref::<List>().len()));
    }
    Ok(Value::None)
}

fn set_place_back(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<ListReverseIterator>();
    let place = vm.size_of(args.req(1))?;
    if let Some(list) = payload.list.get() {
        let len = list.as_ref::<List>().len() as i64;
        payload.left.set((place.clamp(-1, len - 1) + 1) as usize);
    }
    Ok(Value::None)
}

static METHODS: [Method; 3] = [
    method("__length_hint__", "()", length_hint, HINT_DOC),
    method("__reduce__", "()", reduce, REDUCE_DOC),
    method("__setstate__", "(state, /)", set_place, STATE_DOC),
];
static BACK_METHODS: [Method; 3] = [
    method("__length_hint__", "()", length_hint_back, HINT_DOC),
    method("__reduce__", "()", reduce_back, REDUCE_DOC),
    method("__setstate__", "(state, /)", set_place_back, STATE_DOC),
];

pub static LIST_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..TypeSpec::of::<ListIterator>()
};

pub static LIST_REVERSE_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next_back), ..Slots::EMPTY },
    methods: &BACK_METHODS,
    ..TypeSpec::of::<ListReverseIterator>()
};
