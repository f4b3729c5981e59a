"""What the classes of datetime share: days of the calendar, offsets as text, arguments as C reads them."""

from operator import index as _index
from _calendar_days import date_of, ordinal_of

MINYEAR = 1
MAXYEAR = 9999
MAX_ORDINAL = 3652059
DAY = 86_400_000_000
SECOND = 1_000_000
MISSING = object()

_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year, month):
    return 29 if month == 2 and is_leap(year) else _MONTH_LENGTHS[month - 1]


def days_before_month(year, month):
    return _BEFORE_MONTH[month - 1] + (month > 2 and is_leap(year))


def iso_week_one(year):
    """The number of the Monday that opens a year of ISO 8601."""
    first = ordinal_of(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def from_iso_week(year, week, day):
    """Year, month and day of a day given by ISO year, week and weekday; ValueError if there is none."""
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53:
        longest = week == 53 and iso_week_one(year + 1) - iso_week_one(year) == 371
        if not longest:
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid day: {day} (range is [1, 7])")
    ordinal = iso_week_one(year) + (week - 1) * 7 + day - 1
    if not 1 <= ordinal <= MAX_ORDINAL:
        raise ValueError(f"year {MAXYEAR + 1 if ordinal > 1 else 0} is out of range")
    return date_of(ordinal)


def c_int(value):
    """An argument as a C int."""
    if type(value) is not int:
        value = _index(value)
    if not -2**31 <= value < 2**31:
        if not -2**63 <= value < 2**63:
            raise OverflowError("Python int too large to convert to C long")
        side = "greater than maximum" if value > 0 else "less than minimum"
        raise OverflowError(f"signed integer is {side}")
    return value


def check_present(year, month, day):
    """Raises C's TypeError for the first part of a date that is absent, or no number."""
    if day is MISSING:
        c_int(year)
        if month is MISSING:
            raise TypeError("function missing required argument 'month' (pos 2)")
        c_int(month)
        raise TypeError("function missing required argument 'day' (pos 3)")


def check_date(year, month, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= days_in_month(year, month):
        raise ValueError("day is out of range for month")


def check_time(hour, minute, second, microsecond, fold):
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold != 0 and fold != 1:
        raise ValueError("fold must be either 0 or 1")


def format_offset(us, separator=":"):
    """An offset in microseconds as +HH:MM, with seconds and their fraction where there are any."""
    sign = "-" if us < 0 else "+"
    seconds, us = divmod(abs(us), SECOND)
    text = f"{sign}{seconds // 3600:02d}{separator}{seconds // 60 % 60:02d}"
    if seconds % 60 or us:
        text += f"{separator}{seconds % 60:02d}"
    return text + f".{us:06d}" if us else text


_TIME_FORMS = {
    "hours": "{0:02d}", "minutes": "{0:02d}:{1:02d}", "seconds": "{0:02d}:{1:02d}:{2:02d}",
    "milliseconds": "{0:02d}:{1:02d}:{2:02d}.{4:03d}",
    "microseconds": "{0:02d}:{1:02d}:{2:02d}.{3:06d}",
}


def format_time(hour, minute, second, us, timespec):
    """A time of day in ISO 8601, down to the part named."""
    if timespec == "auto":
        timespec = "microseconds" if us else "seconds"
    elif not isinstance(timespec, str):
        raise TypeError(f"isoformat() argument 'timespec' must be str, "
                        f"not {type(timespec).__name__}")
    form = _TIME_FORMS.get(timespec)
    if form is None:
        raise ValueError("Unknown timespec value")
    return form.format(hour, minute, second, us, us // 1000)


def _digits(text, width):
    if len(text) < width or not (text[:width].isascii() and text[:width].isdigit()):
        raise ValueError("no number")
    return int(text[:width])


def parse_date(text):
    """Year, month and day of one of the ISO 8601 forms; ValueError for anything else."""
    year = _digits(text, 4)
    dashed = text[4:5] == "-"
    at = 4 + dashed
    if text[at:at + 1] == "W":
        week = _digits(text[at + 1:], 2)
        at += 3
        day = 1
        if at < len(text):
            if dashed:
                if text[at] != "-":
                    raise ValueError("no dash")
                at += 1
            day = _digits(text[at:], 1)
            at += 1
        if at != len(text):
            raise ValueError("too long")
        return from_iso_week(year, week, day)
    month = _digits(text[at:], 2)
    at += 2
    if dashed:
        if text[at:at + 1] != "-":
            raise ValueError("no dash")
        at += 1
    day = _digits(text[at:], 2)
    if at + 2 != len(text):
        raise ValueError("too long")
    return year, month, day


def date_length(text):
    """How much of a text that opens with a date the date takes."""
    if text[4:5] == "-":
        if text[5:6] != "W":
            return 10
        if text[8:9] == "-":
            return 10
        return 8
    if text[4:5] != "W":
        return 8
    # With a weekday there is an odd number of digits up to the separator.
    at = 7
    while at < len(text) and text[at].isascii() and text[at].isdigit():
        at += 1
    if at < 9:
        return at
    return 7 if at % 2 == 0 else 8


def _parse_clock(text):
    """Hour, minute, second, microsecond of HH[:MM[:SS[.f…]]] or without colons."""
    numbers = [_digits(text, 2)]
    at = 2
    colons = text[2:3] == ":"
    while at < len(text) and text[at] not in ".," and len(numbers) < 3:
        if colons:
            if text[at] != ":":
                raise ValueError("no colon")
            at += 1
        numbers.append(_digits(text[at:], 2))
        at += 2
    us = 0
    if at < len(text):
        if text[at] not in ".," or len(numbers) < 3 or at + 1 == len(text):
            raise ValueError("trailing text")
        fraction = text[at + 1:]
        _digits(fraction, len(fraction))
        us = int(fraction[:6].ljust(6, "0"))
    return numbers + [0] * (3 - len(numbers)) + [us]


def parse_time(text):
    """The four numbers of a time, and its offset in microseconds or None."""
    places = [text.find(mark) for mark in "+-Z" if mark in text]
    offset = None
    if places:
        at = min(places)
        zone = text[at + 1:]
        if text[at] == "Z":
            if zone:
                raise ValueError("text after Z")
            offset = 0
        else:
            hour, minute, second, us = _parse_clock(zone)
            offset = ((hour * 60 + minute) * 60 + second) * SECOND + us
            if text[at] == "-":
                offset = -offset
        text = text[:at]
    return _parse_clock(text), offset
