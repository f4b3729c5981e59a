"""Contexts, signals and rounding of decimal arithmetic."""

from _decimal_core import Limits as _Limits, make as _make, make_current as _make_current

__all__ = [
    "BasicContext", "Clamped", "Context", "ConversionSyntax", "DecimalException",
    "DefaultContext", "DivisionByZero", "DivisionImpossible", "DivisionUndefined",
    "ExtendedContext", "FloatOperation", "HAVE_CONTEXTVAR", "HAVE_THREADS", "Inexact",
    "InvalidContext", "InvalidOperation", "MAX_EMAX", "MAX_PREC", "MIN_EMIN", "MIN_ETINY", "NEAR",
    "Overflow", "ROUNDINGS", "ROUNDING_ERROR", "ROUND_05UP", "ROUND_CEILING", "ROUND_DOWN",
    "ROUND_FLOOR", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_UP", "Rounded",
    "Subnormal", "Underflow", "getcontext", "int_of_digits", "localcontext", "setcontext",
]

ROUND_UP = "ROUND_UP"
ROUND_DOWN = "ROUND_DOWN"
ROUND_CEILING = "ROUND_CEILING"
ROUND_FLOOR = "ROUND_FLOOR"
ROUND_HALF_UP = "ROUND_HALF_UP"
ROUND_HALF_DOWN = "ROUND_HALF_DOWN"
ROUND_HALF_EVEN = "ROUND_HALF_EVEN"
ROUND_05UP = "ROUND_05UP"
ROUNDINGS = (ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_DOWN,
             ROUND_HALF_EVEN, ROUND_05UP)
ROUNDING_ERROR = ("valid values for rounding are:\n"
                  "  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                  "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n"
                  "   ROUND_05UP]")

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -MAX_EMAX
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)

# Exponents between -NEAR and NEAR are within the limits of an ordinary context.
NEAR = 1000

_DECIMAL_TYPE = []


def _exception(name, *bases):
    return type(name, bases, {"__module__": "decimal"})


DecimalException = _exception("DecimalException", ArithmeticError)
Clamped = _exception("Clamped", DecimalException)
InvalidOperation = _exception("InvalidOperation", DecimalException)
ConversionSyntax = _exception("ConversionSyntax", InvalidOperation)
DivisionByZero = _exception("DivisionByZero", DecimalException, ZeroDivisionError)
DivisionImpossible = _exception("DivisionImpossible", InvalidOperation)
DivisionUndefined = _exception("DivisionUndefined", InvalidOperation, ZeroDivisionError)
Inexact = _exception("Inexact", DecimalException)
InvalidContext = _exception("InvalidContext", InvalidOperation)
Rounded = _exception("Rounded", DecimalException)
Subnormal = _exception("Subnormal", DecimalException)
Overflow = _exception("Overflow", Inexact, Rounded)
Underflow = _exception("Underflow", Inexact, Rounded, Subnormal)
FloatOperation = _exception("FloatOperation", DecimalException, TypeError)

_SIGNALS = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal,
            Inexact, Rounded, Clamped)
# As contexts list them.
_SHOWN = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded,
          Subnormal, Underflow)
# As limits count them.
_BITS = {signal: 1 << place for place, signal in enumerate(_SIGNALS)}
_SIGNAL_OF = {ConversionSyntax: InvalidOperation, DivisionImpossible: InvalidOperation,
              DivisionUndefined: InvalidOperation, InvalidContext: InvalidOperation}


_LONG = 10**4000


def _digits_of(number):
    """The decimal digits of an int of any length."""
    if number < _LONG:
        return str(number)
    half = number.bit_length() * 1233 // 8192
    high, low = divmod(number, 10**half)
    return _digits_of(high) + _digits_of(low).rjust(half, "0")


def int_of_digits(digits):
    """The int of decimal digits of any length."""
    if len(digits) <= 4000:
        return int(digits)
    half = len(digits) // 2
    return int_of_digits(digits[:half]) * 10**(len(digits) - half) + int_of_digits(digits[half:])


def _rounds_up(kept, rest, scale, sign, rounding):
    """Whether a magnitude cut by rest/scale (above 0) is rounded up."""
    if rounding == ROUND_DOWN:
        return False
    if rounding == ROUND_UP:
        return True
    if rounding == ROUND_CEILING:
        return not sign
    if rounding == ROUND_FLOOR:
        return bool(sign)
    if rounding == ROUND_05UP:
        return kept % 5 == 0
    twice = 2 * rest
    if twice != scale:
        return twice > scale
    if rounding == ROUND_HALF_EVEN:
        return kept % 2 == 1
    return rounding == ROUND_HALF_UP


def _round_quotient(kept, rest, scale, sign, rounding):
    return kept + _rounds_up(kept, rest, scale, sign, rounding)


class SignalDict:
    """The flags or traps of a context: a mapping of signals to truth."""

    __module__ = "decimal"

    def __init__(self, limits, name):
        self._limits = limits
        self._name = name

    def _bits(self):
        return getattr(self._limits, self._name)

    def __getitem__(self, signal):
        if signal not in _BITS:
            raise KeyError("invalid error flag")
        return self._bits() & _BITS[signal] != 0

    def __setitem__(self, signal, value):
        if signal not in _BITS:
            raise KeyError("invalid error flag")
        others = self._bits() & ~_BITS[signal]
        setattr(self._limits, self._name, others | _BITS[signal] if value else others)

    def __delitem__(self, signal):
        raise ValueError("signal keys cannot be deleted")

    def __contains__(self, signal):
        return signal in _BITS

    def __iter__(self):
        return iter(_BITS)

    def __len__(self):
        return len(_BITS)

    def __eq__(self, other):
        if isinstance(other, SignalDict):
            return self._bits() == other._bits()
        return self.copy() == other

    __hash__ = None

    def keys(self):
        return _BITS.keys()

    def values(self):
        return self.copy().values()

    def items(self):
        return self.copy().items()

    def get(self, signal, default=None):
        return self.copy().get(signal, default)

    def copy(self):
        bits = self._bits()
        return {signal: bits & bit != 0 for signal, bit in _BITS.items()}

    def update(self, other):
        for signal, value in dict(other).items():
            self[signal] = value

    def __repr__(self):
        return "{" + ", ".join(f"{signal!r}:{on}" for signal, on in self.items()) + "}"


def _bits_of(given):
    """The bits of what flags or traps are set to: a mapping, or the signals that are on."""
    if isinstance(given, SignalDict):
        return given._bits()
    if isinstance(given, dict):
        made = SignalDict(_Limits(), "flags")
        made.update(given)
        return made._bits()
    for signal in given:
        if signal not in _SIGNALS:
            raise TypeError("valid values for signals are:\n  [InvalidOperation, FloatOperation, "
                            "DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact,\n   "
                            "Rounded, Clamped]")
    return sum(bit for signal, bit in _BITS.items() if signal in given)


_LIMITS = {"prec": (1, MAX_PREC, "valid range for prec is [1, MAX_PREC]"),
           "Emin": (MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]"),
           "Emax": (0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]"),
           "capitals": (0, 1, "valid values for capitals are [0, 1]"),
           "clamp": (0, 1, "valid values for clamp are [0, 1]")}


class Context:
    """The context affects almost all operations and controls rounding, exceptions and more."""

    __module__ = "decimal"

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None,
                 flags=None, traps=None, **unknown):
        for name in unknown:
            raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        base = globals().get("DefaultContext")
        limits = _Limits()
        object.__setattr__(self, "_limits", limits)
        given = {"prec": prec, "rounding": rounding, "Emin": Emin, "Emax": Emax,
                 "capitals": capitals, "clamp": clamp}
        for name, value in given.items():
            setattr(self, name, getattr(base, name) if value is None else value)
        object.__setattr__(self, "flags", SignalDict(limits, "flags"))
        object.__setattr__(self, "traps", SignalDict(limits, "traps"))
        limits.flags = _bits_of(() if flags is None else flags)
        limits.traps = _bits_of(base.traps if traps is None else traps)

    def __setattr__(self, name, value):
        if name in _LIMITS:
            low, high, message = _LIMITS[name]
            if not isinstance(value, int):
                raise TypeError("an integer is required")
            if not low <= value <= high:
                raise ValueError(message)
        elif name == "rounding":
            if value not in ROUNDINGS:
                raise TypeError(ROUNDING_ERROR)
        elif name in ("flags", "traps"):
            if not isinstance(value, (dict, SignalDict)):
                raise TypeError("argument must be a signal dict")
            if isinstance(value, dict) and set(value) != set(_SIGNALS):
                raise KeyError("invalid signal dict")
            setattr(self._limits, name, _bits_of(value))
            return
        else:
            raise AttributeError(
                f"'decimal.Context' object has no attribute '{name}'")
        object.__setattr__(self, name, value)
        setattr(self._limits, name, value)
        if name in ("prec", "Emin", "Emax"):
            self._measure()

    def _measure(self):
        """Notes the limit of coefficients that need no rounding where exponents are below NEAR."""
        Emax, Emin, prec = map(self.__dict__.get, ("Emax", "Emin", "prec"))
        roomy = None not in (Emax, Emin, prec) and Emin <= -NEAR and Emax - prec >= NEAR
        object.__setattr__(self, "_limit", 10**min(prec, 2000) if roomy else 0)

    def __getattr__(self, name):
        raise AttributeError(f"'decimal.Context' object has no attribute '{name}'")

    def __delattr__(self, name):
        if name in self.__dict__:
            raise AttributeError("context attributes cannot be deleted")
        raise AttributeError(f"'decimal.Context' object has no attribute '{name}'")

    def __repr__(self):
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, "
                f"Emax={self.Emax}, capitals={self.capitals}, clamp={self.clamp}, "
                f"flags=[{_names(self.flags)}], traps=[{_names(self.traps)}])")

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                       self.flags, self.traps)

    __copy__ = copy

    def __reduce__(self):
        flags, traps = ([signal for signal in _SIGNALS if signals[signal]]
                        for signals in (self.flags, self.traps))
        return self.__class__, (self.prec, self.rounding, self.Emin, self.Emax, self.capitals,
                                self.clamp, flags, traps)

    def clear_flags(self):
        for signal in _SIGNALS:
            self.flags[signal] = False

    def clear_traps(self):
        for signal in _SIGNALS:
            self.traps[signal] = False

    def _ignore_all(self):
        self.clear_traps()

    def _signal(self, condition, result):
        """Notes a condition; raises it if its signal is trapped."""
        signal = _SIGNAL_OF.get(condition, condition)
        self.flags[signal] = True
        if self.traps[signal]:
            raise signal([condition])
        return result

    def _signals(self, conditions, results):
        trapped = []
        for condition in conditions:
            self.flags[condition] = True
            if self.traps[condition]:
                trapped.append(condition)
        if trapped:
            raise trapped[0](trapped)
        return results

    def _overflow(self, sign):
        """What the rounding gives for a number that is too large."""
        self.flags[Inexact] = self.flags[Rounded] = self.flags[Overflow] = True
        trapped = [signal for signal in (Overflow, Inexact, Rounded) if self.traps[signal]]
        if trapped:
            raise trapped[0](trapped)
        Decimal = _DECIMAL_TYPE[0]
        infinite = self.rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP)
        infinite = infinite or self.rounding == (ROUND_FLOOR if sign else ROUND_CEILING)
        if infinite:
            return Decimal("-Infinity" if sign else "Infinity")
        return Decimal(f"{'-' if sign else ''}{'9' * self.prec}E{self.Etop()}")

    def create_decimal(self, num="0", /):
        Decimal = _DECIMAL_TYPE[0]
        if isinstance(num, str) and ("_" in num or num != num.strip()):
            return self._signal(ConversionSyntax, Decimal("NaN"))
        if isinstance(num, str):
            from _decimal_parts import _split
            parts = _split(num)
            if parts is None:
                return self._signal(ConversionSyntax, Decimal("NaN"))
            number = _make(*parts)
        else:
            number = Decimal(num, self)
        if number.is_nan() and len(_digits_of(number._int)) > self.prec - self.clamp:
            return self._signal(ConversionSyntax, Decimal("NaN"))
        return number._fix(self)

    def create_decimal_from_float(self, f, /):
        return _DECIMAL_TYPE[0].from_float(f)._fix(self)

    def is_canonical(self, x, /):
        return True

    def radix(self):
        return _DECIMAL_TYPE[0](10)

    def canonical(self, x, /):
        return x

    def to_sci_string(self, x, /):
        return _operand(x)._text(context=self)

    def power(self, a, b, modulo=None):
        return _operand(a)._pow(_operand(b), None if modulo is None else _operand(modulo), self)

    def divmod(self, x, y, /):
        return _operand(x)._divmod(_operand(y), self)


def _names(signals):
    return ", ".join(signal.__name__ for signal in _SHOWN if signals[signal])


def _operand(value):
    Decimal = _DECIMAL_TYPE[0]
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    kind = type(value).__name__
    raise TypeError(f"conversion from {kind} to Decimal is not supported")


def _with(name, method, others, context):
    """A method of contexts that calls one of Decimal."""
    def alone(self, a, /):
        first = _operand(a)
        return getattr(first, method)(context=self) if context else getattr(first, method)()

    def of_two(self, a, b, /):
        if not context:
            return getattr(_operand(a), method)(_operand(b))
        decimal = _DECIMAL_TYPE[0]
        if type(a) is not decimal or type(b) is not decimal:
            a, b = _operand(a), _operand(b)
        return getattr(a, method)(b, context=self)

    def of_three(self, a, b, c, /):
        return getattr(_operand(a), method)(_operand(b), _operand(c), context=self)

    call = (alone, of_two, of_three)[others]
    call.__name__ = name
    call.__qualname__ = "Context." + name
    return call


for _name, _method, _others, _takes in (
        ("abs", "_abs", 0, True), ("add", "_add", 1, True),
        ("subtract", "_sub", 1, True), ("multiply", "_mul", 1, True),
        ("divide", "_truediv", 1, True), ("divide_int", "_floordiv", 1, True),
        ("remainder", "_mod", 1, True), ("minus", "_neg", 0, True),
        ("plus", "_pos", 0, True), ("fma", "fma", 2, True), ("sqrt", "sqrt", 0, True),
        ("exp", "exp", 0, True), ("ln", "ln", 0, True), ("log10", "log10", 0, True),
        ("logb", "logb", 0, True), ("compare", "compare", 1, True),
        ("compare_signal", "compare_signal", 1, True), ("compare_total", "compare_total", 1, True),
        ("compare_total_mag", "compare_total_mag", 1, True), ("max", "max", 1, True),
        ("max_mag", "max_mag", 1, True), ("min", "min", 1, True), ("min_mag", "min_mag", 1, True),
        ("next_minus", "next_minus", 0, True), ("next_plus", "next_plus", 0, True),
        ("next_toward", "next_toward", 1, True), ("normalize", "normalize", 0, True),
        ("number_class", "number_class", 0, True), ("quantize", "quantize", 1, True),
        ("remainder_near", "remainder_near", 1, True), ("rotate", "rotate", 1, True),
        ("same_quantum", "same_quantum", 1, True), ("scaleb", "scaleb", 1, True),
        ("shift", "shift", 1, True), ("to_eng_string", "to_eng_string", 0, True),
        ("to_integral_exact", "to_integral_exact", 0, True),
        ("to_integral_value", "to_integral_value", 0, True),
        ("copy_abs", "copy_abs", 0, False), ("copy_decimal", "canonical", 0, False),
        ("copy_negate", "copy_negate", 0, False), ("copy_sign", "copy_sign", 1, False),
        ("is_finite", "is_finite", 0, False), ("is_infinite", "is_infinite", 0, False),
        ("is_nan", "is_nan", 0, False), ("is_normal", "is_normal", 0, True),
        ("is_qnan", "is_qnan", 0, False), ("is_signed", "is_signed", 0, False),
        ("is_snan", "is_snan", 0, False), ("is_subnormal", "is_subnormal", 0, True),
        ("is_zero", "is_zero", 0, False), ("logical_and", "logical_and", 1, True),
        ("logical_invert", "logical_invert", 0, True), ("logical_or", "logical_or", 1, True),
        ("logical_xor", "logical_xor", 1, True)):
    setattr(Context, _name, _with(_name, _method, _others, _takes))
Context.to_integral = Context.to_integral_value


class _Start:
    prec, rounding, Emin, Emax, capitals, clamp = 28, ROUND_HALF_EVEN, -999999, 999999, 1, 0
    traps = (InvalidOperation, DivisionByZero, Overflow)


DefaultContext = _Start
DefaultContext = Context()
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, flags=[],
                       traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, flags=[], traps=[])

_current = []


def _check_context(context, message="argument must be a context"):
    if not isinstance(context, Context):
        raise TypeError(message)


def getcontext():
    """Get the current default context."""
    if not _current:
        _current.append(DefaultContext.copy())
        _make_current(_current[0]._limits)
    return _current[0]


def setcontext(context, /):
    """Set a new default context."""
    _check_context(context)
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current[:] = [context]
    _make_current(context._limits)


class ContextManager:
    """Sets a copy of a context on entry and brings the old one back on exit."""

    __module__ = "decimal"

    def __init__(self, context, changes):
        self.context = context.copy()
        for name, value in changes.items():
            if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags",
                            "traps"):
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")
            if name in ("flags", "traps"):
                setattr(self.context._limits, name, _bits_of(value))
            else:
                setattr(self.context, name, value)

    def __enter__(self):
        self.saved = getcontext()
        setcontext(self.context)
        return self.context

    def __exit__(self, *error):
        setcontext(self.saved)
        return False


def localcontext(ctx=None, **kwargs):
    """Return a context manager that works in a copy of a context."""
    if ctx is None:
        ctx = getcontext()
    _check_context(ctx, "optional argument must be a context")
    return ContextManager(ctx, kwargs)
