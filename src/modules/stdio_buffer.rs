//! The byte streams below `sys.stdin`, `sys.stdout` and `sys.stderr`: their `buffer`.

use crate::heap::{Dying, Kind, Payload, Ref};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::bytes::{new_bytes, view};
use crate::types::expect::size;
use crate::types::file::{BUFFERED_IO_BASE, unsupported};
use crate::types::iterators::itself;

/// The bytes of the standard input.
pub struct StdioReader;

/// The bytes of the standard output, or of the standard error.
pub struct StdioWriter {
    /// 1 or 2.
    number: u8,
}

impl Payload for StdioReader {
    const KIND: Kind = kinds::STDIO_READER;
    const NAME: &'static str = "BufferedReader";

    fn trace(&self, _visit: &mut dyn FnMut(&Ref)) {}

    fn release(&self, _dying: &Dying) {}
}

impl Payload for StdioWriter {
    const KIND: Kind = kinds::STDIO_WRITER;
    const NAME: &'static str = "BufferedWriter";

    fn trace(&self, _visit: &mut dyn FnMut(&Ref)) {}

    fn release(&self, _dying: &Dying) {}
}

/// The bytes of the stream of a file descriptor from 0 to 2.
///
/// # Errors
/// `MemoryError`.
pub fn new_buffer(vm: &Vm, number: u8) -> Result<Ref, Raised> {
    match number {
        0 => vm.alloc(StdioReader),
        _ => vm.alloc(StdioWriter { number }),
    }
}

/// The file descriptor of a stream of bytes.
fn number_of(buffer: &Ref) -> u8 {
    buffer.get::<StdioWriter>().map_or(0, |writer| writer.number)
}

/// # Errors
/// `ValueError` where the stream of this number is closed.
pub fn check_open(vm: &Vm, number: u8, message: &str) -> Result<(), Raised> {
    match vm.closed_streams[usize::from(number)].get() {
        true => Err(vm.value_error(message)),
        false => Ok(()),
    }
}

/// What is said of a closed stream.
pub const CLOSED: &str = "I/O operation on closed file.";

/// Whether one looks at the stream of a file descriptor from 0 to 2 on a terminal.
pub fn is_terminal(number: u8) -> bool {
    use std::io::IsTerminal;
    match number {
        0 => std::io::stdin().is_terminal(),
        1 => std::io::stdout().is_terminal(),
        _ => std::io::stderr().is_terminal(),
    }
}

/// The stream of a file descriptor from 0 to 2 takes and gives no more.
///
/// # Errors
/// `OSError` where what was written before cannot be brought out.
pub fn close_stream(vm: &Vm, number: u8) -> Result<(), Raised> {
    vm.flush_out()?;
    vm.closed_streams[usize::from(number)].set(true);
    Ok(())
}

/// How a stream is named: `<stdin>`, `<stdout>` or `<stderr>`.
pub fn name_of(number: u8) -> &'static str {
    ["<stdin>", "<stdout>", "<stderr>"][usize::from(number) % 3]
}

fn number(args: Args<'_>) -> u8 {
    number_of(args.req(0))
}

fn enter(vm: &Vm, args: Args<'_>) -> Eval {
    check_open(vm, number(args), CLOSED)?;
    Ok(Value::Obj(args.req(0).clone()))
}

fn close(vm: &Vm, args: Args<'_>) -> Eval {
    close_stream(vm, number(args)).map(|()| Value::None)
}

fn flush(vm: &Vm, args: Args<'_>) -> Eval {
    check_open(vm, number(args), "flush of closed file")?;
    vm.flush_out().map(|()| Value::None)
}

fn fileno(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(number(args).into()))
}

fn isatty(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::bool(is_terminal(number(args))))
}

fn write(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(write_bytes(vm, args.req(0), args.req(1))? as i64))
}

fn write_bytes(vm: &Vm, buffer: &Ref, given: &Ref) -> Result<usize, Raised> {
    let bytes = view::required(vm, given)?.to_vec();
    check_open(vm, number_of(buffer), "write to closed file")?;
    // Whoever shows the output takes text.
    let text = String::from_utf8_lossy(&bytes);
    match number_of(buffer) {
        1 => vm.write_out(&text)?,
        _ => vm.write_err(&text),
    }
    Ok(bytes.len())
}

fn writelines(vm: &Vm, args: Args<'_>) -> Eval {
    vm.each(args.req(1), &mut |line| {
        write_bytes(vm, args.req(0), &line)?;
        Ok(true)
    })?;
    Ok(Value::None)
}

fn read(vm: &Vm, args: Args<'_>) -> Eval {
    check_open(vm, 0, "read of closed file")?;
    let bytes = vm.input_bytes(size(vm, args.get(1))?)?;
    new_bytes(vm, bytes).map(Value::Obj)
}

/// As much as there is without waiting twice.
fn read1(vm: &Vm, args: Args<'_>) -> Eval {
    check_open(vm, 0, "read of closed file")?;
    let most = size(vm, args.get(1))?;
    new_bytes(vm, line(vm, most)?).map(Value::Obj)
}

/// One line, of at most so many bytes; nothing at the end.
fn line(vm: &Vm, most: Option<usize>) -> Result<Vec<u8>, Raised> {
    check_open(vm, 0, "read of closed file")?;
    let mut bytes = vm.input_line()?;
    if let Some(most) = most.filter(|most| *most < bytes.len()) {
        vm.give_input_back(&bytes.split_off(most));
    }
    Ok(bytes)
}

fn readline(vm: &Vm, args: Args<'_>) -> Eval {
    let most = size(vm, args.get(1))?;
    new_bytes(vm, line(vm, most)?).map(Value::Obj)
}

fn readlines(vm: &Vm, args: Args<'_>) -> Eval {
    let hint = size(vm, args.get(1))?.filter(|hint| *hint > 0);
    let (mut lines, mut total) = (Vec::new(), 0);
    while hint.is_none_or(|hint| total < hint) {
        let line = line(vm, None)?;
        if line.is_empty() {
            break;
        }
        total += line.len();
        lines.push(new_bytes(vm, line)?);
    }
    vm.new_list(lines).map(Value::Obj)
}

fn next_line(vm: &Vm, _buffer: &Ref) -> Eval {
    let line = line(vm, None)?;
    if line.is_empty() { Ok(Value::Undef) } else { new_bytes(vm, line).map(Value::Obj) }
}

fn no_line(vm: &Vm, _buffer: &Ref) -> Eval {
    Err(unsupported(vm, "not readable"))
}

fn repr(vm: &Vm, buffer: &Ref) -> Eval {
    let (class, name) = (vm.class_name(buffer), name_of(number_of(buffer)));
    vm.str_value(&format!("<{class} name='{name}'>"))
}

macro_rules! rows {
    ($name:ident, $count:expr, [$($own:expr),* $(,)?]) => {
        static $name: [Method; $count] = [
            method("__enter__", "()", enter, "Return the stream, for a with statement."),
            method("__exit__", "(*exc_info)", close, "Close the stream at the end of a with statement."),
            method("close", "()", close, "Close the stream."),
            method("fileno", "()", fileno, "Return the underlying file descriptor."),
            method("flush", "()", flush, "Flush write buffers."),
            method("isatty", "()", isatty, "Return whether this is an interactive stream."),
            method("readable", "()", |_, args| Ok(Value::bool(number(args) == 0)), "Whether it can be read from."),
            method("seekable", "()", |_, _| Ok(Value::False), "Whether it can be moved in."),
            method("tell", "()", |vm, _| Err(unsupported(vm, "underlying stream is not seekable")), "There is no place to tell."),
            method("writable", "()", |_, args| Ok(Value::bool(number(args) != 0)), "Whether it can be written to."),
            $($own,)*
        ];
    };
}

#[rustfmt::skip]
rows!(READER_METHODS, 15, [
    method("read", "(size=-1, /)", read, "Read and return up to size bytes."),
    method("read1", "(size=-1, /)", read1, "Read and return up to size bytes, with at most one read."),
    method("readline", "(size=-1, /)", readline, "Read and return a line from the stream."),
    method("readlines", "(hint=-1, /)", readlines, "Return a list of lines from the stream."),
    method("write", "(buffer, /)", |vm, _| Err(unsupported(vm, "write")), "The input is not written to."),
]);

#[rustfmt::skip]
rows!(WRITER_METHODS, 13, [
    method("read", "(size=-1, /)", |vm, _| Err(unsupported(vm, "read")), "The output is not read from."),
    method("write", "(buffer, /)", write, "Write bytes."),
    method("writelines", "(lines, /)", writelines, "Write a list of lines to stream."),
]);

static GETSET: [GetSetRow; 3] = [
    getter(
        "closed",
        |vm, buffer| Ok(Value::bool(vm.closed_streams[usize::from(number_of(buffer))].get())),
        "Whether the stream is closed.",
    ),
    getter(
        "mode",
        |vm, buffer| vm.str_value(if number_of(buffer) == 0 { "rb" } else { "wb" }),
        "The mode of the stream.",
    ),
    getter(
        "name",
        |vm, buffer| vm.str_value(name_of(number_of(buffer))),
        "The name of the stream.",
    ),
];

pub static STDIO_READER: TypeSpec = TypeSpec {
    module: "_io",
    base: Some(&BUFFERED_IO_BASE),
    doc: "The standard input, as bytes.",
    slots: Slots { repr: Some(repr), iter: Some(itself), next: Some(next_line), ..Slots::EMPTY },
    methods: &READER_METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<StdioReader>()
};

pub static STDIO_WRITER: TypeSpec = TypeSpec {
    module: "_io",
    base: Some(&BUFFERED_IO_BASE),
    doc: "The standard output or error, as bytes.",
    slots: Slots { repr: Some(repr), iter: Some(itself), next: Some(no_line), ..Slots::EMPTY },
    methods: &WRITER_METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<StdioWriter>()
};
