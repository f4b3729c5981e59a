//! Names that are looked up in a namespace by name: in class bodies, in `exec` with its own locals,
//! and in builtins that a program has replaced.

use super::names::undefined;
use super::node::{Exp, Node, Stm, Target, attempt};
use crate::heap::Ref;
use crate::runtime::object::{CellObject, Dict, Module};
use crate::runtime::stack::Frame;
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value};
use crate::source::Span;

/// A name of a class body (or of `exec` with its own locals): the namespace first, then what
/// `outer` says.
pub struct NamespaceName {
    pub name: u32,
    pub span: Span,
    pub outer: Node,
}

impl Exp for NamespaceName {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        if let Some(namespace) = frame.namespace {
            let name = &*frame.code.names[self.name as usize];
            if let Some(value) = find_in_namespace(frame, namespace, name)? {
                return Ok(value);
            }
        }
        self.outer.eval(frame)
    }
}

/// A name in what comes with type parameters in a class body: the class's own names come first.
pub struct ClassDictName {
    /// Where the cell with the class's namespace is.
    pub slot: u32,
    pub name: u32,
    pub outer: Node,
}

impl Exp for ClassDictName {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let namespace = frame.peek(self.slot, |cell| {
            cell.and_then(|cell| cell.get::<CellObject>()).and_then(|cell| cell.content.get())
        });
        if let Some(namespace) = namespace {
            let name = &*frame.code.names[self.name as usize];
            if let Some(value) = find_in_namespace(frame, &namespace, name)? {
                return Ok(value);
            }
        }
        self.outer.eval(frame)
    }
}

/// What `namespace` has under `name`; one that is no plain dict is asked its own way.
pub(super) fn find_in_namespace(
    frame: &Frame<'_>,
    namespace: &Ref,
    name: &Ref,
) -> Result<Option<Value>, Raised> {
    if namespace.is_exact::<Dict>()
        && let Some(dict) = namespace.get::<Dict>()
    {
        return Ok(dict.get_str(name).map(Value::Obj));
    }
    match frame.vm.get_item(namespace, name) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if frame.vm.pending_is(&raised, ErrorKind::KeyError) => {
            drop(frame.vm.take_raised(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

impl Target for NamespaceName {
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let object = frame.vm.to_object(value)?;
        let name = &*frame.code.names[self.name as usize];
        match frame.namespace {
            Some(namespace) => match namespace.get::<Dict>() {
                Some(dict) if namespace.is_exact::<Dict>() => {
                    dict.set(frame.vm, name.clone(), object)
                }
                _ => frame.vm.set_item(namespace, name, Some(&object)),
            },
            None => frame.globals.set(frame.vm, name.clone(), object),
        }
    }
}

/// `del name` in a class body.
pub struct DeleteName {
    pub name: u32,
    pub span: Span,
}

impl Stm for DeleteName {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let name = &*frame.code.names[self.name as usize];
        frame.position.set(self.span);
        let found = match frame.namespace {
            Some(namespace) => match namespace.get::<Dict>() {
                Some(dict) => attempt!(dict.remove(frame.vm, name)).is_some(),
                None => frame.vm.set_item(namespace, name, None).is_ok(),
            },
            None => attempt!(frame.globals.remove(frame.vm, name)).is_some(),
        };
        if found { Flow::Next } else { Flow::Raise(undefined(frame, self.name, self.span)) }
    }
}

/// What the globals name as their `__builtins__`, where that is not the ordinary namespace.
pub(super) fn other_builtins(frame: &Frame<'_>) -> Option<Ref> {
    let own = frame.globals.get_str(&frame.vm.name("__builtins__"))?;
    let dict = match own.get::<Module>() {
        Some(module) => (*module.dict).clone(),
        None => own,
    };
    (!dict.same(&frame.vm.builtins)).then_some(dict)
}

/// The builtin that a statement needs, from the builtins of the frame's globals.
///
/// # Errors
/// `kind` where they have none of this name.
pub fn builtin_for(frame: &Frame<'_>, name: &str, kind: ErrorKind) -> Result<Ref, Raised> {
    let vm = frame.vm;
    let own = other_builtins(frame);
    match find_in_namespace(frame, own.as_ref().unwrap_or(&vm.builtins), &vm.name(name))? {
        Some(found) => vm.to_object(found),
        None => Err(vm.raise(kind, format!("{name} not found"))),
    }
}

/// What `__name__` means in the frame: the module that a class made there says it is of. `builtins`
/// has that name, too.
///
/// # Errors
/// `NameError` where neither the globals nor their builtins have it.
pub fn module_name(frame: &Frame<'_>) -> Result<Ref, Raised> {
    let vm = frame.vm;
    let name = vm.name("__name__");
    let found = frame.globals.get_str(&name).or_else(|| {
        let own = other_builtins(frame);
        own.as_ref().unwrap_or(&vm.builtins).get::<Dict>()?.get_str(&name)
    });
    found.ok_or_else(|| {
        let message = "name '__name__' is not defined";
        vm.raise_with_fields(ErrorKind::NameError, message, &[("name", &name)])
    })
}
