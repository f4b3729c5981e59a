//! `enumerate`, `zip`, `map` and `filter`: iterators over iterators.
//!
//! `enumerate` and `zip` keep their last tuple and fill it again if nobody else has kept it, as
//! CPython does; so its items live until the next step.

use std::cell::Cell;

use crate::heap::{Dying, Fixed, Flag, Kind, Payload, Ref, Slot};
use crate::runtime::object::Tuple;
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{Method, TypeSpec, classmethod, method, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, BinaryOp, Eval, Raised, Slots, Value, Vm, kinds};

use super::iterators::{REDUCE_DOC, itself, next_of, reduced_by};
use super::list::iterators::ListIterator;
use super::object::OBJECT;
use super::pairs::{self, Items, Pairs};
use super::tuple::TupleIterator;
use super::{generic_alias, held};

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

pub struct Enumerate {
    pub iterator: Fixed,
    /// The next number, while it is below `i64::MAX - 1`.
    pub next: Cell<i64>,
    /// The next number once it is not.
    pub next_big: Slot,
    /// The last result.
    pub result: Slot,
}

impl Payload for Enumerate {
    const KIND: Kind = kinds::ENUMERATE;
    const NAME: &'static str = "enumerate";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterator.visit(visit);
        self.result.visit(visit);
        self.next_big.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.iterator);
        dying.give_up_slot(&self.result);
        dying.give_up_slot(&self.next_big);
    }
}

fn enumerate_new(vm: &Vm, args: Args<'_>) -> Eval {
    let (next, next_big) = match args.get(2) {
        None => (0, Slot::empty()),
        Some(start) => {
            let start = vm.to_index(start)?;
            match int_view(&start).and_then(|view| view.small()) {
                Some(small) if small < i64::MAX => (small, Slot::empty()),
                _ => (i64::MAX - 1, Slot::new(start)),
            }
        }
    };
    let iterator = Fixed::new(vm.iter(args.req(1))?);
    let none = vm.none();
    let result = Slot::new(vm.new_tuple_of([none.clone(), none])?);
    let payload = Enumerate { iterator, next: Cell::new(next), next_big, result };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

impl Pairs for Enumerate {
    type First = Value;

    #[inline(always)]
    fn kept(&self) -> &Slot {
        &self.result
    }

    #[inline(always)]
    fn next_items(&self, vm: &Vm) -> Items<Value> {
        let quick = self.iterator.get::<ListIterator>().and_then(ListIterator::advance);
        let item = match quick {
            Some(item) => item,
            None => match next_of(vm, &self.iterator)? {
                Value::Undef => return Ok(None),
                item => vm.to_object(item)?,
            },
        };
        let number = self.next.get();
        if number == i64::MAX - 1 {
            return Ok(Some((big_number(vm, self)?, item)));
        }
        self.next.set(number + 1);
        Ok(Some((Value::Int(number), item)))
    }
}

/// The next number of an `enumerate` that has come to the end of 64 bits.
#[cold]
fn big_number(vm: &Vm, enumerate: &Enumerate) -> Eval {
    let number = match enumerate.next_big.get() {
        Some(number) => number,
        None => vm.new_int(enumerate.next.get())?,
    };
    let one = vm.new_int(1)?;
    let following = vm.binary(BinaryOp::Add, &number, &one)?;
    enumerate.next_big.set(Some(vm.to_object(following)?));
    Ok(Value::Obj(number))
}

static ENUMERATE_NEW: Method = staticmethod(
    "__new__",
    "(type, iterable, start=0)",
    enumerate_new,
    "Create and return a new object.",
);

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

fn enumerate_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Enumerate>();
    let next = match payload.next_big.get() {
        Some(next) => next,
        None => vm.new_int(payload.next.get())?,
    };
    let class = vm.class_of(args.req(0)).clone();
    reduced_by(vm, class, vec![(*payload.iterator).clone(), next], None)
}

static ENUMERATE_METHODS: [Method; 2] = [
    classmethod("__class_getitem__", "(item, /)", class_getitem, "See PEP 585"),
    method("__reduce__", "()", enumerate_reduce, REDUCE_DOC),
];

pub static ENUMERATE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n\
          The enumerate object yields pairs containing a count (from start, which\n\
          defaults to zero) and a value yielded by the iterable argument.\n\n\
          enumerate is useful for obtaining an indexed list:\n    \
          (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    subclassable: true,
    construct: Some(&ENUMERATE_NEW),
    slots: Slots { iter: Some(itself), next: Some(pairs::next::<Enumerate>), ..Slots::EMPTY },
    methods: &ENUMERATE_METHODS,
    ..TypeSpec::of::<Enumerate>()
};

pub struct Zip {
    /// A tuple of iterators.
    pub iterators: Fixed,
    /// The last result.
    pub result: Slot,
    pub strict: bool,
}

impl Payload for Zip {
    const KIND: Kind = kinds::ZIP;
    const NAME: &'static str = "zip";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterators.visit(visit);
        self.result.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.iterators);
        dying.give_up_slot(&self.result);
    }
}

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
fn quick_item(slot: &Slot) -> Option<Ref> {
    let iterator = slot.at_hand()?;
    match iterator.get::<ListIterator>() {
        Some(list) => list.advance(),
        None => iterator.get::<TupleIterator>()?.advance(),
    }
}

/// The next item of the iterator in `slot`, pushed on the slot stack; `false` at its end.
#[inline]
fn push_next(vm: &Vm, slot: &Slot) -> Result<bool, Raised> {
    if let Some(item) = quick_item(slot) {
        vm.stack.push(item, Role::Builtin);
        return Ok(true);
    }
    let Some(iterator) = slot.get() else { return Ok(false) };
    let item = held::with(vm, [iterator], |[iterator]| next_of(vm, iterator))?;
    if item.is_undef() {
        return Ok(false);
    }
    vm.stack.push(vm.to_object(item)?, Role::Builtin);
    Ok(true)
}

fn zip_new(vm: &Vm, args: Args<'_>) -> Eval {
    let strict = match args.get(1) {
        Some(strict) => vm.truth_of(strict)?,
        None => false,
    };
    let iterators = iterators_of(vm, args.rest())?;
    let result = Slot::new(vm.new_tuple(vec![vm.none(); iterators.tail().len()])?);
    let payload = Zip { iterators: Fixed::new(iterators), result, strict };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

/// The next tuple of a `zip`; `Undef` at its end.
pub fn zip_next(vm: &Vm, zip: &Ref) -> Eval {
    let payload = zip.as_ref::<Zip>();
    let iterators = payload.iterators.tail();
    if let [_, _] = iterators {
        return pairs::next::<Zip>(vm, zip);
    }
    let at = vm.stack.top();
    let result = push_rest(vm, payload, at).and_then(|more| {
        if !more {
            return Ok(Value::Undef);
        }
        let items = (at..at + iterators.len()).map(|place| vm.stack.take(place));
        reuse_tuple(vm, &payload.result, items)
    });
    vm.stack.truncate(at);
    result
}

/// A `zip` of two.
impl Pairs for Zip {
    type First = Ref;

    #[inline(always)]
    fn kept(&self) -> &Slot {
        &self.result
    }

    #[inline(always)]
    fn next_items(&self, vm: &Vm) -> Items<Ref> {
        let iterators = &self.iterators;
        let (Some(one), Some(other)) = (iterators.inner_slot(0), iterators.inner_slot(1)) else {
            return Ok(None);
        };
        let Some(first) = quick_item(one) else { return zip_items_slowly(vm, self, None) };
        match quick_item(other) {
            Some(second) => Ok(Some((first, second))),
            None => zip_items_slowly(vm, self, Some(first)),
        }
    }
}

/// The next items of a `zip` of two, where the first may be known.
#[inline(never)]
fn zip_items_slowly(vm: &Vm, zip: &Zip, first: Option<Ref>) -> Items<Ref> {
    let at = vm.stack.top();
    if let Some(first) = first {
        vm.stack.push(first, Role::Builtin);
    }
    let more = push_rest(vm, zip, at);
    let items = (vm.stack.take(at), vm.stack.take(at + 1));
    vm.stack.truncate(at);
    match (more?, items) {
        (true, (Some(first), Some(second))) => Ok(Some((first, second))),
        _ => Ok(None),
    }
}

/// Pushes the next items of all iterators of which there are none yet above `at`; `false` at the
/// end.
fn push_rest(vm: &Vm, zip: &Zip, at: usize) -> Result<bool, Raised> {
    let iterators = zip.iterators.tail();
    for (index, iterator) in iterators.iter().enumerate().skip(vm.stack.top() - at) {
        if !push_next(vm, iterator)? {
            vm.stack.truncate(at);
            if zip.strict {
                check_strict(vm, iterators, index)?;
            }
            return Ok(false);
        }
    }
    Ok(!iterators.is_empty())
}

/// Argument `ended` of a strict `zip` is at its end: so must all others be.
fn check_strict(vm: &Vm, iterators: &[Slot], ended: usize) -> Result<(), Raised> {
    let complain = |what: &str, which: usize| {
        let (plural, others) =
            if which == 1 { (" ", "1".to_owned()) } else { ("s 1-", which.to_string()) };
        vm.value_error(format!(
            "zip() argument {} is {what} than argument{plural}{others}",
            which + 1
        ))
    };
    if ended > 0 {
        return Err(complain("shorter", ended));
    }
    for (index, iterator) in iterators.iter().enumerate().skip(1) {
        let at = vm.stack.top();
        let more = push_next(vm, iterator)?;
        vm.stack.truncate(at);
        if more {
            return Err(complain("longer", index));
        }
    }
    Ok(())
}

static ZIP_NEW: Method = staticmethod(
    "__new__",
    "(type, *iterables, strict=False)",
    zip_new,
    "Create and return a new object.",
);

fn zip_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Zip>();
    let class = vm.class_of(args.req(0)).clone();
    let mut parts = vec![class, (*payload.iterators).clone()];
    if payload.strict {
        parts.push(vm.to_object(Value::True)?);
    }
    vm.new_tuple(parts).map(Value::Obj)
}

static ZIP_METHODS: [Method; 1] = [method("__reduce__", "()", zip_reduce, REDUCE_DOC)];

pub static ZIP: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "The zip object yields n-length tuples, where n is the number of iterables\n\
          passed as positional arguments to zip().  The i-th element in every tuple\n\
          comes from the i-th iterable argument to zip().  This continues until the\n\
          shortest argument is exhausted.\n\n\
          If strict is true and one of the arguments is exhausted before the others,\n\
          raise a ValueError.\n\n   \
          >>> list(zip('abcdefg', range(3), range(4)))\n   \
          [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
    subclassable: true,
    construct: Some(&ZIP_NEW),
    slots: Slots { iter: Some(itself), next: Some(zip_next), ..Slots::EMPTY },
    methods: &ZIP_METHODS,
    ..TypeSpec::of::<Zip>()
};

pub struct Map {
    /// A tuple of iterators.
    pub iterators: Fixed,
    pub func: Fixed,
}

impl Payload for Map {
    const KIND: Kind = kinds::MAP;
    const NAME: &'static str = "map";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterators.visit(visit);
        self.func.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.iterators);
        dying.give_up(&self.func);
    }
}

fn map_new(vm: &Vm, args: Args<'_>) -> Eval {
    let mut iterables = args.rest();
    let Some(func) = iterables.next().filter(|_| iterables.len() > 0) else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    let iterators = iterators_of(vm, iterables)?;
    let payload = Map { iterators: Fixed::new(iterators), func: Fixed::new(func.clone()) };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

/// The next result of a `map`; `Undef` at its end.
pub fn map_next(vm: &Vm, map: &Ref) -> Eval {
    let payload = map.as_ref::<Map>();
    let iterators = payload.iterators.tail();
    let func = &payload.func;
    // A frame takes references of its own beside those held here; anything else takes these.
    let has_frame = matches!(func.kind(), kinds::FUNCTION | kinds::BOUND_METHOD);
    let at = vm.stack.top();
    if !has_frame {
        vm.stack.push((**func).clone(), Role::Callable);
        vm.stack.push_empty(Role::Receiver);
    }
    let first = vm.stack.top();
    for iterator in iterators {
        match push_next(vm, iterator) {
            Ok(true) => {}
            Ok(false) => {
                vm.stack.truncate(at);
                return Ok(Value::Undef);
            }
            Err(raised) => {
                vm.stack.truncate(at);
                return Err(raised);
            }
        }
    }
    let result = if !has_frame {
        vm.call_window(at, None)
    } else if let [_] = iterators {
        vm.call(func, &[vm.stack.window(first, 1).req(0)])
    } else {
        let window = vm.stack.window(first, iterators.len());
        let arguments: Vec<&Ref> = (0..iterators.len()).map(|index| window.req(index)).collect();
        vm.call(func, &arguments)
    };
    vm.stack.truncate(at);
    // A function that gives nothing gives `None`: only an iterator ends, or a `StopIteration`.
    match result {
        Ok(value) => Ok(if value.is_undef() { Value::None } else { value }),
        Err(raised) => vm.stop_to_end(Err(raised)),
    }
}

static MAP_NEW: Method =
    staticmethod("__new__", "(type, *args)", map_new, "Create and return a new object.");

fn map_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Map>();
    let mut parts = vec![(*payload.func).clone()];
    parts.extend(crate::runtime::object::tuple::tuple_refs(&payload.iterators));
    reduced_by(vm, vm.class_of(args.req(0)).clone(), parts, None)
}

fn filter_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Filter>();
    let parts = vec![(*payload.func).clone(), (*payload.iterator).clone()];
    reduced_by(vm, vm.class_of(args.req(0)).clone(), parts, None)
}

static MAP_METHODS: [Method; 1] = [method("__reduce__", "()", map_reduce, REDUCE_DOC)];
static FILTER_METHODS: [Method; 1] = [method("__reduce__", "()", filter_reduce, REDUCE_DOC)];

pub static MAP: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Make an iterator that computes the function using arguments from\n\
          each of the iterables.  Stops when the shortest iterable is exhausted.",
    subclassable: true,
    construct: Some(&MAP_NEW),
    slots: Slots { iter: Some(itself), next: Some(map_next), ..Slots::EMPTY },
    methods: &MAP_METHODS,
    ..TypeSpec::of::<Map>()
};

pub struct Filter {
    pub func: Fixed,
    pub iterator: Fixed,
}

impl Payload for Filter {
    const KIND: Kind = kinds::FILTER;
    const NAME: &'static str = "filter";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterator.visit(visit);
        self.func.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.func);
        dying.give_up(&self.iterator);
    }
}

fn filter_new(vm: &Vm, args: Args<'_>) -> Eval {
    let iterator = Fixed::new(vm.iter(args.req(2))?);
    let payload = Filter { func: Fixed::new(args.req(1).clone()), iterator };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

/// Whether `func(item)` is true, or `item` itself where `func` is `None` or `bool`.
pub fn passes(vm: &Vm, func: &Ref, item: &Ref) -> Result<bool, Raised> {
    if vm.is_none(func) || func.same(vm.class_of_kind(kinds::BOOL)) {
        return vm.truth_of(item);
    }
    let good = vm.call(func, &[item])?;
    vm.truth(&good)
}

fn filter_next(vm: &Vm, filter: &Ref) -> Eval {
    let payload = filter.as_ref::<Filter>();
    loop {
        let item = vm.recurse_freely(|| vm.next(&payload.iterator))?;
        if item.is_undef() {
            return Ok(Value::Undef);
        }
        let at = vm.stack.push(vm.to_object(item)?, Role::Builtin);
        let passed = passes(vm, &payload.func, vm.stack.window(at, 1).req(0));
        let item = vm.stack.take(at);
        vm.stack.truncate(at);
        if passed? {
            return Ok(item.map_or(Value::Undef, Value::Obj));
        }
        drop(item);
        vm.poll()?;
    }
}

static FILTER_NEW: Method = staticmethod(
    "__new__",
    "(type, function, iterable, /)",
    filter_new,
    "Create and return a new object.",
);

pub static FILTER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Return an iterator yielding those items of iterable for which function(item)\n\
          is true. If function is None, return the items that are true.",
    subclassable: true,
    construct: Some(&FILTER_NEW),
    slots: Slots { iter: Some(itself), next: Some(filter_next), ..Slots::EMPTY },
    methods: &FILTER_METHODS,
    ..TypeSpec::of::<Filter>()
};
