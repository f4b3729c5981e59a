//! `_descriptors`: files by number, as `os.open`, `os.read` and `os.pipe` handle them.

use std::fs::{File, FileTimes, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::time::{Duration, UNIX_EPOCH};

use super::named_files::{Also, Given};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::types::bytes::{new_bytes, room, view};
use crate::types::expect;
use crate::types::file::{descriptors, os_failure};

/// The bits of `flags` that say how a file is used: reading, writing or both.
const ACCESS: i32 = 3;
const CREATE: i32 = 0o100;
const EXCLUSIVE: i32 = 0o200;
const TRUNCATE: i32 = 0o1000;
const APPEND: i32 = 0o2000;

fn number(vm: &Vm, args: Args<'_>, index: usize) -> Result<i32, Raised> {
    Ok(i32::try_from(vm.size_of(args.req(index))?).unwrap_or(-1))
}

fn failed(vm: &Vm, error: &io::Error) -> Raised {
    os_failure(vm, error, None)
}

fn open(vm: &Vm, args: Args<'_>) -> Eval {
    let given = Given { vm, args, function: "open" };
    let place = given.path(0, "path", Also::Nothing)?;
    let flags = expect::c_int(vm, args.req(1))? as i32;
    let mode = args.get(2).map_or(Ok(0o777), |mode| expect::c_int(vm, mode))?;
    let place = given.within(place, 3)?;
    let mut options = OpenOptions::new();
    let writes = flags & ACCESS != 0;
    options.read(flags & ACCESS != 1).write(writes);
    options.append(writes && flags & APPEND != 0).mode(mode as u32);
    if flags & CREATE != 0 && writes {
        options.create(true).create_new(flags & EXCLUSIVE != 0);
    }
    options.truncate(flags & TRUNCATE != 0 && writes && flags & APPEND == 0);
    let file = options.open(&place.path).map_err(|error| place.failure(vm, error))?;
    Ok(Value::Int(descriptors::insert(file).into()))
}

fn read(vm: &Vm, args: Args<'_>) -> Eval {
    let Ok(size) = usize::try_from(vm.size_of(args.req(1))?) else {
        return Err(failed(vm, &io::Error::from_raw_os_error(22)));
    };
    let mut bytes = room(vm, size)?;
    bytes.resize(size, 0);
    let number = number(vm, args, 0)?;
    let count = if number == 0 {
        io::stdin().read(&mut bytes)
    } else {
        descriptors::with(number, |mut file| file.read(&mut bytes))
    };
    bytes.truncate(count.map_err(|error| failed(vm, &error))?);
    new_bytes(vm, bytes).map(Value::Obj)
}

fn write(vm: &Vm, args: Args<'_>) -> Eval {
    let bytes = view::required(vm, args.req(1))?.to_vec();
    let count = match number(vm, args, 0)? {
        1 => {
            vm.flush_out()?;
            io::stdout().write_all(&bytes).and_then(|()| io::stdout().flush()).map(|()| bytes.len())
        }
        2 => io::stderr().write_all(&bytes).map(|()| bytes.len()),
        number => descriptors::with(number, |mut file| file.write(&bytes)),
    };
    count.map(|count| Value::Int(count as i64)).map_err(|error| failed(vm, &error))
}

fn close(vm: &Vm, args: Args<'_>) -> Eval {
    let number = number(vm, args, 0)?;
    descriptors::close(number).map(|()| Value::None).map_err(|error| failed(vm, &error))
}

fn lseek(vm: &Vm, args: Args<'_>) -> Eval {
    let offset = vm.size_of(args.req(1))?;
    let to = match vm.size_of(args.req(2))? {
        0 => SeekFrom::Start(offset.max(0) as u64),
        1 => SeekFrom::Current(offset),
        _ => SeekFrom::End(offset),
    };
    let place = descriptors::with(number(vm, args, 0)?, |mut file| file.seek(to));
    place.map(|place| Value::Int(place as i64)).map_err(|error| failed(vm, &error))
}

fn ftruncate(vm: &Vm, args: Args<'_>) -> Eval {
    let size = vm.size_of(args.req(1))?.max(0) as u64;
    let done = descriptors::with_any(number(vm, args, 0)?, |file| file.set_len(size));
    done.map(|()| Value::None).map_err(|error| failed(vm, &error))
}

fn fsync(vm: &Vm, args: Args<'_>) -> Eval {
    let done = descriptors::with_any(number(vm, args, 0)?, File::sync_all);
    done.map(|()| Value::None).map_err(|error| failed(vm, &error))
}

fn pipe(vm: &Vm, _args: Args<'_>) -> Eval {
    let (reader, writer) = io::pipe().map_err(|error| failed(vm, &error))?;
    let ends = [File::from(OwnedFd::from(reader)), File::from(OwnedFd::from(writer))];
    let numbers = ends.map(|end| vm.new_int(descriptors::insert(end).into()));
    vm.new_tuple(numbers.into_iter().collect::<Result<_, _>>()?).map(Value::Obj)
}

fn dup(vm: &Vm, args: Args<'_>) -> Eval {
    let copy = descriptors::with_any(number(vm, args, 0)?, File::try_clone);
    let copy = copy.map_err(|error| failed(vm, &error))?;
    Ok(Value::Int(descriptors::insert(copy).into()))
}

fn dup2(vm: &Vm, args: Args<'_>) -> Eval {
    let (from, to) = (number(vm, args, 0)?, number(vm, args, 1)?);
    if to < 0 {
        return Err(failed(vm, &io::Error::from_raw_os_error(9)));
    }
    vm.flush_out()?;
    let copied = descriptors::with_any(from, File::try_clone);
    let done =
        copied.and_then(|file| if from == to { Ok(()) } else { descriptors::redirect(file, to) });
    done.map(|()| Value::Int(to.into())).map_err(|error| failed(vm, &error))
}

/// `utime(path, accessed, modified)`, in nanoseconds since the epoch.
fn utime(vm: &Vm, args: Args<'_>) -> Eval {
    let place = Given { vm, args, function: "utime" }.path(0, "path", Also::Number)?;
    let moment = |index: usize| {
        let since = vm.size_of(args.req(index))?;
        let span = Duration::from_nanos(since.unsigned_abs());
        Ok(if since < 0 { UNIX_EPOCH - span } else { UNIX_EPOCH + span })
    };
    let times = FileTimes::new().set_accessed(moment(1)?).set_modified(moment(2)?);
    place.done(vm, File::open(&place.path).and_then(|file| file.set_times(times)))
}

#[rustfmt::skip]
static FUNCTIONS: [Method; 11] = [
    function("close", "(fd)", close, "Close a file descriptor."),
    function("dup", "(fd, /)", dup, "Return a duplicate of a file descriptor."),
    function("dup2", "(fd, fd2, inheritable=True)", dup2, "Duplicate file descriptor."),
    function("fsync", "(fd)", fsync, "Force write of fd to disk."),
    function("ftruncate", "(fd, length, /)", ftruncate, "Truncate a file, specified by file descriptor, to a specific length."),
    function("lseek", "(fd, position, whence, /)", lseek, "Set the position of a file descriptor."),
    function("open", "(path, flags, mode=511, *, dir_fd=None)", open, "Open a file for low level IO.  Returns a file descriptor (integer)."),
    function("pipe", "()", pipe, "Create a pipe; return its two file descriptors."),
    function("read", "(fd, length, /)", read, "Read from a file descriptor.  Returns a bytes object."),
    function("utime", "(path, accessed, modified, /)", utime, "Set the access and modified time of path, in nanoseconds."),
    function("write", "(fd, data, /)", write, "Write a bytes object to a file descriptor."),
];

pub static DESCRIPTORS: ModuleSpec = ModuleSpec {
    name: "_descriptors",
    doc: "Files by number.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
