"""Functions to convert between Python values and C structs, represented as bytes."""

from _struct import calcsize, pack, pack_into, unpack, unpack_all, unpack_from

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"]


class error(Exception):
    __module__ = "struct"


def iter_unpack(format, buffer, /):
    """Return an iterator over the tuples that a buffer holds one behind the other."""
    return iter(unpack_all(format, buffer))


class Struct:
    """A compiled format."""

    size = -1

    def __init__(self, format):
        if isinstance(format, str):
            format = format.encode("ascii")
        self.size = calcsize(format)
        self.format = str(format, "ascii")

    def __repr__(self):
        return f"Struct({self.format!r})"

    def pack(self, *values):
        return pack(self.format, *values)

    def pack_into(self, buffer, offset, *values):
        pack_into(self.format, buffer, offset, *values)

    def unpack(self, buffer):
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def iter_unpack(self, buffer):
        return iter_unpack(self.format, buffer)


Struct.__module__ = "_struct"


def _clearcache():
    pass
