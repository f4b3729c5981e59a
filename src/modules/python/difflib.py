"""Differences of sequences: matching blocks, ratios, and diffs of lines."""

from heapq import nlargest as _nlargest
from types import GenericAlias
from _differ import IS_CHARACTER_JUNK, IS_LINE_JUNK, Differ, context_diff, ndiff, restore, unified_diff
from _sequence_matcher import Match, SequenceMatcher

__all__ = ["get_close_matches", "ndiff", "restore", "SequenceMatcher", "Differ",
           "IS_CHARACTER_JUNK", "IS_LINE_JUNK", "context_diff", "unified_diff", "diff_bytes", "Match"]


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """Use SequenceMatcher to return list of the best "good enough" matches.

>>> get_close_matches("appel", ["ape", "apple", "peach", "puppy"])
['apple', 'ape']"""
    if not n > 0:
        raise ValueError("n must be > 0: %r" % (n,))
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError("cutoff must be in [0.0, 1.0]: %r" % (cutoff,))
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    found = []
    for candidate in possibilities:
        matcher.set_seq1(candidate)
        if (matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff
                and matcher.ratio() >= cutoff):
            found.append((matcher.ratio(), candidate))
    return [candidate for _, candidate in _nlargest(n, found)]


def diff_bytes(dfunc, a, b, fromfile=b"", tofile=b"", fromfiledate=b"", tofiledate=b"", n=3,
               lineterm=b"\n"):
    """Compare lines of bytes by unified_diff or context_diff."""
    def text(part):
        try:
            return part.decode("ascii", "surrogateescape")
        except AttributeError as error:
            raise TypeError(f"all arguments must be bytes, not {type(part).__name__} ({part!r})") from error

    names = map(text, (fromfile, tofile, fromfiledate, tofiledate))
    for line in dfunc(list(map(text, a)), list(map(text, b)), *names, n, text(lineterm)):
        yield line.encode("ascii", "surrogateescape")
