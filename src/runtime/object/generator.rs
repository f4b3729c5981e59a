//! The cell of generators: a frame's slots with the places its statements resume from.

use std::cell::Cell;

use super::Code;
use super::code::Makes;
use super::coroutine::{AsyncGenerator, Coroutine};
use super::frame::FrameObject;
use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::kinds;
use crate::runtime::stack::Taker;
use crate::source::Span;

/// Where a generator is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorState {
    Created,
    Suspended,
    Running,
    Finished,
}

/// What whoever resumes a generator does to it.
pub enum Wake<'a> {
    /// Asks for the next value; what is yielded on the way may be taken.
    Next(Option<Taker<'a>>),
    Send(Ref),
    /// Throws the pending exception in.
    Throw,
}

/// What a generator goes on with at the `yield` where it stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resumption {
    /// With nothing: the `yield` gives `None`.
    Next,
    /// With what is sent in.
    Send,
    /// The pending exception is thrown in.
    Throw,
    /// What its `yield from` waited for has ended.
    DelegateEnded,
    /// What its `yield from` waited for has raised the pending exception.
    DelegateRaised,
}

/// Where the statements of a frame that can be resumed stopped, by number. Most frames have one.
#[derive(Default)]
pub struct Positions {
    first: Cell<u32>,
    others: Box<[Cell<u32>]>,
}

impl Positions {
    /// For `count` statements, none of which has begun.
    #[inline]
    pub fn new(count: usize) -> Positions {
        match count {
            0 | 1 => Positions::default(),
            _ => Positions { first: Cell::new(0), others: vec![Cell::new(0); count - 1].into() },
        }
    }

    /// The position of statement `number`.
    #[inline(always)]
    pub fn get(&self, number: u32) -> Option<&Cell<u32>> {
        match number {
            0 => Some(&self.first),
            _ => self.others.get(number as usize - 1),
        }
    }
}

/// A frame that stops at each `yield`. Coroutines and asynchronous generators hold one, too.
pub struct Generator {
    pub state: Cell<GeneratorState>,
    pub name: Slot,
    pub qualname: Slot,
    pub code: Fixed,
    /// Its function until it ends; then `None`.
    pub func: Fixed,
    /// Whether it is being closed outside any block that could catch that: CPython's shortcut for
    /// this drops the locals but not the function.
    pub keeps_func: Cell<bool>,
    /// The frame's slots, running or not.
    pub slots: Box<[Slot]>,
    /// Where each statement that can be resumed stopped.
    pub positions: Positions,
    /// What was being handled (`sys.exception()`) at the `yield`.
    pub handled: Slot,
    /// How many of its handlers are entered.
    pub handling: Cell<u32>,
    /// Whether, while it runs, what its consumer handles waits below its frame.
    pub over_handled: Cell<bool>,
    /// The slot of the iterator that a `yield from` waits for, or waited for when it was resumed.
    pub waits_for: Cell<Option<u32>>,
    pub frame: Slot,
    pub position: Cell<Span>,
    /// Whether a `GeneratorExit` thrown in goes on into what it waits for, which is else closed: so
    /// asynchronous generators are closed.
    pub passes_exit: Cell<bool>,
}

impl Payload for Generator {
    const KIND: Kind = kinds::GENERATOR;
    const NAME: &'static str = "generator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.trace_frame(visit);
    }

    fn release(&self, dying: &Dying) {
        self.release_frame(dying);
    }
}

impl Generator {
    /// What `object` resumes, if it is a generator, a coroutine or an asynchronous generator.
    #[inline(always)]
    pub fn of(object: &Ref) -> Option<&Generator> {
        match object.get::<Generator>() {
            Some(generator) => Some(generator),
            None => Generator::asynchronous(object),
        }
    }

    #[inline(never)]
    fn asynchronous(object: &Ref) -> Option<&Generator> {
        match object.get::<Coroutine>() {
            Some(coroutine) => Some(&coroutine.generator),
            None => object.get::<AsyncGenerator>().map(|object| &object.generator),
        }
    }

    /// What its function was made to make.
    pub fn makes(&self) -> Makes {
        self.code.as_ref::<Code>().flags.makes
    }

    /// What it waits for, where it is suspended in a `yield from` or `await`.
    pub fn delegate(&self) -> Option<Ref> {
        let suspended = self.state.get() == GeneratorState::Suspended;
        let slot = self.waits_for.get().filter(|_| suspended)?;
        self.slots.get(slot as usize)?.get()
    }

    pub(super) fn trace_frame(&self, visit: &mut dyn FnMut(&Ref)) {
        self.code.visit(visit);
        if self.func.peek().is_some_and(|func| func.kind() != kinds::NONE) {
            self.func.visit(visit);
        }
        self.slots.iter().for_each(|slot| slot.visit(visit));
        for slot in [&self.name, &self.qualname, &self.handled, &self.frame] {
            slot.visit(visit);
        }
    }

    pub(super) fn release_frame(&self, dying: &Dying) {
        if let Some(frame) = self.frame.get()
            && let Some(frame) = frame.get::<FrameObject>()
        {
            frame.generator.set(None);
        }
        self.clear_slots();
        dying.give_up(&self.func);
        for slot in [&self.frame, &self.handled, &self.name, &self.qualname] {
            dying.give_up_slot(slot);
        }
        dying.give_up(&self.code);
    }

    /// Whether closing it, suspended as it is, runs nothing: it waits for no other iterator, and
    /// nothing in it could notice the `GeneratorExit`. (CPython: `gen_close`.)
    pub fn just_ends(&self) -> bool {
        !self.code.as_ref::<Code>().flags.guarded
            && self.waits_for.get().is_none()
            && self.handled.is_none()
            && self.frame.is_none()
    }

    /// Drops the frame's slots in order.
    pub fn clear_slots(&self) {
        self.slots.iter().for_each(|slot| slot.set(None));
    }
}
