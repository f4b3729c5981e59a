"""CSV parsing and writing."""

from _csv_rows import join as _join, split as _split
from _types import _seal

__all__ = [
    "QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "QUOTE_STRINGS",
    "QUOTE_NOTNULL", "Error", "Dialect", "excel", "excel_tab", "field_size_limit", "reader",
    "writer", "register_dialect", "get_dialect", "list_dialects", "unregister_dialect",
    "DictReader", "DictWriter", "unix_dialect", "Sniffer",
]

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)


class Error(Exception):
    __module__ = "_csv"


class Dialect:
    """How a kind of CSV file is written."""

    delimiter = None
    quotechar = None
    escapechar = None
    doublequote = None
    skipinitialspace = None
    lineterminator = None
    quoting = None

    def __init__(self):
        try:
            _Settings(self)
        except TypeError as problem:
            raise Error(str(problem)) from None


class excel(Dialect):
    """What Excel writes."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """What Excel writes with tabs."""

    delimiter = "\t"


class unix_dialect(Dialect):
    """What UNIX programs write."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\n"
    quoting = QUOTE_ALL


# What ends a line; the empty text stands for the end of what was given as one.
_ENDS = ("\n", "\r", "")

_dialects = {}
_limit = 131072
_settings = ("delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace",
             "lineterminator", "quoting", "strict")


class _Settings:
    """A dialect with what was given by keyword."""

    def __new__(cls, dialect=None, /, **given):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        if type(dialect) is cls and not given:
            return dialect
        self = object.__new__(cls)
        values = self.__dict__
        defaults = (",", '"', None, True, False, "\r\n", QUOTE_MINIMAL, False)
        for name, default in zip(_settings, defaults):
            values[name] = getattr(dialect, name, default)
        if dialect is None and given.get("quotechar", "") is None:
            values["quoting"] = QUOTE_NONE
        for name, value in given.items():
            if name not in _settings:
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")
            values[name] = value
        self._check()
        values["is_usual"] = (self.quoting == QUOTE_MINIMAL and self.doublequote
                              and self.escapechar is None and not self.skipinitialspace)
        return self

    def __setattr__(self, name, value=None):
        if name in ("doublequote", "skipinitialspace", "strict"):
            raise AttributeError("readonly attribute")
        if name in _settings:
            raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")
        raise AttributeError(f"'_csv.Dialect' object has no attribute '{name}' and no __dict__ for "
                             "setting new attributes")

    __delattr__ = __setattr__

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle 'Dialect' instances")

    def _check_letter(self, name):
        letter = getattr(self, name)
        if not isinstance(letter, str):
            wanted = "string" if name == "delimiter" else "string or None"
            raise TypeError(f'"{name}" must be {wanted}, not {type(letter).__name__}')
        if len(letter) != 1:
            raise TypeError(f'"{name}" must be a 1-character string')

    def _check(self):
        """Refuses what no file could be read back from."""
        for name in ("delimiter", "escapechar", "quotechar"):
            if name == "delimiter" or getattr(self, name) is not None:
                self._check_letter(name)
        if type(self.quoting) is not int:
            raise TypeError('"quoting" must be an integer')
        if not -2**31 <= self.quoting < 2**31:
            raise OverflowError("Python int too large to convert to C int")
        if not 0 <= self.quoting <= 5:
            raise TypeError('bad "quoting" value')
        if self.quotechar is None and self.quoting != QUOTE_NONE:
            raise TypeError("quotechar must be set if quoting enabled")
        if self.lineterminator is None:
            raise TypeError("lineterminator must be set")
        if not isinstance(self.lineterminator, str):
            raise TypeError('"lineterminator" must be a string')
        letters = {name: getattr(self, name) for name in ("delimiter", "escapechar", "quotechar")
                   if getattr(self, name) is not None}
        bad = "\r\n"
        for name, letter in letters.items():
            if letter in bad or (letter == " " and self.skipinitialspace and name != "delimiter"):
                raise ValueError(f"bad {name} value")
        for first, second in (("delimiter", "escapechar"), ("delimiter", "quotechar"),
                              ("escapechar", "quotechar")):
            if first in letters and letters[first] == letters.get(second):
                raise ValueError(f"bad {first} or {second} value")
        for name, letter in letters.items():
            if letter in self.lineterminator:
                raise ValueError(f"bad {name} or lineterminator value")


_Settings.__name__ = _Settings.__qualname__ = "Dialect"
_Settings.__module__ = "_csv"
_seal(_Settings)


def register_dialect(name, dialect=None, **fmtparams):
    """Give a dialect a name."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _Settings(dialect, **fmtparams)


def unregister_dialect(name):
    """Take a dialect's name away."""
    try:
        del _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def get_dialect(name):
    """Return the dialect of a name."""
    try:
        return _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def list_dialects():
    """Return the names of all dialects."""
    return list(_dialects)


def field_size_limit(new_limit=_dialects):
    """Return the longest field that is read, and maybe set it."""
    global _limit
    old = _limit
    if new_limit is not _dialects:
        if type(new_limit) is not int:
            raise TypeError("limit must be an integer")
        if not -2**63 <= new_limit < 2**63:
            raise OverflowError("Python int too large to convert to C long")
        _limit = new_limit
    return old


class _reader:
    """Yields the rows of a CSV file as lists."""

    def __init__(self, lines, dialect, given):
        self._lines = iter(lines)
        self.dialect = settings = _Settings(dialect, **given)
        self.line_num = 0
        usual = settings.is_usual and not settings.strict
        self._delimiter = settings.delimiter if usual else None
        self._quote = settings.quotechar

    def __iter__(self):
        return self

    def __next__(self):
        line = next(self._lines)
        if self._delimiter is not None:
            fields = _split(line, self._delimiter, self._quote, _limit)
            if fields is not None:
                self.line_num += 1
                return fields
        return self._next(line)

    def _next(self, line):
        """Read a row that starts with a line and is not as usual."""
        state = _Row(self.dialect)
        while True:
            try:
                line = next(self._lines) if line is None else line
            except StopIteration:
                if state.field or state.next == state.quoted:
                    if self.dialect.strict:
                        raise Error("unexpected end of data") from None
                    state.end_field()
                    return state.fields
                raise
            if not isinstance(line, str):
                raise Error("iterator should return strings, "
                            f"not {type(line).__name__} (the file should be opened in text mode)")
            self.line_num += 1
            if state.take(line):
                return state.fields
            line = None


class _Row:
    """One row while it is read: a machine that takes sign after sign, the end of a line as ""."""

    def __init__(self, dialect):
        self.dialect = dialect
        self.fields = []
        self.field = ""
        self.was_quoted = False
        self.next = self.row_start
        self.quote = None if dialect.quoting == QUOTE_NONE else dialect.quotechar
        self.skips = dialect.skipinitialspace

    def take(self, line):
        """Read a line; return whether the row ends with it."""
        escape = self.dialect.escapechar
        odd = self.quote is not None and self.quote in line or escape is not None and escape in line
        plain = line.rstrip("\r\n")
        odd = odd or "\n" in plain or "\r" in plain or self.skips and self.dialect.delimiter == " "
        if not odd and self.next == self.row_start:
            return self._plain(plain)
        for c in line:
            self.next(c)
        self.next("")
        return self.next == self.row_start

    def _plain(self, line):
        """Read a line without quotes and without its end at once."""
        if not line:
            return True
        for part in line.split(self.dialect.delimiter):
            self.field = part.lstrip(" ") if self.skips else part
            if len(part) > _limit:
                raise Error(f"field larger than field limit ({_limit})")
            self.end_field()
        return True

    def add(self, c):
        if len(self.field) >= _limit:
            raise Error(f"field larger than field limit ({_limit})")
        self.field += c

    def end_field(self):
        value = self.field
        if not self.was_quoted:
            quoting = self.dialect.quoting
            if quoting in (QUOTE_NONNUMERIC, QUOTE_STRINGS) and value:
                value = float(value)
            elif quoting in (QUOTE_NOTNULL, QUOTE_STRINGS) and not value:
                value = None
        self.fields.append(value)
        self.field = ""
        self.was_quoted = False

    def row_start(self, c):
        if c == "\n" or c == "\r":
            self.next = self.line_end
        elif c:
            self.field_start(c)

    def field_start(self, c):
        if c in _ENDS or c == self.dialect.delimiter and not (self.skips and c == " "):
            self.unquoted(c)
        elif c == self.quote:
            self.was_quoted = True
            self.next = self.quoted
        elif c == " " and self.skips:
            self.next = self.field_start
        else:
            self.unquoted(c)

    def unquoted(self, c):
        if c in _ENDS or c == self.dialect.delimiter:
            self.end_field()
            self.next = self.field_start if c not in _ENDS else self.line_end if c else self.row_start
        elif c == self.dialect.escapechar:
            self.next = self.escaped
        else:
            self.add(c)
            self.next = self.unquoted

    def escaped(self, c):
        self.add(c or "\n")
        self.next = self.after_escaped_end if c == "\n" or c == "\r" else self.unquoted

    def after_escaped_end(self, c):
        # CPython's machine does not come back from here before the field has ended.
        if c:
            self.unquoted(c)
            if self.next == self.unquoted:
                self.next = self.after_escaped_end

    def quoted(self, c):
        if c == self.dialect.escapechar:
            self.next = self.escaped_in_quotes
        elif c == self.quote:
            self.next = self.after_quote if self.dialect.doublequote else self.unquoted
        else:
            self.add(c)

    def escaped_in_quotes(self, c):
        self.add(c or "\n")
        self.next = self.quoted

    def after_quote(self, c):
        dialect = self.dialect
        if c == self.quote:
            self.add(c)
            self.next = self.quoted
        elif dialect.strict and c not in _ENDS and c != dialect.delimiter:
            raise Error(f"'{dialect.delimiter}' expected after '{self.quote}'")
        elif c == dialect.escapechar:
            self.add(c)
            self.next = self.unquoted
        else:
            self.unquoted(c)

    def line_end(self, c):
        if not c:
            self.next = self.row_start
        elif c not in _ENDS:
            raise Error("new-line character seen in unquoted field - do you need to "
                        "open the file with newline=''?")


_reader.__name__ = _reader.__qualname__ = "reader"
_reader.__module__ = "_csv"
_seal(_reader)


def reader(iterable, /, dialect=None, **fmtparams):
    """Return an iterator over the rows of a CSV file."""
    return _reader(iterable, dialect, fmtparams)


class _writer:
    """Writes rows to a file."""

    __slots__ = ("dialect", "_style", "_write")

    def __init__(self, file, dialect, given):
        settings = _Settings(dialect, **given)
        object.__setattr__(self, "dialect", settings)
        self._style = None
        if settings.is_usual:
            self._style = settings.delimiter, settings.quotechar, settings.lineterminator
        self._write = getattr(file, "write", None)
        if not callable(self._write):
            raise TypeError('argument 1 must have a "write" method')

    def __setattr__(self, name, value):
        if name == "dialect":
            raise AttributeError("readonly attribute")
        object.__setattr__(self, name, value)

    def writerow(self, row, /):
        """Write one row."""
        if self._style is not None:
            line = _join(row, *self._style)
            if line is not None:
                return self._write(line)
        try:
            values = iter(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        values = list(values)
        fields = [self._field(value) for value in values]
        if len(fields) == 1 and fields[0] == "":
            bare = (QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL) if values[0] is None else (QUOTE_NONE,)
            if self.dialect.quoting in bare:
                raise Error("single empty field record must be quoted")
            quote = self.dialect.quotechar
            fields[0] = quote + quote
        return self._write(self.dialect.delimiter.join(fields) + self.dialect.lineterminator)

    def writerows(self, rows, /):
        """Write several rows."""
        for row in rows:
            self.writerow(row)

    def _field(self, value):
        dialect = self.dialect
        quoting = dialect.quoting
        number = (isinstance(value, (int, float, complex)) or hasattr(type(value), "__float__")
                  or hasattr(type(value), "__index__"))
        if value is None:
            text = ""
        elif isinstance(value, float):
            text = repr(value)
        else:
            text = str(value)
        wanted = (quoting == QUOTE_ALL or quoting == QUOTE_NONNUMERIC and not number
                  or quoting == QUOTE_STRINGS and isinstance(value, str)
                  or quoting == QUOTE_NOTNULL and value is not None)
        delimiter, quote, escape = dialect.delimiter, dialect.quotechar, dialect.escapechar
        out = []
        for c in text:
            special = c == delimiter or c == escape or c == quote or c in "\r\n" \
                or c in dialect.lineterminator
            if special:
                if quoting == QUOTE_NONE:
                    escaped = True
                elif c == quote:
                    escaped = not dialect.doublequote
                    if dialect.doublequote:
                        out.append(quote)
                    wanted = wanted or not escaped
                elif c == escape:
                    escaped = True
                else:
                    escaped = False
                    wanted = True
                if escaped:
                    if escape is None:
                        raise Error("need to escape, but no escapechar set")
                    out.append(escape)
            out.append(c)
        text = "".join(out)
        if not text and delimiter == " " and dialect.skipinitialspace:
            if quoting == QUOTE_NONE or value is None and quoting in (QUOTE_STRINGS, QUOTE_NOTNULL):
                raise Error("empty field must be quoted if delimiter is a space and skipinitialspace "
                            "is true")
            wanted = True
        return quote + text + quote if wanted and quoting != QUOTE_NONE else text


_writer.__name__ = _writer.__qualname__ = "writer"
_writer.__module__ = "_csv"
_seal(_writer)


def writer(fileobj, /, dialect=None, **fmtparams):
    """Return an object that writes rows to a file."""
    return _writer(fileobj, dialect, fmtparams)


class DictReader:
    """Yields the rows of a CSV file as dicts."""

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args,
                 **kwds):
        self._fieldnames = list(fieldnames) if fieldnames is not None else None
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while row == []:
            row = next(self.reader)
        names = self.fieldnames
        made = dict(zip(names, row))
        if len(names) < len(row):
            made[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            made[name] = self.restval
        return made


class DictWriter:
    """Writes dicts as rows of a CSV file."""

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args,
                 **kwds):
        self.fieldnames = list(fieldnames) if fieldnames is not None else None
        self.restval = restval
        extrasaction = extrasaction.lower()
        if extrasaction not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        """Write the row of field names."""
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _values(self, row):
        if self.extrasaction == "raise":
            wrong = [key for key in row if key not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: "
                                 + ", ".join(map(repr, wrong)))
        return [row.get(name, self.restval) for name in self.fieldnames]

    def writerow(self, rowdict):
        """Write one dict."""
        return self.writer.writerow(self._values(rowdict))

    def writerows(self, rowdicts):
        """Write several dicts."""
        return self.writer.writerows(map(self._values, rowdicts))


register_dialect("excel", excel)
register_dialect("excel-tab", excel_tab)
register_dialect("unix", unix_dialect)


for _function in (reader, writer, register_dialect, unregister_dialect, get_dialect, list_dialects,
                  field_size_limit):
    _function.__module__ = "_csv"
del _function


def __getattr__(name):
    if name == "Sniffer":
        from _csv_sniffer import Sniffer
        return Sniffer
    raise AttributeError(f"module 'csv' has no attribute {name!r}")
