"""What a pattern can match, asked of re's own parser."""

import re as _re
import _sre

MAXREPEAT = 4294967295
MAXWIDTH = 1 << 64


class SubPattern:
    """A pattern that has been read."""

    def __init__(self, pattern):
        self._pattern = pattern

    def getwidth(self):
        """Least and most characters that it can match."""
        least, most = _sre.width(self._pattern)
        return least, MAXWIDTH if most is None else most


def parse(str, flags=0, state=None):
    """Read a pattern."""
    return SubPattern(_re.compile(str, flags))
