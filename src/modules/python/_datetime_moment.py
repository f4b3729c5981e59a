"""datetime of datetime: a date and a time of day."""

import time as _time
from _calendar_days import (
    _equip, are_date, are_time, moment_of, new_moment, us_of, us_of_seconds)
from _time import _moment, _seconds as _seconds_by_clock
from _types import _seal
from _datetime_date import checked_ordinal, date, format_moment
from _datetime_delta import (
    argument_name, check_zone, delta, timedelta, timezone, type_name, zone_answer, zone_name)
from _datetime_parts import (
    DAY, DAY_NAMES, MISSING, MONTH_NAMES, SECOND, c_int, check_date, check_present, check_time,
    date_length, days_before_month, format_offset, format_time, ordinal_of, parse_date,
    parse_time)
from _datetime_time import time, zone_of

_utc = timezone.utc
_EPOCH = ordinal_of(1970, 1, 1) * 86400


def _new(cls, numbers, zone=None, fold=0):
    """A datetime whose seven numbers are known to be right."""
    if cls is not datetime:
        return cls(*numbers, zone, fold=fold)
    if zone is None:
        return new_moment(datetime, *numbers, fold)
    self = object.__new__(datetime)
    (self._year, self._month, self._day, self._hour, self._minute, self._second,
     self._microsecond) = numbers
    self._tzinfo, self._fold = zone, fold
    return self


def _split(us):
    """Microseconds since the day before year 1 as the seven numbers of a moment."""
    numbers = moment_of(us)
    if numbers is not None:
        return numbers
    days, us = divmod(us, DAY)
    seconds, us = divmod(us, SECOND)
    return (*checked_ordinal(days), seconds // 3600, seconds // 60 % 60, seconds % 60, us)


def _local(seconds):
    """What the clocks here show at so many seconds since 1970, in seconds since the day before year 1."""
    return seconds + _time._local(seconds)[0] + _EPOCH


def _rounded_us(timestamp):
    """A timestamp in whole microseconds, halves to even."""
    if isinstance(timestamp, float):
        if timestamp != timestamp:
            raise ValueError("Invalid value NaN (not a number)")
        numerator, denominator = timestamp.as_integer_ratio()
        us, rest = divmod(numerator * SECOND, denominator)
        if 2 * rest > denominator or (2 * rest == denominator and us & 1):
            us += 1
        return us
    return timestamp.__index__() * SECOND if hasattr(timestamp, "__index__") else None


def _from_timestamp(cls, timestamp, convert, zone):
    us = us_of_seconds(timestamp)
    if us is None:
        us = _rounded_us(timestamp)
    if us is None:
        raise TypeError(f"'{type_name(timestamp)}' object cannot be interpreted as an integer")
    seconds, us = divmod(us, SECOND)
    numbers = None
    if -2**40 < seconds < 2**40:
        offset = _time._local(seconds)[0] if convert is _time.localtime else 0
        numbers = moment_of((seconds + offset + _EPOCH) * SECOND + us)
    if numbers is None:
        parts = convert(seconds)[:6]
        if not 1 <= parts[0] <= 9999:
            raise ValueError(f"year {parts[0]} is out of range")
        numbers = (*parts[:5], min(parts[5], 59), us)
    fold = 0
    local = zone is None and convert is _time.localtime
    if local and seconds + _EPOCH < 2 * 86400:
        raise ValueError("year 0 is out of range")
    if local and _time.tzname != ("UTC", "UTC"):
        here = _local(seconds)
        gap = here - _local(seconds - 86400) - 86400
        if gap < 0 and _local(seconds + gap) == here:
            fold = 1
    if zone is None:
        return _new(cls, numbers, None, fold)
    return zone.fromutc(_new(cls, numbers, zone))


class datetime(date):
    """datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])

The year, month and day arguments are required. tzinfo may be None, or an
instance of a tzinfo subclass. The remaining arguments may be ints."""

    __module__ = "datetime"
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year, month=MISSING, day=MISSING, hour=0, minute=0, second=0,
                microsecond=0, tzinfo=None, *, fold=0):
        if tzinfo is None:
            self = new_moment(cls, year, month, day, hour, minute, second, microsecond, fold)
            if self is not None:
                return self
        if isinstance(year, bytes) and len(year) == 10 and day is MISSING and 0 < year[2] & 127 < 13:
            if month is not MISSING and month is not None and not isinstance(month, _zone_type):
                raise TypeError("bad tzinfo state arg")
            tzinfo, state = None if month is MISSING else month, year
            year, month, day, hour, minute, second = (
                state[0] * 256 + state[1], state[2] & 127, *state[3:7])
            microsecond, fold = int.from_bytes(state[7:], "big"), state[2] >> 7
        check_present(year, month, day)
        if not (are_date(year, month, day) and are_time(hour, minute, second, microsecond, fold)):
            year, month, day = c_int(year), c_int(month), c_int(day)
            hour, minute, second = c_int(hour), c_int(minute), c_int(second)
            microsecond, fold = c_int(microsecond), c_int(fold)
            check_date(year, month, day)
            check_time(hour, minute, second, microsecond, fold)
        check_zone(tzinfo)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second = hour, minute, second
        self._microsecond, self._tzinfo, self._fold = microsecond, tzinfo, fold
        return self

    @classmethod
    def now(cls, tz=None):
        """Returns new datetime object representing current time local to tz.

  tz
    Timezone object.

If no tz is specified, uses local timezone."""
        if cls is datetime and (tz is None and _time._zone_text is None or tz is _utc):
            made = _moment(cls, None, tz)
            if made is not None:
                return made
        check_zone(tz)
        convert = _time.localtime if tz is None else _time.gmtime
        return _from_timestamp(cls, _time.time(), convert, tz)

    @classmethod
    def utcnow(cls):
        """Return a new datetime representing UTC day and time."""
        from warnings import warn
        warn("datetime.datetime.utcnow() is deprecated and scheduled for removal in a future "
             "version. Use timezone-aware objects to represent datetimes in UTC: "
             "datetime.datetime.now(datetime.UTC).", DeprecationWarning, stacklevel=2)
        return _from_timestamp(cls, _time.time(), _time.gmtime, None)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """timestamp[, tz] -> tz's local time from POSIX timestamp."""
        if cls is datetime and timestamp is not None and (
                tz is None and _time._zone_text is None or tz is _utc):
            made = _moment(cls, timestamp, tz)
            if made is not None:
                return made
        check_zone(tz)
        convert = _time.localtime if tz is None else _time.gmtime
        return _from_timestamp(cls, timestamp, convert, tz)

    @classmethod
    def utcfromtimestamp(cls, timestamp, /):
        """Construct a naive UTC datetime from a POSIX timestamp."""
        from warnings import warn
        warn("datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a "
             "future version. Use timezone-aware objects to represent datetimes in UTC: "
             "datetime.datetime.fromtimestamp(timestamp, datetime.UTC).", DeprecationWarning,
             stacklevel=2)
        return _from_timestamp(cls, timestamp, _time.gmtime, None)

    @classmethod
    def strptime(cls, date_string, format, /):
        """string, format -> new datetime parsed from a string (like time.strptime())."""
        import _strptime
        for place, argument in enumerate((date_string, format), 1):
            if not isinstance(argument, str):
                raise TypeError(f"strptime() argument {place} must be str, "
                                f"not {argument_name(argument)}")
        found = _strptime.parse(date_string, format)
        zone = None
        if found["offset"] is not None:
            offset = delta(found["offset"] * SECOND + found["offset_fraction"])
            zone = timezone(offset, found["zone"]) if found["zone"] else timezone(offset)
        return cls(*found["tuple"][:6], found["fraction"], zone)

    @classmethod
    def combine(cls, date, time, tzinfo=MISSING):
        """date, time -> datetime with same date and time fields"""
        if not isinstance(date, _date_type):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {argument_name(date)}")
        if not isinstance(time, _time_type):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {argument_name(time)}")
        zone = time._tzinfo if tzinfo is MISSING else tzinfo
        if zone is None and cls is datetime:
            return new_moment(cls, date._year, date._month, date._day, time._hour, time._minute,
                              time._second, time._microsecond, time._fold)
        return cls(date._year, date._month, date._day, time._hour, time._minute, time._second,
                   time._microsecond, zone, fold=time._fold)

    @classmethod
    def _fromisoformat(cls, string):
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        clock, offset = (0, 0, 0, 0), None
        try:
            if len(string) < 7:
                raise ValueError
            end = date_length(string)
            numbers = parse_date(string[:end])
            if len(string) > end:
                clock, offset = parse_time(string[end + 1:])
            check_date(*numbers)
        except ValueError as error:
            if "out of range" in str(error) or "must be in" in str(error):
                raise
            raise ValueError(f"Invalid isoformat string: {string!r}") from None
        return cls(*numbers, *clock, None if offset is None else zone_of(offset))

    @classmethod
    def fromordinal(cls, ordinal, /):
        """int -> date corresponding to a proleptic Gregorian ordinal."""
        day = date.fromordinal(ordinal)
        return cls(day._year, day._month, day._day)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """int, int, int -> Construct a date from the ISO year, week number and weekday."""
        day = date.fromisocalendar(year, week, day)
        return cls(day._year, day._month, day._day)

    def time(self):
        """Return time object with same time but with tzinfo=None."""
        made = object.__new__(time)
        made._hour, made._minute, made._second = self._hour, self._minute, self._second
        made._microsecond, made._tzinfo, made._fold = self._microsecond, None, self._fold
        return made

    def timetz(self):
        """Return time object with same time and tzinfo."""
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo,
                    fold=self._fold)

    def ctime(self):
        """Return ctime() style string."""
        return (f"{DAY_NAMES[self.weekday()]} {MONTH_NAMES[self._month - 1]} {self._day:2d} "
                f"{self._hour:02d}:{self._minute:02d}:{self._second:02d} {self._year:04d}")

    def _numbers(self):
        return (self._year, self._month, self._day, self._hour, self._minute, self._second,
                self._microsecond)

    def _us_since(self):
        """Microseconds of the clock's time since the day before year 1."""
        return us_of(self._year, self._month, self._day, self._hour, self._minute, self._second,
                     self._microsecond)

    def _offset(self):
        return zone_answer(self._tzinfo, "utcoffset", self)

    def timetuple(self):
        """Return time tuple, compatible with time.localtime()."""
        return _time.struct_time(self._fields())

    def _fields(self):
        saving = zone_answer(self._tzinfo, "dst", self)
        return self._tuple(-1 if saving is None else int(saving != 0))

    def _tuple(self, flag):
        year, month, day = self._year, self._month, self._day
        return (year, month, day, self._hour, self._minute, self._second, self.weekday(),
                days_before_month(year, month) + day, flag)

    def utctimetuple(self):
        """Return UTC time tuple, compatible with time.localtime()."""
        offset = self._offset()
        moment = self - delta(offset) if offset else self
        return _time.struct_time(moment._tuple(0))

    def _seconds(self):
        """Seconds since 1970 of a moment by the clocks here."""
        here = self._us_since() // SECOND
        first = here - _EPOCH
        if _time._zone_text is None:
            return _seconds_by_clock(first, self._fold)
        gap = _local(first) - _EPOCH - first
        guess = first - gap
        other = _local(guess) - _EPOCH - guess
        if other == gap:
            # Another answer is there if the clocks were put back just before or after.
            around = guess + (-86400, 86400)[self._fold]
            other = _local(around) - _EPOCH - around
            if other == gap:
                return guess
        second = first - other
        if _local(second) == here:
            return second
        if _local(guess) == here:
            return guess
        return (max, min)[self._fold](guess, second)

    def timestamp(self):
        """Return POSIX timestamp as float."""
        offset = self._offset()
        if offset is None and self._tzinfo is None:
            return self._seconds() + self._microsecond / 1e6
        return (self._us_since() - (offset or 0) - _EPOCH * SECOND) / SECOND

    def _local_zone(self):
        if self._tzinfo is not None:
            seconds = (self._us_since() - self._offset()) // SECOND - _EPOCH
        else:
            seconds, other = self._seconds(), self.replace(fold=not self._fold)._seconds()
            # What the clocks skip is taken by the offset before it, or by the one behind it with a fold.
            if other != seconds and (other > seconds) == self._fold:
                seconds = other
        here = _time.localtime(seconds)
        return timezone(delta(here.tm_gmtoff * SECOND), here.tm_zone)

    def astimezone(self, tz=None):
        """tz -> convert to local time in new timezone tz"""
        if tz is not None and not isinstance(tz, _zone_type):
            raise TypeError("tzinfo argument must be None or of a tzinfo subclass, "
                            f"not type '{type_name(tz)}'")
        own = self._tzinfo
        if own is not None and own is tz:
            return self
        if type(self) is datetime and type(own) is timezone and type(tz) is timezone:
            us = self._us_since() - own._offset._us
            numbers = moment_of(us + tz._offset._us)
            if numbers is not None and moment_of(us) is not None:
                return _new(datetime, numbers, tz)
        offset = self._offset()
        if offset is None:
            zone = self.replace(tzinfo=None)._local_zone()
            offset = zone._offset._us
        numbers = moment_of(self._us_since() - offset) if type(self) is datetime else None
        if numbers is not None:
            if tz is None:
                tz = _new(datetime, numbers, timezone.utc)._local_zone()
            return tz.fromutc(_new(datetime, numbers, tz))
        target = self.replace(tzinfo=None) - delta(offset)
        if tz is None:
            tz = target.replace(tzinfo=timezone.utc)._local_zone()
        return tz.fromutc(target.replace(tzinfo=tz))

    def _isoformat(self, sep, timespec):
        if not isinstance(sep, str):
            raise TypeError("isoformat() argument 1 must be a unicode character, "
                            f"not {argument_name(sep)}")
        if len(sep) != 1:
            raise TypeError("isoformat() argument 1 must be a unicode character, not str")
        text = f"{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}" + format_time(
            self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self._offset()
        return text if offset is None else text + format_offset(offset)

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        text = (f"{type_name(self)}({self._year}, {self._month}, {self._day}, {self._hour}, "
                f"{self._minute}")
        if self._second or self._microsecond:
            text += f", {self._second}"
            if self._microsecond:
                text += f", {self._microsecond}"
        if self._fold:
            text += ", fold=1"
        return f"{text})" if self._tzinfo is None else f"{text}, tzinfo={self._tzinfo!r})"

    def strftime(self, format):
        """format -> strftime() style string."""
        if not isinstance(format, str):
            raise TypeError(f"strftime() argument 1 must be str, not {argument_name(format)}")
        moment = self._fields() if type(self) is datetime else tuple(self.timetuple())
        return format_moment(moment, format, self._microsecond, self._tzinfo, self)

    def utcoffset(self):
        """Return self.tzinfo.utcoffset(self)."""
        zone = self._tzinfo
        if type(zone) is timezone:
            return zone._offset
        if zone is not None:
            answer = zone.utcoffset(self)
            if type(answer) is timedelta and -DAY < answer._us < DAY:
                return answer
        offset = self._offset()
        return None if offset is None else delta(offset)

    def tzname(self):
        """Return self.tzinfo.tzname(self)."""
        return zone_name(self._tzinfo, self)

    def dst(self):
        """Return self.tzinfo.dst(self)."""
        offset = zone_answer(self._tzinfo, "dst", self)
        return None if offset is None else delta(offset)

    def _again(self, year, month, day, hour, minute, second, microsecond, tzinfo, fold):
        return type(self)(year, month, day, hour, minute, second, microsecond, tzinfo, fold=fold)

    def _moved(self, us):
        """The moment so many microseconds later by the same clock."""
        return _new(type(self), _split(self._us_since() + us), self._tzinfo)

    def __add__(self, other):
        if isinstance(other, timedelta):
            return self._moved(other._us)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._moved(-other._us)
        if not isinstance(other, datetime):
            return NotImplemented
        us = self._us_since() - other._us_since()
        if self._tzinfo is not other._tzinfo:
            mine, others = self._offset(), other._offset()
            if (mine is None) != (others is None):
                raise TypeError("can't subtract offset-naive and offset-aware datetimes")
            us -= (mine or 0) - (others or 0)
        return delta(us)

    def _order(self, other):
        """What to order by; None for what is no datetime."""
        if not isinstance(other, datetime):
            return None
        if self._tzinfo is other._tzinfo:
            return self._us_since(), other._us_since()
        mine, others = self._offset(), other._offset()
        if (mine is None) != (others is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return self._us_since() - (mine or 0), other._us_since() - (others or 0)

    def _is_doubtful(self, offset):
        """Whether the offset depends on fold: such a moment equals none of another zone."""
        return self.replace(fold=not self._fold)._offset() != offset

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return False if isinstance(other, date) else NotImplemented
        if self._tzinfo is other._tzinfo:
            return self._us_since() == other._us_since()
        mine, others = self._offset(), other._offset()
        if self._is_doubtful(mine) or other._is_doubtful(others):
            return False
        if (mine is None) != (others is None):
            return False
        return self._us_since() - (mine or 0) == other._us_since() - (others or 0)

    def __lt__(self, other):
        if type(other) is datetime and self._tzinfo is other._tzinfo:
            return self._us_since() < other._us_since()
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] < keys[1]

    def __le__(self, other):
        if type(other) is datetime and self._tzinfo is other._tzinfo:
            return self._us_since() <= other._us_since()
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] <= keys[1]

    def __gt__(self, other):
        if type(other) is datetime and self._tzinfo is other._tzinfo:
            return self._us_since() > other._us_since()
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] > keys[1]

    def __ge__(self, other):
        if type(other) is datetime and self._tzinfo is other._tzinfo:
            return self._us_since() >= other._us_since()
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] >= keys[1]

    def _state(self, fold=0):
        high, low = divmod(self._year, 256)
        return (bytes((high, low, self._month | fold << 7, self._day, self._hour, self._minute,
                       self._second)) + self._microsecond.to_bytes(3, "big"))

    def __hash__(self):
        moment = self.replace(fold=0) if self._fold else self
        offset = moment._offset()
        if offset is None:
            return hash(self._state())
        return hash(delta(self._us_since() - offset))

    def __reduce_ex__(self, protocol):
        state = self._state(self._fold if protocol > 3 else 0)
        return type(self), (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


_date_type, _time_type = date, time
_zone_type = timezone.__base__
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
datetime._zone_of = staticmethod(zone_of)
_equip(datetime)
_seal(datetime)
