"""Addresses, dates and names of messages."""

import datetime as _datetime
import re as _re
import time as _time

__all__ = ["collapse_rfc2231_value", "decode_params", "decode_rfc2231", "encode_rfc2231",
           "formataddr", "formatdate", "format_datetime", "getaddresses", "make_msgid", "mktime_tz",
           "parseaddr", "parsedate", "parsedate_tz", "parsedate_to_datetime", "quote", "unquote",
           "localtime"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "AST": -400, "ADT": -300, "EST": -500, "EDT": -400,
          "CST": -600, "CDT": -500, "MST": -700, "MDT": -600, "PST": -800, "PDT": -700}
_SPECIALS = _re.compile(r'[][\\()<>@,:;".]')


def quote(str):
    """Put a backslash before backslashes and quotes."""
    return str.replace("\\", "\\\\").replace('"', '\\"')


def unquote(str):
    """Remove quotes from a string."""
    if len(str) > 1:
        if str[0] == str[-1] == '"':
            return str[1:-1].replace("\\\\", "\\").replace('\\"', '"')
        if str[0] == "<" and str[-1] == ">":
            return str[1:-1]
    return str


def formataddr(pair, charset="utf-8"):
    """A pair of a name and an address as one text."""
    name, address = pair
    address.encode("ascii")
    if name:
        if not name.isascii():
            from email.header import encoded_word
            return f"{encoded_word(name, charset)} <{address}>"
        quotes = '"' if _SPECIALS.search(name) else ""
        name = _re.sub(r'[\\"]', r"\\\g<0>", name)
        return f"{quotes}{name}{quotes} <{address}>"
    return address


_TOKEN = _re.compile(r'"((?:[^"\\]|\\.)*)"|\(((?:[^()\\]|\\.)*)\)|<([^>]*)>|([,;:])|([^\s"(<,;:]+)')


def getaddresses(fieldvalues, *, strict=True):
    """Pairs of names and addresses in some headers."""
    pairs, words, comments, address = [], [], [], None

    def finish():
        nonlocal words, comments, address
        if address is not None:
            pairs.append((" ".join(words) or " ".join(comments), address))
        elif words or comments:
            pairs.append((" ".join(comments), "".join(words)))
        words, comments, address = [], [], None
    text = ", ".join(str(value) for value in fieldvalues)
    for found in _TOKEN.finditer(text):
        quoted, comment, route, sign, word = found.groups()
        if quoted is not None:
            words.append(_re.sub(r"\\(.)", r"\1", quoted))
        elif comment is not None:
            comments.append(comment)
        elif route is not None:
            address = route.replace(" ", "")
        elif sign == ",":
            finish()
        elif sign == ":":
            words = []
        elif word is not None:
            words.append(word)
    finish()
    return pairs or [("", "")] if text.strip() else [("", "")] if fieldvalues else []


def parseaddr(addr, *, strict=True):
    """A name and an address, taken from one text; both empty where there is none."""
    if isinstance(addr, list):
        addr = addr[0]
    if not isinstance(addr, str):
        return "", ""
    found = getaddresses([addr])
    if len(found) != 1 or found[0][1].count("@") > 1 or strict and " " in found[0][1]:
        return "", ""
    return found[0]


def _format_timetuple(parts, zone):
    return (f"{_DAYS[parts[6]]}, {parts[2]:02d} {_MONTHS[parts[1] - 1]} {parts[0]:04d} "
            f"{parts[3]:02d}:{parts[4]:02d}:{parts[5]:02d} {zone}")


def formatdate(timeval=None, localtime=False, usegmt=False):
    """A moment as messages write it."""
    if timeval is None:
        timeval = _time.time()
    moment = _datetime.datetime.fromtimestamp(timeval, _datetime.UTC)
    if localtime:
        moment = moment.astimezone()
        usegmt = False
    elif not usegmt:
        moment = moment.replace(tzinfo=None)
    return format_datetime(moment, usegmt)


def format_datetime(dt, usegmt=False):
    """A datetime as messages write it."""
    now = dt.timetuple()
    if usegmt:
        if dt.tzinfo is None or dt.tzinfo != _datetime.timezone.utc:
            raise ValueError("usegmt option requires a UTC datetime")
        zone = "GMT"
    else:
        zone = "-0000" if dt.tzinfo is None else dt.strftime("%z")
    return _format_timetuple(now, zone)


def parsedate_tz(data):
    """The ten parts of a date, with its offset in seconds, or None."""
    if not data:
        return None
    found = _re.match(r"\s*(?:[A-Za-z]+,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,})[\s-]+(\d{2,4})"
                      r"(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*([+-]\d{4}|[A-Za-z]+)?", data)
    if found is None:
        return None
    day, month, year, hour, minute, second, zone = found.groups()
    names = [name.lower() for name in _MONTHS]
    if month[:3].lower() not in names:
        return None
    year = int(year)
    if year < 100:
        year += 1900 if year > 68 else 2000
    offset = None
    if zone:
        number = _ZONES.get(zone.upper()) if zone[0].isalpha() else int(zone)
        if number is not None and zone != "-0000":
            hours, minutes = divmod(abs(number), 100)
            offset = (hours * 60 + minutes) * 60 * (-1 if number < 0 else 1)
    return (year, names.index(month[:3].lower()) + 1, int(day), int(hour or 0), int(minute or 0),
            int(second or 0), 0, 1, -1, 0 if offset is None and zone and zone != "-0000" else offset)


def parsedate(data):
    """The nine parts of a date, or None."""
    found = parsedate_tz(data)
    return None if found is None else found[:9]


def mktime_tz(data):
    """Seconds since 1970 of what parsedate_tz() gives."""
    if data[9] is None:
        return _time.mktime(data[:8] + (-1,))
    import calendar
    return calendar.timegm(data) - data[9]


def parsedate_to_datetime(data):
    """The datetime of a date."""
    found = parsedate_tz(data)
    if found is None:
        raise ValueError("Invalid date value or format \"%s\"" % str(data))
    if found[9] is None:
        return _datetime.datetime(*found[:6])
    zone = _datetime.timezone(_datetime.timedelta(seconds=found[9]))
    return _datetime.datetime(*found[:6], tzinfo=zone)


def localtime(dt=None, isdst=None):
    """The moment by the clocks here."""
    return (_datetime.datetime.now() if dt is None else dt).astimezone()


def make_msgid(idstring=None, domain=None):
    """A name that no other message has."""
    import os
    import random
    number = int(_time.time() * 100)
    rest = "" if idstring is None else "." + idstring
    domain = "localhost" if domain is None else domain
    return f"<{number}.{os.getpid()}.{random.getrandbits(64)}{rest}@{domain}>"


def __getattr__(name):
    if name not in ("collapse_rfc2231_value", "decode_params", "decode_rfc2231", "encode_rfc2231"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import _email_parameters
    return getattr(_email_parameters, name)
