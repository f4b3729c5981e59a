"""Base16, Base32, Base64 and Base85 data encodings."""

import binascii
from _binascii import decode_groups as _decode_groups, encode_groups as _encode_groups

__all__ = [
    "encode", "decode", "encodebytes", "decodebytes", "b64encode", "b64decode", "b32encode",
    "b32decode", "b16encode", "b16decode", "a85encode", "a85decode", "b85encode", "b85decode", "standard_b64encode",
    "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode", "b32hexencode", "b32hexdecode", "z85encode",
    "z85decode",
]

_b32alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_b32hexalphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
_b85alphabet = (b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                b"!#$%&()*+-;<=>?@^_`{|}~")
_z85alphabet = (b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                b".-:+=^!/*?&<>()[]{}@%$#")
_a85alphabet = bytes(range(33, 118))
_urlsafe_encode = bytes.maketrans(b"+/", b"-_")
_urlsafe_decode = bytes.maketrans(b"-_", b"+/")


def _bytes(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError("argument should be a bytes-like object or ASCII string, "
                        f"not {s.__class__.__name__!r}") from None


def b64encode(s, altchars=None):
    """Encode bytes as Base64; altchars replace + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """Decode Base64; with validate, anything but the alphabet is refused."""
    s = _bytes(s)
    if altchars is not None:
        s = s.translate(bytes.maketrans(_bytes(altchars), b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Encode bytes with the standard alphabet."""
    return b64encode(s)


def standard_b64decode(s):
    """Decode the standard alphabet."""
    return b64decode(s)


def urlsafe_b64encode(s):
    """Encode bytes with - and _ for + and /."""
    return b64encode(s).translate(_urlsafe_encode)


def urlsafe_b64decode(s):
    """Decode an encoding with - and _ for + and /."""
    return b64decode(_bytes(s).translate(_urlsafe_decode))


def b32encode(s):
    """Encode bytes as Base32."""
    s = _own(s)
    out = _encode_groups(s, _b32alphabet, 5)
    count = {0: 0, 1: 6, 2: 4, 3: 3, 4: 1}[len(s) % 5]
    return out[:-count] + b"=" * count if count else out


def b32decode(s, casefold=False, map01=None):
    """Decode Base32."""
    s = _bytes(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _bytes(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b"01", b"O" + map01))
    if casefold:
        s = s.upper()
    digits = s.rstrip(b"=")
    padding = len(s) - len(digits)
    out = _decode_groups(digits + b"A" * padding, _b32alphabet, 5)
    if isinstance(out, int):
        raise binascii.Error("Non-base32 digit found")
    if padding not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    return out[:-{1: 1, 3: 2, 4: 3, 6: 4}[padding]] if padding else out


def b32hexencode(s):
    """Encode bytes as Base32 with the extended hexadecimal alphabet."""
    return b32encode(s).translate(bytes.maketrans(_b32alphabet, _b32hexalphabet))


def b32hexdecode(s, casefold=False):
    """Decode Base32 with the extended hexadecimal alphabet."""
    s = _bytes(s).upper() if casefold else _bytes(s)
    if any(c not in _b32hexalphabet + b"=" for c in s):
        raise binascii.Error("Non-base32 digit found")
    return b32decode(s.translate(bytes.maketrans(_b32hexalphabet, _b32alphabet)))


def b16encode(s):
    """Encode bytes as hexadecimal digits."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """Decode hexadecimal digits."""
    s = _bytes(s)
    if casefold:
        s = s.upper()
    if any(c not in b"0123456789ABCDEF" for c in s):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


def b85encode(b, pad=False):
    """Encode bytes as Base85."""
    b = _own(b)
    padding = -len(b) % 4
    out = _encode_groups(b, _b85alphabet, 4)
    return out[:-padding] if padding and not pad else out


def b85decode(b):
    """Decode Base85."""
    return _b85decode(b, _b85alphabet, "base85")


def _b85decode(b, alphabet, name):
    b = _bytes(b)
    padding = -len(b) % 5
    out = _decode_groups(bytes(b) + alphabet[-1:] * padding, alphabet, 4)
    if isinstance(out, int):
        if out >= 0:
            raise ValueError(f"bad {name} character at position {out}") from None
        raise ValueError(f"{name} overflow in hunk starting at byte {-1 - out}") from None
    return out[:-padding] if padding else out


def z85encode(s):
    """Encode bytes as Base85 in the alphabet of ZeroMQ."""
    s = _own(s)
    padding = -len(s) % 4
    out = _encode_groups(s, _z85alphabet, 4)
    return out[:-padding] if padding else out


def z85decode(s):
    """Decode Base85 in the alphabet of ZeroMQ."""
    return _b85decode(s, _z85alphabet, "z85")


def _own(b):
    """The bytes of an object that has some."""
    return b if isinstance(b, (bytes, bytearray)) else memoryview(b).tobytes()


def _check_bytes(s):
    try:
        view = memoryview(s)
    except TypeError:
        raise TypeError(f"expected bytes-like object, not {type(s).__name__}") from None
    if view.format not in ("c", "b", "B"):
        raise TypeError(f"expected single byte elements, not {view.format!r} from {type(s).__name__}")
    if view.ndim != 1:
        raise TypeError(f"expected 1-D data, not {view.ndim}-D data from {type(s).__name__}")


def encodebytes(s):
    """Encode bytes as lines of Base64."""
    _check_bytes(s)
    pieces = [binascii.b2a_base64(bytes(s[at:at + 57])) for at in range(0, len(s), 57)]
    return b"".join(pieces)


def decodebytes(s):
    """Decode lines of Base64."""
    _check_bytes(s)
    return binascii.a2b_base64(s)


def encode(input, output):
    """Encode a binary file as lines of Base64."""
    while piece := input.read(57):
        output.write(binascii.b2a_base64(piece))


def decode(input, output):
    """Decode a file of lines of Base64."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Encode bytes-like object b using Ascii85 and return a bytes object."""
    b = _own(b)
    missing = -len(b) % 4
    out = _encode_groups(b, _a85alphabet, 4, b"z", b"y" if foldspaces else None)
    if missing and pad and not any(b[-(4 - missing):]):
        out = out[:-5] + b"z"
    elif missing and not pad:
        out = out[:-missing]
    text = (b"<~" if adobe else b"") + out
    if wrapcol:
        width = max(2 if adobe else 1, wrapcol)
        lines = [text[at:at + width] for at in range(0, len(text), width)]
        if adobe and (not lines or len(lines[-1]) + 2 > width):
            lines.append(b"")
        text = b"\n".join(lines)
    return text + b"~>" if adobe else text


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    """Decode the Ascii85 encoded bytes-like object or ASCII string b."""
    b = bytes(_bytes(b))
    if adobe:
        if not b.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b"<~") else b[:-2]
    out, group = bytearray(), []
    for code in b + b"u" * 4:
        if 33 <= code <= 117:
            group.append(code - 33)
            if len(group) == 5:
                number = 0
                for digit in group:
                    number = number * 85 + digit
                if number > 0xFFFFFFFF:
                    raise ValueError("Ascii85 overflow")
                out += number.to_bytes(4, "big")
                group = []
        elif code == 122 or code == 121 and foldspaces:
            if group:
                raise ValueError(f"{chr(code)} inside Ascii85 5-tuple")
            out += bytes(4) if code == 122 else b"    "
        elif code not in ignorechars:
            raise ValueError(f"Non-Ascii85 digit found: {chr(code)}")
    missing = 4 - len(group)
    return bytes(out[:-missing] if missing else out)
