"""Reading JSON: the classes of json by their old place."""

from _json import decode as _decode
from json import JSONDecodeError, JSONDecoder


def scanstring(string, end, strict=True, /):
    """The string whose first character after the quote stands at end, and the index behind it."""
    found, stop = _decode('"' + string[end:], 0, strict, None, None, None, None, None)
    return found, end + stop - 1
