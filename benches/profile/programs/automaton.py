# Cellular automata: sets of tuples with a growing rule, set operations, an elementary rule over lists, an ant.
from itertools import product

AROUND = [(dx, dy) for dx, dy in product((-1, 0, 1), repeat=2) if (dx, dy) != (0, 0)]
CROSS = ((1, 0), (-1, 0), (0, 1), (0, -1))


def grow(cells, born, stay):
    counts = {}
    for x, y in cells:
        for dx, dy in AROUND:
            place = (x + dx, y + dy)
            counts[place] = counts.get(place, 0) + 1
    return {p for p, n in counts.items() if n in (stay if p in cells else born)}


def parity(cells):
    following = set()
    for x, y in cells:
        following ^= {(x + dx, y + dy) for dx, dy in CROSS}
    return following


def elementary(rule, width, steps):
    table = {(a, b, c): rule >> (a << 2 | b << 1 | c) & 1 for a, b, c in product((0, 1), repeat=3)}
    row = [0] * width
    row[width // 2] = 1
    for _ in range(steps):
        yield row
        row = [table[row[i - 1], row[i], row[(i + 1) % width]] for i in range(width)]


def ant(steps):
    black, x, y, dx, dy = set(), 0, 0, 0, -1
    for _ in range(steps):
        if (x, y) in black:
            black.remove((x, y))
            dx, dy = dy, -dx
        else:
            black.add((x, y))
            dx, dy = -dy, dx
        x += dx
        y += dy
    return black, (x, y)


cells = {(0, 0), (1, 0), (2, 1), (0, 2), (-1, 1)}
seen = set()
for generation in range(110):
    seen |= cells
    cells = grow(cells, born={3, 6, 8}, stay={2, 4, 5})
print(len(cells), len(seen), len(seen - cells), sorted(cells)[:3])
cells = {(0, 0), (0, 1), (3, 1)}
sizes = []
for _ in range(64):
    sizes.append(len(cells))
    cells = parity(cells)
print(sizes[-6:], cells.isdisjoint({(0, 0)}), cells >= {min(cells)})
rows = list(elementary(150, 240, 800))
print([sum(row) for row in rows][-8:], "".join(".#"[cell] for cell in rows[20][25:65]))
black, place = ant(120000)
print(len(black), place, min(black), max(black), len({x for x, _ in black} & {y for _, y in black}))
