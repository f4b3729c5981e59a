"""This module provides various functions to manipulate time values."""

import _time
from _time import monotonic, monotonic_ns, perf_counter, perf_counter_ns, process_time
from _time import process_time_ns, sleep, thread_time, thread_time_ns, time, time_ns
from _time import CLOCK_BOOTTIME, CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_PROCESS_CPUTIME_ID
from _time import CLOCK_REALTIME, CLOCK_THREAD_CPUTIME_ID
from _time import clock_getres, clock_gettime, clock_gettime_ns
from _types import _seal

_FIELDS = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday",
           "tm_isdst")


# What TZ said when tzset() was called; None is what the system says.
_zone_text = None


def _local(seconds):
    return _time._local(seconds, _zone_text)


def _field(index):
    return property(lambda self: self[index])


# What an item beyond the ninth is.
_MORE = ("tm_zone", "tm_gmtoff")


class struct_time(tuple):
    """The time value as returned by gmtime(), localtime(), and strptime()."""

    n_fields = 11
    n_sequence_fields = 9
    n_unnamed_fields = 0
    __match_args__ = _FIELDS

    def __new__(cls, sequence, dict=None):
        try:
            items = tuple(sequence)
        except TypeError:
            raise TypeError("constructor requires a sequence") from None
        if not 9 <= len(items) <= 11:
            bound = "at least 9" if len(items) < 9 else "at most 11"
            raise TypeError(f"time.struct_time() takes an {bound}-sequence "
                            f"({len(items)}-sequence given)")
        if dict is not None and not isinstance(dict, type({})):
            raise TypeError("time.struct_time() takes a dict as second arg, if any")
        more = dict or {}
        if any(name not in _MORE[len(items) - 9:] for name in more):
            raise TypeError("time.struct_time() got duplicate or unexpected field name(s)")
        self = tuple.__new__(cls, items[:9])
        self._zone = items[9] if len(items) > 9 else more.get("tm_zone")
        self._offset = items[10] if len(items) > 10 else more.get("tm_gmtoff")
        return self

    def __repr__(self):
        fields = ", ".join(f"{name}={value!r}" for name, value in zip(_FIELDS, self))
        return f"time.struct_time({fields})"

    tm_year, tm_mon, tm_mday, tm_hour, tm_min, tm_sec, tm_wday, tm_yday, tm_isdst = map(
        _field, range(9))
    tm_zone = property(lambda self: self._zone)
    tm_gmtoff = property(lambda self: self._offset)

    def __replace__(self, /, **changes):
        known = {name: getattr(self, name) for name in (*_FIELDS, *_MORE)}
        wrong = [name for name in changes if name not in known]
        if wrong:
            raise TypeError(f"Got unexpected field name(s): {wrong!r}")
        return struct_time({**known, **changes}.values())

    def __reduce__(self):
        return struct_time, (tuple(self), {"tm_zone": self._zone, "tm_gmtoff": self._offset})


_seal(struct_time)


def _days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _month_lengths(year):
    return (31, 29 if _is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


_EPOCH_DAYS = _days_before_year(1970)


def _split(seconds, isdst, zone, offset):
    days, rest = divmod(seconds + offset, 86400)
    year = 1970 + days * 400 // 146097
    ordinal = days + _EPOCH_DAYS
    while _days_before_year(year) > ordinal:
        year -= 1
    while _days_before_year(year + 1) <= ordinal:
        year += 1
    yday = day = ordinal - _days_before_year(year)
    for month, length in enumerate(_month_lengths(year), 1):
        if day < length:
            break
        day -= length
    return struct_time((year, month, day + 1, rest // 3600, rest // 60 % 60, rest % 60,
                        ordinal % 7, yday + 1, isdst, zone, offset))


def _whole(secs):
    if secs is None:
        secs = time()
    if isinstance(secs, float):
        if secs != secs:
            raise ValueError("Invalid value NaN (not a number)")
        secs = secs.__floor__() if abs(secs) < 2.0**63 else 2**63
    elif not isinstance(secs, int):
        if not hasattr(secs, "__index__"):
            kind = type(secs).__name__
            raise TypeError(f"'{kind}' object cannot be interpreted as an integer")
        secs = secs.__index__()
    if not -2**63 <= secs < 2**63:
        raise OverflowError("timestamp out of range for platform time_t")
    if not -2**55 < secs < 2**55:
        raise OverflowError(75, "Value too large for defined data type")
    return secs


def gmtime(secs=None, /):
    """Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a. GMT)."""
    return _time._struct(struct_time, secs, False) or _split(_whole(secs), 0, "GMT", 0)


def localtime(secs=None, /):
    """Convert seconds since the Epoch to a time tuple expressing local time."""
    if _zone_text is None:
        made = _time._struct(struct_time, secs, True)
        if made is not None:
            return made
    secs = _whole(secs)
    offset, isdst, zone = _local(secs)
    return _split(secs, int(isdst), zone, offset)


def _seconds(fields):
    year, month, day, hour, minute, second = fields[:6]
    year, month = year + (month - 1) // 12, (month - 1) % 12
    days = _days_before_year(year) + sum(_month_lengths(year)[:month]) + day - 1 - _EPOCH_DAYS
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def _ints(t):
    """The nine fields of a time tuple, as C ints."""
    fields = []
    for field in t[:9]:
        if not hasattr(field, "__index__"):
            kind = type(field).__name__
            raise TypeError(f"'{kind}' object cannot be interpreted as an integer")
        field = field.__index__()
        if field >= 2**31:
            raise OverflowError("signed integer is greater than maximum")
        if field < -2**31:
            raise OverflowError("signed integer is less than minimum")
        fields.append(field)
    return fields


def mktime(t, /):
    """Convert a time tuple in local time to seconds since the Epoch."""
    if not isinstance(t, tuple):
        raise TypeError("Tuple or struct_time argument required")
    if len(t) != 9:
        raise TypeError("mktime(): illegal time tuple argument")
    seconds = _seconds(_ints(t))
    guess = seconds
    for _ in range(3):
        guess = seconds - _local(guess)[0]
    return float(guess)


# What a time is where none is given.
_NOW = object()


def _checked(t, name):
    if not isinstance(t, tuple):
        raise TypeError("Tuple or struct_time argument required")
    if len(t) != 9:
        raise TypeError(f"{name}(): illegal time tuple argument")
    if type(t) is struct_time and _time._are_fields(t):
        return t
    year, month, day, hour, minute, second, wday, yday, isdst = _ints(t)
    month, day, yday = month or 1, day or 1, yday or 1
    for what, value, low, high in (
            ("month", month, 1, 12), ("day of month", day, 1, 31), ("hour", hour, 0, 23),
            ("minute", minute, 0, 59), ("seconds", second, 0, 61)):
        if not low <= value <= high:
            raise ValueError(f"{what} out of range")
    if wday < -1:
        raise ValueError("day of week out of range")
    if not 1 <= yday <= 366:
        raise ValueError("day of year out of range")
    zone, offset = getattr(t, "tm_zone", None), getattr(t, "tm_gmtoff", None)
    return struct_time((year, month, day, hour, minute, second, wday % 7, yday, isdst, zone,
                        offset))


def strftime(format, t=_NOW, /):
    """Convert a time tuple to a string according to a format specification."""
    if type(t) is tuple and type(format) is str and "\0" not in format and _time._are_fields(t) and not (
            "z" in format or "Z" in format or "s" in format):
        return _time._strftime(format, t, None, "")
    if not isinstance(format, str):
        kind = type(format).__name__
        raise TypeError(f"strftime() argument 1 must be str, not {kind}")
    if "\0" in format:
        raise ValueError("embedded null character")
    t = localtime() if t is _NOW else _checked(t, "strftime")
    zone, offset = t.tm_zone, t.tm_gmtoff
    if zone is None:
        offset, zone = None, ""
        if "z" in format or "Z" in format or "s" in format:
            offset, _, zone = _local(_seconds(t))
    return _time._strftime(format, tuple(t), offset, zone)


def asctime(t=_NOW, /):
    """Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."""
    t = localtime() if t is _NOW else _checked(t, "asctime")
    return _time._strftime("%a %b %e %H:%M:%S %Y", tuple(t), None, "")


def ctime(secs=None, /):
    """Convert a time in seconds since the Epoch to a string in local time."""
    return asctime(localtime(secs))


def strptime(*args):
    """Parse a string to a time tuple according to a format specification."""
    from _strptime import _strptime_time
    fields = _strptime_time(*args)
    return struct_time(fields["tuple"] + (fields["zone"], fields["offset"]))


def get_clock_info(name, /):
    """Get information about a specified clock as a namespace."""
    from types import SimpleNamespace
    clocks = {"time": ("REALTIME", False), "monotonic": ("MONOTONIC", True),
              "perf_counter": ("MONOTONIC", True), "process_time": ("PROCESS_CPUTIME_ID", True),
              "thread_time": ("THREAD_CPUTIME_ID", True)}
    if not isinstance(name, str):
        raise TypeError(f"get_clock_info() argument 1 must be str, not {type(name).__name__}")
    if name not in clocks:
        raise ValueError("unknown clock")
    clock, monotonic = clocks[name]
    return SimpleNamespace(implementation=f"clock_gettime(CLOCK_{clock})", monotonic=monotonic,
                           adjustable=not monotonic, resolution=1e-09)


def tzset():
    """Initialize, or reinitialize, the local timezone to the value of os.environ['TZ']."""
    global timezone, altzone, daylight, tzname, _zone_text
    import os
    _zone_text = os.environ.get("TZ")
    timezone, altzone, daylight, tzname = _zones()


def _zones():
    now = time().__floor__()
    year = gmtime(now).tm_year
    moments = [_local(_seconds((year, month, 1, 0, 0, 0))) for month in (1, 7)]
    standard = next((zone for zone in moments if not zone[1]), moments[0])
    saving = next((zone for zone in moments if zone[1]), standard)
    return -standard[0], -saving[0], int(saving is not standard), (standard[2], saving[2])


def _zone_at_start():
    """What TZ says; None where it says nothing, which is what the system says."""
    from posix import environ
    return environ().get("TZ")


_zone_text = _zone_at_start()
timezone, altzone, daylight, tzname = _zones()
