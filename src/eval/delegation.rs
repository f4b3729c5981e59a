//! `yield from` and `await`: a frame that stops with what another iterator yields, until that ends.

use super::node::{Node, Stm, attempt};
use crate::heap::{Ref, Slot};
use crate::runtime::awaiting::is_awaited_by_nobody;
use crate::runtime::object::Generator;
use crate::runtime::object::generator::{Resumption, Wake};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value, Vm, kinds};
use crate::source::Span;

/// The place of an iterator that a frame waits for.
pub struct Delegation {
    /// Its slot.
    pub iterator: u32,
    pub span: Span,
}

impl Delegation {
    /// From now on the frame waits for `iterator`.
    pub fn begin(&self, frame: &Frame<'_>, iterator: Ref) {
        frame.set_as(self.iterator, Role::Iterator, iterator);
    }

    /// What the frame, if it is being resumed where it waits, is resumed with.
    #[inline(always)]
    pub fn resumption(frame: &Frame<'_>) -> Option<Resumption> {
        let resumed = frame.resuming.replace(false);
        resumed.then(|| frame.vm.resumed_by.replace(Resumption::Next))
    }

    /// Goes on waiting: the value that the iterator ended with, or how the frame stops.
    #[inline(always)]
    pub fn go_on(&self, frame: &Frame<'_>, resumed_by: Resumption) -> Result<Ref, Flow> {
        let vm = frame.vm;
        let Some(iterator) = frame.temporary(self.iterator) else { return Ok(vm.none()) };
        let result = match resumed_by {
            Resumption::Next => next_of(frame, iterator),
            Resumption::Send => send_into(vm, iterator),
            Resumption::Throw => throw_into(frame, iterator).inspect_err(|_| chain_thrown(frame)),
            Resumption::DelegateEnded => Ok(Value::Undef),
            Resumption::DelegateRaised => Err(vm.pending_again()),
        };
        match result {
            Ok(Value::Undef) => {
                self.wait_no_longer(frame);
                Ok(vm.stop_value.take().unwrap_or_else(|| vm.none()))
            }
            Ok(value) => {
                if let Some(generator) = frame.generator {
                    generator.waits_for.set(Some(self.iterator));
                }
                // It may have a `close` of its own.
                if !iterator.is::<Generator>() {
                    vm.notices_ends.set(true);
                }
                vm.yielded.set(value);
                Err(Flow::Yield)
            }
            Err(raised) => {
                vm.with_pending_saved(|| self.wait_no_longer(frame));
                Err(Flow::Raise(vm.locate(frame, raised, self.span)))
            }
        }
    }

    fn wait_no_longer(&self, frame: &Frame<'_>) {
        if let Some(generator) = frame.generator {
            generator.waits_for.set(None);
        }
        frame.set(self.iterator, None);
    }
}

/// `yield from iterable`, or `await awaitable`; the value goes into a temporary.
pub struct Delegating {
    pub value: Node,
    pub awaits: bool,
    pub delegation: Delegation,
    pub into: u32,
}

impl Stm for Delegating {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let vm = frame.vm;
        let resumed_by = match Delegation::resumption(frame) {
            Some(resumed_by) => resumed_by,
            None => {
                let span = self.delegation.span;
                frame.position.set(span);
                let object = attempt!(self.value.object(frame));
                let iterator = if self.is_iterator(&object) {
                    object
                } else {
                    let iterator = vm.keep(object, Role::Iterator, |object| match self.awaits {
                        true => vm.awaited(object),
                        false => iterator(frame, object),
                    });
                    attempt!(iterator.map_err(|raised| vm.locate(frame, raised, span)))
                };
                self.delegation.begin(frame, iterator);
                Resumption::Next
            }
        };
        match self.delegation.go_on(frame, resumed_by) {
            Ok(value) => {
                frame.set_as(self.into, Role::Result, value);
                Flow::Next
            }
            Err(flow) => flow,
        }
    }
}

impl Delegating {
    /// Whether `object` can be waited for as it is.
    #[inline(always)]
    fn is_iterator(&self, object: &Ref) -> bool {
        match object.kind() {
            kinds::GENERATOR => !self.awaits,
            kinds::COROUTINE => self.awaits && is_awaited_by_nobody(object),
            _ => false,
        }
    }
}

/// The iterator of `yield from`: only what stands for a coroutine itself takes coroutines.
fn iterator(frame: &Frame<'_>, iterable: &Ref) -> Result<Ref, Raised> {
    if iterable.kind() != kinds::COROUTINE {
        return frame.vm.iter(iterable);
    }
    if frame.code.awaitable.get() {
        return Ok(iterable.clone());
    }
    let message = "cannot 'yield from' a coroutine object in a non-coroutine generator";
    Err(frame.vm.type_error(message))
}

/// An exception thrown in arises while the generator handles what it was handling.
pub fn chain_thrown(frame: &Frame<'_>) {
    if frame.generator.is_none_or(|generator| generator.handling.get() == 0) {
        return;
    }
    if let Some(own) = frame.vm.handled.get() {
        frame.vm.chain_pending(own);
    }
}

/// Whether a frame that waits for `iterator` resumes it without asking for its methods.
#[inline(always)]
pub fn is_resumed(iterator: &Ref) -> bool {
    matches!(iterator.kind(), kinds::GENERATOR | kinds::COROUTINE)
}

/// Asks for the next value. A generator is asked so the first time; then `pass_on` does it.
fn next_of(frame: &Frame<'_>, iterator: &Ref) -> Eval {
    if is_resumed(iterator) {
        return super::generator::next(frame.vm, iterator, frame.taker);
    }
    frame.vm.stop_value.set(None);
    frame.vm.next(iterator)
}

fn send_into(vm: &Vm, iterator: &Ref) -> Eval {
    vm.stop_value.set(None);
    match vm.resume_with.take().filter(|sent| !vm.is_none(sent)) {
        None => vm.next(iterator),
        Some(sent) => {
            let send = vm.to_object(vm.get_attr_text(iterator, "send")?)?;
            let result = vm.call_handed(send, [sent]);
            vm.stop_to_end(result)
        }
    }
}

/// Throws the pending exception into the iterator being delegated to.
fn throw_into(frame: &Frame<'_>, iterator: &Ref) -> Eval {
    let vm = frame.vm;
    let raised = vm.pending_again();
    let exits = vm.pending_is(&raised, ErrorKind::GeneratorExit)
        && !frame.generator.is_some_and(|generator| generator.passes_exit.get());
    if is_resumed(iterator) {
        if exits {
            return Err(closing(vm, raised, || vm.close_generator(iterator)));
        }
        return super::generator::resume(vm, iterator, Wake::Throw);
    }
    if exits {
        return Err(closing(vm, raised, || close(vm, iterator)));
    }
    let exception = vm.take_raised(raised);
    let Some(throw) = vm.find_attr(iterator, &vm.name("throw"))? else {
        // A `StopIteration` ends the waiting, as if the iterator had raised it.
        vm.stop_value.set(None);
        return vm.stop_to_end(Err(vm.reraise(exception)));
    };
    vm.stop_value.set(None);
    let result = match vm.thrown_as.take().filter(|given| given.tail()[0].peek_same(&exception)) {
        // As it was given: a class, and what follows it.
        Some(given) => {
            drop(exception);
            let given: Vec<Ref> = given.tail()[1..].iter().filter_map(Slot::get).collect();
            vm.call(&throw, &given.iter().collect::<Vec<_>>())
        }
        None => vm.call_handed(throw, [exception]),
    };
    vm.stop_to_end(result)
}

/// Calls the `close` of an iterator that has one.
fn close(vm: &Vm, iterator: &Ref) -> Eval {
    match vm.find_attr(iterator, &vm.name("close")) {
        Err(raised) => {
            vm.report_unraisable(raised, "Exception ignored in", Some(iterator));
            Ok(Value::None)
        }
        Ok(Some(method)) => vm.call_handed(method, []),
        Ok(None) => Ok(Value::None),
    }
}

/// What is raised after `close`, below which the exception on its way waits on the stack: that one,
/// unless closing raised another.
fn closing(vm: &Vm, raised: Raised, close: impl FnOnce() -> Eval) -> Raised {
    let exception = vm.take_raised(raised);
    let at = vm.stack.push(exception, Role::Raised);
    let closed = close();
    let exception = vm.stack.take(at);
    vm.stack.truncate(at);
    match (closed, exception) {
        (Err(raised), _) => raised,
        (Ok(_), Some(exception)) => vm.reraise(exception),
        (Ok(_), None) => vm.pending_again(),
    }
}
