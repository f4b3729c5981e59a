"""XML text that comes in pieces: what it holds, in order, and where it is wrong."""

import re as _re
from _xml import read as _read

# The kinds of events, as `_xml.read` numbers them.
START, END, DATA, COMMENT, PI, START_NS, END_NS, DOCTYPE = range(8)
# What may be wrong at the end of a text of which more is to come.
_OPEN_ENDED = (3, 5, 20)


class ParseError(SyntaxError):
    """The text is not XML: where and why."""

    __module__ = "xml.etree.ElementTree"


def error_of(problem):
    """The exception for what `_xml.read` found wrong."""
    why, code, line, column = problem
    error = ParseError(f"{why}: line {line}, column {column}")
    error.code, error.position = code, (line, column)
    return error


def text_of(data, encoding=None):
    """Text, from bytes by the encoding they declare."""
    if isinstance(data, str):
        if not data.isascii():
            data.encode()  # What stands for no character is refused.
        return data.removeprefix("\ufeff")
    try:
        data = bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None
    if encoding is None:
        declared = _re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding=[\"']([\w.-]+)", data)
        encoding = declared.group(1).decode() if declared else "utf-8"
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            encoding = "utf-16"
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[:error.start].decode(encoding, "replace").removeprefix("\ufeff")
        place = before.count("\n") + 1, len(before) - before.rfind("\n") - 1
        raise error_of(("not well-formed (invalid token)", 4, *place)) from None


def read_tree(data):
    """The starts, ends and data of a whole document."""
    events, problem = _read(text_of(data), False)
    if problem is not None:
        raise error_of(problem)
    return events


class Feed:
    """A document that comes in pieces."""

    def __init__(self, encoding=None):
        self._pieces, self._given, self._encoding = [], 0, encoding
        self._wide = False

    def take(self, data, last=False):
        """The events that a further piece brings, and the error behind them, if any."""
        if data is not None:
            self._pieces.append(data)
        first = self._pieces[0] if self._pieces else ""
        if isinstance(first, str):
            if any(not isinstance(piece, str) for piece in self._pieces[-1:]):
                self._pieces[-1] = text_of(self._pieces[-1])
            whole = "".join(self._pieces)
        else:
            whole = b"".join(piece.encode() if isinstance(piece, str) else piece
                             for piece in self._pieces)
        self._pieces = [whole]
        if not whole and not last:
            return [], None
        try:
            text = text_of(whole, self._encoding)
        except ParseError as error:
            return [], error
        events, problem = _read(text, True)
        if not last:
            if problem is not None and problem[1] in _OPEN_ENDED:
                problem = None
            # Text at the end may go on in the next piece.
            while problem is None and events and events[-1][0] == DATA:
                events.pop()
        fresh, self._given = events[self._given:], max(self._given, len(events))
        return fresh, None if problem is None else error_of(problem)
