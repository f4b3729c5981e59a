"""TextIOWrapper of io: text over any object that reads and writes bytes."""

import _io
import sys


_Standard = type(sys.__stdout__)


class _Kind(type(_io._TextIOBase)):
    """Files opened as text are instances, too, if not of subclasses."""

    def __instancecheck__(cls, instance):
        known = cls.__module__ == "_io" and isinstance(instance, (_io.TextIOWrapper, _Standard))
        return known or type.__instancecheck__(cls, instance)


class TextIOWrapper(_io._TextIOBase, metaclass=_Kind):
    """Character and line based layer over a BufferedIOBase object, buffer."""

    __module__ = "_io"

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False,
                 write_through=False):
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        if encoding is not None:
            "".encode(encoding)
        self._buffer, self._encoding = buffer, encoding or "utf-8"
        self._errors, self._newline = errors or "strict", newline
        self._line_buffering, self._text = line_buffering, None

    buffer = property(lambda self: self._buffer)
    encoding = property(lambda self: self._encoding)
    errors = property(lambda self: self._errors)
    line_buffering = property(lambda self: self._line_buffering)
    newlines = property(lambda self: None)
    write_through = property(lambda self: False)
    closed = property(lambda self: self._buffer is None or self._buffer.closed)
    name = property(lambda self: self._buffer.name)

    def _check(self):
        if self._buffer is None:
            raise ValueError("underlying buffer has been detached")
        if self._buffer.closed:
            raise ValueError("I/O operation on closed file.")

    def _rest(self):
        """What is left to be read, as text in memory."""
        self._check()
        if self._text is None:
            text = self._buffer.read().decode(self._encoding, self._errors)
            self._text = _io.StringIO(text, newline=self._newline)
        return self._text

    def read(self, size=-1, /):
        return self._rest().read(size)

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
        return self._rest().readlines()

    def write(self, text, /):
        self._check()
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        ending = "\n" if self._newline in (None, "") else self._newline
        plain = text if ending == "\n" else text.replace("\n", ending)
        self._buffer.write(plain.encode(self._encoding, self._errors))
        return len(text)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def seek(self, cookie, whence=0, /):
        self._check()
        self._text = None
        return self._buffer.seek(cookie, whence)

    def tell(self):
        self._check()
        return self._buffer.tell()

    def truncate(self, pos=None, /):
        self._check()
        return self._buffer.truncate(pos)

    def flush(self):
        self._check()
        self._buffer.flush()

    def detach(self):
        self._check()
        buffer, self._buffer = self._buffer, None
        return buffer

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None,
                    write_through=None):
        self._encoding = encoding or self._encoding
        self._errors = errors or self._errors
        self._newline = self._newline if newline is None else newline

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
            self._buffer.flush()
            self._buffer.close()

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        name = getattr(self._buffer, "name", None)
        shown = "" if name is None else f" name={name!r}"
        return f"<_io.TextIOWrapper{shown} encoding={self._encoding!r}>"
