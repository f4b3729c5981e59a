"""Locks and the main thread.  Refscope runs everything in one thread: to start another is an error."""

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread',
           'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Timer',
           'ThreadError', 'local', 'get_native_id', 'TIMEOUT_MAX']

TIMEOUT_MAX = 9223372036.0
ThreadError = RuntimeError


def _would_wait(what):
    raise RuntimeError(f'{what} would wait for another thread, and there is none')


class Lock:
    """A lock that is held once."""

    def __init__(self):
        self._held = False

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock; where it is held already, False or an error, since nobody can release it."""
        if self._held:
            if blocking and timeout == -1:
                _would_wait('acquire()')
            return False
        self._held = True
        return True

    def release(self):
        """Let the lock go."""
        if not self._held:
            raise RuntimeError('release unlocked lock')
        self._held = False

    def locked(self):
        """Whether the lock is held."""
        return self._held

    def __enter__(self):
        return self.acquire()

    def __exit__(self, exc_type, exc, tb):
        self.release()

    def __repr__(self):
        state = 'locked' if self._held else 'unlocked'
        return f'<{state} _thread.lock object at {id(self):#x}>'


class RLock:
    """A lock that its holder can take again."""

    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock, once more perhaps."""
        self._count += 1
        return True

    def release(self):
        """Let the lock go once."""
        if not self._count:
            raise RuntimeError('cannot release un-acquired lock')
        self._count -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, exc_type, exc, tb):
        self.release()

    def __repr__(self):
        state = 'locked' if self._count else 'unlocked'
        return (f'<{state} _thread.RLock object owner={get_ident() if self._count else 0} '
                f'count={self._count} at {id(self):#x}>')


class Event:
    """A flag that can be waited for."""

    def __init__(self):
        self._flag = False

    def is_set(self):
        """Whether the flag is true."""
        return self._flag

    def set(self):
        """Make the flag true."""
        self._flag = True

    def clear(self):
        """Make the flag false."""
        self._flag = False

    def wait(self, timeout=None):
        """The flag; nobody can set it while this waits."""
        if not self._flag and timeout is None:
            _would_wait('wait()')
        return self._flag


class Condition:
    """A lock with notifications."""

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        """Nobody can notify."""
        if timeout is None:
            _would_wait('wait()')
        return False

    def wait_for(self, predicate, timeout=None):
        """The predicate's value; where it is false, nobody can make it true."""
        result = predicate()
        if not result and timeout is None:
            _would_wait('wait_for()')
        return result

    def notify(self, n=1):
        """Nobody waits."""

    def notify_all(self):
        """Nobody waits."""


class Semaphore:
    """A counter that cannot go below zero."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        """Count down."""
        if self._value == 0:
            if blocking and timeout is None:
                _would_wait('acquire()')
            return False
        self._value -= 1
        return True

    def release(self, n=1):
        """Count up."""
        if n < 1:
            raise ValueError('n must be one or more')
        self._value += n

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        """Count up, but not beyond the initial value."""
        if self._value + n > self._initial_value:
            raise ValueError('Semaphore released too many times')
        super().release(n)


class local:
    """Attributes that belong to one thread: there is only one."""


_count = 0


class Thread:
    """A thread of control: can be described, but not started."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        global _count
        if name is None:
            _count += 1
            name = f'Thread-{_count}'
            if target is not None and hasattr(target, '__name__'):
                name += f' ({target.__name__})'
        self._target, self._args, self._kwargs = target, args, kwargs or {}
        self.name = name
        self.daemon = bool(daemon)
        self.ident = None

    def start(self):
        """Not possible: raises NotImplementedError."""
        raise NotImplementedError('Refscope runs one thread only: threads cannot be started')

    def run(self):
        """What the thread would do."""
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def join(self, timeout=None):
        """Not possible before a start."""
        raise RuntimeError('cannot join thread before it is started')

    def is_alive(self):
        """Whether the thread runs: never."""
        return False

    def __repr__(self):
        return f'<{type(self).__name__}({self.name}, initial)>'


class Timer(Thread):
    """Calls a function after some seconds: can be described, but not started."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__(target=function, args=args or (), kwargs=kwargs)
        self.interval = interval

    def cancel(self):
        """Nothing runs that could be stopped."""


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name='MainThread')
        self.ident = 1
        self.native_id = 1

    def is_alive(self):
        return True

    def join(self, timeout=None):
        raise RuntimeError('cannot join current thread')

    def __repr__(self):
        return f'<_MainThread(MainThread, started {self.ident})>'

_main_thread = _MainThread()


def main_thread():
    """Return the main thread object."""
    return _main_thread

current_thread = currentThread = main_thread


def get_ident():
    """Return the identifier of the current thread."""
    return _main_thread.ident

get_native_id = get_ident


def active_count():
    """Return the number of threads."""
    return 1


def enumerate():
    """Return a list of all threads."""
    return [_main_thread]


def excepthook(args, /):
    """Handle uncaught exceptions of threads: there are none."""
