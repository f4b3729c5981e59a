"""Reading pickles: the instructions of all protocols, run on a stack."""

import sys as _sys
from struct import unpack as _unpack

from _pickle_write import OLD_MODULES, OLD_NAMES, UnpicklingError

_NEW_MODULES = {old: new for new, old in OLD_MODULES.items()} | {"exceptions": "builtins"}
_NEW_NAMES = {old: new for new, old in OLD_NAMES.items()}


class _Stop(Exception):
    def __init__(self, value):
        self.value = value


def _set_state(made, state):
    setter = getattr(made, "__setstate__", None)
    if setter is not None:
        setter(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        for name, value in state.items():
            made.__dict__[_sys.intern(name) if type(name) is str else name] = value
    for name, value in (slots or {}).items():
        setattr(made, name, value)


class Unpickler:
    """This takes a binary file for reading a pickle data stream."""

    __module__ = "_pickle"

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=()):
        try:
            self._file_read, self._file_line = file.read, file.readline
        except AttributeError:
            raise TypeError("file must have 'read' and 'readline' attributes") from None
        self.fix_imports, self.encoding, self.errors = fix_imports, encoding, errors
        self._buffers = iter(buffers or ())
        self.memo, self.proto = {}, 0

    def persistent_load(self, pid):
        """The object of a name that persistent_id() gave."""
        raise UnpicklingError("A load persistent id instruction was encountered, but no "
                              "persistent_load function was specified.")

    def find_class(self, module, name, /):
        """The class or function of a module."""
        if self.proto < 3 and self.fix_imports:
            module, name = _NEW_NAMES.get((module, name),
                                          (_NEW_MODULES.get(module, module), name))
        __import__(module)
        found = _sys.modules[module]
        for part in name.split(".") if self.proto >= 4 else [name]:
            try:
                found = getattr(found, part)
            except AttributeError:
                raise AttributeError(f"Can't get attribute {name!r} on {_sys.modules[module]!r}"
                                     ) from None
        return found

    def load(self):
        """Load a pickle."""
        self.stack, self.marks = [], []
        try:
            while True:
                key = self._file_read(1)
                if not key:
                    raise EOFError("Ran out of input")
                run = _RUN.get(key[0])
                if run is None:
                    shown = chr(key[0]) if 32 <= key[0] < 127 else f"\\x{key[0]:02x}"
                    raise UnpicklingError(f"invalid load key, '{shown}'.")
                run(self)
        except _Stop as stop:
            return stop.value
        except IndexError:
            raise UnpicklingError("unpickling stack underflow") from None

    def _read(self, size):
        data = self._file_read(size)
        if len(data) < size:
            raise UnpicklingError("pickle data was truncated")
        return data

    def _line(self):
        line = self._file_line()
        if not line.endswith(b"\n"):
            raise UnpicklingError("pickle data was truncated")
        return line[:-1]

    def _number(self, form, size):
        return _unpack(form, self._read(size))[0]

    def _since_mark(self):
        items = self.stack
        if not self.marks:
            raise UnpicklingError("unexpected MARK found")
        self.stack = self.marks.pop()
        return items

    def _proto(self):
        self.proto = self._read(1)[0]
        if self.proto > 5:
            raise ValueError(f"unsupported pickle protocol: {self.proto}")

    def _frame(self):
        self._read(8)

    def _stop(self):
        raise _Stop(self.stack.pop())

    def _mark(self):
        self.marks.append(self.stack)
        self.stack = []

    def _int(self):
        text = self._line()
        self.stack.append({b"00": False, b"01": True}.get(text) if text in (b"00", b"01")
                          else int(text))

    def _long(self):
        self.stack.append(int(self._line().rstrip(b"L")))

    def _long_of(self, form, size):
        data = self._read(self._number(form, size))
        self.stack.append(int.from_bytes(data, "little", signed=True))

    def _float(self):
        self.stack.append(float(self._line()))

    def _old_text(self, data):
        self.stack.append(data if self.encoding == "bytes"
                          else data.decode(self.encoding, self.errors))

    def _string(self):
        data = self._line()
        if len(data) < 2 or data[:1] != data[-1:] or data[:1] not in (b'"', b"'"):
            raise UnpicklingError("the STRING opcode argument must be quoted")
        self._old_text(data[1:-1].decode("unicode-escape").encode("latin1"))

    def _unicode(self):
        self.stack.append(str(self._line(), "raw-unicode-escape"))

    def _text(self, form, size):
        self.stack.append(str(self._read(self._number(form, size)), "utf-8", "surrogatepass"))

    def _bytes(self, form, size):
        self.stack.append(self._read(self._number(form, size)))

    def _bytearray(self):
        self.stack.append(bytearray(self._read(self._number("<Q", 8))))

    def _tuple(self, size=None):
        if size is None:
            items = self._since_mark()
            self.stack.append(tuple(items))
        else:
            self.stack[-size:] = [tuple(self.stack[-size:])]

    def _list(self):
        items = self._since_mark()
        self.stack.append(items)

    def _dict(self):
        items = self._since_mark()
        self.stack.append(dict(zip(items[::2], items[1::2])))

    def _frozenset(self):
        items = self._since_mark()
        self.stack.append(frozenset(items))

    def _append(self):
        value = self.stack.pop()
        self.stack[-1].append(value)

    def _appends(self):
        items = self._since_mark()
        made = self.stack[-1]
        if hasattr(made, "extend"):
            made.extend(items)
        else:
            for item in items:
                made.append(item)

    def _setitem(self):
        value, key = self.stack.pop(), self.stack.pop()
        self.stack[-1][key] = value

    def _setitems(self):
        items = self._since_mark()
        made = self.stack[-1]
        for key, value in zip(items[::2], items[1::2]):
            made[key] = value

    def _additems(self):
        items = self._since_mark()
        made = self.stack[-1]
        if isinstance(made, set):
            made.update(items)
        else:
            for item in items:
                made.add(item)

    def _pop(self):
        if self.stack:
            self.stack.pop()
        else:
            self._since_mark()

    def _get(self, place):
        try:
            self.stack.append(self.memo[place])
        except KeyError:
            raise UnpicklingError(f"Memo value not found at index {place}") from None

    def _put(self, place):
        self.memo[place] = self.stack[-1]

    def _global(self):
        module, name = self._line().decode(), self._line().decode()
        self.stack.append(self.find_class(module, name))

    def _stack_global(self):
        name, module = self.stack.pop(), self.stack.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError("STACK_GLOBAL requires str")
        self.stack.append(self.find_class(module, name))

    def _reduce(self):
        args = self.stack.pop()
        self.stack[-1] = self.stack[-1](*args)

    def _newobj(self):
        args = self.stack.pop()
        cls = self.stack.pop()
        self.stack.append(cls.__new__(cls, *args))

    def _newobj_ex(self):
        kwargs, args = self.stack.pop(), self.stack.pop()
        cls = self.stack.pop()
        self.stack.append(cls.__new__(cls, *args, **kwargs))

    def _build(self):
        state = self.stack.pop()
        _set_state(self.stack[-1], state)

    def _instance(self, cls, args):
        made = cls(*args) if args or not isinstance(cls, type) else cls.__new__(cls)
        self.stack.append(made)

    def _inst(self):
        module, name = self._line().decode("ascii"), self._line().decode("ascii")
        args = self._since_mark()
        self._instance(self.find_class(module, name), args)

    def _obj(self):
        cls, *args = self._since_mark()
        self._instance(cls, args)

    def _persistent(self):
        self.stack.append(self.persistent_load(self._line().decode("ascii")))

    def _bin_persistent(self):
        self.stack.append(self.persistent_load(self.stack.pop()))

    def _next_buffer(self):
        self.stack.append(next(self._buffers))

    def _readonly_buffer(self):
        self.stack[-1] = memoryview(self.stack[-1]).toreadonly()


def _push(make):
    return lambda self: self.stack.append(make())


_RUN = {ord(key): run for key, run in {
    "\x80": Unpickler._proto, "\x95": Unpickler._frame, ".": Unpickler._stop,
    "(": Unpickler._mark, "0": Unpickler._pop, "1": lambda self: self._since_mark() and None,
    "2": lambda self: self.stack.append(self.stack[-1]), "N": _push(lambda: None),
    "I": Unpickler._int, "L": Unpickler._long, "F": Unpickler._float,
    "J": lambda self: self.stack.append(self._number("<i", 4)),
    "K": lambda self: self.stack.append(self._number("B", 1)),
    "M": lambda self: self.stack.append(self._number("<H", 2)),
    "\x8a": lambda self: self._long_of("B", 1), "\x8b": lambda self: self._long_of("<i", 4),
    "G": lambda self: self.stack.append(self._number(">d", 8)),
    "\x88": _push(lambda: True), "\x89": _push(lambda: False),
    "S": Unpickler._string,
    "T": lambda self: self._old_text(self._read(self._number("<i", 4))),
    "U": lambda self: self._old_text(self._read(self._number("B", 1))),
    "V": Unpickler._unicode, "X": lambda self: self._text("<I", 4),
    "\x8c": lambda self: self._text("B", 1), "\x8d": lambda self: self._text("<Q", 8),
    "B": lambda self: self._bytes("<I", 4), "C": lambda self: self._bytes("B", 1),
    "\x8e": lambda self: self._bytes("<Q", 8), "\x96": Unpickler._bytearray,
    "t": Unpickler._tuple, ")": _push(tuple), "\x85": lambda self: self._tuple(1),
    "\x86": lambda self: self._tuple(2), "\x87": lambda self: self._tuple(3),
    "l": Unpickler._list, "]": _push(list), "d": Unpickler._dict, "}": _push(dict),
    "\x8f": _push(set), "\x90": Unpickler._additems, "\x91": Unpickler._frozenset,
    "a": Unpickler._append, "e": Unpickler._appends, "s": Unpickler._setitem,
    "u": Unpickler._setitems, "g": lambda self: self._get(int(self._line())),
    "h": lambda self: self._get(self._number("B", 1)),
    "j": lambda self: self._get(self._number("<I", 4)),
    "p": lambda self: self._put(int(self._line())),
    "q": lambda self: self._put(self._number("B", 1)),
    "r": lambda self: self._put(self._number("<I", 4)),
    "\x94": lambda self: self._put(len(self.memo)),
    "c": Unpickler._global, "\x93": Unpickler._stack_global, "R": Unpickler._reduce,
    "\x81": Unpickler._newobj, "\x92": Unpickler._newobj_ex, "b": Unpickler._build,
    "i": Unpickler._inst, "o": Unpickler._obj, "P": Unpickler._persistent,
    "Q": Unpickler._bin_persistent, "\x97": Unpickler._next_buffer,
    "\x98": Unpickler._readonly_buffer}.items()}
