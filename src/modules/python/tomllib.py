"""TOML documents read into dictionaries."""

import re as _re

__all__ = ("loads", "load", "TOMLDecodeError")

_BARE = _re.compile(r"[A-Za-z0-9_-]+")
_DATE = _re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d:\d\d(?:\.\d+)?)([Zz]|[+-]\d\d:\d\d)?)?|"
    r"(\d\d:\d\d:\d\d(?:\.\d+)?)")
_NUMBER = _re.compile(
    r"0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*|"
    r"[+-]?(?:inf|nan)|"
    r"[+-]?(?:0|[1-9](?:_?\d)*)(\.\d(?:_?\d)*)?([eE][+-]?\d(?:_?\d)*)?")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


class TOMLDecodeError(ValueError):
    """An error raised if a document is not valid TOML."""


class _Reader:
    """Reads one document; what may not be added to again is remembered."""

    def __init__(self, text, parse_float):
        self.text, self.at, self.parse_float = text.replace("\r\n", "\n"), 0, parse_float
        self.root, self.closed, self.defined, self.arrays = {}, set(), set(), set()

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
        self.at = len(self.text) if end < 0 else end

    def expect(self, letter, message):
        if self.peek() != letter:
            self.refuse(message)
        self.at += 1

    def read(self):
        table = self.root
        while True:
            self.spaces(lines=True)
            if self.at >= len(self.text):
                return self.root
            if self.peek() == "[":
                table = self.header()
            else:
                if not _BARE.match(self.text, self.at) and self.peek() not in ("'", '"'):
                    self.refuse("Invalid statement")
                self.pair(table)
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
                return parts
            self.at += 1

    def header(self):
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        parts = self.key()
        end = "]]" if many else "]"
        if not self.text.startswith(end, self.at):
            self.refuse(f"Expected {end!r} at the end of a table declaration")
        table = self.root
        for part in parts[:-1]:
            table = self.inner(table, part)
        last = parts[-1]
        if many:
            items = table.setdefault(last, [])
            if not isinstance(items, list) or id(items) not in self.arrays and items:
                self.refuse("Cannot overwrite a value")
            self.arrays.add(id(items))
            items.append({})
            self.at += len(end)
            return items[-1]
        made = table.setdefault(last, {})
        if not isinstance(made, dict) or id(made) in self.defined or id(made) in self.closed:
            self.refuse(f"Cannot declare {tuple(parts)} twice")
        self.defined.add(id(made))
        self.at += len(end)
        return made

    def inner(self, table, part):
        found = table.setdefault(part, {})
        if isinstance(found, list) and id(found) in self.arrays:
            found = found[-1]
        if not isinstance(found, dict) or id(found) in self.closed:
            self.refuse("Cannot overwrite a value")
        return found

    def pair(self, table):
        parts = self.key()
        self.expect("=", "Expected '=' after a key in a key/value pair")
        self.spaces()
        value = self.value()
        for part in parts[:-1]:
            table = self.inner(table, part)
            self.defined.add(id(table))
        if parts[-1] in table:
            self.refuse("Cannot overwrite a value")
        table[parts[-1]] = value

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
        self.at = found.end()
        day, clock, zone, alone = found.groups()
        try:
            if alone:
                return time.fromisoformat(alone)
            if clock is None:
                return date.fromisoformat(day)
            return datetime.fromisoformat(f"{day}T{clock}{(zone or '').upper()}")
        except ValueError:
            self.refuse("Invalid date or datetime")

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
        made = {}
        self.spaces()
        while self.peek() != "}":
            self.pair(made)
            self.spaces()
            if self.peek() == "}":
                break
            self.expect(",", "Unclosed inline table")
            self.spaces()
            if self.peek() == "}":
                self.refuse("Invalid initial character for a key part")
        self.at += 1
        self.closed.add(id(made))
        return made

    def string(self):
        quote = self.peek()
        if self.text.startswith(quote * 3, self.at):
            return self.long_string(quote)
        self.at += 1
        start, parts = self.at, []
        while self.peek() != quote:
            letter = self.peek()
            if not letter or letter == "\n":
                self.refuse("Unterminated string" if not letter else f"Illegal character {letter!r}")
            if letter == "\\" and quote == '"':
                parts += [self.text[start:self.at], self.escape()]
                start = self.at
            else:
                self.at += 1
        parts.append(self.text[start:self.at])
        self.at += 1
        return "".join(parts)

    def long_string(self, quote):
        self.at += 3
        if self.peek() == "\n":
            self.at += 1
        start, parts = self.at, []
        while not self.text.startswith(quote * 3, self.at):
            if self.at >= len(self.text):
                self.refuse("Unterminated string")
            if self.peek() == "\\" and quote == '"':
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
        digits = self.text[self.at + 2:self.at + 2 + width]
        try:
            made = chr(int(digits, 16))
        except (ValueError, OverflowError):
            self.refuse("Invalid hex value")
        self.at += 2 + width
        return made


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
