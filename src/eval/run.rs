//! Connects the walker to the machine: compiling source, running code, showing values.

use super::invoke::{call_python, run_code_in};
use super::lower::{Lowerer, Mode};
use crate::diagnostic::{Diagnostic, ErrorClass, Extent};
use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Dict, List};
use crate::runtime::stack::Role;
use crate::runtime::vm::Evaluator;
use crate::runtime::{ErrorKind, Eval, Raised, Vm, kinds};
use crate::source::Source;
use crate::{scope, syntax};

/// Gives `vm` its evaluator and the builtins that need one.
///
/// # Errors
/// `MemoryError` where the heap is too small.
pub fn install(vm: &Vm) -> Result<(), Raised> {
    vm.install_evaluator(Evaluator {
        call: call_python,
        run_module,
        resume: super::generator::resume,
    });
    super::builtins::install(vm)
}

/// A code object, and the objects that the parsed source holds while its top level runs.
pub struct Compiled {
    pub code: Ref,
    /// The source's constants: CPython's syntax tree keeps them alive just as long.
    pub constants: Vec<Ref>,
}

/// Why source could not be compiled.
pub enum CompileError {
    Source(Box<Diagnostic>),
    Raised(Raised),
}

/// Compiles `source` as a module.
///
/// # Errors
/// A syntax error as a diagnostic, or a Python exception where memory ran out.
pub fn compile(
    vm: &Vm,
    source: &Source,
    mode: Mode,
    has_namespace: bool,
) -> Result<Compiled, CompileError> {
    compile_as(vm, source, mode, has_namespace, false, vm.optimize)
}

/// As [`compile`]; with `awaits`, the code is a coroutine's and may await at its top level. `optimize`
/// is what `compile(optimize=…)` was told.
pub(super) fn compile_as(
    vm: &Vm,
    source: &Source,
    mode: Mode,
    has_namespace: bool,
    awaits: bool,
    optimize: u8,
) -> Result<Compiled, CompileError> {
    let parsed = match mode {
        Mode::Eval => syntax::parse_expression(source),
        _ if source.is_embedded() => syntax::parse_outline(source),
        _ => syntax::parse(source),
    };
    let module = parsed.map_err(|diagnostic| CompileError::Source(Box::new(diagnostic)))?;
    let analyze = if awaits { scope::analyze_awaiting } else { scope::analyze };
    let scopes = analyze(&module, source)
        .map_err(|diagnostic| CompileError::Source(Box::new(diagnostic)))?;
    for warning in module.warnings.iter().chain(&scopes.warnings) {
        warn(vm, warning, source)?;
    }
    let mut lowerer = Lowerer::new(vm, source, &module.names, &scopes);
    lowerer.has_namespace = has_namespace;
    lowerer.unit.generator = awaits;
    lowerer.optimize = optimize;
    let (code, constants) = lowerer.module(&module, mode).map_err(CompileError::Raised)?;
    Ok(Compiled { code, constants })
}

/// Gives a `SyntaxWarning`; where the program made an exception of it, it is a `SyntaxError`.
#[cold]
fn warn(vm: &Vm, warning: &Diagnostic, source: &Source) -> Result<(), CompileError> {
    let kind = ErrorKind::SyntaxWarning;
    let line = warning.place(source).line;
    let file = source.name();
    vm.warn_explicit(kind, &warning.message, file, line).map_err(|raised| {
        let exception = vm.take_raised(raised);
        if vm.is_error(&exception, kind) {
            CompileError::Source(Box::new(warning.clone()))
        } else {
            CompileError::Raised(vm.raise_object(exception))
        }
    })
}

/// As [`warn`], raising the `SyntaxError`.
///
/// # Errors
/// Where the program made exceptions of warnings.
pub fn warn_raising(vm: &Vm, warning: &Diagnostic, source: &Source) -> Result<(), Raised> {
    warn(vm, warning, source).map_err(|error| raise_compile_error(vm, error, source))
}

pub(super) fn raise_compile_error(vm: &Vm, error: CompileError, source: &Source) -> Raised {
    match error {
        CompileError::Source(diagnostic) => raise_diagnostic(vm, &diagnostic, source),
        CompileError::Raised(raised) => raised,
    }
}

/// Compiles, raising a `SyntaxError` where the source is wrong.
pub fn compile_raising(
    vm: &Vm,
    source: &Source,
    mode: Mode,
    has_namespace: bool,
) -> Result<Compiled, Raised> {
    compile(vm, source, mode, has_namespace).map_err(|error| raise_compile_error(vm, error, source))
}

/// The attributes of a `SyntaxError` that tell its place, in the order of its second argument.
const PLACE: [&str; 6] = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];

/// Raises the exception that a diagnostic stands for.
pub fn raise_diagnostic(vm: &Vm, diagnostic: &Diagnostic, source: &Source) -> Raised {
    let kind = match diagnostic.class {
        ErrorClass::Syntax => ErrorKind::SyntaxError,
        ErrorClass::Indentation => ErrorKind::IndentationError,
        ErrorClass::Tab => ErrorKind::TabError,
        ErrorClass::Memory => ErrorKind::MemoryError,
        ErrorClass::Recursion => ErrorKind::RecursionError,
        ErrorClass::NotImplemented => ErrorKind::NotImplementedError,
    };
    use ErrorClass::{Memory, NotImplemented, Recursion};
    let has_place = diagnostic.extent != Extent::Nowhere;
    if !has_place || matches!(diagnostic.class, Memory | Recursion | NotImplemented) {
        return vm.raise(kind, diagnostic.message.clone());
    }
    let made = (|| {
        let message = vm.new_str(&diagnostic.message)?;
        let place = diagnostic.place(source);
        let line = diagnostic.line_shown(source);
        let details = vm.new_tuple_of([
            vm.new_str(source.name())?,
            vm.new_int(source.number_shown(place.line).into())?,
            vm.new_int(place.offset)?,
            vm.new_str(&line)?,
            vm.new_int(source.number_shown(place.end_line).into())?,
            // Where no end is known, an exception made with its message alone has none.
            match place.end_offset {
                0 if diagnostic.message_alone => vm.none(),
                end => vm.new_int(end)?,
            },
        ])?;
        let class = vm.exception_class(kind).clone();
        if !diagnostic.message_alone {
            return vm.call_object(&class, &[&message, &details]);
        }
        let exception = vm.call_object(&class, &[&message])?;
        for (name, value) in PLACE.iter().zip(tuple_refs(&details)) {
            vm.set_attr(&exception, &vm.name(name), Some(&value))?;
        }
        Ok(exception)
    })();
    match made {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

/// Runs compiled code at top level in `globals`; the source's constants stay alive meanwhile.
pub fn run_code(vm: &Vm, compiled: Compiled, globals: &Ref, namespace: Option<&Ref>) -> Eval {
    let Compiled { code, constants } = compiled;
    let at = vm.stack.top();
    keep_constants(vm, constants)?;
    let result = run_code_in(vm, &code, globals, namespace, None);
    drop(code);
    vm.stack.truncate(at);
    result
}

/// Keeps a source's constants on the slot stack, in a list that moves into no cell that the program
/// has just seen emptied, and that leaves none behind where the program's own lists stand.
pub(super) fn keep_constants(vm: &Vm, constants: Vec<Ref>) -> Result<(), Raised> {
    let held: Vec<Ref> = constants.into_iter().filter(|constant| !constant.is_immortal()).collect();
    if !held.is_empty() {
        let kept = vm.heap.keep_observed_free();
        let list = vm.alloc_extended(List::new(held), vm.class_of_kind(kinds::LIST));
        vm.heap.give_back(kept);
        vm.stack.push(list?, Role::Running);
    }
    Ok(())
}

/// Runs a module's source in its namespace, for imports: the parsed source is dropped first.
fn run_module(vm: &Vm, source: Source, globals: &Ref) -> Result<(), Raised> {
    let compiled = compile_raising(vm, &source, Mode::Exec, false)?;
    let code = compiled.code;
    drop(compiled.constants);
    run_code_in(vm, &code, globals, None, None).map(drop)
}

/// Gives the value of a statement to `sys.displayhook`. Python's own shows nothing for `None`; else the
/// front end shows the value, unless the program has put something else in the place of
/// `sys.stdout`, and `_` keeps it.
pub fn display(vm: &Vm, value: Ref) -> Result<(), Raised> {
    if let Some(hook) = vm.redirected("displayhook") {
        return vm.keep(value, Role::Argument, |value| vm.call(&hook, &[value]).map(drop));
    }
    if vm.is_none(&value) {
        return Ok(());
    }
    let at = vm.stack.push(value, Role::Result);
    let result = display_held(vm, at);
    vm.stack.truncate(at);
    result
}

fn display_held(vm: &Vm, at: usize) -> Result<(), Raised> {
    let Some(value) = vm.stack.get(at) else { return Ok(()) };
    let builtins = vm.builtins.as_ref::<Dict>();
    let underscore = vm.name("_");
    builtins.set(vm, underscore.clone(), vm.none())?;
    let show = vm.display.borrow().clone();
    match show.filter(|_| vm.redirected("stdout").is_none()) {
        Some(show) => show(vm, &value)?,
        None => vm.tell_stdout_line(&vm.repr_text(&value)?)?,
    }
    builtins.set(vm, underscore, value)
}
