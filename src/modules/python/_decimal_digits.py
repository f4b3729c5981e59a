"""What is rarely asked of decimal numbers: digits as switches, neighbours, total order.

Read when one of these methods is first called.
"""

from _decimal_context import _digits_of, int_of_digits
from decimal import (
    Clamped, Decimal, DivisionByZero, DivisionImpossible, DivisionUndefined, Inexact,
    InvalidOperation, ROUND_CEILING, ROUND_FLOOR, Rounded, Subnormal, Underflow, _NAN, _demand,
    _make, _total_key, getcontext)


def number_class(self, context=None):
    if self.is_nan():
        return "sNaN" if self._exp == "N" else "NaN"
    sign = "-" if self._sign else "+"
    if self.is_infinite():
        return sign + "Infinity"
    if not self._int:
        return sign + "Zero"
    return sign + ("Subnormal" if self.is_subnormal(context) else "Normal")


def is_normal(self, context=None):
    if not self.is_finite() or not self._int:
        return False
    return (context or getcontext()).Emin <= self.adjusted()


def is_subnormal(self, context=None):
    if not self.is_finite() or not self._int:
        return False
    return self.adjusted() < (context or getcontext()).Emin


def remainder_near(self, other, context=None):
    """The remainder whose magnitude is least."""
    other = _demand(other)
    context = context or getcontext()
    nan = self._check_nans(context, other)
    if nan is not None:
        return nan
    if self._exp == "F" or other.is_zero():
        undefined = other.is_zero() and self.is_zero()
        return context._signal(
            DivisionUndefined if undefined else InvalidOperation, _NAN())
    if other._exp == "F":
        return self._fix(context)
    ideal = min(self._exp, other._exp)
    if not self._int:
        return _make(self._sign, 0, ideal)._fix(context)
    gap = self.adjusted() - other.adjusted()
    if gap >= context.prec + 1:
        return context._signal(DivisionImpossible, _NAN())
    if gap <= -2:
        return self._rescaled(ideal)._fix(context)
    a, b = self._rescaled(ideal)._int, other._rescaled(ideal)._int
    quotient, rest = divmod(a, b)
    if 2 * rest + (quotient & 1) > b:
        rest -= b
        quotient += 1
    if quotient >= 10**context.prec:
        return context._signal(DivisionImpossible, _NAN())
    sign = self._sign
    if rest < 0:
        sign, rest = 1 - sign, -rest
    return _make(sign, rest, ideal)._fix(context)


def fma(self, other, third, context=None):
    """self*other + third, rounded once."""
    other, third = _demand(other), _demand(third)
    context = context or getcontext()
    if not (self.is_finite() and other.is_finite()):
        nan = self._check_nans(context, other, third)
        if nan is not None:
            return nan
        if self.is_zero() or other.is_zero():
            return context._signal(InvalidOperation, _NAN())
        product = _make(self._sign ^ other._sign, 0, "F")
    else:
        product = _make(self._sign ^ other._sign, self._int * other._int,
                        self._exp + other._exp)
    return product._add(third, context)


def compare_signal(self, other, context=None):
    other = _demand(other)
    context = context or getcontext()
    if self.is_nan() or other.is_nan():
        nan = self if self.is_nan() and other._exp != "N" else other
        quiet = _make(nan._sign, nan._int, "n")
        return context._signal(InvalidOperation, quiet._fix(context))
    return Decimal(self._order(other))


def compare_total(self, other, context=None):
    """The order of the representations: every two that differ stand in it."""
    other = _demand(other)
    if self._sign != other._sign:
        return Decimal(-1 if self._sign else 1)
    a, b = _total_key(self), _total_key(other)
    order = (a > b) - (a < b)
    if order == 0 and self.is_finite() and other.is_finite() and self._int and other._int:
        plain = self.copy_abs()._order(other.copy_abs())
        order = plain or (self._exp > other._exp) - (self._exp < other._exp)
    elif order == 0 and self.is_finite():
        order = (self._exp > other._exp) - (self._exp < other._exp)
    return Decimal(-order if self._sign else order)


def compare_total_mag(self, other, context=None):
    return self.copy_abs().compare_total(_demand(other).copy_abs())


def logb(self, context=None):
    context = context or getcontext()
    nan = self._check_nans(context)
    if nan is not None:
        return nan
    if self._exp == "F":
        return self.copy_abs()
    if not self._int:
        return context._signal(DivisionByZero, _make(1, 0, "F"))
    return Decimal(self.adjusted())._fix(context)


def scaleb(self, other, context=None):
    other = _demand(other)
    context = context or getcontext()
    nan = self._check_nans(context, other)
    if nan is not None:
        return nan
    limit = 2 * (context.Emax + context.prec)
    if other._exp != 0 or not -limit <= int(other) <= limit:
        return context._signal(InvalidOperation, _NAN())
    if self._exp == "F":
        return self
    return _make(self._sign, self._int, self._exp + int(other))._fix(context)


def _shift_amount(self, other, context):
    if other._exp != 0 or not -context.prec <= int(other) <= context.prec:
        return None
    return int(other)


def _moved(self, other, context, move):
    """The number with the digits that move(digits, amount, precision) gives."""
    other = _demand(other)
    context = context or getcontext()
    nan = self._check_nans(context, other)
    if nan is not None:
        return nan
    amount = _shift_amount(self, other, context)
    if amount is None:
        return context._signal(InvalidOperation, _NAN())
    if self._exp == "F":
        return self
    digits = move(self._int % 10**context.prec, amount, context.prec)
    return _make(self._sign, digits, self._exp)


def _shifted(digits, amount, precision):
    return digits * 10**amount % 10**precision if amount >= 0 else digits // 10**-amount


def _rotated(digits, amount, precision):
    text = _digits_of(digits).rjust(precision, "0")
    return int_of_digits(text[amount:] + text[:amount])


def shift(self, other, context=None):
    return _moved(self, other, context, _shifted)


def rotate(self, other, context=None):
    return _moved(self, other, context, _rotated)


def _logical(self, other, context, combine):
    context = context or getcontext()
    numbers = [self] if other is None else [self, _demand(other)]
    texts = []
    for number in numbers:
        digits = _digits_of(number._int)
        if number._sign or number._exp != 0 or set(digits) - {"0", "1"}:
            return context._signal(InvalidOperation, _NAN())
        texts.append(digits.rjust(context.prec, "0")[-context.prec:])
    if other is None:
        texts.append("1" * context.prec)
    bits = "".join(str(combine(int(a), int(b))) for a, b in zip(*texts))
    return _make(0, int_of_digits(bits), 0)


def logical_and(self, other, context=None):
    return _logical(self, other, context, lambda a, b: a & b)


def logical_or(self, other, context=None):
    return _logical(self, other, context, lambda a, b: a | b)


def logical_xor(self, other, context=None):
    return _logical(self, other, context, lambda a, b: a ^ b)


def logical_invert(self, context=None):
    return _logical(self, None, context, lambda a, b: a ^ b)


def next_minus(self, context=None):
    return _neighbour(self, context, ROUND_FLOOR, 1)


def next_plus(self, context=None):
    return _neighbour(self, context, ROUND_CEILING, 0)


def _neighbour(self, context, rounding, sign):
    """The nearest number of the context beyond this one."""
    context = context or getcontext()
    nan = self._check_nans(context)
    if nan is not None:
        return nan
    if self._exp == "F":
        if self._sign == sign:
            return self
        return _make(1 - sign, 10**context.prec - 1, context.Etop())
    quiet = context.copy()
    quiet.rounding = rounding
    quiet._ignore_all()
    rounded = self._fix(quiet)
    if rounded._order(self) != 0:
        return rounded
    step = _make(sign, 1, context.Etiny() - 1)
    return self._add(step, quiet)


def next_toward(self, other, context=None):
    other = _demand(other)
    context = context or getcontext()
    nan = self._check_nans(context, other)
    if nan is not None:
        return nan
    order = self._order(other)
    if order == 0:
        return self.copy_sign(other)
    result = self.next_plus(context) if order < 0 else self.next_minus(context)
    if result._exp == "F":
        context._overflow(result._sign)
    elif result.adjusted() < context.Emin:
        for signal in (Underflow, Subnormal, Inexact, Rounded):
            context._signal(signal, None)
        if not result._int:
            context._signal(Clamped, None)
    return result
