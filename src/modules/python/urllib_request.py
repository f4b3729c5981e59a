"""The names of urllib.request; Refscope opens no network connections, but files by address."""

import io as _io
from urllib.error import URLError
from urllib.parse import quote, unquote, urlsplit

__all__ = ["Request", "urlopen", "urlretrieve", "build_opener", "install_opener", "pathname2url",
           "url2pathname"]


class Request:
    """What is asked of a server."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False,
                 method=None):
        parts = urlsplit(url)
        if not parts.scheme:
            raise ValueError(f"unknown url type: {url!r}")
        self.full_url, self.data, self._method = url, data, method
        self.type, self.host, self.selector = parts.scheme, parts.netloc, parts.path or "/"
        self.headers = {name.capitalize(): value for name, value in headers.items()}

    def get_method(self):
        """Return the method: GET, or POST where there is data."""
        return self._method or ("GET" if self.data is None else "POST")

    def get_full_url(self):
        """Return the whole address."""
        return self.full_url

    def add_header(self, key, val):
        """Add a header."""
        self.headers[key.capitalize()] = val

    def has_header(self, header_name):
        """Whether there is such a header."""
        return header_name in self.headers

    def get_header(self, header_name, default=None):
        """Return a header's value."""
        return self.headers.get(header_name, default)


def urlopen(url, data=None, timeout=None, *, context=None):
    """Open a file: address; Refscope opens no network connections."""
    request = url if isinstance(url, Request) else Request(url, data)
    if request.type == "file":
        try:
            return open(url2pathname(urlsplit(request.full_url).path), "rb")
        except OSError as error:
            raise URLError(error) from error
    if request.type == "data":
        from base64 import b64decode
        head, _, body = request.full_url[5:].partition(",")
        raw = unquote(body)
        return _io.BytesIO(b64decode(raw) if head.endswith(";base64") else raw.encode())
    if request.type in ("http", "https", "ftp"):
        raise URLError("Refscope opens no network connections")
    raise URLError(f"unknown url type: {request.type}")


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Copy what an address holds to a file."""
    with urlopen(url, data) as source:
        content = source.read()
    with open(filename, "wb") as target:
        target.write(content)
    return filename, {}


class OpenerDirector:
    """Opens addresses."""

    def __init__(self):
        self.addheaders = [("User-agent", "Python-urllib/3.13")]

    def open(self, fullurl, data=None, timeout=None):
        """Open an address as urlopen() does."""
        return urlopen(fullurl, data, timeout)


def build_opener(*handlers):
    """Return an opener."""
    return OpenerDirector()


def install_opener(opener):
    """There is one way to open addresses here."""


def pathname2url(pathname):
    """Turn a path into the part of an address."""
    return quote(pathname)


def url2pathname(pathname):
    """Turn the part of an address into a path."""
    return unquote(pathname)
