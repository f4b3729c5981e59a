//! `posix`: directories and files by name, as the system sees them; `os` is in Python on top.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::{env, fs, io};

use crate::heap::Ref;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::system_error::plain_words;
use crate::types::bytes::new_bytes;
use crate::types::file::{os_failure, path_text};

fn done(vm: &Vm, result: io::Result<()>, name: &Ref) -> Eval {
    match result {
        Ok(()) => Ok(Value::None),
        Err(error) => Err(os_failure(vm, &error, Some(name))),
    }
}

/// Runs `act` on the path in argument 0.
fn on_path(vm: &Vm, args: Args<'_>, act: impl FnOnce(PathBuf) -> io::Result<()>) -> Eval {
    let (path, name) = path_text(vm, args.req(0))?;
    done(vm, act(path.into()), &name)
}

fn getcwd(vm: &Vm, _args: Args<'_>) -> Eval {
    match env::current_dir() {
        Ok(path) => vm.str_value(&path.display().to_string()),
        Err(error) => Err(os_failure(vm, &error, None)),
    }
}

fn chdir(vm: &Vm, args: Args<'_>) -> Eval {
    on_path(vm, args, env::set_current_dir)
}

fn mkdir(vm: &Vm, args: Args<'_>) -> Eval {
    use std::os::unix::fs::DirBuilderExt;
    let mode = match args.get(1) {
        Some(mode) => vm.size_of(mode)? as u32,
        None => 0o777,
    };
    on_path(vm, args, |path| fs::DirBuilder::new().mode(mode).create(path))
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
    on_path(vm, args, fs::remove_dir)
}

fn unlink(vm: &Vm, args: Args<'_>) -> Eval {
    on_path(vm, args, fs::remove_file)
}

fn chmod(vm: &Vm, args: Args<'_>) -> Eval {
    use std::os::unix::fs::PermissionsExt;
    let mode = vm.size_of(args.req(1))? as u32;
    on_path(vm, args, |path| fs::set_permissions(path, fs::Permissions::from_mode(mode)))
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

/// Runs `act` on the paths in arguments 0 and 1.
fn on_two(vm: &Vm, args: Args<'_>, act: impl FnOnce(PathBuf, PathBuf) -> io::Result<()>) -> Eval {
    let (from, from_name) = path_text(vm, args.req(0))?;
    let (to, to_name) = path_text(vm, args.req(1))?;
    match act(from.into(), to.into()) {
        Ok(()) => Ok(Value::None),
        Err(error) => Err(failure_of_two(vm, &error, &from_name, &to_name)),
    }
}

fn rename(vm: &Vm, args: Args<'_>) -> Eval {
    on_two(vm, args, fs::rename)
}

fn symlink(vm: &Vm, args: Args<'_>) -> Eval {
    on_two(vm, args, std::os::unix::fs::symlink)
}

fn link(vm: &Vm, args: Args<'_>) -> Eval {
    on_two(vm, args, fs::hard_link)
}

fn readlink(vm: &Vm, args: Args<'_>) -> Eval {
    let (path, name) = path_text(vm, args.req(0))?;
    match fs::read_link(path) {
        Ok(target) => vm.str_value(&target.display().to_string()),
        Err(error) => Err(os_failure(vm, &error, Some(&name))),
    }
}

fn listdir(vm: &Vm, args: Args<'_>) -> Eval {
    let (path, name) = match args.get(0).filter(|path| !vm.is_none(path)) {
        Some(path) => path_text(vm, path)?,
        None => (".".into(), vm.new_str(".")?),
    };
    let failed = |error: io::Error| os_failure(vm, &error, Some(&name));
    let mut items = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        items.push(vm.new_str(&entry.file_name().to_string_lossy())?);
        vm.poll()?;
    }
    vm.new_list(items).map(Value::Obj)
}

fn stat(vm: &Vm, args: Args<'_>) -> Eval {
    let (path, name) = path_text(vm, args.req(0))?;
    let follow = args.get(1).map_or(Ok(true), |follow| vm.truth_of(follow))?;
    let data = if follow { fs::metadata(path) } else { fs::symlink_metadata(path) };
    let data = data.map_err(|error| os_failure(vm, &error, Some(&name)))?;
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
    vm.charge(count)?;
    vm.heap.discharge(count);
    let mut bytes = vec![0; count];
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
static FUNCTIONS: [Method; 19] = [
    function("chdir", "(path)", chdir, "Change the current working directory to the specified path."),
    function("chmod", "(path, mode)", chmod, "Change the access permissions of a file."),
    function("cpu_count", "()", cpu_count, "Return the number of logical CPUs in the system."),
    function("environ", "()", environ, "Return a new dict of the environment's variables."),
    function("getcwd", "()", getcwd, "Return a unicode string representing the current working directory."),
    function("getpid", "()", getpid, "Return the current process id."),
    function("kill", "(pid, signal, /)", kill, "Kill a process with a signal."),
    function("link", "(src, dst)", link, "Create a hard link to a file."),
    function("listdir", "(path=None)", listdir, "Return a list containing the names of the files in the directory."),
    function("mkdir", "(path, mode=511)", mkdir, "Create a directory."),
    function("readlink", "(path)", readlink, "Return a string representing the path to which the symbolic link points."),
    function("realpath", "(path)", realpath, "Return the path of an existing file without symbolic links."),
    function("rename", "(src, dst)", rename, "Rename a file or directory."),
    function("rmdir", "(path)", rmdir, "Remove a directory."),
    function("stat", "(path, follow_symlinks=True)", stat, "Return what is known of a file: seven numbers and three times in nanoseconds."),
    function("strerror", "(code, /)", strerror, "Translate an error code to a message string."),
    function("symlink", "(src, dst, target_is_directory=False)", symlink, "Create a symbolic link pointing to src named dst."),
    function("unlink", "(path)", unlink, "Remove a file (same as remove())."),
    function("urandom", "(size, /)", urandom, "Return a bytes object containing random bytes suitable for cryptographic use."),
];

pub static POSIX: ModuleSpec = ModuleSpec {
    name: "posix",
    doc: "Access to what the operating system offers.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
