//! What the iterators of `itertools` are made of.

use std::cell::{Cell, RefCell};

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Eval, Raised, Slots, Value, Vm};
use crate::types::adapters::{quick_item, reuse_tuple};
use crate::types::iterators::{itself, next_of_given};
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

impl Tool {
    fn slots(&self) -> [&Slot; 5] {
        [&self.source, &self.func, &self.kept, &self.other, &self.result]
    }
}

/// The cell of one class of iterators. Each has a kind of its own, so that to be asked for an item
/// it need not be asked for its class.
#[repr(transparent)]
pub struct ToolCell<const KIND: u8>(Tool);

impl<const NUMBER: u8> Payload for ToolCell<NUMBER> {
    const KIND: Kind = Kind(NUMBER);
    const NAME: &'static str = "itertools iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        for slot in self.0.slots() {
            slot.visit(visit);
        }
        self.0.items.borrow().iter().for_each(visit);
    }

    fn release(&self, dying: &Dying) {
        for slot in self.0.slots() {
            dying.give_up_slot(slot);
        }
        loop {
            let last = self.0.items.borrow_mut().pop();
            if last.is_none() {
                break;
            }
        }
    }

    fn external_bytes(&self) -> usize {
        self.0.items.try_borrow().map_or(0, |items| items.capacity() * size_of::<Ref>())
    }
}

/// The description of one of the iterators.
pub(super) const fn tool<const KIND: u8>(
    name: &'static str,
    construct: &'static Method,
    next: fn(&Vm, &Ref) -> Eval,
    doc: &'static str,
) -> TypeSpec {
    TypeSpec {
        name,
        module: "itertools",
        base: Some(&OBJECT),
        doc,
        subclassable: true,
        construct: Some(construct),
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        ..TypeSpec::of::<ToolCell<KIND>>()
    }
}

/// A new iterator of `class`.
pub(super) fn make<const KIND: u8>(vm: &Vm, class: &Ref, tool: Tool) -> Eval {
    new_cell::<KIND>(vm, class, tool).map(Value::Obj)
}

/// A new cell of `class`.
pub(super) fn new_cell<const KIND: u8>(vm: &Vm, class: &Ref, tool: Tool) -> Result<Ref, Raised> {
    vm.alloc_in(ToolCell::<KIND>(tool), class)
}

/// The payload of an iterator.
#[inline(always)]
pub(super) fn state<const KIND: u8>(iterator: &Ref) -> &Tool {
    &iterator.as_ref::<ToolCell<KIND>>().0
}

/// A slot that holds an iterator of an argument.
pub(super) fn iterating(vm: &Vm, iterable: &Ref) -> Result<Slot, Raised> {
    vm.packed(iterable, |iterable| vm.iter(iterable)).map(Slot::new)
}

/// A slot that holds `object`.
pub(super) fn holding(object: &Ref) -> Slot {
    Slot::new(object.clone())
}

/// The next item of the iterator in `slot`; `None` at its end, or where the slot is empty.
#[inline]
pub(super) fn next_from(vm: &Vm, slot: &Slot) -> Result<Option<Ref>, Raised> {
    if let Some(item) = quick_item(slot) {
        return Ok(Some(item));
    }
    match next_slowly(vm, slot)? {
        Value::Undef => Ok(None),
        value => vm.to_object(value).map(Some),
    }
}

/// As [`next_from`], for a caller who hands the item on; `Undef` at the end.
#[inline]
pub(super) fn next_value(vm: &Vm, slot: &Slot) -> Eval {
    match quick_item(slot) {
        Some(item) => Ok(Value::Obj(item)),
        None => next_slowly(vm, slot),
    }
}

/// The next item of an iterator that is asked by a call.
#[inline(never)]
fn next_slowly(vm: &Vm, slot: &Slot) -> Eval {
    let Some(iterator) = slot.get() else { return Ok(Value::Undef) };
    next_of_given(vm, iterator)
}

/// The end of an iterator that forgets its source.
pub(super) fn ended(tool: &Tool) -> Eval {
    tool.source.set(None);
    Ok(Value::Undef)
}

/// A tuple of `items`, kept to be filled again next time.
#[inline]
pub(super) fn keep_tuple(
    vm: &Vm,
    tool: &Tool,
    items: impl ExactSizeIterator<Item = Option<Ref>>,
) -> Eval {
    if items.len() == 0 {
        return Ok(Value::Obj(vm.singletons.empty_tuple.clone()));
    }
    let value = reuse_tuple(vm, &tool.result, items)?;
    if let Value::Obj(tuple) = &value
        && !tool.result.peek_same(tuple)
    {
        tool.result.set(Some(tuple.clone()));
    }
    Ok(value)
}
