"""Runs code and says how long it took; Refscope does not time functions one by one."""

import sys
import time

__all__ = ["run", "runctx", "Profile"]


class Profile:
    """The time between enable() and disable()."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._timer = timer or time.perf_counter
        self._since, self.total_tt = None, 0.0

    def enable(self, subcalls=True, builtins=True):
        """Start the clock."""
        self._since = self._timer()

    def disable(self):
        """Stop the clock."""
        if self._since is not None:
            self.total_tt += self._timer() - self._since
            self._since = None

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exception):
        self.disable()

    def run(self, cmd):
        """Run a statement."""
        import __main__
        return self.runctx(cmd, __main__.__dict__, __main__.__dict__)

    def runctx(self, cmd, globals, locals):
        """Run a statement in a namespace."""
        with self:
            exec(cmd, globals, locals)
        return self

    def runcall(self, func, /, *args, **kw):
        """Call a function and return its result."""
        with self:
            return func(*args, **kw)

    def create_stats(self):
        """Stop the clock."""
        self.disable()

    def print_stats(self, sort=-1):
        """Print the time taken."""
        import pstats
        pstats.Stats(self).print_stats()

    def dump_stats(self, file):
        """Write the time taken to a file, for pstats."""
        import pickle
        self.create_stats()
        with open(file, "wb") as target:
            pickle.dump(self.total_tt, target)


def run(statement, filename=None, sort=-1):
    """Run a statement, then print how long it took or write it to a file."""
    import __main__
    runctx(statement, __main__.__dict__, __main__.__dict__, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """Run a statement in a namespace, then print how long it took or write it to a file."""
    profile = Profile()
    try:
        profile.runctx(statement, globals, locals)
    finally:
        if filename is None:
            profile.print_stats(sort)
        else:
            profile.dump_stats(filename)
    sys.stdout.flush()
