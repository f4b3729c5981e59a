"""Files as bytes in memory: read when they are mapped, written back when they are flushed."""

import os as _os

ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY = range(4)
PROT_READ, PROT_WRITE, PROT_EXEC = 1, 2, 4
MAP_SHARED, MAP_PRIVATE, MAP_ANONYMOUS = 1, 2, 32
MAP_ANON = MAP_ANONYMOUS
PAGESIZE = ALLOCATIONGRANULARITY = 4096
error = OSError


class mmap:
    """The bytes of a file, as an object that is read and written like a bytearray and like a file."""

    def __new__(cls, fileno, length, flags=MAP_SHARED, prot=PROT_READ | PROT_WRITE,
                access=ACCESS_DEFAULT, offset=0, *, trackfd=True):
        if length < 0:
            raise OverflowError("memory mapped length must be positive")
        if offset < 0:
            raise OverflowError("memory mapped offset must be positive")
        if access and (flags != MAP_SHARED or prot != PROT_READ | PROT_WRITE):
            raise ValueError("mmap can't specify both access and flags, prot.")
        if access not in (ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY):
            raise ValueError("mmap invalid access parameter.")
        if offset % ALLOCATIONGRANULARITY:
            raise OSError(22, "Invalid argument")
        self = super().__new__(cls)
        self._writable = access != ACCESS_READ and bool(prot & PROT_WRITE)
        self._shared = access != ACCESS_COPY and flags & MAP_SHARED
        self._offset, self._at, self._file, self._bytes = offset, 0, None, None
        if fileno == -1:
            self._bytes = bytearray(length)
        else:
            self._bytes = _content(fileno, length, offset)
            if self._writable and self._shared:
                self._file = _os.dup(fileno)
        return self

    def _open(self):
        if self._bytes is None:
            raise ValueError("mmap closed or invalid")
        return self._bytes

    def _changed(self):
        if self._bytes is None:
            raise ValueError("mmap closed or invalid")
        if not self._writable:
            raise TypeError("mmap can't modify a readonly memory map.")
        return self._bytes

    def __buffer__(self, flags):
        return memoryview(self._open()) if self._writable else memoryview(self._open()).toreadonly()

    def __len__(self):
        return len(self._open())

    def __getitem__(self, index):
        found = self._open()[index]
        return bytes(found) if isinstance(index, slice) else found

    def __setitem__(self, index, value):
        data = self._changed()
        if isinstance(index, slice) and len(value) != len(data[index]):
            raise IndexError("mmap slice assignment is wrong size")
        data[index] = value

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def __del__(self):
        self.close()

    def __repr__(self):
        if self._bytes is None:
            return "<mmap.mmap closed=True>"
        access = "ACCESS_READ" if not self._writable else (
            "ACCESS_WRITE" if self._shared else "ACCESS_COPY")
        return (f"<mmap.mmap closed=False, access={access}, length={len(self._bytes)}, "
                f"pos={self._at}, offset={self._offset}>")

    @property
    def closed(self):
        return self._bytes is None

    def close(self):
        """Write what has changed, and let the file go."""
        if self._bytes is not None:
            self.flush()
            self._bytes = None
        if self._file is not None:
            file, self._file = self._file, None
            _os.close(file)

    def flush(self, offset=0, size=None):
        """Write what has changed to the file."""
        data = self._open()
        if self._file is not None:
            with open(self._file, "r+b", closefd=False) as file:
                file.seek(self._offset)
                file.write(data)

    def size(self):
        """The length of the file."""
        self._open()
        return len(self._bytes) if self._file is None else _os.fstat(self._file).st_size

    def tell(self):
        """Where the next read or write is."""
        self._open()
        return self._at

    def seek(self, pos, whence=0):
        """Go to a place."""
        start = {0: 0, 1: self._at, 2: len(self._open())}.get(whence)
        if start is None:
            raise ValueError("unknown seek type")
        if not 0 <= start + pos <= len(self._bytes):
            raise ValueError("seek out of range")
        self._at = start + pos
        return self._at

    def seekable(self):
        """Whether places can be gone to: they can."""
        return True

    def read(self, n=None):
        """Up to n bytes from here."""
        data = self._open()
        end = len(data) if n is None or n < 0 else min(len(data), self._at + n)
        start, self._at = self._at, end
        return bytes(data[start:end])

    def read_byte(self):
        """The byte here."""
        if self._at >= len(self._open()):
            raise ValueError("read byte out of range")
        self._at += 1
        return self._bytes[self._at - 1]

    def readline(self):
        """The bytes from here to the end of the line."""
        end = self._open().find(b"\n", self._at)
        return self.read(None if end < 0 else end + 1 - self._at)

    def write(self, bytes):
        """Put bytes here."""
        data = self._changed()
        if self._at + len(bytes) > len(data):
            raise ValueError("data out of range")
        data[self._at:self._at + len(bytes)] = bytes
        self._at += len(bytes)
        return len(bytes)

    def write_byte(self, byte):
        """Put a byte here."""
        data = self._changed()
        if self._at >= len(data):
            raise ValueError("write byte out of range")
        data[self._at] = byte
        self._at += 1

    def find(self, sub, start=None, end=None):
        """Where bytes stand first, from here on."""
        return self._open().find(sub, self._at if start is None else start, end)

    def rfind(self, sub, start=None, end=None):
        """Where bytes stand last, from here on."""
        return self._open().rfind(sub, self._at if start is None else start, end)

    def move(self, dest, src, count):
        """Copy bytes from one place to another."""
        data = self._changed()
        if min(dest, src, count) < 0 or max(dest, src) + count > len(data):
            raise ValueError("source, destination, or count out of range")
        data[dest:dest + count] = data[src:src + count]

    def resize(self, newsize):
        """Change the length, of the file too."""
        data = self._changed()
        if not self._shared:
            raise TypeError("mmap can't resize a readonly or copy-on-write memory map.")
        if newsize < len(data):
            del data[newsize:]
        else:
            data.extend(bytes(newsize - len(data)))
        if self._file is not None:
            _os.ftruncate(self._file, self._offset + newsize)


def _content(fileno, length, offset):
    """The bytes of a file from a place on."""
    size = _os.fstat(fileno).st_size
    if not length:
        if not size:
            raise ValueError("cannot mmap an empty file")
        if offset >= size:
            raise ValueError("mmap offset is greater than file size")
        length = size - offset
    elif offset + length > size:
        raise ValueError("mmap length is greater than file size")
    with open(fileno, "rb", closefd=False) as file:
        place = file.tell()
        file.seek(offset)
        data = bytearray(file.read(length))
        file.seek(place)
    return data
