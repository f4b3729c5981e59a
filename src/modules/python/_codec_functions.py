"""The single encoders and decoders of `codecs`, each of which says how much it has read."""

import re as _re

from codecs import lookup_error as _lookup_error

_SIMPLE = {b"\n": b"", b"\\": b"\\", b"'": b"'", b'"': b'"', b"b": b"\b", b"f": b"\f", b"t": b"\t",
           b"n": b"\n", b"r": b"\r", b"v": b"\v", b"a": b"\a"}
_ESCAPE = _re.compile(rb"\\([0-7]{1,3}|x[0-9a-fA-F]{2}|x[0-9a-fA-F]?|.|\Z)", _re.DOTALL)


def _article(value):
    return "None" if value is None else type(value).__name__


def _need_text(name, text):
    if not isinstance(text, str):
        raise TypeError(f"{name}() argument 1 must be str, not {_article(text)}")


def _need_bytes(data):
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None


def escape_encode(data, errors=None, /):
    if not isinstance(data, bytes):
        raise TypeError(f"escape_encode() argument 1 must be bytes, not {_article(data)}")
    # A repr in double quotes leaves single quotes as they are.
    return repr(data + b'"')[2:-2].encode("ascii"), len(data)


def escape_decode(data, errors=None, /):
    data = data.encode() if isinstance(data, str) else _need_bytes(data)

    def put(found):
        escape = found[1]
        if not escape:
            raise ValueError("Trailing \\ in string")
        if escape in _SIMPLE:
            return _SIMPLE[escape]
        if escape[0] in b"01234567":
            return bytes([int(escape, 8) & 255])
        if escape[:1] != b"x":
            return found[0]
        if len(escape) == 3:
            return bytes([int(escape[1:], 16)])
        if errors == "ignore":
            return b""
        if errors == "replace":
            return b"?"
        if errors not in (None, "strict"):
            raise ValueError(f"decoding error; unknown error handling code: {errors:.400s}")
        raise ValueError(f"invalid \\x escape at position {found.start()}")
    return _ESCAPE.sub(put, data), len(data)


def _encoder(name, encoding):
    def encode(text, errors=None, /):
        _need_text(encode.__name__, text)
        return text.encode(encoding, errors or "strict"), len(text)
    encode.__name__ = encode.__qualname__ = name + "_encode"
    return encode


def _begun(data):
    """How many bytes at the end are the beginning of a character in UTF-8."""
    for count in (1, 2, 3):
        try:
            data[-count:].decode()
        except UnicodeDecodeError as error:
            if error.start == 0 and error.end == len(data[-count:]) and error.reason.startswith("unexpected"):
                return count
    return 0


def _decoder(name, encoding, takes_text=False):
    def decode(data, errors=None, final=False, /):
        if takes_text and isinstance(data, str):
            data = data.encode()
        data = _need_bytes(data)
        if encoding == "utf-8" and not final:
            data = data[:len(data) - _begun(data)]
        try:
            return data.decode(encoding, errors or "strict"), len(data)
        except UnicodeDecodeError as error:
            # What may go on later is left for then.
            if final or error.end < len(data) or not error.reason.startswith(("unexpected end", "truncated data")):
                raise
            return data[:error.start].decode(encoding, errors or "strict"), error.start
    decode.__name__ = decode.__qualname__ = name + "_decode"
    return decode


for _name, _encoding in (("utf_8", "utf-8"), ("ascii", "ascii"), ("latin_1", "latin-1"), ("utf_7", "utf-7"),
                         ("utf_16", "utf-16"), ("utf_16_le", "utf-16-le"), ("utf_16_be", "utf-16-be"),
                         ("utf_32", "utf-32"), ("utf_32_le", "utf-32-le"), ("utf_32_be", "utf-32-be"),
                         ("unicode_escape", "unicode-escape"), ("raw_unicode_escape", "raw-unicode-escape")):
    globals()[_name + "_encode"] = _encoder(_name, _encoding)
    globals()[_name + "_decode"] = _decoder(_name, _encoding, "escape" in _name)
del _name, _encoding


def readbuffer_encode(data, errors=None, /):
    data = data.encode() if isinstance(data, str) else _need_bytes(data)
    return data, len(data)


def charmap_build(map, /):
    """Which byte each letter of a table stands at."""
    if not isinstance(map, str):
        raise TypeError(f"charmap_build() argument must be str, not {_article(map)}")
    return {ord(letter): byte for byte, letter in enumerate(map[:256]) if letter != "\ufffe"}


def _byte_of(mapping, letter):
    """The bytes of a letter in a mapping; None where it has none."""
    try:
        found = mapping[ord(letter)]
    except LookupError:
        return None
    if found is None or isinstance(found, bytes):
        return found
    if not isinstance(found, int):
        raise TypeError("character mapping must return integer, bytes or None, not " + type(found).__name__)
    if not 0 <= found < 256:
        raise TypeError("character mapping must be in range(256)")
    return bytes([found])


def charmap_encode(text, errors=None, mapping=None, /):
    """Text as the bytes that a mapping has for its letters."""
    if mapping is None:
        _need_text("charmap_encode", text)
        return latin_1_encode(text, errors)
    _need_text("charmap_encode", text)
    out, at = [], 0
    while at < len(text):
        found = _byte_of(mapping, text[at])
        if found is not None:
            out.append(found)
            at += 1
            continue
        end = at + 1
        while end < len(text) and _byte_of(mapping, text[end]) is None:
            end += 1
        error = UnicodeEncodeError("charmap", text, at, end, "character maps to <undefined>")
        put, at = _lookup_error(errors or "strict")(error)
        if isinstance(put, bytes):
            out.append(put)
            continue
        for letter in put:
            found = _byte_of(mapping, letter)
            if found is None:
                raise error
            out.append(found)
    return b"".join(out), len(text)


def _letter_of(mapping, byte):
    """The text of a byte in a mapping; None where it has none."""
    try:
        found = mapping[byte]
    except LookupError:
        return None
    if found is None or found == "\ufffe" or found == 0xFFFE:
        return None
    if isinstance(found, str):
        return found
    if not isinstance(found, int):
        raise TypeError("character mapping must return integer, None or str")
    if not 0 <= found < 0x110000:
        raise TypeError("character mapping must be in range(0x110000)")
    return chr(found)


def charmap_decode(data, errors=None, mapping=None, /):
    """The text that a mapping has for bytes."""
    data = _need_bytes(data)
    if mapping is None:
        return latin_1_decode(data, errors)
    out, at = [], 0
    while at < len(data):
        found = _letter_of(mapping, data[at])
        if found is None:
            error = UnicodeDecodeError("charmap", data, at, at + 1, "character maps to <undefined>")
            found, at = _lookup_error(errors or "strict")(error)
        else:
            at += 1
        out.append(found)
    return "".join(out), len(data)
