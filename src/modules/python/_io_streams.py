"""The layers of io that programs build themselves: FileIO, and buffers over any raw stream.

What open() returns keeps its bytes itself; these classes know it as their own kind.
"""

import _io
import sys


def _kind(native):
    """The metaclass of a class whose instances, not those of its subclasses, the native files are, too."""
    class Kind(type(_io._IOBase)):
        def __instancecheck__(cls, instance):
            known = cls.__module__ == "_io" and isinstance(instance, native)
            return known or type.__instancecheck__(cls, instance)
    return Kind


class FileIO(_io._RawIOBase):
    """A file by its bytes, without a buffer."""

    __module__ = "_io"

    def __init__(self, file, mode="r", closefd=True, opener=None):
        if len(set(mode) & set("rwax")) != 1 or set(mode) - set("rwaxb+"):
            raise ValueError("Must have exactly one of create/read/write/append mode and at most "
                             "one plus")
        plain = mode.replace("b", "")
        self.name, self.closefd = file, closefd
        self._file = _io.open(file, plain + "b", closefd=closefd, opener=opener)
        self._reads = "r" in mode or "+" in mode
        self._writes = "r" not in mode or "+" in mode
        self._mode = {"w+": "rb+", "r+": "rb+"}.get(plain, plain[0] + "b" + plain[1:])

    def __reduce_ex__(self, protocol, /):
        raise TypeError(f"cannot pickle {type(self).__name__!r} instances")

    mode = property(lambda self: self._mode)
    closed = property(lambda self: self._file.closed)

    def _check(self):
        if self._file.closed:
            raise ValueError("I/O operation on closed file")

    def _unsupported(self, what):
        from io import UnsupportedOperation
        raise UnsupportedOperation(f"File not open for {what}")

    def read(self, size=-1, /):
        self._check()
        if not self._reads:
            self._unsupported("reading")
        return self._file.read(size)

    def readall(self):
        return self.read()

    def readinto(self, buffer, /):
        self._check()
        return self._file.readinto(buffer)

    def readline(self, size=-1, /):
        self._check()
        return self._file.readline(size)

    def readlines(self, hint=-1, /):
        self._check()
        return self._file.readlines(hint)

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def writelines(self, lines, /):
        self._check()
        for line in lines:
            self.write(line)

    def write(self, data, /):
        self._check()
        if not self._writes:
            self._unsupported("writing")
        count = self._file.write(data)
        self._file.flush()
        return count

    def seek(self, pos, whence=0, /):
        self._check()
        return self._file.seek(pos, whence)

    def tell(self):
        self._check()
        return self._file.tell()

    def truncate(self, size=None, /):
        self._check()
        return self._file.truncate(size)

    def readable(self):
        self._check()
        return self._reads

    def writable(self):
        self._check()
        return self._writes

    def seekable(self):
        self._check()
        return self._file.seekable()

    def fileno(self):
        self._check()
        return self._file.fileno()

    def isatty(self):
        self._check()
        return self._file.isatty()

    def close(self):
        self._file.close()

    def flush(self):
        self._check()

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        if self.closed:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self.closefd}>"


class _Buffered(_io._BufferedIOBase):
    """What buffers over a raw stream have in common."""

    def __reduce_ex__(self, protocol, /):
        raise TypeError(f"cannot pickle {type(self).__name__!r} instances")
    def __init__(self, raw, buffer_size=8192):
        if buffer_size <= 0:
            raise ValueError("invalid buffer size")
        if buffer_size > 2**47:
            raise MemoryError
        self._raw, self._size = raw, buffer_size
        self._ahead, self._waiting = b"", bytearray()

    @property
    def raw(self):
        """The stream below."""
        if self._raw is None:
            raise ValueError("raw stream has been detached")
        return self._raw

    closed = property(lambda self: self.raw.closed)
    name = property(lambda self: self.raw.name)
    mode = property(lambda self: self.raw.mode)

    def _check(self, what="I/O operation on closed file."):
        if self.raw.closed:
            raise ValueError(what)

    def _more(self, size):
        """Bytes of one read of the raw stream; b"" at its end, None where none are there yet."""
        data = self._raw.read(size)
        return data if data is None else bytes(data)

    def _take(self, size):
        taken, self._ahead = self._ahead[:size], self._ahead[size:]
        return taken

    def read(self, size=-1, /):
        self._check("read of closed file")
        self._write_out()
        if size is None:
            size = -1
        if size < -1:
            raise ValueError("read length must be non-negative or -1")
        if size > 2**47:
            raise MemoryError
        if size == -1:
            rest = self._raw.readall() if hasattr(self._raw, "readall") else self._all()
            data, self._ahead = self._ahead + (rest or b""), b""
            return data
        while len(self._ahead) < size:
            more = self._more(max(self._size, size - len(self._ahead)))
            if not more:
                if more is None and not self._ahead:
                    return None
                break
            self._ahead += more
        return self._take(size)

    def _all(self):
        parts = []
        while True:
            more = self._more(-1)
            if not more:
                return b"".join(parts)
            parts.append(more)

    def read1(self, size=-1, /):
        self._check("read of closed file")
        if size > 2**47:
            raise MemoryError
        if size < 0:
            size = self._size
        if not self._ahead and size:
            self._ahead = self._more(self._size) or b""
        return self._take(size)

    def readinto(self, buffer, /):
        view = memoryview(buffer).cast("B")
        data = self.read(len(view)) or b""
        view[:len(data)] = data
        return len(data)

    def readinto1(self, buffer, /):
        view = memoryview(buffer).cast("B")
        data = self.read1(len(view))
        view[:len(data)] = data
        return len(data)

    def peek(self, size=0, /):
        self._check("peek of closed file")
        if not self._ahead:
            self._ahead = self._more(self._size) or b""
        return self._ahead

    def readline(self, size=-1, /):
        self._check()
        while b"\n" not in self._ahead and (size < 0 or len(self._ahead) < size):
            more = self._more(self._size)
            if not more:
                break
            self._ahead += more
        end = self._ahead.find(b"\n") + 1 or len(self._ahead)
        return self._take(end if size < 0 else min(end, size))

    def readlines(self, hint=-1, /):
        lines, length = [], 0
        for line in self:
            lines.append(line)
            length += len(line)
            if hint is not None and 0 < hint < length:
                break
        return lines

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data, /):
        self._check("write to closed file")
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(memoryview(data).cast("B"))
        self._forget_ahead()
        if len(data) >= self._size or len(self._waiting) + len(data) > self._size:
            self._write_out()
        self._waiting += data
        if len(data) >= self._size:
            self._write_out()
        return len(data)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def _write_out(self):
        while self._waiting:
            count = self._raw.write(bytes(self._waiting))
            if count is None:
                raise BlockingIOError(11, "write could not complete without blocking", 0)
            del self._waiting[:count]

    def _forget_ahead(self):
        if self._ahead:
            self._raw.seek(-len(self._ahead), 1)
            self._ahead = b""

    def flush(self):
        self._check("flush of closed file")
        self._write_out()
        if hasattr(self._raw, "flush"):
            self._raw.flush()

    def seek(self, offset, whence=0, /):
        self._check("seek of closed file")
        self._write_out()
        if whence == 1:
            offset -= len(self._ahead)
        self._ahead = b""
        return self._raw.seek(offset, whence)

    def tell(self):
        self._check()
        return self._raw.tell() - len(self._ahead) + len(self._waiting)

    def truncate(self, pos=None, /):
        self.flush()
        return self._raw.truncate(self.tell() if pos is None else pos)

    def detach(self):
        self._write_out()
        raw, self._raw = self.raw, None
        return raw

    def readable(self):
        return self.raw.readable()

    def writable(self):
        return self.raw.writable()

    def seekable(self):
        return self.raw.seekable()

    def isatty(self):
        return self.raw.isatty()

    def fileno(self):
        return self.raw.fileno()

    def close(self):
        if self._raw is not None and not self._raw.closed:
            try:
                self.flush()
            finally:
                self._raw.close()

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        name = getattr(self._raw, "name", None)
        shown = "" if name is None else f" name={name!r}"
        return f"<_io.{type(self).__name__}{shown}>"


def _need(raw, what, message):
    from io import UnsupportedOperation
    if not getattr(raw, what)():
        raise UnsupportedOperation(f"File or stream is not {message}.")


class BufferedReader(_Buffered, metaclass=_kind((_io.BufferedReader, type(sys.__stdin__.buffer)))):
    """Create a new buffered reader using the given readable raw IO object."""

    __module__ = "_io"

    def __init__(self, raw, buffer_size=8192):
        _need(raw, "readable", "readable")
        super().__init__(raw, buffer_size)

    def write(self, data, /):
        from io import UnsupportedOperation
        raise UnsupportedOperation("write")


class BufferedWriter(_Buffered, metaclass=_kind((_io.BufferedWriter, type(sys.__stdout__.buffer)))):
    """A buffer for a writeable sequential RawIO object."""

    __module__ = "_io"

    def __init__(self, raw, buffer_size=8192):
        _need(raw, "writable", "writable")
        super().__init__(raw, buffer_size)

    def read(self, size=-1, /):
        from io import UnsupportedOperation
        raise UnsupportedOperation("read")


class BufferedRandom(_Buffered, metaclass=_kind(_io.BufferedRandom)):
    """A buffered interface to random access streams."""

    __module__ = "_io"


class BufferedRWPair(_io._BufferedIOBase):
    """A buffered reader and writer object together."""

    __module__ = "_io"

    def __init__(self, reader, writer, buffer_size=8192, /):
        self.reader = BufferedReader(reader, buffer_size)
        self.writer = BufferedWriter(writer, buffer_size)

    closed = property(lambda self: self.writer.closed)

    def read(self, size=-1, /):
        return self.reader.read(size)

    def readinto(self, buffer, /):
        return self.reader.readinto(buffer)

    def read1(self, size=-1, /):
        return self.reader.read1(size)

    def peek(self, size=0, /):
        return self.reader.peek(size)

    def write(self, data, /):
        return self.writer.write(data)

    def flush(self):
        self.writer.flush()

    def readable(self):
        return self.reader.readable()

    def writable(self):
        return self.writer.writable()

    def isatty(self):
        return self.reader.isatty() or self.writer.isatty()

    def close(self):
        try:
            self.writer.close()
        finally:
            self.reader.close()
