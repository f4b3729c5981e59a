//! `enumerate`, `zip`, `map` and `filter`: iterators over iterators.
//!
//! `enumerate` and `zip` keep their last tuple and fill it again if nobody else has kept it, as
//! CPython does; so its items live until the next step.

use std::cell::Cell;

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::object::BuiltinFunction;
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{Method, TypeSpec, classmethod, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, BinaryOp, Eval, Raised, Slots, Value, Vm, kinds};

use super::generic_alias;
use super::iterators::itself;
use super::object::OBJECT;

/// A tuple of `items`: the one in `kept` filled again if nobody else refers to it, else a new one.
///
/// What stood in the tuple dies after it is filled, first to last.
pub fn reuse_tuple(vm: &Vm, kept: &Slot, items: Vec<Ref>) -> Eval {
    if let Some(tuple) = kept.take() {
        if tuple.count() == 1 {
            let slots = tuple.tail().iter().zip(items);
            let old: Vec<Option<Ref>> =
                slots.map(|(slot, item)| slot.replace(Some(item))).collect();
            // The collector may have untracked a tuple of atoms.
            tuple.set_flag(crate::heap::Flag::TRACKED);
            kept.set(Some(tuple.clone()));
            drop(old);
            return Ok(Value::Obj(tuple));
        }
        kept.set(Some(tuple));
    }
    vm.new_tuple(items).map(Value::Obj)
}

pub struct Enumerate {
    pub iterator: Fixed,
    /// The next number, while it fits.
    pub next: Cell<i64>,
    /// The next number once it does not.
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
                _ => (0, Slot::new(start)),
            }
        }
    };
    let iterator = Fixed::new(vm.iter(args.req(1))?);
    let none = vm.none();
    let result = Slot::new(vm.new_tuple(vec![none.clone(), none])?);
    let payload = Enumerate { iterator, next: Cell::new(next), next_big, result };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

/// The next pair of an `enumerate`; `Undef` at its end.
pub fn enumerate_next(vm: &Vm, enumerate: &Ref) -> Eval {
    let payload = enumerate.as_ref::<Enumerate>();
    let item = vm.next(&payload.iterator)?;
    if item.is_undef() {
        return Ok(Value::Undef);
    }
    let item = vm.to_object(item)?;
    let number = match payload.next_big.get() {
        None => {
            let number = payload.next.get();
            if number == i64::MAX - 1 {
                payload.next_big.set(Some(vm.new_int(i64::MAX)?));
            }
            payload.next.set(number + 1);
            vm.new_int(number)?
        }
        Some(number) => {
            let one = vm.new_int(1)?;
            let following = vm.binary(BinaryOp::Add, &number, &one)?;
            payload.next_big.set(Some(vm.to_object(following)?));
            number
        }
    };
    reuse_tuple(vm, &payload.result, vec![number, item])
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

static ENUMERATE_METHODS: [Method; 1] =
    [classmethod("__class_getitem__", "(item, /)", class_getitem, "See PEP 585")];

pub static ENUMERATE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n\
          The enumerate object yields pairs containing a count (from start, which\n\
          defaults to zero) and a value yielded by the iterable argument.\n\n\
          enumerate is useful for obtaining an indexed list:\n    \
          (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    subclassable: true,
    construct: Some(&ENUMERATE_NEW),
    slots: Slots { iter: Some(itself), next: Some(enumerate_next), ..Slots::EMPTY },
    methods: &ENUMERATE_METHODS,
    ..TypeSpec::of::<Enumerate>()
};

pub struct Zip {
    pub iterators: Box<[Fixed]>,
    /// The last result.
    pub result: Slot,
    pub strict: bool,
}

impl Payload for Zip {
    const KIND: Kind = kinds::ZIP;
    const NAME: &'static str = "zip";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterators.iter().for_each(|iterator| iterator.visit(visit));
        self.result.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        self.iterators.iter().rev().for_each(|iterator| dying.give_up(iterator));
        dying.give_up_slot(&self.result);
    }
}

/// Iterators over `iterables`.
pub fn iterators_of<'a>(
    vm: &Vm,
    iterables: impl Iterator<Item = &'a Ref>,
) -> Result<Box<[Fixed]>, Raised> {
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
    let iterators = vm.stack.take_range(at, vm.stack.top() - at);
    vm.stack.truncate(at);
    Ok(iterators.into_iter().flatten().map(Fixed::new).collect())
}

fn zip_new(vm: &Vm, args: Args<'_>) -> Eval {
    let strict = match args.get(1) {
        Some(strict) => vm.truth_of(strict)?,
        None => false,
    };
    let iterators = iterators_of(vm, args.rest())?;
    let result = Slot::new(vm.new_tuple(vec![vm.none(); iterators.len()])?);
    let payload = Zip { iterators, result, strict };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

/// The next tuple of a `zip`; `Undef` at its end.
pub fn zip_next(vm: &Vm, zip: &Ref) -> Eval {
    let payload = zip.as_ref::<Zip>();
    let iterators = &payload.iterators;
    if iterators.is_empty() {
        return Ok(Value::Undef);
    }
    let at = vm.stack.top();
    for (index, iterator) in iterators.iter().enumerate() {
        let item = match vm.next(iterator) {
            Ok(Value::Undef) => {
                vm.stack.truncate(at);
                if !payload.strict {
                    return Ok(Value::Undef);
                }
                return check_strict(vm, iterators, index);
            }
            Ok(item) => vm.to_object(item),
            Err(raised) => Err(raised),
        };
        match item {
            Ok(item) => vm.stack.push(item, Role::Builtin),
            Err(raised) => {
                vm.stack.truncate(at);
                return Err(raised);
            }
        };
    }
    let items = vm.stack.take_range(at, iterators.len()).into_iter().flatten().collect();
    vm.stack.truncate(at);
    reuse_tuple(vm, &payload.result, items)
}

/// Argument `ended` of a strict `zip` is at its end: so must all others be.
fn check_strict(vm: &Vm, iterators: &[Fixed], ended: usize) -> Eval {
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
        let item = vm.next(iterator)?;
        if !item.is_undef() {
            return Err(complain("longer", index));
        }
    }
    Ok(Value::Undef)
}

static ZIP_NEW: Method = staticmethod(
    "__new__",
    "(type, *iterables, strict=False)",
    zip_new,
    "Create and return a new object.",
);

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
    ..TypeSpec::of::<Zip>()
};

pub struct Map {
    pub iterators: Box<[Fixed]>,
    pub func: Fixed,
}

impl Payload for Map {
    const KIND: Kind = kinds::MAP;
    const NAME: &'static str = "map";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterators.iter().for_each(|iterator| iterator.visit(visit));
        self.func.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        self.iterators.iter().rev().for_each(|iterator| dying.give_up(iterator));
        dying.give_up(&self.func);
    }
}

fn map_new(vm: &Vm, args: Args<'_>) -> Eval {
    let mut iterables = args.rest();
    let Some(func) = iterables.next().filter(|_| iterables.len() > 0) else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    let iterators = iterators_of(vm, iterables)?;
    let payload = Map { iterators, func: Fixed::new(func.clone()) };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

/// The next result of a `map`; `Undef` at its end.
pub fn map_next(vm: &Vm, map: &Ref) -> Eval {
    let payload = map.as_ref::<Map>();
    let at = vm.stack.top();
    for iterator in &payload.iterators {
        let item = vm.next(iterator).and_then(|item| match item {
            Value::Undef => Ok(None),
            item => vm.to_object(item).map(Some),
        });
        match item {
            Ok(Some(item)) => vm.stack.push(item, Role::Builtin),
            Ok(None) => {
                vm.stack.truncate(at);
                return Ok(Value::Undef);
            }
            Err(raised) => {
                vm.stack.truncate(at);
                return Err(raised);
            }
        };
    }
    let count = payload.iterators.len();
    if payload.func.is::<BuiltinFunction>() {
        // A builtin takes the items as they stand; a Python function gets references of its own.
        let items = vm.stack.take_range(at, count);
        vm.stack.truncate(at);
        vm.stack.push((*payload.func).clone(), Role::Callable);
        vm.stack.push_empty(Role::Receiver);
        for item in items.into_iter().flatten() {
            vm.stack.push(item, Role::Argument);
        }
        let result = vm.call_window(at, None);
        vm.stack.truncate(at);
        return result.map(|value| if value.is_undef() { Value::None } else { value });
    }
    let window = vm.stack.window(at, count);
    let result = if count == 1 {
        vm.call(&payload.func, &[window.req(0)])
    } else {
        let arguments: Vec<&Ref> = (0..count).map(|index| window.req(index)).collect();
        vm.call(&payload.func, &arguments)
    };
    vm.stack.truncate(at);
    // A function that gives nothing gives `None`: only an iterator ends.
    result.map(|value| if value.is_undef() { Value::None } else { value })
}

static MAP_NEW: Method =
    staticmethod("__new__", "(type, *args)", map_new, "Create and return a new object.");

pub static MAP: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Make an iterator that computes the function using arguments from\n\
          each of the iterables.  Stops when the shortest iterable is exhausted.",
    subclassable: true,
    construct: Some(&MAP_NEW),
    slots: Slots { iter: Some(itself), next: Some(map_next), ..Slots::EMPTY },
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
        let item = vm.next(&payload.iterator)?;
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
    ..TypeSpec::of::<Filter>()
};
