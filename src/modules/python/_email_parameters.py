"""Parameters of headers that are written in pieces or in other alphabets (RFC 2231)."""

import re
from email.utils import quote, unquote
from urllib.parse import quote as percent_quote, unquote as percent_unquote

# What is defined here belongs to email.utils.
__name__ = "email.utils"

_PIECE = re.compile(r"(?P<name>\w+)\*((?P<number>[0-9]+)\*?)?$", re.ASCII)


def encode_rfc2231(s, charset=None, language=None):
    """Encode string according to RFC 2231."""
    s = percent_quote(s, safe="", encoding=charset or "ascii")
    if charset is None and language is None:
        return s
    return f"{charset}'{language or ''}'{s}"


def decode_rfc2231(s):
    """Decode string according to RFC 2231: charset, language and text."""
    parts = s.split("'", 2)
    return (None, None, s) if len(parts) <= 2 else parts


def decode_params(params):
    """Decode parameters list according to RFC 2231."""
    decoded, pieces = [params[0]], {}
    for name, value in params[1:]:
        value, found = unquote(value), _PIECE.match(name)
        if found is None:
            decoded.append((name, f'"{quote(value)}"'))
            continue
        number = found["number"]
        pieces.setdefault(found["name"], []).append(
            (None if number is None else int(number), value, name.endswith("*")))
    for name, parts in pieces.items():
        parts.sort()
        text = quote("".join(percent_unquote(value, encoding="latin-1") if encoded else value
                             for _, value, encoded in parts))
        if any(encoded for _, _, encoded in parts):
            charset, language, text = decode_rfc2231(text)
            decoded.append((name, (charset, language, f'"{text}"')))
        else:
            decoded.append((name, f'"{text}"'))
    return decoded


def collapse_rfc2231_value(value, errors="replace", fallback_charset="us-ascii"):
    """The text of a decoded parameter."""
    if not isinstance(value, tuple) or len(value) != 3:
        return unquote(value)
    charset, _, text = value
    try:
        return bytes(text, "raw-unicode-escape").decode(charset or fallback_charset, errors)
    except LookupError:
        return unquote(text)
