"""Division of decimal numbers in all its forms, as methods of Decimal."""

from _decimal_context import (
    Clamped, DivisionByZero, DivisionImpossible, DivisionUndefined, InvalidOperation, _digits_of, getcontext)
from decimal import _NAN, _convert, _make


def _truediv(self, other, context=None):
    self, other = _convert(self), _convert(other)
    context = context or getcontext()
    sign = self._sign ^ other._sign
    if not (self.is_finite() and other.is_finite()):
        nan = self._check_nans(context, other)
        if nan is not None:
            return nan
        if self._exp == "F" and other._exp == "F":
            return context._signal(InvalidOperation, _NAN())
        if self._exp == "F":
            return _make(sign, 0, "F")
        context._signal(Clamped, None)
        return _make(sign, 0, context.Etiny())
    if not other._int:
        if not self._int:
            return context._signal(DivisionUndefined, _NAN())
        return context._signal(DivisionByZero, _make(sign, 0, "F"))
    ideal = self._exp - other._exp
    if not self._int:
        return _make(sign, 0, ideal)._fix(context)
    shift = len(_digits_of(other._int)) - len(_digits_of(self._int)) + context.prec + 1
    exponent = ideal - shift
    if shift >= 0:
        coefficient, rest = divmod(self._int * 10**shift, other._int)
    else:
        coefficient, rest = divmod(self._int, other._int * 10**-shift)
    if rest:
        # A sticky digit: what was cut off is not a half.
        if coefficient % 5 == 0:
            coefficient += 1
    else:
        while exponent < ideal and coefficient % 10 == 0:
            coefficient //= 10
            exponent += 1
    return _make(sign, coefficient, exponent)._fix(context)


def _divide(self, other, context):
    """Whole quotient and rest of finite numbers, the divisor not zero."""
    sign = self._sign ^ other._sign
    ideal = self._exp if other._exp == "F" else min(self._exp, other._exp)
    gap = self.adjusted() - other.adjusted()
    if not self._int or other._exp == "F" or gap <= -2:
        return _make(sign, 0, 0), self._rescaled(ideal)
    if gap <= context.prec:
        a, b = self._int, other._int
        if self._exp >= other._exp:
            a *= 10**(self._exp - other._exp)
        else:
            b *= 10**(other._exp - self._exp)
        quotient, rest = divmod(a, b)
        if quotient < 10**context.prec:
            return _make(sign, quotient, 0), _make(self._sign, rest, ideal)
    nan = context._signal(DivisionImpossible, _NAN())
    return nan, nan


def _rescaled(self, exponent):
    """The number with another exponent, cut if that is higher."""
    if not self._int:
        return _make(self._sign, 0, exponent)
    if self._exp >= exponent:
        return _make(self._sign, self._int * 10**(self._exp - exponent), exponent)
    return self


def _divmod(self, other, context=None):
    self, other = _convert(self), _convert(other)
    context = context or getcontext()
    nan = self._check_nans(context, other)
    if nan is not None:
        return nan, nan
    sign = self._sign ^ other._sign
    if self._exp == "F":
        invalid = context._signal(InvalidOperation, _NAN())
        return (invalid if other._exp == "F" else _make(sign, 0, "F")), invalid
    if other.is_zero():
        if not self._int:
            nan = context._signal(DivisionUndefined, _NAN())
            return nan, nan
        invalid, infinite = context._signals(
            (InvalidOperation, DivisionByZero), (_NAN(), _make(sign, 0, "F")))
        return infinite, invalid
    quotient, rest = self._divide(other, context)
    return quotient._fix(context), rest._fix(context)


def _floordiv(self, other, context=None):
    self, other = _convert(self), _convert(other)
    context = context or getcontext()
    nan = self._check_nans(context, other)
    if nan is not None:
        return nan
    sign = self._sign ^ other._sign
    if self._exp == "F":
        if other._exp == "F":
            return context._signal(InvalidOperation, _NAN())
        return _make(sign, 0, "F")
    if other.is_zero():
        if not self._int:
            return context._signal(DivisionUndefined, _NAN())
        return context._signal(DivisionByZero, _make(sign, 0, "F"))
    return self._divide(other, context)[0]._fix(context)


def _mod(self, other, context=None):
    self, other = _convert(self), _convert(other)
    context = context or getcontext()
    nan = self._check_nans(context, other)
    if nan is not None:
        return nan
    if self._exp == "F":
        return context._signal(InvalidOperation, _NAN())
    if other.is_zero():
        condition = InvalidOperation if self._int else DivisionUndefined
        return context._signal(condition, _NAN())
    return self._divide(other, context)[1]._fix(context)
