//! Call nodes: arguments are evaluated straight into the callee's window of the slot stack.

use std::cell::Cell;

use super::node::{Exp, Node};
use crate::heap::{Ref, Unowned};
use crate::runtime::kinds;
use crate::runtime::object::shape::IN_DICT;
use crate::runtime::object::{Class, Dict, Function, Instance, MethodDescriptor, Str};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::source::Span;

/// A call with positional arguments only.
pub struct Call {
    pub func: Node,
    pub args: Vec<Node>,
    pub span: Span,
}

/// Evaluates arguments onto the stack.
#[inline(always)]
fn push_args(frame: &Frame<'_>, args: &[Node]) -> Result<(), Raised> {
    for arg in args {
        let value = arg.object(frame)?;
        frame.vm.stack.push(value, Role::Argument);
    }
    Ok(())
}

impl Exp for Call {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let func = self.func.object(frame)?;
        let is_function = func.kind() == kinds::FUNCTION;
        let at = vm.stack.push(func, Role::Callable);
        vm.stack.push_empty(Role::Receiver);
        if let Err(raised) = push_args(frame, &self.args) {
            vm.stack.truncate(at);
            return Err(raised);
        }
        let result = if is_function {
            super::invoke::call_python(vm, at, None)
        } else {
            vm.call_window(at, None)
        };
        match result {
            Ok(value) => Ok(value),
            Err(raised) => Err(vm.locate(frame, raised, self.span)),
        }
    }
}

/// Remembers which function a method name means for instances of one shape.
#[derive(Default)]
struct MethodCache {
    shape: Cell<u32>,
    epoch: Cell<u64>,
    function: Cell<Option<Unowned>>,
    /// For builtin types: the kind whose class the method is of.
    kind: Cell<u8>,
}

/// `object.name(args)`: the method is not made an object.
pub struct MethodCall {
    pub object: Node,
    pub name: u32,
    pub args: Vec<Node>,
    pub span: Span,
    /// Where the attribute stands, for its own errors.
    pub attribute_span: Span,
    cache: MethodCache,
}

impl MethodCall {
    pub fn new(object: Node, name: u32, args: Vec<Node>, span: Span, attribute_span: Span) -> Self {
        MethodCall { object, name, args, span, attribute_span, cache: MethodCache::default() }
    }

    /// The function for `object`'s method, if it is one that takes the object as first argument.
    #[inline(always)]
    fn cached(&self, vm: &Vm, object: &Ref) -> Option<Ref> {
        if self.cache.epoch.get() != vm.class_epoch.get() {
            return None;
        }
        let kind = object.kind();
        let same = if kind == kinds::OBJECT {
            self.cache.shape.get() == object.aux() && self.cache.shape.get() != IN_DICT
        } else {
            self.cache.kind.get() == kind.0 && object.extra().is_none()
        };
        if !same {
            return None;
        }
        // The epoch is the one at which the class held this function, so it still does.
        vm.heap.upgrade(self.cache.function.get()?)
    }

    /// Finds the method on the class, where the instance itself has no such attribute.
    #[inline(never)]
    fn find(&self, vm: &Vm, object: &Ref, name: &Ref) -> Option<Ref> {
        let data = vm.class_data(object);
        if vm.slot(object, |slots| slots.getattr).is_some() && !plain_getattr(vm, object) {
            return None;
        }
        let found = vm.lookup(vm.class_of(object), name)?;
        if !matches!(found.kind(), kinds::FUNCTION | kinds::METHOD_DESCRIPTOR) {
            return None;
        }
        let own = vm.instance_get(object, name);
        if !matches!(own, Ok(None)) {
            if own.is_err() {
                vm.clear_pending();
            }
            return None;
        }
        self.learn(vm, object, &found, data);
        Some(found)
    }

    fn learn(&self, vm: &Vm, object: &Ref, found: &Ref, class: &Class) {
        let kind = object.kind();
        if kind == kinds::OBJECT {
            if object.aux() == IN_DICT {
                return;
            }
            self.cache.kind.set(0);
            self.cache.shape.set(object.aux());
        } else if class.flags.get().builtin
            && object.extra().is_none()
            && vm.dict_slot(object).is_none()
        {
            self.cache.shape.set(IN_DICT);
            self.cache.kind.set(kind.0);
        } else {
            return;
        }
        self.cache.function.set(Some(found.downgrade()));
        self.cache.epoch.set(vm.class_epoch.get());
    }

    fn push_callable(&self, frame: &Frame<'_>) -> Result<usize, Raised> {
        let vm = frame.vm;
        let object = self.object.object(frame)?;
        if let Some(function) = self.cached(vm, &object) {
            let at = vm.stack.push(function, Role::Callable);
            vm.stack.push(object, Role::Argument);
            return Ok(at);
        }
        let name = &*frame.code.names[self.name as usize];
        if let Some(function) = self.find(vm, &object, name) {
            let at = vm.stack.push(function, Role::Callable);
            vm.stack.push(object, Role::Argument);
            return Ok(at);
        }
        let result = vm.keep(object, Role::Receiver, |object| {
            vm.get_attr(object, name).and_then(|value| vm.to_object(value))
        });
        let method = result.map_err(|raised| vm.locate(frame, raised, self.attribute_span))?;
        let at = vm.stack.push(method, Role::Callable);
        vm.stack.push_empty(Role::Receiver);
        Ok(at)
    }
}

/// Whether `object`'s `getattr` slot is the generic one of `object` as far as methods go.
fn plain_getattr(vm: &Vm, object: &Ref) -> bool {
    match object.kind() {
        kinds::OBJECT => {
            let class = object.as_ref::<Instance>().class.as_ref::<Class>();
            !class.flags.get().custom_getattr
        }
        kinds::TYPE | kinds::MODULE | kinds::SUPER | kinds::WEAK_PROXY => false,
        _ => !vm.class_data(object).flags.get().custom_getattr && object.extra().is_none(),
    }
}

impl Exp for MethodCall {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let at = self.push_callable(frame)?;
        if let Err(raised) = push_args(frame, &self.args) {
            vm.stack.truncate(at);
            return Err(raised);
        }
        let kind = vm.stack.peek(at, |callable| callable.map(Ref::kind));
        let result = match kind {
            Some(kinds::FUNCTION) => super::invoke::call_python(vm, at, None),
            Some(kinds::METHOD_DESCRIPTOR) => self.call_descriptor(vm, at),
            _ => vm.call_window(at, None),
        };
        match result {
            Ok(value) => Ok(value),
            Err(raised) => Err(vm.locate(frame, raised, self.span)),
        }
    }
}

impl MethodCall {
    /// Calls a builtin method that was found on the receiver's own class: no check is needed.
    #[inline]
    fn call_descriptor(&self, vm: &Vm, at: usize) -> Eval {
        let receiver_is_there = vm.stack.peek(at + 1, |receiver| receiver.is_some());
        if !receiver_is_there {
            return vm.call_window(at, None);
        }
        let row = vm.stack.peek(at, |method| {
            method.and_then(|method| method.get::<MethodDescriptor>()).map(|method| method.row)
        });
        match row {
            Some(row) => vm.call_native(row, at, None),
            None => vm.call_window(at, None),
        }
    }
}

/// An argument of a general call.
pub enum Argument {
    Positional(Node),
    Star(Node),
    Keyword(u32, Node),
    DoubleStar(Node),
}

/// A call with keywords, but no `*` or `**`.
pub struct KeywordCall {
    pub func: Node,
    pub args: Vec<Node>,
    /// A constant: the tuple of keyword names; their values are the last `args`.
    pub names: u32,
    pub span: Span,
}

impl Exp for KeywordCall {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let func = self.func.object(frame)?;
        let at = vm.stack.push(func, Role::Callable);
        vm.stack.push_empty(Role::Receiver);
        if let Err(raised) = push_args(frame, &self.args) {
            vm.stack.truncate(at);
            return Err(raised);
        }
        let names = &*frame.code.constants[self.names as usize];
        vm.call_window(at, Some(names)).map_err(|raised| vm.locate(frame, raised, self.span))
    }
}

/// A call with `*args` or `**kwargs` among its arguments.
pub struct SpreadCall {
    pub func: Node,
    pub args: Vec<Argument>,
    pub span: Span,
}

impl Exp for SpreadCall {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let func = self.func.object(frame)?;
        let at = vm.stack.push(func, Role::Callable);
        vm.stack.push_empty(Role::Receiver);
        let result = self.gather(frame, at).and_then(|names| {
            // The names live in a tuple on the stack's far side: the frame's own temporary.
            vm.call_window(at, names.as_ref())
        });
        vm.stack.truncate(at);
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }
}

impl SpreadCall {
    /// Pushes all positional arguments, then the keyword values; returns the names.
    fn gather(&self, frame: &Frame<'_>, at: usize) -> Result<Option<Ref>, Raised> {
        let vm = frame.vm;
        for arg in &self.args {
            match arg {
                Argument::Positional(node) => {
                    let value = node.object(frame)?;
                    vm.stack.push(value, Role::Argument);
                }
                Argument::Star(node) => self.push_star(frame, at, node)?,
                Argument::Keyword(..) | Argument::DoubleStar(_) => {}
            }
        }
        let keywords = self
            .args
            .iter()
            .any(|arg| matches!(arg, Argument::Keyword(..) | Argument::DoubleStar(_)));
        if !keywords {
            return Ok(None);
        }
        let merged = vm.alloc(Dict::default())?;
        let place = vm.stack.push(merged.clone(), Role::Argument);
        for arg in &self.args {
            match arg {
                Argument::Keyword(name, node) => {
                    let name = (*frame.code.names[*name as usize]).clone();
                    let value = node.object(frame)?;
                    self.add_keyword(frame, at, &merged, name, value)?;
                }
                Argument::DoubleStar(node) => self.add_mapping(frame, at, &merged, node)?,
                _ => {}
            }
        }
        drop(vm.stack.take(place));
        vm.stack.truncate(place);
        let pairs = merged.as_ref::<Dict>().pairs();
        drop(merged);
        let (names, values): (Vec<Ref>, Vec<Ref>) = pairs.into_iter().unzip();
        if vm.stack.is_short_of(values.len()) {
            return Err(vm.too_many_arguments());
        }
        for value in values {
            vm.stack.push(value, Role::Argument);
        }
        if names.is_empty() { Ok(None) } else { vm.new_tuple(names).map(Some) }
    }

    fn push_star(&self, frame: &Frame<'_>, at: usize, node: &Node) -> Result<(), Raised> {
        let vm = frame.vm;
        let iterable = node.object(frame)?;
        let is_iterable =
            vm.slot(&iterable, |slots| slots.iter.is_some() || slots.getitem.is_some());
        if !is_iterable {
            return Err(vm.type_error(format!(
                "{} argument after * must be an iterable, not {}",
                self.callee(vm, at),
                vm.class_name(&iterable)
            )));
        }
        for item in vm.collect(&iterable)? {
            if vm.stack.is_short_of(1) {
                return Err(vm.too_many_arguments());
            }
            vm.stack.push(item, Role::Argument);
        }
        Ok(())
    }

    fn add_mapping(
        &self,
        frame: &Frame<'_>,
        at: usize,
        merged: &Ref,
        node: &Node,
    ) -> Result<(), Raised> {
        let vm = frame.vm;
        let mapping = node.object(frame)?;
        if let Some(dict) = mapping.get::<Dict>()
            && mapping.is_exact::<Dict>()
        {
            for (key, value) in dict.pairs() {
                self.add_keyword(frame, at, merged, key, value)?;
            }
            return Ok(());
        }
        if vm.lookup_special(&mapping, "keys").is_none() {
            return Err(vm.type_error(format!(
                "{} argument after ** must be a mapping, not {}",
                self.callee(vm, at),
                vm.class_name(&mapping)
            )));
        }
        let keys = vm.call_method(&mapping, "keys", &[])?;
        let keys = vm.to_object(keys)?;
        for key in vm.collect(&keys)? {
            let value = vm.get_item(&mapping, &key)?;
            let value = vm.to_object(value)?;
            self.add_keyword(frame, at, merged, key, value)?;
        }
        Ok(())
    }

    fn add_keyword(
        &self,
        frame: &Frame<'_>,
        at: usize,
        merged: &Ref,
        name: Ref,
        value: Ref,
    ) -> Result<(), Raised> {
        let vm = frame.vm;
        if !name.is::<Str>() {
            return Err(vm.type_error("keywords must be strings"));
        }
        let dict = merged.as_ref::<Dict>();
        if dict.get(vm, &name)?.is_some() {
            return Err(vm.type_error(format!(
                "{} got multiple values for keyword argument '{}'",
                self.callee(vm, at),
                name.text()
            )));
        }
        dict.set(vm, name, value)
    }

    /// `module.f()` as error messages name the function.
    fn callee(&self, vm: &Vm, at: usize) -> String {
        let Some(func) = vm.stack.get(at) else { return String::new() };
        match func.get::<Function>() {
            Some(function) => {
                let name =
                    function.qualname.get().map_or_else(String::new, |name| name.text().to_owned());
                match function.module.get() {
                    Some(module) if module.is::<Str>() && module.text() != "builtins" => {
                        format!("{}.{name}()", module.text())
                    }
                    _ => format!("{name}()"),
                }
            }
            None => match func.get::<Class>() {
                Some(_) => format!("{}()", vm.class_full_name(&func)),
                None => match vm.find_attr(&func, &vm.name("__qualname__")) {
                    Ok(Some(name)) if name.is::<Str>() => format!("{}()", name.text()),
                    _ => {
                        vm.clear_pending();
                        format!("{} object", vm.class_name(&func))
                    }
                },
            },
        }
    }
}

/// `f(x)` where `f` is known to return a value only for its truth; see [`Call`].
pub fn call_value(vm: &Vm, func: &Ref, args: &[&Ref]) -> Result<Value, Raised> {
    vm.call(func, args)
}
