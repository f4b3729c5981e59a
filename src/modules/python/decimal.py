"""Decimal fixed-point and floating-point arithmetic, by the General Decimal Arithmetic Specification.

A finite number is (-1)**sign * coefficient * 10**exponent; special ones have the letter of their
kind ('F' infinity, 'n' and 'N' quiet and signaling NaN) instead of an exponent.
"""

import math as _math
from numbers import Number as _Number
from _types import _seal
from _decimal_core import complete as _complete, make as _make
from _decimal_context import *
from _decimal_parts import DecimalTuple, _from_tuple, _split
from _decimal_context import (
    _DECIMAL_TYPE, _check_context, _digits_of, _round_quotient, _rounds_up, _with)

__version__ = "1.70"
__libmpdec_version__ = "2.5.1"

_HASH_MODULUS = 2**61 - 1
_HASH_INVERSE = pow(10, _HASH_MODULUS - 2, _HASH_MODULUS)


def _NAN():
    return _make(0, 0, "n")


def _convert(other, equality=False):
    """An operand as a Decimal; NotImplemented for other types."""
    if isinstance(other, Decimal):
        return other
    if isinstance(other, int):
        return _make(int(other < 0), abs(int(other)), 0)
    if equality and isinstance(other, float):
        context = getcontext()
        if equality == "order":
            context._signal(FloatOperation, None)
        else:
            context.flags[FloatOperation] = True
        return Decimal.from_float(other)
    return NotImplemented


def _demand(other):
    converted = _convert(other)
    if converted is NotImplemented:
        kind = type(other).__name__
        raise TypeError(f"conversion from {kind} to Decimal is not supported")
    return converted


def _later(name):
    """A method that is read from its own part when it is first called."""
    def method(self, *args, **options):
        import _decimal_digits
        return getattr(_decimal_digits, name)(self, *args, **options)
    method.__name__, method.__qualname__ = name, f"Decimal.{name}"
    return method


def _context_of(context):
    """The context that is given, or else the current one."""
    if context is None:
        return getcontext()
    _check_context(context, "optional argument must be a context")
    return context


class Decimal:
    """What decimal numbers have beyond what is done without Python: each method here whose name is
    that of an operator without the underscores around it is the operator's whole way.
    """

    def _new(cls, value="0", context=None):
        if context is not None:
            _check_context(context, "optional argument must be a context")
        if isinstance(value, str):
            parts = _split(value)
            if parts is None:
                context = context or getcontext()
                return _retyped(context._signal(ConversionSyntax, _NAN()), cls)
            number = _make(*parts, cls)
            if number.is_finite() and not _is_representable(number):
                return _retyped((context or getcontext())._signal(InvalidOperation, _NAN()), cls)
            return number
        if isinstance(value, int):
            value = int(value)
            return _make(int(value < 0), abs(value), 0, cls)
        if isinstance(value, Decimal):
            if type(value) is cls:
                return value
            return _make(value._sign, value._int, value._exp, cls)
        if isinstance(value, float):
            (context or getcontext())._signal(FloatOperation, None)
            return _retyped(Decimal.from_float(value), cls)
        if isinstance(value, (tuple, list)):
            return _make(*_from_tuple(value), cls)
        kind = type(value).__name__
        raise TypeError(f"conversion from {kind} to Decimal is not supported")

    @classmethod
    def from_float(cls, f, /):
        """Convert a float exactly."""
        if isinstance(f, int):
            return cls(int(f))
        if not isinstance(f, float):
            raise TypeError("argument must be int or float")
        sign = int(_math.copysign(1.0, f) < 0)
        if f != f:
            made = _make(0, 0, "n")
        elif f in (_math.inf, -_math.inf):
            made = _make(sign, 0, "F")
        else:
            numerator, denominator = abs(f).as_integer_ratio()
            places = denominator.bit_length() - 1
            made = _make(sign, numerator * 5**places, -places)
        return made if cls is Decimal else cls(made)

    # What kind of number it is.

    def is_canonical(self):
        return True

    def adjusted(self):
        return len(_digits_of(self._int)) + self._exp - 1 if self.is_finite() else 0

    def canonical(self):
        return self

    def radix(self):
        return Decimal(10)

    # Text.

    def _text(self, eng=False, context=None):
        sign = "-" if self._sign else ""
        if not self.is_finite():
            if self._exp == "F":
                return sign + "Infinity"
            payload = _digits_of(self._int) if self._int else ""
            return sign + ("NaN" if self._exp == "n" else "sNaN") + payload
        digits, exponent = _digits_of(self._int), self._exp
        left = exponent + len(digits)
        if exponent <= 0 and left > -6:
            point = left
        elif not eng:
            point = 1
        elif self._int == 0:
            point = (left + 1) % 3 - 1
        else:
            point = (left - 1) % 3 + 1
        if point <= 0:
            whole, fraction = "0", "." + "0" * -point + digits
        elif point >= len(digits):
            whole, fraction = digits + "0" * (point - len(digits)), ""
        else:
            whole, fraction = digits[:point], "." + digits[point:]
        power = ""
        if left != point:
            letter = "E" if (context or getcontext()).capitals else "e"
            power = letter + "%+d" % (left - point)
        return sign + whole + fraction + power

    def to_eng_string(self, context=None):
        return self._text(eng=True, context=context)

    def as_tuple(self):
        """The number as a named tuple of sign, digits and exponent."""
        if self._exp == "F":
            return DecimalTuple(self._sign, (0,), "F")
        if not self.is_finite() and not self._int:
            return DecimalTuple(self._sign, (), self._exp)
        return DecimalTuple(self._sign, tuple(map(int, _digits_of(self._int))), self._exp)

    def as_integer_ratio(self):
        """The number as a pair of integers in lowest terms."""
        if not self.is_finite():
            if self.is_nan():
                raise ValueError("cannot convert NaN to integer ratio")
            raise OverflowError("cannot convert Infinity to integer ratio")
        numerator, denominator = self._int, 1
        if self._exp >= 0:
            numerator *= 10**self._exp
        else:
            denominator = 10**-self._exp
            common = _math.gcd(numerator, denominator)
            numerator, denominator = numerator // common, denominator // common
        return -numerator if self._sign else numerator, denominator

    def _format(self, specifier):
        from _decimal_format import formatted
        return formatted(self, specifier, getcontext())

    # Rounding to a context.

    def _fix(self, context):
        """The number as the context can hold it, with what that signals."""
        exponent = self._exp
        if (type(exponent) is int and -NEAR < exponent < NEAR
                and 0 < self._int < context._limit):
            return self
        if isinstance(exponent, str):
            if exponent == "F":
                return self
            keep = context.prec - context.clamp
            digits = _digits_of(self._int)
            if len(digits) <= keep:
                return self
            return _make(self._sign, int_of_digits(digits[len(digits) - keep:] or "0"), exponent)
        tiny, top = context.Etiny(), context.Etop()
        if not self._int:
            highest = top if context.clamp else context.Emax
            fixed = min(max(exponent, tiny), highest)
            if fixed == exponent:
                return self
            context._signal(Clamped, None)
            return _make(self._sign, 0, fixed)
        length = len(_digits_of(self._int))
        least = length + exponent - context.prec
        if least > top:
            return context._overflow(self._sign)
        subnormal = least < tiny
        if subnormal:
            least = tiny
        if exponent < least:
            return self._rounded(context, least, subnormal)
        if subnormal:
            context._signal(Subnormal, None)
        if context.clamp and exponent > top:
            context._signal(Clamped, None)
            return _make(self._sign, self._int * 10**(exponent - top), top)
        return self

    def _rounded(self, context, least, subnormal):
        drop = least - self._exp
        length = len(_digits_of(self._int))
        if drop > length + 1:
            kept, inexact = _round_quotient(0, 1, 10, self._sign, context.rounding), True
        else:
            scale = 10**drop
            kept, rest = divmod(self._int, scale)
            inexact = bool(rest)
            if inexact:
                kept = _round_quotient(kept, rest, scale, self._sign, context.rounding)
        if len(_digits_of(kept)) > context.prec:
            kept //= 10
            least += 1
        if least > context.Etop():
            return context._overflow(self._sign)
        happened = ((Underflow, inexact and subnormal), (Subnormal, subnormal), (Inexact, inexact),
                    (Rounded, True), (Clamped, not kept))
        return context._signals([signal for signal, is_so in happened if is_so],
                                _make(self._sign, kept, least))

    def _check_nans(self, context, *others):
        """The NaN that an operation with NaNs gives, or None."""
        operands = (self, *others)
        for operand in operands:
            if operand._exp == "N":
                quiet = _make(operand._sign, operand._int, "n")
                return context._signal(InvalidOperation, quiet._fix(context))
        for operand in operands:
            if operand._exp == "n":
                return operand._fix(context)
        return None

    # Arithmetic.

    def _neg(self, context=None):
        context = context or getcontext()
        nan = self._check_nans(context)
        if nan is not None:
            return nan
        if not self._int and self.is_finite() and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self.copy_negate()._fix(context)

    def _pos(self, context=None):
        context = context or getcontext()
        nan = self._check_nans(context)
        if nan is not None:
            return nan
        if not self._int and self.is_finite() and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self._fix(context)

    def _abs(self, context=None):
        return self._neg(context) if self._sign else self._pos(context)

    def _add(self, other, context=None):
        self, other = _convert(self), _convert(other)
        context = context or getcontext()
        if not (self.is_finite() and other.is_finite()):
            nan = self._check_nans(context, other)
            if nan is not None:
                return nan
            if self._exp == "F":
                if other._exp == "F" and self._sign != other._sign:
                    return context._signal(InvalidOperation, _NAN())
                return self
            return other
        if not self._int and not other._int:
            sign = self._sign & other._sign
            if self._sign != other._sign and context.rounding == ROUND_FLOOR:
                sign = 1
            return _make(sign, 0, min(self._exp, other._exp))._fix(context)
        if not self._int:
            return other._lowered(max(self._exp, other._exp - context.prec - 1))._fix(context)
        if not other._int:
            return self._lowered(max(other._exp, self._exp - context.prec - 1))._fix(context)
        high, low = (self, other) if self._exp >= other._exp else (other, self)
        a, b, exponent = high._int, low._int, low._exp
        gap = high._exp - exponent
        reach = len(_digits_of(a)) + gap - max(len(_digits_of(b)), context.prec) - 2
        if reach > 1 and gap > context.prec + 2:
            # The lower number is too small to matter but for rounding.
            shift = min(len(_digits_of(a)) + gap - context.prec - 3, gap - 1)
            if shift > len(_digits_of(b)):
                b, exponent, gap = 1, exponent + shift, gap - shift
        a *= 10**gap
        total = (-a if high._sign else a) + (-b if low._sign else b)
        if not total:
            return _make(int(context.rounding == ROUND_FLOOR), 0, exponent)._fix(context)
        return _make(int(total < 0), abs(total), exponent)._fix(context)

    def _lowered(self, exponent):
        """The same number with a lower exponent, if that is lower."""
        if exponent >= self._exp:
            return self
        return _make(self._sign, self._int * 10**(self._exp - exponent), exponent)

    def _sub(self, other, context=None):
        self, other = _convert(self), _convert(other)
        if self.is_nan() or other.is_nan():
            nan = self._check_nans(context or getcontext(), other)
            if nan is not None:
                return nan
        return self._add(other.copy_negate(), context)

    def _mul(self, other, context=None):
        self, other = _convert(self), _convert(other)
        context = context or getcontext()
        sign = self._sign ^ other._sign
        if type(self._exp) is int and type(other._exp) is int:
            return _make(sign, self._int * other._int, self._exp + other._exp)._fix(context)
        nan = self._check_nans(context, other)
        if nan is not None:
            return nan
        if self.is_zero() or other.is_zero():
            return context._signal(InvalidOperation, _NAN())
        return _make(sign, 0, "F")

    from _decimal_division import (
        _truediv, _divide, _rescaled, _divmod, _floordiv, _mod)

    def _pow(self, other, modulo=None, context=None):
        from _decimal_functions import power, power_modulo
        self, other = _convert(self), _convert(other)
        if self is NotImplemented or other is NotImplemented:
            return NotImplemented
        if modulo is not None:
            return power_modulo(self, other, modulo, context or getcontext())
        return power(self, other, context or getcontext())

    # Comparison.

    def _order(self, other):
        """-1, 0 or 1; neither is a NaN."""
        if self._exp == "F" or other._exp == "F":
            mine = (-1 if self._sign else 1) if self._exp == "F" else 0
            theirs = (-1 if other._sign else 1) if other._exp == "F" else 0
            return (mine > theirs) - (mine < theirs)
        if not self._int or not other._int:
            mine = (-1 if self._sign else 1) if self._int else 0
            theirs = (-1 if other._sign else 1) if other._int else 0
            return (mine > theirs) - (mine < theirs)
        if self._sign != other._sign:
            return -1 if self._sign else 1
        above = -1 if self._sign else 1
        if self._exp == other._exp:
            return above * ((self._int > other._int) - (self._int < other._int))
        if -99 < self._exp - other._exp < 99:
            low = min(self._exp, other._exp)
            a, b = self._int * 10**(self._exp - low), other._int * 10**(other._exp - low)
            return above * ((a > b) - (a < b))
        gap = self.adjusted() - other.adjusted()
        if gap:
            return above if gap > 0 else -above
        low = min(self._exp, other._exp)
        a, b = self._int * 10**(self._exp - low), other._int * 10**(other._exp - low)
        return above * ((a > b) - (a < b))

    def _compare(self, other, symbol):
        ordering = symbol not in ("==", "!=")
        if type(other) is not Decimal:
            fraction = other
            other = _other_number(other, "order" if ordering else True)
            if other is NotImplemented:
                # Exactly: both sides are multiplied.
                from numbers import Rational
                if isinstance(fraction, Rational):
                    other = Decimal(fraction.numerator)
                    if self.is_finite():
                        self = _make(self._sign, self._int * fraction.denominator, self._exp)
            if other is NotImplemented:
                return other
        if self.is_nan() or other.is_nan():
            if ordering or self._exp == "N" or other._exp == "N":
                getcontext()._signal(InvalidOperation, None)
            return symbol == "!="
        return _ANSWERS[symbol](self._order(other))

    def _hash(self):
        if not self.is_finite():
            if self._exp == "N":
                raise TypeError("Cannot hash a signaling NaN value")
            if self._exp == "n":
                return object.__hash__(self)
            return -314159 if self._sign else 314159
        if self._exp >= 0:
            power = pow(10, self._exp, _HASH_MODULUS)
        else:
            power = pow(_HASH_INVERSE, -self._exp, _HASH_MODULUS)
        value = self._int * power % _HASH_MODULUS
        value = -value if self._sign else value
        return -2 if value == -1 else value

    def compare(self, other, context=None):
        other = _demand(other)
        nan = self._check_nans(context or getcontext(), other)
        return Decimal(self._order(other)) if nan is None else nan

    def same_quantum(self, other, context=None):
        other = _demand(other)
        if not (self.is_finite() and other.is_finite()):
            return (self.is_nan() and other.is_nan()) or self._exp == other._exp == "F"
        return self._exp == other._exp

    def _extreme(self, other, context, greatest, magnitudes):
        other = _demand(other)
        context = context or getcontext()
        if self.is_nan() or other.is_nan():
            if "N" not in (self._exp, other._exp) and not (self.is_nan() and other.is_nan()):
                return (other if self.is_nan() else self)._fix(context)
            return self._check_nans(context, other)
        order = 0
        if magnitudes:
            order = self.copy_abs()._order(other.copy_abs())
        order = order or self._order(other) or int(self.compare_total(other))
        found = self if (order >= 0) == greatest else other
        return _make(found._sign, found._int, found._exp)._fix(context)

    def max(self, other, context=None):
        return self._extreme(other, context, True, False)

    def min(self, other, context=None):
        return self._extreme(other, context, False, False)

    def max_mag(self, other, context=None):
        return self._extreme(other, context, True, True)

    def min_mag(self, other, context=None):
        return self._extreme(other, context, False, True)

    # Conversions.

    def _to_int(self, rounding):
        if not self.is_finite():
            if self.is_nan():
                raise ValueError("cannot convert NaN to integer")
            raise OverflowError("cannot convert Infinity to integer")
        if self._exp >= 0:
            value = self._int * 10**self._exp
        else:
            scale = 10**min(-self._exp, len(_digits_of(self._int)) + 1)
            kept, rest = divmod(self._int, scale)
            value = _round_quotient(kept, rest, scale, self._sign, rounding) if rest else kept
        return -value if self._sign else value

    def _int_of(self):
        return self._to_int(ROUND_DOWN)

    __trunc__ = _int_of

    def __floor__(self):
        return self._to_int(ROUND_FLOOR)

    def __ceil__(self):
        return self._to_int(ROUND_CEILING)

    def _round(self, n=None):
        if n is None:
            return self._to_int(ROUND_HALF_EVEN)
        if not isinstance(n, int):
            raise TypeError("optional arg must be an integer")
        return self._quantize(_make(0, 1, -n))

    def _float(self):
        if self._exp == "N":
            raise ValueError("cannot convert signaling NaN to float")
        if self._exp == "n":
            return -_math.nan if self._sign else _math.nan
        return float(str(self))

    def __complex__(self):
        return complex(float(self))

    def conjugate(self):
        return self

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self if type(self) is Decimal else self.__class__(str(self))

    def __deepcopy__(self, memo):
        return self.__copy__()

    # Changing representation.

    def copy_sign(self, other, context=None):
        return _make(_demand(other)._sign, self._int, self._exp)

    def _normalize(self, context=None):
        """The number without trailing zeros."""
        context = _context_of(context)
        nan = self._check_nans(context)
        if nan is not None:
            return nan
        fixed = self._fix(context)
        if not fixed.is_finite():
            return fixed
        if not fixed._int:
            return _make(fixed._sign, 0, 0)
        coefficient, exponent = fixed._int, fixed._exp
        highest = context.Etop() if context.clamp else context.Emax
        while coefficient % 10 == 0 and exponent < highest:
            coefficient //= 10
            exponent += 1
        return _make(fixed._sign, coefficient, exponent)

    def _quantize(self, exp, rounding=None, context=None):
        """The number rounded to the exponent of another."""
        exp = _demand(exp)
        context = _context_of(context)
        if rounding is None:
            rounding = context.rounding
        elif rounding not in ROUNDINGS:
            raise TypeError(ROUNDING_ERROR)
        if not (self.is_finite() and exp.is_finite()):
            nan = self._check_nans(context, exp)
            if nan is not None:
                return nan
            if self._exp == exp._exp == "F":
                return self
            return context._signal(InvalidOperation, _NAN())
        target = exp._exp
        if not context.Etiny() <= target <= context.Emax:
            return context._signal(InvalidOperation, _NAN())
        if not self._int:
            return _make(self._sign, 0, target)._fix(context)
        if self.adjusted() > context.Emax or self.adjusted() - target + 1 > context.prec:
            return context._signal(InvalidOperation, _NAN())
        result, inexact = self._at_exponent(target, rounding)
        if result.adjusted() > context.Emax or len(_digits_of(result._int)) > context.prec:
            return context._signal(InvalidOperation, _NAN())
        rounded = target > self._exp
        happened = ((Subnormal, result._int and result.adjusted() < context.Emin),
                    (Inexact, rounded and inexact), (Rounded, rounded))
        context._signals([signal for signal, is_so in happened if is_so], None)
        return result._fix(context)

    def _at_exponent(self, target, rounding):
        """The number rounded to an exponent, and whether that changed it."""
        if self._exp >= target:
            return _make(self._sign, self._int * 10**(self._exp - target), target), False
        scale = 10**min(target - self._exp, len(_digits_of(self._int)) + 1)
        kept, rest = divmod(self._int, scale)
        if rest:
            kept = _round_quotient(kept, rest, scale, self._sign, rounding)
        return _make(self._sign, kept, target), bool(rest)

    def _integral(self, rounding, context, exact):
        context = context or getcontext()
        nan = self._check_nans(context)
        if nan is not None:
            return nan
        if not self.is_finite() or self._exp >= 0:
            return self
        result, inexact = self._at_exponent(0, rounding or context.rounding)
        if exact and self._int:
            context._signals([Inexact, Rounded] if inexact else [Rounded], None)
        return result

    def to_integral_exact(self, rounding=None, context=None):
        return self._integral(rounding, context, True)

    def _to_integral_value(self, rounding=None, context=None):
        return self._integral(rounding, context, False)

    # Functions.

    def _sqrt(self, context=None):
        from _decimal_functions import square_root
        return square_root(self, _context_of(context))

    def exp(self, context=None):
        from _decimal_functions import exponential
        return exponential(self, context or getcontext())

    def ln(self, context=None):
        from _decimal_functions import logarithm
        return logarithm(self, context or getcontext())

    def log10(self, context=None):
        from _decimal_functions import logarithm10
        return logarithm10(self, context or getcontext())

    # Rarely wanted: read when one of them is first called.
    (number_class, is_normal, is_subnormal, remainder_near, fma, compare_signal, compare_total,
     compare_total_mag, logb, scaleb, shift, rotate, logical_and,
     logical_or, logical_xor, logical_invert, next_minus, next_plus, next_toward) = map(_later, (
        "number_class", "is_normal", "is_subnormal", "remainder_near", "fma",
        "compare_signal", "compare_total", "compare_total_mag", "logb", "scaleb", "shift",
        "rotate", "logical_and", "logical_or", "logical_xor",
        "logical_invert", "next_minus", "next_plus", "next_toward"))


_ANSWERS = {"==": (0).__eq__, "!=": (0).__ne__, "<": (0).__gt__, "<=": (0).__ge__,
            ">": (0).__lt__, ">=": (0).__le__}


def _other_number(other, equality):
    converted = _convert(other, equality)
    if converted is NotImplemented:
        if isinstance(other, complex) and equality is True and other.imag == 0:
            return Decimal.from_float(other.real)
    return converted


def _total_key(number):
    """What decides a total order before value and exponent do, for a sign."""
    if number.is_nan():
        return (4 if number._exp == "n" else 3), number._int
    if number._exp == "F":
        return 2, 0
    return (1 if number._int else 0), 0


def _is_representable(number):
    """Whether some context can hold a finite number."""
    return MIN_ETINY <= number._exp and number._exp + len(_digits_of(number._int)) <= MAX_EMAX + 1


def _retyped(number, cls):
    if cls is Decimal or type(number) is cls:
        return number
    return _make(number._sign, number._int, number._exp, cls)


Decimal = _complete(Decimal)
_DECIMAL_TYPE.append(Decimal)
_Number.register(Decimal)
_seal(Context)
