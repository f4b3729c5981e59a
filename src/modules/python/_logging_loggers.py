"""Loggers, which stand in a tree by the dots of their names, for logging."""

import sys as _sys
import _logging_records as _records
from _logging_handlers import Filterer
from _logging_records import (
    CRITICAL, DEBUG, ERROR, INFO, NOTSET, WARNING, check_level, getLevelName)


class PlaceHolder:
    """Stands for a logger that has descendants but was not asked for itself."""

    __module__ = "logging"

    def __init__(self, alogger):
        self.loggerMap = {alogger: None}


class Manager:
    """Holds the tree of loggers."""

    __module__ = "logging"

    def __init__(self, rootnode):
        self.root, self.disable = rootnode, 0
        self.loggerDict = {}
        self.emittedNoHandlerWarning = False
        self.loggerClass = None

    def _clear_cache(self):
        """Has the loggers forget which levels are enabled, as a level has changed."""
        for logger in self.loggerDict.values():
            if isinstance(logger, Logger):
                logger._cache.clear()
        self.root._cache.clear()

    def getLogger(self, name):
        if not isinstance(name, str):
            raise TypeError("A logger name must be a string")
        found = self.loggerDict.get(name)
        if isinstance(found, Logger):
            return found
        made = (self.loggerClass or _logger_class)(name)
        made.manager = self
        self.loggerDict[name] = made
        if isinstance(found, PlaceHolder):
            for child in found.loggerMap:
                if not child.parent.name.startswith(name):
                    made.parent, child.parent = child.parent, made
        made.parent = self._parent_of(made)
        return made

    def _parent_of(self, logger):
        name = logger.name
        while "." in name:
            name = name.rpartition(".")[0]
            found = self.loggerDict.get(name)
            if isinstance(found, Logger):
                return found
            if found is None:
                self.loggerDict[name] = PlaceHolder(logger)
            else:
                found.loggerMap[logger] = None
        return self.root


class Logger(Filterer):
    """Instances of the Logger class represent a single logging channel."""

    __module__ = "logging"

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name, self.level = name, check_level(level)
        self.parent, self.propagate = None, True
        self.handlers, self.disabled = [], False
        # Whether a level is enabled, for those that were asked for.
        self._cache = {}

    def setLevel(self, level):
        """Set the logging level of this logger.  level must be an int or a str."""
        self.level = check_level(level)
        self.manager._clear_cache()

    def debug(self, msg, *args, **kwargs):
        """Log 'msg % args' with severity 'DEBUG'."""
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **kwargs)

    def info(self, msg, *args, **kwargs):
        """Log 'msg % args' with severity 'INFO'."""
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        """Log 'msg % args' with severity 'WARNING'."""
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **kwargs)

    def warn(self, msg, *args, **kwargs):
        import warnings
        warnings.warn("The 'warn' method is deprecated, use 'warning' instead",
                      DeprecationWarning, 2)
        self.warning(msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        """Log 'msg % args' with severity 'ERROR'."""
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Convenience method for logging an ERROR with exception information."""
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        """Log 'msg % args' with severity 'CRITICAL'."""
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **kwargs)

    fatal = critical

    def log(self, level, msg, *args, **kwargs):
        """Log 'msg % args' with the integer severity 'level'."""
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def findCaller(self, stack_info=False, stacklevel=1):
        """Find the stack frame of the caller: file name, line number and function name."""
        frame = _sys._getframe(1)
        while frame is not None and frame.f_code.co_filename in _OURS:
            frame = frame.f_back
        while stacklevel > 1 and frame is not None and frame.f_back is not None:
            frame = frame.f_back
            stacklevel -= 1
            while frame.f_back is not None and frame.f_code.co_filename in _OURS:
                frame = frame.f_back
        if frame is None:
            return "(unknown file)", 0, "(unknown function)", None
        return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, None

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None,
                   sinfo=None):
        """A factory method which can be overridden in subclasses to create specialized LogRecords."""
        record = _records.getLogRecordFactory()(name, level, fn, lno, msg, args, exc_info, func,
                                                sinfo)
        for key in extra or ():
            if key in ("message", "asctime") or key in record.__dict__:
                raise KeyError("Attempt to overwrite %r in LogRecord" % key)
            record.__dict__[key] = extra[key]
        return record

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if stacklevel > 1:
            stacklevel -= _is_rooted()
        name, line, function, stack = self.findCaller(stack_info, stacklevel)
        if exc_info:
            if isinstance(exc_info, BaseException):
                exc_info = type(exc_info), exc_info, exc_info.__traceback__
            elif not isinstance(exc_info, tuple):
                exc_info = _sys.exc_info()
        self.handle(self.makeRecord(self.name, level, name, line, msg, args, exc_info, function,
                                    extra, stack))

    def handle(self, record):
        """Call the handlers for the specified record."""
        if self.disabled:
            return
        passed = self.filter(record)
        if not passed:
            return
        self.callHandlers(record if passed is True else passed)

    def addHandler(self, hdlr):
        """Add the specified handler to this logger."""
        if hdlr not in self.handlers:
            self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        """Remove the specified handler from this logger."""
        if hdlr in self.handlers:
            self.handlers.remove(hdlr)

    def _chain(self):
        """This logger and those its records go up to."""
        logger = self
        while logger is not None:
            yield logger
            logger = logger.parent if logger.propagate else None

    def hasHandlers(self):
        """See if this logger has any handlers configured."""
        return any(logger.handlers for logger in self._chain())

    def callHandlers(self, record):
        """Pass a record to all relevant handlers."""
        found = False
        logger = self
        while logger is not None:
            for handler in logger.handlers:
                found = True
                if record.levelno >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if not found:
            import logging
            if logging.lastResort is not None and record.levelno >= logging.lastResort.level:
                logging.lastResort.handle(record)

    def getEffectiveLevel(self):
        """Get the effective level for this logger: its own or that of the nearest one above."""
        logger = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        """Is this logger enabled for level 'level'?"""
        if self.disabled:
            return False
        if level not in self._cache:
            self._cache[level] = (self.manager.disable < level
                                  and level >= self.getEffectiveLevel())
        return self._cache[level]

    def getChild(self, suffix):
        """Get a logger which is a descendant to this one."""
        if self.root is not self:
            suffix = f"{self.name}.{suffix}"
        return self.manager.getLogger(suffix)

    def getChildren(self):
        """The loggers right below this one."""
        return {logger for logger in self.manager.loggerDict.values()
                if isinstance(logger, Logger) and logger.parent is self}

    def __repr__(self):
        level = getLevelName(self.getEffectiveLevel())
        return "<%s %s (%s)>" % (type(self).__name__, self.name, level)


_OURS = ("<frozen logging>", "<frozen _logging_loggers>")


def _is_rooted():
    """Whether a function of the module stands between the program and the logger."""
    frame = _sys._getframe(2)
    while frame is not None and frame.f_code.co_filename in _OURS:
        if frame.f_code.co_filename == _OURS[0] and frame.f_code.co_name == "log":
            return True
        frame = frame.f_back
    return False


class RootLogger(Logger):
    """The logger at the root of the tree: it must have a level."""

    __module__ = "logging"

    def __init__(self, level):
        super().__init__("root", level)


_logger_class = Logger


def setLoggerClass(klass):
    """Set the class to be used when instantiating a logger."""
    global _logger_class
    if klass is not Logger and not issubclass(klass, Logger):
        raise TypeError("logger not derived from logging.Logger: " + klass.__name__)
    _logger_class = klass


def getLoggerClass():
    """Return the class to be used when instantiating a logger."""
    return _logger_class


class LoggerAdapter:
    """An adapter for loggers which makes it easier to specify contextual information."""

    __module__ = "logging"
    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, logger, extra=None, merge_extra=False):
        self.logger, self.extra, self.merge_extra = logger, extra, merge_extra

    def process(self, msg, kwargs):
        """Process the logging message and keyword arguments passed in to a logging call."""
        if self.merge_extra and "extra" in kwargs:
            kwargs["extra"] = {**self.extra, **kwargs["extra"]}
        else:
            kwargs["extra"] = self.extra
        return msg, kwargs

    def log(self, level, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    def debug(self, msg, *args, **kwargs):
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self.log(WARNING, msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        self.log(ERROR, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self.log(CRITICAL, msg, *args, **kwargs)

    def __getattr__(self, name):
        if name in ("isEnabledFor", "setLevel", "getEffectiveLevel", "hasHandlers", "name",
                    "manager", "handlers", "level"):
            return getattr(self.logger, name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self):
        level = getLevelName(self.logger.getEffectiveLevel())
        return "<%s %s (%s)>" % (type(self).__name__, self.logger.name, level)


Logger.root = RootLogger(WARNING)
Logger.manager = Manager(Logger.root)
