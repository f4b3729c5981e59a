"""Sudoku by propagation and search, on sets and strings."""
PUZZLE = """
53..7.... 6..195... .98....6. 8...6...3 4..8.3..1 7...2...6 .6....28. ...419..5 ....8..79
"""
HARD = "8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4.."
UNITS = (
    [[(r, c) for c in range(9)] for r in range(9)]
    + [[(r, c) for r in range(9)] for c in range(9)]
    + [[(r + i, c + j) for i in range(3) for j in range(3)] for r in (0, 3, 6) for c in (0, 3, 6)]
)
PEERS = {cell: {p for u in UNITS if cell in u for p in u} - {cell} for row in UNITS[:9] for cell in row}


class Contradiction(Exception):
    pass


def parse(text):
    digits = [c for c in text if c in ".0123456789"]
    if len(digits) != 81:
        raise ValueError(f"81 cells wanted, {len(digits)} found")
    cells = {cell: set("123456789") for cell in PEERS}
    for cell, d in zip(sorted(PEERS), digits):
        if d not in ".0":
            assign(cells, cell, d)
    return cells


def assign(cells, cell, d):
    if d not in cells[cell]:
        raise Contradiction(f"{d} at {cell}")
    for other in sorted(cells[cell] - {d}):
        eliminate(cells, cell, other)


def eliminate(cells, cell, d):
    if d not in cells[cell]:
        return
    cells[cell].discard(d)
    if not cells[cell]:
        raise Contradiction(f"nothing left at {cell}")
    if len(cells[cell]) == 1:
        (only,) = cells[cell]
        for p in PEERS[cell]:
            eliminate(cells, p, only)
    for unit in UNITS:
        if cell in unit:
            places = [p for p in unit if d in cells[p]]
            if not places:
                raise Contradiction(f"no place for {d}")
            if len(places) == 1 and len(cells[places[0]]) > 1:
                assign(cells, places[0], d)


guesses = 0


def search(cells):
    global guesses
    open_cells = [c for c in cells if len(cells[c]) > 1]
    if not open_cells:
        return cells
    cell = min(open_cells, key=lambda c: (len(cells[c]), c))
    for d in sorted(cells[cell]):
        guesses += 1
        trial = {k: set(v) for k, v in cells.items()}
        try:
            assign(trial, cell, d)
            if solved := search(trial):
                return solved
        except Contradiction:
            continue
    return None


def show(cells):
    for r in range(9):
        if r in (3, 6):
            print("------+-------+------")
        row = ["".join(cells[r, c]) if len(cells[r, c]) == 1 else "." for c in range(9)]
        print(" | ".join(" ".join(row[i : i + 3]) for i in (0, 3, 6)))


easy = parse(PUZZLE)
show(easy)
print(all({"".join(easy[c]) for c in u} == set("123456789") for u in UNITS), len(UNITS), {len(p) for p in PEERS.values()})
hard = parse(HARD)
print(sum(len(v) for v in hard.values()))
solved = search(hard)
show(solved)
print(guesses > 0, all(len({"".join(solved[c]) for c in u}) == 9 for u in UNITS))
for bad in ("55" + "." * 79, "123"):
    try:
        parse(bad)
    except (Contradiction, ValueError) as e:
        print(type(e).__name__, e)
