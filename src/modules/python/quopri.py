"""Quoted-printable: bytes that are mostly text, in lines of ASCII."""

__all__ = ["encode", "decode", "encodestring", "decodestring"]

_LONGEST = 76


def encodestring(s, quotetabs=False, header=False):
    """Encode bytes."""
    lines = bytes(s).split(b"\n")
    out = []
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        if last and not line:
            break
        shown, made = [], ""
        for at, byte in enumerate(line):
            if header and byte == 32:
                sign = "_"
            elif 33 <= byte <= 126 and byte != 61 and not (header and byte == 95):
                sign = chr(byte)
            elif byte in (9, 32) and not quotetabs and at < len(line) - 1:
                sign = chr(byte)
            else:
                sign = f"={byte:02X}"
            # The last sign of a line needs no room for the mark that it goes on.
            room = _LONGEST if at == len(line) - 1 else _LONGEST - 1
            if len(made) + len(sign) > room:
                shown.append(made + "=")
                made = ""
            made += sign
        shown.append(made)
        out.append("\n".join(shown) + ("" if last else "\n"))
    return "".join(out).encode("ascii")


def decodestring(s, header=False):
    """Decode what encodestring() gives."""
    import re
    data = s.encode("ascii") if isinstance(s, str) else bytes(s)
    if header:
        data = data.replace(b"_", b" ")
    data = re.sub(rb"[ \t]+(\r?\n|$)", rb"\1", data)
    return re.sub(rb"=(?:([0-9A-Fa-f]{2})|\r?\n)",
                  lambda found: bytes((int(found[1], 16),)) if found[1] else b"", data)


def encode(input, output, quotetabs, header=False):
    """Encode a binary file."""
    output.write(encodestring(input.read(), quotetabs, header))


def decode(input, output, header=False):
    """Decode a binary file."""
    output.write(decodestring(input.read(), header))
