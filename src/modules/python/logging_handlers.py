"""More handlers of logging: files that begin anew, and memory."""

import logging as _logging
import os as _os


class RotatingFileHandler(_logging.FileHandler):
    """A file that is put aside when it grows too large."""

    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False,
                 errors=None):
        super().__init__(filename, "a" if maxBytes > 0 else mode, encoding, delay, errors)
        self.maxBytes, self.backupCount = maxBytes, backupCount

    def shouldRollover(self, record):
        """Whether the record would make the file too large."""
        if self.maxBytes <= 0 or not _os.path.exists(self.baseFilename):
            return False
        size = _os.path.getsize(self.baseFilename)
        return size > 0 and size + len(self.format(record)) + 1 >= self.maxBytes

    def doRollover(self):
        """Puts the file aside under the next number."""
        if self.stream:
            self.stream.close()
            self.stream = None
        for number in range(self.backupCount - 1, -1, -1):
            source = f"{self.baseFilename}.{number}" if number else self.baseFilename
            if _os.path.exists(source):
                _os.replace(source, f"{self.baseFilename}.{number + 1}")
        if not self.backupCount and _os.path.exists(self.baseFilename):
            _os.remove(self.baseFilename)
        self.stream = self._open()

    def emit(self, record):
        if self.shouldRollover(record):
            self.doRollover()
        super().emit(record)


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

    def emit(self, record):
        self.queue.put_nowait(record)
