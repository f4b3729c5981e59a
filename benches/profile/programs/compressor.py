# Compressors of text and of bytes: run lengths, back references, a move-to-front list; slices, find, bytearray, struct.
import struct


def runs(text):
    out, i = [], 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out.append(f"{j - i}{text[i]}" if j - i > 1 else text[i])
        i = j
    return "".join(out)


def unruns(packed):
    out, digits = "", ""
    for ch in packed:
        if ch.isdigit():
            digits += ch
        else:
            out += ch * int(digits or "1")
            digits = ""
    return out


def pack(data, window=200):
    out, i = bytearray(), 0
    while i < len(data):
        length, distance = 0, 0
        low = max(0, i - window)
        for size in range(3, 16):
            at = data.find(data[i : i + size], low, i + size - 1)
            if at < 0 or i + size > len(data):
                break
            length, distance = size, i - at
        if length:
            out += struct.pack("<BBB", 255, distance, length)
            i += length
        else:
            out.append(data[i])
            i += 1
    return bytes(out)


def unpack(packed):
    out, i = bytearray(), 0
    while i < len(packed):
        if packed[i] == 255:
            _, distance, length = struct.unpack_from("<BBB", packed, i)
            for _ in range(length):
                out.append(out[-distance])
            i += 3
        else:
            out.append(packed[i])
            i += 1
    return bytes(out)


picture = "\n".join("".join("#" if (x * y) % 17 < 6 else " " for x in range(300)) for y in range(500))
short = runs(picture)
print(len(picture), len(short), unruns(short) == picture, repr(short[:40]))
words = ("the sea and the sand", "a sandy shore", "seas of sand", "and so on")
data = " ".join(words[i * i % 7 % 4] + str(i % 30) for i in range(8000)).encode("ascii")
packed = pack(data)
print(len(data), len(packed), unpack(packed) == data, packed[:30].hex())
order, front = list(range(256)), []
for byte in data[:40000]:
    at = order.index(byte)
    front.append(at)
    order.insert(0, order.pop(at))
print(sum(front), front.count(0), max(front), bytes(order[:12]))
