"""Identifiers of 128 bits that nobody else has, by RFC 4122."""

import enum as _enum
import os as _os
import time as _time

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = (
    "reserved for NCS compatibility", "specified in RFC 4122",
    "reserved for Microsoft compatibility", "reserved for future definition")


class SafeUUID(_enum.Enum):
    safe = 0
    unsafe = -1
    unknown = None


class UUID:
    """Instances of the UUID class represent UUIDs as specified in RFC 4122."""

    __slots__ = ("int", "is_safe", "__weakref__")

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None,
                 *, is_safe=SafeUUID.unknown):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be "
                            "given")
        if int is None:
            int = _number(hex, bytes, bytes_le, fields)
        if not 0 <= int < 1 << 128:
            raise ValueError("int is out of range (need a 128-bit value)")
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError("illegal version number")
            int = int & ~(0xC000 << 48) | 0x8000 << 48
            int = int & ~(0xF000 << 64) | version << 76
        object.__setattr__(self, "int", int)
        object.__setattr__(self, "is_safe", is_safe)

    def __setattr__(self, name, value):
        raise TypeError("UUID objects are immutable")

    def __getstate__(self):
        state = {"int": self.int}
        if self.is_safe != SafeUUID.unknown:
            state["is_safe"] = self.is_safe.value
        return state

    def __setstate__(self, state):
        object.__setattr__(self, "int", state["int"])
        safe = SafeUUID(state["is_safe"]) if "is_safe" in state else SafeUUID.unknown
        object.__setattr__(self, "is_safe", safe)

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __str__(self):
        text = self.hex
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    bytes = property(lambda self: self.int.to_bytes(16, "big"))
    hex = property(lambda self: f"{self.int:032x}")
    urn = property(lambda self: "urn:uuid:" + str(self))
    time_low = property(lambda self: self.int >> 96)
    time_mid = property(lambda self: self.int >> 80 & 0xFFFF)
    time_hi_version = property(lambda self: self.int >> 64 & 0xFFFF)
    clock_seq_hi_variant = property(lambda self: self.int >> 56 & 0xFF)
    clock_seq_low = property(lambda self: self.int >> 48 & 0xFF)
    clock_seq = property(lambda self: self.int >> 48 & 0x3FFF)
    node = property(lambda self: self.int & 0xFFFFFFFFFFFF)
    time = property(lambda self: (self.time_hi_version & 0x0FFF) << 48 | self.time_mid << 32
                    | self.time_low)
    fields = property(lambda self: (self.time_low, self.time_mid, self.time_hi_version,
                                    self.clock_seq_hi_variant, self.clock_seq_low, self.node))

    @property
    def bytes_le(self):
        data = self.bytes
        return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]

    @property
    def variant(self):
        top = self.int >> 61 & 7
        if top < 4:
            return RESERVED_NCS
        if top < 6:
            return RFC_4122
        return RESERVED_MICROSOFT if top == 6 else RESERVED_FUTURE

    @property
    def version(self):
        return self.int >> 76 & 0xF if self.variant == RFC_4122 else None


def _number(text, data, mixed, fields):
    if text is not None:
        digits = text.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
        if len(digits) != 32:
            raise ValueError("badly formed hexadecimal UUID string")
        return int(digits, 16)
    if mixed is not None:
        if len(mixed) != 16:
            raise ValueError("bytes_le is not a 16-char string")
        data = mixed[3::-1] + mixed[5:3:-1] + mixed[7:5:-1] + mixed[8:]
    if data is not None:
        if len(data) != 16:
            raise ValueError("bytes is not a 16-char string")
        return int.from_bytes(data, "big")
    if len(fields) != 6:
        raise ValueError("fields is not a 6-tuple")
    number = 0
    for place, (part, bits) in enumerate(zip(fields, (32, 16, 16, 8, 8, 48)), 1):
        if not 0 <= part < 1 << bits:
            raise ValueError(f"field {place} out of range (need a {bits}-bit value)")
        number = number << bits | part
    return number


_node = None
_last = 0


def getnode():
    """Get a number that stands for this machine: a random one, marked as such."""
    global _node
    if _node is None:
        _node = int.from_bytes(_os.urandom(6), "big") | 1 << 40
    return _node


def uuid1(node=None, clock_seq=None):
    """Generate a UUID from a host ID, sequence number, and the current time."""
    global _last
    moment = max(_time.time_ns() // 100 + 0x01B21DD213814000, _last + 1)
    _last = moment
    if clock_seq is None:
        clock_seq = int.from_bytes(_os.urandom(2), "big") & 0x3FFF
    return UUID(fields=(moment & 0xFFFFFFFF, moment >> 32 & 0xFFFF, moment >> 48 & 0x0FFF,
                        clock_seq >> 8 & 0x3F, clock_seq & 0xFF,
                        getnode() if node is None else node), version=1)


def _of_name(kind, namespace, name, version):
    if isinstance(name, str):
        name = name.encode()
    import hashlib
    return UUID(bytes=hashlib.new(kind, namespace.bytes + name).digest()[:16], version=version)


def uuid3(namespace, name):
    """Generate a UUID from the MD5 hash of a namespace UUID and a name."""
    return _of_name("md5", namespace, name, 3)


def uuid4():
    """Generate a random UUID."""
    return UUID(bytes=_os.urandom(16), version=4)


def uuid5(namespace, name):
    """Generate a UUID from the SHA-1 hash of a namespace UUID and a name."""
    return _of_name("sha1", namespace, name, 5)


NAMESPACE_DNS, NAMESPACE_URL, NAMESPACE_OID, NAMESPACE_X500 = (
    UUID(f"6ba7b81{digit}-9dad-11d1-80b4-00c04fd430c8") for digit in "0124")
