"""timedelta, tzinfo and timezone of datetime."""

import math as _math
from _calendar_days import _equip, us_in
from _types import _seal
from _datetime_parts import DAY, MISSING, SECOND, format_offset

_MAX_DAYS = 999_999_999
_LEAST, _TOO_MANY = -_MAX_DAYS * DAY, (_MAX_DAYS + 1) * DAY
_UNITS = (("microseconds", 1), ("milliseconds", 1000), ("seconds", SECOND),
          ("minutes", 60 * SECOND), ("hours", 3600 * SECOND), ("days", DAY), ("weeks", 7 * DAY))


def delta(us):
    """The timedelta of so many microseconds."""
    if not (-2**62 < us < 2**62 or _LEAST <= us < _TOO_MANY):
        days = us // DAY
        if not -2**31 <= days < 2**31:
            raise OverflowError("Python int too large to convert to C int")
        raise OverflowError(f"days={days}; must have magnitude <= {_MAX_DAYS}")
    self = object.__new__(timedelta)
    self._us = us
    return self


def _sum_up(parts):
    """The sum of the parts, each a number of its unit, in microseconds, rounded half to even."""
    whole, rest = 0, 0.0
    for name, unit in _UNITS:
        part = parts[name]
        if isinstance(part, int):
            whole += part * unit
        elif isinstance(part, float):
            fraction, integral = _math.modf(part)
            whole += int(integral) * unit
            if fraction:
                fraction, integral = _math.modf(fraction * unit)
                whole += int(integral)
                rest += fraction
        else:
            raise TypeError(f"unsupported type for timedelta {name} component: "
                            f"{type_name(part)}")
    return whole + _rounded(rest, whole & 1) if rest else whole


def _rounded(rest, odd):
    """A float as an int; halves go where the sum becomes even."""
    nearest = _math.floor(rest + 0.5) if rest >= 0 else _math.ceil(rest - 0.5)
    if abs(nearest - rest) == 0.5:
        half = (rest + odd) * 0.5
        nearest = 2 * (_math.floor(half + 0.5) if half >= 0 else _math.ceil(half - 0.5)) - odd
    return nearest


def class_name(kind):
    """A class as C's messages and reprs call it: one of ours with its module."""
    if kind.__module__ in ("datetime", "decimal"):
        return f"{kind.__module__}.{kind.__qualname__}"
    return kind.__name__


def type_name(value):
    """The name of a value's class."""
    return class_name(type(value))


def argument_name(value):
    """The name of an argument's class, in the words for arguments."""
    return "None" if value is None else type_name(value)


def _divide_to_even(us, divisor):
    """The quotient as an int, halves to the even one."""
    quotient, rest = divmod(us, divisor)
    twice = 2 * rest
    above = twice > divisor if divisor > 0 else twice < divisor
    if above or (twice == divisor and quotient & 1):
        quotient += 1
    return quotient


class timedelta:
    """Difference between two datetime values.

timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)

All arguments are optional and default to 0.
Arguments may be integers or floats, and may be positive or negative."""

    __module__ = "datetime"
    __slots__ = ("_us",)

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0,
                weeks=0):
        us = us_in(days, seconds, microseconds, milliseconds, minutes, hours, weeks)
        if us is None:
            us = delta(_sum_up({
                "days": days, "seconds": seconds, "microseconds": microseconds,
                "milliseconds": milliseconds, "minutes": minutes, "hours": hours,
                "weeks": weeks}))._us
        self = object.__new__(cls)
        self._us = us
        return self

    @property
    def days(self):
        """Number of days."""
        return self._us // DAY

    @property
    def seconds(self):
        """Number of seconds (>= 0 and less than 1 day)."""
        return self._us % DAY // SECOND

    @property
    def microseconds(self):
        """Number of microseconds (>= 0 and less than 1 second)."""
        return self._us % SECOND

    def total_seconds(self):
        """Total seconds in the duration."""
        return self._us / SECOND

    def __repr__(self):
        parts = [f"{name}={value}" for name, value in (
            ("days", self.days), ("seconds", self.seconds), ("microseconds", self.microseconds))
            if value]
        return f"{type_name(self)}({', '.join(parts) or 0})"

    def __str__(self):
        days, us = divmod(self._us, DAY)
        seconds, us = divmod(us, SECOND)
        text = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        if us:
            text += f".{us:06d}"
        if days:
            text = f"{days} day{'' if abs(days) == 1 else 's'}, {text}"
        return text

    def __add__(self, other):
        if isinstance(other, timedelta):
            return delta(self._us + other._us)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return delta(self._us - other._us)
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return delta(other._us - self._us)
        return NotImplemented

    def __neg__(self):
        return delta(-self._us)

    def __pos__(self):
        return delta(self._us)

    def __abs__(self):
        return delta(abs(self._us))

    def __mul__(self, other):
        if isinstance(other, int):
            return delta(self._us * other)
        if isinstance(other, float):
            numerator, denominator = other.as_integer_ratio()
            return delta(_divide_to_even(self._us * numerator, denominator))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._us // other._us
        if isinstance(other, int):
            return delta(self._us // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._us / other._us
        if isinstance(other, int):
            if other == 0:
                raise ZeroDivisionError("integer division or modulo by zero")
            return delta(_divide_to_even(self._us, other))
        if isinstance(other, float):
            numerator, denominator = other.as_integer_ratio()
            if numerator == 0:
                raise ZeroDivisionError("integer division or modulo by zero")
            if numerator < 0:
                numerator, denominator = -numerator, -denominator
            return delta(_divide_to_even(self._us * denominator, numerator))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return delta(self._us % other._us)
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            quotient, rest = divmod(self._us, other._us)
            return quotient, delta(rest)
        return NotImplemented

    def __eq__(self, other):
        return self._us == other._us if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._us < other._us if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._us <= other._us if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._us > other._us if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._us >= other._us if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash((self.days, self.seconds, self.microseconds))

    def __bool__(self):
        return self._us != 0

    def __reduce__(self):
        return type(self), (self.days, self.seconds, self.microseconds)


timedelta.min = timedelta(-_MAX_DAYS)
timedelta.max = timedelta(_MAX_DAYS, 86399, 999999)
timedelta.resolution = timedelta(microseconds=1)
_seal(timedelta)
_equip(timedelta)


class tzinfo:
    """Abstract base class for time zone info objects."""

    __module__ = "datetime"
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def tzname(self, dt, /):
        """datetime -> string name of time zone."""
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt, /):
        """datetime -> timedelta showing offset from UTC, negative values indicating West of UTC"""
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt, /):
        """datetime -> DST offset as timedelta positive east of UTC."""
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt, /):
        """datetime in UTC -> datetime in local time."""
        from datetime import datetime
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        saving = dt.dst()
        if saving is None:
            raise ValueError("fromutc: non-None dst() result required")
        standard = offset - saving
        if standard:
            dt += standard
            saving = dt.dst()
            if saving is None:
                raise ValueError("fromutc: tz.dst() gave inconsistent results; cannot convert")
        return dt + saving

    def __reduce__(self):
        arguments = getattr(self, "__getinitargs__", tuple)()
        state = getattr(self, "__dict__", None) or None
        return type(self), arguments, state


_seal(tzinfo)


def zone_answer(zone, method, moment):
    """What a zone's utcoffset() or dst() says of a moment: microseconds or None, checked."""
    if zone is None:
        return None
    if type(zone) is timezone:
        return zone._offset._us if method == "utcoffset" else None
    answer = getattr(zone, method)(moment)
    if answer is None:
        return None
    if not isinstance(answer, timedelta):
        raise TypeError(f"tzinfo.{method}() must return None or timedelta, "
                        f"not '{type_name(answer)}'")
    if not -DAY < answer._us < DAY:
        raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and "
                         "timedelta(hours=24).")
    return answer._us


def zone_name(zone, moment):
    """What a zone's tzname() says of a moment, checked."""
    if zone is None:
        return None
    name = zone.tzname(moment)
    if name is None or isinstance(name, str):
        return name
    raise TypeError(f"tzinfo.tzname() must return None or a string, not '{type_name(name)}'")


def check_zone(zone):
    if zone is not None and not isinstance(zone, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, "
                        f"not type '{type_name(zone)}'")


class timezone(tzinfo):
    """Fixed offset from UTC implementation of tzinfo."""

    __module__ = "datetime"
    __slots__ = ("_offset", "_name")

    def __new__(cls, offset, name=MISSING):
        if not isinstance(offset, timedelta):
            raise TypeError("timezone() argument 1 must be datetime.timedelta, "
                            f"not {argument_name(offset)}")
        if name is not MISSING and not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {argument_name(name)}")
        if name is MISSING and not offset._us:
            return timezone.utc
        return cls._of(offset, None if name is MISSING else name)

    @classmethod
    def _of(cls, offset, name):
        if not -DAY < offset._us < DAY:
            raise ValueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and "
                f"timedelta(hours=24), not {offset!r}.")
        self = object.__new__(cls)
        self._offset, self._name = offset, name
        return self

    def _check(self, method, dt):
        from datetime import datetime
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f"{method}(dt) argument must be a datetime instance or None, "
                            f"not {type_name(dt)}")

    def utcoffset(self, dt, /):
        """Return fixed offset."""
        self._check("utcoffset", dt)
        return self._offset

    def tzname(self, dt, /):
        """If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'."""
        self._check("tzname", dt)
        return str(self)

    def dst(self, dt, /):
        """Return None."""
        self._check("dst", dt)
        return None

    def fromutc(self, dt, /):
        """datetime in UTC -> datetime in local time."""
        from datetime import datetime
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset

    def __repr__(self):
        name = type_name(self)
        if self is timezone.utc:
            return f"{name}.utc"
        if self._name is None:
            return f"{name}({self._offset!r})"
        return f"{name}({self._offset!r}, {self._name!r})"

    def __str__(self):
        if self._name is not None:
            return self._name
        return "UTC" + (format_offset(self._offset._us) if self._offset._us else "")

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __getinitargs__(self):
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __init_subclass__(cls):
        raise TypeError("type 'datetime.timezone' is not an acceptable base type")


timezone.utc = timezone._of(timedelta(0), None)
timezone.min = timezone(timedelta(hours=-23, minutes=-59))
timezone.max = timezone(timedelta(hours=23, minutes=59))
_seal(timezone)
