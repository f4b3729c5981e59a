//! What CPython's `site` adds to the builtins: `exit`, `quit`, `copyright`, `credits`, `license`
//! and `help`.
//!
//! (CPython: `Lib/_sitebuiltins.py`.)

use crate::heap::{Dying, Kind, Payload, Ref};
use crate::runtime::spec::{GetSetRow, TypeSpec, getter};
use crate::runtime::{ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};

use super::object::OBJECT;

/// `exit` or `quit`.
pub struct Quitter {
    name: &'static str,
}

/// `copyright`, `credits` or `license`.
pub struct Printer {
    text: &'static str,
}

/// `help`.
pub struct Helper;

macro_rules! holds_nothing {
    ($($payload:ident $kind:ident $name:literal)*) => {
        $(
            impl Payload for $payload {
                const KIND: Kind = kinds::$kind;
                const NAME: &'static str = $name;

                fn trace(&self, _visit: &mut dyn FnMut(&Ref)) {}

                fn release(&self, _dying: &Dying) {}
            }
        )*
    };
}

holds_nothing! {
    Quitter QUITTER "Quitter"
    Printer PRINTER "_Printer"
    Helper HELPER "_Helper"
}

const ABOUT: &str = "Refscope is a small Python whose heap you can look into.";
const LICENSE: &str = "Refscope is free software; its license is in its LICENSE file.";

/// Each name with its object, for the builtins' namespace.
///
/// # Errors
/// `MemoryError`.
pub fn objects(vm: &Vm) -> Result<Vec<(&'static str, Ref)>, Raised> {
    Ok(vec![
        ("copyright", vm.alloc(Printer { text: ABOUT })?),
        ("credits", vm.alloc(Printer { text: ABOUT })?),
        ("exit", vm.alloc(Quitter { name: "exit" })?),
        ("help", vm.alloc(Helper)?),
        ("license", vm.alloc(Printer { text: LICENSE })?),
        ("quit", vm.alloc(Quitter { name: "quit" })?),
    ])
}

fn quitter_repr(vm: &Vm, object: &Ref) -> Eval {
    let name = object.as_ref::<Quitter>().name;
    vm.str_value(&format!("Use {name}() or Ctrl-D (i.e. EOF) to exit"))
}

fn quit(vm: &Vm, at: usize, _names: Option<&Ref>) -> Eval {
    let given = vm.stack.top() - vm.first_argument(at) + 1;
    let (_, code) = taken(vm, at);
    if given > 2 {
        let message = "Quitter.__call__() takes from 1 to 2 positional arguments but";
        return Err(vm.type_error(format!("{message} {given} were given")));
    }
    let code = code.unwrap_or_else(|| vm.none());
    Err(vm.raise_with(ErrorKind::SystemExit, &code))
}

/// What is called and its first argument, off the stack.
fn taken(vm: &Vm, at: usize) -> (Option<Ref>, Option<Ref>) {
    let first = vm.first_argument(at);
    let given = if vm.stack.top() > first { vm.stack.get(first) } else { None };
    let callable = vm.stack.get(at);
    vm.stack.truncate(at);
    (callable, given)
}

fn quitter_name(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(object.as_ref::<Quitter>().name)
}

static QUITTER_GETSET: [GetSetRow; 1] = [getter("name", quitter_name, "Its own name.")];

pub static QUITTER: TypeSpec = TypeSpec {
    module: "_sitebuiltins",
    base: Some(&OBJECT),
    slots: Slots { repr: Some(quitter_repr), call: Some(quit), ..Slots::EMPTY },
    getset: &QUITTER_GETSET,
    ..TypeSpec::of::<Quitter>()
};

fn printer_repr(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(object.as_ref::<Printer>().text)
}

fn print_text(vm: &Vm, at: usize, _names: Option<&Ref>) -> Eval {
    let (printer, _) = taken(vm, at);
    let text = printer.and_then(|printer| Some(printer.get::<Printer>()?.text)).unwrap_or_default();
    vm.write_out(&format!("{text}\n")).map(|()| Value::None)
}

pub static PRINTER: TypeSpec = TypeSpec {
    module: "_sitebuiltins",
    base: Some(&OBJECT),
    slots: Slots { repr: Some(printer_repr), call: Some(print_text), ..Slots::EMPTY },
    ..TypeSpec::of::<Printer>()
};

fn helper_repr(vm: &Vm, _object: &Ref) -> Eval {
    vm.str_value("Type help() for interactive help, or help(object) for help about object.")
}

/// `help(object)`: the module `pydoc` writes the text.
fn help(vm: &Vm, at: usize, _names: Option<&Ref>) -> Eval {
    let (_, request) = taken(vm, at);
    let pydoc = vm.import("pydoc")?;
    let help = vm.get_attr_text(&pydoc, "help")?;
    let help = vm.to_object(help)?;
    match &request {
        Some(object) => vm.call(&help, &[object]),
        None => vm.call(&help, &[]),
    }
}

pub static HELPER: TypeSpec = TypeSpec {
    module: "_sitebuiltins",
    base: Some(&OBJECT),
    slots: Slots { repr: Some(helper_repr), call: Some(help), ..Slots::EMPTY },
    ..TypeSpec::of::<Helper>()
};
