"""Exact sums for statistics, and their way back to the type of the data."""

import math as _math
from fractions import Fraction

# Decimal's module is loaded only if the data has one.


def _decimal_type():
    import sys
    module = sys.modules.get("decimal")
    return module.Decimal if module else None


def _common(first, second):
    """The type in which values of two types are summed up."""
    if first is second:
        return first
    if first is int or first is bool:
        return second
    if second is int:
        return first
    if issubclass(second, first):
        return second
    if issubclass(first, second):
        return first
    if issubclass(first, int):
        return second
    if issubclass(second, int):
        return first
    if issubclass(first, Fraction) and issubclass(second, float):
        return second
    if issubclass(first, float) and issubclass(second, Fraction):
        return first
    raise TypeError(f"don't know how to coerce {first.__name__} and {second.__name__}")


def _ratio(value):
    """Numerator and denominator; a value that is not finite with None for the latter."""
    try:
        return value.as_integer_ratio()
    except AttributeError:
        pass
    except (OverflowError, ValueError):
        return value, None
    try:
        return value.numerator, value.denominator
    except AttributeError:
        raise TypeError(f"can't convert type '{type(value).__name__}' to numerator/denominator"
                        ) from None


def _add_up(partials):
    if None in partials:
        return partials[None]
    return sum(Fraction(numerator, denominator) for denominator, numerator in partials.items())


def total(data):
    """The common type of the data, its exact sum and how many there are."""
    kind, count, partials = int, 0, {}
    for value in data:
        own = type(value)
        if own is not kind:
            kind = _common(kind, own)
        count += 1
        numerator, denominator = _ratio(value)
        partials[denominator] = partials.get(denominator, 0) + numerator
    return kind, _add_up(partials), count


def squares(data, centre=None):
    """The common type, the exact sum of the squared distances from the centre, the centre, the count."""
    if centre is not None:
        kind, result, count = total((distance := value - centre) * distance for value in data)
        return kind, result, centre, count
    kind, count, sums, powers = int, 0, {}, {}
    for value in data:
        own = type(value)
        if own is not kind:
            kind = _common(kind, own)
        count += 1
        numerator, denominator = _ratio(value)
        sums[denominator] = sums.get(denominator, 0) + numerator
        powers[denominator] = powers.get(denominator, 0) + numerator * numerator
    if not count:
        return kind, Fraction(0), Fraction(0), 0
    if None in sums:
        return kind, sums[None] - sums[None], sums[None], count
    middle = sum(Fraction(n, d) for d, n in sums.items())
    power = sum(Fraction(n, d * d) for d, n in powers.items())
    return kind, (count * power - middle * middle) / count, middle / count, count


def convert(value, kind):
    """An exact result in the type of the data; a whole number of ints stays one."""
    if type(value) is kind:
        return value
    if issubclass(kind, int) and value.denominator != 1:
        kind = float
    try:
        return kind(value)
    except TypeError:
        decimal = _decimal_type()
        if decimal is not None and issubclass(kind, decimal):
            return kind(value.numerator) / kind(value.denominator)
        raise


def fail_negative(values, problem):
    """Hands the values on until one is negative."""
    from _statistics_normal import StatisticsError
    for value in values:
        if value < 0:
            raise StatisticsError(problem)
        yield value


def _odd_root(n, m):
    """The root of n/m as an int, its last bit set if it is not exact."""
    root = _math.isqrt(n // m)
    return root | (root * root * m != n)


def _float_root(n, m):
    """The root of n/m rounded once to a float."""
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        return float(_odd_root(n, m << 2 * shift) << shift)
    numerator = _odd_root(n << -2 * shift, m)
    return numerator / (1 << -shift)


def _decimal_root(n, m):
    """The root of n/m rounded once to the precision of the context."""
    from decimal import Decimal, localcontext, getcontext
    if not n:
        return Decimal("0.0")
    precision = getcontext().prec
    # Figures enough that a set last digit decides every rounding.
    places = max(0, precision + 3 - (len(str(n)) - len(str(m))) // 2)
    root = _odd_root(n * 100**places, m)
    if root % 5 == 0 and root * root * m != n * 100**places:
        root += 1
    with localcontext() as context:
        context.prec = precision
        return Decimal(root).scaleb(-places) + 0


def root_of(value, kind):
    """The square root of an exact result: a Decimal for Decimals, a float for all else."""
    decimal = _decimal_type()
    if decimal is not None and issubclass(kind, decimal):
        return _decimal_root(value.numerator, value.denominator)
    if not isinstance(value, Fraction):
        return _math.sqrt(value)
    return _float_root(value.numerator, value.denominator)
