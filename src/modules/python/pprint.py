"""Pretty-printing of Python data."""

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False,
           sort_dicts=True, underscore_numbers=False):
    """Print an object, laid out over lines, to a stream [default: sys.stdout]."""
    PrettyPrinter(stream=stream, indent=indent, width=width, depth=depth, compact=compact,
                  sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    """Return an object as text, laid out over lines."""
    return PrettyPrinter(indent=indent, width=width, depth=depth, compact=compact,
                         sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Print an object, laid out over lines, dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """Return the repr of an object, safe for what contains itself."""
    return PrettyPrinter()._repr(object, {}, 0)


def isreadable(object):
    """Return whether eval() can read what saferepr() gives."""
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    """Return whether an object contains itself."""
    return PrettyPrinter().isrecursive(object)


class _Key:
    """Orders what cannot be ordered by its type's name and address."""

    __slots__ = ["obj"]

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return ((str(type(self.obj)), id(self.obj))
                    < (str(type(other.obj)), id(other.obj)))


def _pair_key(pair):
    return _Key(pair[0]), _Key(pair[1])


_SCALARS = frozenset({str, bytes, bytearray, float, complex, bool, type(None)})


class PrettyPrinter:
    """Lays objects out over lines; what fits on one stays there."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True, underscore_numbers=False):
        indent = int(indent)
        width = int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        if stream is None:
            import sys
            stream = sys.stdout
        self._stream = stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers

    def pprint(self, object):
        if self._stream is not None:
            self._stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        out = []
        self._format(object, out.append, 0, 0, {}, 0)
        return "".join(out)

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def _format(self, object, write, indent, allowance, context, level):
        address = id(object)
        if address in context:
            write(_recursion(object))
            return
        text = self._repr(object, context, level)
        if len(text) > self._width - indent - allowance:
            layout = self._layout_of(object)
            if layout is not None:
                context[address] = 1
                layout(self, object, write, indent, allowance, context, level + 1)
                del context[address]
                return
        write(text)

    def _layout_of(self, object):
        method = type(object).__repr__
        for kind, layout in self._layouts:
            if method is kind.__repr__ and isinstance(object, kind):
                return layout
        name = type(object).__name__
        module = type(object).__module__
        if module == "collections":
            layout = self._collections.get(name)
            if layout is not None:
                return layout
        import sys
        if method is type(sys.implementation).__repr__:
            return PrettyPrinter._namespace
        if name == "mappingproxy":
            return PrettyPrinter._proxy
        fields = getattr(type(object), "__dataclass_fields__", None)
        if fields is not None and hasattr(method, "__wrapped__"):
            if type(object).__dataclass_params__.repr:
                return PrettyPrinter._dataclass
        return None

    def _dict(self, object, write, indent, allowance, context, level):
        write("{")
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        if len(object):
            items = sorted(object.items(), key=_pair_key) if self._sort_dicts else object.items()
            self._dict_items(items, write, indent, allowance + 1, context, level)
        write("}")

    def _dict_items(self, items, write, indent, allowance, context, level):
        indent += self._indent_per_level
        separator = ",\n" + " " * indent
        items = list(items)
        for at, (key, value) in enumerate(items):
            last = at == len(items) - 1
            text = self._repr(key, context, level)
            write(text)
            write(": ")
            self._format(value, write, indent + len(text) + 2, allowance if last else 1, context,
                         level)
            if not last:
                write(separator)

    def _ordered_dict(self, object, write, indent, allowance, context, level):
        if not len(object):
            write(repr(object))
            return
        name = type(object).__name__
        write(name + "(")
        self._items(list(object.items()), write, indent + len(name) + 1, allowance + 1, context,
                    level, "[", "]")
        write(")")

    def _proxy(self, object, write, indent, allowance, context, level):
        write("mappingproxy(")
        self._format(object.copy(), write, indent + 13, allowance + 1, context, level)
        write(")")

    def _list(self, object, write, indent, allowance, context, level):
        self._items(object, write, indent, allowance, context, level, "[", "]")

    def _tuple(self, object, write, indent, allowance, context, level):
        end = ",)" if len(object) == 1 else ")"
        self._items(object, write, indent, allowance, context, level, "(", end)

    def _set(self, object, write, indent, allowance, context, level):
        if not len(object):
            write(repr(object))
            return
        kind = type(object)
        if kind is set:
            start, end = "{", "}"
        else:
            start, end = kind.__name__ + "({", "})"
            indent += len(kind.__name__) + 1
        self._items(sorted(object, key=_Key), write, indent, allowance, context, level, start, end)

    def _items(self, items, write, indent, allowance, context, level, start, end):
        write(start)
        if self._indent_per_level > 1 and len(start) == 1:
            write((self._indent_per_level - 1) * " ")
        elif self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        if items:
            indent += self._indent_per_level
            self._rows(list(items), write, indent, allowance + len(end), context, level)
        write(end)

    def _rows(self, items, write, indent, allowance, context, level):
        new_line = ",\n" + " " * indent
        separator = ""
        width = room = self._width - indent + 1
        for at, item in enumerate(items):
            last = at == len(items) - 1
            if last:
                room -= allowance
                width -= allowance
            if self._compact:
                text = self._repr(item, context, level)
                needed = len(text) + 2
                if room < needed:
                    room = width
                    if separator:
                        separator = new_line
                if room >= needed:
                    room -= needed
                    write(separator)
                    separator = ", "
                    write(text)
                    continue
            write(separator)
            separator = new_line
            self._format(item, write, indent, allowance if last else 1, context, level)

    def _str(self, object, write, indent, allowance, context, level):
        if not len(object):
            write(repr(object))
            return
        import re
        chunks = []
        lines = object.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        whole = room = self._width - indent
        text = ""
        for at, line in enumerate(lines):
            text = repr(line)
            if at == len(lines) - 1:
                room -= allowance
            if len(text) <= room:
                chunks.append(text)
                continue
            parts = re.findall(r"\S*\s*", line)
            parts.pop()
            most = whole
            current = ""
            for number, part in enumerate(parts):
                candidate = current + part
                if number == len(parts) - 1 and at == len(lines) - 1:
                    most -= allowance
                if len(repr(candidate)) > most:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            write(text)
            return
        if level == 1:
            write("(")
        write(("\n" + " " * indent).join(chunks))
        if level == 1:
            write(")")

    def _bytes(self, object, write, indent, allowance, context, level):
        if len(object) <= 4:
            write(repr(object))
            return
        parens = level == 1
        if parens:
            indent += 1
            allowance += 1
            write("(")
        separator = ""
        for text in _wrapped_bytes(object, self._width - indent, allowance):
            write(separator)
            write(text)
            if not separator:
                separator = "\n" + " " * indent
        if parens:
            write(")")

    def _bytearray(self, object, write, indent, allowance, context, level):
        write("bytearray(")
        self._bytes(bytes(object), write, indent + 10, allowance + 1, context, level + 1)
        write(")")

    def _namespace(self, object, write, indent, allowance, context, level):
        name = "namespace" if type(object).__name__ == "SimpleNamespace" else type(object).__name__
        write(name + "(")
        self._attributes(list(object.__dict__.items()), write, indent + len(name) + 1, allowance,
                         context, level)
        write(")")

    def _dataclass(self, object, write, indent, allowance, context, level):
        name = type(object).__name__
        items = [(field.name, getattr(object, field.name))
                 for field in type(object).__dataclass_fields__.values()
                 if field.repr and hasattr(object, field.name)]
        write(name + "(")
        self._attributes(items, write, indent + len(name) + 1, allowance, context, level)
        write(")")

    def _attributes(self, items, write, indent, allowance, context, level):
        separator = ",\n" + " " * indent
        for at, (name, value) in enumerate(items):
            last = at == len(items) - 1
            write(name)
            write("=")
            if id(value) in context:
                write("...")
            else:
                self._format(value, write, indent + len(name) + 1, allowance if last else 1,
                             context, level)
            if not last:
                write(separator)

    def _default_dict(self, object, write, indent, allowance, context, level):
        if not len(object):
            write(repr(object))
            return
        factory = self._repr(object.default_factory, context, level)
        name = type(object).__name__
        indent += len(name) + 1
        write(f"{name}({factory},\n{' ' * indent}")
        self._dict(object, write, indent, allowance + 1, context, level)
        write(")")

    def _counter(self, object, write, indent, allowance, context, level):
        if not len(object):
            write(repr(object))
            return
        name = type(object).__name__
        write(name + "({")
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        self._dict_items(object.most_common(), write, indent + len(name) + 1, allowance + 2,
                         context, level)
        write("})")

    def _chain_map(self, object, write, indent, allowance, context, level):
        if not len(object.maps):
            write(repr(object))
            return
        name = type(object).__name__
        write(name + "(")
        indent += len(name) + 1
        for at, mapping in enumerate(object.maps):
            if at == len(object.maps) - 1:
                self._format(mapping, write, indent, allowance + 1, context, level)
                write(")")
            else:
                self._format(mapping, write, indent, 1, context, level)
                write(",\n" + " " * indent)

    def _deque(self, object, write, indent, allowance, context, level):
        if not len(object):
            write(repr(object))
            return
        name = type(object).__name__
        write(name + "(")
        indent += len(name) + 1
        write("[")
        if object.maxlen is None:
            self._rows(list(object), write, indent + 1, allowance + 2, context, level)
            write("])")
        else:
            self._rows(list(object), write, indent + 1, 2, context, level)
            limit = self._repr(object.maxlen, context, level)
            write(f"],\n{' ' * indent}maxlen={limit})")

    def _user(self, object, write, indent, allowance, context, level):
        self._format(object.data, write, indent, allowance, context, level - 1)

    _layouts = [(dict, _dict), (list, _list), (tuple, _tuple), (set, _set), (frozenset, _set),
                (str, _str), (bytes, _bytes), (bytearray, _bytearray)]
    _collections = {"OrderedDict": _ordered_dict, "defaultdict": _default_dict,
                    "Counter": _counter, "ChainMap": _chain_map, "deque": _deque,
                    "UserDict": _user, "UserList": _user, "UserString": _user}

    def _repr(self, object, context, level):
        return self.format(object, context.copy(), self._depth, level)[0]

    def format(self, object, context, maxlevels, level):
        """Return repr, whether it is readable, and whether the object contains itself."""
        return self._safe_repr(object, context, maxlevels, level)

    def _safe_repr(self, object, context, maxlevels, level):
        kind = type(object)
        if kind in _SCALARS:
            return repr(object), True, False
        method = getattr(kind, "__repr__", None)
        if method is int.__repr__ and issubclass(kind, int):
            return (f"{object:_d}" if self._underscore_numbers else repr(object)), True, False
        if method is dict.__repr__ and issubclass(kind, dict):
            return self._container(object, context, maxlevels, level, "{", "}", True)
        if method is list.__repr__ and issubclass(kind, list):
            return self._container(object, context, maxlevels, level, "[", "]", False)
        if method is tuple.__repr__ and issubclass(kind, tuple):
            end = ",)" if len(object) == 1 else ")"
            return self._container(object, context, maxlevels, level, "(", end, False)
        text = repr(object)
        return text, bool(text) and not text.startswith("<"), False

    def _container(self, object, context, maxlevels, level, start, end, is_dict):
        if not object:
            return start + end[-1], True, False
        address = id(object)
        if maxlevels and level >= maxlevels:
            return start + "..." + end[-1], False, address in context
        if address in context:
            return _recursion(object), False, True
        context[address] = 1
        readable, recursive = True, False
        level += 1
        parts = []
        if is_dict:
            items = sorted(object.items(), key=_pair_key) if self._sort_dicts else object.items()
            for key, value in items:
                key_text, key_readable, key_recursive = self.format(key, context, maxlevels, level)
                text, is_readable, is_recursive = self.format(value, context, maxlevels, level)
                parts.append(f"{key_text}: {text}")
                readable = readable and key_readable and is_readable
                recursive = recursive or key_recursive or is_recursive
        else:
            for item in object:
                text, is_readable, is_recursive = self.format(item, context, maxlevels, level)
                parts.append(text)
                readable = readable and is_readable
                recursive = recursive or is_recursive
        del context[address]
        return start + ", ".join(parts) + end, readable, recursive


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


def _wrapped_bytes(object, width, allowance):
    current = b""
    last = len(object) // 4 * 4
    for at in range(0, len(object), 4):
        part = object[at:at + 4]
        candidate = current + part
        if at == last:
            width -= allowance
        if len(repr(candidate)) > width:
            if current:
                yield repr(current)
            current = part
        else:
            current = candidate
    if current:
        yield repr(current)
