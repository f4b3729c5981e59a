"""Prints the processor time for each object, in nanoseconds, of building live objects of one shape once with automatic
collection on: `growth.py SHAPE COUNT`."""
import sys
import time


class Link:
    def __init__(self, following):
        self.following = following


def lists(n):
    return [[i] for i in range(n)]


def links(n):
    head = None
    for _ in range(n):
        head = Link(head)
    return head


def pairs(n):
    return {i: (i, [i]) for i in range(n)}


shape, count = sys.argv[1:]
build = {'lists': lists, 'links': links, 'pairs': pairs}[shape]
count = int(count)
start = time.process_time()
built = build(count)
print((time.process_time() - start) * 1e9 / count)
