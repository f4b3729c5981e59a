//! Calls with keywords, `*args` or `**kwargs`.

use super::node::{Exp, Node};
use crate::heap::{Ref, Slot};
use crate::runtime::object::{BoundMethod, Class, Dict, Function, Str, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Eval, Raised, Vm, kinds};
use crate::source::Span;
use crate::types::dict::fill::keys_of;

use super::call::{Arg, call_standing, push_args};
use super::method_call::MethodCall;

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
        call_standing(vm, at, Some(names)).map_err(|raised| vm.locate(frame, raised, self.span))
    }
}

/// `object.name(args)` with keywords: the method is not made an object.
pub struct KeywordMethodCall {
    /// The call, with the keywords' values as its last arguments.
    pub call: MethodCall,
    /// A constant: the tuple of keyword names.
    pub names: u32,
}

impl Exp for KeywordMethodCall {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let (vm, call) = (frame.vm, &self.call);
        let at = call.open(frame, call.object.object(frame)?)?;
        if let Err(raised) = push_args(frame, &call.args) {
            vm.stack.truncate(at);
            return Err(raised);
        }
        let names = &*frame.code.constants[self.names as usize];
        vm.call_window(at, Some(names)).map_err(|raised| vm.locate(frame, raised, call.span))
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
        let bottom = vm.stack.top();
        let is_bound = func.kind() == kinds::BOUND_METHOD;
        if is_bound || func.kind() == kinds::OBJECT {
            // It goes on standing here while the window changes.
            vm.stack.push(func.clone(), Role::Callable);
            vm.stack.push_empty(Role::Argument);
        }
        let at = vm.stack.push(func, Role::Callable);
        vm.stack.push_empty(Role::Receiver);
        let result = self.gather(frame, at).and_then(|names| {
            if is_bound {
                hold_packed(vm, at, names.as_ref())?;
            }
            // The names live in a tuple on the stack's far side: the frame's own temporary.
            match &names {
                Some(names) => vm.lend(names, Role::Argument, || vm.call_window(at, Some(names))),
                None => vm.call_window(at, None),
            }
        });
        vm.stack.truncate(bottom);
        result.map_err(|raised| vm.locate(frame, raised, self.span))
    }
}

/// Puts the tuple of the positional arguments below the window at `at`: a bound method is called with it, and stays
/// beside it meanwhile (CPython: `method_vectorcall` under `CALL_FUNCTION_EX`).
fn hold_packed(vm: &Vm, at: usize, names: Option<&Ref>) -> Result<(), Raised> {
    let first = at + 2;
    let count = vm.stack.top() - first - names.map_or(0, |names| names.tail().len());
    let window = vm.stack.window(first, count);
    let tuple = vm.new_tuple((0..count).map(|index| window.req(index).clone()).collect())?;
    vm.stack.set(at - 1, Some(tuple));
    Ok(())
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
            if let [Argument::Star(_), Argument::DoubleStar(pairs)] = self.args.as_slice() {
                // As in CPython, the pairs are looked at before the items are.
                let pairs = pairs.object(frame)?;
                if pairs.get::<Dict>().is_none()
                    && vm.find_attr(&pairs, &vm.name("keys"))?.is_none()
                {
                    return Err(self.no_mapping(vm, at, &pairs));
                }
            }
            let class = vm.class_name(&iterable);
            let by_place =
                |arg: &&Argument| matches!(arg, Argument::Positional(_) | Argument::Star(_));
            let message = match self.args.iter().filter(by_place).count() {
                1 => {
                    let callee = self.callee(vm, at);
                    format!("{callee} argument after * must be an iterable, not {class}")
                }
                _ => format!("Value after * must be an iterable, not {class}"),
            };
            return Err(vm.type_error(message));
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

    fn no_mapping(&self, vm: &Vm, at: usize, given: &Ref) -> Raised {
        let (callee, class) = (self.callee(vm, at), vm.class_name(given));
        vm.type_error(format!("{callee} argument after ** must be a mapping, not {class}"))
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
        self.add_items(frame, at, merged, mapping).map_err(|raised| {
            // As in CPython, whatever attribute was missed.
            if vm.pending_is(&raised, ErrorKind::AttributeError) {
                drop(vm.take_raised(raised));
                return self.no_mapping(vm, at, mapping);
            }
            raised
        })
    }

    fn add_items(
        &self,
        frame: &Frame<'_>,
        at: usize,
        merged: &Ref,
        mapping: &Ref,
    ) -> Result<(), Raised> {
        let vm = frame.vm;
        for key in keys_of(vm, mapping)? {
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
                    vm.str_text(&func).unwrap_or_else(|raised| {
                        drop(vm.take_raised(raised));
                        format!("{} object", vm.class_name(&func))
                    })
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
