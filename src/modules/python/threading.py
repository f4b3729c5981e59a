"""Locks and threads.  There is one order of events: a thread runs to its end where it is started.

What would wait for another thread raises RuntimeError, since no other can run meanwhile.
"""

import sys as _sys
from _operator import index as _index

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread',
           'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier', 'Timer',
           'BrokenBarrierError',
           'ThreadError', 'ExceptHookArgs', 'excepthook', 'stack_size', 'local', 'get_native_id', 'TIMEOUT_MAX']

TIMEOUT_MAX = 9223372036.0
ThreadError = RuntimeError


def _would_wait(what):
    raise RuntimeError(f'{what} would wait for another thread, and there is none')


def _check_wait(blocking, timeout):
    """The arguments of acquire(), refused as CPython refuses them."""
    if not isinstance(timeout, float):
        timeout = _index(timeout)
    elif timeout != timeout:
        raise ValueError('Invalid value NaN (not a number)')
    if timeout >= 9223372037 or timeout < -9223372036:
        raise OverflowError('timestamp out of range for platform time_t')
    if not blocking and timeout != -1:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout < 0 and timeout != -1:
        raise ValueError('timeout value must be a non-negative number')
    if timeout > TIMEOUT_MAX:
        raise OverflowError('timeout value is too large')


class Lock:
    """A lock that is held once."""

    def __init__(self):
        self._held = False

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock; where it is held already, False or an error, since nobody can release it."""
        _check_wait(blocking, timeout)
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
        _check_wait(blocking, timeout)
        self._count += 1
        return True

    def release(self):
        """Let the lock go once."""
        if not self._count:
            raise RuntimeError('cannot release un-acquired lock')
        self._count -= 1

    def _recursion_count(self):
        return self._count

    def _is_owned(self):
        return self._count > 0

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

    def isSet(self):
        """Whether the flag is true."""
        import warnings
        warnings.warn('isSet() is deprecated, use is_set() instead', DeprecationWarning, stacklevel=2)
        return self.is_set()

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
    """Attributes that belong to one thread: each thread sees its own."""

    def __new__(cls, /, *args, **kwargs):
        made = object.__new__(cls)
        object.__setattr__(made, '_local', ({}, args, kwargs))
        made._own(False)
        return made

    def _own(self, fill=True):
        """The attributes of the current thread; a subclass's __init__ fills them."""
        known, args, kwargs = object.__getattribute__(self, '_local')
        ident = get_ident()
        if ident not in known:
            known[ident] = {}
            if fill:
                type(self).__init__(self, *args, **kwargs)
        return known[ident]

    def __getattribute__(self, name):
        own = object.__getattribute__(self, '_own')()
        if name == '__dict__':
            return own
        return own[name] if name in own else object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        object.__getattribute__(self, '_own')()[name] = value

    def __delattr__(self, name):
        own = object.__getattribute__(self, '_own')()
        if name not in own:
            kind = type(self).__name__
            raise AttributeError(f'{kind!r} object has no attribute {name!r}')
        del own[name]


_count = 0
_last_ident = 1


class Thread:
    """A thread of control."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        global _count
        if group is not None:
            raise AssertionError('group argument must be None for now')
        if name is None:
            _count += 1
            name = f'Thread-{_count}'
            if target is not None and hasattr(target, '__name__'):
                name += f' ({target.__name__})'
        self._target, self._args, self._kwargs = target, args, kwargs or {}
        self._name = str(name)
        self._daemon = current_thread().daemon if daemon is None else bool(daemon)
        self._state = 'initial'
        self.ident = self.native_id = None

    @property
    def name(self):
        """A string used for identification only."""
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def daemon(self):
        """Whether the program may end while this thread runs."""
        return self._daemon

    @daemon.setter
    def daemon(self, daemonic):
        if self._state != 'initial':
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemon = bool(daemonic)

    def start(self):
        """Run the thread, to its end."""
        global _current, _last_ident
        if self._state != 'initial':
            raise RuntimeError('threads can only be started once')
        _last_ident += 1
        self.ident = self.native_id = _last_ident
        self._state = 'started'
        before, _current = _current, self
        _alive.append(self)
        try:
            self.run()
        except SystemExit:
            pass
        except Exception as error:
            excepthook(ExceptHookArgs((type(error), error, error.__traceback__, self)))
        finally:
            _alive.remove(self)
            _current = before
            self._state = 'stopped'

    def run(self):
        """What the thread does."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def join(self, timeout=None):
        """Wait until the thread ends."""
        if self._state == 'initial':
            raise RuntimeError('cannot join thread before it is started')
        if self is _current:
            raise RuntimeError('cannot join current thread')
        if self._state == 'started' and timeout is None:
            _would_wait('join()')

    def is_alive(self):
        """Whether the thread runs."""
        return self._state == 'started'

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def __repr__(self):
        state = self._state + (' daemon' if self._daemon else '')
        if self.ident is not None:
            state += f' {self.ident}'
        return f'<{type(self).__name__}({self.name}, {state})>'


class _Worker(Thread):
    """A thread that does one piece of work after the other."""

    def do(self, function, *args):
        """Do a piece of work; what it returns."""
        global _current, _last_ident
        if self._state == 'initial':
            _last_ident += 1
            self.ident = self.native_id = _last_ident
            self._state = 'started'
            _alive.append(self)
        before, _current = _current, self
        try:
            return function(*args)
        finally:
            _current = before

    def end(self):
        """There is no more work."""
        if self._state == 'started':
            _alive.remove(self)
            self._state = 'stopped'


class Timer(Thread):
    """Calls a function after some seconds, unless it is cancelled before it is started."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval, self.function = interval, function
        self.args, self.kwargs = args or [], kwargs or {}
        self.finished = Event()

    def cancel(self):
        """Stop the timer."""
        self.finished.set()

    def run(self):
        from time import sleep
        if not self.finished.is_set():
            sleep(self.interval)
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class BrokenBarrierError(RuntimeError):
    """Raised where a barrier was given up."""


class Barrier:
    """A place where a number of threads wait for each other."""

    def __init__(self, parties, action=None, timeout=None):
        self.parties, self._action, self.n_waiting, self.broken = parties, action, 0, False

    def wait(self, timeout=None):
        """Nobody else can come to the barrier meanwhile."""
        if self.broken:
            raise BrokenBarrierError
        if self.parties != 1:
            _would_wait('wait()')
        if self._action is not None:
            self._action()
        return 0

    def reset(self):
        self.broken = False

    def abort(self):
        self.broken = True


class _MainThread(Thread):
    def __init__(self):
        self._name, self._daemon, self._state = 'MainThread', False, 'started'
        self.ident = self.native_id = 1


_main_thread = _current = _MainThread()
_alive = [_main_thread]


def main_thread():
    """Return the main thread object."""
    return _main_thread


def current_thread():
    """Return the thread that runs."""
    return _current

currentThread = current_thread


def get_ident():
    """Return the identifier of the current thread."""
    return _current.ident

get_native_id = get_ident


def active_count():
    """Return the number of threads that were started and have not ended."""
    return len(_alive)

activeCount = active_count


def enumerate():
    """Return a list of all threads that were started and have not ended."""
    return list(_alive)


def stack_size(size=0, /):
    """Return the stack size of new threads: there is one stack."""
    return 0


class ExceptHookArgs(tuple):
    """What excepthook is told: exc_type, exc_value, exc_traceback, thread."""

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


def excepthook(args, /):
    """Show an exception that a thread did not handle."""
    import traceback
    if args.exc_type is SystemExit:
        return
    print(f'Exception in thread {args.thread.name}:', file=_sys.stderr)
    traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback)

__excepthook__ = excepthook
