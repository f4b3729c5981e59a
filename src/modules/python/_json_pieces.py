"""The pieces in which json writes a document that is written bit by bit."""


class _Pieces:
    """Walks through an object for one encoder."""

    def __init__(self, encoder):
        self.encoder = encoder
        indent = encoder.indent
        self.indent = " " * indent if isinstance(indent, int) else indent
        self.open = set() if encoder.check_circular else None

    def _enter(self, o):
        if self.open is not None:
            if id(o) in self.open:
                raise ValueError("Circular reference detected")
            self.open.add(id(o))

    def _leave(self, o):
        if self.open is not None:
            self.open.discard(id(o))

    def _line(self, depth):
        """What begins a line, and what stands between items before it."""
        if self.indent is None:
            return "", self.encoder.item_separator
        line = "\n" + self.indent * depth
        return line, self.encoder.item_separator + line

    def scalar(self, o):
        """The text of what has no parts; None for anything else."""
        if o is None or isinstance(o, (str, int, float)):
            return self.encoder._whole(o)
        return None

    def key(self, key):
        """The text of a dict's key; None if it is to be left out."""
        if isinstance(key, str):
            return self.encoder._whole(key)
        text = self.scalar(key)
        if text is not None:
            return self.encoder._whole(text)
        if self.encoder.skipkeys:
            return None
        raise TypeError("keys must be str, int, float, bool or None, "
                        f"not {key.__class__.__name__}")

    def of(self, o, depth=0):
        text = self.scalar(o)
        if text is not None:
            yield text
        elif isinstance(o, (list, tuple)):
            yield from self.of_list(o, depth)
        elif isinstance(o, dict):
            yield from self.of_dict(o, depth)
        else:
            self._enter(o)
            yield from self.of(self.encoder.default(o), depth)
            self._leave(o)

    def of_list(self, items, depth):
        if not items:
            yield "[]"
            return
        self._enter(items)
        line, between = self._line(depth + 1)
        lead = "[" + line
        for item in items:
            text = self.scalar(item)
            if text is not None:
                yield lead + text
            else:
                yield lead
                yield from self.of(item, depth + 1)
            lead = between
        yield from self._end(depth)
        yield "]"
        self._leave(items)

    def of_dict(self, o, depth):
        if not o:
            yield "{}"
            return
        self._enter(o)
        yield "{"
        line, between = self._line(depth + 1)
        if line:
            yield line
        begun = False
        for key, value in sorted(o.items()) if self.encoder.sort_keys else o.items():
            key = self.key(key)
            if key is None:
                continue
            if begun:
                yield between
            begun = True
            yield key
            yield self.encoder.key_separator
            text = self.scalar(value)
            if text is not None:
                yield text
            else:
                yield from self.of(value, depth + 1)
        yield from self._end(depth)
        yield "}"
        self._leave(o)

    def _end(self, depth):
        line, _ = self._line(depth)
        if line:
            yield line


def pieces(encoder, o):
    return _Pieces(encoder).of(o)
