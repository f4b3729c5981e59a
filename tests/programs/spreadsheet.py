"""Cells with formulas, dependencies, cycles and errors."""
import re


class CellError(Exception):
    pass


class Sheet:
    tokens = re.compile(r"\s*(?:(\d+\.?\d*)|([A-Z]+\d+)(?::([A-Z]+\d+))?|(\w+)|(.))")

    def __init__(self):
        self.raw, self.values, self.busy = {}, {}, []

    def __setitem__(self, cell, text):
        self.raw[cell] = text
        self.values.clear()

    def __getitem__(self, cell):
        if cell in self.values:
            return self.values[cell]
        if cell in self.busy:
            raise CellError("cycle " + "->".join(self.busy[self.busy.index(cell) :] + [cell]))
        text = self.raw.get(cell, 0)
        self.busy.append(cell)
        try:
            value = self.formula(text[1:]) if isinstance(text, str) and text.startswith("=") else text
        finally:
            self.busy.pop()
        self.values[cell] = value
        return value

    def formula(self, text):
        items = [m.groups() for m in self.tokens.finditer(text.strip())]
        pos = 0

        def peek():
            return items[pos][4] if pos < len(items) else None

        def expr():
            nonlocal pos
            left = term()
            while peek() in ("+", "-"):
                op, pos = peek(), pos + 1
                right = term()
                left = left + right if op == "+" else left - right
            return left

        def term():
            nonlocal pos
            left = atom()
            while peek() in ("*", "/"):
                op, pos = peek(), pos + 1
                right = atom()
                left = left * right if op == "*" else left / right
            return left

        def atom():
            nonlocal pos
            if pos == len(items):
                raise CellError("formula ends early")
            number, start, end, word, sign = items[pos]
            pos += 1
            if number:
                return float(number) if "." in number else int(number)
            if start and end:
                return [self[c] for c in cells(start, end)]
            if start:
                return self[start]
            if word:
                pos += 1
                args = [expr()]
                while peek() == ",":
                    pos += 1
                    args.append(expr())
                pos += 1
                flat = [x for a in args for x in (a if isinstance(a, list) else [a])]
                functions = {"SUM": sum, "MAX": max, "MIN": min, "AVG": lambda xs: sum(xs) / len(xs), "COUNT": len}
                if word not in functions:
                    raise CellError(f"no function {word}")
                return functions[word](flat)
            if sign == "(":
                value = expr()
                pos += 1
                return value
            if sign == "-":
                return -atom()
            raise CellError(f"unexpected {sign!r}")

        value = expr()
        if pos < len(items):
            raise CellError(f"left over: {''.join(filter(None, items[pos]))}")
        return value

    def show(self, rows, cols):
        for r in range(1, rows + 1):
            line = []
            for c in cols:
                try:
                    v = self[f"{c}{r}"]
                    line.append(f"{v:.4g}" if isinstance(v, float) else str(v))
                except ZeroDivisionError:
                    line.append("#DIV")
                except CellError as e:
                    line.append("#ERR")
                except TypeError:
                    line.append("#TYPE")
            print(r, *(f"{x:>9}" for x in line), sep="|")


def cells(start, end):
    c1, r1, c2, r2 = start[0], int(start[1:]), end[0], int(end[1:])
    for c in range(ord(c1), ord(c2) + 1):
        for r in range(r1, r2 + 1):
            yield f"{chr(c)}{r}"


s = Sheet()
for cell, text in {"A1": 2, "A2": 3.5, "A3": "=A1*A2+1", "B1": "=SUM(A1:A3)", "B2": "=AVG(A1:A3, 10)/3", "B3": "=-(A1+A2)*2",
                   "C1": "=C2", "C2": "=C3+1", "C3": "=C1", "D1": "=A1/Z9", "D2": "text", "D3": "=D2*A2", "E1": "=D2*A1", "E2": "=NOPE(1)", "E3": "=1+"}.items():
    s[cell] = text
s.show(3, "ABCDE")
for cell in ("C1", "E2", "E3"):
    try:
        s[cell]
    except CellError as e:
        print(cell, e)
s["A1"] = 100
s["C3"] = 5
s["E2"] = "=COUNT(A1:B3)*MAX(A1, MIN(B1:B2))"
s.show(3, "ABCE")
print(sorted(s.values), s.busy, list(cells("B2", "C3")))
