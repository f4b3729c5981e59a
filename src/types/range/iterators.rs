//! The iterators of a range: one over numbers of 64 bits, one over any.

use std::cell::{Cell, RefCell};

use dashu_int::IBig;

use super::object::{Range, Small, big};
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, TypeSpec, method};
use crate::runtime::{Args, Eval, Slots, Value, Vm, kinds};
use crate::types::iterators::{HINT_DOC, REDUCE_DOC, STATE_DOC, itself};
use crate::types::object::OBJECT;

/// Iterates a range whose numbers fit in 64 bits.
pub struct RangeIterator {
    pub next: Cell<i64>,
    pub step: i64,
    pub left: Cell<i64>,
}

impl Payload for RangeIterator {
    const KIND: Kind = kinds::RANGE_ITERATOR;
    const NAME: &'static str = "range_iterator";
    const TRACKED: bool = false;
}

impl RangeIterator {
    /// The next number; `None` at the end.
    #[inline(always)]
    pub fn advance(&self) -> Option<i64> {
        let left = self.left.get();
        if left <= 0 {
            return None;
        }
        let item = self.next.get();
        self.left.set(left - 1);
        self.next.set(item.wrapping_add(self.step));
        Some(item)
    }
}

/// Iterates any range.
pub struct LongRangeIterator {
    /// The next item, the step, and how many are left.
    state: RefCell<(IBig, IBig, IBig)>,
}

impl Payload for LongRangeIterator {
    const KIND: Kind = kinds::LONG_RANGE_ITERATOR;
    const NAME: &'static str = "longrange_iterator";
    const TRACKED: bool = false;
}

fn iterate(vm: &Vm, start: IBig, step: IBig, left: IBig) -> Eval {
    let last = &start + &step * &left;
    let small = (|| {
        i64::try_from(&last).ok()?;
        Some((i64::try_from(&start).ok()?, i64::try_from(&step).ok()?, i64::try_from(&left).ok()?))
    })();
    match small {
        Some((next, step, left)) => {
            let payload = RangeIterator { next: Cell::new(next), step, left: Cell::new(left) };
            vm.alloc(payload).map(Value::Obj)
        }
        None => {
            let state = RefCell::new((start, step, left));
            vm.alloc(LongRangeIterator { state }).map(Value::Obj)
        }
    }
}

pub(super) fn iter(vm: &Vm, range: &Ref) -> Eval {
    let payload = range.as_ref::<Range>();
    if let Some(Small { start, step, len, .. }) = payload.small()
        && step.checked_mul(len).and_then(|span| span.checked_add(start)).is_some()
    {
        let iterator = RangeIterator { next: Cell::new(start), step, left: Cell::new(len) };
        return vm.alloc(iterator).map(Value::Obj);
    }
    iterate(vm, big(&payload.start), big(&payload.step), big(&payload.length))
}

pub(super) fn reversed(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Range>();
    let (length, step) = (big(&payload.length), big(&payload.step));
    let last = big(&payload.start) + (&length - IBig::from(1)) * &step;
    iterate(vm, last, -step, length)
}

/// The next item of a range iterator; `Undef` at its end.
#[inline]
pub fn next(_vm: &Vm, iterator: &Ref) -> Eval {
    let next = iterator.as_ref::<RangeIterator>().advance();
    Ok(next.map_or(Value::Undef, Value::Int))
}

fn long_next(vm: &Vm, iterator: &Ref) -> Eval {
    let item = {
        let mut state = iterator.as_ref::<LongRangeIterator>().state.borrow_mut();
        if state.2 <= IBig::from(0) {
            return Ok(Value::Undef);
        }
        let item = state.0.clone();
        state.0 = &state.0 + &state.1;
        state.2 -= IBig::from(1);
        item
    };
    vm.new_big_int(item)
}

fn hint(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(args.req(0).as_ref::<RangeIterator>().left.get()))
}

fn long_hint(vm: &Vm, args: Args<'_>) -> Eval {
    let left = args.req(0).as_ref::<LongRangeIterator>().state.borrow().2.clone();
    vm.new_big_int(left)
}

/// A range of what is left.
fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<RangeIterator>();
    let (next, left) = (payload.next.get(), payload.left.get());
    let stop = IBig::from(next) + IBig::from(payload.step) * IBig::from(left);
    reduced_range(vm, IBig::from(next), stop, IBig::from(payload.step))
}

fn reduce_long(vm: &Vm, args: Args<'_>) -> Eval {
    let (next, step, left) = args.req(0).as_ref::<LongRangeIterator>().state.borrow().clone();
    let stop = &next + &step * left;
    reduced_range(vm, next, stop, step)
}

fn reduced_range(vm: &Vm, start: IBig, stop: IBig, step: IBig) -> Eval {
    let part = |number: IBig| vm.new_big_int(number).and_then(|number| vm.to_object(number));
    let (start, stop, step) = (part(start)?, part(stop)?, part(step)?);
    let class = vm.class_of_kind(kinds::RANGE).clone();
    let range = vm.call_object(&class, &[&start, &stop, &step])?;
    let iter = vm.builtins.as_ref::<Dict>().get_str(&vm.name("iter"));
    let iter = iter.unwrap_or_else(|| vm.none());
    vm.new_tuple_of([iter, vm.new_tuple(vec![range])?, vm.none()]).map(Value::Obj)
}

/// Goes on from the item at a place counted from here.
fn set_place(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<RangeIterator>();
    let place = vm.size_of(args.req(1))?.clamp(0, payload.left.get().max(0));
    payload.next.set(payload.next.get().wrapping_add(payload.step.wrapping_mul(place)));
    payload.left.set(payload.left.get() - place);
    Ok(Value::None)
}

static ITERATOR_METHODS: [Method; 3] = [
    method("__length_hint__", "()", hint, HINT_DOC),
    method("__reduce__", "()", reduce, REDUCE_DOC),
    method("__setstate__", "(state, /)", set_place, STATE_DOC),
];
static LONG_METHODS: [Method; 2] = [
    method("__length_hint__", "()", long_hint, HINT_DOC),
    method("__reduce__", "()", reduce_long, REDUCE_DOC),
];

pub static RANGE_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &ITERATOR_METHODS,
    ..TypeSpec::of::<RangeIterator>()
};

pub static LONG_RANGE_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(long_next), ..Slots::EMPTY },
    methods: &LONG_METHODS,
    ..TypeSpec::of::<LongRangeIterator>()
};
