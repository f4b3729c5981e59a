"""SHA-1 by the name of CPython's C module."""

from hashlib import sha1
