//! Calls of builtin functions by their names: the short way is remembered with the name's meaning.

use std::cell::Cell;

use super::call::{self, Arg};
use super::leaf::{self, Computed};
use super::names::Global;
use super::node::Exp;
use crate::heap::Ref;
use crate::runtime::call::short_way;
use crate::runtime::object::Dict;
use crate::runtime::spec::LeafFn;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Vm, kinds};
use crate::source::Span;

/// A call with positional arguments of a global name that meant a builtin with a short way when it
/// was compiled. It may mean something else when it is run.
pub struct LeafCall {
    func: Global,
    args: Box<[Arg]>,
    computed: Computed,
    span: Span,
    /// The short way of what the name means as long as the name's cache holds.
    leaf: Cell<Option<LeafFn>>,
}

impl LeafCall {
    pub fn new(func: Global, args: Box<[Arg]>, computed: Computed, span: Span) -> Self {
        LeafCall { func, args, computed, span, leaf: Cell::new(None) }
    }

    /// The short way, if the name still means what it was learnt for.
    #[inline(always)]
    fn current(&self, frame: &Frame<'_>) -> Option<LeafFn> {
        self.leaf.get().filter(|_| self.func.is_current(frame))
    }

    /// Calls it where all arguments are at hand.
    #[inline(always)]
    fn call_at_hand(&self, frame: &Frame<'_>) -> Eval {
        let Some(leaf) = self.current(frame) else { return self.call(frame) };
        match leaf::of_function(frame, leaf, &self.args, None) {
            Some(done) => done,
            None => self.call_in_full(frame),
        }
    }

    /// Calls it with an attribute, which need not be computed where it stands at hand.
    #[inline(always)]
    fn call_of_member(&self, frame: &Frame<'_>) -> Eval {
        let leaf = self.current(frame);
        match leaf.and_then(|leaf| leaf::of_function(frame, leaf, &self.args, None)) {
            Some(done) => done,
            None => self.compute_and_call(frame),
        }
    }

    /// As [`LeafCall::call`] where the short way has just turned out to be closed.
    #[inline(never)]
    fn call_in_full(&self, frame: &Frame<'_>) -> Eval {
        let func = self.func.load_object(frame)?;
        call::call_computed(frame, func, &self.args, None)
    }

    /// Takes the short way with an argument that has to be computed, while the function is counted
    /// on the slot stack.
    #[inline(never)]
    fn compute_and_call(&self, frame: &Frame<'_>) -> Eval {
        let Some(leaf) = self.current(frame) else { return self.call(frame) };
        let stack = &frame.vm.stack;
        let at = stack.push(self.func.load_object(frame)?, Role::Callable);
        let computed = match self.computed.compute(frame, &self.args) {
            Ok(computed) => computed,
            Err(raised) => {
                stack.truncate(at);
                return Err(raised);
            }
        };
        if let Some(done) = leaf::of_function(frame, leaf, &self.args, computed.as_ref()) {
            drop(computed);
            stack.drop_top(at);
            return done;
        }
        match stack.take_top(at) {
            Some(func) => call::call_computed(frame, func, &self.args, computed),
            None => self.call(frame),
        }
    }

    #[inline(never)]
    fn call(&self, frame: &Frame<'_>) -> Eval {
        let func = self.func.load_object(frame)?;
        self.learn(frame, &func);
        match func.kind() {
            kinds::FUNCTION => call::call_function(frame, func, &self.args),
            _ => call::call_other(frame, func, &self.args, self.computed),
        }
    }

    fn learn(&self, frame: &Frame<'_>, func: &Ref) {
        let open = self.computed != Computed::Many && self.func.is_current(frame);
        let leaf = short_way(func).filter(|_| open);
        self.leaf.set(leaf);
    }
}

impl Exp for LeafCall {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let done = match self.computed {
            Computed::None => self.call_at_hand(frame),
            Computed::Member(_) => self.call_of_member(frame),
            Computed::One(_) => self.compute_and_call(frame),
            Computed::Many => self.call(frame),
        };
        match done {
            Ok(value) => Ok(value),
            Err(raised) => Err(frame.vm.locate(frame, raised, self.span)),
        }
    }
}

/// Whether a global of this name is likely a builtin with a short way.
pub fn is_likely(vm: &Vm, name: &str) -> bool {
    let builtins = vm.builtins.as_ref::<Dict>();
    builtins.get_str(&vm.name(name)).is_some_and(|builtin| short_way(&builtin).is_some())
}
