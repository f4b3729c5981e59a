//! `sys.stdin`, `sys.stdout` and `sys.stderr`: text streams on the console, in UTF-8.

use std::cell::{Cell, RefCell};

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::modules::stdio_buffer::{
    CLOSED, check_open, close_stream, is_terminal, name_of, new_buffer,
};
use crate::runtime::input::characters;
use crate::runtime::object::Str;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};
use crate::text::codec;
use crate::types::bytes::new_bytes;
use crate::types::coding;
use crate::types::expect::{class_or_none, size};
use crate::types::file::{TEXT_IO_BASE, unsupported};
use crate::types::iterators::itself;
use crate::types::object::OWN_DICT;

/// `sys.stdin`, `sys.stdout` or `sys.stderr`: text in and out through the console.
pub struct Stream {
    which: u8,
    /// The stream of bytes; empty once detached.
    buffer: Slot,
    errors: RefCell<String>,
    line_buffering: Cell<bool>,
    write_through: Cell<bool>,
}

/// The stream of a file descriptor from 0 to 2.
pub(super) fn new_stream(vm: &Vm, which: u8) -> Result<Ref, Raised> {
    let errors = if which < 2 { "strict" } else { "backslashreplace" };
    let stream = Stream {
        which,
        buffer: Slot::new(new_buffer(vm, which)?),
        errors: RefCell::new(errors.into()),
        line_buffering: Cell::new(which == 2 || is_terminal(which)),
        write_through: Cell::new(false),
    };
    vm.alloc_extended(stream, &vm.class_of_spec(&STREAM))
}

impl Payload for Stream {
    const KIND: Kind = kinds::STREAM;
    const NAME: &'static str = "TextIOWrapper";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.buffer.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.buffer);
    }
}

/// The stream, if it still stands on one of bytes, and is open.
fn opened<'a>(vm: &Vm, stream: &'a Ref) -> Result<&'a Stream, Raised> {
    let payload = stream.as_ref::<Stream>();
    if payload.buffer.get().is_none() {
        return Err(vm.value_error("underlying buffer has been detached"));
    }
    check_open(vm, payload.which, CLOSED)?;
    Ok(payload)
}

fn is_input(args: Args<'_>, wanted: bool) -> Eval {
    Ok(Value::bool((which(args.req(0)) == 0) == wanted))
}

fn which(stream: &Ref) -> u8 {
    stream.as_ref::<Stream>().which
}

fn mode_of(stream: &Ref) -> &'static str {
    if which(stream) == 0 { "r" } else { "w" }
}

fn repr(vm: &Vm, stream: &Ref) -> Eval {
    vm.str_value(&format!(
        "<_io.TextIOWrapper name='{}' mode='{}' encoding='utf-8'>",
        name_of(which(stream)),
        mode_of(stream)
    ))
}

fn enter(vm: &Vm, args: Args<'_>) -> Eval {
    opened(vm, args.req(0))?;
    Ok(Value::Obj(args.req(0).clone()))
}

fn close(vm: &Vm, args: Args<'_>) -> Eval {
    close_stream(vm, which(args.req(0))).map(|()| Value::None)
}

fn detach(vm: &Vm, args: Args<'_>) -> Eval {
    let stream = opened(vm, args.req(0))?;
    vm.flush_out()?;
    Ok(stream.buffer.take().map_or(Value::None, Value::Obj))
}

fn fileno(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(which(args.req(0)).into()))
}

fn isatty(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::bool(is_terminal(which(args.req(0)))))
}

fn flush(vm: &Vm, args: Args<'_>) -> Eval {
    opened(vm, args.req(0))?;
    vm.flush_out().map(|()| Value::None)
}

/// `reconfigure(*, encoding, errors, newline, line_buffering, write_through)`.
fn reconfigure(vm: &Vm, args: Args<'_>) -> Eval {
    let stream = opened(vm, args.req(0))?;
    let given = |at: usize| args.get(at).filter(|value| !vm.is_none(value));
    let text = |at: usize, name: &str| match given(at) {
        Some(value) if !value.is::<Str>() => {
            let class = class_or_none(vm, value);
            let message =
                format!("reconfigure() argument '{name}' must be str or None, not {class}");
            Err(vm.type_error(message))
        }
        value => Ok(value.map(|value| value.text().to_owned())),
    };
    if let Some(encoding) = text(1, "encoding")? {
        check_encoding(vm, &encoding)?;
    }
    let errors = text(2, "errors")?;
    text(3, "newline")?;
    if let Some(errors) = errors {
        *stream.errors.borrow_mut() = errors;
    }
    for (at, setting) in [(4, &stream.line_buffering), (5, &stream.write_through)] {
        if let Some(value) = given(at) {
            setting.set(vm.truth_of(value)?);
        }
    }
    Ok(Value::None)
}

/// Refuses all encodings but that which the console has.
fn check_encoding(vm: &Vm, name: &str) -> Result<(), Raised> {
    match codec::lookup(name, "open") {
        Ok(codec::Encoding::Utf8) => Ok(()),
        Ok(_) => Err(unsupported(vm, &format!("the standard streams are in utf-8, not {name}"))),
        Err(_) => Err(vm.raise(ErrorKind::LookupError, format!("unknown encoding: {name}"))),
    }
}

fn write(vm: &Vm, args: Args<'_>) -> Eval {
    let text = args.req(1);
    if !text.is::<Str>() {
        let class = vm.class_name(text);
        return Err(vm.type_error(format!("write() argument must be str, not {class}")));
    }
    write_to(vm, args.req(0), text)?;
    Ok(Value::Int(text.text().chars().count() as i64))
}

fn write_to(vm: &Vm, stream: &Ref, text: &Ref) -> Result<(), Raised> {
    let payload = opened(vm, stream)?;
    match payload.which {
        0 => return Err(unsupported(vm, "not writable")),
        1 => {}
        _ => {
            vm.write_err(text.text());
            return Ok(());
        }
    }
    let errors = payload.errors.borrow().clone();
    if errors == "strict" {
        coding::check_writable(vm, text.text())?;
        return vm.write_out(text.text());
    }
    let bytes = coding::encode(vm, text, "utf-8", &errors)?;
    vm.write_out(&String::from_utf8_lossy(&bytes))
}

fn writelines(vm: &Vm, args: Args<'_>) -> Eval {
    let stream = args.req(0);
    vm.each(args.req(1), &mut |line| {
        if !line.is::<Str>() {
            let class = vm.class_name(&line);
            return Err(vm.type_error(format!("write() argument must be str, not {class}")));
        }
        write_to(vm, stream, &line)?;
        Ok(true)
    })?;
    Ok(Value::None)
}

/// The input's stream, if this is it.
fn for_reading<'a>(vm: &Vm, stream: &'a Ref) -> Result<&'a Stream, Raised> {
    let payload = opened(vm, stream)?;
    if payload.which == 0 { Ok(payload) } else { Err(unsupported(vm, "not readable")) }
}

/// The text that bytes of the input stand for.
fn decoded(vm: &Vm, stream: &Stream, bytes: Vec<u8>) -> Result<String, Raised> {
    String::from_utf8(bytes).or_else(|error| {
        let bytes = error.into_bytes();
        let object = new_bytes(vm, bytes.clone())?;
        let errors = stream.errors.borrow().clone();
        coding::decode(vm, &bytes, &object, "utf-8", &errors)
    })
}

/// One line, of at most so many characters; nothing at the end.
fn line(vm: &Vm, stream: &Ref, most: Option<usize>) -> Result<String, Raised> {
    let stream = for_reading(vm, stream)?;
    let mut bytes = vm.input_line()?;
    if let Some(most) = most {
        vm.give_input_back(&bytes.split_off(characters(&bytes, most).0));
    }
    decoded(vm, stream, bytes)
}

fn readline(vm: &Vm, args: Args<'_>) -> Eval {
    let most = size(vm, args.get(1))?;
    vm.str_value(&line(vm, args.req(0), most)?)
}

fn next_line(vm: &Vm, stream: &Ref) -> Eval {
    let line = line(vm, stream, None)?;
    if line.is_empty() { Ok(Value::Undef) } else { vm.str_value(&line) }
}

fn readlines(vm: &Vm, args: Args<'_>) -> Eval {
    let hint = size(vm, args.get(1))?.filter(|hint| *hint > 0);
    let (mut lines, mut total) = (Vec::new(), 0);
    while hint.is_none_or(|hint| total <= hint) {
        let line = line(vm, args.req(0), None)?;
        if line.is_empty() {
            break;
        }
        total += line.chars().count();
        lines.push(vm.new_str(&line)?);
    }
    vm.new_list(lines).map(Value::Obj)
}

fn read(vm: &Vm, args: Args<'_>) -> Eval {
    let stream = for_reading(vm, args.req(0))?;
    let bytes = match size(vm, args.get(1))? {
        Some(count) => vm.input_characters(count)?,
        None => vm.input_bytes(None)?,
    };
    vm.str_value(&decoded(vm, stream, bytes)?)
}

fn buffer(vm: &Vm, stream: &Ref) -> Eval {
    let buffer = stream.as_ref::<Stream>().buffer.get();
    buffer.map(Value::Obj).ok_or_else(|| vm.value_error("underlying buffer has been detached"))
}

#[rustfmt::skip]
static STREAM_METHODS: [Method; 17] = [
    method("__enter__", "()", enter, "Return the stream, for a with statement."),
    method("__exit__", "(*exc_info)", close, "Close the stream at the end of a with statement."),
    method("close", "()", close, "Close the stream."),
    method("detach", "()", detach, "Separate the stream of bytes below and return it."),
    method("fileno", "()", fileno, "Return the underlying file descriptor."),
    method("flush", "()", flush, "Flush write buffers."),
    method("isatty", "()", isatty, "Return whether this is an interactive stream."),
    method("read", "(size=-1, /)", read, "Read and return up to size characters."),
    method("readable", "()", |_, args| is_input(args, true), "Whether it can be read from."),
    method("readline", "(size=-1, /)", readline, "Read one line."),
    method("readlines", "(hint=-1, /)", readlines, "Return a list of lines from the stream."),
    method(
        "reconfigure",
        "(*, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
        reconfigure,
        "Reconfigure the text stream with new parameters.",
    ),
    method("seekable", "()", |_, _| Ok(Value::False), "Whether it can be moved in."),
    method("tell", "()", |vm, _| Err(unsupported(vm, "underlying stream is not seekable")), "There is no place to tell."),
    method("writable", "()", |_, args| is_input(args, false), "Whether it can be written to."),
    method("write", "(text, /)", write, "Write string s to stream."),
    method("writelines", "(lines, /)", writelines, "Write a list of lines to stream."),
];

static STREAM_GETSET: [GetSetRow; 10] = [
    OWN_DICT,
    getter("buffer", buffer, "The stream of bytes below."),
    getter(
        "closed",
        |vm, stream| Ok(Value::bool(vm.closed_streams[usize::from(which(stream))].get())),
        "Whether the stream is closed.",
    ),
    getter("encoding", |vm, _| vm.str_value("utf-8"), "The name of the encoding."),
    getter(
        "errors",
        |vm, stream| vm.str_value(&stream.as_ref::<Stream>().errors.borrow()),
        "The error setting of the encoding.",
    ),
    getter(
        "line_buffering",
        |_, stream| Ok(Value::bool(stream.as_ref::<Stream>().line_buffering.get())),
        "Whether each line is flushed.",
    ),
    getter("mode", |vm, stream| vm.str_value(mode_of(stream)), "The mode of the stream."),
    getter("name", |vm, stream| vm.str_value(name_of(which(stream))), "The name of the stream."),
    getter("newlines", |_, _| Ok(Value::None), "The line breaks met so far."),
    getter(
        "write_through",
        |_, stream| Ok(Value::bool(stream.as_ref::<Stream>().write_through.get())),
        "Whether what is written goes on at once.",
    ),
];

pub static STREAM: TypeSpec = TypeSpec {
    module: "_io",
    base: Some(&TEXT_IO_BASE),
    doc: "A standard text stream.",
    slots: Slots { repr: Some(repr), iter: Some(itself), next: Some(next_line), ..Slots::EMPTY },
    methods: &STREAM_METHODS,
    getset: &STREAM_GETSET,
    has_dict: true,
    weakrefable: true,
    ..TypeSpec::of::<Stream>()
};
