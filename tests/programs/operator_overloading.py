"""Vectors, polynomials and money: operators from both sides."""
import math
from functools import reduce, total_ordering


class Vector:
    def __init__(self, *xs):
        self.xs = tuple(xs)

    def __repr__(self):
        return f"Vector{self.xs}"

    def __eq__(self, o):
        return self.xs == o.xs if isinstance(o, Vector) else NotImplemented

    def __hash__(self):
        return hash(self.xs)

    def __add__(self, o):
        return Vector(*(a + b for a, b in zip(self.xs, o.xs, strict=True)))

    def __radd__(self, o):
        return self if o == 0 else NotImplemented

    def __sub__(self, o):
        return self + -o

    def __neg__(self):
        return Vector(*(-a for a in self.xs))

    def __mul__(self, k):
        if isinstance(k, Vector):
            return sum(a * b for a, b in zip(self.xs, k.xs))
        return Vector(*(a * k for a in self.xs))

    def __rmul__(self, k):
        return self * k

    def __truediv__(self, k):
        return self * (1 / k)

    def __abs__(self):
        return math.hypot(*self.xs)

    def __bool__(self):
        return any(self.xs)

    def __iter__(self):
        return iter(self.xs)

    def __len__(self):
        return len(self.xs)

    def __getitem__(self, i):
        return Vector(*self.xs[i]) if isinstance(i, slice) else self.xs[i]

    def __format__(self, spec):
        return "<" + ", ".join(format(x, spec) for x in self.xs) + ">"


class Poly:
    def __init__(self, *coefficients):
        while coefficients and coefficients[-1] == 0:
            coefficients = coefficients[:-1]
        self.c = coefficients

    def __call__(self, x):
        return reduce(lambda acc, c: acc * x + c, reversed(self.c), 0)

    def __add__(self, o):
        n = max(len(self.c), len(o.c))
        pad = lambda p: list(p.c) + [0] * (n - len(p.c))
        return Poly(*map(sum, zip(pad(self), pad(o))))

    def __mul__(self, o):
        out = [0] * (len(self.c) + len(o.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(o.c):
                out[i + j] += a * b
        return Poly(*out)

    def __pow__(self, n):
        return reduce(Poly.__mul__, [self] * n, Poly(1))

    def __str__(self):
        terms = []
        for i, c in reversed(list(enumerate(self.c))):
            if c:
                body = ("" if abs(c) == 1 and i else str(abs(c))) + ("" if i == 0 else "x" if i == 1 else f"x^{i}")
                terms.append(("-" if c < 0 else "+") + " " + body)
        text = " ".join(terms) or "0"
        return text.removeprefix("+ ")


@total_ordering
class Money:
    def __init__(self, cents, currency="EUR"):
        self.cents, self.currency = cents, currency

    def _check(self, o):
        if self.currency != o.currency:
            raise TypeError(f"cannot mix {self.currency} and {o.currency}")

    def __eq__(self, o):
        return (self.cents, self.currency) == (o.cents, o.currency)

    def __lt__(self, o):
        self._check(o)
        return self.cents < o.cents

    def __iadd__(self, o):
        self._check(o)
        self.cents += o.cents
        return self

    def __divmod__(self, n):
        return Money(self.cents // n, self.currency), Money(self.cents % n, self.currency)

    def __repr__(self):
        return f"{self.cents // 100}.{self.cents % 100:02} {self.currency}"


u, v = Vector(3, 4), Vector(1, -2)
print(u + v, u - v, 2 * u, u * v, -u, u / 4, abs(u), bool(Vector(0, 0)), sum([u, v, v]))
print(u == Vector(3, 4), u != v, u == (3, 4), len({u, Vector(3, 4), v}), list(u), Vector(1, 2, 3)[1:], f"{u / 3:.2f}")
p, q = Poly(1, 2), Poly(-1, 0, 3)
print(p, "|", q, "|", p + q, "|", p * q, "|", p**3, "|", Poly(0, 0), "|", (p * q)(2))
a, b = Money(1050), Money(990)
print(a > b, a <= b, max(a, b), sorted([a, b]), divmod(a, 4), a != b)
c = a
c += b
print(a is c, a)
for attempt in (lambda: a < Money(1, "USD"), lambda: u + Vector(1), lambda: 1 + u, lambda: u < v, lambda: u + "x"):
    try:
        print(attempt())
    except (TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__, "-", e)
