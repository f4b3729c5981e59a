# Choosing items and coins by tables: lists indexed in nested loops, reversed ranges, lru_cache, min and max.
from functools import lru_cache


def fill_table(items, room):
    table = [[0] * (room + 1) for _ in range(len(items) + 1)]
    for i, (weight, value) in enumerate(items, start=1):
        above, row = table[i - 1], table[i]
        for w in range(room + 1):
            best = above[w]
            if weight <= w and above[w - weight] + value > best:
                best = above[w - weight] + value
            row[w] = best
    chosen, left = [], room
    for i in range(len(items), 0, -1):
        if table[i][left] != table[i - 1][left]:
            chosen.insert(0, i - 1)
            left -= items[i - 1][0]
    return table[-1][room], chosen


def one_row(items, room):
    best = [0] * (room + 1)
    for weight, value in items:
        for w in range(room, weight - 1, -1):
            best[w] = max(best[w], best[w - weight] + value)
    return best[-1]


def common_length(a, b):
    previous = [0] * (len(b) + 1)
    for x in a:
        current = [0]
        for j, y in enumerate(b):
            current.append(previous[j] + 1 if x == y else max(previous[j + 1], current[j]))
        previous = current
    return previous[-1]


@lru_cache(maxsize=None)
def coins(amount, kinds=(1, 5, 12, 25)):
    if amount == 0:
        return 0
    return 1 + min(coins(amount - kind, kinds) for kind in kinds if kind <= amount)


items = [((i * 37) % 23 + 3, (i * 53) % 41 + 5) for i in range(130)]
value, chosen = fill_table(items, 1400)
print(value, chosen[:8], len(chosen))
print([one_row(items, room) for room in (300, 600, 900)])
left = "".join(chr(97 + i * i % 11) for i in range(520))
right = "".join(chr(97 + i * 7 % 13) for i in range(540))
print(common_length(left, right), common_length(left[::-1], right))
print([coins(n) for n in range(0, 900, 90)], coins.cache_info().currsize)
ways = [1] + [0] * 20000
for kind in (1, 2, 5, 10, 20, 50, 100, 200):
    for amount in range(kind, 20001):
        ways[amount] += ways[amount - kind]
print(ways[600], ways[-1] % 1000007)
