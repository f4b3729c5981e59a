"""Prints the best processor times per object, in nanoseconds, of building 10,000 and 3 million live objects of three shapes with
automatic collection on."""
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


def timed(build, n):
    start = time.process_time()
    built = build(n)
    took = time.process_time() - start
    del built
    return took * 1e9 / n


for build in lists, links, pairs:
    few = min(timed(build, 10_000) for _ in range(30))
    many = min(timed(build, 3_000_000) for _ in range(2))
    print(build.__name__, few, many)
