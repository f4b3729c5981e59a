"""Roots, logarithms and powers of decimal numbers, correctly rounded.

Each is computed with integers to more places than wanted, until the places beyond decide the
rounding.
"""

from _decimal_core import _exp, _ln
from math import isqrt, log as _float_log
from decimal import Decimal, _make
from decimal import (
    DivisionByZero, Inexact, InvalidOperation, ROUND_HALF_EVEN, Rounded)
from _decimal_context import _digits_of, getcontext

_EXTRA = 6


def _nan():
    return _make(0, 0, "n")


def _length(number):
    return len(_digits_of(number))


def _quiet(context, precision=None):
    quiet = context.copy()
    quiet._ignore_all()
    quiet.clear_flags()
    if precision is not None:
        quiet.prec = precision
    return quiet


def _nearest(number, context, rounding=ROUND_HALF_EVEN):
    """The number as the context can hold it, by its own or another rounding."""
    if context.rounding == rounding:
        return +number if context is getcontext() else number._fix(context)
    saved, context.rounding = context.rounding, rounding
    try:
        return number._fix(context)
    finally:
        context.rounding = saved


def _settled(context, compute, rounding=ROUND_HALF_EVEN):
    """The rounded value of what compute(places) gives: sign, coefficient and exponent, the
    coefficient with that many good digits but for a few units of the last."""
    places = context.prec + _EXTRA
    while True:
        sign, coefficient, exponent = compute(places)
        extra = max(_length(coefficient) - context.prec, 1)
        tail = coefficient % 10**extra
        half = 5 * 10**(extra - 1)
        slack = 50
        if min(abs(tail - half), tail, 10**extra - tail) > slack:
            break
        places += places // 2 + _EXTRA
    return _nearest(_make(sign, coefficient * 10 + 1, exponent - 1), context, rounding)


def square_root(number, context):
    nan = number._check_nans(context)
    if nan is not None:
        return nan
    if number._exp == "F" and not number._sign:
        return number
    if number.is_zero():
        return _make(number._sign, 0, number._exp >> 1)._fix(context)
    if number._sign:
        return context._signal(InvalidOperation, _nan())
    wanted = context.prec + 1
    coefficient, exponent = number._int, number._exp
    ideal = exponent >> 1
    if exponent & 1:
        coefficient *= 10
    half = exponent >> 1
    shift = wanted - (_length(coefficient) + 1 >> 1)
    if shift >= 0:
        coefficient *= 100**shift
        exact = True
    else:
        coefficient, rest = divmod(coefficient, 100**-shift)
        exact = not rest
    half -= shift
    root = isqrt(coefficient)
    exact = exact and root * root == coefficient
    if exact:
        if shift >= 0:
            root //= 10**shift
        else:
            root *= 10**-shift
        half += shift
    elif root % 5 == 0:
        root += 1
    return _nearest(_make(0, root, half), context)


_ln10_cache = [0, 0]


def _ln10(places):
    """The natural logarithm of 10 as an int over 10**places."""
    if _ln10_cache[0] < places:
        more = places + 20
        _ln10_cache[:] = [more, _ln(10 * 10**more, more, 2.302585092994046)]
    more, value = _ln10_cache
    return value // 10**(more - places)


def _ln_fixed(x, places):
    """The logarithm of x/10**places (between 0.1 and 10) over 10**places."""
    length = _length(x)
    leading = x // 10**max(length - 17, 0)
    guess = _float_log(leading / 10.0**min(length, 17))
    guess += (length - places) * 2.302585092994046
    return _ln(x, places, guess)


def _ln_parts(number, places):
    """The logarithm of a positive number over 10**places."""
    length = _length(number._int)
    power = number._exp + length - 1
    more = places + len(str(abs(power))) + 4
    if length - 1 <= more:
        fraction = number._int * 10**(more - length + 1)
    else:
        fraction = number._int // 10**(length - 1 - more)
    if fraction > 4 * 10**more:
        # Nearer to 1 when taken from the power above.
        total = _ln_fixed(fraction // 10, more) + (power + 1) * _ln10(more)
    else:
        total = _ln_fixed(fraction, more) + power * _ln10(more)
    return total // 10**(more - places)


def _ln_digits(number, places):
    """The logarithm of a number that is not 1, to a number of digits: sign, int, exponent."""
    shift = places + 4
    if -1 <= number.adjusted() <= 0:
        # Near to 1 the logarithm is small: so much longer it must be computed.
        near = abs(number._int - 10**-number._exp) if number._exp <= 0 else number._int
        shift += max(0, -(_length(near) - 1 + min(number._exp, 0)))
    value = _ln_parts(number, shift)
    return int(value < 0), abs(value), -shift


def _logarithm_of_special(number, context):
    """The logarithm of what is no positive number, and of infinity; None for other numbers."""
    nan = number._check_nans(context)
    if nan is not None:
        return nan
    if number.is_zero():
        return _make(1, 0, "F")
    if number._exp == "F" and not number._sign:
        return number
    if number._sign:
        return context._signal(InvalidOperation, _nan())
    return None


def logarithm(number, context):
    special = _logarithm_of_special(number, context)
    if special is not None:
        return special
    if number._order(Decimal(1)) == 0:
        return _make(0, 0, 0)
    return _settled(context, lambda places: _ln_digits(number, places))


def logarithm10(number, context):
    special = _logarithm_of_special(number, context)
    if special is not None:
        return special
    digits = _digits_of(number._int)
    if digits.rstrip("0") == "1":
        return Decimal(number._exp + len(digits) - 1)._fix(context)

    def compute(places):
        sign, value, exponent = _ln_digits(number, places + 4)
        quotient = value * 10**(places + 6) // _ln10(places + 6)
        return sign, quotient, exponent
    return _settled(context, compute)


def exponential(number, context):
    nan = number._check_nans(context)
    if nan is not None:
        return nan
    if number._exp == "F":
        return _make(0, 0, 0) if number._sign else number
    if number.is_zero():
        return _make(0, 1, 0)
    if number.adjusted() > len(str(max(context.Emax, -context.Etiny()))) + 1:
        if number._sign:
            return _nearest(_make(0, 1, context.Etiny() - 1), context)
        return _nearest(_make(0, 1, context.Emax + 1), context)
    if number.adjusted() < -context.prec - 2:
        # So near to 1 that only the direction of the rounding is left.
        tiny = 10**(context.prec + 2)
        value = tiny - 1 if number._sign else tiny + 1
        return _nearest(_make(0, value, -context.prec - 2), context)
    return _settled(context, lambda places: _exp_digits(number, places))


def _exp_digits(number, places):
    """e**number to a number of digits."""
    more = places + max(number.adjusted(), 0) + 6
    shift = number._exp + more
    value = number._int * 10**shift if shift >= 0 else number._int // 10**-shift
    return _exp_scaled(-value if number._sign else value, more, places)


def _exp_scaled(value, more, places):
    power, rest = divmod(value, _ln10(more))
    grown = _exp(rest, more)
    drop = more - places - 2
    return 0, grown // 10**drop, power - more + drop


def power_modulo(base, exponent, modulus, context):
    from decimal import _convert
    exponent, modulus = _convert(exponent), _convert(modulus)
    if exponent is NotImplemented or modulus is NotImplemented:
        return NotImplemented
    nan = base._check_nans(context, exponent, modulus)
    if nan is not None:
        return nan
    whole = all(n.is_finite() and (n._exp >= 0 or n._integral(None, context, False) == n)
                for n in (base, exponent, modulus))
    if not whole or exponent < 0 or not modulus or modulus.adjusted() >= context.prec:
        return context._signal(InvalidOperation, _nan())
    if not exponent and not base:
        return context._signal(InvalidOperation, _nan())
    sign = base._sign if int(exponent) & 1 else 0
    size = abs(int(modulus))
    return _make(sign, pow(abs(int(base)) % size, int(exponent), size), 0)


def power(base, exponent, context):
    nan = base._check_nans(context, exponent)
    if nan is not None:
        return nan
    if exponent.is_zero():
        if base.is_zero():
            return context._signal(InvalidOperation, _nan())
        return _make(0, 1, 0)
    whole = exponent.is_finite() and exponent._integral(None, context, False) == exponent
    sign = 0
    if base._sign:
        if whole:
            sign = exponent._int // 10**-exponent._exp & 1 if exponent._exp <= 0 else 0
        elif base._int or base._exp == "F":
            return context._signal(InvalidOperation, _nan())
        base = base.copy_negate()
    if base.is_zero():
        if exponent._sign:
            return _make(sign, 0, "F")
        return _make(sign, 0, 0)
    if base._exp == "F":
        return _make(sign, 0, 0) if exponent._sign else _make(sign, 0, "F")
    if exponent._exp == "F":
        return _infinite_power(base, exponent, context)
    if base._order(Decimal(1)) == 0:
        return _one(base, exponent, whole, sign, context)
    if whole and exponent.adjusted() < 12:
        exact = _whole_power(base, int(exponent), sign, context)
        if exact is not None:
            return exact
    return _real_power(base, exponent, sign, whole, context)


def _infinite_power(base, exponent, context):
    order = base._order(Decimal(1))
    if order == 0:
        context._signal(Inexact, None)
        context._signal(Rounded, None)
        return _make(0, 10**(context.prec - 1), 1 - context.prec)
    return _make(0, 0, "F") if (order > 0) != bool(exponent._sign) else _make(0, 0, 0)


def _one(base, exponent, whole, sign, context):
    """Powers of 1, which keep as many zeros as the context allows."""
    if whole:
        if exponent._sign:
            times = 0
        else:
            times = min(int(exponent), context.prec)
        places = max(1 - context.prec, base._exp * times)
        if places > base._exp * times:
            context._signal(Rounded, None)
    else:
        context._signal(Inexact, None)
        context._signal(Rounded, None)
        places = 1 - context.prec
    return _make(sign, 10**-places, places)


def _whole_power(base, exponent, sign, context):
    """A whole power by exact multiplication, if that is not too long; else None."""
    times = abs(exponent)
    length = _length(base._int)
    if length * times > 20 * context.prec + 2000:
        return None
    value = _make(sign, base._int**times, base._exp * times)
    if exponent > 0:
        return value._fix(context)
    inverse = _quiet(context)
    result = Decimal(1)._truediv(value, inverse)
    for signal, on in inverse.flags.items():
        if on:
            context._signal(signal, None)
    return result


def _real_power(base, exponent, sign, whole, context):
    # Beyond every range: no digits are needed to see that.
    size = base.adjusted() + (0 if base.adjusted() >= 0 else 1)
    if abs(size) and exponent.adjusted() + len(str(abs(size))) > 22:
        grows = (size > 0) != bool(exponent._sign)
        far = context.Emax + 1 if grows else context.Etiny() - 1
        return _make(sign, 1, far)._fix(context)
    exact = _exact_root(base, exponent, context)
    if exact is not None:
        return exact

    def compute(places):
        digits = places + max(exponent.adjusted(), 0) + base.adjusted().bit_length() + 10
        sign_of_log, value, shift = _ln_digits(base, digits)
        product = value * exponent._int
        power = shift + exponent._exp
        more = places + max(_length(product) + power, 0) + 6
        move = power + more
        product = product * 10**move if move >= 0 else product // 10**-move
        if sign_of_log ^ exponent._sign:
            product = -product
        _, coefficient, tens = _exp_scaled(product, more, places)
        return sign, coefficient, tens
    return _settled(context, compute, context.rounding)


def _whole_root(number, degree):
    """The square or fifth root of an int, if that is an int; else None."""
    if degree == 2:
        root = isqrt(number)
    else:
        root = 1 << number.bit_length() // 5 + 1
        while (nearer := (4 * root + number // root**4) // 5) < root:
            root = nearer
    return root if root**degree == number else None


def _inverse(number):
    """The digits of 1/number, and the power of ten they are divided by; None if they never end."""
    rest, places = number, [0, 0]
    for at, factor in enumerate((2, 5)):
        while rest % factor == 0:
            rest //= factor
            places[at] += 1
    return None if rest != 1 else (10**max(places) // number, max(places))


def _exact_root(base, exponent, context):
    """A power with a fraction that is exact all the same (4**0.5), as the context rounds it.

    Other powers have digits that never end, or more than the context has.
    """
    numerator, denominator = exponent.copy_abs().as_integer_ratio()
    coefficient, tens = base._int, base._exp
    while coefficient % 10 == 0:
        coefficient, tens = coefficient // 10, tens + 1
    while denominator > 1:
        degree = 2 if denominator % 2 == 0 else 5
        above = tens % degree
        coefficient = _whole_root(coefficient * 10**above, degree)
        if coefficient is None:
            return None
        tens, denominator = (tens - above) // degree, denominator // degree
    if coefficient > 1 and numerator > 4 * context.prec:
        return None
    value, tens = coefficient**numerator if coefficient > 1 else 1, tens * numerator
    if exponent._sign:
        inverse = _inverse(value)
        if inverse is None:
            return None
        value, tens = inverse[0], -tens - inverse[1]
    if _length(value) > context.prec:
        # One digit more may be a tie, which no other digits would settle.
        tie = _length(value) == context.prec + 1
        return _make(0, value, tens)._fix(context) if tie else None
    # The result is padded with zeros, as an inexact one of the same value would be.
    pad = context.prec - _length(value)
    context._signal(Inexact, None)
    context._signal(Rounded, None)
    return _make(0, value * 10**pad, tens - pad)._fix(context)
