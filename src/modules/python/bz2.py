"""Files and bytes compressed by bzip2."""

import io as _io
import os as _os

import _hashes

__all__ = ["BZ2File", "BZ2Compressor", "BZ2Decompressor", "open", "compress", "decompress"]

_open = open


def _checked_level(level):
    if not 1 <= level <= 9:
        raise ValueError("compresslevel must be between 1 and 9")
    return level


class BZ2Compressor:
    """Compresses what it is given piece by piece; all of it is known at the end only."""

    __module__ = "_bz2"

    def __init__(self, compresslevel=9, /):
        self._level, self._parts = _checked_level(compresslevel), []

    def compress(self, data, /):
        """Take a piece; what is compressed comes from flush()."""
        if self._parts is None:
            raise ValueError("Compressor has been flushed")
        self._parts.append(_bytes(data))
        return b""

    def flush(self):
        """All that is compressed."""
        if self._parts is None:
            raise ValueError("Repeated call to flush()")
        data, self._parts = b"".join(self._parts), None
        return _hashes.bzip(data, self._level)


class BZ2Decompressor:
    """Decompresses one stream that comes piece by piece."""

    __module__ = "_bz2"

    def __init__(self):
        self.eof, self.needs_input, self._rest = False, True, b""
        self._packed, self._unpacked, self._ended = b"", b"", False

    @property
    def unused_data(self):
        """What followed the end of the stream."""
        return self._rest if self.eof else b""

    def decompress(self, data, max_length=-1):
        """Take a piece; up to max_length bytes of what is known."""
        if self.eof:
            raise EOFError("End of stream already reached")
        if not self._ended:
            self._packed += _bytes(data)
            found = _hashes.bunzip(self._packed)
            if found is not None:
                self._unpacked, taken = found
                self._rest, self._packed, self._ended = self._packed[taken:], b"", True
        elif data:
            self._rest += _bytes(data)
        if max_length < 0:
            max_length = len(self._unpacked)
        part, self._unpacked = self._unpacked[:max_length], self._unpacked[max_length:]
        self.eof = self._ended and not self._unpacked
        self.needs_input = not self._ended
        return part


def _bytes(data):
    """The bytes of an object that has some; a string has none."""
    try:
        return bytes(memoryview(data))
    except TypeError as problem:
        raise TypeError(str(problem).removeprefix("memoryview: ")) from None


def compress(data, compresslevel=9):
    """Compress a block of data."""
    return _hashes.bzip(_bytes(data), _checked_level(compresslevel))


def decompress(data):
    """Decompress a block of data: one stream after the other."""
    data, parts = _bytes(data), []
    while data:
        try:
            found = _hashes.bunzip(data)
        except OSError:
            if not parts:
                raise
            # What follows a whole stream and is none is left out.
            break
        if found is None:
            raise ValueError("Compressed data ended before the end-of-stream marker was reached")
        parts.append(found[0])
        data = data[found[1]:]
    return b"".join(parts)


class BZ2File(_io.BufferedIOBase):
    """A file compressed by bzip2: read whole at first, written when it is closed."""

    def __init__(self, filename, mode="r", *, compresslevel=9):
        self._file, self._closes, self._level = None, False, _checked_level(compresslevel)
        if mode in ("", "r", "rb"):
            self.mode, opened = "rb", "rb"
        elif mode in ("w", "wb", "x", "xb", "a", "ab"):
            self.mode, opened = "wb", mode[0] + "b"
        else:
            raise ValueError(f"Invalid mode: {mode!r}")
        if isinstance(filename, (str, bytes, _os.PathLike)):
            self._file, self._closes = _open(filename, opened), True
            self._name = filename
        elif hasattr(filename, "read") or hasattr(filename, "write"):
            self._file = filename
        else:
            raise TypeError("filename must be a str, bytes, file or PathLike object")
        self._content = None if self.mode == "rb" else _io.BytesIO()

    @property
    def closed(self):
        return self._file is None

    @property
    def name(self):
        self._check()
        return self._name if self._closes else self._file.name

    def _check(self):
        if self._file is None:
            raise ValueError("I/O operation on closed file")

    def _read(self):
        """What is read, as bytes in memory."""
        self._check()
        if self.mode == "wb":
            raise _io.UnsupportedOperation("File not open for reading")
        if self._content is None:
            try:
                self._content = _io.BytesIO(decompress(self._file.read()))
            except ValueError:
                message = "Compressed file ended before the end-of-stream marker was reached"
                raise EOFError(message) from None
        return self._content

    def close(self):
        """Write what there is, and let the file go."""
        if self._file is None:
            return
        try:
            if self.mode == "wb":
                self._file.write(compress(self._content.getvalue(), self._level))
        finally:
            file, self._file, self._content = self._file, None, None
            if self._closes:
                file.close()

    def fileno(self):
        """The number of the file."""
        self._check()
        return self._file.fileno()

    def readable(self):
        """Whether it was opened to be read."""
        self._check()
        return self.mode == "rb"

    def writable(self):
        """Whether it was opened to be written."""
        self._check()
        return self.mode == "wb"

    def seekable(self):
        """Whether places can be gone to."""
        return self.readable()

    def peek(self, n=0):
        """What comes next, without going on."""
        content = self._read()
        return content.getvalue()[content.tell():][:8192]

    def read(self, size=-1):
        """Read up to size bytes."""
        return self._read().read(size)

    def read1(self, size=-1):
        """Read up to size bytes, as many as are there."""
        return self._read().read(8192 if size < 0 else size)

    def readinto(self, b):
        """Read into a buffer."""
        return self._read().readinto(b)

    def readline(self, size=-1):
        """Read a line."""
        return self._read().readline(size)

    def readlines(self, size=-1):
        """Read lines."""
        return self._read().readlines(size)

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data):
        """Write bytes; how many they are."""
        self._check()
        if self.mode != "wb":
            raise _io.UnsupportedOperation("File not open for writing")
        return self._content.write(data)

    def writelines(self, seq):
        """Write a sequence of bytes."""
        for data in seq:
            self.write(data)

    def seek(self, offset, whence=_io.SEEK_SET):
        """Go to a place in what is read."""
        self._check()
        if self.mode == "wb":
            raise _io.UnsupportedOperation("Seeking is only supported on files open for reading")
        return self._read().seek(offset, whence)

    def tell(self):
        """Where the next read or write is."""
        self._check()
        return self._content.tell() if self._content is not None else 0


def open(filename, mode="rb", compresslevel=9, encoding=None, errors=None, newline=None):
    """Open a file compressed by bzip2, for bytes or for text."""
    if "t" in mode:
        if "b" in mode:
            raise ValueError(f"Invalid mode: {mode!r}")
    else:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"Argument {name!r} not supported in binary mode")
    file = BZ2File(filename, mode.replace("t", ""), compresslevel=compresslevel)
    return _io.TextIOWrapper(file, encoding, errors, newline) if "t" in mode else file
