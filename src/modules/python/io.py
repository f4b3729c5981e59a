"""The tools for working with streams."""

import _io
import sys as _sys
from _io import BytesIO, StringIO, open
from _io_bases import BufferedIOBase, IOBase, RawIOBase, TextIOBase, UnsupportedOperation
from _io_streams import BufferedRandom, BufferedReader, BufferedRWPair, BufferedWriter, FileIO
from _io_wrapper import TextIOWrapper

__all__ = [
    "BlockingIOError", "open", "open_code", "IOBase", "RawIOBase", "FileIO", "BytesIO", "StringIO", "BufferedIOBase",
    "BufferedReader", "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOBase", "TextIOWrapper",
    "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END", "DEFAULT_BUFFER_SIZE",
    "IncrementalNewlineDecoder",
]

DEFAULT_BUFFER_SIZE = 8 * 1024
SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
BlockingIOError = BlockingIOError

for _base, _kinds in (
    (RawIOBase, (FileIO,)),
    (BufferedIOBase, (BytesIO, BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair,
                      _io.BufferedReader, _io.BufferedWriter, _io.BufferedRandom,
                      type(_sys.__stdin__.buffer), type(_sys.__stdout__.buffer))),
    (TextIOBase, (StringIO, TextIOWrapper, _io.TextIOWrapper, type(_sys.__stdout__))),
):
    for _kind in _kinds:
        _base.register(_kind)
del _base, _kind, _kinds


def text_encoding(encoding, stacklevel=2, /):
    """Return the encoding, or the one used where none is given."""
    return "utf-8" if encoding is None else encoding


def open_code(path):
    """Open a file of code, to be read as bytes."""
    return open(path, "rb")


def __getattr__(name):
    if name != "IncrementalNewlineDecoder":
        raise AttributeError(f"module 'io' has no attribute '{name}'")
    global IncrementalNewlineDecoder
    from _io_newlines import IncrementalNewlineDecoder
    return IncrementalNewlineDecoder
