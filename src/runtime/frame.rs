//! The running frame: what the nodes of a piece of code have at hand.

use std::cell::Cell;
use std::mem::ManuallyDrop;

use super::object::number::read_number;
use super::object::{CellObject, Code, Dict, Generator};
use super::role::Role;
use super::stack::{FrameSlots, Link};
use super::value::Value;
use super::vm::Vm;
use crate::heap::{Ref, Slot};
use crate::source::Span;

/// Takes what a generator yields while that goes on running; hands back what it cannot take without
/// running Python code, at which the generator stops as at any `yield`.
pub type Taker<'a> = &'a dyn Fn(Value) -> Option<Value>;

/// A running piece of code: what its nodes need at hand.
pub struct Frame<'a> {
    pub vm: &'a Vm,
    pub code: &'a Code,
    /// The cell of `code`; the frame owns a reference to it.
    pub code_ref: &'a Ref,
    /// The function or generator being run, which whoever runs it holds; none for a module or
    /// class.
    pub owner: Option<&'a Ref>,
    pub globals: &'a Dict,
    pub globals_ref: &'a Ref,
    /// Where names of a class body or `exec` live; none for functions.
    pub namespace: Option<&'a Ref>,
    pub generator: Option<&'a Generator>,
    /// Who takes what the generator yields, where that need not stop for it.
    pub taker: Option<Taker<'a>>,
    /// Set while a generator's statements walk down to where they stopped.
    pub resuming: Cell<bool>,
    /// Where the frame begins on the slot stack: slot 0's place, unless a generator has the slots.
    pub base: usize,
    /// The frame's own slots.
    slots: FrameSlots<'a>,
    /// What is being executed.
    pub position: Cell<Span>,
    /// The frame as an object, once something asked for it; whoever ends the frame takes it out,
    /// so that nothing is left to drop.
    pub object: ManuallyDrop<Slot>,
    pub(super) parent: Link,
}

impl<'a> Frame<'a> {
    /// A frame about to run `code`; `slots` start at `base`.
    #[inline(always)]
    pub fn new(
        vm: &'a Vm,
        code: &'a Code,
        code_ref: &'a Ref,
        owner: Option<&'a Ref>,
        globals_ref: &'a Ref,
        base: usize,
        slots: FrameSlots<'a>,
    ) -> Self {
        assert!(slots.len() >= code.slot_count, "a frame has the slots that its code names");
        Frame {
            vm,
            code,
            code_ref,
            owner,
            globals: globals_ref.as_ref::<Dict>(),
            globals_ref,
            namespace: None,
            generator: None,
            taker: None,
            resuming: Cell::new(false),
            base,
            slots,
            position: Cell::new(code.span),
            object: ManuallyDrop::new(Slot::empty()),
            parent: Link::default(),
        }
    }

    /// Visits the references that the frame owns beside its slots, with what each is.
    pub fn visit(&self, visit: &mut dyn FnMut(&'static str, &Ref)) {
        // A generator's code is the generator's own.
        if self.generator.is_none() {
            visit("code", self.code_ref);
        }
        self.object.visit(&mut |object| visit("frame object", object));
    }

    /// Moves the first `count` slots out, for a frame object to keep.
    pub fn take_locals(&self, count: usize) -> Vec<Option<Ref>> {
        self.slots.take_first(count)
    }

    /// Sets what slot `slot` is held for. A generator's slots have no roles.
    #[inline]
    pub fn set_role(&self, slot: u32, role: Role) {
        if self.generator.is_none() {
            self.vm.stack.set_role(self.base + slot as usize, role);
        }
    }

    /// The object in slot `slot`, counted.
    #[inline(always)]
    pub fn get(&self, slot: u32) -> Option<Ref> {
        self.peek(slot, |object| object.cloned())
    }

    /// The variables of the comprehensions that run, the outermost first.
    pub fn inlined(&self) -> Vec<(&str, Ref)> {
        let bound = self.code.inlined.iter().filter_map(|(name, slot)| {
            let object = self.get(*slot)?;
            let value = match object.get::<CellObject>() {
                Some(cell) => cell.content.get()?,
                None => object,
            };
            Some((&**name, value))
        });
        bound.collect()
    }

    /// Empties slot `slot`.
    #[inline(always)]
    pub fn take(&self, slot: u32) -> Option<Ref> {
        self.replace(slot, None)
    }

    /// Puts `object` into slot `slot`, then drops what was there.
    #[inline(always)]
    pub fn set(&self, slot: u32, object: Option<Ref>) {
        drop(self.replace(slot, object));
    }

    /// Puts `object` into slot `slot` and hands out what was there.
    #[inline(always)]
    pub fn replace(&self, slot: u32, object: Option<Ref>) -> Option<Ref> {
        self.slots.slot(slot).replace(object)
    }

    /// Puts `object` into slot `slot`, held for `role`.
    #[inline]
    pub fn set_as(&self, slot: u32, role: Role, object: Ref) {
        self.set_role(slot, role);
        self.set(slot, Some(object));
    }

    /// Runs `look` on the object in slot `slot`. `look` must not run Python code or write slots.
    #[inline(always)]
    pub fn peek<R>(&self, slot: u32, look: impl FnOnce(Option<&Ref>) -> R) -> R {
        self.slots.slot(slot).look(look)
    }

    /// The object in slot `slot`, for a look: the caller is done with it before the slot is written
    /// and before anything is dropped or other code runs (S2).
    #[inline(always)]
    pub fn at_hand(&self, slot: u32) -> Option<&Ref> {
        self.slots.slot(slot).at_hand()
    }

    /// The object in a temporary slot, for as long as only this frame's running statement can
    /// change it (S2).
    #[inline(always)]
    pub fn temporary(&self, slot: u32) -> Option<&Ref> {
        self.slots.standing(slot)
    }

    /// Slot `slot` for an operation that only reads it: numbers unboxed and uncounted.
    #[inline(always)]
    pub fn operand(&self, slot: u32) -> Value {
        self.peek(slot, |object| object.map_or(Value::Undef, read_number))
    }

    /// The frame that called this one, if it still runs.
    pub fn with_parent<R>(&self, look: impl FnOnce(&Frame<'_>) -> R) -> Option<R> {
        self.parent.look(look)
    }
}
