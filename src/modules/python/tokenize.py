"""The tokens of Python source, with their places."""

import re as _re
from collections import namedtuple as _namedtuple
from token import *
from token import EXACT_TOKEN_TYPES, __all__ as _token_all

__all__ = _token_all + ["tokenize", "generate_tokens", "detect_encoding", "untokenize", "TokenInfo",
                        "open", "TokenError"]

cookie_re = _re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", _re.ASCII)
_STRING_START = _re.compile(r"(?i)(?:[rub]|rb|br)?('''|\"\"\"|'|\")")
_FORMAT_START = _re.compile(r"(?i)(?:f|rf|fr)('''|\"\"\"|'|\")")
_NUMBER = _re.compile(r"(?i)0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+"
                      r"|(?:\d[\d_]*\.?(?:\d[\d_]*)?|\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?j?")
_NAME = _re.compile(r"\w+")
_SIGN = _re.compile("|".join(map(_re.escape, sorted([*EXACT_TOKEN_TYPES, "<>"], key=len, reverse=True))))

# Most tokens: spaces, then a name, a plain number, a plain string or a sign.
_USUAL = _re.compile(r"[ \t\f]*(?:([^\W\d]\w*(?![\w'\"]))|(\d+(?![\w.]))"
                     r"|('(?!'')[^'\\\r\n]*'|\"(?!\"\")[^\"\\\r\n]*\")|((?!\.\d)(?:" + _SIGN.pattern + ")))")
_USUAL_KINDS = None, NAME, NUMBER, STRING, OP


class TokenError(Exception):
    """The source ends, or goes wrong, within a token."""


class TokenInfo(_namedtuple("TokenInfo", "type string start end line")):
    """One token: kind, text, first place, place behind it, and the line."""

    def __repr__(self):
        return (f"TokenInfo(type={self.type} ({tok_name[self.type]}), string={self.string!r}, "
                f"start={self.start!r}, end={self.end!r}, line={self.line!r})")

    @property
    def exact_type(self):
        if self.type == OP and self.string in EXACT_TOKEN_TYPES:
            return EXACT_TOKEN_TYPES[self.string]
        return self.type


_fresh = tuple.__new__


class _Reader:
    """Walks over the lines of a source."""

    def __init__(self, readline):
        self.readline, self.number, self.line, self.at = readline, 0, "", 0
        self.indents, self.depth, self.lines = [0], 0, []

    def next_line(self):
        """Fetch a line; whether there was one."""
        try:
            self.line = self.readline()
        except StopIteration:
            self.line = ""
        self.number += 1
        self.at = 0
        self.lines.append(self.line)
        return bool(self.line)

    def made(self, kind, text, start, end):
        """A token with all lines it stands on."""
        return TokenInfo(kind, text, start, end, "".join(self.lines[start[0] - 1:end[0]]))

    def token(self, kind, end):
        """The token from here to a column of this line."""
        start, self.at = self.at, end
        return self.made(kind, self.line[start:end], (self.number, start), (self.number, end))

    def tokens(self):
        """All tokens to the end."""
        continued = False
        while self.next_line():
            missing = not self.line.endswith("\n")
            if missing:
                self.line += "\n"
            if not self.depth and not continued:
                if self._is_blank():
                    yield from self._blank_line(missing)
                    continue
                yield from self._indentation()
            continued = yield from self._rest_of_line(missing)
        if self.depth or continued:
            raise TokenError("unexpected EOF in multi-line statement", (self.number - 1, 0))
        place = (self.number, 0)
        for _ in self.indents[1:]:
            yield TokenInfo(DEDENT, "", place, place, "")
        yield TokenInfo(ENDMARKER, "", place, place, "")

    def _is_blank(self):
        return self.line.strip(" \t\f\r\n")[:1] in ("", "#")

    def _blank_line(self, missing):
        body = self.line.rstrip("\r\n")
        self.at = len(body) - len(body.lstrip(" \t\f"))
        if self.at < len(body):
            yield self.token(COMMENT, len(body))
        yield self._line_end(NL, missing)

    def _line_end(self, kind, missing):
        """The end of a line; where the source lacks it, it has no text."""
        token = self.token(kind, len(self.line))
        return token._replace(string="", end=(self.number, token.start[1] + 1)) if missing else token

    def _indentation(self):
        width = len(self.line) - len(self.line.lstrip(" \t\f"))
        columns = len(self.line[:width].expandtabs())
        if columns > self.indents[-1]:
            self.indents.append(columns)
            yield self.token(INDENT, width)
        while columns < self.indents[-1]:
            if columns not in self.indents:
                raise IndentationError("unindent does not match any outer indentation level",
                                       ("<string>", self.number, width + 1, self.line))
            self.indents.pop()
            place = (self.number, width)
            yield TokenInfo(DEDENT, "", place, place, self.line)
        self.at = width

    def _rest_of_line(self, missing):
        """The tokens of what is left of the line; whether a backslash carries it on."""
        while True:
            found = _USUAL.match(self.line, self.at)
            if found is not None:
                group, number = found.lastindex, self.number
                start, self.at = found.span(group)
                text = found[group]
                if group == 4:
                    if text in "([{":
                        self.depth += 1
                    elif text in ")]}" and self.depth:
                        self.depth -= 1
                yield _fresh(TokenInfo, (_USUAL_KINDS[group], text, (number, start), (number, self.at),
                                         self.lines[number - 1]))
                continue
            while self.line[self.at:self.at + 1] in (" ", "\t", "\f") and self.at < len(self.line):
                self.at += 1
            if self.at >= len(self.line):
                return False
            char = self.line[self.at]
            if char in "\r\n":
                yield self._line_end(NL if self.depth else NEWLINE, missing)
                return False
            if char == "#":
                yield self.token(COMMENT, len(self.line.rstrip("\r\n")))
            elif char == "\\" and self.line[self.at + 1:] in ("\n", "\r\n"):
                return True
            else:
                yield from self._one()

    def _one(self):
        line, at = self.line, self.at
        found = _FORMAT_START.match(line, at)
        if found:
            yield from self._format_string(found)
            return
        found = _STRING_START.match(line, at)
        if found:
            yield self._string(found)
            return
        char = line[at]
        if char.isdigit() or char == "." and line[at + 1:at + 2].isdigit():
            yield self.token(NUMBER, _NUMBER.match(line, at).end())
            return
        found = _NAME.match(line, at)
        if found:
            yield self.token(NAME, found.end())
            return
        found = _SIGN.match(line, at)
        if not found:
            yield self.token(OP, at + 1)
            return
        self.depth = max(self.depth + (found.group() in "([{") - (found.group() in ")]}"), 0)
        yield self.token(OP, found.end())

    def _string(self, found):
        """A string, over as many lines as it has."""
        quote, start = found.group(1), (self.number, self.at)
        text, at = self.line[self.at:found.end()], found.end()
        while True:
            while at < len(self.line):
                if self.line[at] == "\\":
                    text += self.line[at:at + 2]
                    at += 2
                elif self.line.startswith(quote, at):
                    self.at = at + len(quote)
                    return self.made(STRING, text + quote, start, (self.number, self.at))
                elif self.line[at] == "\n" and len(quote) == 1:
                    raise TokenError(f"unterminated string literal (detected at line {self.number})",
                                     (start[0], start[1] + 1))
                else:
                    text += self.line[at]
                    at += 1
            if not self.next_line():
                raise TokenError("EOF in multi-line string", (start[0], start[1] + 1))
            at = 0

    def _format_string(self, found):
        """An f-string: its parts and the tokens of its fields."""
        quote, self_depth = found.group(1), self.depth
        yield self.token(FSTRING_START, found.end())
        yield from self._format_parts(quote, False, "r" not in found.group().lower())
        yield self.token(FSTRING_END, self.at + len(quote))
        self.depth = self_depth

    def _format_parts(self, quote, in_spec, has_escapes=False):
        start, text, fields = (self.number, self.at), "", 0
        while True:
            rest = self.line[self.at:]
            if not rest:
                if not self.next_line():
                    raise TokenError("unterminated triple-quoted f-string literal", start)
                continue
            closes = rest[0] == "}" if in_spec else rest.startswith(quote)
            opens = rest[0] == "{" and (in_spec or not rest.startswith("{{"))
            if closes or opens:
                if text or closes and in_spec and fields:
                    yield self.made(FSTRING_MIDDLE, text, start, (self.number, self.at))
                if closes:
                    return
                yield from self._field(quote)
                start, text, fields = (self.number, self.at), "", fields + 1
            elif has_escapes and rest.startswith("\\N{") and "}" in rest:
                end = rest.index("}") + 1
                text += rest[:end]
                self.at += end
            elif rest[:2] in ("{{", "}}"):
                # A doubled brace ends a part, which has it once.
                yield self.made(FSTRING_MIDDLE, text + rest[0], start, (self.number, self.at + 1))
                self.at += 2
                start, text = (self.number, self.at), ""
            else:
                step = 2 if rest[0] == "\\" and rest[1:2] not in ("{", "}", "") else 1
                text += rest[:step]
                self.at += step

    def _field(self, quote):
        yield self.token(OP, self.at + 1)
        depth, self.depth = self.depth, 1
        while True:
            char = self.line[self.at:self.at + 1]
            if not char:
                if not self.next_line():
                    raise TokenError("unterminated f-string field", (self.number, 0))
            elif char in " \t":
                self.at += 1
            elif char == "\n":
                yield self.token(NL, self.at + 1)
            elif self.depth == 1 and char == "}":
                break
            elif self.depth == 1 and char == ":":
                yield self.token(OP, self.at + 1)
                yield from self._format_parts(quote, True)
                break
            elif self.depth == 1 and char == "!" and self.line[self.at + 1:self.at + 2] != "=":
                yield self.token(OP, self.at + 1)
            else:
                yield from self._one()
        yield self.token(OP, self.at + 1)
        self.depth = depth


def generate_tokens(readline):
    """Tokenize a source reading Python code as unicode strings."""
    return _Reader(readline).tokens()


def tokenize(readline):
    """Tokenize a source reading Python code as bytes, beginning with its encoding."""
    encoding, first = detect_encoding(readline)
    lines = iter(first)

    def text():
        line = next(lines, None)
        line = readline() if line is None else line
        return line.decode(encoding)
    yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), "")
    yield from generate_tokens(text)


def detect_encoding(readline):
    """Return the encoding of a source, and the lines read to find it."""
    def line():
        try:
            return readline()
        except StopIteration:
            return b""
    encoding, read = "utf-8", []
    for _ in range(2):
        got = line()
        if not got:
            break
        if not read and got.startswith(b"\xef\xbb\xbf"):
            got, encoding = got[3:], "utf-8-sig"
        read.append(got)
        found = cookie_re.match(got.decode("latin-1"))
        if found:
            name = found.group(1).lower().replace("_", "-")
            if name not in ("utf-8", "utf8"):
                import codecs
                try:
                    codecs.lookup(name)
                except LookupError:
                    raise SyntaxError(f"unknown encoding: {found.group(1)}") from None
                return "iso-8859-1" if name in ("latin-1", "iso-latin-1") else name, read
            return encoding, read
        if got.strip() and not got.strip().startswith(b"#"):
            break
    return encoding, read


def untokenize(iterable):
    """Transform tokens back into Python source code."""
    from _untokenize import Writer
    return Writer().write(iterable)


_open = open


def open(filename):
    """Open a file in read only mode using the encoding detected by detect_encoding()."""
    with _open(filename, "rb") as file:
        encoding, _ = detect_encoding(file.readline)
    return _open(filename, encoding=encoding)


def __getattr__(name):
    import _tokenize_patterns
    if name[0] == "_" or not hasattr(_tokenize_patterns, name):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_tokenize_patterns, name)
