//! Iterating a string, character by character.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::string::is_ascii;
use crate::runtime::spec::{Method, TypeSpec, method};
use crate::runtime::{Args, Eval, Slots, Value, Vm, kinds};
use crate::types::iterators::{HINT_DOC, REDUCE_DOC, STATE_DOC, itself, place_in, reduced};
use crate::types::object::OBJECT;

/// Walks pure ASCII text; CPython gives it a type of its own, and so do we.
pub struct AsciiStrIterator {
    text: Slot,
    at: Cell<usize>,
}

/// Walks any other text.
pub struct StrIterator {
    text: Slot,
    /// In bytes.
    at: Cell<usize>,
}

impl Payload for AsciiStrIterator {
    const KIND: Kind = kinds::STR_ASCII_ITERATOR;
    const NAME: &'static str = "str_ascii_iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.text.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.text);
    }
}

impl Payload for StrIterator {
    const KIND: Kind = kinds::STR_ITERATOR;
    const NAME: &'static str = "str_iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.text.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.text);
    }
}

pub(super) fn iter(vm: &Vm, object: &Ref) -> Eval {
    let (text, at) = (Slot::new(object.clone()), Cell::new(0));
    if is_ascii(object) {
        return vm.alloc(AsciiStrIterator { text, at }).map(Value::Obj);
    }
    vm.alloc(StrIterator { text, at }).map(Value::Obj)
}

/// The next letter; `Undef` at the end.
pub fn next_ascii(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<AsciiStrIterator>();
    let at = payload.at.get();
    match payload.text.look(|text| text?.text().as_bytes().get(at).copied()) {
        Some(letter) => {
            payload.at.set(at + 1);
            vm.latin1(letter).map(Value::Obj)
        }
        None => {
            payload.text.set(None);
            Ok(Value::Undef)
        }
    }
}

fn next(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<StrIterator>();
    let Some(text) = payload.text.get() else { return Ok(Value::Undef) };
    let rest = &text.text()[payload.at.get()..];
    match rest.chars().next() {
        Some(letter) => {
            let width = letter.len_utf8();
            payload.at.set(payload.at.get() + width);
            vm.str_value(&rest[..width])
        }
        None => {
            payload.text.set(None);
            Ok(Value::Undef)
        }
    }
}

fn hint_ascii(_vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<AsciiStrIterator>();
    let left = payload.text.get().map_or(0, |text| text.text().len() - payload.at.get());
    Ok(Value::Int(left as i64))
}

fn hint(_vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<StrIterator>();
    let left = payload.text.get().map_or(0, |text| text.text()[payload.at.get()..].chars().count());
    Ok(Value::Int(left as i64))
}

fn reduce_ascii(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<AsciiStrIterator>();
    match payload.text.get() {
        Some(text) => reduced(vm, "iter", vec![text], Some(payload.at.get() as i64)),
        None => reduced(vm, "iter", vec![vm.singletons.empty_str.clone()], None),
    }
}

fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<StrIterator>();
    match payload.text.get() {
        Some(text) => {
            let place = text.text()[..payload.at.get()].chars().count();
            reduced(vm, "iter", vec![text], Some(place as i64))
        }
        None => reduced(vm, "iter", vec![vm.singletons.empty_str.clone()], None),
    }
}

fn set_place_ascii(vm: &Vm, args: Args<'_>) -> Eval {
    let (payload, place) = (args.req(0).as_ref::<AsciiStrIterator>(), place_in(vm, args)?);
    if let Some(text) = payload.text.get() {
        payload.at.set(place.min(text.text().len()));
    }
    Ok(Value::None)
}

fn set_place(vm: &Vm, args: Args<'_>) -> Eval {
    let (payload, place) = (args.req(0).as_ref::<StrIterator>(), place_in(vm, args)?);
    if let Some(text) = payload.text.get() {
        let text = text.text();
        payload.at.set(text.char_indices().nth(place).map_or(text.len(), |(at, _)| at));
    }
    Ok(Value::None)
}

static ASCII_METHODS: [Method; 3] = [
    method("__length_hint__", "()", hint_ascii, HINT_DOC),
    method("__reduce__", "()", reduce_ascii, REDUCE_DOC),
    method("__setstate__", "(state, /)", set_place_ascii, STATE_DOC),
];
static METHODS: [Method; 3] = [
    method("__length_hint__", "()", hint, HINT_DOC),
    method("__reduce__", "()", reduce, REDUCE_DOC),
    method("__setstate__", "(state, /)", set_place, STATE_DOC),
];

pub static ASCII_STR_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next_ascii), ..Slots::EMPTY },
    methods: &ASCII_METHODS,
    ..TypeSpec::of::<AsciiStrIterator>()
};

pub static STR_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..TypeSpec::of::<StrIterator>()
};
