//! The tables of `set` and `frozenset`, what both share as slots, and their iterator.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::List;
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::{Args, BinaryOp, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::held;
use crate::types::iterators::{HINT_DOC, REDUCE_DOC, itself, reduced};
use crate::types::object::OBJECT;

use super::cell::{FrozenSet, Set, table};
use super::{methods, operators};

fn len(_vm: &Vm, set: &Ref) -> Result<usize, Raised> {
    Ok(table(set).borrow().len())
}

fn repr(vm: &Vm, set: &Ref) -> Eval {
    let class = vm.class_name(set);
    if table(set).borrow().is_empty() {
        return vm.str_value(&format!("{class}()"));
    }
    let written = vm.without_repr_cycle(set, || {
        let keys: Vec<Ref> = table(set).borrow().iter().map(|(key, _)| key.clone()).collect();
        // A list holds them meanwhile, as in CPython.
        let keys = vm.new_list(keys)?;
        vm.build_str(|text| {
            let plain = set.is_exact::<Set>();
            text.push_str(&if plain { "{".to_owned() } else { format!("{class}({{") });
            held::with(vm, [keys], |[keys]| {
                let keys = keys.as_ref::<List>();
                held::repr_items(vm, text, &mut |at| keys.get(at))
            })?;
            text.push_str(if plain { "}" } else { "})" });
            Ok(())
        })
    })?;
    written.map_or_else(|| vm.str_value(&format!("{class}(...)")), Ok)
}

fn frozen_hash(_vm: &Vm, set: &Ref) -> Result<i64, Raised> {
    let payload = set.as_ref::<FrozenSet>();
    if let Some(hash) = payload.hash.get() {
        return Ok(hash);
    }
    let hash = {
        let table = payload.table.borrow();
        crate::text::hash::hash_frozenset(table.iter().map(|(_, hash)| hash))
    };
    payload.hash.set(Some(hash));
    Ok(hash)
}

/// A set (dropped at the end), the place to go on from, and the size it must keep.
pub struct SetIterator {
    set: Slot,
    position: Cell<usize>,
    /// `usize::MAX` once the size has changed.
    used: Cell<usize>,
    left: Cell<usize>,
}

impl Payload for SetIterator {
    const KIND: Kind = kinds::SET_ITERATOR;
    const NAME: &'static str = "set_iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.set.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.set);
    }
}

fn iter(vm: &Vm, set: &Ref) -> Eval {
    let used = table(set).borrow().len();
    let payload = SetIterator {
        set: Slot::new(set.clone()),
        position: Cell::new(0),
        used: Cell::new(used),
        left: Cell::new(used),
    };
    vm.alloc(payload).map(Value::Obj)
}

/// The next key; `Undef` at the end.
pub fn next(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<SetIterator>();
    let Some(set) = payload.set.get() else { return Ok(Value::Undef) };
    if table(&set).borrow().len() != payload.used.get() {
        payload.used.set(usize::MAX);
        let message = "Set changed size during iteration";
        return Err(vm.raise(ErrorKind::RuntimeError, message.into()));
    }
    let mut position = payload.position.get();
    let key = operators::next_key(table(&set), &mut position);
    payload.position.set(position);
    match key {
        Some((key, _)) => {
            payload.left.set(payload.left.get().saturating_sub(1));
            Ok(Value::Obj(key))
        }
        None => {
            payload.set.set(None);
            Ok(Value::Undef)
        }
    }
}

fn length_hint(_vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<SetIterator>();
    let Some(set) = payload.set.get() else { return Ok(Value::Int(0)) };
    let same = table(&set).borrow().len() == payload.used.get();
    Ok(Value::Int(if same { payload.left.get() as i64 } else { 0 }))
}

static SET_NEW: Method = staticmethod(
    "__new__",
    "(type, *args, **kwargs)",
    methods::set_new,
    "Create and return a new object.",
)
.leaf(methods::set_briefly);

static SET_INIT: Method =
    method("__init__", "(iterable=(), /)", methods::set_init, "Initialize self.");

static FROZENSET_NEW: Method = staticmethod(
    "__new__",
    "(type, iterable=(), /)",
    methods::frozenset_new,
    "Create and return a new object.",
);

const SHARED: Slots = Slots {
    repr: Some(repr),
    compare: Some(operators::compare),
    iter: Some(iter),
    len: Some(len),
    contains: Some(operators::contains_key),
    binary: Slots::binary(&[
        (BinaryOp::Or, operators::or),
        (BinaryOp::And, operators::and),
        (BinaryOp::Sub, operators::sub),
        (BinaryOp::Xor, operators::xor),
    ]),
    ..Slots::EMPTY
};

pub static SET: TypeSpec = TypeSpec {
    weakrefable: true,
    base: Some(&OBJECT),
    doc: "Build an unordered collection of unique elements.",
    subclassable: true,
    match_self: true,
    construct: Some(&SET_NEW),
    init: Some(&SET_INIT),
    new_ignores_arguments: true,
    slots: Slots {
        unhashable: true,
        inplace: Slots::binary(&[
            (BinaryOp::Or, operators::inplace_or),
            (BinaryOp::And, operators::inplace_and),
            (BinaryOp::Sub, operators::inplace_sub),
            (BinaryOp::Xor, operators::inplace_xor),
        ]),
        ..SHARED
    },
    methods: &methods::SET_METHODS,
    ..TypeSpec::of::<Set>()
};

pub static FROZENSET: TypeSpec = TypeSpec {
    weakrefable: true,
    base: Some(&OBJECT),
    doc: "Build an immutable unordered collection of unique elements.",
    subclassable: true,
    match_self: true,
    construct: Some(&FROZENSET_NEW),
    slots: Slots { hash: Some(frozen_hash), ..SHARED },
    methods: &methods::FROZEN_METHODS,
    ..TypeSpec::of::<FrozenSet>()
};

/// What is left, in a list; the iterator itself stays where it is.
fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<SetIterator>();
    let again = vm.alloc(SetIterator {
        set: Slot::from(payload.set.get()),
        position: payload.position.clone(),
        used: payload.used.clone(),
        left: payload.left.clone(),
    })?;
    let left = vm.new_list(vm.collect(&again)?)?;
    reduced(vm, "iter", vec![left], None)
}

static ITERATOR_METHODS: [Method; 2] = [
    method("__length_hint__", "()", length_hint, HINT_DOC),
    method("__reduce__", "()", reduce, REDUCE_DOC),
];

pub static SET_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &ITERATOR_METHODS,
    ..TypeSpec::of::<SetIterator>()
};
