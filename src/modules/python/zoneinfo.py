"""Time zones, read from the system's files (`/usr/share/zoneinfo`)."""

import os as _os
import re as _re
import struct as _struct
from _calendar_days import us_of as _us_of
from bisect import bisect_right as _bisect_right
from datetime import datetime as _datetime, timedelta as _timedelta, tzinfo as _tzinfo

__all__ = ["ZoneInfo", "reset_tzpath", "available_timezones", "TZPATH", "ZoneInfoNotFoundError",
           "InvalidTZPathWarning"]

_DIRECTORIES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo",
                "/etc/zoneinfo")
_EPOCH = _datetime(1970, 1, 1)
_SECOND = 1_000_000
_EPOCH_SECONDS = _EPOCH._us_since() // _SECOND
TZPATH = ()


class ZoneInfoNotFoundError(KeyError):
    """Exception raised when a ZoneInfo key is not found."""


ZoneInfoNotFoundError.__module__ = "zoneinfo._common"


class InvalidTZPathWarning(RuntimeWarning):
    """Warning raised if an invalid path is specified in PYTHONTZPATH."""


def reset_tzpath(to=None):
    """Set the directories that zones are looked for in."""
    global TZPATH
    if to is None:
        given = _os.environ.get("PYTHONTZPATH")
        to = _DIRECTORIES if given is None else [one for one in given.split(":") if one]
    elif isinstance(to, (str, bytes)):
        raise TypeError(f"tzpath must be a list or tuple, not {type(to)}: {to!r}")
    elif not all(map(_os.path.isabs, to)):
        raise ValueError("Paths should be absolute but found the following relative paths: "
                         + ", ".join(repr(one) for one in to if not _os.path.isabs(one)))
    TZPATH = tuple(to)


def available_timezones():
    """Return the names of all zones there are."""
    found = set()
    for directory in TZPATH:
        for place, below, names in _os.walk(directory):
            if place == directory:
                below[:] = [name for name in below if name not in ("posix", "right")]
            for name in names:
                path = _os.path.join(place, name)
                with open(path, "rb") as file:
                    if file.read(4) == b"TZif":
                        found.add(_os.path.relpath(path, directory))
    found.discard("posixrules")
    return found


def _find(key):
    if _os.path.isabs(key):
        raise ValueError(f"ZoneInfo keys may not be absolute paths, got: {key}")
    if _os.path.normpath(key) != key and len(_os.path.normpath(key)) != len(key):
        raise ValueError(f"ZoneInfo keys must be normalized relative paths, got: {key}")
    if _os.path.normpath("/_/" + key)[:3] != "/_/":
        raise ValueError("ZoneInfo keys must refer to subdirectories of TZPATH, got: " + key)
    for directory in TZPATH:
        path = _os.path.join(directory, key)
        if _os.path.isfile(path):
            return path
    raise ZoneInfoNotFoundError(f"No time zone found with key {key}")


class _Period:
    """What holds in a zone from one moment to the next."""

    def __init__(self, offset, dst, name):
        self.seconds = offset
        self.offset = _timedelta(seconds=offset)
        self.is_dst = bool(dst)
        self.dst = _timedelta(0)
        self.name = name


class _Rule:
    """When in each year daylight time begins or ends, as the last line of a file says."""

    def __init__(self, text):
        day, _, time = text.partition("/")
        self.day = day
        sign, hours, minutes, seconds = _re.fullmatch(
            r"([+-]?)(\d+)(?::(\d+))?(?::(\d+))?", time or "2").groups()
        span = int(hours) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
        self.time = -span if sign == "-" else span

    def moment(self, year):
        """Seconds since 1970 in the zone's own time."""
        start = _datetime(year, 1, 1)
        if self.day[0] == "M":
            month, week, weekday = map(int, self.day[1:].split("."))
            first = _datetime(year, month, 1)
            ahead = (weekday - first.isoweekday()) % 7 + (week - 1) * 7
            day = first + _timedelta(ahead)
            while day.month != month:
                day -= _timedelta(7)
        elif self.day[0] == "J":
            number = int(self.day[1:])
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            day = start + _timedelta(number - 1 + (leap and number >= 60))
        else:
            day = start + _timedelta(int(self.day))
        return (day - _EPOCH) // _timedelta(seconds=1) + self.time


class _Tail:
    """What holds after the last moment that a file lists."""

    _NAME = r"(<[^>]+>|[A-Za-z]+)"
    _OFFSET = r"([+-]?\d+(?::\d+){0,2})"

    def __init__(self, text):
        found = _re.fullmatch(f"{self._NAME}{self._OFFSET}(?:{self._NAME}{self._OFFSET}?"
                              r"(?:,([^,]+),([^,]+))?)?", text)
        if found is None:
            raise ValueError(f"Malformed TZ string: {text}")
        name, offset, dst_name, dst_offset, start, end = found.groups()
        self.standard = _Period(self._seconds(offset), False, name.strip("<>"))
        self.daylight, self.years = None, {}
        if dst_name:
            seconds = self.standard.seconds + 3600 if dst_offset is None else (
                self._seconds(dst_offset))
            self.daylight = _Period(seconds, True, dst_name.strip("<>"))
            self.daylight.dst = self.daylight.offset - self.standard.offset
            self.start, self.end = _Rule(start or "M3.2.0"), _Rule(end or "M11.1.0")

    @staticmethod
    def _seconds(text):
        parts = [int(part) for part in text.lstrip("+-").split(":")] + [0, 0]
        span = parts[0] * 3600 + parts[1] * 60 + parts[2]
        return span if text[0] == "-" else -span

    def _moments(self, year):
        """When daylight time begins and ends in a year."""
        known = self.years.get(year)
        if known is None:
            if len(self.years) > 200:
                self.years.clear()
            known = self.years[year] = self.start.moment(year), self.end.moment(year)
        return known

    def at(self, local, year, fold):
        """The period of a moment in the zone's own time."""
        if self.daylight is None:
            return self.standard
        start, end = self._moments(year)
        step = self.daylight.seconds - self.standard.seconds
        # The later of the two readings of a doubled hour is the one with `fold`.
        if fold == (step >= 0):
            end -= step
        else:
            start += step
        inside = start <= local < end if start < end else not end <= local < start
        return self.daylight if inside else self.standard

    def at_utc(self, seconds, year):
        """The period of a moment of UTC, and whether it is the second of a doubled hour."""
        if self.daylight is None:
            return self.standard, False
        start, end = self._moments(year)
        start -= self.standard.seconds
        end -= self.daylight.seconds
        inside = start <= seconds < end if start < end else not end <= seconds < start
        step = self.daylight.seconds - self.standard.seconds
        doubled = end if step > 0 else start
        return ((self.daylight if inside else self.standard),
                0 <= seconds - doubled < abs(step))


class _Zone:
    """What a zone's file says."""

    def __init__(self, file):
        data = file.read()
        if data[:4] != b"TZif":
            raise ValueError(f"Invalid TZif file: magic not found")
        version, place, width = data[4:5], 0, 4
        counts = _struct.unpack(">6l", data[20:44])
        if version >= b"2":
            isut, isstd, leaps, times, kinds, letters = counts
            place = 44 + times * 5 + kinds * 6 + letters + leaps * 8 + isstd + isut
            counts = _struct.unpack(">6l", data[place + 20:place + 44])
            width = 8
        isut, isstd, leaps, times, kinds, letters = counts
        at = place + 44
        self.moments = list(_struct.unpack(f">{times}{'q' if width == 8 else 'l'}",
                                           data[at:at + times * width]))
        at += times * width
        indices = data[at:at + times]
        at += times
        raw = [_struct.unpack(">lbb", data[at + 6 * n:at + 6 * n + 6]) for n in range(kinds)]
        at += kinds * 6
        names = data[at:at + letters]
        at += letters + leaps * (width + 4) + isstd + isut
        self.periods = [_Period(offset, dst, names[start:names.index(b"\0", start)].decode())
                        for offset, dst, start in raw]
        self._fill_dst(indices)
        self.following = [self.periods[index] for index in indices]
        standard = [period for period in self.periods if not period.is_dst]
        self.before = (standard or self.periods or [_Period(0, False, "UTC")])[0]
        text = data[at:].strip(b"\n").decode() if width == 8 else ""
        self.tail = _Tail(text) if text else None
        self.count = len(self.moments)
        self._set_local()

    def _fill_dst(self, indices):
        for at, index in enumerate(indices):
            period = self.periods[index]
            if not period.is_dst or period.dst:
                continue
            sides = [indices[near] for near in (at - 1, at + 1) if 0 <= near < len(indices)]
            for side in sides:
                other = self.periods[side]
                if not other.is_dst and other.offset != period.offset:
                    period.dst = period.offset - other.offset
                    break
        for period in self.periods:
            if period.is_dst and not period.dst:
                period.dst = _timedelta(hours=1)

    def _set_local(self):
        self.local = [], []
        previous = self.before.seconds
        for moment, period in zip(self.moments, self.following):
            low, high = sorted((previous, period.seconds))
            self.local[0].append(moment + high)
            self.local[1].append(moment + low)
            previous = period.seconds

    def at(self, moment):
        """The period of a moment in the zone's own time."""
        seconds = moment._us_since() // _SECOND - _EPOCH_SECONDS
        place = _bisect_right(self.local[moment._fold], seconds)
        if place == len(self.moments) and self.tail:
            return self.tail.at(seconds, moment._year, moment._fold)
        return self.following[place - 1] if place else self.before

    def at_utc(self, moment):
        """The period of a moment of UTC, and whether it is the second of a doubled hour."""
        seconds = moment._us_since() // _SECOND - _EPOCH_SECONDS
        place = _bisect_right(self.moments, seconds)
        last = place == len(self.moments)
        if last and self.tail and (self.tail.daylight or not place):
            return self.tail.at_utc(seconds, moment._year)
        if not place:
            return self.before, False
        period = self.following[place - 1]
        previous = self.following[place - 2] if place > 1 else self.before
        shift = previous.seconds - period.seconds
        return period, 0 <= seconds - self.moments[place - 1] < shift


class ZoneInfo(_tzinfo):
    """A time zone of the IANA's data base."""

    _cache = {}

    def __init_subclass__(cls):
        cls._cache = {}

    def __new__(cls, key):
        known = cls._cache.get(key)
        return cls._cache.setdefault(key, cls._new(key)) if known is None else known

    @classmethod
    def _new(cls, key):
        with open(_find(key), "rb") as file:
            self = cls._from(file, key)
        self._by_key = True
        return self

    @classmethod
    def _from(cls, file, key):
        self = super().__new__(cls)
        self._key, self._zone, self._by_key = key, _Zone(file), False
        return self

    @classmethod
    def no_cache(cls, key):
        """Get a new instance of ZoneInfo, bypassing the cache."""
        return cls._new(key)

    @classmethod
    def from_file(cls, file_obj, /, key=None):
        """Create a ZoneInfo file from a file object."""
        return cls._from(file_obj, key)

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        """Clear the ZoneInfo cache."""
        for key in list(cls._cache) if only_keys is None else only_keys:
            cls._cache.pop(key, None)

    key = property(lambda self: self._key)

    def _period(self, dt):
        if dt is None:
            tail = self._zone.tail
            fixed = not self._zone.moments and (tail is None or tail.daylight is None)
            return (tail.standard if tail else self._zone.before) if fixed else None
        return self._zone.at(dt)

    def utcoffset(self, dt, /):
        """Retrieve a timedelta representing the UTC offset in a zone at the given datetime."""
        if dt is not None and type(dt._fold) is int:
            zone = self._zone
            seconds = _us_of(dt._year, dt._month, dt._day, dt._hour, dt._minute, dt._second,
                             0) // _SECOND - _EPOCH_SECONDS
            place = _bisect_right(zone.local[dt._fold], seconds)
            if 0 < place < zone.count:
                return zone.following[place - 1].offset
        period = self._period(dt)
        return period and period.offset

    def dst(self, dt, /):
        """Retrieve a timedelta representing the amount of DST applied in a zone at a datetime."""
        period = self._period(dt)
        return period and period.dst

    def tzname(self, dt, /):
        """Retrieve the abbreviation for the zone at the given datetime."""
        period = self._period(dt)
        return period and period.name

    def fromutc(self, dt, /):
        """Given a datetime with local time in UTC, retrieve an adjusted datetime in local time."""
        if not isinstance(dt, _datetime):
            raise TypeError("fromutc: argument must be a datetime instance, not "
                            + type(dt).__name__)
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        period, doubled = self._zone.at_utc(dt)
        local = dt + period.offset
        return local.replace(fold=1) if doubled else local

    def __str__(self):
        return repr(self) if self._key is None else f"{self._key}"

    def __repr__(self):
        if self._key is None:
            return f"zoneinfo.ZoneInfo.from_file({self._zone!r})"
        return f"zoneinfo.ZoneInfo(key={self._key!r})"

    def __reduce__(self):
        if not self._by_key:
            from pickle import PicklingError
            raise PicklingError("Cannot pickle a ZoneInfo file from a file stream.")
        return type(self), (self._key,)


reset_tzpath()
