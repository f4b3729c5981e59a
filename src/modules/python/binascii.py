"""Conversion between binary data and ASCII."""

from _binascii import a2b_base64, a2b_hex, b2a_base64, b2a_hex, crc32, hexlify, unhexlify


class Error(ValueError):
    __module__ = "binascii"


class Incomplete(Exception):
    __module__ = "binascii"


def crc_hqx(data, crc, /):
    """Return a CRC-CCITT value of bytes."""
    crc &= 0xFFFF
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
    length = (data[0] if data else 0) - 32 & 63
    out, at, number, left = bytearray(), 1, 0, 0
    while len(out) < length:
        # Blanks at the end of a line may have been lost.
        code = data[at] if at < len(data) and data[at] not in b"\r\n" else 32
        if not 32 <= code <= 96:
            raise Error("Illegal char")
        number, left, at = number << 6 | code - 32 & 63, left + 6, at + 1
        if left >= 8:
            left -= 8
            out.append(number >> left & 255)
    if data[at:].strip(b" `\r\n"):
        raise Error("Trailing garbage")
    return bytes(out)


def a2b_qp(data, header=False):
    """Decode a string of qp-encoded data."""
    data = data.encode("ascii") if isinstance(data, str) else bytes(data)
    out, at = bytearray(), 0
    while at < len(data):
        code, after = data[at:at + 1], data[at + 1:at + 3]
        at += 1
        if code == b"_" and header:
            out += b" "
        elif code != b"=" or not after:
            out += code if code != b"=" else b""
        elif after[:1] in b"\r\n":
            at = (data.find(b"\n", at) + 1) or len(data)
        elif after[:1] == b"=":
            out += b"="
            at += 1
        elif len(after) == 2 and all(byte in b"0123456789abcdefABCDEF" for byte in after):
            out.append(int(after, 16))
            at += 2
        else:
            out += b"="
    return bytes(out)


def _is_escaped(data, at, at_start, quotetabs, istext, header):
    """Whether a byte is written by its number."""
    code, following = data[at], data[at + 1:at + 2]
    if code > 126 or code == 61 or header and code == 95:
        return True
    if code == 46:
        return at_start and following in (b"", b"\n", b"\r", b"\0")
    if code in b"\r\n":
        return not istext
    return code < 33 and (code not in b"\t " or quotetabs or not following)


def b2a_qp(data, quotetabs=False, istext=True, header=False):
    """Encode a string using quoted-printable encoding."""
    data = bytes(data)
    first = data.find(b"\n")
    ending = b"\r\n" if first > 0 and data[first - 1] == 13 else b"\n"
    out, width, at = bytearray(), 0, 0
    while at < len(data):
        code, following = data[at], data[at + 1:at + 2]
        if _is_escaped(data, at, not width, quotetabs, istext, header):
            text, breaks = b"=%02X" % code, width + 3 >= 76
        elif istext and (code == 10 or code == 13 and following == b"\n"):
            if out[-1:] in (b" ", b"\t"):
                out[-1:] = b"=%02X" % out[-1]
            out += ending
            width = 0
            at += 1 if code == 10 else 2
            continue
        else:
            text = b"_" if header and code == 32 else bytes([code])
            breaks = following not in (b"", b"\n") and width + 1 >= 76
        if breaks:
            out += b"=" + ending
            width = 0
        out += text
        width += len(text)
        at += 1
    return bytes(out)
