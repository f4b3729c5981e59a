"""Executors: Refscope runs one thread, so a task is done when it is submitted."""

import time as _time
from collections import namedtuple as _namedtuple

__all__ = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError",
           "TimeoutError", "InvalidStateError", "BrokenExecutor", "Future", "Executor", "wait",
           "as_completed", "ProcessPoolExecutor", "ThreadPoolExecutor"]

FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = (
    "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED")
TimeoutError = TimeoutError
DoneAndNotDoneFutures = _namedtuple("DoneAndNotDoneFutures", "done not_done")


class CancelledError(Exception):
    """The Future was cancelled."""


class InvalidStateError(Exception):
    """The operation is not allowed in this state."""


class BrokenExecutor(RuntimeError):
    """Raised when an executor has become non-functional after a severe failure."""


class Future:
    """Represents the result of an asynchronous computation."""

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self):
        self._state, self._result, self._exception, self._callbacks = "PENDING", None, None, []

    def cancel(self):
        if self._state == "FINISHED":
            return False
        self._state = "CANCELLED"
        self._call_back()
        return True

    def cancelled(self):
        return self._state == "CANCELLED"

    def running(self):
        return self._state == "RUNNING"

    def done(self):
        return self._state in ("FINISHED", "CANCELLED")

    def result(self, timeout=None):
        """Return the result of the call that the future represents."""
        if self._state == "CANCELLED":
            raise CancelledError()
        if self._state != "FINISHED":
            raise TimeoutError()
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self, timeout=None):
        """Return the exception raised by the call that the future represents."""
        if self._state == "CANCELLED":
            raise CancelledError()
        if self._state != "FINISHED":
            raise TimeoutError()
        return self._exception

    def add_done_callback(self, fn):
        """Attaches a callable that will be called when the future finishes."""
        if self.done():
            fn(self)
        else:
            self._callbacks.append(fn)

    def _call_back(self):
        for function in self._callbacks:
            function(self)

    def set_result(self, result):
        if self.done():
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._result, self._state = result, "FINISHED"
        self._call_back()

    def set_exception(self, exception):
        if self.done():
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._exception, self._state = exception, "FINISHED"
        self._call_back()

    def __repr__(self):
        text = f"<{type(self).__name__} at {id(self):#x} state={self._state.lower()}"
        if self._state != "FINISHED":
            return text + ">"
        if self._exception is not None:
            return f"{text} raised {type(self._exception).__name__}>"
        return f"{text} returned {type(self._result).__name__}>"


class Executor:
    """Runs what it is given at once, in the order it is given."""

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=(),
                 **options):
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        self._max_workers, self._closed = max_workers, False
        self._name, self._initializer, self._initargs = thread_name_prefix, initializer, initargs

    def _run(self, fn, args, kwargs):
        """What a submitted callable returns."""
        if self._initializer is not None:
            initializer, self._initializer = self._initializer, None
            initializer(*self._initargs)
        return fn(*args, **kwargs)

    def submit(self, fn, /, *args, **kwargs):
        """Submits a callable to be executed with the given arguments."""
        if self._closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = Future()
        try:
            result = self._run(fn, args, kwargs)
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(result)
        return future

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Returns an iterator equivalent to map(fn, iter)."""
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        return (future.result() for future in futures)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._closed = True

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.shutdown()
        return False


class ThreadPoolExecutor(Executor):
    """Runs what it is given in a thread of its own."""

    __module__ = "concurrent.futures.thread"
    _unnamed = 0

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=(),
                 **options):
        if not thread_name_prefix:
            thread_name_prefix = f"ThreadPoolExecutor-{ThreadPoolExecutor._unnamed}"
            ThreadPoolExecutor._unnamed += 1
        super().__init__(max_workers, thread_name_prefix, initializer, initargs, **options)
        self._worker = None

    def _run(self, fn, args, kwargs):
        if self._worker is None:
            from threading import _Worker
            self._worker = _Worker(name=self._name + "_0")
        return self._worker.do(super()._run, fn, args, kwargs)

    def shutdown(self, wait=True, *, cancel_futures=False):
        super().shutdown(wait)
        if self._worker is not None:
            self._worker.end()


class ProcessPoolExecutor(Executor):
    __module__ = "concurrent.futures.process"


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for the futures in the given sequence to complete."""
    done = {future for future in fs if future.done()}
    return DoneAndNotDoneFutures(done, set(fs) - done)


def as_completed(fs, timeout=None):
    """An iterator over the given futures that yields each as it completes."""
    yield from dict.fromkeys(fs)
