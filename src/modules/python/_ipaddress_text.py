"""Addresses of the internet protocol as text and as numbers, for ipaddress."""


def v4_number(text):
    """The number of four octets with dots between."""
    octets = text.split(".")
    if len(octets) != 4:
        raise ValueError(f"Expected 4 octets in {text!r}")
    number = 0
    for octet in octets:
        try:
            number = number << 8 | _octet(octet)
        except ValueError as error:
            raise ValueError(f"{error} in {text!r}") from None
    return number


def _octet(text):
    if not text:
        raise ValueError("Empty octet not permitted")
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"Only decimal digits permitted in {text!r}")
    if len(text) > 3:
        raise ValueError(f"At most 3 characters permitted in {text!r}")
    if text != "0" and text[0] == "0":
        raise ValueError(f"Leading zeros are not permitted in {text!r}")
    if int(text) > 255:
        raise ValueError(f"Octet {int(text)} (> 255) not permitted")
    return int(text)


def v4_text(number):
    """Four octets with dots between."""
    return ".".join(map(str, number.to_bytes(4, "big")))


def v6_number(text):
    """The number of eight groups, of which one run may be left out."""
    parts = text.split(":")
    if len(parts) < 3:
        raise ValueError(f"At least 3 parts expected in {text!r}")
    if "." in parts[-1]:
        try:
            tail = v4_number(parts.pop())
        except ValueError as error:
            raise ValueError(f"{error} in {text!r}") from None
        parts += [f"{tail >> 16:x}", f"{tail & 0xFFFF:x}"]
    if len(parts) > 9:
        raise ValueError(f"At most 8 colons permitted in {text!r}")
    gaps = [place for place in range(1, len(parts) - 1) if not parts[place]]
    if len(gaps) > 1:
        raise ValueError(f"At most one '::' permitted in {text!r}")
    if gaps:
        head, tail = parts[:gaps[0]], parts[gaps[0] + 1:]
        if head == [""]:
            head = []
        elif not head[0]:
            raise ValueError(f"Leading ':' only permitted as part of '::' in {text!r}")
        if tail == [""]:
            tail = []
        elif not tail[-1]:
            raise ValueError(f"Trailing ':' only permitted as part of '::' in {text!r}")
        left_out = 8 - len(head) - len(tail)
        if left_out < 1:
            raise ValueError(f"Expected at most 7 other parts with '::' in {text!r}")
        groups = head + ["0"] * left_out + tail
    else:
        if len(parts) != 8:
            raise ValueError(f"Exactly 8 parts expected without '::' in {text!r}")
        if not parts[0]:
            raise ValueError(f"Leading ':' only permitted as part of '::' in {text!r}")
        if not parts[-1]:
            raise ValueError(f"Trailing ':' only permitted as part of '::' in {text!r}")
        groups = parts
    number = 0
    for group in groups:
        number = number << 16 | _group(group, text)
    return number


def _group(group, text):
    if not set(group) <= set("0123456789abcdefABCDEF"):
        raise ValueError(f"Only hex digits permitted in {group!r} in {text!r}")
    if len(group) > 4:
        raise ValueError(f"At most 4 characters permitted in {group!r} in {text!r}")
    return int(group, 16)


def v6_text(number, short=True):
    """Eight groups; the longest run of zeros is left out unless the whole is wanted."""
    groups = [number >> shift & 0xFFFF for shift in range(112, -16, -16)]
    if not short:
        return ":".join(f"{group:04x}" for group in groups)
    best, length, start = 0, 0, None
    for place in range(9):
        if place < 8 and groups[place] == 0:
            start = place if start is None else start
        elif start is not None:
            if place - start > length:
                best, length = start, place - start
            start = None
    words = [f"{group:x}" for group in groups]
    if length < 2:
        return ":".join(words)
    return ":".join(words[:best]) + "::" + ":".join(words[best + length:])


def prefix_from_mask(number):
    """The length of a netmask's, or hostmask's, run of ones."""
    for mask in (number, ~number & 0xFFFFFFFF) if number else (0,):
        ones = mask.bit_count()
        if mask == 0xFFFFFFFF ^ (0xFFFFFFFF >> ones):
            return ones
    raise ValueError("not a mask")
