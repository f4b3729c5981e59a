"""Prints what cProfile measured."""

import enum as _enum
import sys as _sys

__all__ = ["Stats", "SortKey"]


class SortKey(str, _enum.Enum):
    """How the lines of a profile are sorted."""

    CALLS, CUMULATIVE, FILENAME, LINE = "calls", "cumulative", "filename", "line"
    NAME, NFL, PCALLS, STDNAME, TIME = "name", "nfl", "pcalls", "stdname", "time"


class Stats:
    """What a profile, or the file of one, has to say."""

    def __init__(self, *args, stream=None):
        self.stream = stream or _sys.stdout
        self.total_tt = 0.0
        self.add(*args)

    def add(self, *args):
        """Add further profiles."""
        for given in args:
            if isinstance(given, str):
                import pickle
                with open(given, "rb") as source:
                    self.total_tt += pickle.load(source)
            else:
                given.create_stats()
                self.total_tt += given.total_tt
        return self

    def strip_dirs(self):
        """There are no file names to shorten."""
        return self

    def sort_stats(self, *field):
        """There are no lines to sort."""
        return self

    reverse_order = strip_dirs

    def print_stats(self, *amount):
        """Print the time taken."""
        print(f"         {self.total_tt:.3f} seconds (functions are not timed one by one)\n",
              file=self.stream)
        return self

    print_callers = print_callees = print_stats
