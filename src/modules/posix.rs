//! `posix`: directories and files by name, as the system sees them; `os` is in Python on top.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use super::named_files::{Also, Given, Place};
use crate::heap::Ref;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::system_error::plain_words;
use crate::types::bytes::{new_bytes, room};
use crate::types::expect;
use crate::types::file::{os_failure, path_text};

/// Runs `act` on the file that argument 0 names, within the directory that is the argument at
/// `directory`.
fn on_path(given: Given<'_>, directory: usize, act: fn(PathBuf) -> io::Result<()>) -> Eval {
    let place = given.within(given.path(0, "path", Also::Nothing)?, directory)?;
    place.done(given.vm, act(place.path.clone()))
}

fn getcwd(vm: &Vm, _args: Args<'_>) -> Eval {
    match env::current_dir() {
        Ok(path) => vm.str_value(&path.display().to_string()),
        Err(error) => Err(os_failure(vm, &error, None)),
    }
}

fn chdir(vm: &Vm, args: Args<'_>) -> Eval {
    let place = Given { vm, args, function: "chdir" }.path(0, "path", Also::Number)?;
    place.done(vm, env::set_current_dir(&place.path))
}

fn mkdir(vm: &Vm, args: Args<'_>) -> Eval {
    use std::os::unix::fs::DirBuilderExt;
    let given = Given { vm, args, function: "mkdir" };
    let place = given.path(0, "path", Also::Nothing)?;
    let mode = args.get(1).map_or(Ok(0o777), |mode| expect::c_int(vm, mode))?;
    let place = given.within(place, 2)?;
    place.done(vm, fs::DirBuilder::new().mode(mode as u32).create(&place.path))
}

/// Sends a signal to a process; 0 only asks whether that could be done.
fn kill(vm: &Vm, args: Args<'_>) -> Eval {
    use rustix::process::{Pid, Signal, kill_process, test_kill_process};
    let (pid, number) = (vm.size_of(args.req(0))?, vm.size_of(args.req(1))?);
    let invalid = || Err(os_failure(vm, &io::Error::from_raw_os_error(22), None));
    let Some(pid) = i32::try_from(pid).ok().filter(|&pid| pid > 0).and_then(Pid::from_raw) else {
        return invalid();
    };
    let signal = i32::try_from(number).ok().and_then(Signal::from_named_raw);
    let sent = match signal {
        None if number == 0 => test_kill_process(pid),
        None => return invalid(),
        Some(signal) => kill_process(pid, signal),
    };
    match sent {
        Ok(()) => Ok(Value::None),
        Err(error) => Err(os_failure(vm, &error.into(), None)),
    }
}

fn rmdir(vm: &Vm, args: Args<'_>) -> Eval {
    on_path(Given { vm, args, function: "rmdir" }, 1, fs::remove_dir)
}

fn unlink(vm: &Vm, args: Args<'_>) -> Eval {
    on_path(Given { vm, args, function: "unlink" }, 1, fs::remove_file)
}

fn remove(vm: &Vm, args: Args<'_>) -> Eval {
    on_path(Given { vm, args, function: "remove" }, 1, fs::remove_file)
}

fn chmod(vm: &Vm, args: Args<'_>) -> Eval {
    use std::os::unix::fs::PermissionsExt;
    let given = Given { vm, args, function: "chmod" };
    let place = given.path(0, "path", Also::Number)?;
    let mode = expect::c_int(vm, args.req(1))? as u32;
    let place = given.within(place, 2)?;
    place.done(vm, fs::set_permissions(&place.path, fs::Permissions::from_mode(mode)))
}

/// Whether a file may be used in a way; only its existence and bits are looked at.
fn access(vm: &Vm, args: Args<'_>) -> Eval {
    let given = Given { vm, args, function: "access" };
    let place = given.path(0, "path", Also::Nothing)?;
    let mode = expect::c_int(vm, args.req(1))? as u32;
    let place = given.within(place, 2)?;
    let bits = match fs::metadata(place.path) {
        Ok(data) => data.mode(),
        Err(_) => return Ok(Value::bool(false)),
    };
    Ok(Value::bool(mode == 0 || bits & (mode << 6 | mode << 3 | mode) != 0))
}

/// An `OSError` that names two files.
#[cold]
fn failure_of_two(vm: &Vm, error: &io::Error, from: &Ref, to: &Ref) -> Raised {
    let made = (|| {
        let text = vm.new_str(&plain_words(error))?;
        let errno = vm.new_int(error.raw_os_error().unwrap_or(0).into())?;
        let class = vm.exception_class(ErrorKind::OSError).clone();
        vm.call_object(&class, &[&errno, &text, from, &vm.none(), to])
    })();
    match made {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

/// Runs `act` on the files that arguments 0 and 1 name, within directories that are given after
/// them.
fn on_two(
    given: Given<'_>,
    directories: [usize; 2],
    act: impl FnOnce(&Path, &Path) -> io::Result<()>,
) -> Eval {
    let (from, to) = (given.path(0, "src", Also::Nothing)?, given.path(1, "dst", Also::Nothing)?);
    let (from, to) = (given.within(from, directories[0])?, given.within(to, directories[1])?);
    match act(&from.path, &to.path) {
        Ok(()) => Ok(Value::None),
        Err(error) => Err(failure_of_two(given.vm, &error, &from.name, &to.name)),
    }
}

fn rename(vm: &Vm, args: Args<'_>) -> Eval {
    on_two(Given { vm, args, function: "rename" }, [2, 3], |from, to| fs::rename(from, to))
}

fn replace(vm: &Vm, args: Args<'_>) -> Eval {
    on_two(Given { vm, args, function: "replace" }, [2, 3], |from, to| fs::rename(from, to))
}

/// What a symbolic link holds is only text: it is not looked up anywhere.
fn symlink(vm: &Vm, args: Args<'_>) -> Eval {
    const NOWHERE: usize = usize::MAX;
    let given = Given { vm, args, function: "symlink" };
    on_two(given, [NOWHERE, 3], |from, to| std::os::unix::fs::symlink(from, to))
}

fn link(vm: &Vm, args: Args<'_>) -> Eval {
    on_two(Given { vm, args, function: "link" }, [2, 3], |from, to| fs::hard_link(from, to))
}

fn readlink(vm: &Vm, args: Args<'_>) -> Eval {
    let given = Given { vm, args, function: "readlink" };
    let place = given.within(given.path(0, "path", Also::Nothing)?, 1)?;
    match fs::read_link(&place.path) {
        Ok(target) => vm.str_value(&target.display().to_string()),
        Err(error) => Err(place.failure(vm, error)),
    }
}

/// The names in the directory that argument 0 is.
fn names_in(given: Given<'_>) -> Eval {
    let (vm, args) = (given.vm, given.args);
    let place = match args.get(0).filter(|path| !vm.is_none(path)) {
        Some(_) => Some(given.path(0, "path", Also::NumberOrNone)?),
        None => None,
    };
    let failed = |error: io::Error| match &place {
        Some(place) if place.is_number() => os_failure(vm, &place.explained(error), None),
        Some(place) => place.failure(vm, error),
        None => os_failure(vm, &error, vm.new_str(".").ok().as_ref()),
    };
    let path = place.as_ref().map_or(Path::new("."), |place| &place.path);
    let mut items = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        items.push(vm.new_str(&entry.file_name().to_string_lossy())?);
        vm.poll()?;
    }
    vm.new_list(items).map(Value::Obj)
}

fn listdir(vm: &Vm, args: Args<'_>) -> Eval {
    names_in(Given { vm, args, function: "listdir" })
}

fn scandir(vm: &Vm, args: Args<'_>) -> Eval {
    names_in(Given { vm, args, function: "scandir" })
}

fn stat(vm: &Vm, args: Args<'_>) -> Eval {
    let given = Given { vm, args, function: "stat" };
    let place = given.within(given.path(0, "path", Also::Number)?, 1)?;
    let follow = given.flag(2, true)?;
    known_of(vm, &place, follow)
}

fn lstat(vm: &Vm, args: Args<'_>) -> Eval {
    let given = Given { vm, args, function: "lstat" };
    let place = given.within(given.path(0, "path", Also::Nothing)?, 1)?;
    known_of(vm, &place, false)
}

/// Seven numbers and three times in nanoseconds.
fn known_of(vm: &Vm, place: &Place, follow: bool) -> Eval {
    let follow = follow || place.is_number();
    let data = if follow { fs::metadata(&place.path) } else { fs::symlink_metadata(&place.path) };
    let data = data.map_err(|error| place.failure(vm, error))?;
    let whole = [
        i64::from(data.mode()),
        data.ino() as i64,
        data.dev() as i64,
        data.nlink() as i64,
        i64::from(data.uid()),
        i64::from(data.gid()),
        data.size() as i64,
    ];
    let times = [
        (data.atime(), data.atime_nsec()),
        (data.mtime(), data.mtime_nsec()),
        (data.ctime(), data.ctime_nsec()),
    ];
    let mut items = Vec::new();
    for number in whole {
        items.push(vm.new_int(number)?);
    }
    for (seconds, nanoseconds) in times {
        items.push(vm.new_int(seconds.saturating_mul(1_000_000_000) + nanoseconds)?);
    }
    vm.new_tuple(items).map(Value::Obj)
}

fn environ(vm: &Vm, _args: Args<'_>) -> Eval {
    let mut pairs = Vec::new();
    for (name, value) in env::vars_os() {
        pairs.push((vm.new_str(&name.to_string_lossy())?, vm.new_str(&value.to_string_lossy())?));
    }
    vm.new_dict(pairs).map(Value::Obj)
}

fn getpid(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::Int(std::process::id().into()))
}

fn cpu_count(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(match std::thread::available_parallelism() {
        Ok(count) => Value::Int(count.get() as i64),
        Err(_) => Value::None,
    })
}

fn strerror(vm: &Vm, args: Args<'_>) -> Eval {
    let code = vm.size_of(args.req(0))?;
    let Ok(code) = i32::try_from(code) else {
        let message = "Python int too large to convert to C int";
        return Err(vm.raise(ErrorKind::OverflowError, message.into()));
    };
    vm.str_value(&plain_words(&io::Error::from_raw_os_error(code)))
}

fn urandom(vm: &Vm, args: Args<'_>) -> Eval {
    use std::io::Read;
    let Ok(count) = usize::try_from(vm.size_of(args.req(0))?) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    let mut bytes = room(vm, count)?;
    bytes.resize(count, 0);
    let filled = fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes));
    filled.map_err(|error| os_failure(vm, &error, None))?;
    new_bytes(vm, bytes).map(Value::Obj)
}

fn realpath(vm: &Vm, args: Args<'_>) -> Eval {
    let (path, name) = path_text(vm, args.req(0))?;
    match fs::canonicalize(path) {
        Ok(path) => vm.str_value(&path.display().to_string()),
        Err(error) => Err(os_failure(vm, &error, Some(&name))),
    }
}

#[rustfmt::skip]
static FUNCTIONS: [Method; 24] = [
    function("access", "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", access, "Use the real uid/gid to test for access to a path."),
    function("chdir", "(path)", chdir, "Change the current working directory to the specified path."),
    function("chmod", "(path, mode, *, dir_fd=None, follow_symlinks=True)", chmod, "Change the access permissions of a file."),
    function("cpu_count", "()", cpu_count, "Return the number of logical CPUs in the system."),
    function("environ", "()", environ, "Return a new dict of the environment's variables."),
    function("getcwd", "()", getcwd, "Return a unicode string representing the current working directory."),
    function("getpid", "()", getpid, "Return the current process id."),
    function("kill", "(pid, signal, /)", kill, "Kill a process with a signal."),
    function("link", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", link, "Create a hard link to a file."),
    function("listdir", "(path=None)", listdir, "Return a list containing the names of the files in the directory."),
    function("lstat", "(path, *, dir_fd=None)", lstat, "As stat, symbolic links not followed."),
    function("mkdir", "(path, mode=511, *, dir_fd=None)", mkdir, "Create a directory."),
    function("readlink", "(path, *, dir_fd=None)", readlink, "Return a string representing the path to which the symbolic link points."),
    function("realpath", "(path)", realpath, "Return the path of an existing file without symbolic links."),
    function("remove", "(path, *, dir_fd=None)", remove, "Remove a file (same as unlink())."),
    function("rename", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", rename, "Rename a file or directory."),
    function("replace", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", replace, "Rename a file or directory, overwriting the destination."),
    function("rmdir", "(path, *, dir_fd=None)", rmdir, "Remove a directory."),
    function("scandir", "(path=None)", scandir, "The names of the files in the directory."),
    function("stat", "(path, *, dir_fd=None, follow_symlinks=True)", stat, "Return what is known of a file: seven numbers and three times in nanoseconds."),
    function("strerror", "(code, /)", strerror, "Translate an error code to a message string."),
    function("symlink", "(src, dst, target_is_directory=False, *, dir_fd=None)", symlink, "Create a symbolic link pointing to src named dst."),
    function("unlink", "(path, *, dir_fd=None)", unlink, "Remove a file (same as remove())."),
    function("urandom", "(size, /)", urandom, "Return a bytes object containing random bytes suitable for cryptographic use."),
];

pub static POSIX: ModuleSpec = ModuleSpec {
    name: "posix",
    doc: "Access to what the operating system offers.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
