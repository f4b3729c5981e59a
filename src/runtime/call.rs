//! Calls: one entry for every callable, over windows of the slot stack.
//!
//! A window at `at` is `[callable][receiver or empty][arguments…]`, the values of keyword arguments
//! last; `names` is the tuple of their names. Whoever is called consumes the window: when the call
//! returns, the top of the stack is `at` again.

use super::kinds;
use super::object::{
    BoundMethod, BuiltinFunction, Class, ClassMethodDescriptor, Dict, Instance, MethodDescriptor,
};
use super::spec::{Flavor, LeafFn, Method, NativeFn};
use super::stack::Role;
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::{Fixed, Ref};

impl Vm {
    /// Calls `callable` with positional arguments.
    pub fn call(&self, callable: &Ref, args: &[&Ref]) -> Eval {
        if !matches!(callable.kind(), kinds::FUNCTION | kinds::BOUND_METHOD | kinds::OBJECT)
            && let [first, rest @ ..] = args
            && rest.len() <= 1
            && let Some(done) = self.call_briefly(callable, first, rest.first().copied())
        {
            return done;
        }
        let at = self.stack.push(callable.clone(), Role::Callable);
        self.stack.push_empty(Role::Receiver);
        for arg in args {
            self.stack.push((*arg).clone(), Role::Argument);
        }
        self.call_window(at, None)
    }

    /// Calls `callable` with `args`, all of which move into the call's window.
    pub fn call_handed<const N: usize>(&self, callable: Ref, args: [Ref; N]) -> Eval {
        let at = self.stack.push(callable, Role::Callable);
        self.stack.push_empty(Role::Receiver);
        for arg in args {
            self.stack.push(arg, Role::Argument);
        }
        self.call_window(at, None)
    }

    /// Calls `callable`, which moves into the call's window, with one argument.
    pub fn call_with_first(&self, callable: Ref, first: &Ref) -> Eval {
        self.call_window(self.stack.open_method(callable, first.clone()), None)
    }

    /// What `callable` gives for one or two arguments by its short way, if it has one that suits them.
    pub fn call_briefly(&self, callable: &Ref, first: &Ref, second: Option<&Ref>) -> Option<Eval> {
        if let Some(descriptor) = callable.get::<MethodDescriptor>() {
            let leaf = descriptor.row.leaf?;
            let suits = self.class_of(first).same(&descriptor.class);
            return suits.then(|| leaf(self, first, second, None)).flatten();
        }
        let leaf = short_way(callable)?;
        match callable.get::<BuiltinFunction>().and_then(|builtin| builtin.receiver.get()) {
            Some(receiver) => leaf(self, &receiver, Some(first), second),
            None => leaf(self, first, second, None),
        }
    }

    /// Calls `callable` with positional arguments, and boxes the result.
    pub fn call_object(&self, callable: &Ref, args: &[&Ref]) -> Result<Ref, Raised> {
        let value = self.call(callable, args)?;
        self.to_object(value)
    }

    /// Calls `callable` with positional and keyword arguments.
    pub fn call_with(&self, callable: &Ref, args: &[Ref], keywords: &[(Ref, Ref)]) -> Eval {
        if self.stack.is_short_of(args.len() + keywords.len()) {
            return Err(self.too_many_arguments());
        }
        let names = if keywords.is_empty() {
            None
        } else {
            Some(self.new_tuple(keywords.iter().map(|(name, _)| name.clone()).collect())?)
        };
        let at = self.stack.push(callable.clone(), Role::Callable);
        self.stack.push_empty(Role::Receiver);
        for arg in args.iter().chain(keywords.iter().map(|(_, value)| value)) {
            self.stack.push(arg.clone(), Role::Argument);
        }
        self.lend_all(&names, Role::Argument, || self.call_window(at, names.as_ref()))
    }

    /// `MemoryError` for an argument list that does not fit the slot stack.
    #[cold]
    pub fn too_many_arguments(&self) -> Raised {
        self.raise(super::ErrorKind::MemoryError, "too many arguments for one call".into())
    }

    /// Calls the method `name` of `object` with positional arguments, found as `object.name`.
    pub fn call_method(&self, object: &Ref, name: &str, args: &[&Ref]) -> Eval {
        let method = self.get_attr_text(object, name)?;
        let method = self.to_object(method)?;
        if method.kind() != kinds::BOUND_METHOD {
            return self.call(&method, args);
        }
        // The method moves into the window, so that nothing but the call holds the object.
        let at = self.stack.push(method, Role::Callable);
        self.stack.push_empty(Role::Receiver);
        for arg in args {
            self.stack.push((*arg).clone(), Role::Argument);
        }
        self.call_window(at, None)
    }

    /// Calls a special method that was found on the class, binding it to `object`.
    /// The method moves into the call's window, so that nothing else holds it while it runs.
    pub fn call_special(&self, method: Ref, object: &Ref, args: &[&Ref]) -> Eval {
        let kind = method.kind();
        if matches!(kind, kinds::FUNCTION | kinds::METHOD_DESCRIPTOR | kinds::SLOT_WRAPPER) {
            let at = self.stack.open_method(method, object.clone());
            for arg in args {
                self.stack.push((*arg).clone(), Role::Argument);
            }
            return match kind {
                kinds::FUNCTION => (self.evaluator().call)(self, at, None),
                kinds::SLOT_WRAPPER => match self.stack.standing(at) {
                    Some(wrapper) => self.ask_slot_wrapper(wrapper, at),
                    None => Ok(Value::None),
                },
                _ => self.call_window(at, None),
            };
        }
        let bound = self.bind(&method, object)?;
        drop(method);
        let at = self.stack.push(bound, Role::Callable);
        self.stack.push_empty(Role::Receiver);
        for arg in args {
            self.stack.push((*arg).clone(), Role::Argument);
        }
        self.call_window(at, None)
    }

    /// What looking `attribute` up through `object` gives: `__get__` applied.
    pub fn bind(&self, attribute: &Ref, object: &Ref) -> Result<Ref, Raised> {
        match self.slot(attribute, |slots| slots.describe) {
            Some(describe) => {
                let class = self.class_of(object).clone();
                let value = describe(self, attribute, Some(object), Some(&class))?;
                self.to_object(value)
            }
            None => Ok(attribute.clone()),
        }
    }

    /// Calls what stands in the window at `at` with `count` arguments (keyword values included).
    #[inline]
    pub fn call_window(&self, at: usize, names: Option<&Ref>) -> Eval {
        let kind = self.stack.peek(at, |callable| callable.map(Ref::kind));
        match kind {
            Some(kinds::FUNCTION) => (self.evaluator().call)(self, at, names),
            Some(kinds::BUILTIN_FUNCTION) => self.call_builtin(at, names),
            Some(kinds::METHOD_DESCRIPTOR) => self.call_method_descriptor(at, names),
            Some(kinds::BOUND_METHOD) => self.call_bound(at, names),
            Some(kinds::TYPE) => self.call_class(at, names),
            _ => self.call_other(at, names),
        }
    }

    #[cold]
    pub(super) fn call_other(&self, at: usize, names: Option<&Ref>) -> Eval {
        let Some(callable) = self.stack.standing(at) else {
            self.stack.truncate(at);
            return Err(self.type_error("the callable is gone"));
        };
        match callable.kind() {
            kinds::SLOT_WRAPPER => self.call_slot_wrapper(callable, at, names),
            kinds::METHOD_WRAPPER => self.call_method_wrapper(callable, at, names),
            kinds::CLASSMETHOD_DESCRIPTOR => {
                let row = callable.as_ref::<ClassMethodDescriptor>().row;
                self.call_native(row, at, self.first_argument(at), names)
            }
            _ => match self.slot(callable, |slots| slots.call) {
                Some(call) => call(self, at, names),
                None => {
                    let message = format!("'{}' object is not callable", self.class_name(callable));
                    self.stack.truncate(at);
                    Err(self.type_error(message))
                }
            },
        }
    }

    /// Where the arguments of the window at `at` begin, the receiver counted if there is one.
    #[inline(always)]
    pub fn first_argument(&self, at: usize) -> usize {
        let has_receiver = self.stack.peek(at + 1, |receiver| receiver.is_some());
        if has_receiver { at + 1 } else { at + 2 }
    }

    fn call_builtin(&self, at: usize, names: Option<&Ref>) -> Eval {
        let (row, receiver) = self.stack.peek(at, |callable| {
            let builtin = callable.map(|callable| callable.as_ref::<BuiltinFunction>());
            builtin.map_or((None, None), |builtin| (Some(builtin.row), builtin.receiver.get()))
        });
        let Some(row) = row else { return self.call_other(at, names) };
        // A receiver that came with the window goes before the one a method is bound to.
        match receiver {
            Some(receiver) if matches!(row.flavor, Flavor::Method | Flavor::ClassMethod) => {
                self.prepend(at, receiver);
            }
            Some(class) => {
                if let Err(raised) = self.check_new(&class, at) {
                    self.stack.truncate(at);
                    return Err(raised);
                }
            }
            None => {}
        }
        self.call_native(row, at, self.first_argument(at), names)
    }

    /// Makes `receiver` the first argument of the window; one that was there moves behind it.
    pub fn prepend(&self, at: usize, receiver: Ref) {
        if let Some(old) = self.stack.take(at + 1) {
            self.stack.insert(at + 2, old, Role::Argument);
        }
        self.stack.set(at + 1, Some(receiver));
        self.stack.set_role(at + 1, Role::Argument);
    }

    fn call_method_descriptor(&self, at: usize, names: Option<&Ref>) -> Eval {
        let Some(descriptor) = self.stack.standing(at) else { return self.call_other(at, names) };
        let payload = descriptor.as_ref::<MethodDescriptor>();
        let first = self.first_argument(at);
        let positional = self.stack.top() - first - names.map_or(0, |names| names.tail().len());
        let class = payload.class.as_ref::<Class>();
        // CPython has a slot for `__init__`.
        let slot = payload.row.name == "__init__";
        if positional == 0 {
            let (class, name) = (class.name_text(), payload.row.name);
            let message = if slot {
                format!("descriptor '{name}' of '{class}' object needs an argument")
            } else {
                format!("unbound method {class}.{name}() needs an argument")
            };
            self.stack.truncate(at);
            return Err(self.type_error(message));
        }
        let fits = self.stack.peek(first, |receiver| {
            receiver.is_some_and(|receiver| self.is_instance(receiver, &payload.class))
        });
        if !fits {
            let receiver = self.stack.standing(first);
            let name = receiver.map_or_else(String::new, |receiver| self.class_name(receiver));
            let (class, row) = (class.name_text(), payload.row.name);
            let message = if slot {
                format!("descriptor '{row}' requires a '{class}' object but received a '{name}'")
            } else {
                format!(
                    "descriptor '{row}' for '{class}' objects doesn't apply to a '{name}' object"
                )
            };
            self.stack.truncate(at);
            return Err(self.type_error(message));
        }
        self.call_native(payload.row, at, first, names)
    }

    /// Calls a function in Rust with the window's arguments, the first of them at `first`.
    #[inline]
    pub fn call_native(
        &self,
        row: &'static Method,
        at: usize,
        first: usize,
        names: Option<&Ref>,
    ) -> Eval {
        let given = self.stack.top() - first;
        let signature = row.parsed();
        if names.is_none() && signature.takes_plainly(given) {
            for _ in given..signature.fixed() {
                self.stack.push_empty(Role::Argument);
            }
        } else if let (None, Some(gap)) = (names, signature.gap(given)) {
            self.stack.open_gap(first + gap.after, gap.places);
            if gap.kwargs {
                match self.alloc(Dict::default()) {
                    Ok(empty) => self.stack.set(first + signature.fixed() - 1, Some(empty)),
                    Err(raised) => {
                        self.stack.truncate(at);
                        return Err(raised);
                    }
                }
            }
        } else if let Err(raised) = self.bind_native(row, at, first, names) {
            self.stack.truncate(at);
            return Err(raised);
        }
        self.run_native(row.func, signature.fixed(), at, first)
    }

    /// Runs a function in Rust on the arguments that stand in their places from `first` on, the
    /// window that began at `at`.
    #[inline(always)]
    pub fn run_native(&self, func: NativeFn, fixed: usize, at: usize, first: usize) -> Eval {
        let result = if self.native_stack_is_short() {
            Err(self.too_deep())
        } else {
            func(self, self.stack.window(first, fixed))
        };
        self.stack.truncate(at);
        result
    }

    fn call_bound(&self, at: usize, names: Option<&Ref>) -> Eval {
        let Some(bound) = self.stack.get(at) else { return self.call_other(at, names) };
        let payload = bound.as_ref::<BoundMethod>();
        self.prepend(at, (*payload.receiver).clone());
        self.stack.set(at, Some((*payload.func).clone()));
        drop(bound);
        self.call_window(at, names)
    }

    /// The arguments from `first` to the top, counted.
    pub fn window_refs(&self, first: usize) -> Vec<Ref> {
        (first..self.stack.top()).filter_map(|place| self.stack.get(place)).collect()
    }

    /// What to call, and with which receiver, to call `method` on `object`.
    pub fn bind_for_call(&self, method: Ref, object: &Ref) -> Result<(Ref, Option<Ref>), Raised> {
        match method.kind() {
            kinds::FUNCTION | kinds::METHOD_DESCRIPTOR | kinds::SLOT_WRAPPER => {
                Ok((method, Some(object.clone())))
            }
            _ => Ok((self.bind(&method, object)?, None)),
        }
    }

    /// A bound method object.
    pub fn new_bound_method(&self, func: &Ref, receiver: &Ref) -> Result<Ref, Raised> {
        self.alloc(BoundMethod {
            func: Fixed::new(func.clone()),
            receiver: Fixed::new(receiver.clone()),
        })
    }

    /// Whether `object` can be called.
    pub fn is_callable(&self, object: &Ref) -> bool {
        match object.kind() {
            kinds::FUNCTION
            | kinds::BUILTIN_FUNCTION
            | kinds::METHOD_DESCRIPTOR
            | kinds::CLASSMETHOD_DESCRIPTOR
            | kinds::BOUND_METHOD
            | kinds::TYPE
            | kinds::SLOT_WRAPPER
            | kinds::METHOD_WRAPPER => true,
            kinds::OBJECT => {
                let class = object.as_ref::<Instance>().class.as_ref::<Class>();
                class.slots.borrow().call.is_some()
            }
            _ => self.slot(object, |slots| slots.call.is_some()),
        }
    }
}

/// The short way of what is called, if it has one.
#[inline(always)]
pub fn short_way(callable: &Ref) -> Option<LeafFn> {
    match callable.get::<BuiltinFunction>() {
        // What is bound to a static method is its class, which is no argument.
        Some(builtin) => builtin.row.leaf.filter(|_| builtin.row.flavor != Flavor::Static),
        None => short_way_of_class(callable),
    }
}

/// The short way of a builtin class whose `__new__` is all there is to a call.
#[inline(never)]
fn short_way_of_class(class: &Ref) -> Option<LeafFn> {
    let spec = class.get::<Class>()?.spec?;
    spec.construct?.leaf
}
