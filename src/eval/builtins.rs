//! Builtins that need the evaluator: `eval`, `exec`, `compile`, `globals`, `locals`,
//! `__build_class__`; and the nodes behind annotations and type parameters.

use super::class::ClassBody;
use super::lower::Mode;
use super::namespaces::find_in_namespace;
use super::node::{Exp, Node, Stm, attempt};
use super::run::{compile_raising, run_code};
use crate::heap::{Ref, Slot};
use crate::runtime::object::{BuiltinFunction, CellObject, Code, Dict, Function, Str, Tuple};
use crate::runtime::spec::{Method, function};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Args, ErrorKind, Eval, Flow, Raised, Value, Vm};
use crate::source::Source;
use crate::text::source_text::{coding_comment, usual_name};

static FUNCTIONS: [Method; 6] = [
    function(
        "__build_class__",
        "(func, name, /, *bases, **kwds)",
        build_class,
        "Internal helper function used by the class statement.",
    ),
    function(
        "compile",
        "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1)",
        super::compile_call::compile,
        "Compile source into a code object that can be executed by exec() or eval().",
    ),
    function(
        "eval",
        "(source, /, globals=None, locals=None)",
        eval,
        "Evaluate the given source in the context of globals and locals.",
    ),
    function(
        "exec",
        "(source, /, globals=None, locals=None, *, closure=None)",
        exec,
        "Execute the given source in the context of globals and locals.",
    ),
    function(
        "globals",
        "()",
        globals,
        "Return the dictionary containing the current scope's global variables.",
    ),
    function(
        "locals",
        "()",
        locals,
        "Return a dictionary containing the current scope's local variables.",
    ),
];

/// Adds these functions to the builtins.
pub fn install(vm: &Vm) -> Result<(), Raised> {
    let builtins = vm.builtins.as_ref::<Dict>();
    for row in &FUNCTIONS {
        let module = Slot::new(vm.name("builtins"));
        let function = vm.alloc(BuiltinFunction { row, receiver: Slot::empty(), module })?;
        builtins.set(vm, vm.name(row.name), function)?;
    }
    Ok(())
}

/// The local variables of a running frame as a dict: a snapshot for functions (PEP 667), the
/// namespace itself elsewhere.
pub fn frame_locals(vm: &Vm, frame: &Frame<'_>) -> Result<Ref, Raised> {
    let inlined = frame.inlined();
    if inlined.is_empty() {
        if let Some(namespace) = frame.namespace {
            return Ok(namespace.clone());
        }
        if frame.owner.is_none() {
            return Ok(frame.globals_ref.clone());
        }
    }
    let dict = vm.alloc(Dict::default())?;
    let is_function = frame.namespace.is_none() && frame.owner.is_some();
    let names = frame.code.variables.iter().chain(&frame.code.free);
    for (index, name) in names.enumerate().filter(|_| is_function) {
        let Some(object) = frame.get(index as u32) else { continue };
        let value = match object.get::<CellObject>() {
            Some(cell) => cell.content.get(),
            None => Some(object),
        };
        if let Some(value) = value {
            dict.as_ref::<Dict>().set(vm, (**name).clone(), value)?;
        }
    }
    for (name, value) in inlined {
        dict.as_ref::<Dict>().set(vm, vm.intern(name)?, value)?;
    }
    Ok(dict)
}

fn locals(vm: &Vm, _args: Args<'_>) -> Eval {
    match vm.stack.with_frame(|frame| frame_locals(vm, frame)) {
        Some(locals) => locals.map(Value::Obj),
        None => vm.alloc(Dict::default()).map(Value::Obj),
    }
}

pub(super) fn current_globals(vm: &Vm) -> Result<Ref, Raised> {
    match vm.stack.with_frame(|frame| frame.globals_ref.clone()) {
        Some(globals) => Ok(globals),
        None => vm.alloc(Dict::default()),
    }
}

fn globals(vm: &Vm, _args: Args<'_>) -> Eval {
    current_globals(vm).map(Value::Obj)
}

/// Where `eval` and `exec` run: globals, and a namespace if it is another one.
fn namespaces(vm: &Vm, args: Args<'_>, what: &str) -> Result<(Ref, Option<Ref>), Raised> {
    let given = |index: usize| args.get(index).filter(|object| !vm.is_none(object));
    let globals = match given(1) {
        Some(globals) if globals.is::<Dict>() => globals.clone(),
        Some(other) => {
            let class = vm.class_name(other);
            let mapping = vm.slot(other, |slots| slots.getitem).is_some();
            return Err(vm.type_error(match (what, mapping) {
                ("eval", true) => "globals must be a real dict; try eval(expr, {}, mapping)".into(),
                ("eval", false) => "globals must be a dict".into(),
                _ => format!("{what}() globals must be a dict, not {class}"),
            }));
        }
        None => current_globals(vm)?,
    };
    let namespace = match (given(2), given(1)) {
        (Some(locals), _) if vm.slot(locals, |slots| slots.getitem).is_none() => {
            let class = vm.class_name(locals);
            return Err(vm.type_error(match what {
                "eval" => "locals must be a mapping".into(),
                _ => format!("locals must be a mapping or None, not {class}"),
            }));
        }
        (Some(locals), _) => Some(locals.clone()),
        (None, Some(_)) => None,
        (None, None) => vm.stack.with_frame(|frame| frame_locals(vm, frame)).transpose()?,
    };
    let dict = globals.as_ref::<Dict>();
    let builtins = vm.name("__builtins__");
    if dict.get_str(&builtins).is_none() {
        dict.set(vm, builtins, vm.builtins.clone())?;
    }
    let namespace = match namespace {
        Some(namespace) => Some(namespace).filter(|namespace| !namespace.same(&globals)),
        // A dict of a class of its own is asked in its own way for the names of the outermost code.
        None => Some(globals.clone()).filter(|globals| !globals.is_exact::<Dict>()),
    };
    Ok((globals, namespace))
}

/// Source given as bytes: UTF-8, or what a comment in its first two lines names (PEP 263).
fn decoded_source(vm: &Vm, bytes: Vec<u8>) -> Result<String, Raised> {
    let marked = bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec);
    let has_mark = marked.is_some();
    let bytes = marked.unwrap_or(bytes);
    let syntax_error = |message: String| vm.raise(ErrorKind::SyntaxError, message);
    let named = coding_comment(&bytes);
    if named.is_none() {
        return String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            syntax_error(format!(
                "(unicode error) 'utf-8' codec can't decode byte {byte:#x} in position {at}: \
                 invalid start byte (<string>, line 1)"
            ))
        });
    }
    let name = named.unwrap_or_default();
    if has_mark && usual_name(&name) != "utf-8" {
        let name = usual_name(&name);
        return Err(syntax_error(format!("encoding problem: {name} with BOM")));
    }
    if crate::text::codec::lookup(&name, "decode").is_err() {
        return Err(syntax_error(format!("unknown encoding: {name}")));
    }
    let object = crate::types::bytes::new_bytes(vm, bytes)?;
    let text = vm.call_method(&object, "decode", &[&vm.new_str(&name)?])?;
    Ok(vm.to_object(text)?.text().to_owned())
}

/// The source text that `eval`, `exec` or `compile` was given.
pub(super) fn source_text(vm: &Vm, object: &Ref, what: &str) -> Result<String, Raised> {
    if object.is::<Str>() {
        return Ok(object.text().to_owned());
    }
    if let Some(bytes) = crate::types::bytes::view::copied(object) {
        return decoded_source(vm, bytes);
    }
    let kinds = if what == "compile" { "AST" } else { "code" };
    Err(vm.type_error(format!("{what}() arg 1 must be a string, bytes or {kinds} object")))
}

fn eval(vm: &Vm, args: Args<'_>) -> Eval {
    let source = args.req(0);
    in_namespaces(vm, args, "eval", |globals, namespace| {
        if source.is::<Code>() {
            return run_code_object(vm, source, globals, namespace, None);
        }
        let text = source_text(vm, source, "eval")?;
        let text = text.trim_start_matches([' ', '\t']);
        let source = Source::new("<string>", text);
        let compiled = compile_raising(vm, &source, Mode::Eval, namespace.is_some())?;
        run_code(vm, compiled, globals, namespace)
    })
}

fn exec(vm: &Vm, args: Args<'_>) -> Eval {
    let source = args.req(0);
    let run = |globals: &Ref, namespace: Option<&Ref>| {
        let closure = args.get(3).filter(|closure| !vm.is_none(closure));
        if source.is::<Code>() {
            check_closure(vm, source, closure)?;
            return run_code_object(vm, source, globals, namespace, closure);
        }
        if closure.is_some() {
            return Err(vm.type_error("closure can only be used when source is a code object"));
        }
        let text = source_text(vm, source, "exec")?;
        let source = Source::new("<string>", text);
        let compiled = compile_raising(vm, &source, Mode::Exec, namespace.is_some())?;
        run_code(vm, compiled, globals, namespace)
    };
    in_namespaces(vm, args, "exec", run).map(|_| Value::None)
}

/// The cells given to `exec` must be as many as the code's free variables.
fn check_closure(vm: &Vm, code: &Ref, closure: Option<&Ref>) -> Result<(), Raised> {
    let free = code.as_ref::<Code>().free.len();
    if free == 0 {
        return match closure {
            Some(_) => Err(vm.type_error("cannot use a closure with this code object")),
            None => Ok(()),
        };
    }
    let cells = closure.filter(|cells| cells.is_exact::<Tuple>()).map(Ref::tail);
    let is_cell = |slot: &Slot| slot.get().is_some_and(|cell| cell.is::<CellObject>());
    if cells.is_some_and(|cells| cells.len() == free && cells.iter().all(is_cell)) {
        return Ok(());
    }
    Err(vm.type_error(format!("code object requires a closure of exactly length {free}")))
}

/// Runs a code object that `compile` made, or that of a function.
fn run_code_object(
    vm: &Vm,
    code: &Ref,
    globals: &Ref,
    namespace: Option<&Ref>,
    closure: Option<&Ref>,
) -> Eval {
    if closure.is_none() && !code.as_ref::<Code>().free.is_empty() {
        return Err(vm.type_error("code object passed to eval() may not contain free variables"));
    }
    // The running frame holds the code once more.
    let code = code.clone();
    super::invoke::run_code_in(vm, &code, globals, namespace, closure)
}

/// As [`namespaces`], and what `run` makes of them while the books see them.
fn in_namespaces(
    vm: &Vm,
    args: Args<'_>,
    what: &str,
    run: impl FnOnce(&Ref, Option<&Ref>) -> Eval,
) -> Eval {
    let (globals, namespace) = namespaces(vm, args, what)?;
    let held = [&globals].into_iter().chain(&namespace);
    vm.lend_all(held, Role::Namespace, || run(&globals, namespace.as_ref()))
}

fn build_class(vm: &Vm, args: Args<'_>) -> Eval {
    let func = args.req(0);
    let Some(function) = func.get::<Function>() else {
        return Err(vm.type_error("__build_class__: func must be a function"));
    };
    let name = args.req(1).clone();
    let bases: Vec<Ref> = args.rest().cloned().collect();
    let keywords =
        args.get(2).and_then(|dict| dict.get::<Dict>()).map_or_else(Vec::new, Dict::pairs);
    let at = vm.stack.top();
    let class = class_by(vm, function, name, bases, keywords);
    vm.stack.truncate(at);
    class.map(Value::Obj)
}

/// The class whose body is the code of `function`; leaves what it needs on the slot stack.
fn class_by(
    vm: &Vm,
    function: &Function,
    name: Ref,
    bases: Vec<Ref>,
    keywords: Vec<(Ref, Ref)>,
) -> Result<Ref, Raised> {
    let Some(code) = function.code(vm)? else { return Ok(vm.none()) };
    let of_statement = !code.as_ref::<Code>().flags.function;
    let statement = function.module.get().filter(|_| of_statement);
    let closure = function.closure.get();
    let body = ClassBody {
        code: &code,
        globals: &function.globals,
        closure: closure.as_ref(),
        statement: statement.map(|module| (module, function.type_params.get())),
    };
    body.class(vm, Some(name), bases, keywords)
}

/// Whether `object` is the function that makes classes when nothing else was asked for.
pub(super) fn is_build_class(object: &Ref) -> bool {
    object
        .get::<BuiltinFunction>()
        .is_some_and(|builtin| std::ptr::eq(builtin.row, &raw const FUNCTIONS[0]))
}

/// Makes `__annotations__` in the current namespace unless it is there.
pub struct EnsureAnnotations {
    pub name: u32,
}

impl Stm for EnsureAnnotations {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        if attempt!(annotations(frame, self.name)).is_some() {
            return Flow::Next;
        }
        let vm = frame.vm;
        let dict = attempt!(vm.alloc(Dict::default()));
        let namespace = frame.namespace.unwrap_or(frame.globals_ref);
        attempt!(vm.set_item(namespace, &frame.code.names[self.name as usize], Some(&dict)));
        Flow::Next
    }
}

/// The annotations of the current namespace.
fn annotations(frame: &Frame<'_>, name: u32) -> Result<Option<Ref>, Raised> {
    let namespace = frame.namespace.unwrap_or(frame.globals_ref);
    let found = find_in_namespace(frame, namespace, &frame.code.names[name as usize])?;
    found.map(|value| frame.vm.to_object(value)).transpose()
}

/// `name: annotation` in a module or class.
pub struct SetAnnotation {
    /// Index of `__annotations__`.
    pub name: u32,
    /// The constant with the variable's name.
    pub key: u32,
    pub annotation: Node,
}

impl Stm for SetAnnotation {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let value = attempt!(self.annotation.object(frame));
        let name = &frame.code.names[self.name as usize];
        let own = attempt!(annotations(frame, self.name));
        let found = own.or_else(|| frame.globals.get_str(name));
        let Some(dict) = found else {
            let span = frame.position.get();
            return Flow::Raise(super::names::undefined(frame, self.name, span));
        };
        let key = (*frame.code.constants[self.key as usize]).clone();
        attempt!(frame.vm.set_item(&dict, &key, Some(&value)));
        Flow::Next
    }
}
