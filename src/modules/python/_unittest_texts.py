"""What unittest says of values that differ, line by line."""

import difflib as _difflib
import pprint as _pprint
from _unittest_asserts import common_shortened_repr, safe_repr

__unittest = True


def _pretty_lines(first, second):
    return "\n" + "\n".join(_difflib.ndiff(_pprint.pformat(first).splitlines(),
                                           _pprint.pformat(second).splitlines()))


def pretty_difference(case, first, second):
    """Two dicts that differ."""
    return case._truncateMessage("%s != %s" % common_shortened_repr(first, second),
                                 _pretty_lines(first, second))


def sequence_difference(case, name, first, second):
    """Two sequences that differ: the first item that does, and what one has more."""
    text = "%ss differ: %s != %s\n" % (name.capitalize(), *common_shortened_repr(first, second))
    for at, (one, other) in enumerate(zip(first, second)):
        if one != other:
            text += "\nFirst differing element %d:\n%s\n%s\n" % (
                at, *common_shortened_repr(one, other))
            break
    lengths = len(first), len(second)
    if lengths[0] != lengths[1]:
        which, longer = ("First", first) if lengths[0] > lengths[1] else ("Second", second)
        shorter = min(lengths)
        text += (f"\n{which} {name} contains {max(lengths) - shorter} additional elements.\n"
                 f"First extra element {shorter}:\n{safe_repr(longer[shorter])}\n")
    return case._truncateMessage(text, _pretty_lines(first, second))


def text_difference(case, first, second):
    """Two texts that differ; a line break at their end is added only if both have none."""
    ends = [text[-1:] for text in (first, second)]
    one, other = first, second
    if "\n" not in ends:
        one, other = first + "\n" * bool(first), second + "\n" * bool(second)
    elif not first or not second:
        one, other = first, second
    delta = _difflib.ndiff(one.splitlines(keepends=True), other.splitlines(keepends=True))
    return case._truncateMessage("%s != %s" % common_shortened_repr(first, second),
                                 "\n" + "".join(delta))


def count_differences(first, second):
    """What stands in two lists a different number of times: both counts and the item."""
    items = []
    for item in first + second:
        if item not in items:
            items.append(item)
    counts = [(first.count(item), second.count(item), item) for item in items]
    return [found for found in counts if found[0] != found[1]]
