"""Keyed hashes of messages, by RFC 2104."""

import hashlib as _hashlib

digest_size = None
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


class HMAC:
    """RFC 2104 HMAC class.  Also complies with RFC 4231."""

    def __init__(self, key, msg=None, digestmod=""):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f"key: expected bytes or bytearray, but got {type(key).__name__!r}")
        if not digestmod:
            raise TypeError("Missing required argument 'digestmod'.")
        if isinstance(digestmod, str):
            self._make = lambda data=b"": _hashlib.new(digestmod, data)
        elif callable(digestmod):
            self._make = digestmod
        else:
            self._make = lambda data=b"": digestmod.new(data)
        inner = self._make()
        self.block_size, self.digest_size = inner.block_size, inner.digest_size
        self.name = f"hmac-{inner.name}"
        if len(key) > self.block_size:
            key = self._make(key).digest()
        key = bytes(key).ljust(self.block_size, b"\0")
        inner.update(key.translate(_INNER))
        self._inner, self._outer = inner, self._make(key.translate(_OUTER))
        if msg is not None:
            self.update(msg)

    def update(self, msg):
        """Feed data from msg into this hashing object."""
        self._inner.update(msg)

    def copy(self):
        """Return a separate copy of this hashing object."""
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made._inner, made._outer = self._inner.copy(), self._outer.copy()
        return made

    def digest(self):
        """Return the hash value of this hashing object."""
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer.digest()

    def hexdigest(self):
        """Like digest(), but returns a string of hexadecimal digits instead."""
        return self.digest().hex()


def new(key, msg=None, digestmod=""):
    """Create a new hashing object and return it."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """Fast inline implementation of HMAC."""
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b, /):
    """Return 'a == b', in a time that does not depend on where they differ."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        a, b = a.encode(), b.encode()
    elif isinstance(a, str) or isinstance(b, str):
        names = type(a).__name__, type(b).__name__
        raise TypeError("unsupported operand types(s) or combination of types: "
                        f"'{names[0]}' and '{names[1]}'")
    difference = len(a) ^ len(b)
    for one, other in zip(a, b):
        difference |= one ^ other
    return difference == 0
