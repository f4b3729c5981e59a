"""The names of http.server; Refscope opens no network connections, and says so."""

__all__ = ["HTTPServer", "ThreadingHTTPServer", "BaseHTTPRequestHandler", "SimpleHTTPRequestHandler"]


class HTTPServer:
    """A server that is never there."""

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        raise OSError("Refscope opens no network connections")


class ThreadingHTTPServer(HTTPServer):
    """A server that is never there."""


class BaseHTTPRequestHandler:
    """What would answer requests."""

    server_version, protocol_version = "BaseHTTP/0.6", "HTTP/1.0"


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """What would answer requests with files."""
