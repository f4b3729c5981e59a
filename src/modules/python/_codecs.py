"""The functions of codecs by the name of CPython's C module."""

from codecs import decode, encode, lookup, register, unregister
