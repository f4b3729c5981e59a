//! `io.StringIO`.

use std::cell::{Cell, RefCell};

use super::content::{self, Words};
use super::file::{
    MemoryFile, closed, enter, exit, no, open_itself, opened, write, writelines, yes,
};
use super::string_text::Place;
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::object::Str;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};
use crate::text::str_repr;
use crate::types::expect;
use crate::types::expect::size;
use crate::types::file::{TEXT_IO_BASE, unsupported};
use crate::types::line_ends;
use crate::types::object::OWN_DICT;

/// What line ends become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Newline {
    /// They stay, and `\n` ends a line.
    Plain,
    /// All become `\n`.
    Universal,
    /// They stay, and each of them ends a line.
    Any,
    /// `\n` becomes this when it is written, and this ends a line.
    Other(&'static str),
}

impl Newline {
    /// What the argument `newline` asks for; `None` where there is no such line end.
    fn from_text(text: &str) -> Option<Newline> {
        Some(match text {
            "" => Newline::Any,
            "\n" => Newline::Plain,
            "\r" => Newline::Other("\r"),
            "\r\n" => Newline::Other("\r\n"),
            _ => return None,
        })
    }
}

/// *Invariant:* `place` is never borrowed while Python code can run.
pub struct StringIo {
    place: RefCell<Place>,
    newline: Cell<Newline>,
    /// Which ends of lines came in where any is known: `\r`, `\n`, `\r\n`.
    seen: Cell<[bool; 3]>,
    closed: Cell<bool>,
}

impl Payload for StringIo {
    const KIND: Kind = kinds::STRING_IO;
    const NAME: &'static str = "StringIO";
    const TRACKED: bool = false;
}

fn data<'a>(vm: &Vm, object: &'a Ref) -> Result<&'a StringIo, Raised> {
    opened(vm, object)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = StringIo {
        place: RefCell::default(),
        newline: Cell::new(Newline::Plain),
        seen: Cell::default(),
        closed: Cell::new(false),
    };
    vm.alloc_extended(payload, args.req(0)).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0).as_ref::<StringIo>();
    let newline = match args.get(2) {
        None => Newline::Plain,
        Some(none) if vm.is_none(none) => Newline::Universal,
        Some(newline) => {
            let text = expect::text(vm, newline, "StringIO", "argument 'newline'")?;
            let Some(newline) = Newline::from_text(text) else {
                let shown = str_repr::repr(text);
                return Err(vm.value_error(format!("illegal newline value: {shown}")));
            };
            newline
        }
    };
    object.newline.set(newline);
    object.seen.set([false; 3]);
    let mut place = Place::default();
    if let Some(text) = args.get(1).filter(|text| !vm.is_none(text)) {
        if !text.is::<Str>() {
            let class = vm.class_name(text);
            let message = format!("initial_value must be str or None, not {class}");
            return Err(vm.type_error(message));
        }
        vm.charge(text.text().len())?;
        vm.heap.discharge(text.text().len());
        note_ends(object, text.text());
        place.write(&translated(newline, text.text()));
        place.seek(0);
    }
    object.place.replace(place);
    object.closed.set(false);
    Ok(Value::None)
}

/// Notes the ends of lines in `text`, where any is known as one.
fn note_ends(data: &StringIo, text: &str) {
    if !matches!(data.newline.get(), Newline::Universal | Newline::Any) {
        return;
    }
    data.seen.set(line_ends::noted(data.seen.get(), text.as_bytes()));
}

/// The ends of lines seen so far: `None`, one, or a tuple.
fn newlines(vm: &Vm, object: &Ref) -> Eval {
    line_ends::value(vm, data(vm, object)?.seen.get())
}

fn translated(newline: Newline, text: &str) -> std::borrow::Cow<'_, str> {
    match newline {
        Newline::Universal if text.contains('\r') => {
            text.replace("\r\n", "\n").replace('\r', "\n").into()
        }
        Newline::Other(end) => text.replace('\n', end).into(),
        _ => text.into(),
    }
}

fn carriage_end(text: &str) -> usize {
    text.find('\r').map_or(text.len(), |at| at + 1)
}

fn pair_end(text: &str) -> usize {
    text.find("\r\n").map_or(text.len(), |at| at + 2)
}

fn plain_end(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |at| at + 1)
}

fn any_end(text: &str) -> usize {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => at + 2,
        Some(at) => at + 1,
        None => text.len(),
    }
}

fn read(vm: &Vm, args: Args<'_>) -> Eval {
    let size = size(vm, args.get(1))?;
    let data = data(vm, args.req(0))?;
    let text = data.place.borrow_mut().read(size);
    vm.str_value(&text)
}

fn line(vm: &Vm, object: &Ref, most: Option<usize>) -> Result<String, Raised> {
    let data = data(vm, object)?;
    let end = match data.newline.get() {
        Newline::Any => any_end,
        Newline::Other("\r") => carriage_end,
        Newline::Other(_) => pair_end,
        Newline::Plain | Newline::Universal => plain_end,
    };
    Ok(data.place.borrow_mut().line(most, end))
}

fn readline(vm: &Vm, args: Args<'_>) -> Eval {
    let most = size(vm, args.get(1))?;
    vm.str_value(&line(vm, args.req(0), most)?)
}

fn next(vm: &Vm, object: &Ref) -> Eval {
    let line = line(vm, object, None)?;
    if line.is_empty() { Ok(Value::Undef) } else { vm.str_value(&line) }
}

fn readlines(vm: &Vm, args: Args<'_>) -> Eval {
    let hint = size(vm, args.get(1))?.filter(|hint| *hint > 0);
    let (mut items, mut total) = (Vec::new(), 0);
    loop {
        let line = line(vm, args.req(0), None)?;
        if line.is_empty() {
            break;
        }
        total += line.chars().count();
        items.push(vm.new_str(&line)?);
        if hint.is_some_and(|hint| total > hint) {
            break;
        }
    }
    vm.new_list(items).map(Value::Obj)
}

impl MemoryFile for StringIo {
    const IS_CLOSED: &'static str = "I/O operation on closed file";

    fn closed(&self) -> &Cell<bool> {
        &self.closed
    }

    fn write_object(vm: &Vm, object: &Ref, text: &Ref) -> Result<usize, Raised> {
        if !text.is::<Str>() {
            let class = vm.class_name(text);
            return Err(vm.type_error(format!("string argument expected, got '{class}'")));
        }
        let data = data(vm, object)?;
        // Behind the end zeros are written too.
        let mut place = data.place.borrow_mut();
        let gap = place.tell().saturating_sub(place.end());
        let more = text.text().len().saturating_add(gap);
        if vm.heap.charge(more).is_err() {
            drop(place);
            return Err(vm.raise(ErrorKind::MemoryError, String::new()));
        }
        vm.heap.discharge(more);
        note_ends(data, text.text());
        place.write(&translated(data.newline.get(), text.text()));
        Ok(text.text().chars().count())
    }
}

fn getvalue(vm: &Vm, args: Args<'_>) -> Eval {
    let text = data(vm, args.req(0))?.place.borrow().text.clone();
    vm.str_value(&text)
}

static WORDS: Words = Words { place: "third item of state", attributes: "fourth item of state" };

/// `(text, newline, place, attributes)`.
fn getstate(vm: &Vm, args: Args<'_>) -> Eval {
    let file = args.req(0);
    let data = data(vm, file)?;
    let (text, at) = {
        let place = data.place.borrow();
        (place.text.clone(), place.tell())
    };
    let newline = match data.newline.get() {
        Newline::Universal => vm.none(),
        Newline::Any => vm.new_str("")?,
        Newline::Plain => vm.new_str("\n")?,
        Newline::Other(end) => vm.new_str(end)?,
    };
    content::given(vm, file, vec![vm.new_str(&text)?, newline, vm.new_int(at as i64)?])
}

fn setstate(vm: &Vm, args: Args<'_>) -> Eval {
    let file = args.req(0);
    let parts = content::parts(vm, file, args.req(1), 4)?;
    vm.call_method(file, "__init__", &[&parts[0], &parts[1]])?;
    let data = file.as_ref::<StringIo>();
    if parts[0].is::<Str>() {
        // The ends of its lines were translated when it was written first.
        let mut place = Place::default();
        place.write(parts[0].text());
        data.place.replace(place);
    }
    let at = content::place(vm, &parts[2], &WORDS)?;
    data.place.borrow_mut().seek(at);
    content::take(vm, file, &parts[3], &WORDS)?;
    Ok(Value::None)
}

fn tell(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(data(vm, args.req(0))?.place.borrow().tell() as i64))
}

fn seek(vm: &Vm, args: Args<'_>) -> Eval {
    let data = data(vm, args.req(0))?;
    let offset = vm.size_of(args.req(1))?;
    let whence = args.get(2).map_or(Ok(0), |whence| vm.size_of(whence))?;
    let at = match (whence, usize::try_from(offset)) {
        (0, Ok(at)) => at,
        (0, Err(_)) => {
            return Err(vm.value_error(format!("Negative seek position {offset}")));
        }
        (1 | 2, _) if offset != 0 => {
            let message = "Can't do nonzero cur-relative seeks";
            return Err(vm.raise(ErrorKind::OSError, message.into()));
        }
        (1, _) => data.place.borrow().tell(),
        (2, _) => data.place.borrow().end(),
        _ => {
            let message = format!("Invalid whence ({whence}, should be 0, 1 or 2)");
            return Err(vm.value_error(message));
        }
    };
    data.place.borrow_mut().seek(at);
    Ok(Value::Int(at as i64))
}

fn truncate(vm: &Vm, args: Args<'_>) -> Eval {
    let data = data(vm, args.req(0))?;
    let here = data.place.borrow().tell();
    let at = match args.get(1).filter(|size| !vm.is_none(size)) {
        None => here,
        Some(size) => {
            let size = vm.size_of(size)?;
            match usize::try_from(size) {
                Ok(size) => size,
                Err(_) => return Err(vm.value_error(format!("Negative size value {size}"))),
            }
        }
    };
    data.place.borrow_mut().truncate(at);
    Ok(Value::Int(at as i64))
}

fn close(_vm: &Vm, args: Args<'_>) -> Eval {
    let data = args.req(0).as_ref::<StringIo>();
    data.closed.set(true);
    data.place.take();
    Ok(Value::None)
}

static NEW: Method =
    staticmethod("__new__", "(type, *args, **kwargs)", new, "Create and return a new object.");

static INIT: Method =
    method("__init__", "(initial_value='', newline='\\n')", init, "Initialize self.");

#[rustfmt::skip]
static METHODS: [Method; 21] = [
    method("__enter__", "()", enter::<StringIo>, "Return the file, for a with statement."),
    method("__exit__", "(*exc_info)", exit, "Close the file at the end of a with statement."),
    method("__getstate__", "()", getstate, "The contents, the place in them and the attributes."),
    method("__setstate__", "(state, /)", setstate, "Take over what __getstate__ gave."),
    method("close", "()", close, "Close the IO object."),
    method("detach", "()", |vm, _| Err(unsupported(vm, "detach")), "Not supported."),
    method("fileno", "()", |vm, _| Err(unsupported(vm, "fileno")), "Not supported."),
    method("flush", "()", |_, _| Ok(Value::None), "Do nothing: there is nothing to flush."),
    method("getvalue", "()", getvalue, "Retrieve the entire contents of the object."),
    method("isatty", "()", no::<StringIo>, "Return whether this is an 'interactive' stream."),
    method("read", "(size=-1, /)", read, "Read at most size characters, returned as a string."),
    method("readable", "()", yes::<StringIo>, "Returns True if the IO object can be read."),
    method("readline", "(size=-1, /)", readline, "Read until newline or EOF."),
    method("readlines", "(hint=-1, /)", readlines, "Return a list of lines from the stream."),
    method("seek", "(pos, whence=0, /)", seek, "Change stream position."),
    method("seekable", "()", yes::<StringIo>, "Returns True if the IO object can be seeked."),
    method("tell", "()", tell, "Tell the current file position."),
    method("truncate", "(pos=None, /)", truncate, "Truncate size to pos."),
    method("writable", "()", yes::<StringIo>, "Returns True if the IO object can be written."),
    method("write", "(s, /)", write::<StringIo>, "Write string to file."),
    method("writelines", "(lines, /)", writelines::<StringIo>, "Write a list of lines to stream."),
];

static GETSET: [GetSetRow; 6] = [
    OWN_DICT,
    getter("closed", closed::<StringIo>, "Whether the file is closed."),
    getter("encoding", |_, _| Ok(Value::None), "There is no encoding."),
    getter("errors", |_, _| Ok(Value::None), "There is no encoding."),
    getter("line_buffering", |_, _| Ok(Value::False), "Whether each line is flushed."),
    getter("newlines", newlines, "The line endings translated so far."),
];

pub static STRING_IO: TypeSpec = TypeSpec {
    module: "_io",
    base: Some(&TEXT_IO_BASE),
    doc: "Text I/O implementation using an in-memory buffer.",
    subclassable: true,
    has_dict: true,
    weakrefable: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots { iter: Some(open_itself::<StringIo>), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<StringIo>()
};
