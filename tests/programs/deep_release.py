"""Long chains of many kinds are released without recursion."""
class Node:
    __slots__ = ("next",)


def chain(wrap, n=200_000):
    x = None
    for i in range(n):
        x = wrap(x)
    return x


def node(x):
    n = Node()
    n.next = x
    return n


for wrap in (node, lambda x: [x], lambda x: (x,), lambda x: {"k": x}, lambda x: (lambda: x), lambda x: iter([x])):
    x = chain(wrap)
    del x
    print("released")
