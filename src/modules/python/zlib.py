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


def _wrapped(data, level, wbits):
    """Compressed bytes with the header and the checksum that wbits asks for."""
    body = _hashes.deflate(data, 6 if level == -1 else level)
    if wbits < 0:
        return body
    if wbits > 15:
        return (b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + body + crc32(data).to_bytes(4, "little")
                + (len(data) & 0xFFFFFFFF).to_bytes(4, "little"))
    mark = {0: 0x01, 1: 0x01, 7: 0xDA, 8: 0xDA, 9: 0xDA}.get(level, 0x5E if 2 <= level <= 5 else 0x9C)
    return bytes((0x78, mark)) + body + adler32(data).to_bytes(4, "big")


def compress(data, /, level=-1, wbits=15):
    """Returns a bytes object containing compressed data."""
    if not -1 <= level <= 9:
        raise error("Bad compression level")
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return _wrapped(bytes(data), level, wbits)


def _body(data, wbits):
    """Where the compressed bytes start, and how many bytes of checksum follow them."""
    if wbits < 0:
        return 0, 0
    if wbits > 15 and data[:2] == b"\x1f\x8b":
        flags, at = data[3], 10
        if flags & 4:
            at += 2 + int.from_bytes(data[at:at + 2], "little")
        for bit in (8, 16):
            if flags & bit:
                at = data.index(b"\0", at) + 1
        return at + (2 if flags & 2 else 0), 8
    if wbits > 15 and wbits < 32 or len(data) < 2 or data[0] & 15 != 8 or (
            data[0] * 256 + data[1]) % 31:
        raise error("Error -3 while decompressing data: incorrect header check")
    return 2, 4


def decompress(data, /, wbits=15, bufsize=DEF_BUF_SIZE):
    """Returns a bytes object containing the uncompressed data."""
    data = bytes(data)
    if not data:
        raise error("Error -5 while decompressing data: incomplete or truncated stream")
    start, tail = _body(data, wbits)
    found = _hashes.inflate(data[start:])
    if found is None:
        raise error("Error -5 while decompressing data: incomplete or truncated stream")
    if tail:
        sums = data[len(data) - tail:]
        wrong = (adler32(found).to_bytes(4, "big") != sums if tail == 4
                 else crc32(found).to_bytes(4, "little") != sums[:4])
        if wrong:
            raise error("Error -3 while decompressing data: incorrect data check")
    return found


class _Compress:
    """What compressobj returns: it compresses when flushed."""

    def __init__(self, level, wbits):
        self._level, self._wbits, self._parts = level, wbits, []

    def compress(self, data, /):
        self._parts.append(bytes(data))
        return b""

    def flush(self, mode=Z_FINISH, /):
        return _wrapped(b"".join(self._parts), self._level, self._wbits)

    def copy(self):
        made = _Compress(self._level, self._wbits)
        made._parts = self._parts[:]
        return made


class _Decompress:
    """What decompressobj returns: it gives the data once all of it is there."""

    def __init__(self, wbits):
        self._wbits, self._data = wbits, b""
        self.unused_data = self.unconsumed_tail = b""
        self.eof = False

    def decompress(self, data, max_length=0, /):
        self._data += bytes(data)
        try:
            found = decompress(self._data, self._wbits)
        except error as problem:
            if "-5" in str(problem):
                return b""
            raise
        self.eof = True
        return found

    def flush(self, length=DEF_BUF_SIZE, /):
        return b""


def compressobj(level=-1, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,
                strategy=Z_DEFAULT_STRATEGY, zdict=None):
    """Return a compressor object."""
    return _Compress(level, wbits)


def decompressobj(wbits=MAX_WBITS, zdict=b""):
    """Return a decompressor object."""
    return _Decompress(wbits)
