"""Tool for measuring execution time of small code snippets."""

import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter
_globals = globals


def _indented(text):
    return '\n'.join('        ' + line for line in text.split('\n'))


def _source_of(name, code, namespace):
    """The text of what is to be run; a callable gets a name in the namespace."""
    if isinstance(code, str):
        compile(code, '<timeit-src>', 'exec')
        return code
    if callable(code):
        namespace[f'_{name}'] = code
        return f'_{name}()'
    raise ValueError(f'{name} is neither a string nor callable')


class Timer:
    """Class for timing execution speed of small code snippets.

    The first statement is timed, the second one runs once before.  Both may be
    callables as well.
    """

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        namespace = {}
        environment = _globals() if globals is None else globals
        body = _source_of('stmt', stmt, namespace)
        before = _source_of('setup', setup, namespace)
        names = ''.join(f', {name}={name}' for name in namespace)
        self.src = (f'def inner(_it, _timer{names}):\n    if True:\n{_indented(before)}\n'
                    f'    _t0 = _timer()\n    for _i in _it:\n{_indented(body)}\n'
                    f'    _t1 = _timer()\n    return _t1 - _t0\n')
        exec(compile(self.src, '<timeit-src>', 'exec'), environment, namespace)
        self.inner = namespace['inner']

    def print_exc(self, file=None):
        """Helper to print a traceback from the timed code."""
        import traceback
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """Time 'number' executions of the main statement."""
        import gc
        import itertools
        enabled = gc.isenabled()
        gc.disable()
        try:
            return self.inner(itertools.repeat(None, number), self.timer)
        finally:
            if enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """Call timeit() a few times."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """Return the number of loops and time taken so that total time >= 0.2."""
        scale = 1
        while True:
            for step in 1, 2, 5:
                number = scale * step
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            scale *= 10


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    """Convenience function to create Timer object and call timeit method."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat,
           number=default_number, globals=None):
    """Convenience function to create Timer object and call repeat method."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
