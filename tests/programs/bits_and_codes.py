"""Bits: flags, codes, checksums, and a Huffman tree."""
import heapq
from collections import Counter


def parity(n):
    p = 0
    while n:
        p ^= n & 1
        n >>= 1
    return p


def gray(n):
    return n ^ (n >> 1)


def hamming(a, b):
    return (a ^ b).bit_count()


def crc8(data, poly=0x07):
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = ((crc << 1) ^ poly if crc & 0x80 else crc << 1) & 0xFF
    return crc


def adler(data):
    a, b = 1, 0
    for x in data:
        a = (a + x) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def xor(data, key):
    return bytes(d ^ key[i % len(key)] for i, d in enumerate(data))


def rle(text):
    out, last, n = [], None, 0
    for c in [*text, None]:
        if c == last:
            n += 1
        else:
            if last is not None:
                out.append((n, last))
            last, n = c, 1
    return out


def huffman(text):
    heap = [(n, i, c) for i, (c, n) in enumerate(sorted(Counter(text).items()))]
    heapq.heapify(heap)
    tick = len(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (a[0] + b[0], tick, (a[2], b[2])))
        tick += 1
    codes = {}

    def walk(node, prefix):
        if isinstance(node, tuple):
            walk(node[0], prefix + "0")
            walk(node[1], prefix + "1")
        else:
            codes[node] = prefix or "0"

    walk(heap[0][2], "")
    return codes


def decode(bits, codes):
    back = {v: k for k, v in codes.items()}
    out = cur = ""
    for b in bits:
        cur += b
        if cur in back:
            out += back[cur]
            cur = ""
    return out


print([f"{gray(i):03b}" for i in range(8)], [parity(i) for i in range(8)])
print(hamming(0b1011, 0b0110), hamming(-1, 0), bin(0xA5 & ~0xF | 0x3), 1 << 65, (1 << 65) >> 60, -5 >> 1, ~0)
print(crc8(b"123456789"), hex(adler(b"Wikipedia")), xor(xor(b"secret", b"key"), b"key"), xor(b"abc", b"  "))
print(rle("aaabccd"), "".join(c * n for n, c in rle("xxyz")))
text = "she sells sea shells"
codes = huffman(text)
bits = "".join(codes[c] for c in text)
print(codes, len(bits), len(text) * 8, decode(bits, codes) == text, sep="\n")
flags = {"read": 1, "write": 2, "run": 4}
for mode in range(8):
    print(mode, "+".join(n for n, f in flags.items() if mode & f) or "none", end=" | ")
print()
n = int.from_bytes(b"Hi!", "big")
print(n, n.to_bytes(4, "little"), f"{n:b}".zfill(24), bytes.fromhex("deadbeef").hex(" ").upper(), int("0b1010", 0))
print([sum(1 << i for i, c in enumerate(row) if c == "#") for row in ("#.#", ".#.", "###")])
swap = lambda x: int(f"{x:08b}"[::-1], 2)
print([swap(x) for x in (1, 2, 128, 255, 0b11010000)], [x & -x for x in (12, 7, 80)], [(x & (x - 1)) == 0 for x in (8, 12)])
sieve = bytearray([1]) * 50
sieve[:2] = b"\0\0"
for i in range(2, 8):
    if sieve[i]:
        sieve[i * i :: i] = bytes(len(range(i * i, 50, i)))
print([i for i, p in enumerate(sieve) if p], sieve.count(1))
