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
    head, *runs = _runs(pat)
    if runs:
        # What stands between two stars is matched where it comes first, and never tried again.
        *inner, last = runs
        head += "".join(f"(?>.*?{run})" for run in inner) + ".*" + last
    return rf"(?s:{head})\Z"


def _runs(pat, any_sign="."):
    """Return what stands before, between and behind the stars of a pattern, as regular expressions."""
    runs = [""]
    at = 0
    while at < len(pat):
        sign = pat[at]
        at += 1
        if sign == "*":
            if runs[-1] or len(runs) == 1:
                runs.append("")
        elif sign == "?":
            runs[-1] += any_sign
        elif sign == "[" and (end := _end_of_set(pat, at)) >= 0:
            runs[-1] += _set(pat[at:end])
            at = end + 1
        else:
            runs[-1] += re.escape(sign)
    return runs


def _end_of_set(pat, at):
    # A bracket that comes first, or first behind the exclamation mark, is a member.
    at += pat.startswith("!", at)
    return pat.find("]", at + 1)


def _set(members):
    """Return the members of a set as a regular expression."""
    text = re.sub(r"([&~|])", r"\\\1", "".join(_members(members)))
    if not text:
        return "(?!)"
    if text == "!":
        return "."
    if text[0] == "!":
        text = "^" + text[1:]
    elif text[0] in "^[":
        text = "\\" + text
    return f"[{text}]"


def _members(members):
    """Yield signs and ranges; a range that runs backwards has no members."""
    at = 0
    while at < len(members):
        low, dash, high = members[at], members[at + 1:at + 2], members[at + 2:at + 3]
        if dash == "-" and high and not (at == 0 and low == "!"):
            if low <= high:
                yield f"{_member(low)}-{_member(high)}"
            at += 3
        else:
            yield _member(low)
            at += 1


def _member(sign):
    return "\\" + sign if sign in "\\-" else sign
