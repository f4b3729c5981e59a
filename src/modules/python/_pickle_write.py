"""Writing pickles: objects as the instructions that build them again, protocols 0 to 5.

The instructions are those of CPython's Lib/pickletools.py, byte for byte.
"""

import copyreg as _copyreg
import sys as _sys
from struct import pack as _pack
from types import (
    BuiltinFunctionType as _Builtin, ClassMethodDescriptorType as _ClassMethod,
    FunctionType as _Function, MethodDescriptorType as _Method, MethodType as _Bound,
    ModuleType as _Module, WrapperDescriptorType as _Wrapper)

_BATCH = 1000
_FRAME_TARGET = 64 * 1024
# Where Python 2 kept what moved since; protocols below 3 use those names.
OLD_MODULES = {"builtins": "__builtin__", "copyreg": "copy_reg", "queue": "Queue",
               "configparser": "ConfigParser", "_thread": "thread", "reprlib": "repr",
               "socketserver": "SocketServer"}
OLD_NAMES = {("builtins", "range"): ("__builtin__", "xrange"),
             ("builtins", "str"): ("__builtin__", "unicode"),
             ("builtins", "int"): ("__builtin__", "long"),
             ("builtins", "chr"): ("__builtin__", "unichr"),
             ("builtins", "zip"): ("itertools", "izip"),
             ("builtins", "map"): ("itertools", "imap"),
             ("builtins", "filter"): ("itertools", "ifilter"),
             ("functools", "reduce"): ("__builtin__", "reduce"),
             ("itertools", "zip_longest"): ("itertools", "izip_longest"),
             ("itertools", "filterfalse"): ("itertools", "ifilterfalse")}


class PickleError(Exception):
    """A common base class for the other pickling exceptions."""

    __module__ = "_pickle"


class PicklingError(PickleError):
    """This exception is raised when an unpicklable object is passed to the dump() method."""

    __module__ = "_pickle"


class UnpicklingError(PickleError):
    """This exception is raised when there is a problem unpickling an object."""

    __module__ = "_pickle"


def _module_with(item, name):
    """The module where something that does not say so itself is found under its name."""
    for title, module in list(_sys.modules.items()):
        if title != "__main__" and getattr(module, name, None) is item:
            return title
    return "__main__"


def _global_name(item, name=None):
    """Module and name under which a class or function is found again."""
    name = name or getattr(item, "__qualname__", None) or item.__name__
    module = getattr(item, "__module__", None) or _module_with(item, name)
    if name in ("__newobj__", "__newobj_ex__", "_reconstructor"):
        return "copyreg", name
    if "<locals>" in name:
        raise AttributeError(f"Can't get local object {name!r}")
    try:
        __import__(module)
    except ImportError:
        pass
    found = _sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is None and module == "builtins":
        found = item
    if found is None:
        raise PicklingError(f"Can't pickle {item!r}: attribute lookup {name} on {module} failed")
    if found is not item:
        raise PicklingError(f"Can't pickle {item!r}: it's not the same object as {module}.{name}")
    return module, name


def _long_bytes(number):
    """A number in two's complement, lowest byte first."""
    if number == 0:
        return b""
    size = (number.bit_length() >> 3) + 1
    data = number.to_bytes(size, "little", signed=True)
    if number < 0 and size > 1 and data[-1] == 0xFF and data[-2] & 0x80:
        data = data[:-1]
    return data


class Deep:
    """Lets functions call each other as deep as the C code of CPython goes."""

    def __enter__(self):
        self.limit = _sys.getrecursionlimit()
        _sys.setrecursionlimit(self.limit + 20000)

    def __exit__(self, *error):
        _sys.setrecursionlimit(self.limit)


class Pickler:
    """This takes a binary file for writing a pickle data stream."""

    __module__ = "_pickle"

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = 4
        if protocol < 0:
            protocol = 5
        elif protocol > 5:
            raise ValueError("pickle protocol must be <= 5")
        try:
            self._file_write = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute") from None
        self.proto, self.bin = protocol, protocol >= 1
        self.fix_imports = fix_imports and protocol < 3
        self.fast, self.memo = 0, {}
        self._frame = self._size = None

    def clear_memo(self):
        """Forget which objects were written."""
        self.memo.clear()

    def persistent_id(self, obj):
        """A name for an object that is kept elsewhere; None where there is none."""
        return None

    def dump(self, obj, /):
        """Write a pickled representation of the given object to the open file."""
        self._frame, self._size = [], 0
        if self.proto >= 2:
            self._file_write(b"\x80" + bytes([self.proto]))
        try:
            with Deep():
                self._save(obj)
        except RecursionError:
            message = "maximum recursion depth exceeded while pickling an object"
            raise RecursionError(message) from None
        self._write(b".")
        self._end_frame()

    def _write(self, data):
        self._frame.append(data)
        self._size += len(data)

    def _end_frame(self):
        data = b"".join(self._frame)
        if self.proto >= 4 and len(data) >= 4:
            self._file_write(b"\x95" + _pack("<Q", len(data)))
        if data:
            self._file_write(data)
        self._frame, self._size = [], 0

    def _write_large(self, head, data):
        if len(data) >= _FRAME_TARGET and self.proto >= 4:
            self._end_frame()
            self._file_write(head)
            self._file_write(data)
        else:
            self._write(head + data)

    def _memoize(self, obj):
        if self.fast:
            return
        place = len(self.memo)
        if self.proto >= 4:
            self._write(b"\x94")
        elif not self.bin:
            self._write(b"p%d\n" % place)
        else:
            self._write(b"q" + bytes([place]) if place < 256 else b"r" + _pack("<I", place))
        self.memo[id(obj)] = place, obj

    def _get(self, obj):
        place = self.memo[id(obj)][0]
        if not self.bin:
            return b"g%d\n" % place
        return b"h" + bytes([place]) if place < 256 else b"j" + _pack("<I", place)

    def _save(self, obj, plain=False):
        if self.proto >= 4 and self._size >= _FRAME_TARGET:
            self._end_frame()
        if not plain:
            name = self.persistent_id(obj)
            if name is not None:
                self._save_persistent(name)
                return
        kind = type(obj)
        if id(obj) in self.memo:
            self._write(self._get(obj))
            return
        writer = self._writers.get(kind)
        override = getattr(self, "reducer_override", None)
        if override is not None and kind not in self._atoms:
            parts = override(obj)
            if parts is not NotImplemented:
                self._save_parts(obj, parts)
                return
        if writer is not None:
            writer(self, obj)
            return
        table = getattr(self, "dispatch_table", _copyreg.dispatch_table)
        reduce = table.get(kind)
        if reduce is not None:
            parts = reduce(obj)
        elif issubclass(kind, type):
            self._save_global(obj)
            return
        else:
            reduce = getattr(obj, "__reduce_ex__", None)
            if reduce is not None:
                parts = reduce(self.proto)
            else:
                parts = obj.__reduce__()
        self._save_parts(obj, parts)

    def _save_parts(self, obj, parts):
        if isinstance(parts, str):
            self._save_global(obj, parts)
            return
        if not isinstance(parts, tuple):
            raise PicklingError("__reduce__ must return a string or tuple")
        if not 2 <= len(parts) <= 6:
            raise PicklingError("tuple returned by __reduce__ must contain 2 through 6 elements")
        self._save_reduce(*parts, obj=obj)

    def _save_persistent(self, name):
        if self.bin:
            self._save(name, True)
            self._write(b"Q")
        else:
            self._write(b"P" + str(name).encode("ascii") + b"\n")

    def _save_reduce(self, func, args, state=None, items=None, pairs=None, setter=None, *,
                     obj=None):
        if not isinstance(args, tuple):
            raise PicklingError("args from save_reduce() must be a tuple")
        if not callable(func):
            raise PicklingError("func from save_reduce() must be callable")
        name = getattr(func, "__name__", "")
        if self.proto >= 2 and name == "__newobj_ex__":
            cls, args, kwargs = args
            if self.proto >= 4:
                for part in (cls, args, kwargs):
                    self._save(part)
                self._write(b"\x92")
            else:
                from functools import partial
                self._save(partial(cls.__new__, cls, *args, **kwargs))
                self._save(())
                self._write(b"R")
        elif self.proto >= 2 and name == "__newobj__":
            self._save(args[0])
            self._save(args[1:])
            self._write(b"\x81")
        else:
            self._save(func)
            self._save(args)
            self._write(b"R")
        if obj is not None:
            if id(obj) in self.memo:
                self._write(b"0" + self._get(obj))
            else:
                self._memoize(obj)
        if items is not None:
            self._save_items(list(items))
        if pairs is not None:
            self._save_pairs(list(pairs))
        if state is not None:
            if setter is None:
                self._save(state)
                self._write(b"b")
            else:
                for part in (setter, obj, state):
                    self._save(part)
                self._write(b"\x86R0")

    def _save_none(self, obj):
        self._write(b"N")

    def _save_bool(self, obj):
        if self.proto >= 2:
            self._write(b"\x88" if obj else b"\x89")
        else:
            self._write(b"I01\n" if obj else b"I00\n")

    def _save_int(self, obj):
        if self.bin and -0x80000000 <= obj <= 0x7FFFFFFF:
            if 0 <= obj <= 0xFF:
                self._write(b"K" + bytes([obj]))
            elif 0 <= obj <= 0xFFFF:
                self._write(b"M" + _pack("<H", obj))
            else:
                self._write(b"J" + _pack("<i", obj))
        elif self.proto >= 2:
            data = _long_bytes(obj)
            size = len(data)
            self._write((b"\x8a" + bytes([size]) if size < 256 else b"\x8b" + _pack("<i", size))
                        + data)
        elif -0x80000000 <= obj <= 0x7FFFFFFF:
            self._write(b"I%d\n" % obj)
        else:
            self._write(b"L%dL\n" % obj)

    def _save_float(self, obj):
        self._write(b"G" + _pack(">d", obj) if self.bin else b"F" + repr(obj).encode() + b"\n")

    def _save_bytes(self, obj):
        if self.proto < 3:
            if obj:
                from codecs import encode
                self._save_reduce(encode, (str(obj, "latin1"), "latin1"), obj=obj)
            else:
                self._save_reduce(bytes, (), obj=obj)
            return
        size = len(obj)
        self._write_large(b"C" + bytes([size]) if size <= 0xFF else b"B" + _pack("<I", size), obj)
        self._memoize(obj)

    def _save_bytearray(self, obj):
        if self.proto < 5:
            self._save_reduce(bytearray, (bytes(obj),) if obj else (), obj=obj)
            return
        self._write_large(b"\x96" + _pack("<Q", len(obj)), bytes(obj))
        self._memoize(obj)

    def _save_str(self, obj):
        if self.bin:
            data = obj.encode("utf-8", "surrogatepass")
            size = len(data)
            short = size <= 0xFF and self.proto >= 4
            self._write_large(b"\x8c" + bytes([size]) if short else b"X" + _pack("<I", size), data)
        else:
            text = obj.replace("\\", "\\u005c")
            for letter in "\0\n\r\x1a":
                text = text.replace(letter, f"\\u{ord(letter):04x}")
            self._write(b"V" + text.encode("raw-unicode-escape") + b"\n")
        self._memoize(obj)

    def _save_tuple(self, obj):
        if not obj:
            self._write(b")" if self.bin else b"(t")
            return
        small = len(obj) <= 3 and self.proto >= 2
        if not small:
            self._write(b"(")
        for item in obj:
            self._save(item)
        if id(obj) in self.memo:
            pops = b"0" * len(obj) if small else b"1" if self.bin else b"0" * (len(obj) + 1)
            self._write(pops + self._get(obj))
            return
        self._write((b"\x85", b"\x86", b"\x87")[len(obj) - 1] if small else b"t")
        self._memoize(obj)

    def _save_list(self, obj):
        self._write(b"]" if self.bin else b"(l")
        self._memoize(obj)
        self._save_items(obj)

    def _save_items(self, items):
        if not self.bin or len(items) == 1:
            for item in items:
                self._save(item)
                self._write(b"a")
            return
        for start in range(0, len(items), _BATCH):
            self._write(b"(")
            for item in items[start:start + _BATCH]:
                self._save(item)
            self._write(b"e")

    def _save_dict(self, obj):
        self._write(b"}" if self.bin else b"(d")
        self._memoize(obj)
        self._save_pairs(list(obj.items()))

    def _save_pairs(self, pairs):
        if not self.bin or len(pairs) == 1:
            for key, value in pairs:
                self._save(key)
                self._save(value)
                self._write(b"s")
            return
        for start in range(0, len(pairs), _BATCH):
            self._write(b"(")
            for key, value in pairs[start:start + _BATCH]:
                self._save(key)
                self._save(value)
            self._write(b"u")

    def _save_set(self, obj):
        if self.proto < 4:
            self._save_reduce(set, (list(obj),), obj=obj)
            return
        self._write(b"\x8f")
        self._memoize(obj)
        items = list(obj)
        for start in range(0, len(items), _BATCH):
            self._write(b"(")
            for item in items[start:start + _BATCH]:
                self._save(item)
            self._write(b"\x90")

    def _save_frozenset(self, obj):
        if self.proto < 4:
            self._save_reduce(frozenset, (list(obj),), obj=obj)
            return
        self._write(b"(")
        for item in obj:
            self._save(item)
        if id(obj) in self.memo:
            self._write(b"1" + self._get(obj))
            return
        self._write(b"\x91")
        self._memoize(obj)

    def _save_single(self, obj):
        self._save_global(obj, repr(obj))

    def _save_type(self, obj):
        for single in (None, NotImplemented, ...):
            if obj is type(single):
                self._save_reduce(type, (single,), obj=obj)
                return
        self._save_global(obj)

    def _save_global(self, obj, name=None):
        module, name = _global_name(obj, name)
        if self.proto >= 4:
            self._save(module)
            self._save(name)
            self._write(b"\x93")
        elif "." in name:
            path, last = name.rsplit(".", 1)
            parent = _sys.modules[module]
            for part in path.split("."):
                parent = getattr(parent, part)
            self._save_reduce(getattr, (parent, last), obj=obj)
            return
        else:
            if self.fix_imports and module == "builtins" and isinstance(obj, type) \
                    and issubclass(obj, BaseException):
                module = "exceptions"
                if issubclass(obj, OSError):
                    name = "OSError"
            elif self.fix_imports:
                module, name = OLD_NAMES.get((module, name), (OLD_MODULES.get(module, module),
                                                             name))
            self._write(b"c" + f"{module}\n{name}\n".encode())
        self._memoize(obj)

    def _save_builtin(self, obj):
        own = getattr(obj, "__self__", None)
        if own is None or isinstance(own, _Module):
            self._save_global(obj)
        else:
            self._save_reduce(getattr, (own, obj.__name__), obj=obj)

    def _save_method(self, obj):
        self._save_reduce(getattr, (obj.__objclass__, obj.__name__), obj=obj)

    def _save_bound(self, obj):
        self._save_reduce(getattr, (obj.__self__, obj.__func__.__name__), obj=obj)

    _atoms = {type(None), bool, int, float, str, bytes}
    _writers = {type(...): _save_single, type(NotImplemented): _save_single,
                type(None): _save_none, bool: _save_bool, int: _save_int, float: _save_float,
                bytes: _save_bytes, bytearray: _save_bytearray, str: _save_str,
                tuple: _save_tuple, list: _save_list, dict: _save_dict, set: _save_set,
                frozenset: _save_frozenset, type: _save_type, _Function: _save_global,
                _Builtin: _save_builtin, _Bound: _save_bound, _Method: _save_method,
                _ClassMethod: _save_method, _Wrapper: _save_method}
