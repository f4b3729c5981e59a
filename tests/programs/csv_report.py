"""Reading a table of text, cleaning it, grouping, and printing a pivot."""
import io

DATA = '''date,city,product,qty,price
2024-01-03,Oslo,tea,3,2.50
2024-01-03,"Bergen, Old Town",coffee,1,4.20
2024-01-04,Oslo,coffee,2,4.20

2024-02-01,Oslo,"tea ""green""",5,3.00
2024-02-11,Bergen,tea,x,2.50
2024-02-12,Bergen,coffee,7,4.10
2024-03-05,Oslo,tea,1
'''


def split_row(line):
    cells, cell, quoted = [], "", False
    i = 0
    while i < len(line):
        c = line[i]
        if quoted:
            if c == '"' and line[i + 1 : i + 2] == '"':
                cell += '"'
                i += 1
            elif c == '"':
                quoted = False
            else:
                cell += c
        elif c == '"':
            quoted = True
        elif c == ",":
            cells.append(cell)
            cell = ""
        else:
            cell += c
        i += 1
    return [*cells, cell]


def read(file):
    header = split_row(next(file).rstrip("\n"))
    for number, line in enumerate(file, 2):
        if not (line := line.rstrip("\n")):
            continue
        row = split_row(line)
        try:
            record = dict(zip(header, row, strict=True))
            record["qty"], record["price"] = int(record["qty"]), float(record["price"])
        except ValueError as e:
            print(f"line {number}: {e}")
            continue
        yield record


rows = list(read(io.StringIO(DATA)))
print(len(rows), rows[1])
assert split_row('a,"b,c",""') == ["a", "b,c", ""]


def group(rows, key):
    out = {}
    for r in rows:
        out.setdefault(key(r), []).append(r)
    return out


def total(rows):
    return sum(r["qty"] * r["price"] for r in rows)


months = sorted({r["date"][:7] for r in rows})
by_city = group(rows, lambda r: r["city"].partition(",")[0])
width = max(map(len, by_city))
print(" " * width, *(f"{m:>9}" for m in months), f"{'sum':>9}")
for city, rs in sorted(by_city.items(), key=lambda kv: -total(kv[1])):
    cells = [total(r for r in rs if r["date"].startswith(m)) for m in months]
    print(f"{city:<{width}}", *(f"{c:>9.2f}" if c else f"{'-':>9}" for c in cells), f"{sum(cells):>9.2f}")
best = max(rows, key=lambda r: r["qty"] * r["price"])
print(best["product"], [p for p, rs in group(rows, lambda r: r["product"].split()[0]).items() if len(rs) > 1])
rows.sort(key=lambda r: (r["city"], -r["qty"]))
for r in rows:
    print("{city:.8}|{product:^14}|{qty:03d}|{price:+.1f}".format(**r))
out = io.StringIO()
for r in rows[:2]:
    print(*('"' + str(v).replace('"', '""') + '"' if set(str(v)) & set(',"') else v for v in r.values()), sep=",", file=out)
print(out.getvalue(), end="")
print(out.getvalue().splitlines()[0].split(",")[0], sum(map(len, rows)))
