"""Formatters, filters and handlers of logging."""

import os as _os
import sys as _sys
import time as _time
from _logging_records import NOTSET, check_level, getLevelName

BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"
named = {}
_all = []


class PercentStyle:
    __module__ = "logging"
    default_format = "%(message)s"
    asctime_format = "%(asctime)s"
    asctime_search = "%(asctime)"

    def __init__(self, fmt, *, defaults=None):
        self._fmt, self._defaults = fmt or self.default_format, defaults

    def usesTime(self):
        return self._fmt.find(self.asctime_search) >= 0

    def validate(self):
        import re
        if not re.search(r"%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]", self._fmt,
                         re.IGNORECASE):
            raise ValueError("Invalid format '%s' for '%s' style"
                             % (self._fmt, self.default_format[0]))

    def _values(self, record):
        return {**self._defaults, **record.__dict__} if self._defaults else record.__dict__

    def format(self, record):
        try:
            return self._write(self._values(record))
        except KeyError as error:
            raise ValueError("Formatting field not found in record: %s" % error) from None

    def _write(self, values):
        return self._fmt % values


class StrFormatStyle(PercentStyle):
    __module__ = "logging"
    default_format = "{message}"
    asctime_format = "{asctime}"
    asctime_search = "{asctime"

    def validate(self):
        import string
        try:
            parts = [part[1:] for part in string.Formatter().parse(self._fmt)]
            for name, spec, conversion in parts:
                self._check(name, spec, conversion)
        except ValueError as error:
            raise ValueError(f"invalid format: {error}")
        if not any(name for name, _, _ in parts):
            raise ValueError("invalid format: no fields")

    def _check(self, name, spec, conversion):
        import re
        if name and not re.match(r"(\d+|\w+)(\.\w+|\[[^]]+\])*$", name):
            raise ValueError(f"invalid field name/expression: {name!r}")
        if conversion and conversion not in "rsa":
            raise ValueError(f"invalid conversion: {conversion!r}")
        size = r"(\d+|{\w+})"
        pattern = rf"(?i)(.?[<=>^])?[+ -]?#?0?{size}?[,_]?(\.{size})?[bcdefgnosx%]?$"
        if spec and not re.match(pattern, spec):
            raise ValueError(f"bad specifier: {spec!r}")

    def _write(self, values):
        return self._fmt.format(**values)


class StringTemplateStyle(PercentStyle):
    __module__ = "logging"
    default_format = "${message}"
    asctime_format = "${asctime}"
    asctime_search = "${asctime}"

    def usesTime(self):
        return "$asctime" in self._fmt or self.asctime_search in self._fmt

    def validate(self):
        import string
        found = list(string.Template.pattern.finditer(self._fmt))
        if any(match.group() == "$" for match in found):
            raise ValueError("invalid format: bare '$' not allowed")
        if not any(match["named"] or match["braced"] for match in found):
            raise ValueError("invalid format: no fields")

    def _write(self, values):
        import string
        return string.Template(self._fmt).substitute(**values)


STYLES = {"%": (PercentStyle, BASIC_FORMAT),
          "{": (StrFormatStyle, "{levelname}:{name}:{message}"),
          "$": (StringTemplateStyle, "${levelname}:${name}:${message}")}


class Formatter:
    """Formatter instances are used to convert a LogRecord to text."""

    __module__ = "logging"
    converter = _time.localtime
    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = "%s,%03d"

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        if style not in STYLES:
            raise ValueError("Style must be one of: %s" % ",".join(STYLES))
        self._style = STYLES[style][0](fmt, defaults=defaults)
        if validate:
            self._style.validate()
        self._fmt, self.datefmt = self._style._fmt, datefmt

    def formatTime(self, record, datefmt=None):
        """Return the creation time of the specified LogRecord as formatted text."""
        when = type(self).converter(record.created)
        if datefmt:
            return _time.strftime(datefmt, when)
        text = _time.strftime(self.default_time_format, when)
        return self.default_msec_format % (text, record.msecs) if self.default_msec_format else text

    def formatException(self, ei):
        """Format and return the specified exception information as a string."""
        import traceback
        return "".join(traceback.format_exception(*ei)).rstrip("\n")

    def formatStack(self, stack_info):
        return stack_info

    def usesTime(self):
        return self._style.usesTime()

    def formatMessage(self, record):
        return self._style.format(record)

    def format(self, record):
        """Format the specified record as text."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text and record.exc_info[0] is not None:
            record.exc_text = self.formatException(record.exc_info)
        elif record.exc_info and record.exc_info[0] is None:
            record.exc_text = "NoneType: None"
        if not record.exc_text and not record.stack_info:
            return text
        for more in (record.exc_text, record.stack_info):
            if more:
                text += ("" if text.endswith("\n") else "\n") + more
        return text


class BufferingFormatter:
    """A formatter suitable for formatting a number of records."""

    __module__ = "logging"

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or Formatter()

    def formatHeader(self, records):
        return ""

    formatFooter = formatHeader

    def format(self, records):
        if not records:
            return ""
        lines = "".join(map(self.linefmt.format, records))
        return self.formatHeader(records) + lines + self.formatFooter(records)


class Filter:
    """Lets pass the records of one logger and those below it."""

    __module__ = "logging"

    def __init__(self, name=""):
        self.name = name

    def filter(self, record):
        return not self.name or record.name == self.name or record.name.startswith(self.name + ".")


class Filterer:
    """What has filters: loggers and handlers."""

    __module__ = "logging"

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """Determine if a record is loggable by consulting all the filters."""
        for filter in self.filters:
            answer = filter.filter(record) if hasattr(filter, "filter") else filter(record)
            if not answer:
                return False
            if hasattr(answer, "levelno"):
                record = answer
        return record


class Handler(Filterer):
    """Handler instances dispatch logging events to specific destinations."""

    __module__ = "logging"

    def __init__(self, level=NOTSET):
        super().__init__()
        self._name, self.level, self.formatter = None, check_level(level), None
        _all.append(self)

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        named.pop(self._name, None)
        self._name = name
        if name:
            named[name] = self

    def get_name(self):
        return self._name

    def set_name(self, name):
        self.name = name

    def createLock(self):
        self.lock = None

    def acquire(self):
        """There is one thread."""

    release = acquire

    def setLevel(self, level):
        """Set the logging level of this handler."""
        self.level = check_level(level)

    def format(self, record):
        """Format the specified record."""
        return (self.formatter or _default).format(record)

    def emit(self, record):
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def handle(self, record):
        """Emit the specified record if the filters let it pass."""
        passed = self.filter(record)
        if passed:
            self.emit(passed)
        return passed

    def setFormatter(self, fmt):
        """Set the formatter for this handler."""
        self.formatter = fmt

    def flush(self):
        """Ensure all logging output has been flushed."""

    def close(self):
        """Tidy up any resources used by the handler."""
        named.pop(self._name, None)
        if self in _all:
            _all.remove(self)

    def handleError(self, record):
        """Handle errors which occur during an emit() call."""
        import logging
        if not logging.raiseExceptions or not _sys.stderr:
            return
        import traceback
        _sys.stderr.write("--- Logging error ---\n")
        traceback.print_exc()
        _sys.stderr.write("Call stack:\n")
        frame = _sys.exception().__traceback__.tb_frame
        while frame and "logging" in frame.f_code.co_filename and frame.f_code.co_filename[0] == "<":
            frame = frame.f_back
        if frame:
            traceback.print_stack(frame, file=_sys.stderr)
        else:
            _sys.stderr.write(f"Logged from file {record.filename}, line {record.lineno}\n")
        _sys.stderr.write(f"Message: {record.msg!r}\nArguments: {record.args}\n")

    def __repr__(self):
        return "<%s (%s)>" % (type(self).__name__, getLevelName(self.level))


class StreamHandler(Handler):
    """A handler class which writes logging records, appropriately formatted, to a stream."""

    __module__ = "logging"
    terminator = "\n"
    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, stream=None):
        super().__init__()
        self.stream = _sys.stderr if stream is None else stream

    def flush(self):
        if self.stream and hasattr(self.stream, "flush"):
            self.stream.flush()

    def emit(self, record):
        """Emit a record."""
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Sets the StreamHandler's stream; returns the old one if it was replaced."""
        if stream is self.stream:
            return None
        before, self.stream = self.stream, stream
        return before

    def __repr__(self):
        name = getattr(self.stream, "name", "")
        name = f"{name} " if name else ""
        return "<%s %s(%s)>" % (type(self).__name__, name, getLevelName(self.level))


class FileHandler(StreamHandler):
    """A handler class which writes formatted logging records to disk files."""

    __module__ = "logging"

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        self.baseFilename = _os.path.abspath(_os.fspath(filename))
        self.mode, self.encoding, self.errors, self.delay = mode, encoding, errors, delay
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            super().__init__(self._open())

    def _open(self):
        return open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors)

    def close(self):
        stream, self.stream = self.stream, None
        if stream:
            stream.flush()
            stream.close()
        super().close()

    def emit(self, record):
        if self.stream is None:
            self.stream = self._open()
        super().emit(record)

    def __repr__(self):
        return "<%s %s (%s)>" % (type(self).__name__, self.baseFilename, getLevelName(self.level))


class _StderrHandler(StreamHandler):
    """Writes to whatever sys.stderr is at the time."""

    __module__ = "logging"

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return _sys.stderr


class NullHandler(Handler):
    """This handler does nothing."""

    __module__ = "logging"

    def handle(self, record):
        """Stub."""

    emit = handle


_default = Formatter()


def close_all():
    for handler in _all[::-1]:
        try:
            handler.flush()
            handler.close()
        except (OSError, ValueError):
            # The stream is closed already.
            pass
