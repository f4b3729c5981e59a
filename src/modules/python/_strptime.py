"""Parsing of dates and times by a format, for time.strptime and datetime.strptime."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")
_SHORT_DAYS = tuple(name[:3] for name in _DAYS)
_SHORT_MONTHS = tuple(name[:3] for name in _MONTHS)
_COMPOSED = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S",
             "D": "%m/%d/%y", "T": "%H:%M:%S", "R": "%H:%M", "F": "%Y-%m-%d",
             "r": "%I:%M:%S %p"}
# Directive: most digits, least and greatest value.
_NUMBERS = {"d": (2, 1, 31), "H": (2, 0, 23), "I": (2, 1, 12), "j": (3, 1, 366), "m": (2, 1, 12),
            "M": (2, 0, 59), "S": (2, 0, 61), "U": (2, 0, 53), "W": (2, 0, 53), "V": (2, 1, 53),
            "w": (1, 0, 6), "u": (1, 1, 7), "y": (2, 0, 99), "Y": (4, 0, 9999),
            "G": (4, 0, 9999), "f": (6, 0, 999999)}


def _number(text, at, directive):
    """The values that digits at a place can have, the longest first, each with its end."""
    width, low, high = _NUMBERS[directive]
    end = at
    if directive in "de" and text[at:at + 1] == " " and text[at + 1:at + 2].isdigit():
        yield int(text[at + 1]), at + 2
        return
    while end < len(text) and end - at < width and text[end].isascii() and text[end].isdigit():
        end += 1
    exact = 4 if directive in "YG" else 2 if directive == "y" else 0
    while end > at:
        value = int(text[at:end])
        if low <= value <= high and (not exact or end - at == exact):
            if directive == "f":
                value *= 10 ** (6 - (end - at))
            yield value, end
        end -= 1


def _name(text, at, names):
    lower = text[at:at + 12].lower()
    for index, name in sorted(enumerate(names), key=lambda pair: -len(pair[1])):
        if lower.startswith(name):
            yield index, at + len(name)


def _sixtieths(text, at):
    """Where two digits below 60 end, with or without a colon before them; 0 if there are none."""
    at += text[at:at + 1] == ":"
    digits = text[at:at + 2]
    return at + 2 if len(digits) == 2 and digits[0] in "012345" and digits[1].isdigit() else 0


def _offset(text, at):
    """An offset from UTC: Z, +HHMM, +HH:MM, with seconds and their fraction, the longest first."""
    if text[at:at + 1] == "Z":
        yield "Z", at + 1
    hours = text[at + 1:at + 3]
    if text[at:at + 1] not in ("+", "-") or len(hours) < 2 or not hours.isdigit():
        return
    minutes = _sixtieths(text, at + 3)
    seconds = minutes and _sixtieths(text, minutes)
    if seconds and text[seconds:seconds + 1] == ".":
        most = text[seconds + 1:seconds + 7]
        count = next((at for at, letter in enumerate(most) if not letter.isdigit()), len(most))
        for end in range(seconds + 1 + count, seconds + 1, -1):
            yield text[at:end], end
    for end in filter(None, (seconds, minutes)):
        yield text[at:end], end


def _offset_in(text):
    """What an offset is in seconds, and the microseconds of its fraction."""
    if text == "Z":
        return 0, 0
    digits = text
    if digits[3] == ":":
        digits = digits[:3] + digits[4:]
        if len(digits) > 5:
            if digits[5] != ":":
                raise ValueError(f"Inconsistent use of : in {text}")
            digits = digits[:5] + digits[6:]
    seconds = int(digits[1:3]) * 3600 + int(digits[3:5]) * 60 + int(digits[5:7] or 0)
    fraction = int(digits[8:].ljust(6, "0"))
    return (-seconds, -fraction) if text[0] == "-" else (seconds, fraction)


def _choices(text, at, directive):
    if directive in _NUMBERS:
        return _number(text, at, directive)
    if directive == "a":
        return _name(text, at, _SHORT_DAYS)
    if directive == "A":
        return _name(text, at, _DAYS)
    if directive in "bh":
        return _name(text, at, _SHORT_MONTHS)
    if directive == "B":
        return _name(text, at, _MONTHS)
    if directive == "p":
        return _name(text, at, ("am", "pm"))
    if directive == "z":
        return _offset(text, at)
    from time import tzname
    return _name(text, at, ("utc", "gmt") + tuple(name.lower() for name in tzname))


def _pieces(format):
    """The format as literal characters, runs of white space and directives."""
    pieces, at = [], 0
    while at < len(format):
        letter = format[at]
        if letter == "%":
            if at + 1 == len(format):
                raise ValueError("stray %% in format '%s'" % format)
            directive = format[at + 1]
            at += 2
            if directive in _COMPOSED:
                pieces += _pieces(_COMPOSED[directive])
            elif directive == "%":
                pieces.append(("text", "%"))
            elif directive in _NUMBERS or directive in "aAbBhpzZ":
                pieces.append(("directive", directive))
            else:
                raise ValueError("'%s' is a bad directive in format '%s'" % (directive, format))
        elif letter.isspace():
            at += 1
            if not pieces or pieces[-1][0] != "space":
                pieces.append(("space", ""))
        else:
            pieces.append(("text", letter))
            at += 1
    return pieces


# The pieces of the last formats.
_known = {}


def _known_pieces(format):
    if format not in _known:
        if len(_known) > 5:
            _known.clear()
        pieces = _pieces(format)
        _warn_of_days_without_year(format)
        _known[format] = pieces
    return _known[format]


def _warn_of_days_without_year(format):
    letters = [part[:1] for part in format.replace("%%", "").split("%")[1:]]
    if "d" in letters and not {"Y", "y", "G"}.intersection(letters):
        from warnings import warn
        warn("Parsing dates involving a day of month without a year specified is ambiguious\n"
             "and fails to parse leap day. The default behavior will change in Python 3.15\n"
             "to either always raise an exception or to use a different default year (TBD).\n"
             "To avoid trouble, add a specific year to the input & format.\n"
             "See https://github.com/python/cpython/issues/70647.",
             DeprecationWarning, skip_file_prefixes=("<frozen ",))


def _match(text, at, pieces, index, found):
    """The end of the match of the pieces from an index on, or -1; fills found."""
    while index < len(pieces):
        kind, value = pieces[index]
        if kind == "text":
            if text[at:at + 1].lower() != value.lower():
                return -1
            at += 1
        elif kind == "space":
            start = at
            while at < len(text) and text[at].isspace():
                at += 1
            if at == start:
                return -1
        else:
            for choice, end in _choices(text, at, value):
                result = _match(text, end, pieces, index + 1, found)
                if result >= 0:
                    found.setdefault(value, choice)
                    return result
            return -1
        index += 1
    return at


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before(year, month):
    days = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)[month - 1]
    return days + (month > 2 and _is_leap(year))


def _ordinal(year, month, day):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400 + _days_before(year, month) + day


def _weekday_of(found):
    if "A" in found or "a" in found:
        return found.get("A", found.get("a"))
    if "w" in found:
        return (found["w"] - 1) % 7
    if "u" in found:
        return found["u"] - 1
    return None


def _hour_of(found):
    if "H" in found:
        return found["H"]
    if "I" in found:
        hour = found["I"] % 12
        return hour + 12 if found.get("p") == 1 else hour
    return 0


def _iso_ordinal(year, week, weekday):
    fourth = _ordinal(year, 1, 4)
    monday = fourth - (fourth - 1) % 7
    return monday + (week - 1) * 7 + weekday


def _from_ordinal(ordinal):
    year = max(1, ordinal * 400 // 146097)
    while _ordinal(year + 1, 1, 1) <= ordinal:
        year += 1
    while _ordinal(year, 1, 1) > ordinal:
        year -= 1
    yday = ordinal - _ordinal(year, 1, 1) + 1
    month = 12
    while _days_before(year, month) >= yday:
        month -= 1
    return year, month, yday - _days_before(year, month)


def _strptime_time(data_string, format="%a %b %d %H:%M:%S %Y"):
    return parse(data_string, format)


def parse(data_string, format):
    """The fields of a date: a nine-tuple, the fraction in microseconds, offset and zone."""
    for index, argument in enumerate((data_string, format)):
        if not isinstance(argument, str):
            raise TypeError(f"strptime() argument {index} must be str, "
                            f"not {type(argument)}")
    pieces = _known_pieces(format)
    found = {}
    end = _match(data_string, 0, pieces, 0, found)
    if end < 0:
        raise ValueError("time data %r does not match format %r" % (data_string, format))
    if end != len(data_string):
        raise ValueError("unconverted data remains: %s" % data_string[end:])
    year = found.get("Y")
    if year is None and "y" in found:
        year = found["y"] + (2000 if found["y"] <= 68 else 1900)
    month = found.get("m", found.get("B", found.get("b", found.get("h"))))
    if month is not None and "m" not in found:
        month += 1
    day, yday, weekday = found.get("d"), found.get("j"), _weekday_of(found)
    iso_year, iso_week = found.get("G"), found.get("V")
    if iso_year is not None and (iso_week is None or weekday is None):
        raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' "
                         "and a weekday directive ('%A', '%a', '%w', or '%u').")
    if iso_week is not None and iso_year is None:
        raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' "
                         "and a weekday directive ('%A', '%a', '%w', or '%u')."
                         if year is None or weekday is None else
                         "ISO week directive '%V' is incompatible with the year directive '%Y'. "
                         "Use the ISO year '%G' instead.")
    leap_day_only = False
    if year is None and month == 2 and day == 29:
        year, leap_day_only = 1904, True
    elif year is None and iso_year is None:
        year = 1900
    if iso_year is not None:
        year, month, day = _from_ordinal(_iso_ordinal(iso_year, iso_week, weekday))
    elif yday is not None and month is None and day is None:
        year, month, day = _from_ordinal(_ordinal(year, 1, 1) + yday - 1)
    elif weekday is not None and ("U" in found or "W" in found) and month is None:
        first = (_ordinal(year, 1, 1) - 1) % 7
        if "U" in found:
            week, first, at = found["U"], (first + 1) % 7, (weekday + 1) % 7
        else:
            week, at = found["W"], weekday
        past = (7 - first) % 7 + 7 * (week - 1) if week else -first
        year, month, day = _from_ordinal(_ordinal(year, 1, 1) + past + at)
    month, day = month or 1, day or 1
    if yday is None and day > _ordinal(year + month // 12, month % 12 + 1, 1) - _ordinal(year, month, 1):
        raise ValueError("day is out of range for month")
    ordinal = _ordinal(year, month, day)
    if yday is None:
        yday = ordinal - _ordinal(year, 1, 1) + 1
    if weekday is None:
        weekday = (ordinal - 1) % 7
    if leap_day_only:
        year = 1900
    zone = offset = None
    offset_fraction = 0
    if "z" in found:
        offset, offset_fraction = _offset_in(found["z"])
    isdst = -1
    if "Z" in found:
        isdst = 0
        zone = ("UTC", "GMT")[found["Z"]] if found["Z"] < 2 else None
        if zone is None:
            from time import tzname
            zone, isdst = tzname[found["Z"] - 2], found["Z"] - 2
    fields = (year, month, day, _hour_of(found), found.get("M", 0), found.get("S", 0), weekday,
              yday, isdst)
    return {"tuple": fields, "fraction": found.get("f", 0), "offset": offset,
            "offset_fraction": offset_fraction, "zone": zone}
