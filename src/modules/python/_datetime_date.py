"""date of datetime, and what isocalendar() answers."""

import time as _time
from _time import _strftime
from _calendar_days import _equip, are_date, new_day, week_of
from _types import _seal
from _datetime_delta import argument_name, delta, timedelta, type_name, zone_answer, zone_name
from _datetime_parts import (
    DAY, DAY_NAMES, MAX_ORDINAL, MISSING, MONTH_NAMES, c_int, check_present, check_date,
    date_of, days_before_month, format_offset, from_iso_week, ordinal_of,
    parse_date)


_EPOCH = ordinal_of(1970, 1, 1)
# How directives start that may need to know of fractions or zones.
_OF_ZONES = ("%f", "%z", "%Z", "%s", "%:", "%-", "%E", "%O")


def new_date(cls, year, month, day):
    """A date whose numbers are known to be right."""
    if cls is not date:
        return cls(year, month, day)
    self = object.__new__(date)
    self._year, self._month, self._day = year, month, day
    return self


def checked_ordinal(ordinal):
    """Year, month and day of an ordinal a calculation gave."""
    if not 1 <= ordinal <= MAX_ORDINAL:
        raise OverflowError("date value out of range")
    return date_of(ordinal)


def format_moment(moment, format, us=0, zone=None, argument=None):
    """strftime with the directives time.strftime does not know: fraction and zone."""
    if "%" not in format:
        return format
    if not any(map(format.__contains__, _OF_ZONES)):
        return _strftime(format, moment, None, "")
    pieces, at = [], 0
    while at < len(format):
        letter = format[at]
        directive = format[at:at + 2] if letter == "%" else ""
        if directive == "%:" and format[at + 2:at + 3] == "z":
            directive = "%:z"
        at += len(directive) or 1
        if directive == "%f":
            pieces.append(f"{us:06d}")
        elif directive in ("%z", "%:z"):
            offset = zone_answer(zone, "utcoffset", argument)
            if offset is not None:
                pieces.append(format_offset(offset, ":" if directive == "%:z" else ""))
        elif directive == "%Z":
            pieces.append((zone_name(zone, argument) or "").replace("%", "%%"))
        else:
            pieces.append(directive or letter)
    return _time.strftime("".join(pieces), _time.struct_time(moment))


class IsoCalendarDate(tuple):
    """The result of date.isocalendar() or datetime.isocalendar()

This object may be accessed either as a tuple of
  ((year, week, weekday))
or via the object attributes as named in the above tuple."""

    __module__ = "datetime"
    __slots__ = ()

    def __new__(cls, year, week, weekday):
        return tuple.__new__(cls, (year, week, weekday))

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return (f"datetime.{type(self).__name__}"
                f"(year={self[0]}, week={self[1]}, weekday={self[2]})")

    def __reduce__(self):
        return tuple, (tuple(self),)


_seal(IsoCalendarDate)


def _reads_state(state, length, month_at):
    """Whether the single argument of a constructor is what __reduce__ gave."""
    return (isinstance(state, bytes) and len(state) == length
            and 1 <= state[month_at] & 127 <= 12)


class date:
    """date(year, month, day) --> date object"""

    __module__ = "datetime"
    __slots__ = ("_year", "_month", "_day")

    def __new__(cls, year, month=MISSING, day=MISSING):
        self = new_day(cls, year, month, day)
        if self is not None:
            return self
        if month is MISSING and _reads_state(year, 4, 2):
            year, month, day = year[0] * 256 + year[1], year[2], year[3]
        check_present(year, month, day)
        if not are_date(year, month, day):
            year, month, day = c_int(year), c_int(month), c_int(day)
            check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        return self

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        """Create a date from a POSIX timestamp.

The timestamp is a number, e.g. created via time.time(), that is interpreted
as local time."""
        numbers = None
        if type(timestamp) is float and -1e11 < timestamp < 1e11:
            seconds = timestamp.__floor__()
            numbers = date_of((seconds + _time._local(seconds)[0]) // 86400 + _EPOCH)
        if timestamp is None:
            raise TypeError("'NoneType' object cannot be interpreted as an integer")
        return new_date(cls, *numbers or _time.localtime(timestamp)[:3])

    @classmethod
    def today(cls):
        """Current date or datetime:  same as self.__class__.fromtimestamp(time.time())."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, ordinal, /):
        """int -> date corresponding to a proleptic Gregorian ordinal."""
        ordinal = c_int(ordinal)
        if ordinal < 1:
            raise ValueError("ordinal must be >= 1")
        if ordinal > MAX_ORDINAL:
            raise ValueError(f"year {ordinal * 400 // 146097 + 1} is out of range")
        return new_date(cls, *date_of(ordinal))

    @classmethod
    def _fromisoformat(cls, string):
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            if len(string) not in (7, 8, 10):
                raise ValueError
            numbers = parse_date(string)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {string!r}") from None
        return cls(*numbers)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """int, int, int -> Construct a date from the ISO year, week number and weekday.

This is the inverse of the function date.isocalendar()"""
        try:
            year, week, day = c_int(year), c_int(week), c_int(day)
        except OverflowError:
            raise ValueError("ISO calendar component out of range") from None
        return new_date(cls, *from_iso_week(year, week, day))

    def ctime(self):
        """Return ctime() style string."""
        return (f"{DAY_NAMES[self.weekday()]} {MONTH_NAMES[self._month - 1]} {self._day:2d} "
                f"00:00:00 {self._year:04d}")

    def strftime(self, format):
        """format -> strftime() style string."""
        if not isinstance(format, str):
            raise TypeError(f"strftime() argument 1 must be str, not {argument_name(format)}")
        moment = self._fields() if type(self) is date else tuple(self.timetuple())
        return format_moment(moment, format)

    def __format__(self, spec, /):
        if not isinstance(spec, str):
            raise TypeError(f"__format__() argument 1 must be str, not {argument_name(spec)}")
        return self.strftime(spec) if spec else str(self)

    def __str__(self):
        return self.isoformat()

    def __repr__(self):
        return f"{type_name(self)}({self._year}, {self._month}, {self._day})"

    def timetuple(self):
        """Return time tuple, compatible with time.localtime()."""
        return _time.struct_time(self._fields())

    def _fields(self):
        year, month, day = self._year, self._month, self._day
        return (year, month, day, 0, 0, 0, self.weekday(), days_before_month(year, month) + day, -1)

    def isocalendar(self):
        """Return a named tuple containing ISO year, week number, and weekday."""
        return tuple.__new__(IsoCalendarDate, week_of(self._year, self._month, self._day))

    def _again(self, *numbers):
        return type(self)(*numbers)

    def _at_ordinal(self, ordinal):
        return new_date(type(self), *checked_ordinal(ordinal))

    def __add__(self, other):
        if isinstance(other, timedelta):
            ordinal = ordinal_of(self._year, self._month, self._day) + other._us // DAY
            numbers = date_of(ordinal)
            if numbers is None or type(self) is not date:
                return self._at_ordinal(ordinal)
            made = object.__new__(date)
            made._year, made._month, made._day = numbers
            return made
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._at_ordinal(self.toordinal() - other._us // DAY)
        if isinstance(other, date) and not hasattr(other, "_hour"):
            return delta((self.toordinal() - other.toordinal()) * DAY)
        return NotImplemented

    def __rsub__(self, other):
        return NotImplemented

    def _key(self, other):
        """What to compare by, or None for what is no plain date."""
        if type(other) is date or isinstance(other, date) and not hasattr(other, "_hour"):
            return (self._year, self._month, self._day), (other._year, other._month, other._day)
        return None

    def __eq__(self, other):
        key = self._key(other)
        return NotImplemented if key is None else key[0] == key[1]

    def __lt__(self, other):
        key = self._key(other)
        return NotImplemented if key is None else key[0] < key[1]

    def __le__(self, other):
        key = self._key(other)
        return NotImplemented if key is None else key[0] <= key[1]

    def __gt__(self, other):
        key = self._key(other)
        return NotImplemented if key is None else key[0] > key[1]

    def __ge__(self, other):
        key = self._key(other)
        return NotImplemented if key is None else key[0] >= key[1]

    def _state(self):
        return bytes((*divmod(self._year, 256), self._month, self._day))

    def __hash__(self):
        return hash(self._state())

    def __reduce__(self):
        return type(self), (self._state(),)


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)
_equip(date)
_seal(date)
