"""The names of multiprocessing; a process runs to its end where it is started, in this one.

What it changes is changed for all: there is one heap and one order of events.
"""

import os as _os
import threading as _threading
from queue import Empty as _Empty, Queue as _Queue

__all__ = ["Array", "Barrier", "BoundedSemaphore", "Condition", "Event", "JoinableQueue", "Lock", "Manager",
           "Pipe", "Pool", "Process", "Queue", "RLock", "Semaphore", "SimpleQueue", "TimeoutError",
           "Value", "active_children", "cpu_count", "current_process", "freeze_support", "get_context",
           "get_start_method", "parent_process", "set_start_method"]
__path__ = []

Barrier, BoundedSemaphore, Condition = (_threading.Barrier, _threading.BoundedSemaphore,
                                        _threading.Condition)
Event, Lock, RLock, Semaphore = (_threading.Event, _threading.Lock, _threading.RLock,
                                 _threading.Semaphore)
JoinableQueue = SimpleQueue = _Queue


class ProcessError(Exception):
    """Something went wrong with a process."""


class TimeoutError(ProcessError):
    """It took too long."""


class AuthenticationError(ProcessError):
    """A process is not who it says it is."""


class Queue(_Queue):
    """A queue between processes."""

    def close(self):
        """Nothing more will be put."""

    join_thread = cancel_join_thread = close


class Process:
    """An activity that is run where it is started."""

    _count, _current = 0, None

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        Process._count += 1
        self.name = name or f"Process-{Process._count}"
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs)
        self.daemon, self.exitcode, self.pid, self._state = bool(daemon), None, None, "initial"
        self.authkey = b""

    ident = property(lambda self: self.pid)

    def run(self):
        """What the process does."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Run the process to its end."""
        if self._state != "initial":
            raise AssertionError("cannot start a process twice")
        self._state, self.pid = "started", _os.getpid() + Process._count
        before, Process._current = Process._current, self
        try:
            self.run()
            self.exitcode = 0
        except SystemExit as end:
            self.exitcode = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        except Exception:
            import sys
            import traceback
            print(f"Process {self.name}:", file=sys.stderr)
            traceback.print_exc()
            self.exitcode = 1
        finally:
            Process._current = before
        self._state = "stopped"

    def join(self, timeout=None):
        """Wait for the end: it has come."""
        if self._state == "initial":
            raise AssertionError("can only join a started process")

    def is_alive(self):
        """Whether the process runs."""
        return self is Process._current

    def terminate(self):
        """There is nothing left to end."""

    kill = close = terminate

    def __repr__(self):
        parts = [f"name={self.name!r}", f"parent={_os.getpid()}", self._state]
        if self.pid is not None:
            parts.insert(1, f"pid={self.pid}")
        if self.exitcode is not None:
            parts.append(f"exitcode={self.exitcode}")
        return f"<{type(self).__name__} {' '.join(parts)}>"


class _MainProcess(Process):
    def __init__(self):
        super().__init__(name="MainProcess")
        Process._count -= 1
        self.pid, self._state = _os.getpid(), "started"

    def is_alive(self):
        return True

    def __repr__(self):
        return f"<_MainProcess name={self.name!r} parent=None started>"


_main = _MainProcess()


def current_process():
    """Return the process that runs."""
    return Process._current or _main


def parent_process():
    """Return the process that started this one."""
    return _main if Process._current else None


def active_children():
    """Return the processes that run beside this one: none."""
    return []


def cpu_count():
    """Return the number of processors."""
    return _os.cpu_count()


def freeze_support():
    """There is nothing to do."""


def get_start_method(allow_none=False):
    """Return how processes are started."""
    return "fork"


def set_start_method(method, force=False):
    """There is one way to start processes here."""


def get_all_start_methods():
    """Return the ways to start processes."""
    return ["fork", "spawn", "forkserver"]


def get_context(method=None):
    """Return what has all these names."""
    import sys
    return sys.modules[__name__]


class AsyncResult:
    """What a call gave, or how it failed."""

    def __init__(self, function, callback, error_callback):
        self._value = self._error = None
        try:
            self._value = function()
        except Exception as error:
            self._error = error
            if error_callback:
                error_callback(error)
        else:
            if callback:
                callback(self._value)

    def get(self, timeout=None):
        """Return the result, or raise what was raised."""
        if self._error:
            raise self._error
        return self._value

    def wait(self, timeout=None):
        """It is there."""

    def ready(self):
        """Whether the call is done."""
        return True

    def successful(self):
        """Whether nothing was raised."""
        return self._error is None


class Pool:
    """Workers: each task is done at once, in order."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None,
                 context=None):
        if processes is not None and processes < 1:
            raise ValueError("Number of processes must be at least 1")
        self._open = True
        if initializer:
            initializer(*initargs)

    def _check_open(self):
        if not self._open:
            raise ValueError("Pool not running")

    def apply(self, func, args=(), kwds={}):
        """Call a function."""
        self._check_open()
        return func(*args, **kwds)

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """Call a function; the result has its value."""
        self._check_open()
        return AsyncResult(lambda: func(*args, **kwds), callback, error_callback)

    def map(self, func, iterable, chunksize=None):
        """Return the list of what the function gives for each item."""
        self._check_open()
        return [func(item) for item in iterable]

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """As map(); the result has the list."""
        self._check_open()
        return AsyncResult(lambda: [func(item) for item in iterable], callback, error_callback)

    def imap(self, func, iterable, chunksize=1):
        """As map(), one by one."""
        self._check_open()
        return iter([func(item) for item in iterable])

    imap_unordered = imap

    def starmap(self, func, iterable, chunksize=None):
        """As map(), with several arguments."""
        self._check_open()
        return [func(*items) for items in iterable]

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """As starmap(); the result has the list."""
        self._check_open()
        return AsyncResult(lambda: [func(*items) for items in iterable], callback, error_callback)

    def close(self):
        """No more tasks."""
        self._open = False

    terminate = close

    def join(self):
        """Wait for the workers: they are done."""
        if self._open:
            raise ValueError("Pool is still running")

    def __enter__(self):
        self._check_open()
        return self

    def __exit__(self, *exception):
        self.terminate()


class Value:
    """A number that processes share."""

    def __init__(self, typecode_or_type, *args, lock=True):
        self.value = args[0] if args else 0
        self._lock = RLock()

    def get_lock(self):
        """Return the lock of the value."""
        return self._lock

    def get_obj(self):
        """Return the value itself."""
        return self

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exception):
        return self._lock.__exit__(*exception)


class Array(list):
    """Numbers that processes share."""

    def __init__(self, typecode_or_type, size_or_initializer, *, lock=True):
        size = size_or_initializer
        super().__init__([0] * size if isinstance(size, int) else size)
        self._lock = RLock()

    def get_lock(self):
        """Return the lock of the numbers."""
        return self._lock

    def get_obj(self):
        """Return the numbers themselves."""
        return self


class _Connection:
    """One end of a pipe."""

    def __init__(self, inbox, outbox):
        self._inbox, self._outbox = inbox, outbox

    def send(self, obj):
        """Put an object in."""
        self._outbox.append(obj)

    def recv(self):
        """Take an object out."""
        if not self._inbox:
            raise EOFError
        return self._inbox.pop(0)

    def poll(self, timeout=0.0):
        """Whether there is something to take."""
        return bool(self._inbox)

    def close(self):
        """Let the end go."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def Pipe(duplex=True):
    """Return the two ends of a pipe."""
    there, back = [], []
    return _Connection(there, back), _Connection(back, there)


class _Namespace:
    """Attributes that processes share."""


class Manager:
    """Makes objects that processes share: ordinary ones."""

    list, dict, Namespace, Value, Array = list, dict, _Namespace, Value, Array
    Lock, RLock, Event, Queue, Semaphore = Lock, RLock, Event, Queue, Semaphore

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.shutdown()

    def shutdown(self):
        """Nothing is running."""
