"""Objects as bytes and back, by a protocol of our own: a tree of marked values, written as text.

Only this module reads what it wrote; CPython's pickles are refused.
"""

import copyreg as _copyreg
import sys as _sys
from types import BuiltinFunctionType as _Builtin, FunctionType as _Function

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump",
           "dumps", "load", "loads", "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL"]

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4
_MAGIC = b"\x80refscope\n"


class PickleError(Exception):
    """A common base class for the other pickling exceptions."""

    __module__ = "_pickle"


class PicklingError(PickleError):
    """This exception is raised when an unpicklable object is passed to the dump() method."""

    __module__ = "_pickle"


class UnpicklingError(PickleError):
    """This exception is raised when there is a problem unpickling an object."""

    __module__ = "_pickle"


def _global_name(item):
    """Module and name under which a class or function is found again."""
    name = getattr(item, "__qualname__", None) or item.__name__
    module = getattr(item, "__module__", None) or "builtins"
    if name in ("__newobj__", "__newobj_ex__", "_reconstructor"):
        return "copyreg", name
    if "<locals>" in name:
        raise AttributeError(f"Can't get local object {name!r}")
    found = _sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is None and module == "builtins":
        found = item
    if found is not item:
        raise PicklingError(f"Can't pickle {item!r}: attribute lookup "
                            f"{name} on {module} failed")
    return module, name


class _Writer:
    """Writes values as words; what was written before is named by its number."""

    def __init__(self):
        self.words, self.numbers, self.kept = [], {}, []

    def word(self, mark, *texts):
        self.words.append(" ".join((mark, *texts)))

    def write(self, item):
        kind = type(item)
        if item is None or item is True or item is False or item is ... or item is NotImplemented:
            self.word("c", repr(item))
        elif kind is int:
            self.word("i", hex(item))
        elif kind is float:
            self.word("f", item.hex())
        elif kind is complex:
            self.word("z", item.real.hex(), item.imag.hex())
        elif id(item) in self.numbers:
            self.word("m", str(self.numbers[id(item)]))
        else:
            self.write_new(item, kind)

    def note(self, item):
        self.numbers[id(item)] = len(self.numbers)
        self.kept.append(item)

    def write_new(self, item, kind):
        if kind is str:
            self.note(item)
            self.word("s", item.encode().hex())
        elif kind in (bytes, bytearray):
            self.note(item)
            self.word("b" if kind is bytes else "B", item.hex())
        elif kind in (list, set, frozenset):
            self.note(item)
            self.word({list: "l", set: "e", frozenset: "E"}[kind], str(len(item)))
            for one in list(item):
                self.write(one)
        elif kind is tuple:
            self.word("t", str(len(item)))
            for one in item:
                self.write(one)
            self.note(item)
        elif kind is dict:
            self.note(item)
            self.word("d", str(len(item)))
            for key, value in list(item.items()):
                self.write(key)
                self.write(value)
        elif isinstance(item, type) or kind in (_Function, _Builtin):
            self.word("g", *_global_name(item))
        else:
            self.write_reduced(item, kind)

    def write_reduced(self, item, kind):
        reduce = _copyreg.dispatch_table.get(kind)
        parts = reduce(item) if reduce else item.__reduce_ex__(4)
        if isinstance(parts, str):
            self.word("g", getattr(item, "__module__", "builtins"), parts)
            return
        parts = tuple(parts) + (None,) * (6 - len(parts))
        function, args, state, items, pairs, _ = parts
        self.word("r")
        self.write(function)
        self.write(tuple(args))
        self.note(item)
        items = None if items is None else list(items)
        pairs = None if pairs is None else dict(pairs)
        for part in (state, items, pairs):
            self.write(part)
        # The parts were made for this: they must not be taken for others at their address.
        self.kept += [parts, items, pairs]


class _Reader:
    def __init__(self, lines):
        self.lines, self.memo = lines, []
        self.at = 0

    def read(self):
        if self.at >= len(self.lines):
            raise EOFError("Ran out of input")
        mark, *texts = self.lines[self.at].split(" ")
        self.at += 1
        method = getattr(self, "read_" + mark, None)
        if method is None:
            raise UnpicklingError(f"invalid load key, {mark!r}.")
        return method(*texts)

    def note(self, item):
        self.memo.append(item)
        return item

    def read_c(self, text):
        return {"None": None, "True": True, "False": False, "Ellipsis": ...}.get(
            text, NotImplemented if text == "NotImplemented" else None)

    def read_i(self, text):
        return int(text, 16)

    def read_f(self, text):
        return float.fromhex(text)

    def read_z(self, real, imag):
        return complex(float.fromhex(real), float.fromhex(imag))

    def read_m(self, number):
        return self.memo[int(number)]

    def read_s(self, text=""):
        return self.note(bytes.fromhex(text).decode())

    def read_b(self, text=""):
        return self.note(bytes.fromhex(text))

    def read_B(self, text=""):
        return self.note(bytearray.fromhex(text))

    def read_l(self, count):
        made = self.note([])
        made.extend(self.read() for _ in range(int(count)))
        return made

    def read_e(self, count):
        made = self.note(set())
        for _ in range(int(count)):
            made.add(self.read())
        return made

    def read_E(self, count):
        place = len(self.memo)
        self.memo.append(None)
        self.memo[place] = made = frozenset([self.read() for _ in range(int(count))])
        return made

    def read_t(self, count):
        return self.note(tuple([self.read() for _ in range(int(count))]))

    def read_d(self, count):
        made = self.note({})
        for _ in range(int(count)):
            key = self.read()
            made[key] = self.read()
        return made

    def read_g(self, module, name):
        __import__(module)
        found = _sys.modules[module]
        for part in name.split("."):
            try:
                found = getattr(found, part)
            except AttributeError:
                raise AttributeError(f"Can't get attribute {name!r} on {_sys.modules[module]!r}"
                                     ) from None
        return found

    def read_r(self):
        function = self.read()
        made = self.note(function(*self.read()))
        state, items, pairs = self.read(), self.read(), self.read()
        if items:
            (made.extend if hasattr(made, "extend") else
             lambda found: [made.append(one) for one in found])(items)
        for key, value in (pairs or {}).items():
            made[key] = value
        if state is not None:
            _set_state(made, state)
        return made


def _set_state(made, state):
    if hasattr(made, "__setstate__"):
        made.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        made.__dict__.update(state)
    for name, value in (slots or {}).items():
        setattr(made, name, value)


class Pickler:
    """This takes a binary file for writing a pickle data stream."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        self._file = file

    def dump(self, obj, /):
        """Write a pickled representation of the given object to the open file."""
        self._file.write(dumps(obj))


class Unpickler:
    """This takes a binary file for reading a pickle data stream."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=()):
        self._file = file

    def load(self):
        """Load a pickle."""
        return load(self._file)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Return the pickled representation of the object as a bytes object."""
    if protocol is not None and protocol > HIGHEST_PROTOCOL:
        raise ValueError(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
    writer = _Writer()
    writer.write(obj)
    return _MAGIC + "\n".join(writer.words).encode("ascii") + b"\n.\n"


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=()):
    """Read and return an object from the given pickle data."""
    data = bytes(data)
    if not data:
        raise EOFError("Ran out of input")
    if not data.startswith(_MAGIC):
        if data[:1] == b"\x80":
            raise UnpicklingError("Refscope reads only pickles it wrote itself")
        raise UnpicklingError(f"invalid load key, {chr(data[0])!r}.")
    lines = data[len(_MAGIC):].decode("ascii").split("\n")
    if "." not in lines:
        raise UnpicklingError("pickle data was truncated")
    return _Reader(lines[:lines.index(".")]).read()


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Write a pickled representation of obj to the open file object file."""
    file.write(dumps(obj, protocol))


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=()):
    """Read and return an object from the pickle data stored in a file."""
    lines = []
    while line := file.readline():
        lines.append(line)
        if line == b".\n":
            break
    return loads(b"".join(lines))
