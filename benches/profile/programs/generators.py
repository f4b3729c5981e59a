# Generators: chains of them, yield from, send, early return, iterators as classes, next with a default, StopIteration.
import itertools


def numbers(start=0, step=1):
    while True:
        yield start
        start += step


def take(count, source):
    for _, value in zip(range(count), source):
        yield value


def where(test, source):
    for value in source:
        if test(value):
            yield value


def pairs(source):
    previous = None
    for value in source:
        if previous is not None:
            yield previous, value
        previous = value


def flatten(nested):
    for item in nested:
        if isinstance(item, (list, tuple)):
            yield from flatten(item)
        else:
            yield item


def running_mean():
    total, count, mean = 0.0, 0, None
    while True:
        value = yield mean
        if value is None:
            return total
        total += value
        count += 1
        mean = total / count


class Countdown:
    def __init__(self, start):
        self.left = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.left <= 0:
            raise StopIteration
        self.left -= 1
        return self.left


odd_squares = where(lambda v: v % 2, (n * n for n in numbers(3)))
print(sum(b - a for a, b in pairs(take(400000, odd_squares))), next(odd_squares))
nested = [[i, (i + 1, [i + 2, [i + 3]])] for i in range(6000)]
print(sum(flatten(nested)), len(list(flatten(nested))))
means = running_mean()
next(means)
last = None
for value in range(50000):
    last = means.send(value % 29)
try:
    means.send(None)
except StopIteration as stop:
    print(round(last, 8), stop.value)
print(sum(Countdown(60000)), next(Countdown(0), "empty"), max(Countdown(9)))
evens, odds = itertools.tee(take(40000, numbers(1, 3)))
print(sum(v for v in evens if not v & 1), sum(v for v in odds if v & 1))
merged, left, right = [], take(10000, numbers(0, 3)), take(10000, numbers(1, 2))
a, b = next(left, None), next(right, None)
while a is not None or b is not None:
    if b is None or (a is not None and a <= b):
        merged.append(a)
        a = next(left, None)
    else:
        merged.append(b)
        b = next(right, None)
print(len(merged), merged[:9], merged[-3:], any(v > 4000 for v in merged), all(v >= 0 for v in merged))
