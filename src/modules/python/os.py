"""OS routines: files, directories and the environment."""

import abc as _abc
from _operator import index as _index
import posix as _posix
import sys as _sys
import posixpath as path
from _descriptors import close, dup, dup2, fsync, ftruncate, lseek, open, pipe, read, write
from _descriptors import utime as _utime
from _os_process import *
from _types import _seal
from posix import access, chdir, chmod, cpu_count, getcwd, getpid, link, listdir as _listdir, mkdir
from posix import readlink, remove, rename, replace, rmdir, strerror, symlink, unlink, urandom

name = "posix"
linesep = "\n"
curdir, pardir, sep, pathsep, defpath, altsep, extsep, devnull = (
    path.curdir, path.pardir, path.sep, path.pathsep, path.defpath, path.altsep, path.extsep,
    path.devnull)
error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0, 1, 2, 64, 128, 512, 1024
O_NONBLOCK, O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC, O_ACCMODE = 2048, 65536, 131072, 524288, 3
O_NOCTTY, O_NDELAY, O_DSYNC, O_SYNC, O_RSYNC = 256, 2048, 4096, 1052672, 1052672
EX_OK, EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_SOFTWARE, EX_OSERR, EX_IOERR = 0, 64, 65, 66, 70, 71, 74
EX_NOUSER, EX_NOHOST, EX_UNAVAILABLE, EX_OSFILE, EX_CANTCREAT = 67, 68, 69, 72, 73
EX_TEMPFAIL, EX_PROTOCOL, EX_NOPERM, EX_CONFIG = 75, 76, 77, 78
supports_dir_fd = supports_effective_ids = supports_fd = supports_follow_symlinks = set()

process_cpu_count = cpu_count


class PathLike(_abc.ABC):
    """Anything that can be a path of the file system."""

    __class_getitem__ = classmethod(type(list[int]))

    @_abc.abstractmethod
    def __fspath__(self):
        """Return the path as str or bytes."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return hasattr(subclass, "__fspath__")
        return NotImplemented


def fspath(path):
    """Return the path that an object stands for, as str or bytes."""
    if isinstance(path, (str, bytes)):
        return path
    kind = type(path)
    try:
        text = kind.__fspath__(path)
    except AttributeError:
        if hasattr(kind, "__fspath__"):
            raise
        raise TypeError("expected str, bytes or os.PathLike object, "
                        f"not {kind.__name__}") from None
    if isinstance(text, (str, bytes)):
        return text
    raise TypeError(f"expected {kind.__name__}.__fspath__() to return str or bytes, "
                    f"not {type(text).__name__}")


def fsencode(filename):
    """Return a path as bytes."""
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    """Return a path as str."""
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


class _Environ:
    """The environment's variables; changes stay in this program."""

    def __init__(self, data):
        self._data = data

    @staticmethod
    def _checked(value):
        if not isinstance(value, str):
            raise TypeError(f"str expected, not {type(value).__name__}")
        return value

    def __getitem__(self, key):
        try:
            return self._data[self._checked(key)]
        except KeyError:
            raise KeyError(key) from None

    def __setitem__(self, key, value):
        if "=" in self._checked(key):
            raise ValueError("illegal environment variable name")
        self._data[key] = self._checked(value)

    def __delitem__(self, key):
        try:
            del self._data[self._checked(key)]
        except KeyError:
            raise KeyError(key) from None

    def __contains__(self, key):
        return self._checked(key) in self._data

    def __iter__(self):
        return iter(list(self._data))

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        inner = ", ".join(f"{key!r}: {value!r}" for key, value in self._data.items())
        return f"environ({{{inner}}})"

    def get(self, key, default=None):
        return self._data.get(self._checked(key), default)

    def keys(self):
        return self._data.keys()

    def values(self):
        return self._data.values()

    def items(self):
        return self._data.items()

    def copy(self):
        return dict(self._data)

    def setdefault(self, key, value):
        return self._data.setdefault(self._checked(key), self._checked(value))

    def pop(self, key, *default):
        return self._data.pop(self._checked(key), *default)

    def popitem(self):
        key = next(iter(self._data))
        return key, self._data.pop(key)

    def clear(self):
        self._data.clear()

    def update(self, *args, **kwargs):
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def __eq__(self, other):
        if not isinstance(other, (dict, _Environ)):
            from collections.abc import Mapping
            if not isinstance(other, Mapping):
                return NotImplemented
        return self._data == dict(other.items())

    def __or__(self, other):
        return {**self._data, **other}

    def __ror__(self, other):
        return {**other, **self._data}

    def __ior__(self, other):
        self.update(other)
        return self


if "collections.abc" in _sys.modules:
    # It registers the class itself where it comes later.
    _sys.modules["collections.abc"].MutableMapping.register(_Environ)

environ = _Environ(_posix.environ())


def getenv(key, default=None):
    """Return a variable of the environment, or the default."""
    return environ.get(key, default)


def putenv(name, value, /):
    """Change a variable for other programs; environ stays as it is, and so does all here."""
    if "=" in fsdecode(name):
        raise ValueError("illegal environment variable name")
    fsdecode(value)


def unsetenv(name, /):
    """Delete a variable for other programs; environ stays as it is, and so does all here."""
    fsdecode(name)


def listdir(path=None):
    """Return a list containing the names of the files in the directory."""
    names = _listdir(path)
    return [*map(fsencode, names)] if _is_of_bytes(path) else names


def _is_of_bytes(path):
    """Whether names below a path are bytes."""
    return not (path is None or isinstance(path, int)) and isinstance(fspath(path), bytes)


class stat_result(tuple):
    """What is known of a file."""

    __match_args__ = ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size")
    n_fields, n_sequence_fields, n_unnamed_fields = 19, 10, 3

    def __new__(cls, values):
        whole = tuple(values[:7]) + tuple(time // 10**9 for time in values[7:10])
        self = super().__new__(cls, whole)
        for at, letter in enumerate("amc", 7):
            setattr(self, f"st_{letter}time", values[at] / 1e9)
            setattr(self, f"st_{letter}time_ns", values[at])
        return self

    st_mode = property(lambda self: self[0])
    st_ino = property(lambda self: self[1])
    st_dev = property(lambda self: self[2])
    st_nlink = property(lambda self: self[3])
    st_uid = property(lambda self: self[4])
    st_gid = property(lambda self: self[5])
    st_size = property(lambda self: self[6])

    def __repr__(self):
        names = self.__match_args__ + ("st_atime", "st_mtime", "st_ctime")
        inner = ", ".join(f"{name}={value}" for name, value in zip(names, self))
        return f"os.stat_result({inner})"


_seal(stat_result)


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """Return what is known of a file."""
    return stat_result(_posix.stat(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks))


def lstat(path, *, dir_fd=None):
    """Return what is known of a file, symbolic links not followed."""
    return stat_result(_posix.lstat(path, dir_fd=dir_fd))


def fstat(fd):
    """Return what is known of an open file."""
    try:
        return stat_result(_posix.stat(fd.__index__()))
    except OSError as error:
        raise OSError(error.errno, error.strerror) from None
    except AttributeError:
        raise TypeError(f"'{type(fd).__name__}' object cannot be interpreted as an integer") from None


def _nanoseconds(moment):
    if isinstance(moment, float):
        return round(moment * 1e9)
    return _index(moment) * 10**9


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    """Set the times a file was last used and changed; now without any."""
    if times is not None and ns is not None:
        raise ValueError("utime: you may specify either 'times' or 'ns' but not both")
    if times is None and ns is None:
        import time
        now = time.time_ns()
        ns = now, now
    for kind, given in (("times", times), ("ns", ns)):
        if given is not None and not (isinstance(given, tuple) and len(given) == 2):
            unless = " or None" if kind == "times" else ""
            raise TypeError(f"utime: '{kind}' must be {'either ' if unless else ''}"
                            f"a tuple of two ints{unless}")
    if ns is None:
        ns = map(_nanoseconds, times)
    _utime(path, *ns)


def truncate(path, length):
    """Cut or stretch a file to a length."""
    fd = path if isinstance(path, int) else open(path, O_WRONLY)
    try:
        ftruncate(fd, length)
    finally:
        if fd is not path:
            close(fd)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    """Return a file object for a descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    import io
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def isatty(fd, /):
    """Return whether a descriptor is a terminal's."""
    try:
        return readlink(f"/proc/self/fd/{fd:d}").startswith(("/dev/pts/", "/dev/tty"))
    except OSError:
        return False


def makedirs(name, mode=0o777, exist_ok=False):
    """Make a directory and those above it that are missing."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        if tail == curdir:
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove a directory and those above it that are empty then."""
    rmdir(name)
    head, tail = path.split(name)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


class DirEntry:
    """One entry of a directory."""

    __module__ = "posix"
    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, directory, name):
        self.name = name
        self.path = path.join(directory, name)

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"

    def __fspath__(self):
        return self.path

    def is_dir(self, *, follow_symlinks=True):
        return path._is_kind(self.path, 0o040000, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        return path._is_kind(self.path, 0o100000, follow_symlinks)

    def is_symlink(self):
        return path.islink(self.path)

    def stat(self, *, follow_symlinks=True):
        return stat(self.path, follow_symlinks=follow_symlinks)

    def inode(self):
        return self.stat(follow_symlinks=False).st_ino


class _Scan:
    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path=None):
    """Return an iterator over the entries of a directory."""
    names = _posix.scandir(path)
    if path is None or isinstance(path, int):
        directory = "." if path is None else ""
    else:
        directory = fspath(path)
    if isinstance(directory, bytes):
        names = map(fsencode, names)
    return _Scan(DirEntry(directory, name) for name in names)


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Yield (directory, names of directories, names of files) for a tree."""
    top = fspath(top)
    try:
        entries = list(scandir(top))
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    dirs, files = [], []
    for entry in entries:
        (dirs if entry.is_dir() else files).append(entry.name)
    if topdown:
        yield top, dirs, files
    for name in dirs:
        below = path.join(top, name)
        if followlinks or not path.islink(below):
            yield from walk(below, topdown, onerror, followlinks)
    if not topdown:
        yield top, dirs, files


class terminal_size(tuple):
    """The size of a terminal."""

    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])

    def __repr__(self):
        return f"os.terminal_size(columns={self[0]}, lines={self[1]})"


def get_terminal_size(fd=1, /):
    """Return the size of the terminal, as the environment says or 80 by 24."""
    if not isatty(fd):
        raise OSError(25, "Inappropriate ioctl for device")
    return terminal_size((int(environ.get("COLUMNS") or 80), int(environ.get("LINES") or 24)))


def get_exec_path(env=None):
    """Return the directories that programs are looked for in."""
    return (env or environ).get("PATH", defpath).split(pathsep)


def _exit(status):
    raise SystemExit(status)


def closerange(fd_low, fd_high, /):
    """Close all descriptors of a range, whatever of them is open."""
    for fd in range(fd_low, fd_high):
        try:
            close(fd)
        except OSError:
            pass


def renames(old, new):
    """Rename a file, with the directories made and removed that this takes."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


class uname_result(tuple):
    """The system's name for itself."""

    sysname, nodename, release, version, machine = (
        property(lambda self, at=at: self[at]) for at in range(5))

    def __repr__(self):
        names = ("sysname", "nodename", "release", "version", "machine")
        inner = ", ".join(f"{name}={text!r}" for name, text in zip(names, self))
        return f"posix.uname_result({inner})"


def uname():
    """Return what the system says of itself."""
    import platform
    return uname_result((platform.system(), platform.node(), platform.release(),
                         platform.version(), platform.machine()))


def system(command):
    """Refscope starts no other programs."""
    raise NotImplementedError("Refscope starts no other programs: os.system is not supported")


def popen(cmd, mode="r", buffering=-1):
    """Refscope starts no other programs."""
    raise NotImplementedError("Refscope starts no other programs: os.popen is not supported")


def umask(mask, /):
    """Return the umask; it is not changed."""
    with fdopen(open("/proc/self/status", O_RDONLY)) as lines:
        return next(int(line.split()[1], 8) for line in lines if line.startswith("Umask:"))


def _status(field, at):
    with fdopen(open("/proc/self/status", O_RDONLY)) as lines:
        for line in lines:
            if line.startswith(field):
                return int(line.split()[at])
    return 0


def getuid():
    """Return the current process's user id."""
    return _status("Uid:", 1)


def geteuid():
    """Return the current process's effective user id."""
    return _status("Uid:", 2)


def getgid():
    """Return the current process's group id."""
    return _status("Gid:", 1)


def getegid():
    """Return the current process's effective group id."""
    return _status("Gid:", 2)


def getppid():
    """Return the parent's process id."""
    return _status("PPid:", 1)


def getcwdb():
    return getcwd().encode()


def getlogin():
    return environ.get("USER") or environ.get("LOGNAME") or "user"


# Most functions are C in CPython, and say so.
_in_python = {"fdopen", "fsdecode", "fsencode", "get_exec_path", "getenv", "makedirs", "popen",
              "removedirs", "renames", "walk"}
for _name, _value in list(globals().items()):
    if type(_value) is type(getlogin) and _value.__module__ in ("os", "_os_process"):
        _value.__module__ = "os" if _name in _in_python else "posix"
del _name, _value, _in_python
