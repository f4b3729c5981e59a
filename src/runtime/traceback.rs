//! Tracebacks: recorded while an exception passes frames.

use std::cell::{Cell, RefCell};

use super::object::{Code, Exception, FrameObject, Function, Generator, Traceback};
use super::stack::Frame;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::{Fixed, Ref, Slot};
use crate::source::{Source, Span};

impl Vm {
    /// The running frame as an object.
    pub fn frame_object(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        if let Some(object) = frame.object.get() {
            return Ok(object);
        }
        let object = self.alloc(FrameObject {
            code: Fixed::new(frame.code_ref.clone()),
            globals: Fixed::new(frame.globals_ref.clone()),
            func: Slot::empty(),
            back: Slot::empty(),
            namespace: frame.namespace.cloned().map_or_else(Slot::empty, Slot::new),
            base: Cell::new(frame.generator.is_none().then_some(frame.base)),
            generator: Cell::new(frame.generator.and(frame.owner).map(Ref::downgrade)),
            locals: RefCell::default(),
            position: Cell::new(frame.position.get()),
        })?;
        frame.object.set(Some(object.clone()));
        Ok(object)
    }

    /// Adds the running frame to the pending exception's traceback.
    #[cold]
    pub fn add_traceback(&self, frame: &Frame<'_>, raised: Raised) -> Raised {
        if self.traced.get() || frame.code.source.is_unseen(frame.code.qualname.text()) {
            return raised;
        }
        let exception = self.take_raised(raised);
        let span = frame.position.get();
        let entry = self.frame_object(frame).and_then(|object| {
            object.as_ref::<FrameObject>().position.set(span);
            let next = exception.get::<Exception>().and_then(|payload| payload.traceback.take());
            let next = next.map_or_else(Slot::empty, Slot::new);
            self.alloc(Traceback { next, frame: Fixed::new(object), position: Cell::new(span) })
        });
        if let (Ok(entry), Some(payload)) = (entry, exception.get::<Exception>()) {
            payload.traceback.set(Some(entry));
        }
        self.reraise_traced(exception)
    }

    /// Gives an exception that has passed no frame the running one as its traceback.
    pub fn give_traceback(&self, exception: &Ref) {
        let Some(payload) = exception.get::<Exception>() else { return };
        if payload.traceback.get().is_some() {
            return;
        }
        let entry = self.stack.with_frame(|frame| {
            let position = Cell::new(frame.position.get());
            let frame = Fixed::new(self.frame_object(frame)?);
            self.alloc(Traceback { next: Slot::empty(), frame, position })
        });
        match entry {
            Some(Ok(entry)) => payload.traceback.set(Some(entry)),
            Some(Err(raised)) => drop(self.take_raised(raised)),
            None => {}
        }
    }

    /// The pending exception leaves its frame: the caller's place in the traceback is open.
    pub fn leave_frame_traceback(&self) {
        self.located.set(false);
        self.traced.set(false);
    }

    /// Local `index` of a frame object: on the stack while it runs, in its generator if it has one,
    /// in the object itself when it has ended.
    pub fn frame_local(&self, frame: &FrameObject, index: usize) -> Option<Ref> {
        if let Some(base) = frame.base.get() {
            return self.stack.get(base + index);
        }
        match frame.generator.get().and_then(|generator| self.heap.upgrade(generator)) {
            Some(generator) => {
                let payload = Generator::of(&generator)?;
                payload.slots.get(index)?.get()
            }
            None => frame.locals.borrow().get(index).cloned().flatten(),
        }
    }

    /// When a frame ends while its object is still seen, the object takes over the locals.
    #[inline]
    pub fn detach_frame(&self, frame: &Frame<'_>, slots: usize) {
        if let Some(object) = frame.object.take() {
            self.detach_object(frame, slots, object);
        }
    }

    #[cold]
    fn detach_object(&self, frame: &Frame<'_>, slots: usize, object: Ref) {
        let payload = object.as_ref::<FrameObject>();
        payload.position.set(frame.position.get());
        payload.base.set(None);
        payload.generator.set(None);
        if object.count() > 1 {
            let back = frame.with_parent(|parent| self.frame_object(parent));
            if let Some(Ok(back)) = back {
                payload.back.set(Some(back));
            }
            let func = frame.generator.map_or(frame.owner, |generator| Some(&generator.func));
            let func = match func {
                Some(func) => Some(func.clone()),
                None => self.with_pending_saved(|| self.function_of_unit(frame)),
            };
            payload.func.set(func);
            let locals = frame.take_locals(slots);
            payload.locals.replace(locals);
        }
    }
}

impl Vm {
    /// The function that CPython makes to run the code of a module, class or `exec`: a frame that
    /// is kept keeps it too, and the collector counts it.
    fn function_of_unit(&self, frame: &Frame<'_>) -> Option<Ref> {
        let function = Function::of_unit(frame.code_ref, frame.globals_ref);
        match self.alloc(function) {
            Ok(function) => Some(function),
            Err(raised) => {
                drop(self.take_raised(raised));
                None
            }
        }
    }
}

/// One entry of a traceback.
pub struct TracebackEntry {
    pub frame: Ref,
    pub span: Span,
}

impl TracebackEntry {
    pub fn source(&self) -> Source {
        self.frame.as_ref::<FrameObject>().code.as_ref::<Code>().source.clone()
    }

    pub fn line(&self) -> u32 {
        self.source().line_shown(self.span.start)
    }

    /// The function's name, or `<module>`.
    pub fn function(&self) -> String {
        self.frame.as_ref::<FrameObject>().code.as_ref::<Code>().name.text().to_owned()
    }
}

/// The entries of a traceback object, outermost first.
pub fn traceback_entries(traceback: &Ref) -> Vec<TracebackEntry> {
    let mut entries = Vec::new();
    let mut next = Some(traceback.clone());
    while let Some(entry) = next {
        let Some(payload) = entry.get::<Traceback>() else { break };
        entries
            .push(TracebackEntry { frame: (*payload.frame).clone(), span: payload.position.get() });
        next = payload.next.get();
    }
    entries
}
