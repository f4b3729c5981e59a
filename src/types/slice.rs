//! `slice`: three objects, and what they select from a sequence of a given length.
//!
//! (CPython: `PySlice_Unpack`, `PySlice_AdjustIndices`, `_PySlice_GetLongIndices`.)

use dashu_int::IBig;

use super::held;
use super::object::OBJECT;
use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::kinds;
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getset, method, staticmethod};
use crate::runtime::{Args, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm};

/// The cell of a slice object.
pub struct Slice {
    pub start: Fixed,
    pub stop: Fixed,
    pub step: Fixed,
}

impl Payload for Slice {
    const KIND: Kind = kinds::SLICE;
    const NAME: &'static str = "slice";
    const EMPTY_AFTER_RELEASE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.start.visit(visit);
        self.stop.visit(visit);
        self.step.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.step);
        dying.give_up(&self.start);
        dying.give_up(&self.stop);
    }
}

/// A slice object.
pub fn new_slice(vm: &Vm, start: Ref, stop: Ref, step: Ref) -> Result<Ref, Raised> {
    vm.alloc(Slice { start: Fixed::new(start), stop: Fixed::new(stop), step: Fixed::new(step) })
}

/// A slice's numbers, not yet fitted to a length.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    start: i64,
    stop: i64,
    step: i64,
}

/// The places a slice selects in a sequence of known length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
    pub count: usize,
}

impl Bounds {
    /// The numbers of `start:stop:step`; `None` for what is left out. A step of 0 gives `None`.
    #[inline]
    pub fn of(start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> Option<Bounds> {
        let step = step.unwrap_or(1).max(-i64::MAX);
        let (first, last) = if step < 0 { (i64::MAX, i64::MIN) } else { (0, i64::MAX) };
        let bounds = Bounds { start: start.unwrap_or(first), stop: stop.unwrap_or(last), step };
        (step != 0).then_some(bounds)
    }

    /// `start` and `stop` with step 1; `None` where the slice leaves them out.
    pub fn plain(start: Option<i64>, stop: Option<i64>) -> Bounds {
        Bounds { start: start.unwrap_or(0), stop: stop.unwrap_or(i64::MAX), step: 1 }
    }

    /// What is selected from `len` items.
    pub fn fit(self, len: usize) -> Selection {
        let len = len as i64;
        let down = self.step < 0;
        let clamp = |bound: i64| {
            if bound < 0 {
                let bound = bound.saturating_add(len);
                if bound < 0 { if down { -1 } else { 0 } } else { bound }
            } else if bound >= len {
                if down { len - 1 } else { len }
            } else {
                bound
            }
        };
        let (start, stop) = (clamp(self.start), clamp(self.stop));
        let count = if down && stop < start {
            (start - stop - 1) / -self.step + 1
        } else if !down && start < stop {
            (stop - start - 1) / self.step + 1
        } else {
            0
        };
        Selection { start, stop, step: self.step, count: count as usize }
    }
}

impl Selection {
    /// The selected places in the slice's order.
    pub fn places(self) -> impl ExactSizeIterator<Item = usize> {
        (0..self.count).map(move |at| (self.start + at as i64 * self.step) as usize)
    }

    /// The same places in rising order.
    pub fn rising(self) -> Selection {
        if self.step > 0 || self.count == 0 {
            return self;
        }
        let start = self.start + self.step * (self.count as i64 - 1);
        Selection { start, stop: self.start + 1, step: -self.step, count: self.count }
    }

    /// Removes the selected items, each of which has `size` bytes, from `data`.
    pub fn remove_bytes(self, data: &mut Vec<u8>, size: usize) {
        let mut places = self.rising().places().peekable();
        let Some(first) = places.peek() else { return };
        let mut end = first * size;
        while let Some(place) = places.next() {
            let next = places.peek().map_or(data.len(), |next| next * size);
            let kept = (place + 1) * size..next;
            let count = kept.len();
            data.copy_within(kept, end);
            end += count;
        }
        data.truncate(end);
    }
}

/// `object` as an index, clamped to 64 bits; `None` where it is no integer.
pub fn clamped_index(vm: &Vm, object: &Ref) -> Result<Option<i64>, Raised> {
    if int_view(object).is_none() && !vm.slot(object, |slots| slots.index.is_some()) {
        return Ok(None);
    }
    let index = vm.to_index(object)?;
    Ok(int_view(&index).map(|view| match view.small() {
        Some(small) => small,
        None if view.is_negative() => -i64::MAX,
        None => i64::MAX,
    }))
}

/// The number that a slice's `part` gives; `absent` for `None`.
///
/// # Errors
/// `TypeError` where it is neither `None` nor an integer.
pub fn slice_part(vm: &Vm, part: &Ref, absent: i64) -> Result<i64, Raised> {
    if vm.is_none(part) {
        return Ok(absent);
    }
    clamped_index(vm, part)?.ok_or_else(|| not_an_index(vm))
}

#[cold]
fn not_an_index(vm: &Vm) -> Raised {
    vm.type_error("slice indices must be integers or None or have an __index__ method")
}

#[cold]
fn zero_step(vm: &Vm) -> Raised {
    vm.value_error("slice step cannot be zero")
}

/// The numbers of a slice object; runs `__index__` where need be.
pub fn unpack(vm: &Vm, slice: &Ref) -> Result<Bounds, Raised> {
    let payload = slice.as_ref::<Slice>();
    let step = slice_part(vm, &payload.step, 1)?;
    if step == 0 {
        return Err(zero_step(vm));
    }
    let step = step.max(-i64::MAX);
    let (first, last) = if step < 0 { (i64::MAX, i64::MIN) } else { (0, i64::MAX) };
    let start = slice_part(vm, &payload.start, first)?;
    let stop = slice_part(vm, &payload.stop, last)?;
    Ok(Bounds { start, stop, step })
}

/// What a slice selects from `len` items, as ints of any size: start, stop, step.
pub fn long_indices(vm: &Vm, slice: &Ref, len: &IBig) -> Result<[IBig; 3], Raised> {
    let payload = slice.as_ref::<Slice>();
    let zero = IBig::from(0);
    let part = |object: &Ref| -> Result<Option<IBig>, Raised> {
        if vm.is_none(object) {
            return Ok(None);
        }
        if int_view(object).is_none() && !vm.slot(object, |slots| slots.index.is_some()) {
            return Err(not_an_index(vm));
        }
        let index = vm.to_index(object)?;
        Ok(int_view(&index).map(|view| view.to_big()))
    };
    let step = part(&payload.step)?.unwrap_or(IBig::from(1));
    if step == zero {
        return Err(zero_step(vm));
    }
    let down = step < zero;
    let (lower, upper) =
        if down { (IBig::from(-1), len - IBig::from(1)) } else { (zero.clone(), len.clone()) };
    let fit = |bound: Option<IBig>, absent: &IBig| match bound {
        None => absent.clone(),
        Some(bound) if bound < zero => (bound + len).max(lower.clone()),
        Some(bound) => bound.min(upper.clone()),
    };
    let (first, last) = if down { (&upper, &lower) } else { (&lower, &upper) };
    let start = fit(part(&payload.start)?, first);
    let stop = fit(part(&payload.stop)?, last);
    Ok([start, stop, step])
}

fn slice_new(vm: &Vm, args: Args<'_>) -> Eval {
    let none = vm.none();
    let (start, stop) = match args.get(2) {
        Some(stop) => (args.req(1), stop),
        None => (&none, args.req(1)),
    };
    let step = args.get(3).unwrap_or(&none);
    new_slice(vm, start.clone(), stop.clone(), step.clone()).map(Value::Obj)
}

fn indices(vm: &Vm, args: Args<'_>) -> Eval {
    let len = vm.to_index(args.req(1))?;
    let len = int_view(&len).map(|view| view.to_big()).unwrap_or_default();
    if len < IBig::from(0) {
        return Err(vm.value_error("length should not be negative"));
    }
    let parts = long_indices(vm, args.req(0), &len)?;
    let mut items = Vec::with_capacity(3);
    for part in parts {
        let part = vm.new_big_int(part)?;
        items.push(vm.to_object(part)?);
    }
    vm.new_tuple(items).map(Value::Obj)
}

fn slice_repr(vm: &Vm, slice: &Ref) -> Eval {
    let Slice { start, stop, step } = slice.as_ref::<Slice>();
    vm.build_str(|text| {
        for (before, part) in [("slice(", start), (", ", stop), (", ", step)] {
            text.push_str(before);
            text.push_str(vm.repr(part)?.text());
        }
        text.push(')');
        Ok(())
    })
}

fn slice_compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(a), Some(b)) = (left.get::<Slice>(), right.get::<Slice>()) else {
        return vm.not_implemented();
    };
    if left.same(right) {
        return Ok(Value::bool(op.holds(std::cmp::Ordering::Equal)));
    }
    let [a, b] = [a, b].map(|slice| {
        vm.new_tuple_of([&slice.start, &slice.stop, &slice.step].map(|part| (**part).clone()))
    });
    held::with(vm, [a?, b?], |[a, b]| vm.compare(op, a, b))
}

fn slice_hash(vm: &Vm, slice: &Ref) -> Result<i64, Raised> {
    let payload = slice.as_ref::<Slice>();
    let start = vm.hash(&payload.start)?;
    let stop = vm.hash(&payload.stop)?;
    let step = vm.hash(&payload.step)?;
    Ok(crate::text::hash::hash_slice(start, stop, step))
}

static NEW: Method = staticmethod(
    "__new__",
    "(type, start, stop=None, step=None, /)",
    slice_new,
    "Create and return a new object.",
);

static METHODS: [Method; 1] = [method(
    "indices",
    "(object, /)",
    indices,
    "Return start, stop and step of the slice for a sequence of the given length.",
)];

static GETSET: &[GetSetRow] = &[
    getset(
        "start",
        |_, slice| Ok(part(slice, |slice| &slice.start)),
        read_only,
        "The first index.",
    ),
    getset(
        "stop",
        |_, slice| Ok(part(slice, |slice| &slice.stop)),
        read_only,
        "The index to stop before.",
    ),
    getset(
        "step",
        |_, slice| Ok(part(slice, |slice| &slice.step)),
        read_only,
        "The distance of indices.",
    ),
];

/// The setter of an attribute that cannot be set.
fn read_only(vm: &Vm, _: &Ref, _: Option<&Ref>) -> Result<(), Raised> {
    Err(vm.raise(ErrorKind::AttributeError, "readonly attribute".into()))
}

fn part(slice: &Ref, pick: fn(&Slice) -> &Fixed) -> Value {
    Value::Obj((**pick(slice.as_ref::<Slice>())).clone())
}

pub static SLICE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  \
          This is used for extended slicing (e.g. a[0:10:2]).",
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(slice_repr),
        compare: Some(slice_compare),
        hash: Some(slice_hash),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Slice>()
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_clamped_to_the_length() {
        let fit = |start, stop, step, len| Bounds { start, stop, step }.fit(len);
        assert_eq!(fit(-3, i64::MAX, 1, 5), Selection { start: 2, stop: 5, step: 1, count: 3 });
        assert_eq!(
            fit(i64::MAX, i64::MIN, -2, 5),
            Selection { start: 4, stop: -1, step: -2, count: 3 }
        );
        assert_eq!(fit(9, 2, 1, 5).count, 0);
        let rising = fit(i64::MAX, i64::MIN, -2, 5).rising();
        assert_eq!(rising.places().collect::<Vec<_>>(), [0, 2, 4]);
    }

    #[test]
    fn selected_items_are_removed_from_bytes() {
        let left = |start, stop, step, size| {
            let mut data: Vec<u8> = (0..12).collect();
            Bounds { start, stop, step }.fit(12 / size).remove_bytes(&mut data, size);
            data
        };
        assert_eq!(left(1, 10, 4, 1), [0, 2, 3, 4, 6, 7, 8, 10, 11]);
        assert_eq!(left(i64::MAX, i64::MIN, -3, 1), left(2, 12, 3, 1));
        assert_eq!(left(0, i64::MAX, 2, 4), [4, 5, 6, 7]);
        assert!(left(0, i64::MAX, 1, 2).is_empty());
        assert_eq!(left(3, 2, 1, 2).len(), 12);
    }
}
