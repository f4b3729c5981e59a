# An account book: dates, decimals, fractions, Enum, struct records, bytes and bytearray, json, formatted lines.
import json
import struct
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum, IntEnum
from fractions import Fraction


class Kind(Enum):
    FOOD = "food"
    RENT = "rent"
    BOOKS = "books"

    @property
    def rate(self):
        return Decimal("0.19") if self is Kind.BOOKS else Decimal("0.07")


class Level(IntEnum):
    LOW = 1
    HIGH = 3


RECORD = struct.Struct(">HIb")
CENT = Decimal("0.01")
start = date(2023, 1, 28)
kinds = list(Kind)


def entries(count):
    for i in range(count):
        yield start + timedelta(days=i * 3), kinds[i * i % 3], Decimal(i * 37 % 1000) / 8


months, by_kind, share = {}, {kind: Decimal(0) for kind in Kind}, Fraction(0)
for day, kind, amount in entries(1100):
    tax = (amount * kind.rate).quantize(CENT, rounding=ROUND_HALF_UP)
    months.setdefault((day.year, day.month), []).append(amount + tax)
    by_kind[kind] += amount
    if day.weekday() >= 5:
        share += Fraction(1, day.day)
for (year, month), amounts in sorted(months.items())[:4]:
    print(f"{year}-{month:02d} {len(amounts):3} {sum(amounts):>12.2f} {max(amounts)!s:>10}")
print({kind.value: str(total) for kind, total in by_kind.items()}, float(share).__round__(9), share.denominator % 1000)

packed = bytearray()
for i in range(14000):
    packed += RECORD.pack(i % 65536, i * i, i % 100 - 50)
check = 0
for byte in packed:
    check = (check * 33 ^ byte) & 0xFFFF
total = 0
for offset in range(0, len(packed), RECORD.size):
    number, square, small = RECORD.unpack_from(packed, offset)
    if number * number == square and small > 0:
        total += small
print(len(packed), hex(check), total, bytes(packed[7:14]), packed.count(0))
packed[10:20] = b"ten bytes!"
print(packed[8:22], packed.find(b"bytes"), int.from_bytes(packed[10:14], "big"), bytes(packed[10:14]).decode().upper())

moment, stamps = datetime(2024, 2, 28, 22, 30), []
while len(stamps) < 2500:
    moment += timedelta(hours=7, minutes=len(stamps) % 60)
    if moment.hour < 6 or Level.LOW < moment.month % 4 < Level.HIGH:
        stamps.append(moment.isoformat())
print(stamps[0], stamps[-1], moment.strftime("%d %B %Y, %H:%M"), (moment - datetime(2024, 1, 1)).days)
back = json.loads(json.dumps([{"at": s, "n": n, "level": Level.HIGH} for n, s in enumerate(stamps)]))
print(len(back), back[3], max(datetime.fromisoformat(row["at"]) for row in back).date())
