"""The tools for working with streams."""

from _io import (
    BytesIO, StringIO, open, _BufferedIOBase as BufferedIOBase, _IOBase as IOBase,
    _RawIOBase as RawIOBase, _TextIOBase as TextIOBase,
)
from _io_streams import BufferedRandom, BufferedReader, BufferedRWPair, BufferedWriter, FileIO
from _io_wrapper import TextIOWrapper

__all__ = [
    "BlockingIOError", "open", "open_code", "IOBase", "RawIOBase", "FileIO", "BytesIO", "StringIO", "BufferedIOBase",
    "BufferedReader", "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOBase", "TextIOWrapper",
    "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END", "DEFAULT_BUFFER_SIZE",
]

DEFAULT_BUFFER_SIZE = 8 * 1024
SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
BlockingIOError = BlockingIOError


class UnsupportedOperation(OSError, ValueError):
    """A stream does not support what was asked of it."""

    __module__ = "io"


def text_encoding(encoding, stacklevel=2, /):
    """Return the encoding, or the one used where none is given."""
    return "utf-8" if encoding is None else encoding


def open_code(path):
    """Open a file of code, to be read as bytes."""
    return open(path, "rb")
