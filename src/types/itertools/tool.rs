//! What the iterators of `itertools` are made of.

use std::cell::{Cell, RefCell};

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::adapters::reuse_tuple;
use crate::types::held;
use crate::types::iterators::itself;
use crate::types::object::OBJECT;

/// The state of any of the iterators; each uses the fields it needs.
#[derive(Default)]
pub struct Tool {
    /// The iterator that items come from.
    pub source: Slot,
    /// A function, selector iterator, step or fill value.
    pub func: Slot,
    /// A single object kept from one step to the next.
    pub kept: Slot,
    /// A second one.
    pub other: Slot,
    /// The last tuple handed out.
    pub result: Slot,
    /// Pools and what was saved.
    pub items: RefCell<Vec<Ref>>,
    pub indices: RefCell<Vec<usize>>,
    pub cycles: RefCell<Vec<usize>>,
    pub at: Cell<i64>,
    pub next: Cell<i64>,
    pub stop: Cell<i64>,
    pub step: Cell<i64>,
    /// Begun, ended, strict: what the iterator says it is.
    pub flag: Cell<bool>,
}

impl Payload for Tool {
    const KIND: Kind = kinds::ITERTOOLS;
    const NAME: &'static str = "itertools iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        for slot in [&self.source, &self.func, &self.kept, &self.other, &self.result] {
            slot.visit(visit);
        }
        self.items.borrow().iter().for_each(visit);
    }

    fn release(&self, dying: &Dying) {
        for slot in [&self.source, &self.func, &self.kept, &self.other, &self.result] {
            dying.give_up_slot(slot);
        }
        loop {
            let last = self.items.borrow_mut().pop();
            if last.is_none() {
                break;
            }
        }
    }

    fn external_bytes(&self) -> usize {
        self.items.try_borrow().map_or(0, |items| items.capacity() * size_of::<Ref>())
    }
}

/// The owner of the kind; no object is of this class itself.
pub static TOOL: TypeSpec =
    TypeSpec { name: "_tool", module: "itertools", base: Some(&OBJECT), ..TypeSpec::of::<Tool>() };

/// The description of one of the iterators.
pub(super) const fn tool(
    name: &'static str,
    construct: &'static Method,
    next: fn(&Vm, &Ref) -> Eval,
    doc: &'static str,
) -> TypeSpec {
    TypeSpec {
        name,
        module: "itertools",
        base: Some(&OBJECT),
        kind: Kind::FREE,
        doc,
        subclassable: true,
        construct: Some(construct),
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        ..TypeSpec::of::<Tool>()
    }
}

/// A new iterator of `class`.
pub(super) fn make(vm: &Vm, class: &Ref, tool: Tool) -> Eval {
    vm.alloc_in(tool, class).map(Value::Obj)
}

/// The payload of an iterator.
#[inline]
pub(super) fn state(iterator: &Ref) -> &Tool {
    iterator.as_ref::<Tool>()
}

/// A slot that holds `object`.
pub(super) fn holding(object: &Ref) -> Slot {
    Slot::new(object.clone())
}

/// The next item of the iterator in `slot`; `None` at its end, or where the slot is empty.
#[inline]
pub(super) fn next_from(vm: &Vm, slot: &Slot) -> Result<Option<Ref>, Raised> {
    let Some(iterator) = slot.get() else { return Ok(None) };
    match vm.recurse_freely(|| held::with(vm, [iterator], |[iterator]| vm.next(iterator)))? {
        Value::Undef => Ok(None),
        value => vm.to_object(value).map(Some),
    }
}

/// The end of an iterator that forgets its source.
pub(super) fn ended(tool: &Tool) -> Eval {
    tool.source.set(None);
    Ok(Value::Undef)
}

/// A tuple of `items`, kept to be filled again next time.
pub(super) fn keep_tuple(vm: &Vm, tool: &Tool, items: Vec<Ref>) -> Eval {
    let value = reuse_tuple(vm, &tool.result, items.into_iter().map(Some))?;
    if let Value::Obj(tuple) = &value
        && !tool.result.peek_same(tuple)
    {
        tool.result.set(Some(tuple.clone()));
    }
    Ok(value)
}
