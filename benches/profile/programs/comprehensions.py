# Comprehensions of every sort: lists, sets, dicts, generators, nested ones and conditions; zip, enumerate, items.
def report(students):
    averages = {name: sum(marks) / len(marks) for name, marks in students.items() if marks}
    passed = {name for name, average in averages.items() if average >= 5}
    return averages, passed


def transposed(rows):
    return [[row[i] for row in rows] for i in range(len(rows[0]))]


def triangle(count):
    row = [1]
    for _ in range(count):
        yield row
        row = [1] + [a + b for a, b in zip(row, row[1:])] + [1]


students = {f"student{i:03}": [(i * k + k * k) % 11 for k in range(1, i % 9 + 1)] for i in range(400)}
for _ in range(60):
    averages, passed = report(students)
print(len(averages), len(passed), round(sum(averages.values()), 6), min(averages, key=averages.get))

grid = [[x * y % 7 for x in range(40)] for y in range(40)]
for _ in range(1800):
    grid = transposed([row[::-1] for row in grid])
flat = [cell for row in grid for cell in row if cell != 3]
print(len(flat), sum(flat), {v: flat.count(v) for v in sorted(set(flat))})

print([max(row) for row in triangle(40)][-3:], sum(sum(v % 2 for v in row) for row in triangle(220)))

right = [(a, b, c) for c in range(1, 120) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c]
print(len(right), right[:3], {c for _, _, c in right if c < 30})

words = "pear apple fig banana cherry plum quince medlar".split()
index = {}
for turn in range(1800):
    index = {ch: [w for w in words if ch in w] for ch in {c for w in words for c in w}}
    lengths = {w: len(w) for w in words if w not in index.get("q", [])}
print(sorted((ch, len(found)) for ch, found in index.items())[:6], lengths)

inverse = {value: key for key, value in ((i, i * 7 % 1009) for i in range(1009))}
print(sum(inverse[v] for v in range(0, 1009, 3)), len({v % 10 for v in inverse.values()}))
marks = ["low" if v < 300 else "middle" if v < 700 else "high" for v in inverse]
print({m: sum(1 for other in marks if other == m) for m in ("low", "middle", "high")})
pairs = [(i, w) for i, w in enumerate(words, 1) if any(c in "aeiou" and c > "e" for c in w)]
print(pairs, [first + last for (first, *_, last) in words], all(len(w) > 2 for w in words))
diagonals = [sum(grid[i][(i + k) % 40] for i in range(40)) for k in range(400)]
print(max(diagonals), min(diagonals), [i for i, d in enumerate(diagonals) if d == max(diagonals)][:5])
