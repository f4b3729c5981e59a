"""The names of http.client; Refscope opens no network connections, and says so."""

from http import HTTPStatus as _HTTPStatus

__all__ = ["HTTPConnection", "HTTPSConnection", "HTTPException", "HTTPResponse", "responses"]

HTTP_PORT, HTTPS_PORT = 80, 443
globals().update(_HTTPStatus.__members__)
responses = {status: status.phrase for status in _HTTPStatus.__members__.values()}


class HTTPException(Exception):
    """Something went wrong between client and server."""


class HTTPResponse:
    """What a server would answer."""


class HTTPConnection:
    """A connection that is never made."""

    default_port = HTTP_PORT

    def __init__(self, host, port=None, timeout=None, **options):
        self.host, self.port, self.timeout = host, port or self.default_port, timeout

    def connect(self):
        """Refscope opens no network connections."""
        raise OSError("Refscope opens no network connections")

    def request(self, method, url, body=None, headers={}, **options):
        """Refscope opens no network connections."""
        self.connect()

    getresponse = connect

    def close(self):
        """There is nothing to close."""


class HTTPSConnection(HTTPConnection):
    """A connection that is never made."""

    default_port = HTTPS_PORT
