"""Events called at their time, in order."""

import heapq as _heapq
import time as _time
from collections import namedtuple as _namedtuple
from itertools import count as _count

__all__ = ["scheduler"]

Event = _namedtuple("Event", "time, priority, sequence, action, argument, kwargs")


class scheduler:
    """Calls functions at set times, by a clock and a way to wait."""

    def __init__(self, timefunc=_time.monotonic, delayfunc=_time.sleep):
        self._queue, self._numbers = [], _count()
        self.timefunc, self.delayfunc = timefunc, delayfunc

    def enterabs(self, time, priority, action, argument=(), kwargs=None):
        """Enter a new event in the queue at an absolute time."""
        event = Event(time, priority, next(self._numbers), action, argument, kwargs or {})
        _heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=None):
        """A variant that specifies the time as a relative time."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Remove an event from the queue."""
        self._queue.remove(event)
        _heapq.heapify(self._queue)

    def empty(self):
        """Check whether the queue is empty."""
        return not self._queue

    def run(self, blocking=True):
        """Execute events until the queue is empty."""
        while self._queue:
            event, now = self._queue[0], self.timefunc()
            if event.time > now:
                if not blocking:
                    return event.time - now
                self.delayfunc(event.time - now)
                continue
            _heapq.heappop(self._queue)
            event.action(*event.argument, **event.kwargs)
            self.delayfunc(0)

    @property
    def queue(self):
        """An ordered list of upcoming events."""
        return sorted(self._queue)
