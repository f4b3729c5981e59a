//! The six iterators of dicts: keys, values and items, forwards and backwards.
//!
//! They are one payload under six kinds. The item iterators keep their last pair and fill it again
//! if nobody else has kept it.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, method};
use crate::runtime::{Args, ErrorKind, Eval, Value, Vm, kinds};
use crate::types::adapters::reuse_pair;
use crate::types::iterators::HINT_DOC;

pub const KEYS: u8 = kinds::DICT_KEY_ITERATOR.0;
pub const VALUES: u8 = kinds::DICT_VALUE_ITERATOR.0;
pub const ITEMS: u8 = kinds::DICT_ITEM_ITERATOR.0;
pub const REVERSE_KEYS: u8 = kinds::DICT_REVERSE_KEY_ITERATOR.0;
pub const REVERSE_VALUES: u8 = kinds::DICT_REVERSE_VALUE_ITERATOR.0;
pub const REVERSE_ITEMS: u8 = kinds::DICT_REVERSE_ITEM_ITERATOR.0;

/// A dict (dropped at the end), where to go on, and the size the dict must keep.
pub struct DictIterator<const KIND: u8> {
    pub dict: Slot,
    /// Forwards the next place, backwards one past it.
    pub position: Cell<usize>,
    /// `usize::MAX` once the size has changed.
    pub used: Cell<usize>,
    pub left: Cell<usize>,
    /// The last pair, for items.
    pub result: Slot,
}

impl<const KIND: u8> Payload for DictIterator<KIND> {
    const KIND: Kind = Kind(KIND);
    const NAME: &'static str = match KIND {
        KEYS => "dict_keyiterator",
        VALUES => "dict_valueiterator",
        ITEMS => "dict_itemiterator",
        REVERSE_KEYS => "dict_reversekeyiterator",
        REVERSE_VALUES => "dict_reversevalueiterator",
        _ => "dict_reverseitemiterator",
    };

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.dict.visit(visit);
        self.result.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.dict);
        dying.give_up_slot(&self.result);
    }
}

const fn is_reverse(kind: u8) -> bool {
    matches!(kind, REVERSE_KEYS | REVERSE_VALUES | REVERSE_ITEMS)
}

const fn is_items(kind: u8) -> bool {
    matches!(kind, ITEMS | REVERSE_ITEMS)
}

/// An iterator over `dict`.
pub fn new<const KIND: u8>(vm: &Vm, dict: &Ref) -> Eval {
    let payload = dict.as_ref::<Dict>();
    let position = if is_reverse(KIND) { payload.table.borrow().end() } else { 0 };
    let result = if is_items(KIND) {
        Slot::new(vm.new_tuple(vec![vm.none(), vm.none()])?)
    } else {
        Slot::empty()
    };
    let used = payload.len();
    vm.alloc(DictIterator::<KIND> {
        dict: Slot::new(dict.clone()),
        position: Cell::new(position),
        used: Cell::new(used),
        left: Cell::new(used),
        result,
    })
    .map(Value::Obj)
}

/// `iter(dict)`.
pub fn iter_keys(vm: &Vm, dict: &Ref) -> Eval {
    new::<KEYS>(vm, dict)
}

/// What one step found; the references are counted.
enum Step {
    One(Ref),
    Pair(Ref, Ref),
    Ended,
    Resized,
    KeysChanged,
}

fn step<const KIND: u8>(payload: &DictIterator<KIND>) -> Step {
    let mut found = Step::Ended;
    payload.dict.visit(&mut |dict| {
        let dict = dict.as_ref::<Dict>();
        let table = dict.table.borrow();
        if table.len() != payload.used.get() {
            found = Step::Resized;
            return;
        }
        let position = payload.position.get();
        let next = if is_reverse(KIND) {
            table.previous_before(position)
        } else {
            table.next_from(position).map(|(at, entry)| (at + 1, entry))
        };
        let Some((position, entry)) = next else { return };
        if payload.left.get() == 0 {
            found = Step::KeysChanged;
            return;
        }
        payload.position.set(position);
        payload.left.set(payload.left.get() - 1);
        found = match KIND {
            KEYS | REVERSE_KEYS => Step::One(entry.key.clone()),
            VALUES | REVERSE_VALUES => Step::One(entry.value.clone()),
            _ => Step::Pair(entry.key.clone(), entry.value.clone()),
        };
    });
    found
}

/// The next key, value or pair; `Undef` at the end.
///
/// # Errors
/// `RuntimeError` where the dict has changed.
#[inline]
pub fn next<const KIND: u8>(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<DictIterator<KIND>>();
    match step(payload) {
        Step::One(object) => Ok(Value::Obj(object)),
        Step::Pair(key, value) => reuse_pair(vm, &payload.result, key, value),
        Step::Ended => {
            payload.dict.set(None);
            Ok(Value::Undef)
        }
        Step::Resized => {
            payload.used.set(usize::MAX);
            let message = "dictionary changed size during iteration";
            Err(vm.raise(ErrorKind::RuntimeError, message.into()))
        }
        Step::KeysChanged => {
            payload.dict.set(None);
            let message = "dictionary keys changed during iteration";
            Err(vm.raise(ErrorKind::RuntimeError, message.into()))
        }
    }
}

fn length_hint<const KIND: u8>(_vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<DictIterator<KIND>>();
    let same =
        payload.dict.get().is_some_and(|dict| dict.as_ref::<Dict>().len() == payload.used.get());
    Ok(Value::Int(if same { payload.left.get() as i64 } else { 0 }))
}

macro_rules! hint_methods {
    ($($name:ident $kind:ident;)*) => {
        $(pub(super) static $name: [Method; 1] =
            [method("__length_hint__", "()", length_hint::<$kind>, HINT_DOC)];)*
    };
}

hint_methods! {
    KEYS_METHODS KEYS;
    VALUES_METHODS VALUES;
    ITEMS_METHODS ITEMS;
    REVERSE_KEYS_METHODS REVERSE_KEYS;
    REVERSE_VALUES_METHODS REVERSE_VALUES;
    REVERSE_ITEMS_METHODS REVERSE_ITEMS;
}
