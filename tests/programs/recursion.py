"""Recursive classics."""
import sys
from functools import lru_cache


def hanoi(n, a="A", b="B", c="C"):
    if n == 0:
        return []
    return hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)


def permutations(xs):
    if not xs:
        yield []
    for i, x in enumerate(xs):
        for rest in permutations(xs[:i] + xs[i + 1 :]):
            yield [x, *rest]


def subsets(xs):
    if not xs:
        return [[]]
    rest = subsets(xs[1:])
    return rest + [[xs[0]] + r for r in rest]


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def queens(n, placed=()):
    if len(placed) == n:
        yield placed
        return
    for c in range(n):
        if all(c != p and abs(c - p) != len(placed) - i for i, p in enumerate(placed)):
            yield from queens(n, placed + (c,))


@lru_cache(maxsize=None)
def change(amount, coins):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return change(amount - coins[0], coins) + change(amount, coins[1:])


def flood(grid, r, c, new):
    old = grid[r][c]

    def fill(r, c):
        if 0 <= r < len(grid) and 0 <= c < len(grid[0]) and grid[r][c] == old:
            grid[r][c] = new
            for dr, dc in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                fill(r + dr, c + dc)

    if old != new:
        fill(r, c)


def edit_distance(a, b):
    @lru_cache(None)
    def d(i, j):
        if not i or not j:
            return i + j
        return min(d(i - 1, j) + 1, d(i, j - 1) + 1, d(i - 1, j - 1) + (a[i - 1] != b[j - 1]))

    return d(len(a), len(b))


def depth(x):
    return 1 + max(map(depth, x), default=0) if isinstance(x, list) else 0


print(len(hanoi(8)), hanoi(2))
print(["".join(p) for p in permutations("abc")], len(list(permutations(list(range(5))))))
print(sorted(subsets([1, 2, 3]), key=lambda s: (len(s), s)))
print(ackermann(2, 3), next(queens(6)), len(list(queens(6))))
for row in next(queens(5)):
    print("." * row + "Q" + "." * (4 - row))
print(change(100, (50, 20, 10, 5, 2, 1)), change.cache_info().currsize > 50)
picture = [list(r) for r in ("..#..", ".##..", "..#..", "...##")]
flood(picture, 0, 0, "o")
print(*map("".join, picture), sep="\n")
print(edit_distance("kitten", "sitting"), edit_distance("", "abc"), depth([1, [2, [3, []]], []]))


def gcd(a, b):
    return a if b == 0 else gcd(b, a % b)


def binary(n):
    return "" if n == 0 else binary(n // 2) + str(n % 2)


def palindrome(s):
    return len(s) < 2 or (s[0] == s[-1] and palindrome(s[1:-1]))


print(gcd(1071, 462), binary(37), palindrome("rotator"), palindrome("rotate"))


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


print(deep(900))
try:
    deep(5000)
except RecursionError as e:
    print("too deep:", str(e)[:32])
sys.setrecursionlimit(6000)
print(deep(5000))
