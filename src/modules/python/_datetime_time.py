"""time of datetime."""

from _calendar_days import _equip, are_time
from _types import _seal
from _datetime_date import format_moment
from _datetime_delta import (
    argument_name, check_zone, delta, timedelta, timezone, type_name, zone_answer, zone_name)
from _datetime_parts import (
    MISSING, SECOND, c_int, check_time, format_offset, format_time, parse_time)


def zone_of(offset):
    """The timezone of an offset in microseconds."""
    return timezone.utc if offset == 0 else timezone(delta(offset))


class time:
    """time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object

All arguments are optional. tzinfo may be None, or an instance of
a tzinfo subclass. The remaining arguments may be ints."""

    __module__ = "datetime"
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if isinstance(hour, bytes) and len(hour) == 6:
            if minute and not isinstance(minute, timezone.__base__):
                raise TypeError("bad tzinfo state arg")
            tzinfo = minute or None
            fold, hour, minute, second, microsecond = (
                hour[0] >> 7, hour[0] & 127, hour[1], hour[2],
                int.from_bytes(hour[3:], "big"))
        if not are_time(hour, minute, second, microsecond, fold):
            hour, minute, second = c_int(hour), c_int(minute), c_int(second)
            microsecond, fold = c_int(microsecond), c_int(fold)
            check_time(hour, minute, second, microsecond, fold)
        check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second = hour, minute, second
        self._microsecond, self._tzinfo, self._fold = microsecond, tzinfo, fold
        return self

    @classmethod
    def _fromisoformat(cls, string):
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            numbers, offset = parse_time(string.removeprefix("T"))
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {string!r}") from None
        return cls(*numbers, None if offset is None else zone_of(offset))

    def isoformat(self, timespec="auto"):
        """Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].

The optional argument timespec specifies the number of additional terms
of the time to include. Valid options are 'auto', 'hours', 'minutes',
'seconds', 'milliseconds' and 'microseconds'.
"""
        text = format_time(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = zone_answer(self._tzinfo, "utcoffset", None)
        return text if offset is None else text + format_offset(offset)

    def __str__(self):
        return self.isoformat()

    def __repr__(self):
        numbers = [self._hour, self._minute]
        if self._second or self._microsecond:
            numbers.append(self._second)
        if self._microsecond:
            numbers.append(self._microsecond)
        parts = [str(number) for number in numbers]
        if self._tzinfo is not None:
            parts.append(f"tzinfo={self._tzinfo!r}")
        if self._fold:
            parts.append("fold=1")
        return f"{type_name(self)}({', '.join(parts)})"

    def strftime(self, format):
        """format -> strftime() style string."""
        if not isinstance(format, str):
            raise TypeError(f"strftime() argument 1 must be str, not {argument_name(format)}")
        moment = (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1)
        return format_moment(moment, format, self._microsecond, self._tzinfo)

    def __format__(self, spec, /):
        if not isinstance(spec, str):
            raise TypeError(f"__format__() argument 1 must be str, not {argument_name(spec)}")
        return self.strftime(spec) if spec else str(self)

    def utcoffset(self):
        """Return self.tzinfo.utcoffset(self)."""
        offset = zone_answer(self._tzinfo, "utcoffset", None)
        return None if offset is None else delta(offset)

    def tzname(self):
        """Return self.tzinfo.tzname(self)."""
        return zone_name(self._tzinfo, None)

    def dst(self):
        """Return self.tzinfo.dst(self)."""
        offset = zone_answer(self._tzinfo, "dst", None)
        return None if offset is None else delta(offset)

    def replace(self, /, hour=None, minute=None, second=None, microsecond=None, tzinfo=MISSING,
                *, fold=None):
        """Return time with new specified fields."""
        return type(self)(
            self._hour if hour is None else hour, self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is MISSING else tzinfo,
            fold=self._fold if fold is None else fold)

    __replace__ = replace

    def _us(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * SECOND + self._microsecond

    def _keys(self, other, equality):
        """What to compare by: both in UTC if both know their offset, or None for what differs in that."""
        if self._tzinfo is other._tzinfo:
            return self._us(), other._us()
        mine = zone_answer(self._tzinfo, "utcoffset", None)
        others = zone_answer(other._tzinfo, "utcoffset", None)
        if (mine is None) != (others is None):
            if equality:
                return None
            raise TypeError("can't compare offset-naive and offset-aware times")
        return self._us() - (mine or 0), other._us() - (others or 0)

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        keys = self._keys(other, True)
        return keys is not None and keys[0] == keys[1]

    def _order(self, other):
        return self._keys(other, False) if isinstance(other, time) else None

    def __lt__(self, other):
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] < keys[1]

    def __le__(self, other):
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] <= keys[1]

    def __gt__(self, other):
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] > keys[1]

    def __ge__(self, other):
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] >= keys[1]

    def _state(self, fold=0):
        return (bytes((self._hour | fold << 7, self._minute, self._second))
                + self._microsecond.to_bytes(3, "big"))

    def __hash__(self):
        offset = zone_answer(self._tzinfo, "utcoffset", None)
        if offset is None:
            return hash(self._state())
        return hash(delta(self._us() - offset))

    def __reduce_ex__(self, protocol):
        state = self._state(self._fold if protocol > 3 else 0)
        return type(self), (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
time._zone_of = staticmethod(zone_of)
_equip(time)
_seal(time)
