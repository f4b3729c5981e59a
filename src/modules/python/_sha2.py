"""SHA-2 by the name of CPython's C module."""

from hashlib import sha224, sha256, sha384, sha512
