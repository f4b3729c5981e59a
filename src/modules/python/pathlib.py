"""Object-oriented filesystem paths."""

import os
import posixpath

__all__ = ["PurePath", "PurePosixPath", "PureWindowsPath", "Path", "PosixPath", "WindowsPath",
           "UnsupportedOperation"]


class UnsupportedOperation(NotImplementedError):
    """An operation that this system does not support."""


def _names(text):
    return [name for name in text.split("/") if name and name != "."]


class _Parents:
    """The paths above a path, from the nearest on."""

    def __init__(self, path):
        self._path = path
        self._count = len(path._names)

    def __len__(self):
        return self._count

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(self._count)))
        if index >= self._count or index < -self._count:
            raise IndexError(index)
        if index < 0:
            index += self._count
        return self._path._made(self._path._root, self._path._names[:self._count - 1 - index])

    def __repr__(self):
        return f"<{type(self._path).__name__}.parents>"


class PurePath:
    """A path without access to the file system."""

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        if len(args) == 1 and type(args[0]) is str:
            _, self._root, rest = posixpath.splitroot(args[0])
            self._names = _names(rest)
            return
        texts = []
        for arg in args:
            if isinstance(arg, PurePath):
                texts.append(str(arg))
                continue
            text = os.fspath(arg) if hasattr(type(arg), "__fspath__") else arg
            if not isinstance(text, str):
                raise TypeError("argument should be a str or an os.PathLike object where "
                                "__fspath__ returns a str, "
                                f"not {type(text).__name__!r}")
            texts.append(text)
        path = posixpath.join(*texts) if texts else ""
        _, self._root, rest = posixpath.splitroot(path)
        self._names = _names(rest)

    def _made(self, root, names):
        path = object.__new__(type(self))
        path._root = root
        path._names = list(names)
        return path

    def with_segments(self, *pathsegments):
        return type(self)(*pathsegments)

    def __str__(self):
        return self._root + "/".join(self._names) or "."

    def __repr__(self):
        return f"{type(self).__name__}({self.as_posix()!r})"

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return os.fsencode(str(self))

    def as_posix(self):
        return str(self)

    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._names == other._names and self._root == other._root

    def _order(self):
        return ([self._root] if self._root else []) + self._names

    def __lt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._order() < other._order()

    def __le__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._order() <= other._order()

    def __gt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._order() > other._order()

    def __ge__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._order() >= other._order()

    def __truediv__(self, key):
        if type(key) is str and type(self) in _OWN and key[:1] != "/":
            made = object.__new__(type(self))
            made._root = self._root
            made._names = [*self._names, *_names(key)]
            return made
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def __reduce__(self):
        return type(self), (str(self),)

    @property
    def drive(self):
        return ""

    @property
    def root(self):
        return self._root

    @property
    def anchor(self):
        return self._root

    @property
    def parts(self):
        return ((self._root,) if self._root else ()) + tuple(self._names)

    @property
    def name(self):
        return self._names[-1] if self._names else ""

    @property
    def suffix(self):
        name = self.name.lstrip(".")
        at = name.rfind(".")
        return name[at:] if 0 < at < len(name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        if name.endswith("."):
            return []
        return ["." + suffix for suffix in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        name = self.name
        suffix = self.suffix
        return name[:len(name) - len(suffix)] if suffix else name

    @property
    def parent(self):
        return self._made(self._root, self._names[:-1])

    @property
    def parents(self):
        return _Parents(self)

    def joinpath(self, *pathsegments):
        return self.with_segments(self, *pathsegments)

    def with_name(self, name):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not name or "/" in name or name == ".":
            raise ValueError(f"Invalid name {name!r}")
        return self._made(self._root, self._names[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if suffix and not suffix.startswith(".") or suffix == "." or "/" in suffix:
            raise ValueError(f"Invalid suffix {suffix!r}")
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self.with_name(self.stem + suffix)

    def relative_to(self, other, *, walk_up=False):
        if not isinstance(other, PurePath):
            other = self.with_segments(other)
        mine, theirs = self._order(), other._order()
        if mine[:len(theirs)] == theirs:
            return self._made("", mine[len(theirs):])
        if not walk_up:
            raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
        if self._root != other._root:
            raise ValueError(f"{str(self)!r} and {str(other)!r} have different anchors")
        common = len(posixpath.commonprefix([mine, theirs]))
        return self._made("", [".."] * (len(theirs) - common) + mine[common:])

    def is_relative_to(self, other):
        if not isinstance(other, PurePath):
            other = self.with_segments(other)
        theirs = other._order()
        return self._order()[:len(theirs)] == theirs

    def is_absolute(self):
        return bool(self._root)

    def as_uri(self):
        if not self._root:
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote_from_bytes
        return "file://" + quote_from_bytes(bytes(self))

    def match(self, path_pattern, *, case_sensitive=None):
        from fnmatch import fnmatchcase
        pattern = self.with_segments(path_pattern)
        theirs, mine = pattern._order(), self._order()
        if not theirs:
            raise ValueError("empty pattern")
        if len(theirs) > len(mine) or pattern._root and len(theirs) != len(mine):
            return False
        return all(fnmatchcase(name, part) for name, part in zip(reversed(mine), reversed(theirs)))

    def full_match(self, pattern, *, case_sensitive=None):
        return _matches(self._order(), self.with_segments(pattern)._order())


def _matches(names, parts):
    from fnmatch import fnmatchcase
    if not parts:
        return not names
    if parts[0] == "**":
        return any(_matches(names[at:], parts[1:]) for at in range(len(names) + 1))
    return bool(names) and fnmatchcase(names[0], parts[0]) and _matches(names[1:], parts[1:])


class PurePosixPath(PurePath):
    """A path of a POSIX system, without access to the file system."""


class Path(PurePath):
    """A path of the file system."""

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    def owner(self, *, follow_symlinks=True):
        import pwd
        return pwd.getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name

    def group(self, *, follow_symlinks=True):
        import grp
        return grp.getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls("~").expanduser()

    def stat(self, *, follow_symlinks=True):
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        return os.lstat(self)

    def exists(self, *, follow_symlinks=True):
        return os.path.exists(self) if follow_symlinks else os.path.lexists(self)

    def is_dir(self, *, follow_symlinks=True):
        return os.path.isdir(self) and (follow_symlinks or not os.path.islink(self))

    def is_file(self, *, follow_symlinks=True):
        return os.path.isfile(self) and (follow_symlinks or not os.path.islink(self))

    def _is_of_kind(self, kind):
        import stat
        try:
            return stat.S_IFMT(os.stat(self).st_mode) == kind
        except (OSError, ValueError):
            return False

    def is_block_device(self):
        return self._is_of_kind(0o060000)

    def is_char_device(self):
        return self._is_of_kind(0o020000)

    def is_fifo(self):
        return self._is_of_kind(0o010000)

    def is_socket(self):
        return self._is_of_kind(0o140000)

    def is_junction(self):
        return False

    @classmethod
    def from_uri(cls, uri):
        if not uri.startswith("file:"):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        from urllib.parse import unquote_to_bytes
        path = uri[5:]
        if path[:3] == "///":
            path = path[2:]
        elif path[:12] == "//localhost/":
            path = path[11:]
        found = cls(os.fsdecode(unquote_to_bytes(path)))
        if not found.is_absolute():
            raise ValueError(f"URI is not absolute: {uri!r}")
        return found

    def is_symlink(self):
        return os.path.islink(self)

    def is_mount(self):
        return os.path.ismount(self)

    def samefile(self, other_path):
        return os.path.samefile(self, other_path)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return open(self, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None, newline=None):
        with self.open("r", -1, encoding, errors, newline) as file:
            return file.read()

    def read_bytes(self):
        with self.open("rb") as file:
            return file.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {type(data).__name__}")
        with self.open("w", -1, encoding, errors, newline) as file:
            return file.write(data)

    def write_bytes(self, data):
        view = memoryview(data)
        with self.open("wb") as file:
            return file.write(view)

    def iterdir(self):
        for name in os.listdir(self):
            yield self._made(self._root, self._names + [name])

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        parts = self.with_segments(pattern)
        if parts._root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        if not parts._names:
            raise ValueError(f"Unacceptable pattern: {str(pattern)!r}")
        yield from self._found(parts._names)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        yield from self._found(["**"] + self.with_segments(pattern)._names)

    def _found(self, parts):
        from fnmatch import fnmatchcase
        if not parts:
            yield self
            return
        first, rest = parts[0], parts[1:]
        if first == "**":
            yield from self._found(rest) if rest else (self,)
            for path in self._entries():
                if path.is_dir() and not path.is_symlink():
                    yield from path._found(parts)
                elif not rest:
                    yield path
        elif any(c in first for c in "*?["):
            for path in self._entries():
                if fnmatchcase(path.name, first) and (not rest or path.is_dir()):
                    yield from path._found(rest)
        else:
            path = self._made(self._root, self._names + [first])
            if path.exists():
                yield from path._found(rest)

    def _entries(self):
        try:
            return list(self.iterdir())
        except OSError:
            return []

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        for directory, dirs, files in os.walk(self, top_down, on_error, follow_symlinks):
            yield self.with_segments(directory), dirs, files

    def absolute(self):
        return self if self._root else self.with_segments(os.getcwd(), self)

    def resolve(self, strict=False):
        return self.with_segments(os.path.realpath(self, strict=strict))

    def expanduser(self):
        return self.with_segments(os.path.expanduser(str(self)))

    def readlink(self):
        return self.with_segments(os.readlink(self))

    def touch(self, mode=0o666, exist_ok=True):
        if not exist_ok and self.exists():
            raise FileExistsError(17, "File exists", str(self))
        with open(self, "ab"):
            pass

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        os.rmdir(self)

    def unlink(self, missing_ok=False):
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        os.rename(self, target)
        return self.with_segments(target)

    def replace(self, target):
        os.replace(self, target)
        return self.with_segments(target)

    def symlink_to(self, target, target_is_directory=False):
        os.symlink(target, self)

    def hardlink_to(self, target):
        os.link(target, self)

    def chmod(self, mode, *, follow_symlinks=True):
        os.chmod(self, mode)


class PosixPath(Path, PurePosixPath):
    """A path of the file system of a POSIX system."""


class PureWindowsPath(PurePath):
    """A path of a Windows system, without access to the file system."""

    def __init__(self, *args):
        drive = root = ""
        names = []
        for arg in args:
            text = (arg if isinstance(arg, str) else str(arg)).replace("/", "\\")
            own, rest = _drive_of(text)
            rooted = rest[:1] == "\\"
            if rooted or own and own.lower() != drive.lower():
                drive, root, names = own or drive, "\\" if rooted else "", []
            elif own:
                drive = own
            names += [name for name in rest.split("\\") if name and name != "."]
        self._root, self._names = drive + (root or ("\\" if drive[:2] == "\\\\" else "")), names

    def __str__(self):
        return self._root + "\\".join(self._names) or "."

    def as_posix(self):
        return str(self).replace("\\", "/")

    def __hash__(self):
        return hash(str(self).lower())

    def __eq__(self, other):
        if not isinstance(other, PureWindowsPath):
            return NotImplemented
        return str(self).lower() == str(other).lower()

    def _order(self):
        return [name.lower() for name in super()._order()]

    drive = property(lambda self: self._root.removesuffix("\\"))
    root = property(lambda self: "\\" if self._root.endswith("\\") else "")

    def is_absolute(self):
        return bool(self.drive and self.root)

    def relative_to(self, other, *, walk_up=False):
        made = super().relative_to(other, walk_up=walk_up)
        kept = len(made._names)
        return self._made("", self._names[len(self._names) - kept:] if kept else [])

    def as_uri(self):
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        return "file:///" + self.as_posix()


def _drive_of(text):
    """The drive of a Windows path, or its share, and the rest."""
    if text[:2] == "\\\\":
        parts = text[2:].split("\\", 2)
        return "\\\\" + "\\".join(parts[:2]), "\\" + "".join(parts[2:])
    return (text[:2], text[2:]) if text[1:2] == ":" else ("", text)


class WindowsPath(Path, PureWindowsPath):
    """A path of the file system of a Windows system."""

    def __new__(cls, *args, **kwargs):
        raise UnsupportedOperation(f"cannot instantiate {cls.__name__!r} on your system")


# CPython 3.13 has them in modules of a package.
__path__ = []
UnsupportedOperation.__module__ = "pathlib._abc"
for _kind in (PurePath, PurePosixPath, PureWindowsPath, Path, PosixPath, WindowsPath):
    _kind.__module__ = "pathlib._local"
os.PathLike.register(PurePath)
# What is joined without asking: these do it as PurePath says.
_OWN = frozenset((PurePosixPath, PosixPath))
