"""Filename matching with shell patterns."""

import re
from functools import lru_cache as _lru_cache

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    """Return whether a name matches a shell pattern."""
    return fnmatchcase(name, pat)


def fnmatchcase(name, pat):
    """Return whether a name matches a shell pattern, letters taken as they are."""
    return _matcher(pat)(name) is not None


def filter(names, pat):
    """Return the list of those names that match a shell pattern."""
    match = _matcher(pat)
    return [name for name in names if match(name)]


@_lru_cache(maxsize=32768, typed=True)
def _matcher(pat):
    if isinstance(pat, bytes):
        return re.compile(translate(str(pat, "latin-1")).encode("latin-1")).match
    return re.compile(translate(pat)).match


def translate(pat):
    """Return a shell pattern as a regular expression."""
    out = []
    at = 0
    while at < len(pat):
        sign = pat[at]
        at += 1
        if sign == "*":
            if not out or out[-1] != ".*":
                out.append(".*")
        elif sign == "?":
            out.append(".")
        elif sign == "[":
            end = at
            if end < len(pat) and pat[end] == "!":
                end += 1
            if end < len(pat) and pat[end] == "]":
                end += 1
            end = pat.find("]", end)
            if end < 0:
                out.append("\\[")
                continue
            members = pat[at:end].replace("\\", "\\\\")
            at = end + 1
            members = re.sub(r"([&~|])", r"\\\1", members)
            if members[0] == "!":
                members = "^" + members[1:]
            elif members[0] in "^[":
                members = "\\" + members
            out.append("[" + members + "]")
        else:
            out.append(re.escape(sign))
    return r"(?s:" + "".join(out) + r")\Z"
