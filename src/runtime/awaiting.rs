//! What `await`, `async for` and `async with` ask of objects.
//!
//! (CPython: `_PyCoro_GetAwaitableIter` in `Objects/genobject.c`.)

use std::cell::Cell;

use super::kinds;
use super::object::coroutine::StepState;
use super::object::generator::GeneratorState;
use super::object::{AsyncGenerator, AsyncSend, AsyncThrow, Code, Generator};
use super::raise::ErrorKind;
use super::stack::Role;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::{Flag, Ref, Slot};

/// What `sys` was told about coroutines and asynchronous generators.
#[derive(Default)]
pub struct Asynchrony {
    /// How many frames of a coroutine's origin are noted.
    pub origin_depth: Cell<usize>,
    /// Called with each asynchronous generator before its first step.
    pub firstiter: Slot,
    /// Called with each that dies before its end, in place of closing it.
    pub finalizer: Slot,
    /// The class of what `sys.get_asyncgen_hooks()` answers, once it was asked.
    pub hooks_class: Slot,
}

impl Vm {
    /// Where a coroutine is being made: file, line and function of the frames around, as far as
    /// `sys.set_coroutine_origin_tracking_depth` asked for them.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn coroutine_origin(&self) -> Result<Option<Ref>, Raised> {
        match self.asynchrony.origin_depth.get() {
            0 => Ok(None),
            depth => self.places_around(depth).map(Some),
        }
    }

    /// File, line and function of the innermost frames, `depth` at most.
    #[cold]
    fn places_around(&self, depth: usize) -> Result<Ref, Raised> {
        let mut places = Vec::new();
        self.stack.each_frame(&mut |frame| {
            let source = &frame.code.source;
            let line = source.line_shown(frame.position.get().start);
            places.push((source.name().to_owned(), line, (*frame.code.name).clone()));
            places.len() < depth
        });
        let mut entries = Vec::new();
        for (file, line, function) in places {
            let place = [self.new_str(&file)?, self.new_int(line.into())?, function];
            entries.push(self.new_tuple_of(place)?);
        }
        self.new_tuple(entries)
    }

    /// What `await object` waits for: a coroutine itself, else the iterator that `__await__` gives.
    ///
    /// # Errors
    /// `TypeError` where `object` cannot be awaited; what `__await__` raises.
    pub fn awaitable(&self, object: &Ref) -> Result<Ref, Raised> {
        if is_coroutine(object) {
            return Ok(object.clone());
        }
        let Some(method) = self.lookup_special(object, "__await__") else {
            let class = self.class_name(object);
            return Err(
                self.type_error(format!("object {class} can't be used in 'await' expression"))
            );
        };
        let waiting = self.call_special(method, object, &[])?;
        let waiting = self.to_object(waiting)?;
        if is_coroutine(&waiting) {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if self.slot(&waiting, |slots| slots.next.is_none()) {
            let class = self.class_name(&waiting);
            return Err(
                self.type_error(format!("__await__() returned non-iterator of type '{class}'"))
            );
        }
        Ok(waiting)
    }

    /// As [`Vm::awaitable`], for an `await` at which the coroutine stops: nobody else waits for it.
    ///
    /// # Errors
    /// As [`Vm::awaitable`], and `RuntimeError` where somebody else does.
    pub fn awaited(&self, object: &Ref) -> Result<Ref, Raised> {
        let waiting = self.awaitable(object)?;
        if waiting.kind() == kinds::COROUTINE && !is_awaited_by_nobody(&waiting) {
            let message = "coroutine is being awaited already";
            return Err(self.raise(ErrorKind::RuntimeError, message.into()));
        }
        Ok(waiting)
    }

    /// As [`Vm::awaited`] for what `async with` got from `method`.
    ///
    /// # Errors
    /// As [`Vm::awaited`].
    pub fn awaited_of(&self, object: Ref, method: &str) -> Result<Ref, Raised> {
        let can = is_coroutine(&object) || self.lookup_special(&object, "__await__").is_some();
        if !can {
            let class = self.class_name(&object);
            return Err(self.type_error(format!(
                "'async with' received an object from {method} that does not implement \
                 __await__: {class}"
            )));
        }
        self.keep(object, Role::Iterator, |object| self.awaited(object))
    }

    /// The iterator of `async for`.
    ///
    /// # Errors
    /// `TypeError` where `object` is no asynchronous iterable; what `__aiter__` raises.
    pub fn async_iterator(&self, object: &Ref) -> Result<Ref, Raised> {
        let Some(method) = self.lookup_special(object, "__aiter__") else {
            let class = self.class_name(object);
            return Err(self.type_error(format!(
                "'async for' requires an object with __aiter__ method, got {class}"
            )));
        };
        let iterator = self.call_special(method, object, &[])?;
        let iterator = self.to_object(iterator)?;
        if self.lookup_special(&iterator, "__anext__").is_none() {
            let class = self.class_name(&iterator);
            return Err(self.type_error(format!(
                "'async for' received an object from __aiter__ that does not implement \
                 __anext__: {class}"
            )));
        }
        Ok(iterator)
    }

    /// What `async for` waits for to have the next item.
    ///
    /// # Errors
    /// `TypeError` where `__anext__` gives nothing to wait for; what it raises.
    pub fn async_next(&self, iterator: &Ref) -> Result<Ref, Raised> {
        let Some(method) = self.lookup_special(iterator, "__anext__") else {
            let class = self.class_name(iterator);
            return Err(self.type_error(format!(
                "'async for' requires an iterator with __anext__ method, got {class}"
            )));
        };
        let next = self.call_special(method, iterator, &[])?;
        let next = self.to_object(next)?;
        self.keep(next, Role::Iterator, |next| {
            self.awaitable(next).map_err(|raised| {
                let class = self.class_name(next);
                let cause = self.take_raised(raised);
                self.raise_from(
                    ErrorKind::TypeError,
                    format!("'async for' received an invalid object from __anext__: {class}"),
                    cause,
                )
            })
        })
    }

    /// Raises an exception that `cause` led to.
    pub fn raise_from(&self, kind: ErrorKind, message: String, cause: Ref) -> Raised {
        let raised = self.raise(kind, message);
        let exception = self.take_raised(raised);
        if let Some(payload) = exception.get::<super::object::Exception>() {
            payload.context.set(Some(cause.clone()));
            payload.cause.set(Some(cause));
            payload.suppress_context.set(true);
        }
        self.reraise(exception)
    }
}

impl Vm {
    /// What is due when a coroutine or an asynchronous generator dies before its end; `true` where
    /// it is not to be closed any more.
    pub fn end_asynchronous(&self, object: &Ref, payload: &Generator) -> bool {
        let state = payload.state.get();
        if state == GeneratorState::Finished {
            return true;
        }
        if let Some(generator) = object.get::<AsyncGenerator>() {
            let finalizer = generator.finalizer.get().filter(|_| !generator.closed.get());
            let Some(finalizer) = finalizer else { return false };
            self.with_pending_saved(|| {
                if let Err(raised) = self.call_handed(finalizer, [object.clone()]) {
                    self.report_unraisable(raised, "Exception ignored in: ", Some(object));
                }
            });
            return true;
        }
        if state != GeneratorState::Created {
            return false;
        }
        let name = payload.qualname.get();
        let name = name.as_ref().map_or("?", |name| name.text());
        self.with_pending_saved(|| {
            self.with_more_depth(|| self.warn_of_unawaited(object, name));
        });
        true
    }

    /// Lets a warning be given, and the module for that be imported, also at the recursion limit.
    fn with_more_depth(&self, warn: impl FnOnce()) {
        let limit = self.recursion_limit.get();
        self.recursion_limit.set(limit + 100);
        warn();
        self.recursion_limit.set(limit);
    }

    /// What is due when an awaitable of an asynchronous generator dies.
    pub(super) fn end_step(&self, object: &Ref) {
        let (generator, state, method) = if let Some(step) = object.get::<AsyncSend>() {
            (&step.generator, step.state.get(), "asend")
        } else if let Some(step) = object.get::<AsyncThrow>() {
            let method = if step.args.is_none() { "aclose" } else { "athrow" };
            (&step.generator, step.state.get(), method)
        } else {
            return;
        };
        if state != StepState::Created {
            return;
        }
        object.set_flag(Flag::FINALIZED);
        let generator = (**generator).clone();
        self.with_pending_saved(|| {
            let name = Generator::of(&generator).and_then(|payload| payload.qualname.get());
            let name = name.and_then(|name| self.repr_text(&name).ok()).unwrap_or_default();
            let message = format!("coroutine method '{method}' of {name} was never awaited");
            self.with_more_depth(|| self.warn_of_unused(&generator, &message));
        });
    }
}

/// Whether a coroutine does not stand at an `await` of its own, as one does that somebody awaits.
#[inline]
pub fn is_awaited_by_nobody(coroutine: &Ref) -> bool {
    Generator::of(coroutine).is_none_or(|coroutine| {
        coroutine.state.get() != GeneratorState::Suspended || coroutine.delegate().is_none()
    })
}

/// Whether `object` is a coroutine, or a generator that `types.coroutine` lets stand for one.
pub fn is_coroutine(object: &Ref) -> bool {
    match object.kind() {
        kinds::COROUTINE => true,
        kinds::GENERATOR => {
            let code = &object.as_ref::<Generator>().code;
            code.as_ref::<Code>().awaitable.get()
        }
        _ => false,
    }
}
