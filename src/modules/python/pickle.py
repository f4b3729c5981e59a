"""Objects as bytes and back, in CPython's format."""

import _pickle
import _pickle_parts as _parts
from _pickle import Pickler, Unpickler, dumps, loads
from _pickle_parts import PickleBuffer, PickleError, PicklingError, UnpicklingError

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump",
           "dumps", "load", "loads", "PickleBuffer", "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL"]

format_version = "4.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4
_Pickler, _Unpickler = Pickler, Unpickler


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Write a pickled representation of obj to the open file object file."""
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=()):
    """Read and return an object from the pickle data stored in a file."""
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors,
                     buffers=buffers or None).load()


for _name in ("PickleBuffer", "PickleError", "PicklingError", "UnpicklingError",
              "PicklerMemoProxy", "UnpicklerMemoProxy"):
    setattr(_pickle, _name, getattr(_parts, _name))
for _function in (dump, load):
    _function.__module__ = "_pickle"
    setattr(_pickle, _function.__name__, _function)
del _name, _function
