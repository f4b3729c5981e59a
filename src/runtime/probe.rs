//! A stop before each statement, for those who want to look between statements.
//!
//! Only code lowered while probes are wanted has such stops, so that other code pays nothing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::vm::Vm;
use crate::source::{Source, Span};

/// What is told of each stop: the source and span of the statement that comes next.
pub type Listener = Rc<dyn Fn(&Vm, &Source, Span)>;

/// Whether code gets stops, and who listens.
#[derive(Default)]
pub struct Probes {
    wanted: Cell<bool>,
    listening: Cell<bool>,
    listener: RefCell<Option<Listener>>,
}

/// Code of a source that names this module has stops from the start, since the functions it
/// decorates are lowered before the import runs.
const PROFILER: &str = "memory_profiler";

/// How the names of the interpreter's own modules begin: nobody watches those.
const FROZEN: &str = "<frozen";

impl Probes {
    /// From now on code is lowered with stops.
    pub fn want(&self) {
        self.wanted.set(true);
    }

    /// Whether code of `source` is to be lowered with stops.
    pub fn are_wanted(&self, source: &Source) -> bool {
        (self.wanted.get() && !source.name().starts_with(FROZEN))
            || source.text().contains(PROFILER)
    }

    /// Sets who is told, or nobody.
    pub fn listen(&self, listener: Option<Listener>) {
        self.listening.set(listener.is_some());
        *self.listener.borrow_mut() = listener;
    }

    /// Sets one who is told after those who are told already.
    pub fn listen_too(&self, listener: Listener) {
        let before = self.listener.borrow().clone();
        self.listen(Some(match before {
            None => listener,
            Some(before) => Rc::new(move |vm, source, next| {
                before(vm, source, next);
                listener(vm, source, next);
            }),
        }));
    }

    /// A stop is passed.
    #[inline]
    pub fn pass(&self, vm: &Vm, source: &Source, next: Span) {
        if self.listening.get() {
            let listener = self.listener.borrow().clone();
            if let Some(listener) = listener {
                listener(vm, source, next);
            }
        }
    }
}
