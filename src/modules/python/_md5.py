"""MD5 by the name of CPython's C module."""

from hashlib import md5
