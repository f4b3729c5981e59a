"""Compression of bytes by deflate, with checksums."""

import _hashes

DEFLATED, MAX_WBITS, DEF_MEM_LEVEL, DEF_BUF_SIZE = 8, 15, 8, 16384
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED = 0, 1, 2, 3, 4
Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK, Z_TREES = range(7)
ZLIB_VERSION = ZLIB_RUNTIME_VERSION = "1.3.1"


class error(Exception):
    __module__ = "zlib"


def crc32(data, value=0, /):
    """Compute a CRC-32 checksum of data."""
    return _hashes.crc32(data, value & 0xFFFFFFFF)


def adler32(data, value=1, /):
    """Compute an Adler-32 checksum of data."""
    return _hashes.adler32(data, value & 0xFFFFFFFF)


def _bytes(data):
    """The bytes of an object that has some; a string has none."""
    try:
        return bytes(memoryview(data))
    except TypeError as problem:
        raise TypeError(str(problem).removeprefix("memoryview: ")) from None


def _head(level, wbits):
    """The header that wbits asks for."""
    if wbits < 0:
        return b""
    if wbits > 15:
        return b"\x1f\x8b\x08\0\0\0\0\0" + {9: b"\2", 1: b"\4"}.get(level, b"\0") + b"\3"
    first = 0x08 | max(wbits, 9) - 8 << 4
    second = {-1: 2, 0: 0, 1: 0, 6: 2}.get(level, 1 if level < 6 else 3) << 6
    return bytes((first, second + 31 - (first * 256 + second) % 31))


def _tail(checksum, size, wbits):
    """What follows the compressed bytes."""
    if wbits < 0:
        return b""
    if wbits > 15:
        return checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
    return checksum.to_bytes(4, "big")


def compress(data, /, level=-1, wbits=15):
    """Returns a bytes object containing compressed data."""
    try:
        packer = compressobj(level, wbits=wbits)
    except ValueError:
        raise error("Bad compression level") from None
    return packer.compress(data) + packer.flush()


def _missing(number, what):
    return error(f"Error {number} while decompressing data: {what}")


def _start(data, wbits):
    """Where the compressed bytes start and how many bytes follow them; None if more must come."""
    if wbits < 0:
        return 0, 0
    if wbits > 15 and data[:2] == b"\x1f\x8b":
        if len(data) < 10:
            return None
        flags, at = data[3], 10
        if data[2] != 8:
            raise _missing(-3, "unknown compression method")
        if flags & 4:
            at += 2 + int.from_bytes(data[at:at + 2], "little")
        for bit in (8, 16):
            if flags & bit:
                at = data.find(b"\0", at) + 1
                if not at:
                    return None
        at += 2 if flags & 2 else 0
        return (at, 8) if at <= len(data) else None
    if len(data) < 2:
        return None
    if 15 < wbits < 32 or (data[0] * 256 + data[1]) % 31:
        raise _missing(-3, "incorrect header check")
    if data[0] & 15 != 8:
        raise _missing(-3, "unknown compression method")
    if data[0] >> 4 > 7 or 0 < wbits < 16 and (data[0] >> 4) + 8 > wbits:
        raise _missing(-3, "invalid window size")
    return 2, 4


def _problem(body):
    """What is wrong with bytes that are not compressed ones."""
    kind = body[0] >> 1 & 3 if body else 3
    return ("invalid stored block lengths", "invalid distance too far back",
            "invalid code lengths set", "invalid block type")[kind]


def _unpack(data, wbits):
    """The uncompressed data as far as it is there, and where it ended; None if more must come."""
    start = _start(data, wbits)
    if start is None:
        return b"", None
    at, tail = start
    found, used, state = _hashes.inflate(data[at:])
    if state < 0:
        raise _missing(-3, _problem(data[at:]))
    end = at + used + tail
    if state or end > len(data):
        return found, None
    checksum = (adler32 if tail == 4 else crc32)(found) if tail else 0
    if tail and data[end - tail:end] != _tail(checksum, len(found), 15 if tail == 4 else 31):
        same = tail == 4 or data[end - 8:end - 4] != checksum.to_bytes(4, "little")
        raise _missing(-3, "incorrect data check" if same else "incorrect length check")
    return found, end


def decompress(data, /, wbits=15, bufsize=DEF_BUF_SIZE):
    """Returns a bytes object containing the uncompressed data."""
    if bufsize < 0:
        raise ValueError("bufsize must be non-negative")
    found, end = _unpack(_bytes(data), wbits)
    if end is None:
        raise _missing(-5, "incomplete or truncated stream")
    return found


class _Compress:
    """What compressobj returns: it compresses when flushed."""

    def __init__(self, level, wbits):
        self._level, self._wbits, self._parts = level, wbits, []
        self._size = 0
        self._checksum = crc32(b"") if wbits > 15 else adler32(b"")
        self._headless = True
        self._ended = False

    def _check(self, doing):
        if self._ended:
            raise error(f"Error -2 while {doing}: inconsistent stream state")

    def compress(self, data, /):
        self._check("compressing data")
        self._parts.append(_bytes(data))
        return self._head()

    def _head(self):
        """What stands at the beginning, once."""
        head = _head(self._level, self._wbits) if self._headless else b""
        self._headless = False
        return head

    def flush(self, mode=Z_FINISH, /):
        if mode == Z_NO_FLUSH:
            return b""
        self._check("flushing")
        self._ended = mode == Z_FINISH
        data = b"".join(self._parts)
        self._parts.clear()
        self._checksum = (crc32 if self._wbits > 15 else adler32)(data, self._checksum)
        self._size += len(data)
        ends = mode == Z_FINISH
        level = 6 if self._level == -1 else self._level
        window = self._wbits & 15 if self._wbits > 0 else -self._wbits
        packed = self._head() + _hashes.deflate(data, level, window, ends)
        return packed + _tail(self._checksum, self._size, self._wbits) if ends else packed

    def copy(self):
        if self._ended:
            raise ValueError("Inconsistent stream state")
        made = _Compress(self._level, self._wbits)
        made.__dict__.update(self.__dict__, _parts=self._parts[:])
        return made

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()


class _Decompress:
    """What decompressobj returns: it keeps what came, and gives of the data what is new."""

    def __init__(self, wbits):
        self._wbits, self._data, self._given = wbits, b"", 0
        self.unused_data = self.unconsumed_tail = b""
        self.eof = False

    def _taken(self, data, most):
        """How many of the new bytes it takes to have so much to give."""
        low, high = 0, len(data)
        while low < high:
            middle = (low + high) // 2
            if len(_unpack(self._data + data[:middle], self._wbits)[0]) < most:
                low = middle + 1
            else:
                high = middle
        return low

    def decompress(self, data, /, max_length=0):
        if max_length < 0:
            raise ValueError("max_length must be non-negative")
        data = _bytes(data)
        if self.eof:
            self.unused_data += data
            return b""
        found, end = _unpack(self._data + data, self._wbits)
        self.unconsumed_tail = b""
        if max_length and len(found) > self._given + max_length:
            taken = self._taken(data, self._given + max_length)
            self.unconsumed_tail, data = data[taken:], data[:taken]
            found, end = found[:self._given + max_length], None
        self._data += data
        if end is not None:
            self.eof = True
            self.unused_data, self._data = self._data[end:], b""
        given, self._given = self._given, len(found)
        return found[given:]

    def flush(self, length=DEF_BUF_SIZE, /):
        if length <= 0:
            raise ValueError("length must be greater than zero")
        return self.decompress(self.unconsumed_tail) if not self.eof else b""

    def copy(self):
        made = _Decompress(self._wbits)
        made.__dict__.update(self.__dict__)
        return made

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()


for _kind in (_Compress, _Decompress):
    _kind.__name__ = _kind.__qualname__ = _kind.__name__[1:]
del _kind


def compressobj(level=-1, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,
                strategy=Z_DEFAULT_STRATEGY, zdict=None):
    """Return a compressor object."""
    if not -1 <= level <= 9 or not 8 <= abs(wbits) <= 31 or wbits < -15 or 15 < wbits < 24:
        raise ValueError("Invalid initialization option")
    return _Compress(level, wbits)


def decompressobj(wbits=MAX_WBITS, zdict=b""):
    """Return a decompressor object."""
    if not (8 <= abs(wbits) <= 15 or 24 <= wbits <= 31 or 40 <= wbits <= 47 or wbits in (0, 16, 32)):
        raise ValueError("Invalid initialization option")
    return _Decompress(wbits)
