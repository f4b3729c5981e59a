"""Digests of bytes: MD5, the SHA families and BLAKE2."""

import _hashes
from _blake2 import blake2b, blake2s
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


# What OpenSSL calls some of them.
_OTHER_NAMES = {"shake128": "shake_128", "shake256": "shake_256", "blake2b512": "blake2b",
                "blake2s256": "blake2s"}


def __hash_new(name, data=b"", **kwargs):
    """new(name, data=b'') - Return a new hashing object using the named algorithm."""
    if name == "blake2b":
        return blake2b(data, **kwargs)
    if name == "blake2s":
        return blake2s(data, **kwargs)
    if not isinstance(name, str):
        raise TypeError("name must be a string")
    known = name.lower()
    if "_" in known and known not in _NAMES or known in ("blake2b", "blake2s"):
        raise ValueError("unsupported hash type " + name)
    known = known.replace("-", "_")
    if known.startswith("sha_"):
        known = known.replace("_", "", 1)
    known = _OTHER_NAMES.get(known, known)
    if known not in _NAMES:
        raise ValueError("unsupported hash type " + name)
    return _hashes.start(known, data)


new = __hash_new


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

