//! Files that a program opened by number: what `os.open` gives, until `os.close`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;

thread_local! {
    static OPEN: RefCell<BTreeMap<i32, File>> = const { RefCell::new(BTreeMap::new()) };
}

/// Keeps a file open under its number.
#[must_use]
pub fn insert(file: File) -> i32 {
    let number = file.as_raw_fd();
    OPEN.with_borrow_mut(|open| open.insert(number, file));
    number
}

/// Runs `act` on an open file.
///
/// # Errors
/// `EBADF` for a number that stands for none, else what `act` fails with.
pub fn with<R>(number: i32, act: impl FnOnce(&File) -> io::Result<R>) -> io::Result<R> {
    OPEN.with_borrow(|open| match open.get(&number) {
        Some(file) => act(file),
        None => Err(io::Error::from_raw_os_error(EBADF)),
    })
}

/// As [`with`], also for the numbers of files that file objects opened.
///
/// # Errors
/// As [`with`].
pub fn with_any<R>(number: i32, act: impl FnOnce(&File) -> io::Result<R>) -> io::Result<R> {
    if OPEN.with_borrow(|open| open.contains_key(&number)) {
        return with(number, act);
    }
    if let Some(file) = standard(number) {
        return act(&file?);
    }
    if let Ok(file) = same_file(number) {
        return act(&file);
    }
    let path = format!("/proc/self/fd/{number}");
    match File::options().write(true).open(&path).or_else(|_| File::open(&path)) {
        Ok(file) => act(&file),
        Err(_) => Err(io::Error::from_raw_os_error(EBADF)),
    }
}

/// Another number for one of the standard streams.
fn standard(number: i32) -> Option<io::Result<File>> {
    let stream = match number {
        0 => rustix::stdio::stdin(),
        1 => rustix::stdio::stdout(),
        2 => rustix::stdio::stderr(),
        _ => return None,
    };
    Some(stream.try_clone_to_owned().map(File::from))
}

/// Another number for a file that a file object has open: both stand at the same place in it.
#[cfg(target_os = "linux")]
fn same_file(number: i32) -> io::Result<File> {
    use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
    let process = pidfd_open(getpid(), PidfdFlags::empty())?;
    Ok(File::from(pidfd_getfd(process, number, PidfdGetfdFlags::empty())?))
}

#[cfg(not(target_os = "linux"))]
fn same_file(_number: i32) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Lets `number` stand for what `file` is, whatever it stood for before.
///
/// # Errors
/// What the system says.
pub fn redirect(file: File, number: i32) -> io::Result<()> {
    match number {
        0 => rustix::stdio::dup2_stdin(&file)?,
        1 => rustix::stdio::dup2_stdout(&file)?,
        2 => rustix::stdio::dup2_stderr(&file)?,
        _ => drop(OPEN.with_borrow_mut(|open| open.insert(number, file))),
    }
    Ok(())
}

/// Takes a file from those that are open by number, for an object that closes it.
pub fn take(number: i32) -> Option<File> {
    OPEN.with_borrow_mut(|open| open.remove(&number))
}

/// Closes a file.
///
/// # Errors
/// `EBADF` for a number that stands for none.
pub fn close(number: i32) -> io::Result<()> {
    let file = OPEN.with_borrow_mut(|open| open.remove(&number));
    file.map(drop).ok_or_else(|| io::Error::from_raw_os_error(EBADF))
}

/// "Bad file descriptor".
const EBADF: i32 = 9;
