"""What stands in an archive as paths, for zipfile."""

import io
import pathlib
import posixpath
import re

from zipfile import ZipFile

# What is defined here belongs to zipfile.
__name__ = "zipfile._path"

_PIECE = re.compile(r"[^\[]+|\[.*?\]|\[[^\]]*$")


def _names(archive):
    """All names, with the folders that are only named as part of others."""
    names = archive.namelist()
    known = dict.fromkeys(names)
    for name in names:
        folder = posixpath.dirname(name.rstrip("/"))
        while folder.rstrip("/"):
            known.setdefault(folder + "/")
            folder = posixpath.dirname(folder)
    return list(known)


def _pattern(glob):
    """The pattern of names for one with stars; folders end in a slash."""
    if any("**" in part and part != "**" for part in glob.split("/")):
        raise ValueError("** must appear alone in a path segment")
    # A star alone stands for at least one character.
    glob = "/".join("?*" if part == "*" else part for part in glob.split("/"))
    text = "".join(piece if piece[0] == "[" and piece[-1] == "]" else re.escape(piece).replace(
        r"\*\*", ".*").replace(r"\*", "[^/]*").replace(r"\?", "[^/]") for piece in _PIECE.findall(glob))
    return re.compile(rf"(?s:{text}/?)\Z")


class Path:
    """A path in an archive, used like one of pathlib."""

    __module__ = "zipfile._path"

    def __init__(self, root, at=""):
        self.root = root if isinstance(root, ZipFile) else ZipFile(root)
        self.at = at

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return (self.root, self.at) == (other.root, other.at)

    def __hash__(self):
        return hash((self.root, self.at))

    def __str__(self):
        return posixpath.join(self.root.filename, self.at)

    def __repr__(self):
        return f"{type(self).__name__}({self.root.filename!r}, {self.at!r})"

    def open(self, mode="r", *args, pwd=None, **kwargs):
        """Open the file, for text unless the mode says otherwise."""
        if self.is_dir():
            raise IsADirectoryError(self)
        if mode[0] == "r" and not self.exists():
            raise FileNotFoundError(self)
        stream = self.root.open(self.at, mode[0], pwd=pwd)
        if "b" not in mode:
            return io.TextIOWrapper(stream, *args, **kwargs)
        if args or kwargs:
            raise ValueError("encoding args invalid for binary operation")
        return stream

    def _base(self):
        return pathlib.PurePosixPath(self.at or self.root.filename)

    name = property(lambda self: self._base().name)
    suffix = property(lambda self: self._base().suffix)
    suffixes = property(lambda self: self._base().suffixes)
    stem = property(lambda self: self._base().stem)
    filename = property(lambda self: pathlib.Path(self.root.filename).joinpath(self.at))

    def read_text(self, *args, **kwargs):
        """The text of the file."""
        with self.open("r", *args, **kwargs) as stream:
            return stream.read()

    def read_bytes(self):
        """The bytes of the file."""
        with self.open("rb") as stream:
            return stream.read()

    def _next(self, at):
        return type(self)(self.root, at)

    def is_dir(self):
        """Whether this is a folder."""
        return not self.at or self.at.endswith("/")

    def is_file(self):
        """Whether this is a file."""
        return self.exists() and not self.is_dir()

    def exists(self):
        """Whether this stands in the archive."""
        return self.at in _names(self.root)

    def is_symlink(self):
        """Whether this is a link to something else."""
        return self.root.getinfo(self.at).external_attr >> 28 == 0o12

    def iterdir(self):
        """What stands in a folder."""
        if not self.is_dir():
            raise ValueError("Can't listdir a file")
        here = self.at.rstrip("/")
        return (self._next(name) for name in _names(self.root)
                if posixpath.dirname(name.rstrip("/")) == here)

    def match(self, path_pattern):
        """Whether the path is like a pattern."""
        return pathlib.PurePosixPath(self.at).match(path_pattern)

    def glob(self, pattern):
        """What stands below and is like a pattern."""
        if not pattern:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        wanted = _pattern(re.sub(r"([*?\[])", r"[\1]", self.at) + pattern)
        return (self._next(name) for name in _names(self.root) if wanted.match(name))

    def rglob(self, pattern):
        """What stands anywhere below and is like a pattern."""
        return self.glob(f"**/{pattern}")

    def relative_to(self, other, *extra):
        """The way from another path to this one."""
        return posixpath.relpath(str(self), str(other.joinpath(*extra)))

    def joinpath(self, *other):
        """The path below this one."""
        at, names = posixpath.join(self.at, *other), _names(self.root)
        return self._next(at + "/" if at not in names and at + "/" in names else at)

    __truediv__ = joinpath

    @property
    def parent(self):
        """The folder that this stands in."""
        if not self.at:
            return self.filename.parent
        folder = posixpath.dirname(self.at.rstrip("/"))
        return self._next(folder + "/" if folder else folder)
