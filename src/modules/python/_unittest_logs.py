"""assertLogs and assertNoLogs of unittest."""

import logging as _logging
from collections import namedtuple as _namedtuple

__unittest = True

_Watched = _namedtuple("_LoggingWatcher", ["records", "output"])


class _Catcher(_logging.Handler):
    """A handler that keeps what it gets."""

    def __init__(self):
        super().__init__()
        self.watcher = _Watched([], [])

    def emit(self, record):
        self.watcher.records.append(record)
        self.watcher.output.append(self.format(record))


class LogsContext:
    """The block of assertLogs."""

    def __init__(self, case, logger, level, refuse):
        self.case, self.refuse = case, refuse
        self.level = _logging._nameToLevel.get(level, level) if level else _logging.INFO
        self.logger = logger if isinstance(logger, _logging.Logger) else _logging.getLogger(logger)
        self.name = self.logger.name

    def __enter__(self):
        catcher = _Catcher()
        catcher.setLevel(self.level)
        catcher.setFormatter(_logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
        self.watcher = catcher.watcher
        logger = self.logger
        self.before = logger.handlers[:], logger.level, logger.propagate
        logger.handlers, logger.propagate = [catcher], False
        logger.setLevel(self.level)
        return None if self.refuse else self.watcher

    def __exit__(self, kind, value, where):
        logger = self.logger
        logger.handlers, level, logger.propagate = self.before
        logger.setLevel(level)
        if kind is not None:
            return False
        if self.refuse and self.watcher.records:
            text = f"Unexpected logs found: {self.watcher.output!r}"
        elif not self.refuse and not self.watcher.records:
            level = _logging.getLevelName(self.level)
            text = f"no logs of level {level} or higher triggered on {self.name}"
        else:
            return None
        raise self.case.failureException(text)
