"""Dynamic programming: knapsack, longest sequences, partitions, paths, edit scripts."""
from bisect import bisect_left
from functools import cache, lru_cache
from itertools import accumulate, product


def knapsack(items, room):
    best = [[0] * (room + 1)]
    for _, weight, value in items:
        row = best[-1][:]
        for r in range(weight, room + 1):
            row[r] = max(row[r], best[-1][r - weight] + value)
        best.append(row)
    taken, r = [], room
    for i in range(len(items), 0, -1):
        if best[i][r] != best[i - 1][r]:
            taken.append(items[i - 1][0])
            r -= items[i - 1][1]
    return best[-1][-1], taken[::-1]


def lis(xs):
    tails, back, where = [], [None] * len(xs), []
    for i, x in enumerate(xs):
        k = bisect_left(tails, x)
        if k == len(tails):
            tails.append(x)
            where.append(i)
        else:
            tails[k] = x
            where[k] = i
        back[i] = where[k - 1] if k else None
    out, i = [], where[-1]
    while i is not None:
        out.append(xs[i])
        i = back[i]
    return out[::-1]


@cache
def partitions(n, largest=None):
    largest = n if largest is None else largest
    if n == 0:
        return 1
    return sum(partitions(n - k, k) for k in range(1, min(n, largest) + 1))


def coins(amount, kinds):
    fewest = {0: ()}
    for a in range(1, amount + 1):
        options = [fewest[a - k] + (k,) for k in kinds if a - k in fewest]
        if options:
            fewest[a] = min(options, key=lambda t: (len(t), t))
    return fewest.get(amount)


def cheapest_path(grid):
    rows, cols = len(grid), len(grid[0])
    cost = {(0, 0): (grid[0][0], "")}
    for r, c in product(range(rows), range(cols)):
        if r or c:
            ways = []
            if r:
                ways.append((cost[r - 1, c][0] + grid[r][c], cost[r - 1, c][1] + "d"))
            if c:
                ways.append((cost[r, c - 1][0] + grid[r][c], cost[r, c - 1][1] + "r"))
            cost[r, c] = min(ways)
    return cost[rows - 1, cols - 1]


def max_slice(xs):
    best = (xs[0], 0, 1)
    start, total = 0, 0
    for i, x in enumerate(xs):
        if total < 0:
            start, total = i, 0
        total += x
        if total > best[0]:
            best = (total, start, i + 1)
    return best[0], xs[best[1] : best[2]]


def break_words(text, words):
    @lru_cache(maxsize=None)
    def go(i):
        if i == len(text):
            return [[]]
        return [[w] + rest for w in words if text.startswith(w, i) for rest in go(i + len(w))]

    return [" ".join(p) for p in go(0)]


def matrix_chain(dims):
    @cache
    def cost(i, j):
        if i == j:
            return 0, "ABCDEFG"[i]
        return min(
            (cost(i, k)[0] + cost(k + 1, j)[0] + dims[i] * dims[k + 1] * dims[j + 1], f"({cost(i, k)[1]}{cost(k + 1, j)[1]})")
            for k in range(i, j)
        )

    return cost(0, len(dims) - 2)


print(knapsack([("map", 9, 150), ("water", 15, 200), ("tent", 20, 160), ("tin", 7, 60), ("rope", 5, 70)], 40))
print(lis([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]), [partitions(n) for n in range(12)], partitions(100), partitions.cache_info().hits > 0)
print(coins(63, (1, 5, 10, 21, 25)), coins(7, (4, 5)), coins(11, (5, 3)))
print(cheapest_path([[1, 3, 1], [1, 5, 1], [4, 2, 1]]), max_slice([-2, 1, -3, 4, -1, 2, 1, -5, 4]), max_slice([-3, -1, -2]))
print(break_words("catsanddog", ("cat", "cats", "and", "sand", "dog")), break_words("abc", ("ab",)))
print(matrix_chain((10, 30, 5, 60)), matrix_chain((40, 20, 30, 10, 30)))
triangle = [[1]]
for _ in range(6):
    row = triangle[-1]
    triangle.append([1, *map(sum, zip(row, row[1:])), 1])
for row in triangle:
    print(" ".join(map(str, row)).center(24).rstrip())
catalan = [1]
for n in range(12):
    catalan.append(sum(a * b for a, b in zip(catalan, reversed(catalan))))
print(catalan, list(accumulate(range(1, 8), lambda a, b: a * b)))


def subset_sum(xs, goal):
    reach = {0: []}
    for x in xs:
        for total, used in list(reach.items()):
            reach.setdefault(total + x, used + [x])
    return reach.get(goal), len(reach)


print(subset_sum([3, 34, 4, 12, 5, 2], 9), subset_sum([5, 10], 7))
@cache
def stirling(n, k):
    return int(n == k) if n == 0 or k == 0 else k * stirling(n - 1, k) + stirling(n - 1, k - 1)
print([[stirling(n, k) for k in range(n + 1)] for n in range(6)], sum(stirling(10, k) for k in range(11)))
