"""Digests of bytes: MD5, the SHA families and BLAKE2."""

import _hashes
from _hashlib import (
    openssl_md5 as md5, openssl_sha1 as sha1, openssl_sha224 as sha224,
    openssl_sha256 as sha256, openssl_sha384 as sha384, openssl_sha512 as sha512,
    openssl_sha3_224 as sha3_224, openssl_sha3_256 as sha3_256, openssl_sha3_384 as sha3_384,
    openssl_sha3_512 as sha3_512, openssl_shake_128 as shake_128,
    openssl_shake_256 as shake_256)

_NAMES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256",
          "sha3_384", "sha3_512", "shake_128", "shake_256", "blake2b", "blake2s")

algorithms_guaranteed = set(_NAMES)
algorithms_available = set(_NAMES)

__all__ = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s",
           "sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256", "new",
           "algorithms_guaranteed", "algorithms_available", "pbkdf2_hmac", "file_digest")


def blake2b(data=b"", /, *, digest_size=64, key=b"", usedforsecurity=True):
    """Return a new BLAKE2b hash object."""
    return _blake("blake2b", 64, data, digest_size, key)


def blake2s(data=b"", /, *, digest_size=32, key=b"", usedforsecurity=True):
    """Return a new BLAKE2s hash object."""
    return _blake("blake2s", 32, data, digest_size, key)


def _blake(name, most, data, size, key):
    if not 1 <= size <= most:
        raise ValueError(f"digest_size must be between 1 and {most} bytes")
    if key:
        raise NotImplementedError("keyed BLAKE2 is not supported by Refscope")
    return _hashes.start(name, data, size)


def new(name, data=b"", **kwargs):
    """new(name, data=b'') - Return a new hashing object using the named algorithm."""
    known = name.lower().replace("-", "_") if isinstance(name, str) else name
    known = known.replace("sha_", "sha") if isinstance(known, str) else known
    if known not in _NAMES:
        raise ValueError("unsupported hash type " + str(name))
    return _hashes.start(known, data)


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

