//! `tuple` and its iterator.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::compare::atom_hash;
use crate::runtime::object::tuple::{Tuple, tuple_refs};
use crate::runtime::object::{Class, List};
use crate::runtime::slots::HashFn;
use crate::runtime::spec::{Method, TypeSpec, classmethod, method, staticmethod};
use crate::runtime::{Args, CompareOp, Eval, Raised, Slots, Value, Vm, kinds};

use super::at_hand::AtHand;
use super::iterators::{HINT_DOC, REDUCE_DOC, STATE_DOC, place_in, reduced};
use super::object::OBJECT;
use super::pairs::{Rows, pair_of};
use super::sequence;
use super::slice::{self, Slice};
use super::{generic_alias, held};
use crate::text::hash::hash_tuple;

/// The item at `index`, counted from the start.
#[inline]
pub fn item(tuple: &Ref, index: usize) -> Option<Ref> {
    tuple.tail().get(index).and_then(Slot::get)
}

fn tuple_new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let exact = class.same(vm.class_of_kind(kinds::TUPLE));
    let Some(iterable) = args.get(1) else {
        return if exact {
            Ok(Value::Obj(vm.singletons.empty_tuple.clone()))
        } else {
            alloc(vm, Vec::new(), class).map(Value::Obj)
        };
    };
    if exact && iterable.is_exact::<Tuple>() {
        return Ok(Value::Obj(iterable.clone()));
    }
    let items = match AtHand::of(iterable) {
        Some(items) => items.into_row(vm)?,
        None => vm.collect(iterable)?,
    };
    if exact {
        vm.new_tuple(items).map(Value::Obj)
    } else {
        alloc(vm, items, class).map(Value::Obj)
    }
}

/// A tuple that is an instance of `class`, a subclass of `tuple`.
pub fn alloc(vm: &Vm, items: Vec<Ref>, class: &Ref) -> Result<Ref, Raised> {
    let made = vm.heap.alloc_refs(Tuple::new(), items.into_iter().map(Some), Some(class.clone()));
    let object = made.map_err(|full| vm.heap_full(full))?;
    object.set_aux(class.as_ref::<Class>().shapes.derived.get());
    Ok(vm.prepared(object, class))
}

fn len(_vm: &Vm, tuple: &Ref) -> Result<usize, Raised> {
    Ok(tuple.tail().len())
}

/// `tuple[key]`.
pub fn get_item(vm: &Vm, tuple: &Ref, key: &Ref) -> Eval {
    let items = tuple.tail();
    if key.is::<Slice>() {
        return get_slice(vm, tuple, slice::unpack(vm, key)?);
    }
    let index = sequence::index_key(vm, key, "tuple")?;
    match sequence::place(index, items.len()).and_then(|at| items[at].get()) {
        Some(item) => Ok(Value::Obj(item)),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

/// A tuple of the items that `bounds` selects.
pub fn get_slice(vm: &Vm, tuple: &Ref, bounds: slice::Bounds) -> Eval {
    let items = tuple.tail();
    let selection = bounds.fit(items.len());
    if selection.count == items.len() && selection.step == 1 && tuple.is_exact::<Tuple>() {
        return Ok(Value::Obj(tuple.clone()));
    }
    if selection.count == 0 {
        return Ok(Value::Obj(vm.singletons.empty_tuple.clone()));
    }
    let picked = selection.places().map(|at| items[at].get());
    let made = vm.heap.alloc_refs(Tuple::new(), picked, None);
    made.map(Value::Obj).map_err(|full| vm.heap_full(full))
}

fn repr(vm: &Vm, tuple: &Ref) -> Eval {
    if tuple.tail().is_empty() {
        return vm.str_value("()");
    }
    let written = vm.without_repr_cycle(tuple, || {
        vm.build_str(|text| {
            text.push('(');
            let count = held::repr_items(vm, text, &mut |at| item(tuple, at))?;
            text.push_str(if count == 1 { ",)" } else { ")" });
            Ok(())
        })
    })?;
    written.map_or_else(|| vm.str_value("(...)"), Ok)
}

/// The items are asked where they stand: only the tuples hold them.
fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    if !left.is::<Tuple>() || !right.is::<Tuple>() {
        return vm.not_implemented();
    }
    let mut at = 0;
    while let (Some(one), Some(other)) = (left.fixed_item(at), right.fixed_item(at)) {
        if !vm.equal(one, other)? {
            return match op {
                CompareOp::Eq => Ok(Value::False),
                CompareOp::Ne => Ok(Value::True),
                _ => vm.compare(op, one, other),
            };
        }
        at += 1;
    }
    // Unlike a list, a tuple looks at its items before the lengths.
    Ok(Value::bool(op.holds(left.tail().len().cmp(&right.tail().len()))))
}

/// Up to this many items are hashed without a buffer.
const FEW: usize = 8;

fn hash(vm: &Vm, tuple: &Ref) -> Result<i64, Raised> {
    let payload = tuple.as_ref::<Tuple>();
    if let Some(hash) = payload.known_hash() {
        return Ok(hash);
    }
    let items = tuple.tail();
    let mut lasting = true;
    let mut hash_of = |(at, slot): (usize, &Slot)| match slot.look(|item| item.and_then(atom_hash))
    {
        Some(hash) => Ok(hash),
        None => tuple.fixed_item(at).map_or(Ok(0), |item| {
            let hash = vm.hash(item);
            lasting = lasting && has_lasting_hash(vm, item);
            hash
        }),
    };
    let hash = if items.len() <= FEW {
        let mut hashes = [0; FEW];
        for (item, hash) in items.iter().enumerate().zip(&mut hashes) {
            *hash = hash_of(item)?;
        }
        hash_tuple(&hashes[..items.len()])
    } else {
        hash_tuple(&items.iter().enumerate().map(hash_of).collect::<Result<Vec<_>, _>>()?)
    };
    if lasting {
        payload.set_hash(hash);
    }
    Ok(hash)
}

/// Whether an item that was hashed is a tuple, perhaps of a subclass, that has noted its own hash.
fn has_lasting_hash(vm: &Vm, item: &Ref) -> bool {
    let noted = item.get::<Tuple>().is_some_and(|tuple| tuple.known_hash().is_some());
    let by_items = |by: HashFn| std::ptr::fn_addr_eq(by, hash as HashFn);
    noted && vm.slot(item, |slots| slots.hash).is_some_and(by_items)
}

/// The place of the first item from `start` to before `stop` that equals `value`.
fn find(
    vm: &Vm,
    tuple: &Ref,
    value: &Ref,
    start: usize,
    stop: usize,
) -> Result<Option<usize>, Raised> {
    for at in start..stop.min(tuple.tail().len()) {
        if let Some(item) = tuple.fixed_item(at)
            && vm.equal(item, value)?
        {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn contains(vm: &Vm, tuple: &Ref, value: &Ref) -> Result<bool, Raised> {
    Ok(find(vm, tuple, value, 0, usize::MAX)?.is_some())
}

fn concat(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    if !right.is::<Tuple>() {
        let class = vm.class_name(right);
        let message = format!("can only concatenate tuple (not \"{class}\") to tuple");
        return Err(vm.type_error(message));
    }
    for (empty, other) in [(left, right), (right, left)] {
        if empty.tail().is_empty() && other.is_exact::<Tuple>() {
            return Ok(Value::Obj(other.clone()));
        }
    }
    let (left, right) = (left.tail(), right.tail());
    let made = vm.heap.alloc_refs_capacity(Tuple::new(), left.len() + right.len(), None);
    let made = made.map_err(|full| vm.heap_full(full))?;
    for (place, item) in made.tail().iter().zip(left.iter().chain(right)) {
        place.set(item.get());
    }
    Ok(Value::Obj(made))
}

fn repeat(vm: &Vm, tuple: &Ref, times: &Ref) -> Eval {
    let items = tuple_refs(tuple);
    let times = sequence::repeat_count(vm, times, items.len())?;
    if (times == 1 || items.is_empty()) && tuple.is_exact::<Tuple>() {
        return Ok(Value::Obj(tuple.clone()));
    }
    let total = times * items.len();
    let bytes = total * size_of::<Ref>();
    vm.charge(bytes)?;
    let mut repeated = Vec::new();
    if repeated.try_reserve_exact(total).is_err() {
        return Err(vm.raise(crate::runtime::ErrorKind::MemoryError, String::new()));
    }
    for _ in 0..times {
        repeated.extend_from_slice(&items);
    }
    let result = vm.new_tuple(repeated).map(Value::Obj);
    vm.heap.discharge(bytes);
    result
}

fn count(vm: &Vm, args: Args<'_>) -> Eval {
    let (mut at, mut count) = (0, 0);
    while let Some(found) = find(vm, args.req(0), args.req(1), at, usize::MAX)? {
        at = found + 1;
        count += 1;
    }
    Ok(Value::Int(count))
}

fn index(vm: &Vm, args: Args<'_>) -> Eval {
    let tuple = args.req(0);
    let start = sequence::search_bound(vm, args.get(2), 0, tuple.tail().len())?;
    let stop = sequence::search_bound(vm, args.get(3), i64::MAX, tuple.tail().len())?;
    match find(vm, tuple, args.req(1), start, stop)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(vm.value_error("tuple.index(x): x not in tuple")),
    }
}

fn getnewargs(vm: &Vm, args: Args<'_>) -> Eval {
    let copy = vm.new_tuple(tuple_refs(args.req(0)))?;
    vm.new_tuple_of([copy]).map(Value::Obj)
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

static NEW: Method =
    staticmethod("__new__", "(type, iterable=(), /)", tuple_new, "Create and return a new object.")
        .leaf(briefly);

/// `tuple(items)` of a list or tuple.
fn briefly(vm: &Vm, items: &Ref, more: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    if more.is_some() {
        return None;
    }
    if items.is_exact::<Tuple>() {
        return Some(Ok(Value::Obj(items.clone())));
    }
    let list = items.get::<List>().filter(|_| items.is_exact::<List>())?;
    let items = list.items.borrow();
    if items.is_empty() {
        return Some(Ok(Value::Obj(vm.singletons.empty_tuple.clone())));
    }
    let items = items.iter().map(|item| Some(item.clone()));
    let made = vm.heap.alloc_refs(Tuple::new(), items, None);
    Some(made.map(Value::Obj).map_err(|full| vm.heap_full(full)))
}

static METHODS: [Method; 4] = [
    method("count", "(value, /)", count, "Return number of occurrences of value."),
    method(
        "index",
        "(value, start=0, stop=9223372036854775807, /)",
        index,
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
    ),
    method("__getnewargs__", "()", getnewargs, "Return the arguments to make a copy with."),
    classmethod("__class_getitem__", "(item, /)", class_getitem, "See PEP 585"),
];

pub static TUPLE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Built-in immutable sequence.\n\n\
          If no argument is given, the constructor returns an empty tuple.\n\
          If iterable is specified the tuple is initialized from iterable's items.\n\n\
          If the argument is a tuple, the return value is the same object.",
    subclassable: true,
    match_self: true,
    is_sequence: true,
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        iter: Some(iter),
        len: Some(len),
        getitem: Some(get_item),
        contains: Some(contains),
        concat: Some(concat),
        repeat: Some(repeat),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    ..TypeSpec::of::<Tuple>()
};

/// A tuple (dropped at the end) and the next index.
pub struct TupleIterator {
    pub tuple: Slot,
    pub next: Cell<usize>,
}

impl Payload for TupleIterator {
    const KIND: Kind = kinds::TUPLE_ITERATOR;
    const NAME: &'static str = "tuple_iterator";
    const EMPTY_AFTER_RELEASE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.tuple.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.tuple);
    }
}

fn iter(vm: &Vm, tuple: &Ref) -> Eval {
    let payload = TupleIterator { tuple: Slot::new(tuple.clone()), next: Cell::new(0) };
    vm.alloc(payload).map(Value::Obj)
}

impl TupleIterator {
    /// The next item; `None` at the end, which the caller leaves to [`next`] to settle.
    #[inline(always)]
    pub fn advance(&self) -> Option<Ref> {
        let at = self.next.get();
        let item = self.tuple.look(|tuple| item(tuple?, at))?;
        self.next.set(at + 1);
        Some(item)
    }
}

impl Rows for TupleIterator {
    #[inline(always)]
    fn advance_pair(&self) -> Option<(Ref, Ref)> {
        let at = self.next.get();
        let pair = pair_of(self.tuple.at_hand()?.tail().get(at)?.at_hand()?)?;
        self.next.set(at + 1);
        Some(pair)
    }
}

/// The next item of a tuple iterator; `Undef` at its end.
pub fn next(_vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<TupleIterator>();
    match payload.advance() {
        Some(item) => Ok(Value::Obj(item)),
        None => {
            payload.tuple.set(None);
            Ok(Value::Undef)
        }
    }
}

fn length_hint(_vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<TupleIterator>();
    let len = payload.tuple.get().map_or(0, |tuple| tuple.tail().len());
    Ok(Value::Int(len.saturating_sub(payload.next.get()) as i64))
}

fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<TupleIterator>();
    match payload.tuple.get() {
        Some(tuple) => reduced(vm, "iter", vec![tuple], Some(payload.next.get() as i64)),
        None => reduced(vm, "iter", vec![vm.singletons.empty_tuple.clone()], None),
    }
}

fn set_place(vm: &Vm, args: Args<'_>) -> Eval {
    let (payload, place) = (args.req(0).as_ref::<TupleIterator>(), place_in(vm, args)?);
    if let Some(tuple) = payload.tuple.get() {
        payload.next.set(place.min(tuple.tail().len()));
    }
    Ok(Value::None)
}

static ITERATOR_METHODS: [Method; 3] = [
    method("__length_hint__", "()", length_hint, HINT_DOC),
    method("__reduce__", "()", reduce, REDUCE_DOC),
    method("__setstate__", "(state, /)", set_place, STATE_DOC),
];

pub static TUPLE_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(super::iterators::itself), next: Some(next), ..Slots::EMPTY },
    methods: &ITERATOR_METHODS,
    ..TypeSpec::of::<TupleIterator>()
};
