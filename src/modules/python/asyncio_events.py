"""Handles of callbacks, the running loop, and policies."""

import contextvars

__all__ = ('AbstractEventLoopPolicy', 'AbstractEventLoop', 'AbstractServer', 'Handle',
           'TimerHandle', 'get_event_loop_policy', 'set_event_loop_policy', 'get_event_loop',
           'set_event_loop', 'new_event_loop', '_set_running_loop', 'get_running_loop',
           '_get_running_loop')


class Handle:
    """A callback that a loop will call, until it is cancelled."""

    __slots__ = ('_callback', '_args', '_cancelled', '_loop', '_source_traceback', '_repr',
                 '__weakref__', '_context')

    def __init__(self, callback, args, loop, context=None):
        self._context = contextvars.copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._repr = None
        self._source_traceback = None

    def _repr_info(self):
        info = [type(self).__name__]
        if self._cancelled:
            info.append('cancelled')
        if self._callback is not None:
            info.append(_format_callback_source(self._callback, self._args))
        return info

    def __repr__(self):
        if self._repr is not None:
            return self._repr
        return f'<{" ".join(self._repr_info())}>'

    def get_context(self):
        return self._context

    def cancel(self):
        if not self._cancelled:
            self._cancelled = True
            if self._loop.get_debug():
                self._repr = repr(self)
            self._callback = None
            self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            what = _format_callback_source(self._callback, self._args)
            self._loop.call_exception_handler({
                'message': f'Exception in callback {what}',
                'exception': exc,
                'handle': self,
            })
        # What the callback raised holds this frame; it is not to hold the callback, too.
        self = None


class TimerHandle(Handle):
    """A callback that a loop will call at a time."""

    __slots__ = ('_scheduled', '_when')

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when
        self._scheduled = False

    def _repr_info(self):
        info = super()._repr_info()
        info.insert(2 if self._cancelled else 1, f'when={self._when}')
        return info

    def __hash__(self):
        return hash(self._when)

    def __lt__(self, other):
        return self._when < other._when if isinstance(other, TimerHandle) else NotImplemented

    def __le__(self, other):
        return self < other or self == other if isinstance(other, TimerHandle) else NotImplemented

    def __gt__(self, other):
        return self._when > other._when if isinstance(other, TimerHandle) else NotImplemented

    def __ge__(self, other):
        return self > other or self == other if isinstance(other, TimerHandle) else NotImplemented

    def __eq__(self, other):
        if isinstance(other, TimerHandle):
            return (self._when == other._when and self._callback == other._callback
                    and self._args == other._args and self._cancelled == other._cancelled)
        return NotImplemented

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        super().cancel()

    def when(self):
        """The scheduled time of the callback, by the clock of the loop."""
        return self._when


def _format_callback_source(func, args):
    """A callback with its arguments, and where it stands."""
    import functools
    import inspect
    suffix = ''
    if args is not None:
        suffix = f'({", ".join(map(repr, args))})'
    inner = func
    while isinstance(inner, functools.partial):
        inner = inner.func
    step = getattr(inner, '_callback_name', None)
    if step is None:
        step = getattr(getattr(inner, '__func__', None), '_callback_name', None)
    if step is not None:
        return step + suffix
    name = getattr(inner, '__qualname__', None) or getattr(inner, '__name__', None) or repr(inner)
    text = name + suffix
    inner = inspect.unwrap(inner)
    inner = getattr(inner, '__func__', inner)
    code = getattr(inner, '__code__', None)
    if code is not None:
        text += f' at {code.co_filename}:{code.co_firstlineno}'
    return text


class AbstractServer:
    """Abstract server returned by create_server()."""


class AbstractEventLoop:
    """Abstract event loop."""


class AbstractEventLoopPolicy:
    """Abstract policy for accessing the event loop."""

    def get_event_loop(self):
        raise NotImplementedError

    def set_event_loop(self, loop):
        raise NotImplementedError

    def new_event_loop(self):
        raise NotImplementedError


class DefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """One loop at a time, which is made when it is first asked for."""

    _loop = None
    _set_called = False

    def get_event_loop(self):
        if self._loop is None and not self._set_called:
            import warnings
            warnings.warn('There is no current event loop', DeprecationWarning, stacklevel=3)
            self.set_event_loop(self.new_event_loop())
        if self._loop is None:
            raise RuntimeError("There is no current event loop in thread 'MainThread'.")
        return self._loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError('loop must be an instance of AbstractEventLoop or None, not '
                            f"'{type(loop).__name__}'")
        self._set_called = True
        self._loop = loop

    def new_event_loop(self):
        from asyncio.base_events import EventLoop
        return EventLoop()


_running = None
_policy = None


def get_running_loop():
    """Return the running event loop.  Raise a RuntimeError if there is none."""
    if _running is None:
        raise RuntimeError('no running event loop')
    return _running


def _get_running_loop():
    """Return the running event loop or None."""
    return _running


def _set_running_loop(loop):
    """Set the running event loop."""
    global _running
    _running = loop


def get_event_loop_policy():
    """Get the current event loop policy."""
    global _policy
    if _policy is None:
        _policy = DefaultEventLoopPolicy()
    return _policy


def set_event_loop_policy(policy):
    """Set the current event loop policy, or the default one with None."""
    global _policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError('policy must be an instance of AbstractEventLoopPolicy or None, not '
                        f"'{type(policy).__name__}'")
    _policy = policy


def get_event_loop():
    """Return the running event loop, or else the policy's."""
    if _running is not None:
        return _running
    return get_event_loop_policy().get_event_loop()


def set_event_loop(loop):
    """Equivalent to calling get_event_loop_policy().set_event_loop(loop)."""
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """Equivalent to calling get_event_loop_policy().new_event_loop()."""
    return get_event_loop_policy().new_event_loop()
