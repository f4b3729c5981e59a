//! `open()`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::{fs, io};

use super::buffer::{Buffer, Ends};
use super::cell::{File, TextMode};
use super::descriptors;
use super::mode::{Mode, parse_mode};
use super::table::{BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, TEXT_IO_WRAPPER};
use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::Str;
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{Method, TypeSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::codec::{CodecError, lookup};
use crate::text::system_error::plain_words;
use crate::types::bytes::view;
use crate::types::exception::os_error;
use crate::types::expect;

/// The `OSError` for what the system refused.
#[cold]
pub fn os_failure(vm: &Vm, error: &io::Error, filename: Option<&Ref>) -> Raised {
    let text = plain_words(error);
    match error.raw_os_error() {
        Some(errno) => os_error(vm, errno.into(), &text, filename),
        None => vm.raise(ErrorKind::OSError, text),
    }
}

/// A path given as `str`, `bytes` or by `__fspath__`; the object is what a file is named by.
///
/// # Errors
/// `TypeError` for anything else.
pub fn path_text(vm: &Vm, path: &Ref) -> Result<(String, Ref), Raised> {
    if path.is::<Str>() {
        return Ok((path.text().to_owned(), path.clone()));
    }
    if path.is::<crate::types::bytes::Bytes>() {
        let bytes = view::copied(path).unwrap_or_default();
        return Ok((String::from_utf8_lossy(&bytes).into_owned(), path.clone()));
    }
    if let Some(method) = vm.lookup_special(path, "__fspath__") {
        let made = vm.call_bound_special(method, path, &[])?;
        let made = vm.to_object(made)?;
        if made.is::<Str>() || made.is::<crate::types::bytes::Bytes>() {
            return path_text(vm, &made);
        }
        let (class, other) = (vm.class_name(path), vm.class_name(&made));
        return Err(vm.type_error(format!(
            "expected {class}.__fspath__() to return str or bytes, not {other}"
        )));
    }
    let class = vm.class_name(path);
    Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {class}")))
}

fn text_mode(vm: &Vm, args: Args<'_>) -> Result<TextMode, Raised> {
    let given = |index: usize, place: &str| -> Result<Option<String>, Raised> {
        match args.get(index).filter(|argument| !vm.is_none(argument)) {
            Some(argument) => {
                expect::text(vm, argument, "open", place).map(|text| Some(text.to_owned()))
            }
            None => Ok(None),
        }
    };
    let encoding = given(3, "argument 'encoding'")?.unwrap_or_else(|| "UTF-8".into());
    if let Err(CodecError::Lookup(message)) = lookup(&encoding, "open") {
        return Err(vm.raise(ErrorKind::LookupError, message));
    }
    let errors = given(4, "argument 'errors'")?.unwrap_or_else(|| "strict".into());
    let (ends, translate, line_end) = match given(5, "argument 'newline'")?.as_deref() {
        None => (Ends::Any, true, "\n"),
        Some("") => (Ends::Any, false, "\n"),
        Some("\n") => (Ends::One("\n"), false, "\n"),
        Some("\r") => (Ends::One("\r"), false, "\r"),
        Some("\r\n") => (Ends::One("\r\n"), false, "\r\n"),
        Some(other) => {
            return Err(vm.value_error(format!("illegal newline value: {other}")));
        }
    };
    let plain = encoding.to_ascii_lowercase().replace(['-', '_'], "");
    let wide = plain.starts_with("utf16") || plain.starts_with("utf32") || plain.contains("sig");
    let utf8 = plain == "utf8";
    let seen = Cell::new([false; 3]);
    Ok(TextMode { encoding, wide, utf8, errors, ends, translate, seen, line_end })
}

fn check_binary(vm: &Vm, args: Args<'_>) -> Result<(), Raised> {
    for (index, what) in [(3, "an encoding"), (4, "an errors"), (5, "a newline")] {
        if args.get(index).is_some_and(|argument| !vm.is_none(argument)) {
            return Err(vm.value_error(format!("binary mode doesn't take {what} argument")));
        }
    }
    Ok(())
}

fn open_path(vm: &Vm, path: &str, mode: &Mode, name: &Ref) -> Result<fs::File, Raised> {
    let mut options = fs::OpenOptions::new();
    match mode.kind {
        'r' => options.read(true).write(mode.plus),
        'w' => options.write(true).create(true).truncate(true).read(mode.plus),
        'a' => options.append(true).create(true).read(mode.plus),
        _ => options.write(true).create_new(true).read(mode.plus),
    };
    if path.contains('\0') {
        return Err(vm.value_error("embedded null byte"));
    }
    let file = options.open(path).map_err(|error| os_failure(vm, &error, Some(name)))?;
    if file.metadata().is_ok_and(|data| data.is_dir()) {
        return Err(os_error(vm, 21, "Is a directory", Some(name)));
    }
    Ok(file)
}

/// The file that the system knows by a number; where it is to be closed with the file object, the
/// number is that object's from now on.
fn open_number(
    vm: &Vm,
    number: i64,
    closes: bool,
    mode: &Mode,
    name: &Ref,
) -> Result<fs::File, Raised> {
    if number < 0 {
        return Err(vm.value_error("negative file descriptor"));
    }
    if let Ok(number) = i32::try_from(number) {
        let known = if closes {
            descriptors::take(number)
        } else {
            descriptors::with(number, fs::File::try_clone).ok()
        };
        if let Some(file) = known {
            return Ok(file);
        }
    }
    let path = format!("/dev/fd/{number}");
    if !std::path::Path::new(&path).exists() {
        return Err(os_error(vm, 9, "Bad file descriptor", None));
    }
    open_path(vm, &path, mode, name)
}

/// A binary file without a buffer is an `io.FileIO`.
fn unbuffered(vm: &Vm, args: Args<'_>, mode: &Mode) -> Eval {
    let io = vm.import("io")?;
    let class = vm.to_object(vm.get_attr_text(&io, "FileIO")?)?;
    let (yes, none) = (vm.new_bool(true), vm.none());
    let (closefd, opener) = (args.get(6).unwrap_or(&yes), args.get(7).unwrap_or(&none));
    vm.call(&class, &[args.req(0), &vm.new_str(&mode.given())?, closefd, opener])
}

/// The file that `open` is to be about: one that the system knows by `number`, or that an opener or
/// the system finds under `path`.
fn find(
    vm: &Vm,
    args: Args<'_>,
    mode: &Mode,
    number: Option<i64>,
    (path, name): (&str, &Ref),
) -> Result<fs::File, Raised> {
    let closes = args.get(6).map_or(Ok(true), |closefd| vm.truth_of(closefd))?;
    if let Some(number) = number {
        return open_number(vm, number, closes, mode, name);
    }
    if !closes {
        return Err(vm.value_error("Cannot use closefd=False with file name"));
    }
    let Some(opener) = args.get(7).filter(|opener| !vm.is_none(opener)) else {
        return open_path(vm, path, mode, name);
    };
    let number = vm.call(opener, &[name, &vm.new_int(mode.flags().into())?])?;
    let number = vm.to_object(number)?;
    if int_view(&number).is_none() {
        return Err(vm.type_error("expected integer from opener"));
    }
    open_number(vm, vm.size_of(&number)?, true, mode, name)
}

fn binary_kind(readable: bool, writable: bool) -> &'static TypeSpec {
    match (readable, writable) {
        (true, true) => &BUFFERED_RANDOM,
        (true, false) => &BUFFERED_READER,
        _ => &BUFFERED_WRITER,
    }
}

/// The binary file below a text file: the same bytes, read and written at the same place.
pub(super) fn below(vm: &Vm, text: &File) -> Eval {
    if let Some(known) = text.below.get() {
        return Ok(Value::Obj(known));
    }
    let kind = text.mode.get(..1).unwrap_or("r");
    let mode = match text.mode.as_str() {
        "w+" => "rb+".to_owned(),
        other => format!("{kind}b{}", if other.contains('+') { "+" } else { "" }),
    };
    let payload = File {
        name: Fixed::new((*text.name).clone()),
        mode,
        buffer: Rc::clone(&text.buffer),
        below: Slot::empty(),
        readable: text.readable,
        writable: text.writable,
        text: None,
        iterating: Cell::new(false),
    };
    let spec = binary_kind(text.readable, text.writable);
    let made = vm.alloc_extended(payload, &vm.class_of_spec(spec))?;
    text.below.set(Some(made.clone()));
    Ok(Value::Obj(made))
}

fn open(vm: &Vm, args: Args<'_>) -> Eval {
    let mode = match args.get(1) {
        Some(mode) => expect::text(vm, mode, "open", "argument 'mode'")?.to_owned(),
        None => "r".into(),
    };
    let number = int_view(args.req(0)).and_then(|number| number.small());
    let (path, name) = match number {
        Some(number) => (format!("/dev/fd/{number}"), args.req(0).clone()),
        None => path_text(vm, args.req(0))?,
    };
    let mode = parse_mode(vm, &mode)?;
    if mode.binary {
        check_binary(vm, args)?;
        if args.get(2).is_some_and(|size| vm.size_of(size).is_ok_and(|n| n == 0)) {
            return unbuffered(vm, args, &mode);
        }
    } else if let Some(size) = args.get(2)
        && vm.size_of(size)? == 0
    {
        return Err(vm.value_error("can't have unbuffered text I/O"));
    }
    let text = if mode.binary { None } else { Some(text_mode(vm, args)?) };
    let file = find(vm, args, &mode, number, (&path, &name))?;
    let mut buffer = Buffer::new(file, mode.kind == 'a');
    if mode.kind == 'a' {
        buffer.seek(io::SeekFrom::End(0)).map_err(|error| os_failure(vm, &error, Some(&name)))?;
    }
    let (readable, writable) = (mode.readable(), mode.writable());
    let spec = if mode.binary { binary_kind(readable, writable) } else { &TEXT_IO_WRAPPER };
    vm.notices_ends.set(true);
    let payload = File {
        name: Fixed::new(name),
        mode: mode.text,
        buffer: Rc::new(RefCell::new(Some(buffer))),
        below: Slot::empty(),
        readable,
        writable,
        text,
        iterating: Cell::new(false),
    };
    vm.alloc_extended(payload, &vm.class_of_spec(spec)).map(Value::Obj)
}

/// The row of `open`, for `builtins` and `io`.
pub static OPEN: [Method; 1] = [function(
    "open",
    "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    open,
    "Open file and return a stream.",
)];
