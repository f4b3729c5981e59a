//! The range itself: three ints, and arithmetic on them.
//!
//! Where all three and the length fit in 64 bits, everything is done there; else with big ints.
//! (CPython: `Objects/rangeobject.c`.)

use std::cell::OnceCell;

use dashu_int::IBig;

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::object::Bool;

use crate::runtime::object::number::{BigInt, Int, IntView, int_view};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getset, method, staticmethod};
use crate::runtime::{Args, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};

use super::iterators::{iter, reversed};
use crate::types::object::OBJECT;
use crate::types::slice::{self, Slice};

/// A range's numbers as 64-bit ints.
#[derive(Clone, Copy)]
pub struct Small {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
    pub len: i64,
}

pub struct Range {
    pub start: Fixed,
    pub stop: Fixed,
    pub step: Fixed,
    /// The number of items.
    pub length: Fixed,
    small: OnceCell<Option<Small>>,
}

impl Payload for Range {
    const KIND: Kind = kinds::RANGE;
    const NAME: &'static str = "range";
    const TRACKED: bool = false;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.start.visit(visit);
        self.stop.visit(visit);
        self.step.visit(visit);
        self.length.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.start);
        dying.give_up(&self.stop);
        dying.give_up(&self.step);
        dying.give_up(&self.length);
    }
}

impl Range {
    /// The numbers, where all of them fit in 64 bits.
    #[inline]
    pub fn small(&self) -> Option<Small> {
        *self.small.get_or_init(|| {
            let small = |part: &Ref| int_view(part).and_then(IntView::small);
            Some(Small {
                start: small(&self.start)?,
                stop: small(&self.stop)?,
                step: small(&self.step)?,
                len: small(&self.length)?,
            })
        })
    }
}

pub(super) fn big(object: &Ref) -> IBig {
    int_view(object).map(IntView::to_big).unwrap_or_default()
}

fn boxed(vm: &Vm, int: IBig) -> Result<Ref, Raised> {
    let value = vm.new_big_int(int)?;
    vm.to_object(value)
}

/// How many items from `start` to before `stop`; `step` is not 0.
pub fn small_len(start: i64, stop: i64, step: i64) -> Option<i64> {
    // The distance between two `i64` always fits in a `u64`.
    let distance = if step > 0 && start < stop {
        stop.wrapping_sub(start) as u64
    } else if step < 0 && start > stop {
        start.wrapping_sub(stop) as u64
    } else {
        return Some(0);
    };
    i64::try_from((distance - 1) / step.unsigned_abs() + 1).ok()
}

fn big_len(start: &IBig, stop: &IBig, step: &IBig) -> IBig {
    let zero = IBig::from(0);
    let one = IBig::from(1);
    if *step > zero && start < stop {
        (stop - start - &one) / step + one
    } else if *step < zero && start > stop {
        (start - stop - &one) / -step + one
    } else {
        zero
    }
}

/// A range object; `step` is not 0.
fn make(vm: &Vm, start: Ref, stop: Ref, step: Ref) -> Result<Ref, Raised> {
    let small = (|| {
        let small = |part: &Ref| int_view(part).and_then(IntView::small);
        small_len(small(&start)?, small(&stop)?, small(&step)?)
    })();
    let length = match small {
        Some(length) => vm.new_int(length)?,
        None => boxed(vm, big_len(&big(&start), &big(&stop), &big(&step)))?,
    };
    vm.alloc(Range {
        start: Fixed::new(start),
        stop: Fixed::new(stop),
        step: Fixed::new(step),
        length: Fixed::new(length),
        small: OnceCell::new(),
    })
}

/// `object` as a plain int, as `range` stores it.
fn plain_index(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    let index = vm.to_index(object)?;
    if index.is_exact::<Int>() || index.is_exact::<BigInt>() {
        return Ok(index);
    }
    boxed(vm, big(&index))
}

fn range_new(vm: &Vm, args: Args<'_>) -> Eval {
    let (start, stop) = match args.get(2) {
        None => (vm.new_int(0)?, plain_index(vm, args.req(1))?),
        Some(stop) => (plain_index(vm, args.req(1))?, plain_index(vm, stop)?),
    };
    let step = match args.get(3) {
        None => vm.new_int(1)?,
        Some(step) => plain_index(vm, step)?,
    };
    if int_view(&step).and_then(IntView::small) == Some(0) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    make(vm, start, stop, step).map(Value::Obj)
}

/// `range` of ints that are objects of their own.
fn briefly(vm: &Vm, one: &Ref, two: Option<&Ref>, step: Option<&Ref>) -> Option<Eval> {
    let given = [Some(one), two, step];
    if !given.iter().flatten().all(|part| part.is_exact::<Int>()) {
        return None;
    }
    let step = match step {
        Some(step) if step.get::<Int>()?.0.get() == 0 => return None,
        Some(step) => step.clone(),
        None => vm.new_int(1).ok()?,
    };
    let (start, stop) = match two {
        Some(stop) => (one.clone(), stop.clone()),
        None => (vm.new_int(0).ok()?, one.clone()),
    };
    Some(make(vm, start, stop, step).map(Value::Obj))
}

fn len(vm: &Vm, range: &Ref) -> Result<usize, Raised> {
    match int_view(&range.as_ref::<Range>().length).and_then(IntView::small) {
        Some(small) => Ok(small as usize),
        None => {
            let message = "Python int too large to convert to C ssize_t";
            Err(vm.raise(ErrorKind::OverflowError, message.into()))
        }
    }
}

fn truth(_vm: &Vm, range: &Ref) -> Result<bool, Raised> {
    Ok(big(&range.as_ref::<Range>().length) != IBig::from(0))
}

/// The item at `index`, which is within the range.
fn item_at(vm: &Vm, payload: &Range, index: &IBig) -> Eval {
    vm.new_big_int(big(&payload.start) + index * big(&payload.step))
}

fn get_item(vm: &Vm, range: &Ref, key: &Ref) -> Eval {
    let payload = range.as_ref::<Range>();
    if key.is::<Slice>() {
        return get_slice(vm, payload, key);
    }
    if int_view(key).is_none() && !vm.slot(key, |slots| slots.index.is_some()) {
        let class = vm.class_name(key);
        let message = format!("range indices must be integers or slices, not {class}");
        return Err(vm.type_error(message));
    }
    let key = vm.to_index(key)?;
    let out = || vm.index_error("range object index out of range");
    if let (Some(small), Some(index)) = (payload.small(), int_view(&key).and_then(IntView::small)) {
        let index = if index < 0 { index.saturating_add(small.len) } else { index };
        if index < 0 || index >= small.len {
            return Err(out());
        }
        // Between start and stop, even where the product is no machine word.
        return Ok(Value::Int(small.start.wrapping_add(index.wrapping_mul(small.step))));
    }
    let (length, mut index) = (big(&payload.length), big(&key));
    if index < IBig::from(0) {
        index += &length;
    }
    if index < IBig::from(0) || index >= length {
        return Err(out());
    }
    item_at(vm, payload, &index)
}

fn get_slice(vm: &Vm, payload: &Range, slice: &Ref) -> Eval {
    let [start, stop, step] = slice::long_indices(vm, slice, &big(&payload.length))?;
    let (base, stride) = (big(&payload.start), big(&payload.step));
    let start = boxed(vm, &base + start * &stride)?;
    let stop = boxed(vm, &base + stop * &stride)?;
    let step = boxed(vm, step * &stride)?;
    make(vm, start, stop, step).map(Value::Obj)
}

/// The index of an int in the range, if it is there.
fn index_of_int(payload: &Range, value: IntView<'_>) -> Option<IBig> {
    if let (Some(range), Some(value)) = (payload.small(), value.small()) {
        let inside = if range.step > 0 {
            range.start <= value && value < range.stop
        } else {
            range.stop < value && value <= range.start
        };
        let distance = i128::from(value) - i128::from(range.start);
        return (inside && distance % i128::from(range.step) == 0)
            .then(|| IBig::from(distance / i128::from(range.step)));
    }
    let (start, stop, step) = (big(&payload.start), big(&payload.stop), big(&payload.step));
    let value = value.to_big();
    let zero = IBig::from(0);
    let inside =
        if step > zero { start <= value && value < stop } else { stop < value && value <= start };
    let distance = value - start;
    (inside && &distance % &step == zero).then(|| distance / step)
}

fn is_plain_int(object: &Ref) -> bool {
    object.is_exact::<Int>() || object.is_exact::<BigInt>() || object.is::<Bool>()
}

/// The index of the first item equal to `value`, found one by one.
fn search(vm: &Vm, range: &Ref, value: &Ref) -> Result<Option<i64>, Raised> {
    let (mut at, mut found) = (0, None);
    vm.each(range, &mut |item| {
        if vm.equal(&item, value)? {
            found = Some(at);
        }
        at += 1;
        Ok(found.is_none())
    })?;
    Ok(found)
}

fn contains(vm: &Vm, range: &Ref, value: &Ref) -> Result<bool, Raised> {
    match int_view(value).filter(|_| is_plain_int(value)) {
        Some(int) => Ok(index_of_int(range.as_ref::<Range>(), int).is_some()),
        None => Ok(search(vm, range, value)?.is_some()),
    }
}

fn count(vm: &Vm, args: Args<'_>) -> Eval {
    let (range, value) = (args.req(0), args.req(1));
    if let Some(int) = int_view(value).filter(|_| is_plain_int(value)) {
        return Ok(Value::Int(index_of_int(range.as_ref::<Range>(), int).is_some().into()));
    }
    let mut count = 0;
    vm.each(range, &mut |item| {
        count += i64::from(vm.equal(&item, value)?);
        Ok(true)
    })?;
    Ok(Value::Int(count))
}

fn index(vm: &Vm, args: Args<'_>) -> Eval {
    let (range, value) = (args.req(0), args.req(1));
    if let Some(int) = int_view(value).filter(|_| is_plain_int(value)) {
        return match index_of_int(range.as_ref::<Range>(), int) {
            Some(index) => vm.new_big_int(index),
            None => {
                let what = vm.repr_text(value)?;
                Err(vm.value_error(format!("{what} is not in range")))
            }
        };
    }
    match search(vm, range, value)? {
        Some(index) => Ok(Value::Int(index)),
        None => Err(vm.value_error("sequence.index(x): x not in sequence")),
    }
}

fn repr(vm: &Vm, range: &Ref) -> Eval {
    let payload = range.as_ref::<Range>();
    let (start, stop) = (vm.repr_text(&payload.start)?, vm.repr_text(&payload.stop)?);
    if big(&payload.step) == IBig::from(1) {
        return vm.str_value(&format!("range({start}, {stop})"));
    }
    let step = vm.repr_text(&payload.step)?;
    vm.str_value(&format!("range({start}, {stop}, {step})"))
}

/// Two ranges are equal where they give the same items.
fn equal(a: &Range, b: &Range) -> bool {
    let length = big(&a.length);
    length == big(&b.length)
        && (length == IBig::from(0)
            || big(&a.start) == big(&b.start)
                && (length == IBig::from(1) || big(&a.step) == big(&b.step)))
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    match (left.get::<Range>(), right.get::<Range>(), op) {
        (Some(a), Some(b), CompareOp::Eq) => Ok(Value::bool(equal(a, b))),
        (Some(a), Some(b), CompareOp::Ne) => Ok(Value::bool(!equal(a, b))),
        _ => vm.not_implemented(),
    }
}

fn hash(vm: &Vm, range: &Ref) -> Result<i64, Raised> {
    let payload = range.as_ref::<Range>();
    let length = big(&payload.length);
    Ok(crate::text::hash::hash_range(
        length == IBig::from(0),
        length == IBig::from(1),
        vm.hash(&payload.length)?,
        vm.hash(&payload.start)?,
        vm.hash(&payload.step)?,
    ))
}

static NEW: Method = staticmethod(
    "__new__",
    "(type, start, stop=None, step=1, /)",
    range_new,
    "Create and return a new object.",
)
.leaf(briefly);

static METHODS: [Method; 3] = [
    method(
        "count",
        "(value, /)",
        count,
        "rangeobject.count(value) -> integer -- return number of occurrences of value",
    ),
    method(
        "index",
        "(value, /)",
        index,
        "rangeobject.index(value) -> integer -- return index of value.\n\
         Raise ValueError if the value is not present.",
    ),
    method("__reversed__", "()", reversed, "Return a reverse iterator."),
];

static GETSET: &[GetSetRow] = &[
    getset("start", |_, range| Ok(part(range, |range| &range.start)), read_only, "The first item."),
    getset(
        "stop",
        |_, range| Ok(part(range, |range| &range.stop)),
        read_only,
        "Where the range ends.",
    ),
    getset(
        "step",
        |_, range| Ok(part(range, |range| &range.step)),
        read_only,
        "The distance of items.",
    ),
];

/// The setter of an attribute that cannot be set.
fn read_only(vm: &Vm, _: &Ref, _: Option<&Ref>) -> Result<(), Raised> {
    Err(vm.raise(ErrorKind::AttributeError, "readonly attribute".into()))
}

fn part(range: &Ref, pick: fn(&Range) -> &Fixed) -> Value {
    Value::Obj((**pick(range.as_ref::<Range>())).clone())
}

pub static RANGE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n\
          Return an object that produces a sequence of integers from start (inclusive)\n\
          to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n\
          start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n\
          These are exactly the valid indices for a list of 4 elements.\n\
          When step is given, it specifies the increment (or decrement).",
    is_sequence: true,
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        iter: Some(iter),
        len: Some(len),
        truth: Some(truth),
        getitem: Some(get_item),
        contains: Some(contains),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Range>()
};
