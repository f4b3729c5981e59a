"""Rational numbers: a numerator over a positive denominator, in lowest terms."""

import math as _math
import numbers as _numbers
import operator as _operator
from functools import lru_cache as _lru_cache

__all__ = ["Fraction"]

_MODULUS = 2**61 - 1


def _parse(text):
    """Numerator and denominator of a text such as ' -3/4 ' or '1.5e3', or None."""
    body = text.strip()
    sign = 1
    if body[:1] in ("+", "-"):
        sign = -1 if body[0] == "-" else 1
        body = body[1:]
    over = body.find("/")
    if over >= 0:
        numerator, denominator = _digits(body[:over].rstrip()), _digits(body[over + 1:].lstrip())
        if numerator is None or denominator is None:
            return None
        return sign * numerator, denominator
    mantissa, mark, power = body.lower().partition("e")
    exponent = 0
    if mark:
        unsigned = power[1:] if power[:1] in ("+", "-") else power
        exponent = _digits(unsigned)
        if exponent is None:
            return None
        if power[0] == "-":
            exponent = -exponent
    whole, point, part = mantissa.partition(".")
    left = _digits(whole) if whole else 0
    right = _digits(part) if part else 0
    if left is None or right is None or not (whole or part):
        return None
    if part:
        width = len(part.replace("_", ""))
        left = left * 10**width + right
        exponent -= width
    return (sign * left * 10**exponent, 1) if exponent >= 0 else (sign * left, 10**-exponent)


def _digits(text):
    """A run of digits, underscores between them, as an int; None for anything else."""
    plain = text.replace("_", "")
    if not plain.isdecimal() or text[0] == "_" or text[-1] == "_" or "__" in text:
        return None
    return int(plain)


@_lru_cache(maxsize=1 << 14)
def _hash(numerator, denominator):
    try:
        inverse = pow(denominator, -1, _MODULUS)
    except ValueError:
        result = 314159
    else:
        result = hash(hash(abs(numerator)) * inverse)
    result = result if numerator >= 0 else -result
    return -2 if result == -1 else result


class Fraction(_numbers.Rational):
    """This class implements rational numbers.

In the two-argument form of the constructor, Fraction(8, 6) will
produce a rational number equivalent to 4/3. Both arguments must
be Rational. The numerator defaults to 0 and the denominator
defaults to 1 so that Fraction(3) == 3 and Fraction() == 0."""

    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = object.__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
                return self
            pair = _read(numerator)
            if isinstance(numerator, str):
                numerator, denominator = pair
            else:
                self._numerator, self._denominator = pair
                return self
        elif type(numerator) is int is type(denominator):
            pass
        elif (isinstance(numerator, _numbers.Rational)
              and isinstance(denominator, _numbers.Rational)):
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        else:
            raise TypeError("both arguments should be Rational instances")
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        divisor = _math.gcd(numerator, denominator)
        if denominator < 0:
            divisor = -divisor
        self._numerator, self._denominator = numerator // divisor, denominator // divisor
        return self

    @classmethod
    def from_float(cls, f):
        """Converts a finite float to a rational number, exactly.

Beware that Fraction.from_float(0.3) != Fraction(3, 10)."""
        if isinstance(f, _numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, "
                            f"not {f!r} ({type(f).__name__})")
        return cls._of(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """Converts a finite Decimal instance to a rational number, exactly."""
        from decimal import Decimal
        if isinstance(dec, _numbers.Integral):
            dec = Decimal(int(dec))
        elif not isinstance(dec, Decimal):
            raise TypeError(f"{cls.__name__}.from_decimal() only takes Decimals, "
                            f"not {dec!r} ({type(dec).__name__})")
        return cls._of(*dec.as_integer_ratio())

    @classmethod
    def _of(cls, numerator, denominator):
        """A fraction whose parts are known to be in lowest terms."""
        self = object.__new__(cls)
        self._numerator, self._denominator = numerator, denominator
        return self

    def is_integer(self):
        """Return True if the Fraction is an integer."""
        return self._denominator == 1

    def as_integer_ratio(self):
        """Return a pair of integers, whose ratio is equal to the original Fraction."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """Closest Fraction to self with denominator at most max_denominator."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        below, above = (0, 1), (1, 0)
        n, d = self._numerator, self._denominator
        while True:
            digit = n // d
            under = below[1] + digit * above[1]
            if under > max_denominator:
                break
            below, above = above, (below[0] + digit * above[0], under)
            n, d = d, n - digit * d
        steps = (max_denominator - below[1]) // above[1]
        # The last convergent, and the closest one between the last two: whichever is nearer.
        if 2 * d * (below[1] + steps * above[1]) <= self._denominator:
            return Fraction._of(*above)
        return Fraction._of(below[0] + steps * above[0], below[1] + steps * above[1])

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def __repr__(self):
        return f"{type(self).__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f"{self._numerator}/{self._denominator}"

    def __format__(self, spec, /):
        if not spec:
            return str(self)
        from _fraction_format import format_fraction
        return format_fraction(self, spec)

    def __add__(a, b):
        return _operate(a, b, _add, _operator.add)

    def __radd__(b, a):
        return _operate_reversed(b, a, _add, _operator.add)

    def __sub__(a, b):
        return _operate(a, b, _sub, _operator.sub)

    def __rsub__(b, a):
        return _operate_reversed(b, a, _sub, _operator.sub)

    def __mul__(a, b):
        return _operate(a, b, _mul, _operator.mul)

    def __rmul__(b, a):
        return _operate_reversed(b, a, _mul, _operator.mul)

    def __truediv__(a, b):
        return _operate(a, b, _div, _operator.truediv)

    def __rtruediv__(b, a):
        return _operate_reversed(b, a, _div, _operator.truediv)

    def __floordiv__(a, b):
        return _operate(a, b, _floordiv, _operator.floordiv)

    def __rfloordiv__(b, a):
        return _operate_reversed(b, a, _floordiv, _operator.floordiv)

    def __mod__(a, b):
        return _operate(a, b, _mod, _operator.mod)

    def __rmod__(b, a):
        return _operate_reversed(b, a, _mod, _operator.mod)

    def __divmod__(a, b):
        return _operate(a, b, _divmod, divmod)

    def __rdivmod__(b, a):
        return _operate_reversed(b, a, _divmod, divmod)

    def __pow__(a, b):
        if isinstance(b, _numbers.Rational):
            if b.denominator != 1:
                return float(a) ** float(b)
            power, n, d = b.numerator, a._numerator, a._denominator
            if power >= 0:
                return Fraction._of(n**power, d**power)
            if n == 0:
                raise ZeroDivisionError(f"Fraction({d ** -power}, 0)")
            if n < 0:
                n, d = -n, -d
            return Fraction._of(d**-power, n**-power)
        if isinstance(b, (float, complex)):
            return float(a) ** b
        return NotImplemented

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, _numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        if b._denominator == 1:
            return a ** b._numerator
        return a ** float(b)

    def __pos__(a):
        return Fraction._of(a._numerator, a._denominator)

    def __neg__(a):
        return Fraction._of(-a._numerator, a._denominator)

    def __abs__(a):
        return Fraction._of(abs(a._numerator), a._denominator)

    def __int__(a):
        return a.__trunc__()

    def __trunc__(a):
        n, d = a._numerator, a._denominator
        return -(-n // d) if n < 0 else n // d

    def __floor__(a):
        return a._numerator // a._denominator

    def __ceil__(a):
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            twice = 2 * rest
            if twice > self._denominator or (twice == self._denominator and floor & 1):
                floor += 1
            return floor
        shift = 10**abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        return _hash(self._numerator, self._denominator)

    def __eq__(a, b):
        if type(b) is int:
            return a._numerator == b and a._denominator == 1
        if isinstance(b, _numbers.Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, _numbers.Complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            if _math.isfinite(b):
                return a == a.from_float(b)
            return 0.0 == b
        return NotImplemented

    def _compare(self, other, operator):
        if isinstance(other, _numbers.Rational):
            return operator(self._numerator * other.denominator,
                            self._denominator * other.numerator)
        if isinstance(other, float):
            if _math.isfinite(other):
                return operator(self, self.from_float(other))
            return operator(0.0, other)
        return NotImplemented

    def __lt__(a, b):
        return a._compare(b, _operator.lt)

    def __gt__(a, b):
        return a._compare(b, _operator.gt)

    def __le__(a, b):
        return a._compare(b, _operator.le)

    def __ge__(a, b):
        return a._compare(b, _operator.ge)

    def __bool__(a):
        return bool(a._numerator)

    def __reduce__(self):
        return type(self), (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else type(self)(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()


def _read(value):
    """Numerator and denominator of the single argument of Fraction()."""
    if isinstance(value, _numbers.Rational):
        return value.numerator, value.denominator
    if isinstance(value, str):
        pair = _parse(value)
        if pair is None:
            raise ValueError(f"Invalid literal for Fraction: {value!r}")
        return pair
    if isinstance(value, float) or type(value).__name__ == "Decimal":
        return value.as_integer_ratio()
    raise TypeError("argument should be a string or a Rational instance")


# Complex numbers have no floor.
_REAL_ONLY = (_operator.floordiv, _operator.mod, divmod)


def _operate(a, b, exact, fallback):
    if isinstance(b, Fraction):
        return exact(a, b)
    if isinstance(b, int):
        return exact(a, Fraction._of(int(b), 1))
    if isinstance(b, float):
        return fallback(float(a), b)
    if isinstance(b, complex) and fallback not in _REAL_ONLY:
        return fallback(complex(a), b)
    return NotImplemented


def _operate_reversed(b, a, exact, fallback):
    if isinstance(a, _numbers.Rational):
        return exact(Fraction(a), b)
    if isinstance(a, _numbers.Real):
        return fallback(float(a), float(b))
    if isinstance(a, _numbers.Complex) and fallback not in _REAL_ONLY:
        return fallback(complex(a), complex(b))
    return NotImplemented


def _reduced(numerator, denominator):
    divisor = _math.gcd(numerator, denominator)
    return Fraction._of(numerator // divisor, denominator // divisor)


def _add(a, b):
    return _reduced(a._numerator * b._denominator + b._numerator * a._denominator,
                    a._denominator * b._denominator)


def _sub(a, b):
    return _reduced(a._numerator * b._denominator - b._numerator * a._denominator,
                    a._denominator * b._denominator)


def _mul(a, b):
    return _reduced(a._numerator * b._numerator, a._denominator * b._denominator)


def _div(a, b):
    numerator, denominator = a._numerator * b._denominator, a._denominator * b._numerator
    if denominator == 0:
        raise ZeroDivisionError(f"Fraction({b._denominator}, 0)")
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    return _reduced(numerator, denominator)


def _floordiv(a, b):
    return (a._numerator * b._denominator) // (a._denominator * b._numerator)


def _divmod(a, b):
    quotient, rest = divmod(a._numerator * b._denominator, a._denominator * b._numerator)
    return quotient, Fraction(rest, a._denominator * b._denominator)


def _mod(a, b):
    rest = (a._numerator * b._denominator) % (b._numerator * a._denominator)
    return Fraction(rest, a._denominator * b._denominator)
