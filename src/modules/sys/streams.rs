//! `sys.stdin`, `sys.stdout` and `sys.stderr`: text streams on the console.

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::modules::stdio_buffer::StdioBuffer;
use crate::runtime::kinds;
use crate::runtime::object::Str;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm};
use crate::types::object::OBJECT;

/// `sys.stdin`, `sys.stdout` or `sys.stderr`: text in and out through the console.
pub struct Stream {
    which: u8,
    dict: Slot,
}

/// The stream of a file descriptor from 0 to 2.
pub(super) fn new_stream(vm: &Vm, which: u8) -> Result<Ref, Raised> {
    vm.alloc(Stream { which, dict: Slot::empty() })
}

impl Payload for Stream {
    const KIND: Kind = kinds::STREAM;
    const NAME: &'static str = "TextIOWrapper";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.dict.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.dict);
    }
}

static STREAM_METHODS: [Method; 13] = [
    method("__enter__", "()", itself, "Return the stream."),
    method("__exit__", "(*args)", nothing, "Leave the stream open."),
    method("fileno", "()", fileno, "Return the underlying file descriptor."),
    method("flush", "()", flush, "Flush write buffers."),
    method("isatty", "()", isatty, "Return whether this is an interactive stream."),
    method("read", "(size=-1, /)", read, "Read the rest of the input."),
    method("readable", "()", |_, args| is_input(args, true), "Whether it can be read from."),
    method("readline", "(size=-1, /)", readline, "Read one line."),
    method("readlines", "(hint=-1, /)", readlines, "Return a list of lines from the stream."),
    method("seekable", "()", |_, _| Ok(Value::False), "Whether it can be moved in."),
    method("writable", "()", |_, args| is_input(args, false), "Whether it can be written to."),
    method("write", "(text, /)", write, "Write string s to stream."),
    method("writelines", "(lines, /)", writelines, "Write a list of lines to stream."),
];

static STREAM_GETSET: [GetSetRow; 8] = [
    getter("buffer", buffer, "The stream of bytes below."),
    getter("closed", |_, _| Ok(Value::False), "Whether the stream is closed."),
    getter("encoding", |vm, _| vm.str_value("utf-8"), "The name of the encoding."),
    getter("line_buffering", |_, _| Ok(Value::False), "Whether each line is flushed."),
    getter("newlines", |_, _| Ok(Value::None), "The line breaks met so far."),
    getter(
        "errors",
        |vm, stream| vm.str_value(if which(stream) < 2 { "strict" } else { "backslashreplace" }),
        "The error setting of the encoding.",
    ),
    getter(
        "mode",
        |vm, stream| vm.str_value(if which(stream) == 0 { "r" } else { "w" }),
        "The mode of the stream.",
    ),
    getter(
        "name",
        |vm, stream| vm.str_value(&format!("<{}>", name_of(stream))),
        "The name of the stream.",
    ),
];

pub static STREAM: TypeSpec = TypeSpec {
    module: "_io",
    base: Some(&OBJECT),
    doc: "A standard text stream.",
    slots: Slots {
        repr: Some(stream_repr),
        iter: Some(|_, stream| Ok(Value::Obj(stream.clone()))),
        next: Some(next_line),
        ..Slots::EMPTY
    },
    methods: &STREAM_METHODS,
    getset: &STREAM_GETSET,
    ..TypeSpec::of::<Stream>()
};

fn buffer(vm: &Vm, stream: &Ref) -> Eval {
    vm.alloc(StdioBuffer { which: which(stream) }).map(Value::Obj)
}

fn is_input(args: Args<'_>, wanted: bool) -> Eval {
    Ok(Value::bool((which(args.req(0)) == 0) == wanted))
}

fn which(stream: &Ref) -> u8 {
    stream.as_ref::<Stream>().which
}

fn name_of(stream: &Ref) -> &'static str {
    ["stdin", "stdout", "stderr"][which(stream) as usize % 3]
}

fn stream_repr(vm: &Vm, stream: &Ref) -> Eval {
    let mode = if which(stream) == 0 { "r" } else { "w" };
    vm.str_value(&format!(
        "<_io.TextIOWrapper name='<{}>' mode='{mode}' encoding='utf-8'>",
        name_of(stream)
    ))
}

fn itself(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Obj(args.req(0).clone()))
}

fn nothing(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::None)
}

fn fileno(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(which(args.req(0)).into()))
}

fn isatty(_vm: &Vm, args: Args<'_>) -> Eval {
    use std::io::IsTerminal;
    Ok(Value::bool(match which(args.req(0)) {
        0 => std::io::stdin().is_terminal(),
        1 => std::io::stdout().is_terminal(),
        _ => std::io::stderr().is_terminal(),
    }))
}

fn flush(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.flush_out().map(|()| Value::None)
}

fn write(vm: &Vm, args: Args<'_>) -> Eval {
    let text = args.req(1);
    if !text.is::<Str>() {
        let class = vm.class_name(text);
        return Err(vm.type_error(format!("write() argument must be str, not {class}")));
    }
    write_to(vm, args.req(0), text.text())?;
    Ok(Value::Int(text.text().chars().count() as i64))
}

fn write_to(vm: &Vm, stream: &Ref, text: &str) -> Result<(), Raised> {
    match which(stream) {
        0 => Err(vm.raise(ErrorKind::OSError, "not writable".into())),
        1 => {
            crate::types::coding::check_writable(vm, text)?;
            vm.write_out(text)
        }
        _ => {
            vm.write_err(text);
            Ok(())
        }
    }
}

fn writelines(vm: &Vm, args: Args<'_>) -> Eval {
    let stream = args.req(0);
    vm.each(args.req(1), &mut |line| {
        write_to(vm, stream, line.text())?;
        Ok(true)
    })?;
    Ok(Value::None)
}

/// One line with its line break; `None` at the end.
fn line(vm: &Vm) -> Result<Option<String>, Raised> {
    let line = vm.console.borrow_mut().read_line("");
    match line {
        Ok(line) => Ok(line.map(|line| line + "\n")),
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {
            Err(vm.raise(ErrorKind::KeyboardInterrupt, String::new()))
        }
        Err(error) => Err(vm.raise(ErrorKind::OSError, error.to_string())),
    }
}

fn readline(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.str_value(&line(vm)?.unwrap_or_default())
}

fn next_line(vm: &Vm, _stream: &Ref) -> Eval {
    match line(vm)? {
        Some(line) => vm.str_value(&line),
        None => Ok(Value::Undef),
    }
}

fn readlines(vm: &Vm, _args: Args<'_>) -> Eval {
    let mut lines = Vec::new();
    while let Some(line) = line(vm)? {
        lines.push(vm.new_str(&line)?);
    }
    vm.new_list(lines).map(Value::Obj)
}

fn read(vm: &Vm, _args: Args<'_>) -> Eval {
    let mut text = String::new();
    while let Some(line) = line(vm)? {
        text.push_str(&line);
    }
    vm.str_value(&text)
}
