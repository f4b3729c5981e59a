"""Lazy pipelines: lines, records, running totals, and a coroutine that collects."""
import itertools


def lines():
    text = "ann;12;3.5\nbob;7;2\n# comment\n\ncy;x;1\nann;1;0.25\ndee;4\nbob;3;2"
    for number, line in enumerate(text.split("\n"), start=1):
        print(f"[read {number}]", end=" ")
        yield number, line


def without_comments(source):
    for number, line in source:
        line = line.partition("#")[0].strip()
        if line:
            yield number, line


def records(source, errors):
    for number, line in source:
        try:
            name, count, price = line.split(";")
            yield {"name": name, "count": int(count), "price": float(price)}
        except ValueError as e:
            errors.append((number, str(e)))


def running(source):
    total = 0
    for r in source:
        total += r["count"] * r["price"]
        yield r["name"], total


errors = []
pipe = running(records(without_comments(lines()), errors))
print(next(pipe))
print(next(pipe))
print(list(pipe))
print(errors)


def collector(groups):
    try:
        while True:
            name, value = yield len(groups)
            groups.setdefault(name, []).append(value)
    finally:
        groups["closed"] = True


groups = {}
c = collector(groups)
next(c)
print([c.send((n, v)) for n, v in [("a", 1), ("b", 2), ("a", 3)]])
c.close()
print(groups)


def primes():
    composites = {}
    n = 2
    while True:
        if n in composites:
            for p in composites.pop(n):
                composites.setdefault(n + p, []).append(p)
        else:
            yield n
            composites[n * n] = [n]
        n += 1


print(list(itertools.islice(primes(), 15)))
print(list(itertools.takewhile(lambda p: p < 30, primes())), next(p for p in primes() if p > 1000))


def flatten(x):
    if isinstance(x, (list, tuple)):
        for y in x:
            yield from flatten(y)
    else:
        yield x


def chunks(it, n):
    it = iter(it)
    while chunk := tuple(itertools.islice(it, n)):
        yield chunk


print(list(flatten([1, [2, (3, [4, []], 5)], "six"])), list(chunks(range(8), 3)))


def round_robin(*its):
    its = [iter(i) for i in its]
    while its:
        for it in its[:]:
            try:
                yield next(it)
            except StopIteration:
                its.remove(it)


print("".join(round_robin("abcd", "12", "XYZ")))
fib = (lambda: (yield from itertools.accumulate(itertools.repeat(None), lambda p, _: (p[1], sum(p)), initial=(0, 1))))()
print([a for a, _ in itertools.islice(fib, 12)])


def countdown(n):
    while n:
        got = yield n
        n = got if got is not None else n - 1
    return "lift-off"


def show(gen):
    result = yield from gen
    print("result:", result)


s = show(countdown(3))
print(next(s), s.send(2), next(s), next(s, "over"))
