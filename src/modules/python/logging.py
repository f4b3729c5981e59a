"""Records of what a program does, by loggers that stand in a tree."""

import sys as _sys
from _logging_handlers import (
    BASIC_FORMAT, BufferingFormatter, FileHandler, Filter, Filterer, Formatter, Handler,
    NullHandler, PercentStyle, StrFormatStyle, StreamHandler, StringTemplateStyle, _StderrHandler,
    close_all)
from _logging_records import (
    CRITICAL, DEBUG, ERROR, FATAL, INFO, NOTSET, WARN, WARNING, LogRecord, _levelToName,
    _nameToLevel, addLevelName, check_level as _check_level, getLevelName, getLevelNamesMapping,
    getLogRecordFactory, makeLogRecord, setLogRecordFactory)
from _logging_loggers import (
    Logger, LoggerAdapter, Manager, PlaceHolder, RootLogger, getLoggerClass, setLoggerClass)
import _logging_handlers

__all__ = [
    "BASIC_FORMAT", "BufferingFormatter", "CRITICAL", "DEBUG", "ERROR", "FATAL", "FileHandler",
    "Filter", "Formatter", "Handler", "INFO", "LogRecord", "Logger", "LoggerAdapter", "NOTSET",
    "NullHandler", "StreamHandler", "WARN", "WARNING", "addLevelName", "basicConfig",
    "captureWarnings", "critical", "debug", "disable", "error", "exception", "fatal",
    "getLevelName", "getLogger", "getLoggerClass", "info", "log", "makeLogRecord",
    "setLoggerClass", "shutdown", "warn", "warning", "getLogRecordFactory",
    "setLogRecordFactory", "lastResort", "raiseExceptions", "getLevelNamesMapping",
    "getHandlerByName", "getHandlerNames",
]

__path__ = []
raiseExceptions = True
lastResort = _StderrHandler(WARNING)
root = Logger.root
_STYLES = _logging_handlers.STYLES


def getLogger(name=None):
    """Return a logger with the specified name, creating it if necessary.

If no name is specified, return the root logger."""
    if not name or isinstance(name, str) and name == root.name:
        return root
    return Logger.manager.getLogger(name)


def getHandlerByName(name):
    """Get a handler with the specified *name*, or None if there isn't one with that name."""
    return _logging_handlers.named.get(name)


def getHandlerNames():
    """Return all known handler names as an immutable set."""
    return frozenset(_logging_handlers.named)


def basicConfig(**kwargs):
    """Do basic configuration for the logging system."""
    force = kwargs.pop("force", False)
    encoding, errors = kwargs.pop("encoding", None), kwargs.pop("errors", "backslashreplace")
    if force:
        for handler in root.handlers[:]:
            root.removeHandler(handler)
            handler.close()
    if root.handlers:
        return
    handlers = kwargs.pop("handlers", None)
    if handlers is None:
        if "stream" in kwargs and "filename" in kwargs:
            raise ValueError("'stream' and 'filename' should not be specified together")
    elif "stream" in kwargs or "filename" in kwargs:
        raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
    if handlers is None:
        filename, mode = kwargs.pop("filename", None), kwargs.pop("filemode", "a")
        if filename:
            handlers = [FileHandler(filename, mode, encoding=encoding,
                                    errors=None if "b" in mode else errors)]
        else:
            handlers = [StreamHandler(kwargs.pop("stream", None))]
    dates, style = kwargs.pop("datefmt", None), kwargs.pop("style", "%")
    if style not in _STYLES:
        raise ValueError("Style must be one of: %s" % ",".join(_STYLES))
    formatter = Formatter(kwargs.pop("format", _STYLES[style][1]), dates, style)
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(formatter)
        root.addHandler(handler)
    level = kwargs.pop("level", None)
    if level is not None:
        root.setLevel(level)
    if kwargs:
        raise ValueError("Unrecognised argument(s): %s" % ", ".join(kwargs))


def _rooted(name):
    """The function of the module that logs to the root logger, configuring it if need be."""
    def log(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 1
        getattr(root, name)(msg, *args, **kwargs)

    log.__name__ = log.__qualname__ = name
    log.__doc__ = f"Log a message with severity '{name.upper()}' on the root logger."
    return log


debug, info, warning, error, critical, exception = map(
    _rooted, ("debug", "info", "warning", "error", "critical", "exception"))
fatal = critical


def warn(msg, *args, **kwargs):
    import warnings
    warnings.warn("The 'warn' function is deprecated, use 'warning' instead", DeprecationWarning,
                  2)
    warning(msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    """Log 'msg % args' with the integer severity 'level' on the root logger."""
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def disable(level=CRITICAL):
    """Disable all logging calls of severity 'level' and below."""
    root.manager.disable = _check_level(level)
    root.manager._clear_cache()


def shutdown(handlerList=None):
    """Flush and close all handlers."""
    close_all()


def captureWarnings(capture):
    """If capture is true, redirect all warnings to the logging package."""
    import warnings
    if capture and not hasattr(warnings, "_shown_before_logging"):
        warnings._shown_before_logging = warnings.showwarning
        warnings.showwarning = _show_warning
    elif not capture and hasattr(warnings, "_shown_before_logging"):
        warnings.showwarning = warnings._shown_before_logging
        del warnings._shown_before_logging


def _show_warning(message, category, filename, lineno, file=None, line=None):
    import warnings
    if file is not None:
        warnings._shown_before_logging(message, category, filename, lineno, file, line)
        return
    logger = getLogger("py.warnings")
    if not logger.handlers:
        logger.addHandler(NullHandler())
    logger.warning(warnings.formatwarning(message, category, filename, lineno, line))


def currentframe():
    """Return the frame object for the caller's stack frame."""
    return _sys._getframe(1)


import atexit as _atexit
_atexit.register(shutdown)
