"""Line by line, how much memory a function takes.

The numbers are the bytes of Refscope's own heap: what the program's objects take, and nothing of
the interpreter's.
"""

import functools
import sys

import _memory_profiler

__all__ = ['LineProfiler', 'memory_usage', 'profile', 'show_results']

_MIB = 2 ** 20


def profile(func=None, stream=None, precision=1, backend='refscope'):
    """Decorate a function: each call prints its table when it ends."""
    if func is None:
        return lambda func: profile(func, stream, precision, backend)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        profiler = LineProfiler()
        try:
            return profiler(func)(*args, **kwargs)
        finally:
            show_results(profiler, stream, precision)
    return wrapper


class LineProfiler:
    """Collects what the calls of its functions measured."""

    def __init__(self, backend='refscope'):
        self.results = []

    def __call__(self, func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            _memory_profiler.begin(func)
            try:
                return func(*args, **kwargs)
            finally:
                self.results.append(_memory_profiler.end())
        return wrapper


_ROW = '{0:>6} {1:>12} {2:>12}  {3:>10}   {4:<}'


def show_results(prof, stream=None, precision=1):
    """Write the tables of a LineProfiler."""
    stream = stream or sys.stdout
    number = '{:%d.%df} MiB' % (precision + 4, precision)
    header = _ROW.format('Line #', 'Mem usage', 'Increment', 'Occurrences', 'Line Contents')
    for filename, rows in prof.results:
        stream.write(f'Filename: {filename}\n\n{header}\n{"=" * len(header)}\n')
        for line, size, increment, times, text in rows:
            if size is None:
                size = increment = times = ''
            else:
                size = number.format(size / _MIB)
                increment = number.format(increment / _MIB)
            stream.write(_ROW.format(line, size, increment, times, text).rstrip(' ') + '\n')
        stream.write('\n\n')


def memory_usage(proc=-1, interval=.1, timeout=None, timestamps=False, include_children=False,
                 multiprocess=False, max_usage=False, retval=False, stream=None, backend=None,
                 max_iterations=None):
    """The MiB in use now, or before and after a call given as (function, args, kwargs)."""
    sizes = [_memory_profiler.usage() / _MIB]
    result = None
    if callable(proc):
        proc = (proc,)
    if isinstance(proc, (list, tuple)):
        func, args, kwargs = (tuple(proc) + ((), {})[len(proc) - 1:])[:3]
        result = func(*args, **kwargs)
        sizes.append(_memory_profiler.usage() / _MIB)
    shown = max(sizes) if max_usage else sizes
    return (shown, result) if retval else shown
