"""The functions of codecs by the name of CPython's C module."""

from codecs import decode, encode, lookup, lookup_error, register, register_error, unregister


def __getattr__(name):
    import codecs
    return getattr(codecs, name)
