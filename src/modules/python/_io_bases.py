"""The abstract streams of io, for classes that programs write themselves."""

import _io
import abc


class UnsupportedOperation(OSError, ValueError):
    """A stream does not support what was asked of it."""

    __module__ = "io"


class IOBase(_io._IOBase, metaclass=abc.ABCMeta):
    """What all streams have in common: positions, lines, closing."""

    __module__ = "io"

    def _unsupported(self, name):
        raise UnsupportedOperation(name)

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def seek(self, offset, whence=0, /):
        """Change the stream position."""
        self._unsupported("seek")

    def tell(self):
        """Return the stream position."""
        return self.seek(0, 1)

    def truncate(self, size=None, /):
        """Make the stream end at a position."""
        self._unsupported("truncate")

    def flush(self):
        """Write what is still in buffers; there are none here."""
        self._check_open()

    def close(self):
        """Flush and close; once is enough."""
        if not self.closed:
            try:
                self.flush()
            finally:
                self.__closed = True

    def __del__(self):
        try:
            closed = self.closed
        except AttributeError:
            return
        if not closed:
            self.close()

    @property
    def closed(self):
        return getattr(self, "_IOBase__closed", False)

    def seekable(self):
        """Whether seek() may be called."""
        return False

    def readable(self):
        """Whether read() may be called."""
        return False

    def writable(self):
        """Whether write() may be called."""
        return False

    def _checkClosed(self, msg=None):
        if self.closed:
            raise ValueError("I/O operation on closed file." if msg is None else msg)

    def _checkSeekable(self, msg=None):
        if not self.seekable():
            raise UnsupportedOperation("File or stream is not seekable." if msg is None else msg)

    def _checkReadable(self, msg=None):
        if not self.readable():
            raise UnsupportedOperation("File or stream is not readable." if msg is None else msg)

    def _checkWritable(self, msg=None):
        if not self.writable():
            raise UnsupportedOperation("File or stream is not writable." if msg is None else msg)

    def __enter__(self):
        self._check_open()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def fileno(self):
        """The number of the file below, where there is one."""
        self._unsupported("fileno")

    def isatty(self):
        """Whether somebody types here."""
        self._check_open()
        return False

    def readline(self, size=-1, /):
        """Read up to the end of the line, or size bytes."""
        size = -1 if size is None else size.__index__()
        line = bytearray()
        while size < 0 or len(line) < size:
            some = self.read(self._ahead(size - len(line) if size >= 0 else -1))
            if not isinstance(some, bytes):
                raise OSError(f"read() should have returned a bytes object, not '{type(some).__name__}'")
            line += some
            if not some or line.endswith(b"\n"):
                break
        return bytes(line)

    def _ahead(self, most):
        if not hasattr(self, "peek"):
            return 1
        seen = self.peek(1)
        if not seen:
            return 1
        count = seen.find(b"\n") + 1 or len(seen)
        return count if most < 0 else min(count, most)

    def __iter__(self):
        self._check_open()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=None, /):
        """Read lines into a list; hint stops it after so many bytes."""
        if hint is None or hint <= 0:
            return list(self)
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if size > hint:
                break
        return lines

    def writelines(self, lines, /):
        """Write each of the lines, with nothing between them."""
        self._check_open()
        for line in lines:
            self.write(line)


class RawIOBase(_io._RawIOBase, IOBase):
    """A stream of bytes without a buffer; readinto() and write() are up to the class."""

    __module__ = "io"

    def read(self, size=-1, /):
        """Read up to size bytes with one readinto(), or all there are."""
        if size is None or size < 0:
            return self.readall()
        data = bytearray(size)
        count = self.readinto(data)
        if count is None:
            return None
        del data[count:]
        return bytes(data)

    def readall(self):
        """Read to the end."""
        parts = []
        while some := self.read(8 * 1024):
            if not isinstance(some, bytes):
                raise TypeError("read() should return bytes")
            parts.append(some)
        return b"".join(parts) if parts else some

    def readinto(self, buffer, /):
        raise NotImplementedError

    def write(self, data, /):
        raise NotImplementedError


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    """A stream of bytes with a buffer."""

    __module__ = "io"

    def detach(self):
        """Give the raw stream away."""
        self._unsupported("detach")

    def read(self, size=-1, /):
        self._unsupported("read")

    def read1(self, size=-1, /):
        self._unsupported("read1")

    def write(self, data, /):
        self._unsupported("write")

    def _into(self, buffer, read):
        view = memoryview(buffer).cast("B")
        data = read(len(view))
        view[:len(data)] = data
        return len(data)

    def readinto(self, buffer, /):
        return self._into(buffer, self.read)

    def readinto1(self, buffer, /):
        return self._into(buffer, self.read1)


class TextIOBase(_io._TextIOBase, IOBase):
    """A stream of text."""

    __module__ = "io"

    encoding = property(lambda self: None)
    errors = property(lambda self: None)
    newlines = property(lambda self: None)

    def detach(self):
        """Give the buffer away."""
        self._unsupported("detach")

    def read(self, size=-1, /):
        self._unsupported("read")

    def readline(self, size=-1, /):
        self._unsupported("readline")

    def write(self, text, /):
        self._unsupported("write")
