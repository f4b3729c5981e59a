"""Conway's game on an endless board of a set."""
from collections import Counter


def parse(picture):
    return {(r, c) for r, line in enumerate(picture.split()) for c, ch in enumerate(line) if ch == "#"}


def step(alive):
    near = Counter((r + dr, c + dc) for r, c in alive for dr in (-1, 0, 1) for dc in (-1, 0, 1) if dr or dc)
    return {cell for cell, n in near.items() if n == 3 or n == 2 and cell in alive}


def show(alive, size=6):
    for r in range(size):
        print("".join("#" if (r, c) in alive else "." for c in range(size)))


def period(alive, limit=50):
    seen = {}
    for n in range(limit):
        key = frozenset(alive)
        if key in seen:
            return n - seen[key]
        seen[key] = n
        alive = step(alive)
    return None


def normalised(alive):
    top, left = min(r for r, _ in alive), min(c for _, c in alive)
    return frozenset((r - top, c - left) for r, c in alive)


glider = parse(".#. ..# ###")
world = glider
for generation in range(5):
    print(f"generation {generation}: {len(world)} alive")
    show(world)
    world = step(world)
print(normalised(world) == normalised(step(glider)), sorted(world))
blinker, block, toad = parse("###"), parse("## ##"), parse(".### ###.")
print(period(blinker), period(block), period(toad), period(glider))
r_pentomino = parse(".## ##. .#.")
sizes = []
for _ in range(30):
    sizes.append(len(r_pentomino))
    r_pentomino = step(r_pentomino)
print(sizes, max(sizes))


class Board:
    """The same on a small torus with lists."""

    def __init__(self, w, h, alive):
        self.w, self.h = w, h
        self.cells = [[(r, c) in alive for c in range(w)] for r in range(h)]

    def neighbours(self, r, c):
        return sum(self.cells[(r + i) % self.h][(c + j) % self.w] for i in (-1, 0, 1) for j in (-1, 0, 1)) - self.cells[r][c]

    def __iter__(self):
        return self

    def __next__(self):
        self.cells = [
            [self.neighbours(r, c) in ((2, 3) if self.cells[r][c] else (3,)) for c in range(self.w)] for r in range(self.h)
        ]
        return self

    def __str__(self):
        return "\n".join("".join(".#"[x] for x in row) for row in self.cells)


torus = Board(5, 5, glider)
for _ in range(20):
    next(torus)
print(torus, str(torus) == str(Board(5, 5, glider)), sep="\n")
