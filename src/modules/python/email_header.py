"""Headers in letters beyond ASCII: encoded words."""

import binascii as _binascii
import re as _re

__all__ = ["Header", "decode_header", "make_header"]

_WORD = _re.compile(r"=\?([^?]*?)\?([qQbB])\?(.*?)\?=")
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")


def _quoted(data):
    return "".join("_" if byte == 32 else chr(byte) if byte in _PLAIN else f"={byte:02X}"
                   for byte in data)


def encoded_word(text, charset="utf-8", least=1):
    """Text as one encoded word: Base64 where it saves so many letters."""
    data = text.encode(charset)
    base64 = _binascii.b2a_base64(data, newline=False).decode()
    quoted = _quoted(data)
    if charset.lower() in ("utf-8", "utf8"):
        way, body = ("b", base64) if len(quoted) - len(base64) >= least else ("q", quoted)
    else:
        way, body = "q", quoted
    return f"=?{charset.lower()}?{way}?{body}?="


def _words(text, charset, room):
    """Encoded words, each no longer than a line."""
    made = encoded_word(text, charset)
    if len(made) <= room or len(text) < 2:
        return [made]
    size = max(len(text) * room // len(made), 1)
    while size > 1 and len(encoded_word(text[:size], charset)) > room:
        size -= 1
    return [encoded_word(text[:size], charset)] + _words(text[size:], charset, room)


class Header:
    """A header made of texts in several charsets."""

    def __init__(self, s=None, charset=None, maxlinelen=None, header_name=None,
                 continuation_ws=" ", errors="strict"):
        self._charset, self._chunks = str(charset or "us-ascii"), []
        self._room, self._ws = 76 if maxlinelen is None else maxlinelen, continuation_ws
        self._first = self._room - (len(header_name) + 2 if header_name else 0)
        if s is not None:
            self.append(s, charset, errors)

    def append(self, s, charset=None, errors="strict"):
        """Put a text behind."""
        charset = str(charset or self._charset)
        if isinstance(s, bytes):
            s = s.decode(charset, errors)
        elif charset == "us-ascii" and not s.isascii():
            charset = "utf-8"
        self._chunks.append((s, charset))

    def __str__(self):
        out, last = [], None
        for text, charset in self._chunks:
            plain = charset == "us-ascii"
            if out and plain != last and not text.startswith(" ") and not out[-1].endswith(" "):
                out.append(" ")
            out.append(text)
            last = plain
        return "".join(out)

    def __eq__(self, other):
        return other == str(self)

    def encode(self, splitchars=";, \t", maxlinelen=None, linesep="\n"):
        """The header as it is sent."""
        parts = []
        for text, charset in self._chunks:
            if charset == "us-ascii":
                parts.append(text)
            else:
                parts.extend(_words(text, charset, 75))
        return folded(" ".join(parts), self._first, linesep + self._ws)


def folded(text, room, between):
    """Text in lines of so many letters, where spaces allow it."""
    if len(text) <= room:
        return text
    lines, line = [], ""
    for word in _re.findall(r"\S+\s*|^\s+", text):
        if line and len(line) + len(word.rstrip()) > room:
            lines.append(line.rstrip())
            line, room = "", 77
        line += word
    return between.join(lines + [line.rstrip()])


def decode_header(header):
    """Pairs of bytes or text and the charset, as the header has them."""
    if isinstance(header, Header):
        return [(text.encode(charset), charset) for text, charset in header._chunks]
    if not _WORD.search(header):
        return [(header, None)]
    found, at = [], 0
    for match in _WORD.finditer(header):
        before = header[at:match.start()]
        if before.strip():
            found.append((before.encode("raw-unicode-escape"), None))
        charset, way, body = match.groups()
        if way in "qQ":
            data = _re.sub(rb"=([0-9A-Fa-f]{2})", lambda m: bytes((int(m[1], 16),)),
                           body.replace("_", " ").encode("ascii", "surrogateescape"))
        else:
            data = _binascii.a2b_base64(body + "=" * (-len(body) % 4))
        if found and found[-1][1] == charset.lower():
            found[-1] = found[-1][0] + data, charset.lower()
        else:
            found.append((data, charset.lower()))
        at = match.end()
    if header[at:].strip():
        found.append((header[at:].encode("raw-unicode-escape"), None))
    return found


def make_header(decoded_seq, maxlinelen=None, header_name=None, continuation_ws=" "):
    """The header of what decode_header() gives."""
    made = Header(maxlinelen=maxlinelen, header_name=header_name, continuation_ws=continuation_ws)
    for text, charset in decoded_seq:
        made.append(text, charset)
    return made


def decoded(text):
    """A header's text with its encoded words read."""
    if "=?" not in text:
        return text
    return str(make_header(decode_header(text)))
