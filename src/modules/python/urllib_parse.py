"""URLs taken apart, put together, quoted and unquoted."""

from collections import namedtuple as _namedtuple
from functools import lru_cache as _lru_cache

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit",
           "urlencode", "parse_qs", "parse_qsl", "quote", "quote_plus", "quote_from_bytes",
           "unquote", "unquote_plus", "unquote_to_bytes", "DefragResult", "ParseResult",
           "SplitResult", "DefragResultBytes", "ParseResultBytes", "SplitResultBytes"]

uses_relative = ["", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp",
                 "mms", "prospero", "rtsp", "rtsps", "rtspu", "sftp", "svn", "svn+ssh", "ws", "wss"]
uses_netloc = ["", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms",
               "https", "shttp", "snews", "prospero", "rtsp", "rtsps", "rtspu", "rsync", "svn",
               "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss", "itms-services"]
uses_params = ["", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp", "rtsps",
               "rtspu", "sip", "sips", "mms", "sftp", "tel"]
_SCHEME_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.")
_SAFE_BYTES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"
_SAFE = frozenset(_SAFE_BYTES)


def _same(result):
    return result


def _encoded(result):
    return result.encode("ascii", "strict")


def _texts(*parts):
    """The parts of a URL as text, and what makes a result of their kind: text or bytes."""
    is_text = isinstance(parts[0], str)
    if any(part and isinstance(part, str) != is_text for part in parts[1:]):
        raise TypeError("Cannot mix str and non-str arguments")
    if is_text:
        return *parts, _same
    return *(part.decode("ascii", "strict") if part else "" for part in parts), _encoded


class _OfText:
    """A result whose parts are text."""

    __slots__ = ()

    def encode(self, encoding="ascii", errors="strict"):
        return self._encoded_counterpart(*(part.encode(encoding, errors) for part in self))


class _OfBytes:
    """A result whose parts are bytes."""

    __slots__ = ()

    def decode(self, encoding="ascii", errors="strict"):
        return self._decoded_counterpart(*(part.decode(encoding, errors) for part in self))

    def geturl(self):
        return _encoded(self.decode().geturl())

    def _part(self, name):
        part = getattr(self.decode(), name)
        return part if part is None else _encoded(part)


class _NetlocOfBytes(_OfBytes):
    __slots__ = ()
    username = property(lambda self: self._part("username"))
    password = property(lambda self: self._part("password"))
    hostname = property(lambda self: self._part("hostname"))
    port = property(lambda self: self.decode().port)


class _Netloc(_OfText):
    """What stands between the slashes: user, password, host and port."""

    __slots__ = ()

    def _user_parts(self):
        info, found, _ = self.netloc.rpartition("@")
        if not found:
            return None, None
        name, colon, password = info.partition(":")
        return name, password if colon else None

    def _host_parts(self):
        host = self.netloc.rpartition("@")[2]
        before, bracket, rest = host.partition("[")
        if bracket:
            name, _, rest = rest.partition("]")
            port = rest.partition(":")[2]
        else:
            name, _, port = host.partition(":")
        return name, port or None

    username = property(lambda self: self._user_parts()[0])
    password = property(lambda self: self._user_parts()[1])

    @property
    def hostname(self):
        name = self._host_parts()[0]
        if not name:
            return None
        name, percent, zone = name.partition("%")
        return name.lower() + percent + zone

    @property
    def port(self):
        port = self._host_parts()[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        if not 0 <= int(port) <= 65535:
            raise ValueError("Port out of range 0-65535")
        return int(port)


class DefragResult(_namedtuple("DefragResult", "url fragment"), _OfText):
    __slots__ = ()

    def geturl(self):
        return f"{self.url}#{self.fragment}" if self.fragment else self.url


class SplitResult(_namedtuple("SplitResult", "scheme netloc path query fragment"), _Netloc):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_namedtuple("ParseResult", "scheme netloc path params query fragment"), _Netloc):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class DefragResultBytes(_namedtuple("DefragResult", "url fragment"), _OfBytes):
    __slots__ = ()

    def geturl(self):
        return self.url + b"#" + self.fragment if self.fragment else self.url


class SplitResultBytes(_namedtuple("SplitResult", SplitResult._fields), _NetlocOfBytes):
    __slots__ = ()


class ParseResultBytes(_namedtuple("ParseResult", ParseResult._fields), _NetlocOfBytes):
    __slots__ = ()


for _text, _bytes in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes),
                      (ParseResult, ParseResultBytes)):
    _text._encoded_counterpart, _bytes._decoded_counterpart = _bytes, _text
del _text, _bytes


@_lru_cache(typed=True)
def urlsplit(url, scheme="", allow_fragments=True):
    """Parse a URL into 5 components: <scheme>://<netloc>/<path>?<query>#<fragment>"""
    url, scheme, like = _texts(url, scheme)
    url = url.lstrip("".join(map(chr, range(33))))
    for letter in "\t\r\n":
        url = url.replace(letter, "")
    scheme = scheme.strip()
    netloc = query = fragment = ""
    head, colon, rest = url.partition(":")
    if colon and head and head[0].isascii() and head[0].isalpha() and set(head) <= _SCHEME_LETTERS:
        scheme, url = head.lower(), rest
    if url[:2] == "//":
        end = min((at for at in map(url[2:].find, "/?#") if at >= 0), default=len(url) - 2) + 2
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
    if allow_fragments and "#" in url:
        url, _, fragment = url.partition("#")
    if "?" in url:
        url, _, query = url.partition("?")
    return like(SplitResult(scheme, netloc, url, query, fragment))


def urlparse(url, scheme="", allow_fragments=True):
    """Parse a URL into 6 components:
<scheme>://<netloc>/<path>;<params>?<query>#<fragment>"""
    url, scheme, like = _texts(url, scheme)
    scheme, netloc, url, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if scheme in uses_params and ";" in url:
        at = url.find(";", url.rfind("/") if "/" in url else 0)
        if at >= 0:
            url, params = url[:at], url[at + 1:]
    return like(ParseResult(scheme, netloc, url, params, query, fragment))


def urlunparse(components):
    """Put a parsed URL back together again."""
    scheme, netloc, url, params, query, fragment, like = _texts(*components)
    url = f"{url};{params}" if params else url
    return like(urlunsplit((scheme, netloc, url, query, fragment)))


def urlunsplit(components):
    """Combine the elements of a tuple as returned by urlsplit() into a complete URL."""
    scheme, netloc, url, query, fragment, like = _texts(*components)
    if netloc:
        if url and url[:1] != "/":
            url = "/" + url
        url = f"//{netloc}{url}"
    elif url[:2] == "//" or (scheme and scheme in uses_netloc and (not url or url[:1] == "/")):
        url = "//" + url
    if scheme:
        url = f"{scheme}:{url}"
    if query:
        url = f"{url}?{query}"
    return like(f"{url}#{fragment}" if fragment else url)


def urljoin(base, url, allow_fragments=True):
    """Join a base URL and a possibly relative URL to form an absolute interpretation of the latter."""
    if not base:
        return url
    if not url:
        return base
    base, url, like = _texts(base, url)
    base_scheme, base_netloc, base_path, base_params, base_query, _ = urlparse(
        base, "", allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, base_scheme, allow_fragments)
    if scheme != base_scheme or scheme not in uses_relative:
        return like(url)
    if scheme in uses_netloc:
        if netloc:
            return like(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = base_netloc
    if not path and not params:
        query = query or base_query
        return like(urlunparse((scheme, netloc, base_path, base_params, query, fragment)))
    path = _resolved(base_path, path)
    return like(urlunparse((scheme, netloc, path, params, query, fragment)))


def _resolved(base, path):
    """A path seen from another one, without . and .. in it."""
    base_parts = base.split("/")
    if base_parts[-1] != "":
        del base_parts[-1]
    if path[:1] == "/":
        parts = path.split("/")
    else:
        parts = base_parts + path.split("/")
        parts[1:-1] = filter(None, parts[1:-1])
    result = []
    for part in parts:
        if part == "..":
            if result:
                result.pop()
        elif part != ".":
            result.append(part)
    if parts[-1] in (".", ".."):
        result.append("")
    return "/".join(result) or "/"


def urldefrag(url):
    """Removes any existing fragment from URL."""
    url, like = _texts(url)
    if "#" not in url:
        return like(DefragResult(url, ""))
    scheme, netloc, path, params, query, fragment = urlparse(url)
    return like(DefragResult(urlunparse((scheme, netloc, path, params, query, "")), fragment))


@_lru_cache
def _quoted(safe):
    """How each byte is written where those of safe are left as they are."""
    plain = _SAFE.union(safe)
    return [chr(byte) if byte in plain else f"%{byte:02X}" for byte in range(256)]


def quote_from_bytes(bs, safe="/"):
    """Like quote(), but accepts a bytes object rather than a str."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if isinstance(safe, str):
        safe = safe.encode("ascii", "ignore")
    else:
        safe = bytes([byte for byte in safe if byte < 128])
    if not bs.rstrip(_SAFE_BYTES + safe):
        return bs.decode()
    return "".join(map(_quoted(safe).__getitem__, bs))


def quote(string, safe="/", encoding=None, errors=None):
    """Replace special characters in string using the %xx escape."""
    if isinstance(string, str):
        string = string.encode(encoding or "utf-8", errors or "strict")
    elif encoding is not None:
        raise TypeError("quote() doesn't support 'encoding' for bytes")
    elif errors is not None:
        raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe="", encoding=None, errors=None):
    """Like quote(), but also replace ' ' with '+', as required for quoting HTML form values."""
    space = " " if isinstance(string, str) else b" "
    if space not in string:
        return quote(string, safe, encoding, errors)
    safe = safe + (" " if isinstance(safe, str) else b" ")
    return quote(string, safe, encoding, errors).replace(" ", "+")


def unquote_to_bytes(string):
    """unquote_to_bytes('abc%20def') -> b'abc def'."""
    if isinstance(string, str):
        string = string.encode()
    first, *rest = bytes(string).split(b"%")
    parts = [first]
    for part in rest:
        try:
            parts.append(bytes.fromhex(part[:2].decode("ascii")) if len(part) >= 2 else None)
            if parts[-1] is None or len(parts[-1]) != 1:
                raise ValueError
            parts.append(part[2:])
        except ValueError:
            parts[-1:] = [] if parts[-1] is None or len(parts[-1]) != 1 else parts[-1:]
            parts.append(b"%" + part)
    return b"".join(parts)


def unquote(string, encoding="utf-8", errors="replace"):
    """Replace %xx escapes by their single-character equivalent."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding or "utf-8", errors or "replace")
    if "%" not in string:
        return string
    import re
    return re.sub("[\x00-\x7f]+", lambda run: unquote_to_bytes(run.group()).decode(
        encoding or "utf-8", errors or "replace"), string)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    """Like unquote(), but also replace plus signs by spaces."""
    return unquote(string.replace("+", " "), encoding, errors)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8",
              errors="replace", max_num_fields=None, separator="&"):
    """Parse a query given as a string argument into a list of pairs."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    if isinstance(qs, str):
        separator, sign = str(separator, "ascii") if isinstance(separator, bytes) else separator, "="
        unquoted = lambda text: unquote_plus(text, encoding, errors)
    else:
        qs = bytes(memoryview(qs or b""))
        separator, sign = separator.encode() if isinstance(separator, str) else separator, b"="
        unquoted = lambda text: unquote_to_bytes(text.replace(b"+", b" "))
    if not qs:
        return []
    fields = qs.split(separator)
    if max_num_fields is not None and len(fields) > max_num_fields:
        raise ValueError("Max number of fields exceeded")
    pairs = []
    for field in fields:
        if not field and not strict_parsing:
            continue
        name, equals, value = field.partition(sign)
        if not equals and strict_parsing:
            raise ValueError("bad query field: %r" % (field,))
        if value or keep_blank_values:
            pairs.append((unquoted(name), unquoted(value)))
    return pairs


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8",
             errors="replace", max_num_fields=None, separator="&"):
    """Parse a query given as a string argument into a dict of lists."""
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors,
                                 max_num_fields, separator):
        found.setdefault(name, []).append(value)
    return found


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    """Encode a dict or sequence of two-element tuples into a URL query string."""
    if hasattr(query, "items"):
        query = query.items()
    elif len(query) and not isinstance(query[0], tuple):
        raise TypeError("not a valid non-string sequence or mapping object")

    def quoted(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    parts = []
    for name, value in query:
        if doseq and not isinstance(value, (str, bytes)) and hasattr(value, "__len__"):
            parts += [f"{quoted(name)}={quoted(one)}" for one in value]
        else:
            parts.append(f"{quoted(name)}={quoted(value)}")
    return "&".join(parts)
