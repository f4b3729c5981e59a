"""Filename globbing utility."""

import os
import re

from fnmatch import translate as _translate

__all__ = ["escape", "glob", "iglob", "translate"]

_magic = re.compile("([*?[])")


def has_magic(s):
    """Return whether a path has wildcards."""
    return _magic.search(s) is not None


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Return a list of the paths that match a pattern."""
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive,
                      include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Yield the paths that match a pattern."""
    pathname = os.fspath(pathname)
    root = os.fspath(root_dir) if root_dir is not None else ""
    for path in _paths(pathname, root, recursive, include_hidden):
        if path:
            yield path


def _paths(pattern, root, recursive, hidden):
    if not has_magic(pattern):
        full = os.path.join(root, pattern)
        if os.path.lexists(full) and (os.path.basename(pattern) or os.path.isdir(full)):
            yield pattern
        return
    directory, base = os.path.split(pattern)
    if directory and directory != pattern and has_magic(directory):
        directories = _paths(directory, root, recursive, hidden)
    else:
        directories = [directory]
    for directory in directories:
        for name in _names(directory, base, root, recursive, hidden):
            yield os.path.join(directory, name)


def _names(directory, base, root, recursive, hidden):
    full = os.path.join(root, directory) if directory else root or os.curdir
    if recursive and base == "**":
        if not directory or os.path.isdir(full):
            yield ""
        yield from _below(full, hidden)
    elif has_magic(base):
        match = re.compile(_translate(base)).match
        for name in _entries(full):
            if match(name) and (hidden or base.startswith(".") or not name.startswith(".")):
                yield name
    elif not base:
        if os.path.isdir(full):
            yield base
    elif os.path.lexists(os.path.join(full, base)):
        yield base


def _entries(directory):
    try:
        return os.listdir(directory)
    except OSError:
        return []


def _below(directory, hidden):
    for name in _entries(directory):
        if hidden or not name.startswith("."):
            yield name
            path = os.path.join(directory, name)
            if os.path.isdir(path):
                for below in _below(path, hidden):
                    yield os.path.join(name, below)


def escape(pathname):
    """Return a path with its wildcards made plain characters."""
    return _magic.sub(r"[\1]", pathname)


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """Return a pattern as a regular expression."""
    return _translate(pat)
