"""Property lists: dictionaries, arrays, texts, numbers, dates and data in XML."""

import binascii as _binascii
import datetime as _datetime
import enum as _enum
import re as _re

__all__ = ["InvalidFileException", "FMT_XML", "FMT_BINARY", "load", "dump", "loads", "dumps", "UID"]


class PlistFormat(_enum.Enum):
    FMT_XML = 1
    FMT_BINARY = 2


FMT_XML, FMT_BINARY = PlistFormat.FMT_XML, PlistFormat.FMT_BINARY


class InvalidFileException(ValueError):
    def __init__(self, message="Invalid file"):
        ValueError.__init__(self, message)


class UID:
    """A reference in a list of objects."""

    def __init__(self, data):
        if not isinstance(data, int):
            raise TypeError("data must be an int")
        if data >= 1 << 64:
            raise ValueError("UIDs cannot be >= 2**64")
        if data < 0:
            raise ValueError("UIDs must be positive")
        self.data = data

    def __index__(self):
        return self.data

    def __repr__(self):
        return f"{type(self).__name__}({self.data!r})"

    def __eq__(self, other):
        return self.data == other.data if isinstance(other, UID) else NotImplemented

    def __hash__(self):
        return hash(self.data)


_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
"""
_CONTROL = _re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _escaped(text):
    if _CONTROL.search(text):
        raise ValueError("strings can't contain control characters; use bytes instead")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Writer:
    def __init__(self, sort_keys, skipkeys):
        self.lines, self.sort, self.skip = [], sort_keys, skipkeys

    def line(self, depth, text):
        self.lines.append("\t" * depth + text)

    def value(self, value, depth):
        if isinstance(value, str):
            self.line(depth, f"<string>{_escaped(value)}</string>")
        elif value is True or value is False:
            self.line(depth, "<true/>" if value else "<false/>")
        elif isinstance(value, int):
            if not -1 << 63 <= value < 1 << 64:
                raise OverflowError(value)
            self.line(depth, f"<integer>{value:d}</integer>")
        elif isinstance(value, float):
            self.line(depth, f"<real>{value!r}</real>")
        elif isinstance(value, dict):
            self.mapping(value, depth)
        elif isinstance(value, (bytes, bytearray)):
            self.data(value, depth)
        elif isinstance(value, _datetime.datetime):
            self.line(depth, f"<date>{value:%Y-%m-%dT%H:%M:%SZ}</date>")
        elif isinstance(value, (tuple, list)):
            if not value:
                self.line(depth, "<array/>")
                return
            self.line(depth, "<array>")
            for item in value:
                self.value(item, depth + 1)
            self.line(depth, "</array>")
        else:
            raise TypeError(f"unsupported type: {type(value)}")

    def mapping(self, value, depth):
        if not value:
            self.line(depth, "<dict/>")
            return
        self.line(depth, "<dict>")
        for key, item in sorted(value.items()) if self.sort else value.items():
            if not isinstance(key, str):
                if self.skip:
                    continue
                raise TypeError("keys must be strings")
            self.line(depth + 1, f"<key>{_escaped(key)}</key>")
            self.value(item, depth + 1)
        self.line(depth, "</dict>")

    def data(self, value, depth):
        self.line(depth, "<data>")
        width = max(16, 76 - 8 * depth) // 4 * 3
        for at in range(0, len(value), width):
            text = _binascii.b2a_base64(bytes(value[at:at + width]), newline=False)
            self.line(depth, text.decode())
        self.line(depth, "</data>")


def dumps(value, *, fmt=FMT_XML, skipkeys=False, sort_keys=True, aware_datetime=False):
    """Return a property list as bytes."""
    if fmt is not FMT_XML:
        raise ValueError(f"Unsupported format: {fmt}")
    writer = _Writer(sort_keys, skipkeys)
    writer.value(value, 0)
    body = "\n".join(writer.lines)
    return f'{_HEAD}<plist version="1.0">\n{body}\n</plist>\n'.encode()


def dump(value, fp, *, fmt=FMT_XML, sort_keys=True, skipkeys=False, aware_datetime=False):
    """Write a property list to a binary file."""
    fp.write(dumps(value, fmt=fmt, sort_keys=sort_keys, skipkeys=skipkeys))


_DATE = _re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z")


def _read(element, make):
    tag, text = element.tag, element.text or ""
    if tag == "dict":
        found, key = make(), None
        for child in element:
            if child.tag == "key":
                if key is not None:
                    raise ValueError("unexpected key at line 0")
                key = child.text or ""
            elif key is None:
                raise ValueError("unexpected element at line 0")
            else:
                found[key], key = _read(child, make), None
        if key is not None:
            raise ValueError(f"missing value for key '{key}' at line 0")
        return found
    if tag == "array":
        return [_read(child, make) for child in element]
    if tag in ("string", "key"):
        return text
    if tag in ("true", "false"):
        return tag == "true"
    if tag == "integer":
        return int(text, 16 if text[:2].lower() == "0x" else 10)
    if tag == "real":
        return float(text)
    if tag == "data":
        return _binascii.a2b_base64("".join(text.split()))
    if tag == "date":
        return _datetime.datetime(*map(int, _DATE.match(text).groups()))
    raise InvalidFileException()


def loads(value, *, fmt=None, dict_type=dict, aware_datetime=False):
    """Read a property list from bytes or text."""
    from xml.etree.ElementTree import XML
    data = value.encode() if isinstance(value, str) else bytes(value)
    if data[:8] == b"bplist00" or data.lstrip()[:1] != b"<":
        raise InvalidFileException()
    root = XML(data)
    if root.tag != "plist" or len(root) != 1:
        raise InvalidFileException()
    return _read(root[0], dict_type)


def load(fp, *, fmt=None, dict_type=dict, aware_datetime=False):
    """Read a property list from a binary file."""
    return loads(fp.read(), fmt=fmt, dict_type=dict_type)
