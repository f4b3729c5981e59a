"""What may go wrong when an address is opened."""

import io as _io

__all__ = ["URLError", "HTTPError", "ContentTooShortError"]


class URLError(OSError):
    """An address could not be opened."""

    def __init__(self, reason, filename=None):
        self.args = reason,
        self.reason = reason
        if filename is not None:
            self.filename = filename

    def __str__(self):
        return f"<urlopen error {self.reason}>"


class HTTPError(URLError):
    """A server answered with a status that is an error."""

    def __init__(self, url, code, msg, hdrs, fp):
        super().__init__(msg, url)
        self.code, self.msg, self.hdrs = code, msg, hdrs
        self.fp = fp if fp is not None else _io.BytesIO()

    def __str__(self):
        return f"HTTP Error {self.code}: {self.msg}"

    def __repr__(self):
        return f"<HTTPError {self.code}: {self.msg!r}>"


class ContentTooShortError(URLError):
    """Less came than was promised."""

    def __init__(self, message, content):
        super().__init__(message)
        self.content = content
