//! The cell of files, and what all their methods check first.

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;

use super::buffer::{Buffer, Ends};
use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm, kinds};
use crate::types::line_ends::Seen;

/// How text and bytes are turned into each other.
pub(super) struct TextMode {
    pub(super) encoding: String,
    /// Its bytes may end a line where they mean something else, or it opens with a mark.
    pub(super) wide: bool,
    /// It is UTF-8.
    pub(super) utf8: bool,
    pub(super) errors: String,
    /// What `newline` was.
    pub(super) ends: Ends,
    /// Every line end is read as `\n`.
    pub(super) translate: bool,
    /// The ends of lines that were read, where any is known as one.
    pub(super) seen: Cell<Seen>,
    /// What `\n` is written as.
    pub(super) line_end: &'static str,
}

/// An open or closed file. *Invariant:* `buffer` is never borrowed while Python code can run.
pub struct File {
    pub(super) name: Fixed,
    pub(super) mode: String,
    /// `None` once closed; a text file and the binary file below it have one together.
    pub(super) buffer: Rc<RefCell<Option<Buffer>>>,
    /// The `buffer` of a text file, once it was asked for.
    pub(super) below: Slot,
    pub(super) readable: bool,
    pub(super) writable: bool,
    pub(super) text: Option<TextMode>,
    /// Lines are being taken one by one: until they end, or the place is changed, `tell` knows none.
    pub(super) iterating: Cell<bool>,
}

impl Payload for File {
    const KIND: Kind = kinds::FILE;
    const NAME: &'static str = "_IOBase";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.name.visit(visit);
        self.below.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        // Nobody is left to tell of a failure.
        let alone = Rc::strong_count(&self.buffer) == 1;
        if (alone || self.text.is_some())
            && let Some(mut buffer) = self.buffer.take()
        {
            let _ = buffer.flush();
        }
        dying.give_up(&self.name);
        dying.give_up_slot(&self.below);
    }
}

pub(super) fn file_of(object: &Ref) -> &File {
    object.as_ref::<File>()
}

/// `io.UnsupportedOperation(message)`.
#[cold]
pub fn unsupported(vm: &Vm, message: &str) -> Raised {
    let made = (|| {
        let module = vm.import("io")?;
        let class = vm.to_object(vm.get_attr_text(&module, "UnsupportedOperation")?)?;
        vm.call_object(&class, &[&vm.new_str(message)?])
    })();
    match made {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

impl File {
    /// Runs `act` on the buffer of an open file; `doing` is named where it is closed.
    pub(super) fn with<R>(
        &self,
        vm: &Vm,
        doing: &str,
        act: impl FnOnce(&mut Buffer) -> io::Result<R>,
    ) -> Result<R, Raised> {
        let done = self.buffer.borrow_mut().as_mut().map(act);
        match done {
            Some(Ok(done)) => Ok(done),
            Some(Err(error)) => Err(super::open::os_failure(vm, &error, None)),
            None => Err(vm.value_error(doing)),
        }
    }

    pub(super) fn check_open(&self, vm: &Vm) -> Result<(), Raised> {
        if self.buffer.borrow().is_some() {
            return Ok(());
        }
        Err(vm.value_error(CLOSED))
    }
}

/// What is said of a closed file.
pub(super) const CLOSED: &str = "I/O operation on closed file.";

pub(super) fn close(vm: &Vm, args: Args<'_>) -> Eval {
    let closing = file_of(args.req(0)).buffer.take();
    if let Some(mut buffer) = closing {
        buffer.flush().map_err(|error| super::open::os_failure(vm, &error, None))?;
    }
    Ok(Value::None)
}

pub(super) fn enter(vm: &Vm, args: Args<'_>) -> Eval {
    file_of(args.req(0)).check_open(vm)?;
    Ok(Value::Obj(args.req(0).clone()))
}

pub(super) fn exit(vm: &Vm, args: Args<'_>) -> Eval {
    vm.call_method(args.req(0), "close", &[])?;
    Ok(Value::None)
}

pub(super) fn flush(vm: &Vm, args: Args<'_>) -> Eval {
    let file = file_of(args.req(0));
    file.with(vm, CLOSED, Buffer::flush)?;
    file.iterating.set(false);
    Ok(Value::None)
}

pub(super) fn fileno(vm: &Vm, args: Args<'_>) -> Eval {
    use std::os::fd::AsRawFd;
    let number = file_of(args.req(0)).with(vm, CLOSED, |buffer| Ok(buffer.file().as_raw_fd()))?;
    Ok(Value::Int(number.into()))
}

pub(super) fn isatty(vm: &Vm, args: Args<'_>) -> Eval {
    use std::io::IsTerminal;
    let is = file_of(args.req(0)).with(vm, CLOSED, |buffer| Ok(buffer.file().is_terminal()))?;
    Ok(Value::bool(is))
}

pub(super) fn readable(vm: &Vm, args: Args<'_>) -> Eval {
    file_of(args.req(0)).check_open(vm)?;
    Ok(Value::bool(file_of(args.req(0)).readable))
}

pub(super) fn writable(vm: &Vm, args: Args<'_>) -> Eval {
    file_of(args.req(0)).check_open(vm)?;
    Ok(Value::bool(file_of(args.req(0)).writable))
}

pub(super) fn seekable(vm: &Vm, args: Args<'_>) -> Eval {
    let seekable = file_of(args.req(0)).with(vm, CLOSED, |buffer| Ok(buffer.tell().is_ok()))?;
    Ok(Value::bool(seekable))
}

pub(super) fn tell(vm: &Vm, args: Args<'_>) -> Eval {
    let file = file_of(args.req(0));
    let place = file.with(vm, CLOSED, Buffer::tell)?;
    if file.iterating.get() {
        let message = "telling position disabled by next() call";
        return Err(vm.raise(ErrorKind::OSError, message.into()));
    }
    Ok(Value::Int(place as i64))
}

pub(super) fn truncate(vm: &Vm, args: Args<'_>) -> Eval {
    let file = file_of(args.req(0));
    if !file.writable {
        return Err(unsupported(vm, "truncate"));
    }
    let size = match args.get(1).filter(|size| !vm.is_none(size)) {
        Some(size) => Some(u64::try_from(vm.size_of(size)?).unwrap_or(0)),
        None => None,
    };
    let size = file.with(vm, CLOSED, |buffer| buffer.truncate(size))?;
    Ok(Value::Int(size as i64))
}

pub(super) fn closed(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::bool(file_of(object).buffer.borrow().is_none()))
}

pub(super) fn name(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Obj((*file_of(object).name).clone()))
}

/// A file is its own iterator while it is open.
pub(super) fn iterate(vm: &Vm, object: &Ref) -> Eval {
    file_of(object).check_open(vm)?;
    Ok(Value::Obj(object.clone()))
}

pub(super) fn mode(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(&file_of(object).mode)
}
