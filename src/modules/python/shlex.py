"""Simple shell-like splitting and quoting."""

import re

__all__ = ["split", "quote", "join"]

_unsafe = re.compile(r"[^\w@%+=:,./-]", re.ASCII).search


def split(s, comments=False, posix=True):
    """Return the words of a command line, with quotes and backslashes understood."""
    if s is None:
        raise ValueError("s argument must not be None")
    words, word, quote = [], None, ""
    letters = iter(s)
    for c in letters:
        if quote:
            if c == quote:
                quote = ""
                if not posix:
                    word += c
            elif c == "\\" and quote == '"' and posix:
                following = next(letters, None)
                if following is None:
                    raise ValueError("No escaped character")
                word += following if following in '"\\' else "\\" + following
            else:
                word += c
        elif c in " \t\r\n":
            if word is not None:
                words.append(word)
                word = None
        elif comments and c == "#":
            if word is not None:
                words.append(word)
                word = None
            for c in letters:
                if c == "\n":
                    break
        elif c in "'\"":
            quote = c
            word = (word or "") + ("" if posix else c)
        elif c == "\\" and posix:
            following = next(letters, None)
            if following is None:
                raise ValueError("No escaped character")
            word = (word or "") + following
        else:
            word = (word or "") + c
    if quote:
        raise ValueError("No closing quotation")
    if word is not None:
        words.append(word)
    return words


def join(split_command):
    """Return words as a command line that split() takes apart again."""
    return " ".join(quote(word) for word in split_command)


def quote(s):
    """Return a text as one word of a command line."""
    if not s:
        return "''"
    if _unsafe(s) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"
