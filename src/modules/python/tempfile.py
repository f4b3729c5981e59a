"""Files and folders that are there for a while."""

import io as _io
import os as _os
from random import SystemRandom as _SystemRandom
from types import GenericAlias as _GenericAlias

__all__ = ["NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory",
           "mkstemp", "mkdtemp", "mktemp", "TMP_MAX", "gettempprefix", "tempdir", "gettempdir",
           "gettempprefixb", "gettempdirb"]

TMP_MAX = 10000
template = "tmp"
tempdir = None
_source = _SystemRandom()
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"


def gettempprefix():
    """The default prefix for temporary files and directories as string."""
    return template


def gettempprefixb():
    """The default prefix for temporary files and directories as bytes."""
    return _os.fsencode(template)


def gettempdirb():
    """Returns tempfile.tempdir as bytes."""
    return _os.fsencode(gettempdir())


def gettempdir():
    """Returns tempfile.tempdir as str."""
    global tempdir
    if tempdir is None:
        folders = [_os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
        tempdir = next((folder for folder in folders + ["/tmp", "/var/tmp", "/usr/tmp"] if folder and
                        _os.path.isdir(folder)), _os.getcwd())
    return _os.fsdecode(tempdir)


def _names(suffix, prefix, folder, what="file"):
    """Paths to try; they are bytes where the parts that were given are."""
    given = [_os.fspath(part) for part in (prefix, suffix, folder) if part is not None]
    kinds = {isinstance(part, bytes) for part in given}
    if len(kinds) == 2:
        raise TypeError("Can't mix bytes and non-bytes in path components.")
    in_bytes = True in kinds or not kinds and isinstance(tempdir, bytes)
    suffix, prefix, folder = (default if part is None else _os.fsdecode(part) for part, default
                              in ((suffix, ""), (prefix, template), (folder, gettempdir())))
    for _ in range(TMP_MAX):
        middle = "".join(_source.choice(_LETTERS) for _ in range(8))
        name = _os.path.join(folder, prefix + middle + suffix)
        yield _os.fsencode(name) if in_bytes else name
    raise FileExistsError(17, f"No usable temporary {what} name found")


def mkdtemp(suffix=None, prefix=None, dir=None):
    """User-callable function to create and return a unique temporary directory."""
    for name in _names(suffix, prefix, dir, "directory"):
        try:
            _os.mkdir(name, 0o700)
        except FileExistsError:
            continue
        return _os.path.abspath(name)


def mktemp(suffix="", prefix=template, dir=None):
    """User-callable function to return a unique temporary file name."""
    return next(_os.path.abspath(name) for name in _names(suffix, prefix, dir)
                if not _os.path.lexists(name))


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """User-callable function to create and return a unique temporary file: its number and path."""
    for name in _names(suffix, prefix, dir):
        name = _os.path.abspath(name)
        try:
            return _os.open(name, _os.O_RDWR | _os.O_CREAT | _os.O_EXCL, 0o600), name
        except FileExistsError:
            continue


class _TemporaryFileCloser:
    """Closes a file and removes it, once; whoever lets go of it unclosed is warned."""

    def __init__(self, file, name, delete, delete_on_close, message):
        self.file, self.name, self.message = file, name, message
        self.delete, self.delete_on_close = delete, delete_on_close
        self.closed = self.cleaned = False

    def close(self):
        if not self.closed:
            self.closed = True
            try:
                self.file.close()
            finally:
                if self.delete_on_close:
                    self.cleanup()

    def cleanup(self):
        if self.cleaned:
            return
        self.cleaned = True
        try:
            if not self.closed:
                self.closed = True
                self.file.close()
        finally:
            if self.delete:
                try:
                    _os.unlink(self.name)
                except FileNotFoundError:
                    pass

    def __del__(self):
        closed = self.closed
        self.cleanup()
        if not closed:
            import warnings
            warnings.warn(self.message, ResourceWarning)


class _TemporaryFileWrapper:
    """A file that is removed when it is closed, or behind its block."""

    def __init__(self, file, name, delete=True, delete_on_close=True):
        self.file, self.name, self.delete = file, name, delete
        self._closer = _TemporaryFileCloser(file, name, delete, delete_on_close,
                                            f"Implicitly cleaning up {self!r}")

    def __repr__(self):
        return f"<{type(self).__name__} file={self.__dict__['file']!r}>"

    def __getattr__(self, name):
        value = getattr(self.__dict__["file"], name)
        if callable(value):
            from functools import wraps
            method = value

            @wraps(method)
            def value(*args, **kwargs):
                return method(*args, **kwargs)
            # A method that is kept keeps the file.
            value._closer = self._closer
        if not isinstance(value, int):
            setattr(self, name, value)
        return value

    def __iter__(self):
        # Not the file's own iterator: that would let go of self.
        for line in self.file:
            yield line

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *error):
        result = self.file.__exit__(*error)
        self._closer.cleanup()
        return result

    def close(self):
        """Close the temporary file, possibly deleting it."""
        self._closer.close()


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None, delete_on_close=True):
    """Create and return a temporary file that has a name."""
    number, name = mkstemp(suffix, prefix, dir)
    try:
        file = _io.open(name, mode, buffering, encoding, errors, newline,
                        opener=lambda name, flags: number)
    except BaseException:
        _os.unlink(name)
        _let_go(number)
        raise
    return _TemporaryFileWrapper(file, name, delete, delete_on_close)


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                  dir=None, *, errors=None):
    """Create and return a temporary file that has no name."""
    number, name = mkstemp(suffix, prefix, dir)
    try:
        _os.unlink(name)
        return _io.open(number, mode, buffering, encoding, errors, newline)
    except BaseException:
        _let_go(number)
        raise


def _let_go(number):
    try:
        _os.close(number)
    except OSError:
        # What failed has closed it.
        pass


class SpooledTemporaryFile(_io.IOBase):
    """A temporary file that stays in memory until it grows too large."""

    _rolled = False

    def __init__(self, max_size=0, mode="w+b", buffering=-1, encoding=None, newline=None,
                 suffix=None, prefix=None, dir=None, *, errors=None):
        if "b" in mode:
            self._file = _io.BytesIO()
        else:
            self._file = _io.TextIOWrapper(_io.BytesIO(), encoding=encoding or "utf-8",
                                           errors=errors, newline=newline)
        self._max_size, self._ending = max_size, newline
        self._TemporaryFileArgs = {
            "mode": mode, "buffering": buffering, "suffix": suffix, "prefix": prefix,
            "encoding": encoding, "newline": newline, "dir": dir, "errors": errors}

    __class_getitem__ = classmethod(_GenericAlias)

    def _check(self, file):
        if not self._rolled and self._max_size and file.tell() > self._max_size:
            self.rollover()

    def rollover(self):
        """Move what was written to a file on the disk."""
        if self._rolled:
            return
        old = self._file
        new = self._file = TemporaryFile(**self._TemporaryFileArgs)
        place = old.tell()
        if isinstance(old, _io.BytesIO):
            new.write(old.getvalue())
        else:
            text, ending = old.detach().getvalue().decode(old.encoding, old.errors), self._ending
            new.write(text.replace(ending, "\n") if ending else text)
        new.seek(place, 0)
        self._rolled = True

    def __enter__(self):
        if self._file.closed:
            raise ValueError("Cannot enter context with closed file")
        return self

    def __exit__(self, *error):
        self._file.close()

    def __iter__(self):
        return iter(self._file)

    def __del__(self):
        if not self.closed:
            import warnings
            warnings.warn(f"Unclosed file {self!r}", ResourceWarning, stacklevel=2)
            self.close()

    def close(self):
        self._file.close()

    @property
    def closed(self):
        return self._file.closed

    @property
    def encoding(self):
        return self._file.encoding

    @property
    def errors(self):
        return self._file.errors

    @property
    def newlines(self):
        return self._file.newlines

    @property
    def mode(self):
        try:
            return self._file.mode
        except AttributeError:
            return self._TemporaryFileArgs["mode"]

    @property
    def name(self):
        return getattr(self._file, "name", None)

    def fileno(self):
        self.rollover()
        return self._file.fileno()

    def _delegated(name):
        def method(self, *args):
            return getattr(self._file, name)(*args)
        method.__name__, method.__qualname__ = name, f"SpooledTemporaryFile.{name}"
        return method

    for _name in ("detach", "flush", "isatty", "read", "read1", "readable", "readinto", "readinto1",
                  "readline", "readlines", "seek", "seekable", "tell", "writable"):
        locals()[_name] = _delegated(_name)
    del _name, _delegated

    def truncate(self, size=None):
        if size is None:
            return self._file.truncate()
        if size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def write(self, s):
        file = self._file
        written = file.write(s)
        self._check(file)
        return written

    def writelines(self, iterable):
        if self._max_size == 0 or self._rolled:
            return self._file.writelines(iterable)
        lines = iter(iterable)
        for line in lines:
            self._file.write(line)
            self._check(self._file)
            if self._rolled:
                self._file.writelines(lines)


class TemporaryDirectory:
    """Create and return a temporary directory; it is removed on leaving the block."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *,
                 delete=True):
        import weakref
        self._ignore_cleanup_errors, self._delete = ignore_cleanup_errors, delete
        self.name = mkdtemp(suffix, prefix, dir)
        self._finalizer = weakref.finalize(
            self, self._cleanup, self.name, f"Implicitly cleaning up {self!r}",
            ignore_cleanup_errors, delete)

    __class_getitem__ = classmethod(_GenericAlias)

    @staticmethod
    def _cleanup(name, message, ignore_errors, delete):
        if delete:
            import shutil
            import warnings
            shutil.rmtree(name, ignore_errors)
            warnings.warn(message, ResourceWarning)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, *error):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        import shutil
        if self._finalizer.detach() or _os.path.exists(self.name):
            shutil.rmtree(self.name, self._ignore_cleanup_errors)
