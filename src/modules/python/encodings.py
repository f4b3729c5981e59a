"""The names of encodings; what they do stands in codecs."""

import codecs

__path__ = []


class CodecRegistryError(LookupError, SystemError):
    """A codec says of itself what cannot be."""


def normalize_encoding(encoding):
    """Normalize an encoding name: letters, digits and dots, with single underscores between."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, "ascii")
    words = "".join(c if c.isalnum() or c == "." else " " for c in encoding).split()
    return "".join(c for c in "_".join(words) if c.isascii())


def search_function(encoding):
    """The codec of a name; None where there is none."""
    try:
        return codecs.lookup(encoding)
    except LookupError:
        return None
