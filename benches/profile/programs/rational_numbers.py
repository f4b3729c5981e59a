# A class of fractions: operator methods, hash and order, properties, class and static methods.
class Rational:
    __slots__ = ("_top", "_bottom")
    made = 0

    def __init__(self, top, bottom=1):
        if bottom < 0:
            top, bottom = -top, -bottom
        divisor = self.common(abs(top), bottom)
        self._top, self._bottom = top // divisor, bottom // divisor
        Rational.made += 1

    @staticmethod
    def common(a, b):
        while b:
            a, b = b, a % b
        return a

    @classmethod
    def parse(cls, text):
        return cls(*map(int, text.split("/")))

    @property
    def value(self):
        return self._top / self._bottom

    def __add__(self, other):
        if isinstance(other, int):
            other = Rational(other)
        return Rational(self._top * other._bottom + other._top * self._bottom, self._bottom * other._bottom)

    __radd__ = __add__

    def __neg__(self):
        return Rational(-self._top, self._bottom)

    def __sub__(self, other):
        return self + (-other)

    def __mul__(self, other):
        return Rational(self._top * other._top, self._bottom * other._bottom)

    def __truediv__(self, other):
        return Rational(self._top * other._bottom, self._bottom * other._top)

    def __eq__(self, other):
        return isinstance(other, Rational) and (self._top, self._bottom) == (other._top, other._bottom)

    def __lt__(self, other):
        return self._top * other._bottom < other._top * self._bottom

    def __hash__(self):
        return hash((self._top, self._bottom))

    def __repr__(self):
        return f"{self._top}/{self._bottom}" if self._bottom != 1 else str(self._top)


values = [Rational(n, d) for d in range(1, 210) for n in range(1, d + 1)]
distinct = set(values)
ordered = sorted(distinct)
print(len(values), len(distinct), ordered[:4], ordered[-2:], max(values), min(values))
print(sum((Rational(1, n) for n in range(1, 700)), Rational(0)), sum(ordered[:1500], Rational(0)))
gaps = {b - a for a, b in zip(ordered, ordered[1:])}
print(len(gaps), min(gaps), f"{max(gaps).value:.6f}", Rational.parse("6/-8"))
mean = x = Rational(1, 2)
for k in range(1, 9):
    x = (x + Rational(2) / x) * Rational(1, 2)
print(len(repr(x)), round(x.value, 12), sum(v == mean for v in values), Rational.made)
