//! `compile` to a syntax tree, and of one: the trees themselves are objects of `ast`, in Python.

use super::run::raise_diagnostic;
use crate::builtins::syntax_tree::{Root, syntax_tree};
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::source::Source;
use crate::syntax;
use crate::types::bytes::view::copied;

/// `ast.PyCF_ONLY_AST`.
pub const ONLY_TREE: i64 = 0x400;

/// Whether `object` is a node of a tree.
///
/// # Errors
/// Whatever importing `ast` raises.
pub fn is_node(vm: &Vm, object: &Ref) -> Result<bool, Raised> {
    if object.is::<Str>() || copied(object).is_some() {
        return Ok(false);
    }
    Ok(vm.is_instance(object, &named(vm, "AST")?))
}

fn named(vm: &Vm, name: &str) -> Result<Ref, Raised> {
    let module = vm.import("ast")?;
    vm.get_attr(&module, &vm.name(name)).and_then(|value| vm.to_object(value))
}

/// A source that means what the tree means.
///
/// # Errors
/// Where the tree is not one of a program.
pub fn source_of(vm: &Vm, tree: &Ref, name: &str, mode: &str) -> Result<Source, Raised> {
    let mode = vm.new_str(mode)?;
    let made = vm.call(&named(vm, "_source_of")?, &[tree, &mode])?;
    let parts = tuple_refs(&vm.to_object(made)?);
    let [text, lines] = parts.as_slice() else { return Ok(Source::new(name, "")) };
    let lines = vm.collect(lines)?;
    let lines = lines.iter().map(|line| Ok(u32::try_from(vm.size_of(line)?).unwrap_or(1)));
    let lines = lines.collect::<Result<_, _>>()?;
    Ok(Source::of_tree(name, vm.str_text(text)?, lines, file_named(name)))
}

/// The text of the file that code says it is from.
fn file_named(name: &str) -> Option<String> {
    let is_none = name.is_empty() || name.starts_with('<');
    if is_none { None } else { std::fs::read_to_string(name).ok() }
}

/// The source of a text that says it is from a file. A template's code, say, is not what stands in
/// the file, whose lines tracebacks show.
pub fn source_named(name: &str, text: String) -> Source {
    match file_named(name) {
        Some(file) if file != text => Source::of_tree(name, text, Box::default(), Some(file)),
        _ => Source::new(name, text),
    }
}

/// The tree of `source`.
///
/// # Errors
/// A `SyntaxError`, or a mode that does not exist.
pub fn parse(vm: &Vm, source: &Source, mode: &str) -> Eval {
    let (parsed, root) = match mode {
        "exec" => (syntax::parse(source), Root::Module),
        "single" => (syntax::parse(source), Root::Interactive),
        "eval" => (syntax::parse_expression(source), Root::Expression),
        _ => {
            let message = "compile() mode must be 'exec', 'eval', 'single' or 'func_type'";
            return Err(vm.value_error(message));
        }
    };
    let module = parsed.map_err(|wrong| raise_diagnostic(vm, &wrong, source))?;
    for warning in &module.warnings {
        super::run::warn_raising(vm, warning, source)?;
    }
    let tree = syntax_tree(vm, &module, source, root)?;
    let made = vm.call(&named(vm, "_built")?, &[&tree])?;
    vm.to_object(made).map(Value::Obj)
}
