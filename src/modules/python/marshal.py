"""Plain values as bytes and back; only this module reads what it wrote."""

import pickle as _pickle
import sys as _sys

version = 4
_PLAIN = (type(None), bool, int, float, complex, str, bytes, bytearray, type(...))


def _check(value, depth=1):
    if depth > 2000:
        raise ValueError("object too deeply nested to marshal")
    kind = type(value)
    if kind in (list, tuple, set, frozenset):
        for item in value:
            _check(item, depth + 1)
    elif kind is dict:
        for key, item in value.items():
            _check(key, depth + 1)
            _check(item, depth + 1)
    elif kind not in _PLAIN and value is not StopIteration:
        raise ValueError("unmarshallable object")


def dumps(value, version=version, /, *, allow_code=True):
    """Return the bytes object that would be written to a file by dump(value, file)."""
    limit = _sys.getrecursionlimit()
    _sys.setrecursionlimit(limit + 20000)
    try:
        _check(value)
    finally:
        _sys.setrecursionlimit(limit)
    return _pickle.dumps(value)


def loads(bytes, /, *, allow_code=True):
    """Convert the bytes-like object to a value."""
    if not len(bytes):
        raise EOFError("EOF read where object expected")
    try:
        return _pickle.loads(bytes)
    except _pickle.UnpicklingError:
        raise ValueError("bad marshal data (unknown type code)") from None


def dump(value, file, version=version, /, *, allow_code=True):
    """Write the value on the open file."""
    return file.write(dumps(value))


def load(file, /, *, allow_code=True):
    """Read one value from the open file and return it."""
    return loads(file.read())
