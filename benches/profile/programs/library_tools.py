# Tools of the library: itertools, functools, deque, re matching and substitution, Counter, OrderedDict, operator.
import operator
import re
from collections import Counter, OrderedDict, deque
from functools import reduce
from itertools import accumulate, chain, combinations, count, cycle, groupby, islice, permutations, product, takewhile
from itertools import zip_longest

LINE = re.compile(r"(?P<time>\d\d:\d\d) \[(?P<level>\w+)\] (?P<user>[a-z]+)@([\w.]+): (.*)")


def log(lines):
    levels, users = cycle(["info", "warn", "error"]), cycle(["ann", "bob", "cy", "dora"])
    for i, level, user in zip(range(lines), levels, users):
        yield f"{i // 60 % 24:02}:{i % 60:02} [{level}] {user}@host{i % 5}.net: took {i * 7 % 113} ms, code={i % 4}"


def rolling(values, width):
    window, total = deque(maxlen=width), 0
    for value in values:
        if len(window) == width:
            total -= window[0]
        window.append(value)
        total += value
        yield total


seen, slow = Counter(), OrderedDict()
for line in log(14000):
    found = LINE.match(line)
    if found is None:
        continue
    level, user = found.group("level", "user")
    seen[level, user] += 1
    numbers = [int(n) for n in re.findall(r"\b\d+\b", found.group(5))]
    if numbers[0] > 105:
        slow[found["time"]] = user
print(seen.most_common(2), len(slow), next(iter(slow.items())))
text = "\n".join(islice(log(3000), 2500))
print(len(re.sub(r"host(\d)\.net", lambda m: "h" + m[1] * 2, text)), re.split(r"[,;]\s*", "a, b;c,d"))
print(re.sub(r"(\w+)@(\w+)", r"\2 of \1", text.split("\n")[0]), bool(re.search(r"^\s*$", text)))

sums = [sum(c) for c in combinations(range(30), 4)]
print(len(sums), Counter(sums).most_common(1), sum(1 for a, b, c in permutations(range(40), 3) if a < c < b))
print(sum(a * b % 5 for a, b in product(range(400), repeat=2)), list(accumulate(range(1, 9), operator.mul))[-1])
print(list(rolling(range(150000), 7))[-2:], sum(takewhile(lambda v: v < 200000, count(1, 3))))
lengths = [(key, len(list(group))) for key, group in groupby(range(90000), key=lambda v: v // 90 % 3)]
print(lengths[:4], len(lengths), reduce(operator.xor, chain(range(9000), range(0, 50000, 3))))
queue = deque(range(50))
for i in range(150000):
    if i % 3:
        queue.rotate(i % 5)
        queue.append(queue.popleft() + 1)
    else:
        queue.appendleft(queue.pop())
print(sum(queue), queue[0], list(islice(queue, 3, 6)), list(zip_longest("abc", "de", fillvalue="-")))
