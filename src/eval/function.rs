//! `def` and `lambda`: making function objects.

use super::node::{Exp, Node};
use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::{Code, Dict, Function};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::source::Span;

/// What a function's positional defaults are made from.
pub enum Defaults {
    None,
    /// A constant: the tuple of all of them.
    Constant(u32),
    Evaluated(Vec<Node>),
}

/// Evaluates defaults, annotations and cells, and makes the function.
pub struct MakeFunction {
    /// A constant: the code object.
    pub code: u32,
    pub defaults: Defaults,
    /// Names (constants) and values of keyword-only defaults.
    pub kwdefaults: Vec<(u32, Node)>,
    /// Names (constants) and values, in source order.
    pub annotations: Vec<(u32, Node)>,
    /// Slots of this frame whose cells the function shares, in order of its free names.
    pub closure: Vec<u32>,
    /// Whether the code's first constant is its docstring.
    pub documented: bool,
}

impl Exp for MakeFunction {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let at = frame.vm.stack.top();
        let result = self.make(frame);
        frame.vm.stack.truncate(at);
        result.map(Value::Obj)
    }
}

impl MakeFunction {
    fn make(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        let vm = frame.vm;
        let defaults = self.defaults.tuple(frame)?;
        let kwdefaults = dict_of(frame, &self.kwdefaults)?;
        let annotations = dict_of(frame, &self.annotations)?;
        let closure = match self.closure.is_empty() {
            true => None,
            false => {
                let cells = self.closure.iter().filter_map(|&slot| frame.get(slot));
                Some(vm.new_tuple(cells.collect())?)
            }
        };
        let code_ref = (*frame.code.constants[self.code as usize]).clone();
        let code = code_ref.as_ref::<Code>();
        let doc = self.documented.then(|| code.constants.first().map(|doc| (**doc).clone()));
        let module = frame.globals.get_str(&vm.name("__name__"));
        let function = Function {
            name: Slot::new((*code.name).clone()),
            qualname: Slot::new((*code.qualname).clone()),
            globals: Fixed::new(frame.globals_ref.clone()),
            defaults: Slot::from(defaults),
            kwdefaults: Slot::from(kwdefaults),
            closure: Slot::from(closure),
            doc: Slot::from(doc.flatten()),
            module: Slot::from(module),
            annotations: Slot::from(annotations),
            type_params: Slot::empty(),
            dict: Slot::empty(),
            code: Slot::new(code_ref),
        };
        vm.alloc(function)
    }
}

impl Defaults {
    /// Computes them; the tuple stays on the slot stack.
    fn tuple(&self, frame: &Frame<'_>) -> Result<Option<Ref>, Raised> {
        Ok(match self {
            Defaults::None => None,
            Defaults::Constant(index) => Some((*frame.code.constants[*index as usize]).clone()),
            Defaults::Evaluated(nodes) => Some(tuple_of(frame, nodes)?),
        })
    }
}

/// A generic function: its defaults are computed before its type parameters are made.
pub struct WithDefaults {
    pub defaults: Defaults,
    pub kwdefaults: Vec<(u32, Node)>,
    pub definition: Node,
}

impl Exp for WithDefaults {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let at = frame.vm.stack.top();
        let result = self.make(frame);
        frame.vm.stack.truncate(at);
        result.map(Value::Obj)
    }
}

impl WithDefaults {
    fn make(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        let defaults = self.defaults.tuple(frame)?;
        let kwdefaults = dict_of(frame, &self.kwdefaults)?;
        let made = self.definition.object(frame)?;
        if let Some(function) = made.get::<Function>() {
            function.defaults.set(defaults);
            function.kwdefaults.set(kwdefaults);
        }
        Ok(made)
    }
}

fn tuple_of(frame: &Frame<'_>, nodes: &[Node]) -> Result<Ref, Raised> {
    let vm = frame.vm;
    let at = vm.stack.top();
    for node in nodes {
        let value = node.object(frame)?;
        vm.stack.push(value, Role::Element);
    }
    let items = vm.stack.take_range(at, nodes.len()).flatten().collect();
    vm.stack.truncate(at);
    let tuple = vm.new_tuple(items)?;
    vm.stack.push(tuple.clone(), Role::Element);
    Ok(tuple)
}

/// The pairs as a dict, where there are any.
fn dict_of(frame: &Frame<'_>, pairs: &[(u32, Node)]) -> Result<Option<Ref>, Raised> {
    if pairs.is_empty() {
        return Ok(None);
    }
    let vm = frame.vm;
    let dict = vm.alloc(Dict::default())?;
    vm.stack.push(dict.clone(), Role::Element);
    for (name, node) in pairs {
        let value = node.object(frame)?;
        let name = (*frame.code.constants[*name as usize]).clone();
        dict.as_ref::<Dict>().set(vm, name, value)?;
    }
    Ok(Some(dict))
}

/// `@decorator` around a definition: the decorator is evaluated first and called with the result.
pub struct Decorated {
    pub decorators: Vec<(Node, crate::source::Span)>,
    pub definition: Node,
}

impl Exp for Decorated {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let at = vm.stack.top();
        let result = self.apply(frame, at);
        vm.stack.truncate(at);
        result.map(Value::Obj)
    }
}

impl Decorated {
    fn apply(&self, frame: &Frame<'_>, at: usize) -> Result<Ref, Raised> {
        let vm = frame.vm;
        for (decorator, _) in &self.decorators {
            let value = decorator.object(frame)?;
            vm.stack.push(value, Role::Callable);
        }
        let mut value = self.definition.object(frame)?;
        for (index, (_, span)) in self.decorators.iter().enumerate().rev() {
            let Some(decorator) = vm.stack.take(at + index) else { continue };
            vm.stack.truncate(at + index);
            value = call_moving(vm, decorator, value)
                .map_err(|raised| vm.locate(frame, raised, *span))?;
        }
        Ok(value)
    }
}

/// Calls `func(arg)`, handing both over to the call.
fn call_moving(vm: &Vm, func: Ref, arg: Ref) -> Result<Ref, Raised> {
    let at = vm.stack.push(func, Role::Callable);
    vm.stack.push_empty(Role::Receiver);
    vm.stack.push(arg, Role::Argument);
    let value = vm.call_window(at, None)?;
    vm.to_object(value)
}

/// The only item of an iterable: the annotation `*Ts` of `*args`.
pub struct Only {
    pub value: Node,
    pub span: Span,
}

impl Exp for Only {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let iterable = self.value.object(frame)?;
        let located = |raised| vm.locate(frame, raised, self.span);
        if !vm.slot(&iterable, |slots| slots.iter.is_some() || slots.getitem.is_some()) {
            let class = vm.class_name(&iterable);
            let message = format!("cannot unpack non-iterable {class} object");
            return Err(located(vm.type_error(message)));
        }
        let items = vm.keep(iterable, Role::Unpacked, |iterable| vm.collect(iterable));
        match items.map_err(located)?.as_slice() {
            [only] => Ok(Value::Obj(only.clone())),
            [] => {
                let message = "not enough values to unpack (expected 1, got 0)";
                Err(located(vm.value_error(message)))
            }
            _ => Err(located(vm.value_error("too many values to unpack (expected 1)"))),
        }
    }
}
