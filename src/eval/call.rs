//! Call nodes: arguments are evaluated straight into the callee's window of the slot stack.

use super::attribute::Reading;
use super::leaf::{self, Computed};
use super::names::Global;
use super::native::{BuiltinMethod, ModuleMember, Native};
use super::node::{Const, Exp, Local, Node, Operand};
use crate::heap::{Ref, Slot};
use crate::runtime::kinds;
use crate::runtime::meaning::Meaning;
use crate::runtime::object::{
    BoundMethod, Class, Dict, Function, Instance, MethodDescriptor, Str, Tuple,
};
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
    Node(Node),
}

impl Arg {
    #[inline(always)]
    pub fn look<R>(&self, frame: &Frame<'_>, look: impl FnOnce(&Ref) -> Option<R>) -> Option<R> {
        match self {
            Arg::Local(local) => local.look(frame, look),
            Arg::Const(constant) => constant.look(frame, look),
            Arg::Node(_) => None,
        }
    }

    #[inline(always)]
    pub fn eval(&self, frame: &Frame<'_>) -> Eval {
        match self {
            Arg::Local(local) => local.eval(frame),
            Arg::Const(constant) => constant.eval(frame),
            Arg::Node(node) => node.eval(frame),
        }
    }

    #[inline(always)]
    pub fn object(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        match self {
            Arg::Local(local) => local.object(frame),
            Arg::Const(constant) => constant.object(frame),
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
            (Arg::Node(_), Some(value)) => value,
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
}

impl Exp for Call {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let func = self.func.object(frame)?;
        if func.kind() == kinds::TYPE && frame.vm.plain_init(&func).is_some() {
            return self.make(frame, func);
        }
        call(frame, func, &self.args, self.computed, self.span)
    }
}

/// Calls `func` with positional arguments.
#[inline(always)]
fn call(frame: &Frame<'_>, func: Ref, args: &[Arg], computed: Computed, span: Span) -> Eval {
    let result = match func.kind() {
        kinds::BUILTIN_FUNCTION | kinds::TYPE => call_native(frame, func, args, computed),
        _ => call_in_window(frame, func, args, None),
    };
    match result {
        Ok(value) => Ok(value),
        Err(raised) => Err(frame.vm.locate(frame, raised, span)),
    }
}

#[inline(never)]
fn call_native(frame: &Frame<'_>, func: Ref, args: &[Arg], computed: Computed) -> Eval {
    let (func, value) = match leaf::of(&func) {
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
    match Native::of(&func, args.len()) {
        Some((native, receiver)) => native.call(frame, func, receiver, args, value),
        None => call_in_window(frame, func, args, value),
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

#[inline(always)]
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
    match vm.stack.standing(at) {
        Some(func) if func.kind() == kinds::FUNCTION => {
            super::invoke::call_positional(vm, func, at, at + 2)
        }
        _ => vm.call_window(at, None),
    }
}

impl Call {
    /// Makes an instance of a class with an `__init__` in Python. The arguments are evaluated where
    /// that will find them: `[class, then the instance] [__init__] [self] [arguments…]`.
    #[inline(never)]
    fn make(&self, frame: &Frame<'_>, class: Ref) -> Eval {
        let vm = frame.vm;
        let at = vm.stack.open_call(class);
        vm.stack.push_empty(Role::Argument);
        let made = match push_args(frame, &self.args) {
            Ok(()) => vm.make_in_place(at, super::invoke::call_positional),
            Err(raised) => {
                vm.stack.truncate(at);
                return Err(raised);
            }
        };
        match made {
            Ok(value) => Ok(value),
            Err(raised) => Err(vm.locate(frame, raised, self.span)),
        }
    }
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

    /// The short way for an object that stands in a local.
    #[inline(always)]
    fn briefly(&self, frame: &Frame<'_>, local: &Local) -> Result<Brief, Raised> {
        if self.computed == Computed::Many {
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

    /// The method where a cache knows it.
    #[inline(always)]
    fn known(&self, frame: &Frame<'_>, object: &Ref) -> Option<Ref> {
        match self.reading.meaning(frame, object, self.name) {
            Meaning::Method(method) => method.counted(),
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

    #[inline(never)]
    fn push_slowly(&self, frame: &Frame<'_>, object: Ref) -> Result<usize, Raised> {
        let vm = frame.vm;
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
        let (object, mut computed) = match &self.object {
            Arg::Node(node) => {
                let object = node.object(frame)?;
                if self.computed == Computed::None
                    && let Some(leaf) = self.builtin.leaf(vm, &object)
                    && let Some(done) = leaf::of_method(frame, leaf, &object, &self.args, None)
                {
                    return done.map_err(|raised| vm.locate(frame, raised, self.span));
                }
                (object, None)
            }
            Arg::Local(local) => match self.briefly(frame, local)? {
                Brief::Done(done) => return Ok(done),
                Brief::Computed(computed) => (local.object(frame)?, computed),
            },
            Arg::Const(constant) => (constant.object(frame)?, None),
        };
        if let Some(method) = self.builtin.get(vm, &object)
            && let Some(native) = self.builtin.plain()
        {
            return match native.call(frame, method, Some(object), &self.args, computed) {
                Ok(value) => Ok(value),
                Err(raised) => Err(vm.locate(frame, raised, self.span)),
            };
        }
        let at = match self.known(frame, &object) {
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
            Some(method) if method.kind() == kinds::FUNCTION => {
                super::invoke::call_positional(vm, method, at, vm.first_argument(at))
            }
            Some(method) if method.kind() == kinds::METHOD_DESCRIPTOR => {
                call_descriptor(vm, at, method)
            }
            _ => vm.call_window(at, None),
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
    pub args: Box<[Arg]>,
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
            match &names {
                Some(names) => vm.lend(names, Role::Argument, || vm.call_window(at, Some(names))),
                None => vm.call_window(at, None),
            }
        });
        vm.stack.truncate(at);
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }
}

/// Pushes the values of a plain dict with string keys; gives the tuple of the keys, if there are
/// any. `None` for any other mapping.
#[expect(clippy::option_option, reason = "no keywords and no plain dict differ")]
fn push_dict(vm: &Vm, mapping: &Ref) -> Result<Option<Option<Ref>>, Raised> {
    let Some(dict) = mapping.get::<Dict>().filter(|_| mapping.is_exact::<Dict>()) else {
        return Ok(None);
    };
    if dict.is_empty() {
        return Ok(Some(None));
    }
    let table = dict.table.borrow();
    if vm.stack.is_short_of(table.len()) || !table.iter().all(|entry| entry.key.is::<Str>()) {
        return Ok(None);
    }
    let names = vm.new_tuple(table.iter().map(|entry| entry.key.clone()).collect())?;
    for entry in table.iter() {
        vm.stack.push(entry.value.clone(), Role::Argument);
    }
    Ok(Some(Some(names)))
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
        if let Some(Argument::DoubleStar(node)) = self.only_keywords() {
            let mapping = node.object(frame)?;
            if let Some(names) = push_dict(vm, &mapping)? {
                return Ok(names);
            }
            return self.gather_keywords(frame, at, Some(mapping));
        }
        self.gather_keywords(frame, at, None)
    }

    /// The one argument that gives keywords, if there is no more than one.
    fn only_keywords(&self) -> Option<&Argument> {
        let mut giving = self
            .args
            .iter()
            .filter(|arg| matches!(arg, Argument::Keyword(..) | Argument::DoubleStar(_)));
        giving.next().filter(|_| giving.next().is_none())
    }

    /// Merges all keywords into one dict, so that doubles are found. Where there is only one
    /// mapping, it has been evaluated already.
    fn gather_keywords(
        &self,
        frame: &Frame<'_>,
        at: usize,
        mapping: Option<Ref>,
    ) -> Result<Option<Ref>, Raised> {
        let vm = frame.vm;
        let merged = vm.alloc(Dict::default())?;
        let place = vm.stack.push(merged.clone(), Role::Argument);
        for arg in &self.args {
            match arg {
                Argument::Keyword(name, node) => {
                    let name = (*frame.code.names[*name as usize]).clone();
                    let value = node.object(frame)?;
                    self.add_keyword(frame, at, &merged, name, value)?;
                }
                Argument::DoubleStar(node) => {
                    let mapping = match &mapping {
                        Some(mapping) => mapping.clone(),
                        None => node.object(frame)?,
                    };
                    self.add_mapping(frame, at, &merged, &mapping)?;
                }
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
        if iterable.is_exact::<Tuple>() && !vm.stack.is_short_of(iterable.tail().len()) {
            for item in iterable.tail().iter().filter_map(Slot::get) {
                vm.stack.push(item, Role::Argument);
            }
            return Ok(());
        }
        for item in vm.keep(iterable, Role::Unpacked, |iterable| vm.collect(iterable))? {
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
        mapping: &Ref,
    ) -> Result<(), Raised> {
        let vm = frame.vm;
        if let Some(dict) = mapping.get::<Dict>()
            && mapping.is_exact::<Dict>()
        {
            for (key, value) in dict.pairs() {
                self.add_keyword(frame, at, merged, key, value)?;
            }
            return Ok(());
        }
        if vm.lookup_special(mapping, "keys").is_none() {
            return Err(vm.type_error(format!(
                "{} argument after ** must be a mapping, not {}",
                self.callee(vm, at),
                vm.class_name(mapping)
            )));
        }
        let keys = vm.call_method(mapping, "keys", &[])?;
        let keys = vm.to_object(keys)?;
        for key in vm.collect(&keys)? {
            let value = vm.get_item(mapping, &key)?;
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
        let Some(mut func) = vm.stack.get(at) else { return String::new() };
        if let Some(bound) = func.get::<BoundMethod>() {
            let inner = (*bound.func).clone();
            func = inner;
        }
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
                None => named(vm, &func).unwrap_or_else(|| {
                    vm.clear_pending();
                    format!("{} object", vm.class_name(&func))
                }),
            },
        }
    }
}

/// `module.qualname()` of a callable that has these names; builtins go without a module.
fn named(vm: &Vm, func: &Ref) -> Option<String> {
    let text = |name: &str| {
        let found = vm.find_attr(func, &vm.name(name)).ok().flatten()?;
        found.is::<Str>().then(|| found.text().to_owned())
    };
    let name = text("__qualname__")?;
    Some(match text("__module__") {
        Some(module) if module != "builtins" => format!("{module}.{name}()"),
        _ => format!("{name}()"),
    })
}
