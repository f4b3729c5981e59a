"""Digests of bytes: MD5, the SHA families and BLAKE2."""

import _hashes
from _types import _seal

_SIZES = {"md5": (16, 64), "sha1": (20, 64), "sha224": (28, 64), "sha256": (32, 64),
          "sha384": (48, 128), "sha512": (64, 128), "sha3_224": (28, 144), "sha3_256": (32, 136),
          "sha3_384": (48, 104), "sha3_512": (64, 72), "shake_128": (0, 168),
          "shake_256": (0, 136), "blake2b": (64, 128), "blake2s": (32, 64)}

algorithms_guaranteed = set(_SIZES)
algorithms_available = set(_SIZES)

__all__ = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s",
           "sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256", "new",
           "algorithms_guaranteed", "algorithms_available", "pbkdf2_hmac", "file_digest")


def _bytes(data):
    if isinstance(data, str):
        raise TypeError("Strings must be encoded before hashing")
    if not isinstance(data, (bytes, bytearray, memoryview)):
        try:
            return memoryview(data).tobytes()
        except TypeError:
            raise TypeError("object supporting the buffer API required") from None
    return bytes(data)


class HASH:
    """A digest in the making; it keeps what it was given until asked."""

    __module__ = "_hashlib"
    __slots__ = ("name", "digest_size", "block_size", "_parts", "_asked")

    def __init__(self, name, data=b"", digest_size=None):
        self.name = name
        self.digest_size, self.block_size = _SIZES[name]
        if digest_size is not None:
            self.digest_size = digest_size
        # What to ask for; None where each digest is told its length.
        self._asked = 0
        if name[:5] == "shake":
            self._asked = None
        elif name[:5] == "blake":
            self._asked = self.digest_size
        self._parts = [data if type(data) is bytes else _bytes(data)]

    def update(self, data, /):
        """Update this hash object's state with the provided string."""
        self._parts.append(_bytes(data))

    def _compute(self, size=0):
        parts = self._parts
        if len(parts) > 1:
            parts[:] = [b"".join(parts)]
        data = parts[0]
        return _hashes.digest(self.name, data, size)

    def digest(self, *length):
        """Return the digest value as a bytes object."""
        if self._asked is None:
            if not length:
                raise TypeError("digest() missing required argument 'length' (pos 1)")
            return self._compute(length[0])
        if length:
            raise TypeError(f"HASH.digest() takes no arguments ({len(length)} given)")
        return self._compute(self._asked)

    def hexdigest(self, *length):
        """Return the digest value as a string of hexadecimal digits."""
        return self.digest(*length).hex()

    def copy(self):
        """Return a copy of the hash object."""
        return HASH(self.name, b"".join(self._parts), self.digest_size)

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object @ {id(self):#x}>"


def _maker(name):
    def make(string=b"", *, usedforsecurity=True):
        return HASH(name, string)

    make.__name__ = make.__qualname__ = "openssl_" + name
    make.__doc__ = f"Returns a {name} hash object; optionally initialized with a string"
    return make


md5, sha1, sha224, sha256, sha384, sha512 = map(
    _maker, ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))
sha3_224, sha3_256, sha3_384, sha3_512, shake_128, shake_256 = map(
    _maker, ("sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256"))


def blake2b(data=b"", /, *, digest_size=64, key=b"", usedforsecurity=True):
    """Return a new BLAKE2b hash object."""
    return _blake("blake2b", data, digest_size, key)


def blake2s(data=b"", /, *, digest_size=32, key=b"", usedforsecurity=True):
    """Return a new BLAKE2s hash object."""
    return _blake("blake2s", data, digest_size, key)


def _blake(name, data, size, key):
    most = _SIZES[name][0]
    if not 1 <= size <= most:
        raise ValueError(f"digest_size for {name.capitalize()} must be between 1 and {most} bytes, "
                         f"here it is {size}")
    if key:
        raise NotImplementedError("keyed BLAKE2 is not supported by Refscope")
    return HASH(name, data, size)


def new(name, data=b"", **kwargs):
    """new(name, data=b'') - Return a new hashing object using the named algorithm."""
    known = name.lower().replace("-", "_") if isinstance(name, str) else name
    known = known.replace("sha_", "sha") if isinstance(known, str) else known
    if known not in _SIZES:
        raise ValueError("unsupported hash type " + str(name))
    return HASH(known, data)


def file_digest(fileobj, digest, /):
    """Hash the contents of a file-like object. Returns a digest object."""
    made = new(digest) if isinstance(digest, str) else digest()
    while chunk := fileobj.read(1 << 18):
        made.update(chunk)
    return made


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."""
    import hmac
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    if dklen is None:
        dklen = new(hash_name).digest_size
    if dklen > 2**31 - 1:
        raise OverflowError("key length is too great.")
    key, block = b"", 0
    while len(key) < dklen:
        block += 1
        last = hmac.digest(password, salt + block.to_bytes(4, "big"), hash_name)
        total = int.from_bytes(last, "big")
        for _ in range(iterations - 1):
            last = hmac.digest(password, last, hash_name)
            total ^= int.from_bytes(last, "big")
        key += total.to_bytes(len(last), "big")
    return key[:dklen]


_seal(HASH)
