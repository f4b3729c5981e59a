"""What counts as a coroutine, and how one is described."""

import inspect
import types

__all__ = ('iscoroutinefunction', 'iscoroutine')

_known = set()


def _is_debug_mode():
    import sys
    return bool(sys.flags.dev_mode)


def iscoroutinefunction(func):
    """Return True if func is a decorated coroutine function."""
    return inspect.iscoroutinefunction(func)


def iscoroutine(obj):
    """Return True if obj is a coroutine object."""
    kind = type(obj)
    if kind in _known:
        return True
    if kind is not types.CoroutineType:
        import collections.abc
        if not isinstance(obj, collections.abc.Coroutine):
            return False
    if len(_known) < 100:
        _known.add(kind)
    return True


def _format_coroutine(coro):
    """What the repr of a task says of its coroutine."""
    name = getattr(coro, '__qualname__', None) or getattr(coro, '__name__', None)
    name = f'{name}()' if name else f'<{type(coro).__name__} without __name__>()'
    running = getattr(coro, 'cr_running', getattr(coro, 'gi_running', False))
    code = getattr(coro, 'cr_code', None) or getattr(coro, 'gi_code', None)
    if not code:
        return f'{name} running' if running else name
    frame = getattr(coro, 'cr_frame', None) or getattr(coro, 'gi_frame', None)
    filename = code.co_filename or '<empty co_filename>'
    if frame is not None:
        return f'{name} running at {filename}:{frame.f_lineno}'
    return f'{name} done, defined at {filename}:{code.co_firstlineno}'
