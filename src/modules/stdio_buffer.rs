//! The byte streams below `sys.stdin`, `sys.stdout` and `sys.stderr`: their `buffer`.

use crate::heap::{Dying, Kind, Payload, Ref};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::bytes::view;
use crate::types::object::OBJECT;

/// Which of the three streams: 0, 1 or 2.
pub struct StdioBuffer {
    pub which: u8,
}

impl Payload for StdioBuffer {
    const KIND: Kind = kinds::STDIO_BUFFER;
    const NAME: &'static str = "BufferedWriter";

    fn trace(&self, _visit: &mut dyn FnMut(&Ref)) {}

    fn release(&self, _dying: &Dying) {}
}

fn which(stream: &Ref) -> u8 {
    stream.as_ref::<StdioBuffer>().which
}

fn write(vm: &Vm, args: Args<'_>) -> Eval {
    let bytes = view::required(vm, args.req(1))?.to_vec();
    // Whoever shows the output takes text.
    let text = String::from_utf8_lossy(&bytes);
    match which(args.req(0)) {
        0 => return Err(vm.raise(ErrorKind::OSError, "not writable".into())),
        1 => vm.write_out(&text)?,
        _ => vm.write_err(&text),
    }
    Ok(Value::Int(bytes.len() as i64))
}

fn line(vm: &Vm) -> Result<Option<String>, Raised> {
    let line = vm.console.borrow_mut().read_line("");
    match line {
        Ok(line) => Ok(line.map(|line| line + "\n")),
        Err(error) => Err(vm.raise(ErrorKind::OSError, error.to_string())),
    }
}

fn bytes(vm: &Vm, text: String) -> Eval {
    crate::types::bytes::new_bytes(vm, text.into_bytes()).map(Value::Obj)
}

fn readline(vm: &Vm, _args: Args<'_>) -> Eval {
    let text = line(vm)?.unwrap_or_default();
    bytes(vm, text)
}

fn read(vm: &Vm, _args: Args<'_>) -> Eval {
    let mut text = String::new();
    while let Some(line) = line(vm)? {
        text.push_str(&line);
    }
    bytes(vm, text)
}

fn next_line(vm: &Vm, _stream: &Ref) -> Eval {
    match line(vm)? {
        Some(text) => bytes(vm, text),
        None => Ok(Value::Undef),
    }
}

static METHODS: [Method; 4] = [
    method("flush", "()", |vm, _| vm.flush_out().map(|()| Value::None), "Flush write buffers."),
    method("read", "(size=-1, /)", read, "Read the rest of the input."),
    method("readline", "(size=-1, /)", readline, "Read one line."),
    method("write", "(buffer, /)", write, "Write bytes."),
];

fn name(vm: &Vm, stream: &Ref) -> Eval {
    vm.str_value(["<stdin>", "<stdout>", "<stderr>"][usize::from(which(stream)) % 3])
}

static GETSET: [GetSetRow; 2] = [
    getter("closed", |_, _| Ok(Value::False), "Whether the stream is closed."),
    getter("name", name, "The name of the stream."),
];

pub static STDIO_BUFFER: TypeSpec = TypeSpec {
    module: "_io",
    base: Some(&OBJECT),
    doc: "A standard stream of bytes.",
    slots: Slots {
        iter: Some(|_, stream| Ok(Value::Obj(stream.clone()))),
        next: Some(next_line),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<StdioBuffer>()
};
