"""Counts inside methods that are called many times stay what they are."""
import sys


class A:
    def m(self, x):
        return sys.getrefcount(self), sys.getrefcount(x)

    def __init__(self, x=None):
        self.n = sys.getrefcount(self), sys.getrefcount(x)


a, x = A([]), []
print(a.n[0])
print({a.m(x) for i in range(100)})
print({a.m([]) for i in range(100)})


def f(x):
    return sys.getrefcount(x)


print({f(x) for i in range(100)}, {f([]) for i in range(100)})
