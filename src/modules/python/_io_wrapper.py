"""TextIOWrapper of io: text over any object that reads and writes bytes."""

import _io
import sys


_Standard = type(sys.__stdout__)


class _Kind(type(_io._TextIOBase)):
    """Files opened as text are instances, too, if not of subclasses."""

    def __instancecheck__(cls, instance):
        known = cls.__module__ == "_io" and isinstance(instance, (_io.TextIOWrapper, _Standard))
        return known or type.__instancecheck__(cls, instance)


class _Lines:
    """Text to be read, whose lines end in `\\r` or `\\r\\n` only."""

    def __init__(self, text, ending):
        self.text, self.ending, self.at = text, ending, 0

    def read(self, size=-1):
        start, end = self.at, len(self.text)
        if size is not None and size >= 0:
            end = min(end, start + size)
        self.at = end
        return self.text[start:end]

    def readline(self, size=-1):
        found = self.text.find(self.ending, self.at)
        end = len(self.text) if found < 0 else found + len(self.ending)
        length = end - self.at
        return self.read(length if size is None or size < 0 else min(length, size))


# Text waits until there is this much of it, as bytes.
_CHUNK = 8192


class TextIOWrapper(_io._TextIOBase, metaclass=_Kind):
    """Character and line based layer over a BufferedIOBase object, buffer."""

    __module__ = "_io"

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False,
                 write_through=False):
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        if encoding is not None:
            "".encode(encoding)
        self._buffer, self._encoding = buffer, encoding or "UTF-8"
        self._errors, self._newline = errors or "strict", newline
        self._line_buffering, self._write_through = bool(line_buffering), bool(write_through)
        self._text, self._read, self._pending = None, None, b""

    def __reduce_ex__(self, protocol, /):
        raise TypeError(f"cannot pickle {type(self).__name__!r} instances")

    buffer = property(lambda self: self._buffer)
    encoding = property(lambda self: self._encoding)
    errors = property(lambda self: self._errors)
    line_buffering = property(lambda self: self._line_buffering)
    write_through = property(lambda self: self._write_through)

    @property
    def newlines(self):
        return getattr(self._text or self._read, "newlines", None)

    closed = property(lambda self: self._buffer is None or self._buffer.closed)
    name = property(lambda self: self._buffer.name)

    def _check(self):
        if self._buffer is None:
            raise ValueError("underlying buffer has been detached")
        if self._buffer.closed:
            raise ValueError("I/O operation on closed file.")

    def _push(self):
        """Hand the text that waits to the buffer."""
        if self._pending:
            pending, self._pending = self._pending, b""
            self._buffer.write(pending)

    def _rest(self):
        """What is left to be read, as text in memory."""
        self._check()
        self._push()
        if self._text is None:
            text = self._buffer.read().decode(self._encoding, self._errors)
            if self._newline in ("\r", "\r\n"):
                self._text = _Lines(text, self._newline)
            else:
                self._text = _io.StringIO(text, newline=self._newline)
        return self._text

    def read(self, size=-1, /):
        if size == 0 and self._text is None:
            # The buffer stays as it is, for those who read bytes.
            self._check()
            self._buffer.read(0)
            return ""
        text = self._rest().read(size)
        if size is None or size < 0:
            # All that was decoded is used up.
            self._text, self._read = None, self._text
        return text

    def readline(self, size=-1, /):
        return self._rest().readline(size)

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1, /):
        if hint is None or hint <= 0:
            return list(self)
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if size > hint:
                break
        return lines

    def write(self, text, /):
        self._check()
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        ending = "\n" if self._newline in (None, "") else self._newline
        plain = text if ending == "\n" else text.replace("\n", ending)
        self._pending += plain.encode(self._encoding, self._errors)
        if self._line_buffering and ("\n" in text or "\r" in text):
            self.flush()
        elif self._write_through or len(self._pending) > _CHUNK:
            self._push()
        return len(text)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def seek(self, cookie, whence=0, /):
        self._check()
        self._push()
        self._text = None
        return self._buffer.seek(cookie, whence)

    def tell(self):
        self._check()
        self._push()
        return self._buffer.tell()

    def truncate(self, pos=None, /):
        self.flush()
        return self._buffer.truncate(pos)

    def flush(self):
        self._check()
        self._push()
        self._buffer.flush()

    def detach(self):
        self.flush()
        buffer, self._buffer = self._buffer, None
        return buffer

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None,
                    write_through=None):
        if self._text is not None and (encoding, errors, newline) != (None, None, None):
            from io import UnsupportedOperation
            raise UnsupportedOperation("It is not possible to set the encoding or newline of "
                                       "stream after the first read")
        self.flush()
        if encoding is not None:
            "".encode(encoding)
            self._errors = "strict"
        self._encoding = encoding or self._encoding
        self._errors = errors or self._errors
        self._newline = self._newline if newline is None else newline
        if line_buffering is not None:
            self._line_buffering = bool(line_buffering)
        if write_through is not None:
            self._write_through = bool(write_through)

    def readable(self):
        return self._buffer.readable()

    def writable(self):
        return self._buffer.writable()

    def seekable(self):
        return self._buffer.seekable()

    def isatty(self):
        return False

    def fileno(self):
        return self._buffer.fileno()

    def close(self):
        if self._buffer is not None and not self._buffer.closed:
            try:
                self.flush()
            finally:
                self._buffer.close()

    def __del__(self):
        if getattr(self, "_buffer", None) is not None:
            self.close()

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        name, mode = getattr(self._buffer, "name", None), getattr(self, "mode", None)
        shown = "" if name is None else f" name={name!r}"
        shown += "" if mode is None else f" mode={mode!r}"
        kind = "_io.TextIOWrapper" if type(self) is TextIOWrapper else type(self).__name__
        return f"<{kind}{shown} encoding={self._encoding!r}>"
