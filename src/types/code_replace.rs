//! `code.replace`: the same code by other names.
//!
//! What is run is a tree, which knows its parameters and locals; they stay as they are.

use std::cell::Cell;

use crate::heap::{Fixed, Ref};
use crate::runtime::object::code::Body;
use crate::runtime::object::{Code, Str};
use crate::runtime::spec::{Method, method};
use crate::runtime::stack::Frame;
use crate::runtime::{Args, ErrorKind, Eval, Flow, Raised, Value, Vm};
use crate::text::suggest::suggest;

const NAMES: [&str; 18] = [
    "co_argcount",
    "co_cellvars",
    "co_code",
    "co_consts",
    "co_exceptiontable",
    "co_filename",
    "co_firstlineno",
    "co_flags",
    "co_freevars",
    "co_kwonlyargcount",
    "co_linetable",
    "co_name",
    "co_names",
    "co_nlocals",
    "co_posonlyargcount",
    "co_qualname",
    "co_stacksize",
    "co_varnames",
];

pub(super) static METHODS: [Method; 2] = [
    method(
        "replace",
        "(**changes)",
        replace,
        "Return a copy of the code object with new values for the specified fields.",
    ),
    method("__replace__", "(**changes)", replace, "The same as replace()."),
];

/// The body of such a copy: that of the code it was made of.
struct OfOrigin;

impl Body for OfOrigin {
    fn run(&self, frame: &Frame<'_>) -> Flow {
        match &frame.code.origin {
            Some(origin) => origin.as_ref::<Code>().body.run(frame),
            None => Flow::Next,
        }
    }
}

fn replace(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let mut names: [Option<Ref>; 3] = [const { None }; 3];
    let mut first_line = None;
    let changes = args.get(1).and_then(|changes| changes.get::<crate::runtime::object::Dict>());
    for (name, value) in changes.map_or_else(Vec::new, crate::runtime::object::Dict::pairs) {
        let text = name.text();
        if !NAMES.contains(&text) {
            let hint = suggest(text, &NAMES);
            let hint = hint.map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
            let message = format!("replace() got an unexpected keyword argument '{text}'{hint}");
            return Err(vm.type_error(message));
        }
        match ["co_filename", "co_name", "co_qualname"].iter().position(|named| *named == text) {
            Some(_) if !value.is::<Str>() => {
                let class = vm.class_name(&value);
                let message = format!("replace() argument '{text}' must be str, not {class}");
                return Err(vm.type_error(message));
            }
            Some(at) => names[at] = Some(value),
            None if text == "co_firstlineno" => first_line = Some(vm.size_of(&value)?),
            None => unchanged(vm, object, &name, &value)?,
        }
    }
    copy(vm, object, names, first_line).map(Value::Obj)
}

/// Refuses a value other than the present one.
fn unchanged(vm: &Vm, code: &Ref, name: &Ref, value: &Ref) -> Result<(), Raised> {
    if let Some(present) = vm.find_attr(code, name)?
        && vm.equal(&present, value)?
    {
        return Ok(());
    }
    let message = format!("{} cannot be replaced: programs run as trees", name.text());
    Err(vm.raise(ErrorKind::NotImplementedError, message))
}

fn copy(
    vm: &Vm,
    object: &Ref,
    names: [Option<Ref>; 3],
    first_line: Option<i64>,
) -> Result<Ref, Raised> {
    let [file, name, qualname] = names;
    let object = object.as_ref::<Code>().body.read(vm, object)?;
    let code = object.as_ref::<Code>();
    let again = |list: &[Fixed]| {
        list.iter().map(|fixed| Fixed::new((**fixed).clone())).collect::<Box<[Fixed]>>()
    };
    let or = |new: Option<Ref>, old: &Fixed| Fixed::new(new.unwrap_or_else(|| (**old).clone()));
    let origin = code.origin.as_ref().map_or_else(|| object.clone(), |origin| (**origin).clone());
    let source = match file {
        Some(file) => code.source.renamed(file.text()),
        None => code.source.clone(),
    };
    vm.alloc(Code {
        name: or(name, &code.name),
        qualname: or(qualname, &code.qualname),
        source: match first_line {
            Some(line) => source.moved(code.first_line(), line),
            None => source,
        },
        span: code.span,
        parameters: code.parameters,
        flags: code.flags,
        awaitable: Cell::new(code.awaitable.get()),
        variables: again(&code.variables),
        captured: code.captured.clone(),
        free: again(&code.free),
        inlined: code.inlined.clone(),
        slot_count: code.slot_count,
        state_count: code.state_count,
        constants: again(&code.constants),
        names: again(&code.names),
        unlisted: code.unlisted.clone(),
        body: Box::new(OfOrigin),
        origin: Some(Fixed::new(origin)),
        plain_arity: code.plain_arity,
    })
}
