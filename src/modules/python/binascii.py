"""Conversion between binary data and ASCII."""

from _binascii import a2b_base64, b2a_base64, crc32, unhexlify


class Error(ValueError):
    __module__ = "binascii"


class Incomplete(Exception):
    __module__ = "binascii"


def hexlify(data, sep=None, bytes_per_sep=1):
    """Return bytes as hexadecimal digits, as bytes."""
    if isinstance(data, str):
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
    view = memoryview(data)
    text = view.hex() if sep is None else view.hex(sep, bytes_per_sep)
    return text.encode()


b2a_hex = hexlify
a2b_hex = unhexlify


def crc_hqx(data, crc, /):
    """Return a CRC-CCITT value of bytes."""
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021) & 0xFFFF if crc & 0x8000 else crc << 1 & 0xFFFF
    return crc
