"""Tokens back to source: untokenize of tokenize."""

from token import (
    DEDENT, ENCODING, ENDMARKER, FSTRING_END, FSTRING_MIDDLE, FSTRING_START, INDENT, NAME, NEWLINE, NL,
    NUMBER, STRING)


def _doubled(text):
    """The text of an f-string with doubled braces, but for those of a name behind a backslash."""
    out, in_name = [], False
    for at, sign in enumerate(text):
        if sign == "{":
            before = text[:max(at - 1, 0)]
            slashes = len(before) - len(before.rstrip("\\"))
            in_name = slashes % 2 == 1
            out.append(sign if in_name else "{{")
        elif sign == "}":
            out.append(sign if in_name else "}}")
            in_name = False
        else:
            out.append(sign)
    return "".join(out)


class Writer:
    """Puts tokens one behind the other: at their places, or, where these are not known, with some space."""

    def __init__(self):
        self.parts, self.indents, self.encoding = [], [], None
        self.row, self.column = 1, 0
        self.line_starts = self.loose = self.after_string = False
        self.in_format, self.before = 0, None

    def write(self, tokens):
        for token in tokens:
            kind, text = token[:2]
            if kind == ENCODING:
                self.encoding = text
            elif kind == ENDMARKER and not self.loose and len(token) > 2:
                break
            elif self.loose or len(token) == 2:
                self.loose = True
                self.put(kind, text)
            else:
                self.place(kind, text, *token[2:4])
        text = "".join(self.parts)
        return text.encode(self.encoding) if self.encoding else text

    def place(self, kind, text, start, end):
        if kind == INDENT:
            self.indents.append(text)
            return
        if kind == DEDENT:
            self.indents.pop()
            self.row, self.column = end
            return
        if kind in (NEWLINE, NL):
            self.line_starts = True
        elif self.line_starts and self.indents:
            indent = self.indents[-1]
            if start[1] >= len(indent):
                self.parts.append(indent)
                self.column = len(indent)
            self.line_starts = False
        elif kind == FSTRING_MIDDLE and ("{" in text or "}" in text):
            text = _doubled(text)
            last = text.splitlines()[-1]
            end = end[0], end[1] + last.count("{{") + last.count("}}")
        elif kind in (STRING, FSTRING_START) and self.before in (STRING, FSTRING_END):
            self.parts.append(" ")
        self.space(*start)
        self.parts.append(text)
        self.row, self.column = end
        if kind in (NEWLINE, NL):
            self.row, self.column = self.row + 1, 0
        self.before = kind

    def space(self, row, column):
        if (row, column) < (self.row, self.column):
            raise ValueError(f"start ({row},{column}) precedes previous end ({self.row},{self.column})")
        if row > self.row:
            self.parts.append("\\\n" * (row - self.row))
            self.column = 0
        self.parts.append(" " * (column - self.column))

    def put(self, kind, text):
        if kind in (NAME, NUMBER):
            text += " "
        if kind == STRING and self.after_string:
            text = " " + text
        self.after_string = kind == STRING
        self.in_format += (kind == FSTRING_START) - (kind == FSTRING_END)
        if kind == INDENT:
            self.indents.append(text)
            return
        if kind == DEDENT:
            self.indents.pop()
            return
        if kind in (NEWLINE, NL):
            self.line_starts = True
        elif self.line_starts and self.indents:
            self.parts.append(self.indents[-1])
            self.line_starts = False
        elif kind == FSTRING_MIDDLE:
            text = _doubled(text)
        if text in ("{", "}") and self.in_format and self.parts and self.parts[-1] == text:
            text = " " + text
        if kind in (STRING, FSTRING_START) and self.before in (STRING, FSTRING_END):
            self.parts.append(" ")
        self.parts.append(text)
        self.before = kind
