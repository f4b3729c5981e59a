"""Heap queue algorithm (a.k.a. priority queue).

Heaps are lists for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for all k,
counting elements from 0; the smallest element is always a[0].
"""

from _heapq import (heapify, heappop, heappush, heappushpop, heapreplace,
                    _heapify_max, _heappop_max, _heapreplace_max)
from _operator import index

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge',
           'nlargest', 'nsmallest', 'heappushpop']


def merge(*iterables, key=None, reverse=False):
    '''Merge multiple sorted inputs into a single sorted output.'''
    if reverse:
        _heapify, _heappop, _heapreplace, direction = (
            _heapify_max, _heappop_max, _heapreplace_max, -1)
    else:
        _heapify, _heappop, _heapreplace, direction = heapify, heappop, heapreplace, 1

    # An entry is [sort key, number of the input, item, the input's __next__];
    # the number decides between equal keys, so items are not compared twice.
    entries = []
    for number, iterable in enumerate(map(iter, iterables)):
        step = iterable.__next__
        for item in iterable:
            rank = item if key is None else key(item)
            entries.append([rank, number * direction, item, step])
            break
    _heapify(entries)
    while len(entries) > 1:
        entry = entries[0]
        yield entry[2]
        try:
            item = entry[3]()
        except StopIteration:
            _heappop(entries)
            continue
        entry[2] = item
        entry[0] = item if key is None else key(item)
        _heapreplace(entries, entry)
    if entries:
        _, _, item, step = entries[0]
        yield item
        yield from step.__self__


# So few items are sorted sooner than they are picked.
_SHORT = 2000


def _shortcut(n, iterable, key, best, reverse):
    """The answer where one item or all of them are wanted; else None."""
    if n == 1:
        nothing = object()
        found = best(iter(iterable), default=nothing, key=key)
        return [] if found is nothing else [found]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        return None
    if n >= size:
        return sorted(iterable, key=key, reverse=reverse)[:n]
    if 0 < n and size <= _SHORT:
        try:
            ranked = sorted(iterable, key=key, reverse=reverse)
            return ranked[:index(n)]
        except TypeError:
            # Which two cannot be ordered is found in the other way's order.
            pass
    return None


def _select(n, iterable, key, best, numbers, make_heap, replace, better):
    """The n best of iterable, best first; equal ones in their first order."""
    if index(n) <= 0:
        return []
    iterator = iter(iterable)
    entries = []
    for number, item in zip(numbers, iterator):
        entries.append((item if key is None else key(item), number, item))
        if len(entries) == n:
            break
    if not entries:
        return []
    make_heap(entries)
    worst = entries[0][0]
    for number, item in zip(numbers, iterator):
        rank = item if key is None else key(item)
        if better(rank, worst):
            replace(entries, (rank, number, item))
            worst = entries[0][0]
    entries.sort(reverse=best is max)
    return [item for _, _, item in entries]


def _count(step):
    number = 0
    while True:
        yield number
        number += step


def nsmallest(n, iterable, key=None):
    """Find the n smallest elements in a dataset.

    Equivalent to:  sorted(iterable, key=key)[:n]
    """
    answer = _shortcut(n, iterable, key, min, False)
    if answer is not None:
        return answer
    return _select(n, iterable, key, min, _count(1), _heapify_max, _heapreplace_max,
                   lambda rank, worst: rank < worst)


def nlargest(n, iterable, key=None):
    """Find the n largest elements in a dataset.

    Equivalent to:  sorted(iterable, key=key, reverse=True)[:n]
    """
    answer = _shortcut(n, iterable, key, max, True)
    if answer is not None:
        return answer
    return _select(n, iterable, key, max, _count(-1), heapify, heapreplace,
                   lambda rank, worst: worst < rank)
