"""Conversion between binary data and ASCII."""

from _binascii import a2b_base64, b2a_base64, crc32, hexlify, unhexlify


class Error(ValueError):
    __module__ = "binascii"


class Incomplete(Exception):
    __module__ = "binascii"


b2a_hex = hexlify
a2b_hex = unhexlify


def crc_hqx(data, crc, /):
    """Return a CRC-CCITT value of bytes."""
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021) & 0xFFFF if crc & 0x8000 else crc << 1 & 0xFFFF
    return crc


def b2a_uu(data, /, *, backtick=False):
    """Uuencode line of data."""
    if len(data) > 45:
        raise Error("At most 45 bytes at once")
    blank = 96 if backtick else 32
    padded = bytes(data) + bytes(-len(data) % 3)
    out = bytearray([32 + len(data) if data else blank])
    for at in range(0, len(padded), 3):
        number = int.from_bytes(padded[at:at + 3], "big")
        out += bytes(32 + (number >> shift & 63) or blank for shift in (18, 12, 6, 0))
    return bytes(code if code != 32 else blank for code in out) + b"\n"


def a2b_uu(data, /):
    """Decode a line of uuencoded data."""
    data = data.encode("ascii") if isinstance(data, str) else bytes(data)
    data = data.rstrip(b"\r\n")
    length, out = (data[0] - 32 & 63) if data else 0, bytearray()
    for at in range(1, len(data), 4):
        group = data[at:at + 4].ljust(4, b" ")
        if not all(32 <= code <= 96 for code in group):
            raise Error("Illegal char")
        number = 0
        for code in group:
            number = number << 6 | code - 32 & 63
        out += number.to_bytes(3, "big")
    return bytes(out[:length].ljust(length, b"\0"))
