//! The builtin `compile`.

use super::builtins::source_text;
use super::lower::Mode;
use super::run::{Compiled, compile_as, raise_compile_error, raise_diagnostic};
use super::trees;
use crate::diagnostic::{Diagnostic, Extent};
use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::source::{Source, Span};
use crate::syntax;
use crate::types::file::path_text;

/// The bits `flags` may have: those of `__future__` and of `ast` (CPython: `Include/cpython/compile.h`).
const KNOWN_FLAGS: i64 = 0x01fe_0000 | 0xf600 | 0x10;

/// `compile(source, filename, mode, flags, dont_inherit, optimize)`.
pub(super) fn compile(vm: &Vm, args: Args<'_>) -> Eval {
    let name = args.req(1);
    let (name, _) = path_text(vm, name)?;
    if name.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    let mode = vm.str_text(args.req(2))?;
    let flags = option(vm, args.get(3), 0)?;
    if flags & !KNOWN_FLAGS != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    let optimize = match option(vm, args.get(5), -1)? {
        -1 => vm.optimize,
        level @ 0..=2 => level as u8,
        _ => return Err(vm.value_error("compile(): invalid optimize value")),
    };
    let only_tree = flags & trees::ONLY_TREE != 0;
    if trees::is_node(vm, args.req(0))? {
        if only_tree {
            return Ok(Value::Obj(args.req(0).clone()));
        }
        let source = trees::source_of(vm, args.req(0), &name, &mode)?;
        return compile_text(vm, source, &mode, optimize);
    }
    let text = source_text(vm, args.req(0), "compile")?;
    if only_tree {
        return trees::parse(vm, &Source::new(name, text), &mode);
    }
    let source = trees::source_named(&name, text);
    if mode == "single" {
        refuse_more(vm, &source)?;
    }
    compile_text(vm, source, &mode, optimize)
}

/// A number among the arguments.
fn option(vm: &Vm, given: Option<&Ref>, otherwise: i64) -> Result<i64, Raised> {
    let Some(given) = given else { return Ok(otherwise) };
    let number = vm.to_index(given)?;
    let small = int_view(&number).and_then(|number| number.small());
    small.filter(|&small| i32::try_from(small).is_ok()).ok_or_else(|| {
        let message = "Python int too large to convert to C int";
        vm.raise(ErrorKind::OverflowError, message.into())
    })
}

/// A single statement is one line of simple statements, or one compound statement.
fn refuse_more(vm: &Vm, source: &Source) -> Result<(), Raised> {
    let Ok(module) = syntax::parse(source) else { return Ok(()) };
    let refuse = |found: Diagnostic| Err(raise_diagnostic(vm, &found, source));
    let unfinished = || Diagnostic::syntax("invalid syntax", Span::default()).extent(Extent::Line);
    let Some(first) = module.body.first() else { return refuse(unfinished()) };
    let compound = syntax::is_compound(first);
    let line = source.line_of(first.span.end);
    let mut later = module.body.iter().skip(1);
    match later.find(|stmt| compound || source.line_of(stmt.span.start) > line) {
        Some(second) if compound => refuse(Diagnostic::syntax("invalid syntax", second.span)),
        Some(_) => {
            let message = "multiple statements found while compiling a single statement";
            let end = first.span.end;
            refuse(Diagnostic::syntax(message, Span::new(end, end + 1)))
        }
        None if compound && ends_on_its_line(source.text()) => refuse(unfinished()),
        None => Ok(()),
    }
}

/// Whether a compound statement's last block stands on the line of its header, which does not end:
/// the block could go on with an `else`.
fn ends_on_its_line(text: &str) -> bool {
    let last = text.rsplit('\n').next().unwrap_or(text);
    !last.is_empty() && !last.starts_with([' ', '\t'])
}

fn compile_text(vm: &Vm, source: Source, mode: &str, optimize: u8) -> Eval {
    let mode = match mode {
        "func_type" => {
            return Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::ShowAll,
        _ => {
            return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'"));
        }
    };
    // Such code may be run with any namespace, so its names are looked for in one first.
    let Compiled { code, .. } = compile_as(vm, &source, mode, true, false, optimize)
        .map_err(|error| raise_compile_error(vm, error, &source))?;
    Ok(Value::Obj(code))
}
