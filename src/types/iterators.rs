//! Iterators that belong to no one container: over `__getitem__`, over calls, and `reversed`.

use std::cell::Cell;

use crate::heap::{Dying, Flag, Kind, Payload, Ref, Slot};
use crate::runtime::iterate::SequenceIterator;
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};

use super::object::OBJECT;
use super::{dict, held, list, range, str, tuple};

/// `iter(iterator)`: the iterator itself.
pub fn itself(_vm: &Vm, iterator: &Ref) -> Eval {
    Ok(Value::Obj(iterator.clone()))
}

/// The next value of an iterator inside another; `Undef` at its end. The commonest are asked
/// directly.
pub fn next_of(vm: &Vm, iterator: &Ref) -> Eval {
    match iterator.kind() {
        kinds::LIST_ITERATOR => list::iterators::next(vm, iterator),
        kinds::TUPLE_ITERATOR => tuple::next(vm, iterator),
        kinds::RANGE_ITERATOR => range::next(vm, iterator),
        kinds::STR_ASCII_ITERATOR => str::iterator::next_ascii(vm, iterator),
        kinds::DICT_KEY_ITERATOR => {
            dict::iterators::next::<{ dict::iterators::KEYS }>(vm, iterator)
        }
        _ => vm.recurse_freely(|| vm.next(iterator)),
    }
}

/// As [`next_of`], where CPython asks an iterator that only the one around it holds.
pub fn next_of_given(vm: &Vm, iterator: Ref) -> Eval {
    if iterator.kind() == kinds::OBJECT || iterator.has_flag(Flag::EXTENDED) {
        return vm.recurse_freely(|| vm.next_given(iterator));
    }
    vm.keep(iterator, Role::Iterator, |iterator| next_of(vm, iterator))
}

/// The docstring of `__length_hint__`.
pub const HINT_DOC: &str = "Private method returning an estimate of len(list(it)).";
/// The docstring of an iterator's `__reduce__`.
pub const REDUCE_DOC: &str = "Return state information for pickling.";
/// The docstring of an iterator's `__setstate__`.
pub const STATE_DOC: &str = "Set state information for unpickling.";

/// What `__reduce__` of an iterator gives: how a builtin makes it again, and how far it was.
///
/// # Errors
/// Where memory runs out.
pub fn reduced(vm: &Vm, builtin: &str, args: Vec<Ref>, state: Option<i64>) -> Eval {
    let function = vm.builtins.as_ref::<Dict>().get_str(&vm.name(builtin));
    reduced_by(vm, function.unwrap_or_else(|| vm.none()), args, state)
}

/// As [`reduced`], made again by `maker`.
///
/// # Errors
/// Where memory runs out.
pub fn reduced_by(vm: &Vm, maker: Ref, args: Vec<Ref>, state: Option<i64>) -> Eval {
    let mut parts = vec![maker, vm.new_tuple(args)?];
    if let Some(state) = state {
        parts.push(vm.new_int(state)?);
    }
    vm.new_tuple(parts).map(Value::Obj)
}

/// The place that `__setstate__` is given, at least 0.
///
/// # Errors
/// Where it is no index.
pub fn place_in(vm: &Vm, args: Args<'_>) -> Result<usize, Raised> {
    Ok(vm.size_of(args.req(1))?.max(0) as usize)
}

fn sequence_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<SequenceIterator>();
    match payload.sequence.get() {
        Some(sequence) => reduced(vm, "iter", vec![sequence], Some(payload.next.get())),
        None => reduced(vm, "iter", vec![vm.singletons.empty_tuple.clone()], None),
    }
}

fn sequence_set(vm: &Vm, args: Args<'_>) -> Eval {
    let place = place_in(vm, args)?;
    args.req(0).as_ref::<SequenceIterator>().next.set(place as i64);
    Ok(Value::None)
}

fn callable_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<CallableIterator>();
    match (payload.callable.get(), payload.sentinel.get()) {
        (Some(callable), Some(sentinel)) => reduced(vm, "iter", vec![callable, sentinel], None),
        _ => reduced(vm, "iter", vec![vm.singletons.empty_tuple.clone()], None),
    }
}

fn reversed_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Reversed>();
    let class = vm.class_of(args.req(0)).clone();
    match payload.sequence.get() {
        Some(sequence) => reduced_by(vm, class, vec![sequence], Some(payload.index.get())),
        None => reduced_by(vm, class, vec![vm.singletons.empty_tuple.clone()], None),
    }
}

fn reversed_set(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Reversed>();
    let place = vm.size_of(args.req(1))?;
    if let Some(sequence) = payload.sequence.get() {
        let len = vm.len_of(&sequence)? as i64;
        payload.index.set(place.clamp(-1, len - 1));
    }
    Ok(Value::None)
}

fn sequence_next(vm: &Vm, iterator: &Ref) -> Eval {
    vm.next_of_sequence(iterator)
}

fn sequence_hint(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<SequenceIterator>();
    let Some(sequence) = payload.sequence.get() else { return Ok(Value::Int(0)) };
    if !vm.slot(&sequence, |slots| slots.len.is_some()) {
        return vm.not_implemented();
    }
    let len = vm.len_of(&sequence)? as i64;
    Ok(Value::Int((len - payload.next.get()).max(0)))
}

static SEQUENCE_METHODS: [Method; 3] = [
    method("__length_hint__", "()", sequence_hint, HINT_DOC),
    method("__reduce__", "()", sequence_reduce, REDUCE_DOC),
    method("__setstate__", "(state, /)", sequence_set, STATE_DOC),
];
static CALLABLE_METHODS: [Method; 1] = [method("__reduce__", "()", callable_reduce, REDUCE_DOC)];

pub static SEQUENCE_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(sequence_next), ..Slots::EMPTY },
    methods: &SEQUENCE_METHODS,
    ..TypeSpec::of::<SequenceIterator>()
};

/// `iter(callable, sentinel)`; both are dropped at the end.
pub struct CallableIterator {
    pub callable: Slot,
    pub sentinel: Slot,
}

impl Payload for CallableIterator {
    const KIND: Kind = kinds::CALLABLE_ITERATOR;
    const NAME: &'static str = "callable_iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.callable.visit(visit);
        self.sentinel.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.callable);
        dying.give_up_slot(&self.sentinel);
    }
}

/// `iter(callable, sentinel)`.
pub fn iter_calls(vm: &Vm, callable: &Ref, sentinel: &Ref) -> Eval {
    let payload = CallableIterator {
        callable: Slot::new(callable.clone()),
        sentinel: Slot::new(sentinel.clone()),
    };
    vm.alloc(payload).map(Value::Obj)
}

fn callable_next(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<CallableIterator>();
    let Some(callable) = payload.callable.get() else { return Ok(Value::Undef) };
    let result = held::with(vm, [callable], |[callable]| vm.call_object(callable, &[]));
    let end = || {
        payload.callable.set(None);
        payload.sentinel.set(None);
        Ok(Value::Undef)
    };
    let result = match result {
        Ok(result) => result,
        Err(raised) if vm.pending_is(&raised, ErrorKind::StopIteration) => {
            drop(vm.take_raised(raised));
            return end();
        }
        Err(raised) => return Err(raised),
    };
    let Some(sentinel) = payload.sentinel.get() else { return Ok(Value::Undef) };
    let equal =
        held::with(vm, [sentinel, result.clone()], |[sentinel, result]| vm.equal(sentinel, result));
    if equal? { end() } else { Ok(Value::Obj(result)) }
}

pub static CALLABLE_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(callable_next), ..Slots::EMPTY },
    methods: &CALLABLE_METHODS,
    ..TypeSpec::of::<CallableIterator>()
};

/// `reversed(sequence)` of a sequence without a `__reversed__` of its own.
pub struct Reversed {
    pub sequence: Slot,
    /// The next index; below 0 at the end.
    pub index: Cell<i64>,
}

impl Payload for Reversed {
    const KIND: Kind = kinds::REVERSED;
    const NAME: &'static str = "reversed";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.sequence.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.sequence);
    }
}

fn reversed_new(vm: &Vm, args: Args<'_>) -> Eval {
    let sequence = args.req(1);
    let not_reversible = || {
        let class = vm.class_name(sequence);
        vm.type_error(format!("'{class}' object is not reversible"))
    };
    if let Some(method) = vm.lookup_special(sequence, "__reversed__") {
        if vm.is_none(&method) {
            return Err(not_reversible());
        }
        return vm.call_bound_special(method, sequence, &[]);
    }
    let is_sequence = vm.slot(sequence, |slots| slots.getitem.is_some())
        && vm.is_like_sequence(sequence)
        && !vm.class_data(sequence).flags.get().is_mapping;
    if !is_sequence {
        return Err(not_reversible());
    }
    let index = Cell::new(vm.len_of(sequence)? as i64 - 1);
    let payload = Reversed { sequence: Slot::new(sequence.clone()), index };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

fn reversed_next(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<Reversed>();
    let index = payload.index.get();
    let Some(sequence) = payload.sequence.get() else { return Ok(Value::Undef) };
    if index < 0 {
        payload.sequence.set(None);
        return Ok(Value::Undef);
    }
    let key = vm.new_int(index)?;
    match held::with(vm, [sequence, key], |[sequence, key]| vm.get_item(sequence, key)) {
        Ok(value) => {
            payload.index.set(index - 1);
            Ok(value)
        }
        Err(raised) => {
            payload.index.set(-1);
            payload.sequence.set(None);
            if vm.pending_is(&raised, ErrorKind::IndexError)
                || vm.pending_is(&raised, ErrorKind::StopIteration)
            {
                drop(vm.take_raised(raised));
                return Ok(Value::Undef);
            }
            Err(raised)
        }
    }
}

fn reversed_hint(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Reversed>();
    let Some(sequence) = payload.sequence.get() else { return Ok(Value::Int(0)) };
    let left = payload.index.get() + 1;
    let len = vm.len_of(&sequence)? as i64;
    Ok(Value::Int(if len < left { 0 } else { left }))
}

static REVERSED_NEW: Method =
    staticmethod("__new__", "(type, object, /)", reversed_new, "Create and return a new object.");

static REVERSED_METHODS: [Method; 3] = [
    method("__length_hint__", "()", reversed_hint, HINT_DOC),
    method("__reduce__", "()", reversed_reduce, REDUCE_DOC),
    method("__setstate__", "(state, /)", reversed_set, STATE_DOC),
];

pub static REVERSED: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Return a reverse iterator over the values of the given sequence.",
    subclassable: true,
    construct: Some(&REVERSED_NEW),
    slots: Slots { iter: Some(itself), next: Some(reversed_next), ..Slots::EMPTY },
    methods: &REVERSED_METHODS,
    ..TypeSpec::of::<Reversed>()
};
