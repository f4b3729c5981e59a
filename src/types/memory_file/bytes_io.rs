//! `io.BytesIO`.

use std::cell::{Cell, RefCell};

use super::content::{self, Words};
use super::file::{MemoryFile, closed, enter, exit, no, opened, write, writelines, yes};
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::bytes::{new_bytes, view};
use crate::types::expect::size;
use crate::types::file::{BUFFERED_IO_BASE, unsupported};
use crate::types::iterators::itself;
use crate::types::object::OWN_DICT;

/// *Invariant:* `bytes` is never borrowed while Python code can run; its capacity is charged.
pub struct BytesIo {
    bytes: RefCell<Vec<u8>>,
    at: Cell<usize>,
    closed: Cell<bool>,
}

impl Payload for BytesIo {
    const KIND: Kind = kinds::BYTES_IO;
    const NAME: &'static str = "BytesIO";
    const TRACKED: bool = false;

    fn external_bytes(&self) -> usize {
        self.bytes.try_borrow().map_or(0, |bytes| bytes.capacity())
    }
}

fn data<'a>(vm: &Vm, object: &'a Ref) -> Result<&'a BytesIo, Raised> {
    opened(vm, object)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = BytesIo { bytes: RefCell::default(), at: Cell::new(0), closed: Cell::new(false) };
    vm.alloc_extended(payload, args.req(0)).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0).as_ref::<BytesIo>();
    let bytes = match args.get(1).filter(|bytes| !vm.is_none(bytes)) {
        Some(bytes) => view::required(vm, bytes)?.to_vec(),
        None => Vec::new(),
    };
    vm.charge(bytes.capacity())?;
    let old = object.bytes.replace(bytes);
    vm.heap.discharge(old.capacity());
    object.at.set(0);
    object.closed.set(false);
    Ok(Value::None)
}

impl BytesIo {
    /// Up to `most` bytes from the place on.
    fn take(&self, most: Option<usize>) -> Vec<u8> {
        let bytes = self.bytes.borrow();
        let rest = bytes.get(self.at.get()..).unwrap_or(&[]);
        let taken = &rest[..most.unwrap_or(usize::MAX).min(rest.len())];
        self.at.set(self.at.get() + taken.len());
        taken.to_vec()
    }

    fn line(&self, most: Option<usize>) -> Vec<u8> {
        let end = {
            let bytes = self.bytes.borrow();
            let rest = bytes.get(self.at.get()..).unwrap_or(&[]);
            rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1)
        };
        self.take(Some(most.map_or(end, |most| most.min(end))))
    }

    fn write(&self, vm: &Vm, added: &[u8]) -> Result<(), Raised> {
        if added.is_empty() {
            return Ok(());
        }
        let mut bytes = self.bytes.borrow_mut();
        let end = self.at.get().saturating_add(added.len());
        if end > bytes.capacity() {
            let capacity = end.saturating_add(end / 2);
            let len = bytes.len();
            let grown = vm.heap.charge(capacity - bytes.capacity()).is_ok()
                && bytes.try_reserve_exact(capacity - len).is_ok();
            if !grown {
                drop(bytes);
                return Err(vm.raise(ErrorKind::MemoryError, String::new()));
            }
        }
        if end > bytes.len() {
            bytes.resize(end, 0);
        }
        bytes[self.at.get()..end].copy_from_slice(added);
        self.at.set(end);
        Ok(())
    }
}

fn read(vm: &Vm, args: Args<'_>) -> Eval {
    let size = size(vm, args.get(1))?;
    new_bytes(vm, data(vm, args.req(0))?.take(size)).map(Value::Obj)
}

fn readline(vm: &Vm, args: Args<'_>) -> Eval {
    let most = size(vm, args.get(1))?;
    new_bytes(vm, data(vm, args.req(0))?.line(most)).map(Value::Obj)
}

fn next(vm: &Vm, object: &Ref) -> Eval {
    let line = data(vm, object)?.line(None);
    if line.is_empty() { Ok(Value::Undef) } else { new_bytes(vm, line).map(Value::Obj) }
}

fn readlines(vm: &Vm, args: Args<'_>) -> Eval {
    let hint = size(vm, args.get(1))?.filter(|hint| *hint > 0);
    let data = data(vm, args.req(0))?;
    let (mut items, mut total) = (Vec::new(), 0);
    while hint.is_none_or(|hint| total < hint) {
        let line = data.line(None);
        if line.is_empty() {
            break;
        }
        total += line.len();
        items.push(new_bytes(vm, line)?);
    }
    vm.new_list(items).map(Value::Obj)
}

fn readinto(vm: &Vm, args: Args<'_>) -> Eval {
    let data = data(vm, args.req(0))?;
    let Some(room) = view::change(args.req(1), |bytes| bytes.len()) else {
        let class = vm.class_name(args.req(1));
        let message =
            format!("readinto() argument must be read-write bytes-like object, not {class}");
        return Err(vm.type_error(message));
    };
    let bytes = data.take(Some(room));
    view::change(args.req(1), |room| room[..bytes.len()].copy_from_slice(&bytes));
    Ok(Value::Int(bytes.len() as i64))
}

impl MemoryFile for BytesIo {
    const IS_CLOSED: &'static str = "I/O operation on closed file.";

    fn closed(&self) -> &Cell<bool> {
        &self.closed
    }

    fn write_object(vm: &Vm, object: &Ref, given: &Ref) -> Result<usize, Raised> {
        let data = data(vm, object)?;
        let bytes = view::required(vm, given)?.to_vec();
        data.write(vm, &bytes)?;
        Ok(bytes.len())
    }
}

fn getvalue(vm: &Vm, args: Args<'_>) -> Eval {
    let bytes = data(vm, args.req(0))?.bytes.borrow().clone();
    new_bytes(vm, bytes).map(Value::Obj)
}

/// A copy: what is written into it does not reach the file.
fn getbuffer(vm: &Vm, args: Args<'_>) -> Eval {
    let bytes = data(vm, args.req(0))?.bytes.borrow().clone();
    let copy = crate::types::bytes::new_bytearray(vm, bytes)?;
    let class = vm.class_of_spec(&crate::types::memoryview::MEMORYVIEW);
    vm.call(&class, &[&copy])
}

static WORDS: Words = Words { place: "second item of state", attributes: "third item of state" };

/// `(bytes, place, attributes)`.
fn getstate(vm: &Vm, args: Args<'_>) -> Eval {
    let file = args.req(0);
    let bytes = data(vm, file)?.bytes.borrow().clone();
    let at = data(vm, file)?.at.get();
    content::given(vm, file, vec![new_bytes(vm, bytes)?, vm.new_int(at as i64)?])
}

fn setstate(vm: &Vm, args: Args<'_>) -> Eval {
    let file = args.req(0);
    let parts = content::parts(vm, file, args.req(1), 3)?;
    vm.call_method(file, "__init__", &[&parts[0]])?;
    file.as_ref::<BytesIo>().at.set(content::place(vm, &parts[1], &WORDS)?);
    content::take(vm, file, &parts[2], &WORDS)?;
    Ok(Value::None)
}

fn tell(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(data(vm, args.req(0))?.at.get() as i64))
}

fn seek(vm: &Vm, args: Args<'_>) -> Eval {
    let data = data(vm, args.req(0))?;
    let offset = vm.size_of(args.req(1))?;
    let whence = args.get(2).map_or(Ok(0), |whence| vm.size_of(whence))?;
    let from = match whence {
        0 if offset < 0 => {
            return Err(vm.value_error(format!("negative seek value {offset}")));
        }
        0 => 0,
        1 => data.at.get(),
        2 => data.bytes.borrow().len(),
        _ => {
            let message = format!("invalid whence ({whence}, should be 0, 1 or 2)");
            return Err(vm.value_error(message));
        }
    };
    let at = (from as i64).saturating_add(offset).max(0);
    data.at.set(at as usize);
    Ok(Value::Int(at))
}

fn truncate(vm: &Vm, args: Args<'_>) -> Eval {
    let data = data(vm, args.req(0))?;
    let at = match args.get(1).filter(|size| !vm.is_none(size)) {
        None => data.at.get(),
        Some(size) => {
            let size = vm.size_of(size)?;
            match usize::try_from(size) {
                Ok(size) => size,
                Err(_) => return Err(vm.value_error(format!("negative size value {size}"))),
            }
        }
    };
    data.bytes.borrow_mut().truncate(at);
    Ok(Value::Int(at as i64))
}

fn close(vm: &Vm, args: Args<'_>) -> Eval {
    let data = args.req(0).as_ref::<BytesIo>();
    data.closed.set(true);
    let old = data.bytes.take();
    vm.heap.discharge(old.capacity());
    Ok(Value::None)
}

/// Nothing to do, but for a closed file.
fn flush(vm: &Vm, args: Args<'_>) -> Eval {
    data(vm, args.req(0)).map(|_| Value::None)
}

static NEW: Method =
    staticmethod("__new__", "(type, *args, **kwargs)", new, "Create and return a new object.");

static INIT: Method = method("__init__", "(initial_bytes=b'')", init, "Initialize self.");

#[rustfmt::skip]
static METHODS: [Method; 24] = [
    method("__enter__", "()", enter::<BytesIo>, "Return the file, for a with statement."),
    method("__exit__", "(*exc_info)", exit, "Close the file at the end of a with statement."),
    method("__getstate__", "()", getstate, "The contents, the place in them and the attributes."),
    method("__setstate__", "(state, /)", setstate, "Take over what __getstate__ gave."),
    method("close", "()", close, "Disable all I/O operations."),
    method("detach", "()", |vm, _| Err(unsupported(vm, "detach")), "Not supported."),
    method("fileno", "()", |vm, _| Err(unsupported(vm, "fileno")), "Not supported."),
    method("flush", "()", flush, "Does nothing."),
    method("getbuffer", "()", getbuffer, "Get a view over a copy of the contents."),
    method("getvalue", "()", getvalue, "Retrieve the entire contents of the BytesIO object."),
    method("isatty", "()", no::<BytesIo>, "Always returns False."),
    method("read", "(size=-1, /)", read, "Read at most size bytes, returned as a bytes object."),
    method("read1", "(size=-1, /)", read, "Read at most size bytes, returned as a bytes object."),
    method("readable", "()", yes::<BytesIo>, "Returns True if the IO object can be read."),
    method("readinto", "(buffer, /)", readinto, "Read bytes into buffer."),
    method("readline", "(size=-1, /)", readline, "Next line from the file, as a bytes object."),
    method("readlines", "(size=None, /)", readlines, "List of bytes objects, each a line from the file."),
    method("seek", "(pos, whence=0, /)", seek, "Change stream position."),
    method("seekable", "()", yes::<BytesIo>, "Returns True if the IO object can be seeked."),
    method("tell", "()", tell, "Current file position, an integer."),
    method("truncate", "(size=None, /)", truncate, "Truncate the file to at most size bytes."),
    method("writable", "()", yes::<BytesIo>, "Returns True if the IO object can be written."),
    method("write", "(b, /)", write::<BytesIo>, "Write bytes to file."),
    method("writelines", "(lines, /)", writelines::<BytesIo>, "Write lines to the file."),
];

static GETSET: [GetSetRow; 2] =
    [OWN_DICT, getter("closed", closed::<BytesIo>, "Whether the file is closed.")];

pub static BYTES_IO: TypeSpec = TypeSpec {
    module: "_io",
    base: Some(&BUFFERED_IO_BASE),
    doc: "Buffered I/O implementation using an in-memory bytes buffer.",
    subclassable: true,
    has_dict: true,
    weakrefable: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    new_ignores_arguments: true,
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<BytesIo>()
};
