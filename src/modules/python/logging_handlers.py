"""More handlers of logging: files that begin anew, and memory."""

import logging as _logging
import os as _os
import time as _time


class BaseRotatingHandler(_logging.FileHandler):
    """A file that is put aside now and then."""

    namer = rotator = None

    def emit(self, record):
        try:
            if self.shouldRollover(record):
                self.doRollover()
            super().emit(record)
        except Exception:
            self.handleError(record)

    def rotation_filename(self, default_name):
        """The name of a file that is put aside."""
        return self.namer(default_name) if callable(self.namer) else default_name

    def rotate(self, source, dest):
        """Puts the file aside."""
        if callable(self.rotator):
            self.rotator(source, dest)
        elif _os.path.exists(source):
            _os.replace(source, dest)

    def _begin_anew(self):
        if not self.delay:
            self.stream = self._open()

    def _put_down(self):
        if self.stream:
            self.stream.close()
            self.stream = None


class RotatingFileHandler(BaseRotatingHandler):
    """A file that is put aside when it grows too large."""

    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False,
                 errors=None):
        super().__init__(filename, "a" if maxBytes > 0 else mode, encoding, delay, errors)
        self.maxBytes, self.backupCount = maxBytes, backupCount

    def shouldRollover(self, record):
        """Whether the record would make the file too large."""
        if self.maxBytes <= 0 or not _os.path.isfile(self.baseFilename):
            return False
        size = _os.path.getsize(self.baseFilename)
        return size > 0 and size + len(self.format(record)) + 1 >= self.maxBytes

    def doRollover(self):
        """Puts the file aside under the next number."""
        self._put_down()
        if self.backupCount > 0:
            names = [self.rotation_filename(f"{self.baseFilename}.{number}")
                     for number in range(1, self.backupCount + 1)]
            for source, dest in zip(names[-2::-1], names[::-1]):
                if _os.path.exists(source):
                    _os.replace(source, dest)
            if _os.path.exists(names[0]):
                _os.remove(names[0])
            self.rotate(self.baseFilename, names[0])
        elif _os.path.exists(self.baseFilename):
            _os.remove(self.baseFilename)
        self._begin_anew()


_DAY = 24 * 60 * 60
# Seconds, and how a file's name tells the time.
_WHENS = {"S": (1, "%Y-%m-%d_%H-%M-%S"), "M": (60, "%Y-%m-%d_%H-%M"), "H": (3600, "%Y-%m-%d_%H"),
          "D": (_DAY, "%Y-%m-%d"), "MIDNIGHT": (_DAY, "%Y-%m-%d"), "W": (7 * _DAY, "%Y-%m-%d")}


class TimedRotatingFileHandler(BaseRotatingHandler):
    """A file that is put aside after some time."""

    def __init__(self, filename, when="h", interval=1, backupCount=0, encoding=None, delay=False,
                 utc=False, atTime=None, errors=None):
        super().__init__(filename, "a", encoding=encoding, delay=delay, errors=errors)
        self.when, self.backupCount, self.utc, self.atTime = when.upper(), backupCount, utc, atTime
        kind = self.when
        if kind.startswith("W"):
            if len(kind) != 2:
                raise ValueError("You must specify a day for weekly rollover from 0 to 6 "
                                 f"(0 is Monday): {kind}")
            if not "0" <= kind[1] <= "6":
                raise ValueError(f"Invalid day specified for weekly rollover: {kind}")
            self.dayOfWeek, kind = int(kind[1]), "W"
        if kind not in _WHENS:
            raise ValueError(f"Invalid rollover interval specified: {kind}")
        seconds, self.suffix = _WHENS[kind]
        self.interval = seconds * interval
        known = _os.path.exists(self.baseFilename)
        self.rolloverAt = self.computeRollover(
            int(_os.stat(self.baseFilename).st_mtime if known else _time.time()))

    def _fields(self, moment):
        return (_time.gmtime if self.utc else _time.localtime)(moment)

    def computeRollover(self, currentTime):
        """When the file is put aside that was begun at this time."""
        if self.when != "MIDNIGHT" and not self.when.startswith("W"):
            return currentTime + self.interval
        now = self._fields(currentTime)
        at, day = self.atTime, now.tm_wday
        wanted = _DAY if at is None else (at.hour * 60 + at.minute) * 60 + at.second
        left = wanted - ((now.tm_hour * 60 + now.tm_min) * 60 + now.tm_sec)
        if left <= 0:
            left, day = left + _DAY, (day + 1) % 7
        moment = currentTime + left
        if self.when.startswith("W"):
            # A day that ends at midnight is the one before.
            moment += (self.dayOfWeek - day) % 7 * _DAY + self.interval - 7 * _DAY
        else:
            moment += self.interval - _DAY
        return moment + self._shift(now, moment)

    def _shift(self, now, moment):
        """What the clocks are put forward or back until then."""
        then = self._fields(moment)
        return 0 if self.utc or now.tm_isdst == then.tm_isdst else 3600 if now.tm_isdst else -3600

    def shouldRollover(self, record):
        """Whether it is time."""
        if _time.time() < self.rolloverAt:
            return False
        if _os.path.exists(self.baseFilename) and not _os.path.isfile(self.baseFilename):
            self.rolloverAt = self.computeRollover(int(_time.time()))
            return False
        return True

    def doRollover(self):
        """Puts the file aside under the time when it was begun."""
        now = int(_time.time())
        begun = self._fields(self.rolloverAt - self.interval)
        name = f"{self.baseFilename}.{_time.strftime(self.suffix, begun)}"
        dest = self.rotation_filename(name)
        if _os.path.exists(dest):
            return
        self._put_down()
        self.rotate(self.baseFilename, dest)
        if self.backupCount > 0:
            for old in self.getFilesToDelete():
                _os.remove(old)
        self._begin_anew()
        self.rolloverAt = self.computeRollover(now)

    def getFilesToDelete(self):
        """The oldest files beyond those that are kept."""
        folder, base = _os.path.split(self.baseFilename)
        found = []
        for name in _os.listdir(folder):
            if name.startswith(base + "."):
                try:
                    _time.strptime(name[len(base) + 1:], self.suffix)
                except ValueError:
                    continue
                found.append(_os.path.join(folder, name))
        return sorted(found)[:max(0, len(found) - self.backupCount)]


class BufferingHandler(_logging.Handler):
    """Keeps records until there are enough of them."""

    def __init__(self, capacity):
        super().__init__()
        self.capacity, self.buffer = capacity, []

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        self.buffer.clear()


class MemoryHandler(BufferingHandler):
    """Hands its records on to another handler, many at once."""

    def __init__(self, capacity, flushLevel=_logging.ERROR, target=None, flushOnClose=True):
        super().__init__(capacity)
        self.flushLevel, self.target, self.flushOnClose = flushLevel, target, flushOnClose

    def shouldFlush(self, record):
        return super().shouldFlush(record) or record.levelno >= self.flushLevel

    def setTarget(self, target):
        self.target = target

    def flush(self):
        if self.target:
            for record in self.buffer:
                self.target.handle(record)
            self.buffer.clear()

    def close(self):
        if self.flushOnClose:
            self.flush()
        super().close()


class QueueHandler(_logging.Handler):
    """Puts its records into a queue."""

    def __init__(self, queue):
        super().__init__()
        self.queue = queue

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def prepare(self, record):
        """The record as it can be sent: its text is made, what made it is left out."""
        import copy
        text = self.format(record)
        record = copy.copy(record)
        record.message = record.msg = text
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return record

    def emit(self, record):
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener:
    """Hands what comes out of a queue on to handlers; here all at once, when it is stopped."""

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue, self.handlers = queue, handlers
        self.respect_handler_level = respect_handler_level

    def start(self):
        """Nothing comes by itself: there is one order of events."""

    def prepare(self, record):
        return record

    def handle(self, record):
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def stop(self):
        """Hands on what is in the queue."""
        while not self.queue.empty():
            self.handle(self.queue.get_nowait())
