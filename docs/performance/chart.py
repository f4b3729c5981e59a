"""Draws ratios.svg from ratios.csv: one bar a program, CPU time as a share of CPython 3.13's.

    python3 docs/performance/chart.py

`ratios.csv` has a line `program,ratio` for each program; the shorter the bar, the faster.
"""

import csv
import math
import pathlib

HERE = pathlib.Path(__file__).parent
ROW, LEFT, SCALE, TOP = 18, 120, 420, 46


def bar(y, name, ratio):
    colour = "#3b7a57" if ratio <= 0.5 else "#6ba368" if ratio <= 0.9 else "#c9a227"
    width = max(1, ratio * SCALE)
    return (
        f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{name}</text>'
        f'<rect x="{LEFT}" y="{y + 2}" width="{width:.1f}" height="{ROW - 5}" fill="{colour}"/>'
        f'<text x="{LEFT + width + 5:.1f}" y="{y + 12}">{ratio:.2f}</text>'
    )


def line(ratio, bottom, label):
    x = LEFT + ratio * SCALE
    return (
        f'<line x1="{x}" y1="{TOP - 6}" x2="{x}" y2="{bottom}" stroke="#999" stroke-dasharray="3 3"/>'
        f'<text x="{x}" y="{TOP - 10}" text-anchor="middle">{label}</text>'
    )


def main():
    with open(HERE / "ratios.csv", newline="") as file:
        rows = [(name, float(ratio)) for name, ratio in csv.reader(file)]
    rows.sort(key=lambda row: row[1])
    mean = math.exp(sum(math.log(ratio) for _, ratio in rows) / len(rows))
    bottom = TOP + ROW * len(rows)
    width = LEFT + max(1.0, rows[-1][1]) * SCALE + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{bottom + 12}" '
        'font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{LEFT}" y="16" font-size="13">CPU time, CPython 3.13 = 1.00; '
        f"geometric mean {mean:.2f}</text>",
        line(0.5, bottom, "0.50"),
        line(1.0, bottom, "1.00"),
    ]
    parts += [bar(TOP + ROW * at, *row) for at, row in enumerate(rows)]
    parts.append("</svg>")
    (HERE / "ratios.svg").write_text("\n".join(parts) + "\n")


main()
