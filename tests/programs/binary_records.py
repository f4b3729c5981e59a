"""Packing records into bytes, a tiny archive, hex dumps and views."""
import io
import struct

RECORD = struct.Struct("<H8sfB")


def pack(number, name, weight, flags=0):
    return RECORD.pack(number, name.encode(), weight, flags)


def unpack(data):
    for number, name, weight, flags in RECORD.iter_unpack(data):
        yield number, name.rstrip(b"\0").decode(), round(weight, 3), [f for i, f in enumerate(("new", "hot", "old")) if flags >> i & 1]


def dump(data, width=16):
    for at in range(0, len(data), width):
        part = data[at : at + width]
        text = "".join(chr(b) if 32 <= b < 127 else "." for b in part)
        print(f"{at:04x}  {part.hex(' '):<{width * 3}} {text}")


blob = pack(1, "bolt", 0.25) + pack(500, "gear", 12.5, 0b011) + pack(65535, "longname!", 1e-3, 4)
print(RECORD.size, len(blob), *unpack(blob), sep="\n")
dump(blob)


def write_archive(files):
    out = io.BytesIO()
    out.write(b"TOY1" + struct.pack(">I", len(files)))
    for name, content in files.items():
        raw = name.encode()
        out.write(struct.pack(">BI", len(raw), len(content)) + raw + content)
    return out.getvalue()


def read_archive(data):
    f = io.BytesIO(data)
    if f.read(4) != b"TOY1":
        raise ValueError("not an archive")
    (count,) = struct.unpack(">I", f.read(4))
    for _ in range(count):
        head = f.read(5)
        if len(head) < 5:
            raise EOFError(f"header cut at {f.tell()}")
        n, size = struct.unpack(">BI", head)
        name, content = f.read(n).decode(), f.read(size)
        if len(content) != size:
            raise EOFError(f"{name}: {len(content)} of {size} bytes")
        yield name, content


archive = write_archive({"a.txt": b"hello", "é.bin": bytes(range(5)), "empty": b""})
print(dict(read_archive(archive)), len(archive))
for bad in (b"ZIP!", archive[:-12], archive[:30]):
    try:
        print(list(read_archive(bad)))
    except (ValueError, EOFError) as e:
        print(type(e).__name__, e)
buffer = bytearray(b"................")
view = memoryview(buffer)
struct.pack_into(">HH", buffer, 2, 0xCAFE, 0xBABE)
view[8:12] = b"ABCD"
view[-1] = 33
print(buffer, view[2:6].hex(), bytes(view[::4]), struct.unpack_from(">H", buffer, 4))
print(int.from_bytes(view[2:4], "big"), [hex(x) for x in view[2:6]], view.nbytes, bytes(reversed(view[8:12])))
for attempt in (lambda: struct.pack("B", 256), lambda: struct.unpack("<I", b"123"), lambda: view.__setitem__(0, "x"), lambda: RECORD.pack(1, "x", 1.0, 0), lambda: bytes([1, -1])):
    try:
        print(attempt())
    except (struct.error, TypeError, ValueError) as e:
        print(type(e).__name__, e)
table = bytes.maketrans(b"abc", b"xyz")
print(b"aabbcc-d".translate(table, b"-"), b"%05d|%s|%x" % (42, b"raw", 255), b"a,b;c".replace(b";", b",").split(b","))
text = "naïve café ☕"
for codec in ("utf-8", "latin-1", "utf-16-le", "ascii"):
    try:
        raw = text.encode(codec)
        print(codec, len(raw), raw[:6], raw.decode(codec) == text)
    except UnicodeEncodeError as e:
        print(codec, e.reason, e.start, repr(e.object[e.start : e.end]))
