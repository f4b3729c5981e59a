"""Files compressed by gzip."""

import builtins as _builtins
import io as _io
import time as _time
import zlib as _zlib

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]


class BadGzipFile(OSError):
    """Exception raised in some cases for invalid gzip files."""


def compress(data, compresslevel=9, *, mtime=None):
    """Compress data in one shot and return the compressed string."""
    packed = _zlib.compress(data, compresslevel, 31)
    moment = int(_time.time() if mtime is None else mtime)
    return packed[:4] + moment.to_bytes(4, "little") + b"\x02\xff" + packed[10:]


def _member(data):
    """The data of the first member, and what follows it."""
    if data[:2] != b"\x1f\x8b":
        raise BadGzipFile(f"Not a gzipped file ({bytes(data[:2])!r})")
    unpacker = _zlib.decompressobj(31)
    try:
        found = unpacker.decompress(data)
    except _zlib.error as problem:
        for part, message in (("data check", "CRC check failed"),
                              ("length check", "Incorrect length of data produced"),
                              ("method", "Unknown compression method")):
            if part in str(problem):
                raise BadGzipFile(message) from None
        raise
    if not unpacker.eof:
        message = "Compressed file ended before the end-of-stream marker was reached"
        raise EOFError(message)
    return found, unpacker.unused_data.lstrip(b"\0")


def decompress(data):
    """Decompress a gzip compressed string in one shot."""
    parts, rest = [], bytes(data)
    while rest:
        found, rest = _member(rest)
        parts.append(found)
    return b"".join(parts)


class GzipFile(_io.BytesIO):
    """A gzip file: read whole when opened, written whole when closed."""

    def __init__(self, filename=None, mode="rb", compresslevel=9, fileobj=None, mtime=None):
        self._level, self._mtime, self.mode = compresslevel, mtime, mode
        self._file = fileobj if fileobj is not None else _builtins.open(filename, mode[:1] + "b")
        self._owned = fileobj is None
        self.name = filename
        super().__init__(decompress(self._file.read()) if mode[:1] == "r" else b"")

    def close(self):
        if not self.closed:
            if self.mode[:1] != "r":
                self._file.write(compress(self.getvalue(), self._level, mtime=self._mtime))
            if self._owned:
                self._file.close()
            super().close()

    def __exit__(self, *error):
        self.close()


class _Text(_io.StringIO):
    """The text of a gzip file, encoded when it is closed."""

    def __init__(self, file, encoding, errors, newline):
        self._file, self._how = file, (encoding or "utf-8", errors or "strict")
        reads = file.mode[:1] == "r"
        super().__init__(file.read().decode(*self._how) if reads else "", newline)

    def close(self):
        if not self.closed:
            if self._file.mode[:1] != "r":
                self._file.write(self.getvalue().encode(*self._how))
            self._file.close()
            super().close()

    def __exit__(self, *error):
        self.close()


def open(filename, mode="rb", compresslevel=9, encoding=None, errors=None, newline=None):
    """Open a gzip-compressed file in binary or text mode."""
    plain = mode.replace("t", "")
    if hasattr(filename, "read") or hasattr(filename, "write"):
        file = GzipFile(None, plain, compresslevel, filename)
    else:
        file = GzipFile(filename, plain, compresslevel)
    return _Text(file, encoding, errors, newline) if "t" in mode else file
