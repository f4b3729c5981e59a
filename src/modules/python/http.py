"""What servers answer, by number."""

from enum import IntEnum as _IntEnum, StrEnum as _StrEnum

__all__ = ["HTTPStatus", "HTTPMethod"]
__path__ = []

_ROWS = """100 Continue|101 Switching Protocols|102 Processing|103 Early Hints|200 OK|201 Created|202 Accepted
|203 Non-Authoritative Information|204 No Content|205 Reset Content|206 Partial Content|207 Multi-Status
|208 Already Reported|226 IM Used|300 Multiple Choices|301 Moved Permanently|302 Found|303 See Other
|304 Not Modified|305 Use Proxy|307 Temporary Redirect|308 Permanent Redirect|400 Bad Request
|401 Unauthorized|402 Payment Required|403 Forbidden|404 Not Found|405 Method Not Allowed
|406 Not Acceptable|407 Proxy Authentication Required|408 Request Timeout|409 Conflict|410 Gone
|411 Length Required|412 Precondition Failed|413 Content Too Large|414 URI Too Long
|415 Unsupported Media Type|416 Range Not Satisfiable|417 Expectation Failed|418 I'm a Teapot
|421 Misdirected Request|422 Unprocessable Content|423 Locked|424 Failed Dependency|425 Too Early
|426 Upgrade Required|428 Precondition Required|429 Too Many Requests
|431 Request Header Fields Too Large|451 Unavailable For Legal Reasons|500 Internal Server Error
|501 Not Implemented|502 Bad Gateway|503 Service Unavailable|504 Gateway Timeout
|505 HTTP Version Not Supported|506 Variant Also Negotiates|507 Insufficient Storage|508 Loop Detected
|510 Not Extended|511 Network Authentication Required"""


def _members():
    for row in _ROWS.replace("\n", "").split("|"):
        code, phrase = row.split(" ", 1)
        name = phrase.upper().replace("'", "").replace(" ", "_").replace("-", "_")
        yield {"I_M_A_TEAPOT": "IM_A_TEAPOT"}.get(name, name), int(code), phrase


_PHRASES = {code: phrase for _, code, phrase in _members()}
_OLD = {"REQUEST_ENTITY_TOO_LARGE": 413, "REQUEST_URI_TOO_LONG": 414,
        "REQUESTED_RANGE_NOT_SATISFIABLE": 416, "UNPROCESSABLE_ENTITY": 422}


class _Status(_IntEnum):
    """HTTP status codes and reason phrases."""

    @property
    def phrase(self):
        return _PHRASES[self.value]

    @property
    def description(self):
        return ""

    is_informational = property(lambda self: 100 <= self <= 199)
    is_success = property(lambda self: 200 <= self <= 299)
    is_redirection = property(lambda self: 300 <= self <= 399)
    is_client_error = property(lambda self: 400 <= self <= 499)
    is_server_error = property(lambda self: 500 <= self <= 599)


HTTPStatus = _Status("HTTPStatus", [(name, code) for name, code, _ in _members()] + list(_OLD.items()),
                     module="http")


class HTTPMethod(_StrEnum):
    """HTTP methods."""

    CONNECT, DELETE, GET, HEAD, OPTIONS = "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS"
    PATCH, POST, PUT, TRACE = "PATCH", "POST", "PUT", "TRACE"

    def __repr__(self):
        return f"<HTTPMethod.{self.name}>"
