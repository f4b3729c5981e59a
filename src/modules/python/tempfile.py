"""Files and folders that are there for a while."""

import io as _io
import os as _os
from random import SystemRandom as _SystemRandom

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
        tempdir = next((folder for folder in folders + ["/tmp"] if folder and
                        _os.path.isdir(folder)), _os.getcwd())
    return tempdir


def _names(suffix, prefix, folder):
    """Paths to try; they are bytes where the parts that were given are."""
    kinds = {isinstance(_os.fspath(part), bytes) for part in (suffix, prefix, folder)
             if part is not None}
    if len(kinds) == 2:
        raise TypeError("Can't mix bytes and non-bytes in path components.")
    suffix, prefix, folder = (default if part is None else _os.fsdecode(part) for part, default
                              in ((suffix, ""), (prefix, template), (folder, gettempdir())))
    folder = _os.path.abspath(folder)
    for _ in range(TMP_MAX):
        middle = "".join(_source.choice(_LETTERS) for _ in range(8))
        name = _os.path.join(folder, prefix + middle + suffix)
        yield _os.fsencode(name) if True in kinds else name
    raise FileExistsError(17, "No usable temporary file name found")


def mkdtemp(suffix=None, prefix=None, dir=None):
    """User-callable function to create and return a unique temporary directory."""
    for name in _names(suffix, prefix, dir):
        try:
            _os.mkdir(name, 0o700)
        except FileExistsError:
            continue
        return name


def mktemp(suffix="", prefix=template, dir=None):
    """User-callable function to return a unique temporary file name."""
    return next(name for name in _names(suffix, prefix, dir) if not _os.path.exists(name))


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """User-callable function to create and return a unique temporary file: its number and path."""
    for name in _names(suffix, prefix, dir):
        try:
            return _os.open(name, _os.O_RDWR | _os.O_CREAT | _os.O_EXCL, 0o600), name
        except FileExistsError:
            continue


class _TemporaryFile:
    """A file that is removed when it is closed."""

    def __init__(self, file, name, delete):
        self.file, self.name, self.delete = file, name, delete

    def __getattr__(self, name):
        return getattr(self.__dict__["file"], name)

    def __iter__(self):
        return iter(self.file)

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        if not self.file.closed:
            self.file.close()
            if self.delete and _os.path.exists(self.name):
                _os.remove(self.name)

    def __del__(self):
        self.close()


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None, delete_on_close=True):
    """Create and return a temporary file that has a name."""
    name = mktemp(suffix, prefix, dir)
    file = open(name, mode.replace("w", "x") if "w" in mode else mode, buffering,
                encoding, errors, newline)
    return _TemporaryFile(file, name, delete)


TemporaryFile = NamedTemporaryFile


def SpooledTemporaryFile(max_size=0, mode="w+b", *args, **kwargs):
    """A temporary file that stays in memory."""
    return _io.BytesIO() if "b" in mode else _io.StringIO()


class TemporaryDirectory:
    """Create and return a temporary directory; it is removed on leaving the block."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *,
                 delete=True):
        self._ignore, self._delete = ignore_cleanup_errors, delete
        self.name = mkdtemp(suffix, prefix, dir)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, *error):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        import shutil
        if _os.path.exists(self.name):
            shutil.rmtree(self.name, self._ignore)
