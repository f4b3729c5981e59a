"""Files that belong to a package."""

__all__ = ["files", "as_file", "read_text", "read_binary", "open_text", "open_binary", "is_resource",
           "contents"]
__path__ = []

from contextlib import contextmanager as _contextmanager


def files(anchor=None):
    """Get the directory of a package, or of the module that asks."""
    import sys
    from pathlib import Path
    if anchor is None:
        anchor = sys._getframe(1).f_globals["__name__"]
    if isinstance(anchor, str):
        __import__(anchor)
        anchor = sys.modules[anchor]
    return Path(anchor.__file__).parent


@_contextmanager
def as_file(path):
    """Give the path itself: it is a file already."""
    yield path


def read_text(anchor, *path_names, encoding="utf-8", errors="strict"):
    """Return the text of a file in a package."""
    return files(anchor).joinpath(*path_names).read_text(encoding=encoding, errors=errors)


def read_binary(anchor, *path_names):
    """Return the bytes of a file in a package."""
    return files(anchor).joinpath(*path_names).read_bytes()


def open_text(anchor, *path_names, encoding="utf-8", errors="strict"):
    """Open a file in a package as text."""
    return files(anchor).joinpath(*path_names).open(encoding=encoding, errors=errors)


def open_binary(anchor, *path_names):
    """Open a file in a package."""
    return files(anchor).joinpath(*path_names).open("rb")


def is_resource(anchor, *path_names):
    """Whether a package has such a file."""
    return files(anchor).joinpath(*path_names).is_file()


def contents(anchor, *path_names):
    """Return the names of what is in a package."""
    return (path.name for path in files(anchor).joinpath(*path_names).iterdir())
