"""Bytes by bytes in a file."""

__all__ = ["open", "whichdb", "error"]


class _Error(OSError):
    """What goes wrong with such a file."""


_Error.__module__, _Error.__name__, _Error.__qualname__ = "dbm", "error", "error"
error = _Error, OSError


def open(file, flag="r", mode=0o666):
    """Open a file of keys and values."""
    import os
    import shelve
    if flag in "rw" and not os.path.exists(file):
        raise _Error("db file doesn't exist; use 'c' or 'n' flag to create a new db")
    return _Database(shelve._FileDict(file, flag))


class _Database:
    """Text keys and values become bytes."""

    def __init__(self, kept):
        self._kept = kept

    def __getitem__(self, key):
        return self._kept[_bytes(key)]

    def __setitem__(self, key, value):
        self._kept[_bytes(key)] = _bytes(value)

    def __delitem__(self, key):
        del self._kept[_bytes(key)]

    def __contains__(self, key):
        return _bytes(key) in self._kept

    def __iter__(self):
        return iter(self._kept)

    def __len__(self):
        return len(self._kept)

    def keys(self):
        """Return the keys."""
        return list(self._kept)

    def get(self, key, default=None):
        """Return a value, or the default."""
        return self._kept.get(_bytes(key), default)

    def close(self):
        """Write the file."""
        self._kept.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def _bytes(text):
    return text.encode() if isinstance(text, str) else text


def whichdb(filename):
    """Return the kind of a file: none is told apart here."""
    import os
    return "dbm.dumb" if os.path.exists(filename) else None
