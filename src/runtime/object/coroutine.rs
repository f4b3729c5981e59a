//! The cells of coroutines and asynchronous generators: generators with a little more.

use std::cell::Cell;

use super::generator::Generator;
use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::kinds;

/// What calling an `async def` function gives.
pub struct Coroutine {
    pub generator: Generator,
    /// Where it was made, if `sys.set_coroutine_origin_tracking_depth` asked for that.
    pub origin: Slot,
}

impl Payload for Coroutine {
    const KIND: Kind = kinds::COROUTINE;
    const NAME: &'static str = "coroutine";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.generator.trace_frame(visit);
        self.origin.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        self.generator.release_frame(dying);
        dying.give_up_slot(&self.origin);
    }
}

/// What calling an `async def` function with a `yield` gives.
pub struct AsyncGenerator {
    pub generator: Generator,
    /// Whether `sys.set_asyncgen_hooks`' functions have been told of it.
    pub announced: Cell<bool>,
    /// What is called in place of closing it when it dies.
    pub finalizer: Slot,
    /// It has ended, or is being closed.
    pub closed: Cell<bool>,
    /// One of its awaitables is running it.
    pub running: Cell<bool>,
}

impl Payload for AsyncGenerator {
    const KIND: Kind = kinds::ASYNC_GENERATOR;
    const NAME: &'static str = "async_generator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.generator.trace_frame(visit);
        self.finalizer.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        self.generator.release_frame(dying);
        dying.give_up_slot(&self.finalizer);
    }
}

/// How far an awaitable of an asynchronous generator has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepState {
    Created,
    Awaited,
    Closed,
}

/// What `asend` and `__anext__` give: a step of the generator that can be awaited once.
pub struct AsyncSend {
    pub generator: Fixed,
    pub sent: Slot,
    pub state: Cell<StepState>,
}

impl Payload for AsyncSend {
    const KIND: Kind = kinds::ASYNC_SEND;
    const NAME: &'static str = "async_generator_asend";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.generator.visit(visit);
        self.sent.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.generator);
        dying.give_up_slot(&self.sent);
    }
}

/// What `athrow` and `aclose` give.
pub struct AsyncThrow {
    pub generator: Fixed,
    /// The arguments of `athrow`, a tuple; empty for `aclose`.
    pub args: Slot,
    pub state: Cell<StepState>,
}

impl Payload for AsyncThrow {
    const KIND: Kind = kinds::ASYNC_THROW;
    const NAME: &'static str = "async_generator_athrow";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.generator.visit(visit);
        self.args.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.generator);
        dying.give_up_slot(&self.args);
    }
}
