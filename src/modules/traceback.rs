//! `_traceback`: what `traceback`, `warnings` and `inspect` (in Python) must ask the runtime for.

use crate::heap::Ref;
use crate::runtime::object::{Code, Exception, FrameObject, Traceback};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::traceback::traceback_entries;
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::source::Source;

pub static TRACEBACK: ModuleSpec = ModuleSpec {
    name: "_traceback",
    doc: "Tracebacks as text, and the source behind code.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};

static FUNCTIONS: [Method; 4] = [
    function(
        "entries",
        "(traceback, /)",
        entries,
        "For each entry of a traceback: file, line number, function, source line, printed form, \
         last line, columns of start and end.",
    ),
    function("format", "(exception, /)", format, "The whole traceback of an exception."),
    function(
        "format_only",
        "(exception, traceback, /)",
        format_only,
        "What comes after a traceback's entries, whether or not these are known.",
    ),
    function("source", "(code, /)", source, "The text of the file that code was compiled from."),
];

fn check_exception(vm: &Vm, object: &Ref) -> Result<(), Raised> {
    if object.is::<Exception>() {
        return Ok(());
    }
    let class = vm.class_name(object);
    Err(vm.type_error(format!("expected an exception, got {class}")))
}

fn format(vm: &Vm, args: Args<'_>) -> Eval {
    check_exception(vm, args.req(0))?;
    vm.str_value(&vm.traceback_text(args.req(0)))
}

fn format_only(vm: &Vm, args: Args<'_>) -> Eval {
    check_exception(vm, args.req(0))?;
    let traceback = vm.truth_of(args.req(1))?;
    vm.str_value(&vm.last_lines(args.req(0), traceback))
}

fn entries(vm: &Vm, args: Args<'_>) -> Eval {
    let traceback = args.req(0);
    let found = if traceback.is::<Traceback>() { traceback_entries(traceback) } else { Vec::new() };
    let mut rows = Vec::with_capacity(found.len());
    for entry in &found {
        let source = entry.source();
        let line = source.shown().line(entry.line()).unwrap_or("").trim().to_owned();
        // Where in its line the node of a tree stood that was read from a file is not known.
        let column = |offset: u32| match source.same(source.shown()) {
            true => vm.new_int(source.place_of(offset).column.into()),
            false => Ok(vm.none()),
        };
        let parts = vec![
            vm.new_str(source.name())?,
            vm.new_int(entry.line().into())?,
            vm.new_str(&entry.function())?,
            vm.new_str(&line)?,
            vm.new_str(&entry.text(true))?,
            vm.new_int(source.line_shown(entry.span.end).into())?,
            column(entry.span.start)?,
            column(entry.span.end)?,
        ];
        rows.push(vm.new_tuple(parts)?);
    }
    vm.new_list(rows).map(Value::Obj)
}

/// The source of a code object or of a frame's code.
fn source_of(object: &Ref) -> Option<Source> {
    if let Some(frame) = object.get::<FrameObject>() {
        return source_of(&frame.code);
    }
    object.get::<Code>().map(|code| code.source.clone())
}

fn source(vm: &Vm, args: Args<'_>) -> Eval {
    match source_of(args.req(0)) {
        Some(source) => vm.str_value(source.shown().text()),
        None => {
            let class = vm.class_name(args.req(0));
            Err(vm.type_error(format!("expected code, got {class}")))
        }
    }
}
