"""A dict that is kept in a file: keys are text, values whatever pickle takes."""

import collections.abc as _abc
import os as _os
import pickle as _pickle

__all__ = ["Shelf", "DbfilenameShelf", "open"]


class _Closed(_abc.MutableMapping):
    """Stands where the file was once a shelf is closed."""

    def _closed(self, *ignored):
        raise ValueError("invalid operation on closed shelf")

    __iter__ = __len__ = __getitem__ = __setitem__ = __delitem__ = keys = _closed


class Shelf(_abc.MutableMapping):
    """A mapping whose values are kept pickled in another mapping."""

    def __init__(self, dict, protocol=None, writeback=False, keyencoding="utf-8"):
        self.dict, self.writeback, self.keyencoding, self.cache = dict, writeback, keyencoding, {}
        self._protocol = _pickle.DEFAULT_PROTOCOL if protocol is None else protocol

    def __iter__(self):
        for key in self.dict.keys():
            yield key.decode(self.keyencoding)

    def __len__(self):
        return len(self.dict)

    def __contains__(self, key):
        return key.encode(self.keyencoding) in self.dict

    def get(self, key, default=None):
        if key.encode(self.keyencoding) in self.dict:
            return self[key]
        return default

    def __getitem__(self, key):
        if key in self.cache:
            return self.cache[key]
        value = _pickle.loads(self.dict[key.encode(self.keyencoding)])
        if self.writeback:
            self.cache[key] = value
        return value

    def __setitem__(self, key, value):
        if self.writeback:
            self.cache[key] = value
        self.dict[key.encode(self.keyencoding)] = _pickle.dumps(value, self._protocol)

    def __delitem__(self, key):
        del self.dict[key.encode(self.keyencoding)]
        self.cache.pop(key, None)

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def close(self):
        """Write what is kept and let the file go."""
        if isinstance(self.dict, _Closed):
            return
        try:
            self.sync()
            close = getattr(self.dict, "close", None)
            if close:
                close()
        finally:
            self.dict = _Closed()

    def __del__(self):
        if hasattr(self, "dict"):
            self.close()

    def sync(self):
        """Write what is kept."""
        if self.writeback and self.cache:
            self.writeback = False
            for key, value in self.cache.items():
                self[key] = value
            self.writeback = True
            self.cache = {}
        sync = getattr(self.dict, "sync", None)
        if sync:
            sync()


class _FileDict(dict):
    """Bytes by bytes, read from a file and written back as a whole."""

    def __init__(self, filename, flag):
        self._path, self._changed, self._readonly = filename, flag == "n", flag == "r"
        if flag == "n" or not _os.path.exists(filename):
            if flag in "rw":
                import dbm
                raise dbm.error[0]("db file doesn't exist; use 'c' or 'n' flag to create a new db")
            self._changed = True
        else:
            with _open(filename, "rb") as file:
                self.update(_pickle.load(file))
        self.sync()

    def __setitem__(self, key, value):
        if self._readonly:
            import dbm
            raise dbm.error[0]("Attempt to write to a readonly database")
        super().__setitem__(key, value)
        self._changed = True

    def __delitem__(self, key):
        super().__delitem__(key)
        self._changed = True

    def sync(self):
        """Write the file, if something changed."""
        if self._changed and not self._readonly:
            with _open(self._path, "wb") as file:
                _pickle.dump(dict(self), file)
            self._changed = False

    close = sync


class DbfilenameShelf(Shelf):
    """A shelf in a file."""

    def __init__(self, filename, flag="c", protocol=None, writeback=False):
        super().__init__(_FileDict(_os.fspath(filename), flag), protocol, writeback)


_open = open


def open(filename, flag="c", protocol=None, writeback=False):
    """Open a persistent dictionary for reading and writing."""
    return DbfilenameShelf(filename, flag, protocol, writeback)
