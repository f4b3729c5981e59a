//! Calls of methods: the method is not made an object.

use super::attribute_cache::Reading;
use super::leaf::{self, Computed};
use super::names::Global;
use super::native::{BuiltinMethod, ModuleMember};
use super::node::{Exp, Local, Operand};
use crate::heap::Ref;
use crate::runtime::kinds;
use crate::runtime::meaning::Meaning;
use crate::runtime::object::{Class, Instance, MethodDescriptor};
use crate::runtime::spec::LeafFn;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::source::Span;
use crate::types::classmethod::ClassMethod;
use crate::types::staticmethod::{StaticMethod, exact};

use super::call::{Arg, call, call_standing, push_args, push_computed};

/// What a call of a method of a local comes to at first sight.
enum Found {
    /// A Python function to be called, and the object.
    Method(Ref, Ref),
    /// What the short way of a builtin method came to.
    Done(Eval),
}

/// What the short way came to.
enum Brief {
    Done(Value),
    /// Nothing, but the argument that had to be computed is.
    Computed(Option<Ref>),
}

/// `object.name(args)`: the method is not made an object.
pub struct MethodCall {
    pub object: Arg,
    pub name: u32,
    pub args: Box<[Arg]>,
    pub span: Span,
    /// Where the attribute stands, for its own errors.
    pub attribute_span: Span,
    pub computed: Computed,
    reading: Reading,
    builtin: BuiltinMethod,
    member: ModuleMember,
}

impl MethodCall {
    pub fn new(
        object: Arg,
        name: u32,
        args: Box<[Arg]>,
        computed: Computed,
        span: Span,
        attribute_span: Span,
    ) -> Self {
        let (reading, builtin) = (Reading::default(), BuiltinMethod::default());
        let member = ModuleMember::default();
        MethodCall { object, name, args, span, attribute_span, computed, reading, builtin, member }
    }

    /// The short way of a builtin method whose arguments all stand at hand.
    #[inline(always)]
    fn at_once(&self, frame: &Frame<'_>, object: &Ref) -> Option<Eval> {
        if !matches!(self.computed, Computed::None | Computed::Member(_)) {
            return None;
        }
        if let Some(leaf) = self.builtin.leaf(frame.vm, object) {
            return leaf::of_method(frame, leaf, object, &self.args, None);
        }
        leaf::of_function(frame, self.member.leaf(object)?, &self.args, None)
    }

    /// The short way for an object that stands in a local, with an argument to be computed.
    #[inline(always)]
    fn briefly(&self, frame: &Frame<'_>, local: &Local) -> Result<Brief, Raised> {
        if !matches!(self.computed, Computed::One(_) | Computed::Member(_)) {
            return Ok(Brief::Computed(None));
        }
        let leaf = local.look(frame, |object| self.builtin.leaf(frame.vm, object));
        let Some(leaf) = leaf else { return Ok(Brief::Computed(None)) };
        let computed = self.computed.compute(frame, &self.args)?;
        let done = local.look(frame, |object| {
            leaf::of_method(frame, leaf, object, &self.args, computed.as_ref())
        });
        match done {
            Some(Ok(done)) => Ok(Brief::Done(done)),
            Some(Err(raised)) => Err(frame.vm.locate(frame, raised, self.span)),
            None => Ok(Brief::Computed(computed)),
        }
    }

    /// The Python function that the name is known to mean for an instance like `object`.
    #[inline(always)]
    fn python_method(&self, frame: &Frame<'_>, object: &Ref) -> Option<Ref> {
        match self.reading.remembered(frame, object) {
            Meaning::Method(method) => {
                method.counted().filter(|method| method.kind() == kinds::FUNCTION)
            }
            _ => None,
        }
    }

    /// The method where a cache knows it.
    #[inline(always)]
    fn known(&self, frame: &Frame<'_>, object: &Ref) -> Option<Ref> {
        match self.reading.meaning(frame, object, self.name) {
            Meaning::Method(method) => method.counted(),
            _ => None,
        }
    }

    /// The Python method of an object whose attributes are in its dict, where that does not have
    /// the name.
    fn unless_in_dict(&self, frame: &Frame<'_>, object: &Ref) -> Option<Ref> {
        match self.reading.meaning_by_class(frame, object, self.name) {
            Meaning::MethodUnlessInDict(method) => {
                let name = &frame.code.names[self.name as usize];
                let own = frame.vm.attribute_in_dict(object, name, 0);
                let method = if own.is_some() { None } else { method.counted() };
                if let Some(found) = method.as_ref().filter(|found| found.is::<MethodDescriptor>())
                    && self.builtin.is_free(frame.vm)
                {
                    self.builtin.learn(frame.vm, object, found, self.args.len());
                }
                method
            }
            _ => None,
        }
    }

    /// Finds the method on the class, where the instance itself has no such attribute.
    #[inline(never)]
    fn find(&self, vm: &Vm, object: &Ref, name: &Ref) -> Option<Ref> {
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
        self.builtin.learn(vm, object, &found, self.args.len());
        Some(found)
    }

    /// Opens a call of the method of `object`, found by any way.
    pub fn open(&self, frame: &Frame<'_>, object: Ref) -> Result<usize, Raised> {
        match self.known(frame, &object) {
            Some(method) => Ok(frame.vm.stack.open_method(method, object)),
            None => match self.member.get(&object, &frame.code.names[self.name as usize]) {
                Some(func) => Ok(frame.vm.stack.open_call(func)),
                None => self.push_slowly(frame, object),
            },
        }
    }

    #[inline(never)]
    fn push_slowly(&self, frame: &Frame<'_>, object: Ref) -> Result<usize, Raised> {
        let vm = frame.vm;
        let name = &*frame.code.names[self.name as usize];
        let asked = matches!(
            self.reading.remembered(frame, &object),
            Meaning::Descriptor(_) | Meaning::Data { .. }
        );
        if let Some(function) = (!asked).then(|| self.find(vm, &object, name)).flatten() {
            let at = vm.stack.push(function, Role::Callable);
            vm.stack.push(object, Role::Argument);
            return Ok(at);
        }
        let method = vm.keep(object, Role::Receiver, |object| {
            let value = self.reading.slowly(frame, object, self.name, self.attribute_span)?;
            vm.to_object(value)
        })?;
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
        _ => !vm.class_data(object).flags.get().custom_getattr,
    }
}

impl Exp for MethodCall {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let (method, object) = match &self.object {
            Arg::Local(local) => {
                let found = local.look(frame, |object| {
                    Some(match self.python_method(frame, object) {
                        Some(method) => Found::Method(method, object.clone()),
                        None => Found::Done(self.at_once(frame, object)?),
                    })
                });
                match found {
                    Some(Found::Method(method, object)) => (method, object),
                    Some(Found::Done(Ok(done))) => return Ok(done),
                    Some(Found::Done(Err(raised))) => {
                        return Err(frame.vm.locate(frame, raised, self.span));
                    }
                    None => return self.of_local(frame, local),
                }
            }
            computed @ (Arg::Cell(_) | Arg::Member(_) | Arg::Node(_)) => {
                let object = computed.object(frame)?;
                match self.python_method(frame, &object) {
                    Some(method) => (method, object),
                    None => return self.of_value(frame, object),
                }
            }
            Arg::Global(global) => return self.of_global(frame, global),
            Arg::Const(constant) => return self.of_value(frame, constant.object(frame)?),
        };
        self.call_python(frame, method, object)
    }
}

impl MethodCall {
    /// Calls `method`, which takes `object` as its first argument.
    pub fn call_known(&self, frame: &Frame<'_>, method: Ref, object: Ref) -> Eval {
        if method.kind() == kinds::FUNCTION {
            return self.call_python(frame, method, object);
        }
        let vm = frame.vm;
        let at = vm.stack.open_method(method, object);
        if let Err(raised) = push_args(frame, &self.args) {
            vm.stack.truncate(at);
            return Err(raised);
        }
        vm.call_window(at, None).map_err(|raised| vm.locate(frame, raised, self.span))
    }

    #[inline(always)]
    fn call_python(&self, frame: &Frame<'_>, method: Ref, object: Ref) -> Eval {
        let vm = frame.vm;
        let at = vm.stack.open_method(method, object);
        if let Err(raised) = push_args(frame, &self.args) {
            vm.stack.truncate(at);
            return Err(raised);
        }
        let result = match vm.stack.standing(at) {
            Some(method) => {
                super::invoke::call_positional(vm, method, at, at + 1, self.args.len() + 1)
            }
            None => Ok(Value::None),
        };
        match result {
            Ok(value) => Ok(value),
            Err(raised) => Err(vm.locate(frame, raised, self.span)),
        }
    }

    /// Calls a method of what stands in a local, where no Python function is known for it.
    #[inline(never)]
    fn of_local(&self, frame: &Frame<'_>, local: &Local) -> Eval {
        if let Some(member) = local.look(frame, |object| self.python_member(frame, object)) {
            return self.call_member(frame, member);
        }
        match self.briefly(frame, local)? {
            Brief::Done(done) => Ok(done),
            Brief::Computed(computed) => self.otherwise(frame, local.object(frame)?, computed),
        }
    }

    /// As [`MethodCall::of_local`], of a global: often a module, whose function is called.
    #[inline(never)]
    fn of_global(&self, frame: &Frame<'_>, global: &Global) -> Eval {
        let name = &frame.code.names[self.name as usize];
        if let Some(done) = global.look(frame, |object| self.at_once(frame, object)) {
            return done.map_err(|raised| frame.vm.locate(frame, raised, self.span));
        }
        if let Some(func) = global.look(frame, |object| self.member.get(object, name)) {
            return call(frame, func, &self.args, self.computed, self.span);
        }
        if let Some(member) = global.look(frame, |object| self.class_member(frame, object)) {
            return self.call_member(frame, member);
        }
        let object = global.load_object(frame)?;
        match self.python_method(frame, &object) {
            Some(method) => self.call_python(frame, method, object),
            None => self.of_value(frame, object),
        }
    }

    /// The Python function that the name means for a class, or for an object that has no shape, and
    /// its first argument where it takes one.
    fn python_member(&self, frame: &Frame<'_>, object: &Ref) -> Option<(Ref, Option<Ref>)> {
        match object.kind() {
            kinds::TYPE => self.class_member(frame, object),
            _ => {
                let method = self.unless_in_dict(frame, object);
                let function = method.filter(|method| method.kind() == kinds::FUNCTION)?;
                Some((function, Some(object.clone())))
            }
        }
    }

    /// The Python function that the name means for a class, and the class where it is a class
    /// method.
    fn class_member(&self, frame: &Frame<'_>, class: &Ref) -> Option<(Ref, Option<Ref>)> {
        if class.kind() != kinds::TYPE {
            return None;
        }
        let (member, first) = match self.reading.meaning(frame, class, self.name) {
            Meaning::Descriptor(descriptor) => descriptor.look(|descriptor| {
                if let Some(method) = exact::<StaticMethod>(frame.vm, descriptor) {
                    return Some((method.callable.get()?, None));
                }
                let method = exact::<ClassMethod>(frame.vm, descriptor)?;
                Some((method.callable.get()?, Some(class.clone())))
            })??,
            _ => (self.reading.value(frame, class, self.name)?, None),
        };
        (member.kind() == kinds::FUNCTION).then_some((member, first))
    }

    fn call_member(&self, frame: &Frame<'_>, (func, class): (Ref, Option<Ref>)) -> Eval {
        match class {
            Some(class) => self.call_python(frame, func, class),
            None => super::call::call_function(frame, func, &self.args)
                .map_err(|raised| frame.vm.locate(frame, raised, self.span)),
        }
    }

    /// As [`MethodCall::of_local`], of a value that stands nowhere.
    #[inline(never)]
    fn of_value(&self, frame: &Frame<'_>, object: Ref) -> Eval {
        if matches!(self.computed, Computed::One(_) | Computed::Member(_))
            && let Some(leaf) = self.builtin.leaf(frame.vm, &object)
        {
            return self.compute_and_call(frame, leaf, object);
        }
        match self.at_once(frame, &object) {
            Some(done) => done.map_err(|raised| frame.vm.locate(frame, raised, self.span)),
            None => self.otherwise(frame, object, None),
        }
    }

    /// Takes the short way with an argument that has to be computed, while the object stands in the
    /// slot stack.
    fn compute_and_call(&self, frame: &Frame<'_>, leaf: LeafFn, object: Ref) -> Eval {
        let stack = &frame.vm.stack;
        let at = stack.push(object, Role::Receiver);
        let computed = match self.computed.compute(frame, &self.args) {
            Ok(computed) => computed,
            Err(raised) => {
                stack.truncate(at);
                return Err(raised);
            }
        };
        let Some(object) = stack.take_top(at) else { return Ok(Value::None) };
        match leaf::of_method(frame, leaf, &object, &self.args, computed.as_ref()) {
            Some(Ok(done)) => Ok(done),
            Some(Err(raised)) => Err(frame.vm.locate(frame, raised, self.span)),
            None => self.otherwise(frame, object, computed),
        }
    }

    /// Calls a method by the way that suits it; an argument may be computed already.
    fn otherwise(&self, frame: &Frame<'_>, object: Ref, mut computed: Option<Ref>) -> Eval {
        let vm = frame.vm;
        if let Some(method) = self.builtin.get(vm, &object)
            && let Some(native) = self.builtin.plain()
        {
            return match native.call(frame, method, Some(object), &self.args, computed) {
                Ok(value) => Ok(value),
                Err(raised) => Err(vm.locate(frame, raised, self.span)),
            };
        }
        let known = self.known(frame, &object).or_else(|| self.unless_in_dict(frame, &object));
        let at = match known {
            Some(method) => vm.stack.open_method(method, object),
            None => {
                let name = &frame.code.names[self.name as usize];
                if let Some(func) = self.member.get(&object, name) {
                    drop(object);
                    return call(frame, func, &self.args, self.computed, self.span);
                }
                self.push_slowly(frame, object)?
            }
        };
        let pushed = match computed {
            None => push_args(frame, &self.args),
            Some(_) => push_computed(frame, &self.args, &mut computed),
        };
        if let Err(raised) = pushed {
            vm.stack.truncate(at);
            return Err(raised);
        }
        let result = match vm.stack.standing(at) {
            Some(method) if method.kind() == kinds::METHOD_DESCRIPTOR => {
                call_descriptor(vm, at, method)
            }
            _ => call_standing(vm, at, None),
        };
        match result {
            Ok(value) => Ok(value),
            Err(raised) => Err(vm.locate(frame, raised, self.span)),
        }
    }
}

/// Calls a builtin method that was found on the receiver's own class: no check is needed.
#[inline(always)]
fn call_descriptor(vm: &Vm, at: usize, method: &Ref) -> Eval {
    match (vm.stack.standing(at + 1), method.get::<MethodDescriptor>()) {
        (Some(_), Some(method)) => vm.call_native(method.row, at, at + 1, None),
        _ => vm.call_window(at, None),
    }
}
