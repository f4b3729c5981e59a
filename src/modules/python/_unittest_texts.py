"""What unittest says of values that differ, line by line."""

import difflib as _difflib
import pprint as _pprint
from collections import Counter
from _unittest_asserts import common_shortened_repr, safe_repr

__unittest = True


def _pretty_lines(first, second):
    return "\n" + "\n".join(_difflib.ndiff(_pprint.pformat(first).splitlines(),
                                           _pprint.pformat(second).splitlines()))


def pretty_difference(case, first, second):
    """Two dicts that differ."""
    return case._truncateMessage("%s != %s" % common_shortened_repr(first, second),
                                 _pretty_lines(first, second))


def _length(name, which, sequence):
    """The length of a sequence, and what is said of one that has none."""
    try:
        return len(sequence), None
    except (TypeError, NotImplementedError):
        return None, f"{which} {name} has no length.    Non-sequence?"


def _at(sequence, at):
    """An item as a tuple; empty where it cannot be had."""
    try:
        return (sequence[at],)
    except (TypeError, IndexError, NotImplementedError):
        return ()


def _first_difference(name, first, second, length):
    """What is said of the first items that differ; `None` where none do."""
    for at in range(length):
        items = []
        for which, sequence in (("first", first), ("second", second)):
            item = _at(sequence, at)
            if not item:
                return f"\nUnable to index element {at} of {which} {name}\n"
            items += item
        if items[0] != items[1]:
            return "\nFirst differing element %d:\n%s\n%s\n" % (at, *common_shortened_repr(*items))
    return None


def _surplus(name, first, second, lengths):
    """What is said of the items that only one has."""
    which, longer = ("First", first) if lengths[0] > lengths[1] else ("Second", second)
    shorter = min(lengths)
    text = f"\n{which} {name} contains {max(lengths) - shorter} additional elements.\n"
    item = _at(longer, shorter)
    if not item:
        return text + f"Unable to index element {shorter} of {which.lower()} {name}\n"
    return text + f"First extra element {shorter}:\n{safe_repr(item[0])}\n"


def sequence_difference(case, name, first, second, wanted):
    """How two sequences differ: the first item that does, and what one has more; `None` if nowhere.

    Items decide, if the sequences need not be of a `wanted` type."""
    lengths, complaints = zip(*(_length(name, which, sequence)
                                for which, sequence in (("First", first), ("Second", second))))
    text = complaints[0] or complaints[1]
    if text is None:
        if first == second:
            return None
        text = "%ss differ: %s != %s\n" % (name.capitalize(), *common_shortened_repr(first, second))
        found = _first_difference(name, first, second, min(lengths))
        same_length = lengths[0] == lengths[1]
        if found is None and same_length and wanted is None and type(first) != type(second):
            return None
        text += found or ""
        if not same_length:
            text += _surplus(name, first, second, lengths)
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
    try:
        one, two = Counter(first), Counter(second)
    except TypeError:
        # Some item has no hash.
        items = []
        for item in first + second:
            if item not in items:
                items.append(item)
        counts = [(first.count(item), second.count(item), item) for item in items]
    else:
        counts = [(one[item], two[item], item) for item in {**one, **two}]
    return [found for found in counts if found[0] != found[1]]
