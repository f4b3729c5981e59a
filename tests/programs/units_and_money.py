"""Exact arithmetic with fractions and decimals, formatted tables."""
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


def interest(principal, rate, years):
    balance = Decimal(principal)
    for year in range(1, years + 1):
        gain = (balance * Decimal(rate) / 100).quantize(CENT, ROUND_HALF_UP)
        balance += gain
        yield year, gain, balance


def split(amount, people):
    share = (amount / people).quantize(CENT, ROUND_DOWN)
    shares = [share] * people
    left = int((amount - share * people) / CENT)
    return [s + CENT if i < left else s for i, s in enumerate(shares)]


print(f"{'year':>4} {'gain':>10} {'balance':>12}")
for year, gain, balance in interest("1500.00", "3.75", 4):
    print(f"{year:>4} {gain:>10,} {balance:>12,}")
print(split(Decimal("100.00"), 3), sum(split(Decimal("0.05"), 3)))
print(0.1 + 0.2, Decimal("0.1") + Decimal("0.2"), Fraction(1, 10) + Fraction(2, 10), 0.1 + 0.2 == 0.3)
for text in ("2.5", "3.5", "-2.5", "2.675"):
    d = Decimal(text)
    print(text, [str(d.quantize(Decimal("1"), r)) for r in (ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_DOWN)], round(d, 1), round(float(text)))


def continued(x):
    while True:
        whole = x.numerator // x.denominator
        yield whole
        x -= whole
        if not x:
            return
        x = 1 / x


pi = Fraction(314159265, 100000000)
print(list(continued(pi))[:6], [str(pi.limit_denominator(n)) for n in (10, 200, 1000)])
h = sum(Fraction(1, n) for n in range(1, 11))
print(h, float(h), h.numerator % 7, Fraction("3/4") ** -2, Fraction(7, 3) // 1, Fraction(-7, 3) % 1, abs(Fraction(-1, 2)))
print(sorted([Fraction(1, 2), 0.3, Decimal("0.4"), 1], key=float), max(Fraction(2, 3), Fraction(3, 4)), Fraction(1, 3) == 1 / 3)
UNITS = {"mm": Fraction(1), "cm": Fraction(10), "in": Fraction(254, 10), "ft": Fraction(3048, 10)}


class Length:
    def __init__(self, value, unit="mm"):
        self.mm = Fraction(value) * UNITS[unit]

    def __add__(self, o):
        return Length(self.mm + o.mm)

    def __mul__(self, k):
        return Length(self.mm * k)

    def to(self, unit):
        return self.mm / UNITS[unit]

    def __format__(self, unit):
        v = self.to(unit or "mm")
        return f"{v if v.denominator == 1 else float(v):.6g} {unit or 'mm'}" if v.denominator != 1 else f"{v} {unit or 'mm'}"


desk = Length(5, "ft") + Length("1/4", "in") * 3
print(f"{desk} = {desk:in} = {desk:ft} = {desk:cm}", desk.to("in"))
for bad in (lambda: Length(1, "yd"), lambda: Decimal("1,5"), lambda: Fraction("a"), lambda: Decimal(1) + 0.5, lambda: Fraction(1, 0)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
