//! Calls of builtin functions by their names: the short way is remembered with the name's meaning.

use std::cell::Cell;

use super::call::{self, Arg};
use super::leaf::{self, Computed};
use super::names::Global;
use super::node::Exp;
use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::spec::LeafFn;
use crate::runtime::stack::Frame;
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

    /// What the short way yields; `None` where it is closed.
    #[inline(always)]
    fn brief(&self, frame: &Frame<'_>) -> Option<Eval> {
        let leaf = self.leaf.get().filter(|_| self.func.is_current(frame))?;
        leaf::of_function(frame, leaf, &self.args, None)
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
        let at_hand = self.computed == Computed::None && self.func.is_current(frame);
        let leaf = leaf::of(func).filter(|_| at_hand);
        self.leaf.set(leaf);
    }
}

impl Exp for LeafCall {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let done = self.brief(frame).unwrap_or_else(|| self.call(frame));
        done.map_err(|raised| frame.vm.locate(frame, raised, self.span))
    }
}

/// Whether a global of this name is likely a builtin with a short way.
pub fn is_likely(vm: &Vm, name: &str) -> bool {
    let builtins = vm.builtins.as_ref::<Dict>();
    builtins.get_str(&vm.name(name)).is_some_and(|builtin| leaf::of(&builtin).is_some())
}
