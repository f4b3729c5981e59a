"""Iterators written as classes: ranges, windows, peeking, and a sequence by __getitem__."""


class Span:
    """Like range for anything that can be added and compared."""

    def __init__(self, start, stop, step):
        self.start, self.stop, self.step = start, stop, step

    def __iter__(self):
        return SpanIterator(self)

    def __reversed__(self):
        return iter(list(self)[::-1])

    def __len__(self):
        return sum(1 for _ in self)

    def __contains__(self, x):
        print(f"(asked for {x})", end=" ")
        return any(x == y for y in self)


class SpanIterator:
    def __init__(self, span):
        self.span, self.now = span, span.start

    def __iter__(self):
        return self

    def __next__(self):
        if self.now >= self.span.stop:
            raise StopIteration
        value, self.now = self.now, self.now + self.span.step
        return value


class Peekable:
    _nothing = object()

    def __init__(self, it):
        self.it, self.held = iter(it), self._nothing

    def __iter__(self):
        return self

    def __next__(self):
        if self.held is not self._nothing:
            value, self.held = self.held, self._nothing
            return value
        return next(self.it)

    def peek(self, default=None):
        if self.held is self._nothing:
            try:
                self.held = next(self.it)
            except StopIteration:
                return default
        return self.held

    def __bool__(self):
        return self.peek(self._nothing) is not self._nothing


class Fibonacci:
    """A sequence without __iter__: Python walks it by index."""

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(20))]
        if i >= 20:
            raise IndexError("only twenty")
        a, b = 0, 1
        for _ in range(i):
            a, b = b, a + b
        return a


s = Span(0.5, 3, 0.75)
print(list(s), len(s), 2.0 in s, 1 in s, list(reversed(s)), max(s))
print([(a, b) for a in Span(1, 4, 1) for b in Span(a, 4, 2)])
a, b, *c = Span("a", "aaaaa", "a")
print(a, b, c, dict(zip(Span(0, 3, 1), "xyz")), sep=" / ")


def runs(it):
    it = Peekable(it)
    while it:
        first = next(it)
        n = 1
        while it.peek() == first:
            next(it)
            n += 1
        yield f"{first}{n if n > 1 else ''}"


print("".join(runs("aaabccddddd")), list(runs([])))
f = Fibonacci()
print(f[10], f[3:8], f[::6], list(f)[-3:], 144 in f, 145 in f, sum(f))
it = iter(f)
next(it), next(it)
print(next(it), type(it).__name__)
print(list(zip(f, "abc")), [x for x in f if x % 2 == 0], sorted(f, reverse=True)[:2])


class Broken:
    def __iter__(self):
        return 5


class NoNext:
    def __iter__(self):
        return self


for x in (Broken(), NoNext(), 3.5, None):
    try:
        for _ in x:
            pass
    except TypeError as e:
        print(e)
numbers = iter([1, 2, 3, 4, 5])
print(list(zip(numbers, numbers)), next(numbers, "nothing left"))
lines = iter(["a", "b", "", "c"])
print(list(iter(lambda: next(lines), "")), list(lines))
