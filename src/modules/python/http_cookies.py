"""Cookies: names and values that servers give and get back."""

import re as _re
import string as _string

__all__ = ["CookieError", "BaseCookie", "SimpleCookie"]

_LEGAL = _string.ascii_letters + _string.digits + "!#$%&'*+-.^_`|~:"
_UNESCAPED = _LEGAL + " ()/<=>?@[]{}"
_is_legal = _re.compile("[%s]+" % _re.escape(_LEGAL)).fullmatch
_TRANSLATED = {n: f"\\{n:03o}" for n in set(range(256)) - set(map(ord, _UNESCAPED))}
_TRANSLATED.update({ord('"'): '\\"', ord("\\"): "\\\\"})


class CookieError(Exception):
    """A cookie that cannot be."""


def _quote(text):
    """Text in quotes where it has signs that need them."""
    if text is None or _is_legal(text):
        return text
    return '"' + text.translate(_TRANSLATED) + '"'


def _unquote(text):
    if text is None or len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    return _re.sub(r"\\(?:([0-3][0-7][0-7])|(.))",
                   lambda found: chr(int(found[1], 8)) if found[1] else found[2], text[1:-1])


class Morsel(dict):
    """One cookie: its name, value and attributes."""

    _reserved = {"expires": "expires", "path": "Path", "comment": "Comment", "domain": "Domain",
                 "max-age": "Max-Age", "secure": "Secure", "httponly": "HttpOnly",
                 "version": "Version", "samesite": "SameSite"}
    _flags = {"secure", "httponly"}

    def __init__(self):
        self._key = self._value = self._coded_value = None
        dict.update(self, dict.fromkeys(self._reserved, ""))

    key = property(lambda self: self._key)
    value = property(lambda self: self._value)
    coded_value = property(lambda self: self._coded_value)

    def __setitem__(self, K, V):
        K = K.lower()
        if K not in self._reserved:
            raise CookieError(f"Invalid attribute {K!r}")
        dict.__setitem__(self, K, V)

    def setdefault(self, key, val=None):
        key = key.lower()
        if key not in self._reserved:
            raise CookieError(f"Invalid attribute {key!r}")
        return dict.setdefault(self, key, val)

    def update(self, values):
        for key, value in dict(values).items():
            self[key] = value

    def __eq__(self, morsel):
        if not isinstance(morsel, Morsel):
            return NotImplemented
        return (dict.__eq__(self, morsel) and self._value == morsel._value
                and self._key == morsel._key and self._coded_value == morsel._coded_value)

    __ne__ = object.__ne__

    def isReservedKey(self, K):
        return K.lower() in self._reserved

    def set(self, key, val, coded_val):
        if key.lower() in self._reserved:
            raise CookieError(f"Attempt to set a reserved key {key!r}")
        if not _is_legal(key):
            raise CookieError(f"Illegal key {key!r}")
        self._key, self._value, self._coded_value = key, val, coded_val

    def output(self, attrs=None, header="Set-Cookie:"):
        return f"{header} {self.OutputString(attrs)}"

    __str__ = output

    def __repr__(self):
        return f"<{type(self).__name__}: {self.OutputString()}>"

    def OutputString(self, attrs=None):
        """The cookie and its attributes."""
        out = [f"{self._key}={self._coded_value}"]
        for key, value in sorted(self.items()):
            if value == "" or attrs is not None and key not in attrs:
                continue
            shown = self._reserved[key]
            if key == "expires" and isinstance(value, int):
                from email.utils import formatdate
                import time
                out.append(f"{shown}={formatdate(time.time() + value, usegmt=True)}")
            elif key == "max-age" and isinstance(value, int):
                out.append(f"{shown}={value:d}")
            elif key == "comment" and isinstance(value, str):
                out.append(f"{shown}={_quote(value)}")
            elif key in self._flags:
                if value:
                    out.append(shown)
            else:
                out.append(f"{shown}={value}")
        return "; ".join(out)


_PAIR = _re.compile(r"""\s*([\w\d!#%&'~_`><@,:/\$\*\+\-\.\^\|\)\(\?\}\{\=]+?)
                        (?:\s*=\s*("(?:[^\\"]|\\.)*"|\w{3},\s[\w\d\s-]{9,11}\s[\d:]{8}\sGMT|[\w\d!#%&'~_`><@,:/\$\*\+\-\.\^\|\)\(\?\}\{\=\[\]]*))?
                        \s*(?:\s+|;|$)""", _re.ASCII | _re.VERBOSE)


class BaseCookie(dict):
    """Cookies by their names."""

    def value_decode(self, val):
        """The value of what was sent, and what was sent."""
        return val, val

    def value_encode(self, val):
        """The value, and what is sent for it."""
        text = str(val)
        return text, text

    def __init__(self, input=None):
        if input:
            self.load(input)

    def _keep(self, key, real, coded):
        morsel = self.get(key, Morsel())
        morsel.set(key, real, coded)
        dict.__setitem__(self, key, morsel)

    def __setitem__(self, key, value):
        if isinstance(value, Morsel):
            dict.__setitem__(self, key, value)
        else:
            self._keep(key, *self.value_encode(value))

    def output(self, attrs=None, header="Set-Cookie:", sep="\r\n"):
        """All cookies as headers."""
        return sep.join(value.output(attrs, header) for _, value in sorted(self.items()))

    __str__ = output

    def __repr__(self):
        inner = " ".join(f"{key}={value.value!r}" for key, value in sorted(self.items()))
        return f"<{type(self).__name__}: {inner}>"

    def load(self, rawdata):
        """Take cookies from a header, or from a dictionary."""
        if not isinstance(rawdata, str):
            for key, value in rawdata.items():
                self[key] = value
            return
        at, found, seen = 0, [], False
        while 0 <= at < len(rawdata):
            match = _PAIR.match(rawdata, at)
            if not match:
                break
            key, value = match.groups()
            at = match.end()
            if key[0] == "$":
                if seen:
                    found.append((True, key[1:], value))
            elif key.lower() in Morsel._reserved:
                if not seen:
                    return
                if value is None:
                    if key.lower() not in Morsel._flags:
                        return
                    found.append((True, key, True))
                else:
                    found.append((True, key, _unquote(value)))
            elif value is not None:
                found.append((False, key, self.value_decode(value)))
                seen = True
            else:
                return
        morsel = None
        for is_attribute, key, value in found:
            if is_attribute:
                morsel[key] = value
            else:
                self._keep(key, *value)
                morsel = self[key]


class SimpleCookie(BaseCookie):
    """Cookies whose values are texts."""

    def value_decode(self, val):
        return _unquote(val), val

    def value_encode(self, val):
        text = str(val)
        return text, _quote(text)
