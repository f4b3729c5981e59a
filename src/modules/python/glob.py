"""Filename globbing utility."""

import os
import re

from fnmatch import _matcher, _runs

__all__ = ["escape", "glob", "iglob", "translate"]

magic_check = re.compile("([*?[])")
magic_check_bytes = re.compile(b"([*?[])")


def _magic(path):
    return magic_check_bytes if isinstance(path, bytes) else magic_check


def has_magic(s):
    """Return whether a path has wildcards."""
    return _magic(s).search(s) is not None


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Return a list of the paths that match a pattern."""
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive,
                      include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Yield the paths that match a pattern."""
    pathname = os.fspath(pathname)
    root = os.fspath(root_dir) if root_dir is not None else pathname[:0]
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
    here = b"." if isinstance(base, bytes) else "."
    full = os.path.join(root, directory) if directory else root or here
    if recursive and base == 2 * (b"*" if isinstance(base, bytes) else "*"):
        if not directory or os.path.isdir(full):
            yield base[:0]
        yield from _below(full, hidden, here)
    elif has_magic(base):
        match = _matcher(base)
        for name in _entries(full):
            if match(name) and (hidden or base.startswith(here) or not name.startswith(here)):
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


def _below(directory, hidden, dot):
    for name in _entries(directory):
        if hidden or not name.startswith(dot):
            yield name
            path = os.path.join(directory, name)
            if os.path.isdir(path):
                for below in _below(path, hidden, dot):
                    yield os.path.join(name, below)


def escape(pathname):
    """Return a path with its wildcards made plain characters."""
    return _magic(pathname).sub(rb"[\1]" if isinstance(pathname, bytes) else r"[\1]", pathname)


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """Return a pattern as a regular expression; no wildcard matches what parts the segments of a path."""
    seps = seps or os.path.sep
    many, seps = len(seps) > 1, "".join(map(re.escape, seps))
    sep = f"[{seps}]" if many else seps
    other = f"[^{seps}]"
    name = f"{other}+" if include_hidden else f"[^{seps}.]{other}*"
    names = f"(?:.+{sep})?" if include_hidden else f"(?:{name}{sep})*"
    out = []
    *inner, last = re.split(sep, pat)
    for at, part in enumerate(inner):
        if not recursive or part != "**":
            out += [_segment(part, name, other, include_hidden), sep]
        elif [*inner, last][at + 1] != "**":
            out.append(names)
    if not recursive or last != "**":
        out.append(_segment(last, name, other, include_hidden))
    else:
        out.append(".*" if include_hidden else f"{names}(?:{name})?")
    return rf"(?s:{''.join(out)})\Z"


def _segment(part, name, other, include_hidden):
    """Return one segment of a pattern as a regular expression."""
    if part == "*":
        return name
    seen = r"(?!\.)" if not include_hidden and part[:1] in ("*", "?") else ""
    return seen + f"{other}*".join(_runs(part, other))
