//! Call nodes: arguments are evaluated straight into the callee's window of the slot stack.

use std::cell::Cell;

use super::attribute::Attribute;
use super::leaf::{self, Computed};
use super::names::{CellName, Global};
use super::native::Native;
use super::node::{Const, Exp, Local, Node, Operand};
use crate::heap::Ref;
use crate::runtime::call::short_way;
use crate::runtime::kinds;
use crate::runtime::object::number::read_number;
use crate::runtime::object::{BoundMethod, Class};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::source::Span;

/// What is called, with the commonest sort known without a call.
pub enum Callee {
    Global(Global),
    Node(Node),
}

impl Callee {
    #[inline(always)]
    fn object(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        match self {
            Callee::Global(global) => global.load_object(frame),
            Callee::Node(node) => node.object(frame),
        }
    }
}

/// An argument, with the commonest sorts known without a call.
pub enum Arg {
    Local(Local),
    Const(Const),
    Global(Box<Global>),
    Cell(CellName),
    Member(Box<Attribute<Local>>),
    Node(Node),
}

impl Arg {
    /// The node of its own sort.
    pub fn node(self) -> Node {
        match self {
            Arg::Local(local) => Box::new(local),
            Arg::Const(constant) => Box::new(constant),
            Arg::Global(global) => global,
            Arg::Cell(cell) => Box::new(cell),
            Arg::Member(member) => member,
            Arg::Node(node) => node,
        }
    }

    #[inline(always)]
    /// Runs `look` on the object, where it can be had without running code.
    pub fn look<R>(&self, frame: &Frame<'_>, look: impl FnOnce(&Ref) -> Option<R>) -> Option<R> {
        match self {
            Arg::Local(local) => local.look(frame, look),
            Arg::Const(constant) => constant.look(frame, look),
            Arg::Global(global) => global.look(frame, look),
            Arg::Cell(cell) => cell.look(frame, look),
            Arg::Member(member) => member.look(frame, look),
            Arg::Node(_) => None,
        }
    }

    /// The object where it stands in a slot, for a look; see [`Frame::at_hand`].
    #[inline(always)]
    pub fn at_hand<'f>(&'f self, frame: &'f Frame<'_>) -> Option<&'f Ref> {
        match self {
            Arg::Local(local) => local.at_hand(frame),
            Arg::Const(constant) => constant.at_hand(frame),
            Arg::Cell(cell) => cell.at_hand(frame),
            Arg::Member(member) => member.at_hand(frame),
            Arg::Global(_) | Arg::Node(_) => None,
        }
    }

    /// Whether the argument has a value; a local may have none.
    #[inline(always)]
    pub fn is_bound(&self, frame: &Frame<'_>) -> bool {
        match self {
            Arg::Local(local) => local.is_bound(frame),
            Arg::Cell(cell) => cell.is_bound(frame),
            _ => true,
        }
    }

    #[inline(always)]
    /// The value.
    pub fn eval(&self, frame: &Frame<'_>) -> Eval {
        match self {
            Arg::Local(local) => local.eval(frame),
            Arg::Const(constant) => constant.eval(frame),
            Arg::Global(global) => global.eval(frame),
            Arg::Cell(cell) => cell.eval(frame),
            Arg::Member(member) => member.eval(frame),
            Arg::Node(node) => node.eval(frame),
        }
    }

    /// The value for an operation that only reads it.
    #[inline(always)]
    pub fn operand(&self, frame: &Frame<'_>) -> Eval {
        match self {
            Arg::Local(local) => local.operand(frame),
            Arg::Const(constant) => Ok(read_number(&frame.code.constants[constant.index as usize])),
            Arg::Global(global) => global.operand(frame),
            Arg::Cell(cell) => cell.operand(frame),
            Arg::Member(member) => member.operand(frame),
            Arg::Node(node) => node.operand(frame),
        }
    }

    #[inline(always)]
    /// The value as an object.
    pub fn object(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        match self {
            Arg::Local(local) => local.object(frame),
            Arg::Const(constant) => constant.object(frame),
            Arg::Global(global) => global.load_object(frame),
            Arg::Cell(cell) => cell.object(frame),
            Arg::Member(member) => member.object(frame),
            Arg::Node(node) => node.object(frame),
        }
    }
}

/// Evaluates arguments onto the stack.
#[inline(always)]
pub fn push_args(frame: &Frame<'_>, args: &[Arg]) -> Result<(), Raised> {
    push_values(frame, args, Role::Argument)
}

/// As [`push_args`] where the one that is a node may be computed already.
pub fn push_computed(
    frame: &Frame<'_>,
    args: &[Arg],
    computed: &mut Option<Ref>,
) -> Result<(), Raised> {
    for arg in args {
        let value = match (arg, computed.take()) {
            (Arg::Member(_) | Arg::Node(_), Some(value)) => value,
            (arg, other) => {
                *computed = other;
                arg.object(frame)?
            }
        };
        frame.vm.stack.push(value, Role::Argument);
    }
    Ok(())
}

/// Evaluates values onto the stack, to be held as `role` says.
#[inline(always)]
pub fn push_values(frame: &Frame<'_>, values: &[Arg], role: Role) -> Result<(), Raised> {
    for value in values {
        let value = value.object(frame)?;
        frame.vm.stack.push(value, role);
    }
    Ok(())
}

/// A call with positional arguments only.
pub struct Call {
    pub func: Callee,
    pub args: Box<[Arg]>,
    pub computed: Computed,
    pub span: Span,
    /// Whether this place has called a class before: CPython packs the arguments of the first call here.
    pub has_made: Cell<bool>,
}

impl Exp for Call {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let func = self.func.object(frame)?;
        let result = match func.kind() {
            kinds::FUNCTION => call_function(frame, func, &self.args),
            kinds::BOUND_METHOD => call_bound(frame, func, &self.args),
            kinds::TYPE if self.has_made.replace(true) && frame.vm.plain_init(&func).is_some() => {
                self.make(frame, func)
            }
            _ => call_other(frame, func, &self.args, self.computed),
        };
        match result {
            Ok(value) => Ok(value),
            Err(raised) => Err(frame.vm.locate(frame, raised, self.span)),
        }
    }
}

/// Calls `func` with positional arguments.
pub fn call(frame: &Frame<'_>, func: Ref, args: &[Arg], computed: Computed, span: Span) -> Eval {
    let result = call_other(frame, func, args, computed);
    result.map_err(|raised| frame.vm.locate(frame, raised, span))
}

/// Calls a Python function.
#[inline(always)]
pub fn call_function(frame: &Frame<'_>, func: Ref, args: &[Arg]) -> Eval {
    let stack = &frame.vm.stack;
    let at = stack.open_call(func);
    if let Err(raised) = push_args(frame, args) {
        stack.truncate(at);
        return Err(raised);
    }
    match stack.standing(at) {
        Some(func) => super::invoke::call_positional(frame.vm, func, at, at + 2, args.len()),
        None => Ok(Value::None),
    }
}

/// Calls a bound method: its function and its object take its place once the arguments stand there.
#[inline(never)]
fn call_bound(frame: &Frame<'_>, method: Ref, args: &[Arg]) -> Eval {
    let vm = frame.vm;
    let at = vm.stack.open_call(method);
    if let Err(raised) = push_args(frame, args) {
        vm.stack.truncate(at);
        return Err(raised);
    }
    if let Some(method) = vm.stack.take(at) {
        let parts = method.as_ref::<BoundMethod>();
        vm.stack.fill_as(at, (*parts.func).clone(), Role::Callable);
        vm.stack.fill_as(at + 1, (*parts.receiver).clone(), Role::Argument);
    }
    match vm.stack.standing(at) {
        Some(func) if func.kind() == kinds::FUNCTION => {
            super::invoke::call_positional(vm, func, at, at + 1, args.len() + 1)
        }
        _ => vm.call_window(at, None),
    }
}

/// Calls what is not a Python function for sure.
#[inline(never)]
pub fn call_other(frame: &Frame<'_>, func: Ref, args: &[Arg], computed: Computed) -> Eval {
    let (func, value) = match short_way(&func) {
        Some(leaf) if computed != Computed::Many => {
            let (func, value) = match computed {
                Computed::None => (func, None),
                _ => compute_below(frame, func, args, computed)?,
            };
            if let Some(done) = leaf::of_callable(frame, leaf, &func, args, value.as_ref()) {
                return done;
            }
            (func, value)
        }
        _ => (func, None),
    };
    call_computed(frame, func, args, value)
}

/// As [`call_other`] where the short way is not to be taken, and the argument that is a node may be
/// computed already.
#[inline]
pub fn call_computed(frame: &Frame<'_>, func: Ref, args: &[Arg], computed: Option<Ref>) -> Eval {
    match Native::of(&func, args.len()) {
        Some((native, receiver)) => native.call(frame, func, receiver, args, computed),
        None => call_in_window(frame, func, args, computed),
    }
}

/// Computes an argument while the callable is counted on the slot stack.
fn compute_below(
    frame: &Frame<'_>,
    callable: Ref,
    args: &[Arg],
    computed: Computed,
) -> Result<(Ref, Option<Ref>), Raised> {
    let stack = &frame.vm.stack;
    let at = stack.push(callable, Role::Callable);
    let value = computed.compute(frame, args);
    let callable = stack.take(at);
    stack.truncate(at);
    match callable {
        Some(callable) => Ok((callable, value?)),
        None => Err(frame.vm.type_error("the callable is gone")),
    }
}

fn call_in_window(frame: &Frame<'_>, func: Ref, args: &[Arg], mut computed: Option<Ref>) -> Eval {
    let vm = frame.vm;
    let at = vm.stack.open_call(func);
    let pushed = match computed {
        None => push_args(frame, args),
        Some(_) => push_computed(frame, args, &mut computed),
    };
    if let Err(raised) = pushed {
        vm.stack.truncate(at);
        return Err(raised);
    }
    call_standing(vm, at, None)
}

/// Calls what stands in the window at `at`. Where that is an instance or a class of a program, the window goes on
/// standing there, as CPython's value stack does, and the call gets another.
pub fn call_standing(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let stands = |callable: &&Ref| {
        (callable.kind() == kinds::OBJECT || is_of_program(callable))
            && vm.stack.standing(at + 1).is_none()
    };
    let Some(callable) = vm.stack.standing(at).filter(stands) else {
        return vm.call_window(at, names);
    };
    let args = vm.stack.standing_from(at + 2);
    if vm.stack.is_short_of(2 * args.len()) {
        vm.stack.truncate(at);
        return Err(vm.too_many_arguments());
    }
    if callable.kind() == kinds::OBJECT
        && names.is_none()
        && let Some(method) = vm.lookup_special(callable, "__call__")
        && method.kind() == kinds::FUNCTION
    {
        let result = vm.recurse("", || call_packed(vm, method, callable, args));
        vm.stack.truncate(at);
        return result;
    }
    if callable.kind() == kinds::TYPE && names.is_some() {
        // Of a dict of keywords all arguments are unpacked once more.
        push_again(vm, args);
    }
    let own = vm.stack.open_call(callable.clone());
    push_again(vm, args);
    let result = vm.call_window(own, names);
    vm.stack.truncate(at);
    result
}

/// Calls the `__call__` of an instance, with the arguments packed meanwhile; see [`crate::runtime::slot_user::call`].
fn call_packed(vm: &Vm, method: Ref, object: &Ref, args: &[Ref]) -> Eval {
    push_again(vm, args);
    let own = vm.stack.open_method(method, object.clone());
    push_again(vm, args);
    match vm.stack.standing(own) {
        Some(func) => super::invoke::call_positional(vm, func, own, own + 1, args.len() + 1),
        None => Ok(Value::None),
    }
}

#[inline(always)]
fn push_again(vm: &Vm, args: &[Ref]) {
    for arg in args {
        vm.stack.push(arg.clone(), Role::Argument);
    }
}

/// Whether a callable is a class that a program has defined. An exception keeps the tuple of its arguments for itself.
fn is_of_program(callable: &Ref) -> bool {
    callable
        .get::<Class>()
        .is_some_and(|class| !class.flags.get().builtin && class.layout.kind != kinds::EXCEPTION)
}

impl Call {
    /// Makes an instance of a class with an `__init__` in Python. The arguments are evaluated where
    /// that will find them: `[class, then the instance] [__init__] [self] [arguments…]`.
    #[inline(never)]
    fn make(&self, frame: &Frame<'_>, class: Ref) -> Eval {
        let vm = frame.vm;
        let at = vm.stack.open_call(class);
        vm.stack.push_empty(Role::Argument);
        if let Err(raised) = push_args(frame, &self.args) {
            vm.stack.truncate(at);
            return Err(raised);
        }
        let given = self.args.len() + 1;
        vm.make_in_place(at, |vm, init, at, first| {
            super::invoke::call_init(vm, init, at, first, given)
        })
    }
}
