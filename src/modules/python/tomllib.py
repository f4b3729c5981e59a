"""TOML documents read into dictionaries."""

import re as _re

__all__ = ("loads", "load", "TOMLDecodeError")

_BARE = _re.compile(r"[A-Za-z0-9_-]+")
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_DATE = _re.compile(
    rf"(\d{{4}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    rf"(?:[Tt ]({_CLOCK})([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?|({_CLOCK})", _re.ASCII)
_NUMBER = _re.compile(
    r"0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*|"
    r"[+-]?(?:inf|nan)|"
    r"[+-]?(?:0|[1-9](?:_?\d)*)(\.\d(?:_?\d)*)?([eE][+-]?\d(?:_?\d)*)?")
_CONTROL = _re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_CONTROL_IN_LINES = _re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_HEX = {width: _re.compile(rf"[0-9A-Fa-f]{{{width}}}") for width in (4, 8)}
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


class TOMLDecodeError(ValueError):
    """An error raised if a document is not valid TOML."""


class _Marks:
    """What may not be added to again, by the whole names of tables."""

    def __init__(self):
        self.frozen, self.declared, self.pending = set(), set(), set()

    def is_frozen(self, key):
        """Whether a table or what it stands in was written as a value."""
        return any(key[:length] in self.frozen for length in range(1, len(key) + 1))

    def forget(self, key):
        """Begins anew, for the next table of an array."""
        for names in (self.frozen, self.declared):
            names.difference_update([name for name in names if name[:len(key)] == key])


class _Reader:
    """Reads one document."""

    def __init__(self, text, parse_float):
        self.text, self.at, self.parse_float = text.replace("\r\n", "\n"), 0, parse_float
        self.root, self.marks = {}, _Marks()

    def refuse(self, message):
        if self.at >= len(self.text):
            raise TOMLDecodeError(f"{message} (at end of document)")
        line = self.text.count("\n", 0, self.at) + 1
        column = self.at - self.text.rfind("\n", 0, self.at)
        raise TOMLDecodeError(f"{message} (at line {line}, column {column})")

    def peek(self):
        return self.text[self.at:self.at + 1]

    def spaces(self, lines=False):
        """Skips blanks; with lines, breaks and comments too."""
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter in " \t" or lines and letter == "\n":
                self.at += 1
            elif letter == "#" and lines:
                self.comment()
            else:
                return

    def comment(self):
        end = self.text.find("\n", self.at)
        self.refuse_controls(len(self.text) if end < 0 else end)

    def refuse_controls(self, end):
        """Goes on to a place; no control character may stand before it."""
        found = _CONTROL.search(self.text, self.at, end)
        if found:
            self.at = found.start()
            self.refuse(f"Found invalid character {found.group()!r}")
        self.at = end

    def expect(self, letter, message):
        if self.peek() != letter:
            self.refuse(message)
        self.at += 1

    def read(self):
        header = ()
        while True:
            self.spaces(lines=True)
            if self.at >= len(self.text):
                return self.root
            if self.peek() == "[":
                header = self.header()
            else:
                if not _BARE.match(self.text, self.at) and self.peek() not in ("'", '"'):
                    self.refuse("Invalid statement")
                self.pair(header)
            self.spaces()
            if self.peek() == "#":
                self.comment()
            if self.at < len(self.text):
                self.expect("\n", "Expected newline or end of document after a statement")

    def key(self):
        parts = []
        while True:
            self.spaces()
            found = _BARE.match(self.text, self.at)
            if found:
                parts.append(found.group())
                self.at = found.end()
            elif self.peek() in ("'", '"') and self.peek():
                parts.append(self.string())
            else:
                self.refuse("Invalid initial character for a key part")
            self.spaces()
            if self.peek() != ".":
                return tuple(parts)
            self.at += 1

    def header(self):
        """Reads the name of a table, and makes it."""
        marks = self.marks
        marks.declared |= marks.pending
        marks.pending = set()
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        self.spaces()
        key = self.key()
        if many:
            if marks.is_frozen(key):
                self.refuse(f"Cannot mutate immutable namespace {key}")
            marks.forget(key)
            items = self.table(self.root, key[:-1]).setdefault(key[-1], [])
            if not isinstance(items, list):
                self.refuse("Cannot overwrite a value")
            items.append({})
        elif key in marks.declared or marks.is_frozen(key):
            self.refuse(f"Cannot declare {key} twice")
        else:
            self.table(self.root, key)
        marks.declared.add(key)
        end, what = ("]]", "an array") if many else ("]", "a table")
        if not self.text.startswith(end, self.at):
            self.refuse(f"Expected {end!r} at the end of {what} declaration")
        self.at += len(end)
        return key

    def table(self, table, key, enters_arrays=True):
        """The table of a name, made where there is none; of an array the last one."""
        for part in key:
            table = table.setdefault(part, {})
            if enters_arrays and isinstance(table, list) and table:
                table = table[-1]
            if not isinstance(table, dict):
                self.refuse("Cannot overwrite a value")
        return table

    def key_and_value(self):
        key = self.key()
        self.expect("=", "Expected '=' after a key in a key/value pair")
        self.spaces()
        return key, self.value()

    def pair(self, header):
        key, value = self.key_and_value()
        marks, parent = self.marks, header + key[:-1]
        for length in range(len(header) + 1, len(parent) + 1):
            if parent[:length] in marks.declared:
                self.refuse(f"Cannot redefine namespace {parent[:length]}")
            marks.pending.add(parent[:length])
        if marks.is_frozen(parent):
            self.refuse(f"Cannot mutate immutable namespace {parent}")
        table = self.table(self.root, parent)
        if key[-1] in table:
            self.refuse("Cannot overwrite a value")
        if isinstance(value, (dict, list)):
            marks.frozen.add(header + key)
        table[key[-1]] = value

    def value(self):
        letter = self.peek()
        if letter and letter in "'\"":
            return self.string()
        if letter == "[":
            return self.array()
        if letter == "{":
            return self.inline_table()
        for word, value in (("true", True), ("false", False)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        found = _DATE.match(self.text, self.at)
        if found:
            return self.moment(found)
        found = _NUMBER.match(self.text, self.at)
        if not found:
            self.refuse("Invalid value")
        self.at = found.end()
        word = found.group()
        if found.group(1) or found.group(2) or word.lstrip("+-") in ("inf", "nan"):
            return self.parse_float(word.replace("_", ""))
        return int(word, 0) if word[:1] == "0" and len(word) > 1 else int(word)

    def moment(self, found):
        from datetime import date, datetime, time
        day, clock, zone, alone = found.groups()
        try:
            if alone:
                made = time.fromisoformat(alone)
            elif clock is None:
                made = date.fromisoformat(day)
            else:
                made = datetime.fromisoformat(f"{day}T{clock}{(zone or '').upper()}")
        except ValueError:
            self.refuse("Invalid date or datetime")
        self.at = found.end()
        return made

    def array(self):
        self.at += 1
        made = []
        while True:
            self.spaces(lines=True)
            if self.peek() == "]":
                break
            made.append(self.value())
            self.spaces(lines=True)
            if self.peek() == "]":
                break
            self.expect(",", "Unclosed array")
        self.at += 1
        return made

    def inline_table(self):
        self.at += 1
        made, marks = {}, _Marks()
        self.spaces()
        while self.peek() != "}":
            key, value = self.key_and_value()
            if marks.is_frozen(key):
                self.refuse(f"Cannot mutate immutable namespace {key}")
            table = self.table(made, key[:-1], enters_arrays=False)
            if key[-1] in table:
                self.refuse(f"Duplicate inline table key {key[-1]!r}")
            table[key[-1]] = value
            self.spaces()
            if self.peek() == "}":
                break
            self.expect(",", "Unclosed inline table")
            if isinstance(value, (dict, list)):
                marks.frozen.add(key)
            self.spaces()
            if self.peek() == "}":
                self.refuse("Invalid initial character for a key part")
        self.at += 1
        return made

    def string(self):
        quote = self.peek()
        if self.text.startswith(quote * 3, self.at):
            return self.long_string(quote)
        self.at += 1
        if quote == "'":
            return self.literal(quote, _CONTROL)
        start, parts = self.at, []
        while self.peek() != quote:
            letter = self.peek()
            if not letter:
                self.refuse("Unterminated string")
            if _CONTROL.match(letter):
                self.refuse(f"Illegal character {letter!r}")
            if letter == "\\":
                parts += [self.text[start:self.at], self.escape()]
                start = self.at
            else:
                self.at += 1
        parts.append(self.text[start:self.at])
        self.at += 1
        return "".join(parts)

    def literal(self, end, control):
        """What stands before the closing quotes of a string without escapes."""
        found = self.text.find(end, self.at)
        wrong = control.search(self.text, self.at, len(self.text) if found < 0 else found)
        if wrong:
            self.at = wrong.start()
            self.refuse(f"Found invalid character {wrong.group()!r}")
        if found < 0:
            self.at = len(self.text)
            self.refuse(f"Expected {end!r}")
        made, self.at = self.text[self.at:found], found + len(end)
        return made

    def long_string(self, quote):
        self.at += 3
        if self.peek() == "\n":
            self.at += 1
        start, parts = self.at, []
        if quote == "'":
            parts.append(self.literal(quote * 3, _CONTROL_IN_LINES))
            start = self.at = self.at - 3
        while not self.text.startswith(quote * 3, self.at):
            if self.at >= len(self.text):
                self.refuse("Unterminated string")
            if _CONTROL_IN_LINES.match(self.peek()):
                self.refuse(f"Illegal character {self.peek()!r}")
            if self.peek() == "\\":
                parts.append(self.text[start:self.at])
                following = self.text[self.at + 1:].lstrip(" \t")
                if following[:1] == "\n":
                    self.at += 1
                    while self.peek() and self.peek() in " \t\n":
                        self.at += 1
                else:
                    parts.append(self.escape())
                start = self.at
            else:
                self.at += 1
        # Up to two quotes may stand right before the closing ones.
        more = 0
        while more < 2 and self.text.startswith(quote, self.at + 3 + more):
            more += 1
        parts.append(self.text[start:self.at + more])
        self.at += 3 + more
        return "".join(parts)

    def escape(self):
        letter = self.text[self.at + 1:self.at + 2]
        if letter in _ESCAPES and letter:
            self.at += 2
            return _ESCAPES[letter]
        width = {"u": 4, "U": 8}.get(letter)
        if width is None:
            self.at += 2
            self.refuse("Unescaped '\\' in a string")
        self.at += 2
        digits = _HEX[width].match(self.text, self.at)
        if not digits:
            self.refuse("Invalid hex value")
        self.at = digits.end()
        number = int(digits.group(), 16)
        if not (number < 0xD800 or 0xDFFF < number < 0x110000):
            self.refuse("Escaped character is not a Unicode scalar value")
        return chr(number)


def loads(s, /, *, parse_float=float):
    """Parse TOML from a string."""
    if not isinstance(s, str):
        raise TypeError(f"Expected str object, not '{type(s).__qualname__}'")
    return _Reader(s, parse_float).read()


def load(fp, /, *, parse_float=float):
    """Parse TOML from a binary file object."""
    data = fp.read()
    if not isinstance(data, bytes):
        raise TypeError("File must be opened in binary mode, e.g. use `open('foo.toml', 'rb')`")
    return loads(data.decode(), parse_float=parse_float)
