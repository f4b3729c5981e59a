//! The six iterators of dicts: keys, values and items, forwards and backwards.
//!
//! They are one payload under six kinds. The item iterators keep their last pair and fill it again
//! if nobody else has kept it.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, method};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm, kinds};
use crate::types::iterators::{HINT_DOC, REDUCE_DOC, reduced};
use crate::types::pairs::{self, Items, Pairs};

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
        Slot::new(vm.new_tuple_of([vm.none(), vm.none()])?)
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

#[inline(always)]
fn step<const KIND: u8>(payload: &DictIterator<KIND>) -> Step {
    payload.dict.look(|dict| {
        let Some(dict) = dict else { return Step::Ended };
        let table = dict.as_ref::<Dict>().table.borrow();
        if table.len() != payload.used.get() {
            return Step::Resized;
        }
        let position = payload.position.get();
        let next = if is_reverse(KIND) {
            table.previous_before(position)
        } else {
            table.next_from(position).map(|(at, entry)| (at + 1, entry))
        };
        let Some((position, entry)) = next else { return Step::Ended };
        if payload.left.get() == 0 {
            return Step::KeysChanged;
        }
        payload.position.set(position);
        payload.left.set(payload.left.get() - 1);
        match KIND {
            KEYS | REVERSE_KEYS => Step::One(entry.key.clone()),
            VALUES | REVERSE_VALUES => Step::One(entry.value.clone()),
            _ => Step::Pair(entry.key.clone(), entry.value.clone()),
        }
    })
}

impl<const KIND: u8> Pairs for DictIterator<KIND> {
    type First = Ref;

    #[inline(always)]
    fn kept(&self) -> &Slot {
        &self.result
    }

    #[inline(always)]
    fn next_items(&self, vm: &Vm) -> Items<Ref> {
        match step(self) {
            Step::Pair(key, value) => Ok(Some((key, value))),
            end => self.end(vm, &end).map(|()| None),
        }
    }
}

impl<const KIND: u8> DictIterator<KIND> {
    /// There is nothing more.
    ///
    /// # Errors
    /// `RuntimeError` where the dict has changed.
    #[cold]
    fn end(&self, vm: &Vm, step: &Step) -> Result<(), Raised> {
        let what = match step {
            Step::Resized => {
                self.used.set(usize::MAX);
                "changed size"
            }
            Step::KeysChanged => "keys changed",
            _ => {
                self.dict.set(None);
                return Ok(());
            }
        };
        // Only an `OrderedDict` can move a key.
        let ordered = |dict: &Ref| vm.lookup_special(dict, "move_to_end").is_some();
        let ordered = self.dict.get().is_some_and(|dict| ordered(&dict));
        if let Step::KeysChanged = step {
            self.dict.set(None);
        }
        let message = match ordered {
            true => "OrderedDict mutated during iteration".into(),
            false => format!("dictionary {what} during iteration"),
        };
        Err(vm.raise(ErrorKind::RuntimeError, message))
    }
}

/// The next key, value or pair; `Undef` at the end.
///
/// # Errors
/// `RuntimeError` where the dict has changed.
#[inline]
pub fn next<const KIND: u8>(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<DictIterator<KIND>>();
    if is_items(KIND) {
        return pairs::next::<DictIterator<KIND>>(vm, iterator);
    }
    match step(payload) {
        Step::One(object) => Ok(Value::Obj(object)),
        end => payload.end(vm, &end).map(|()| Value::Undef),
    }
}

fn length_hint<const KIND: u8>(_vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<DictIterator<KIND>>();
    let same =
        payload.dict.get().is_some_and(|dict| dict.as_ref::<Dict>().len() == payload.used.get());
    Ok(Value::Int(if same { payload.left.get() as i64 } else { 0 }))
}

/// What is left, in a list; the iterator itself stays where it is.
fn reduce<const KIND: u8>(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<DictIterator<KIND>>();
    let result = match is_items(KIND) {
        true => Slot::new(vm.new_tuple_of([vm.none(), vm.none()])?),
        false => Slot::empty(),
    };
    let again = vm.alloc(DictIterator::<KIND> {
        dict: Slot::from(payload.dict.get()),
        position: payload.position.clone(),
        used: payload.used.clone(),
        left: payload.left.clone(),
        result,
    })?;
    let left = vm.new_list(vm.collect(&again)?)?;
    reduced(vm, "iter", vec![left], None)
}

macro_rules! hint_methods {
    ($($name:ident $kind:ident;)*) => {
        $(pub(super) static $name: [Method; 2] = [
            method("__length_hint__", "()", length_hint::<$kind>, HINT_DOC),
            method("__reduce__", "()", reduce::<$kind>, REDUCE_DOC),
        ];)*
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
