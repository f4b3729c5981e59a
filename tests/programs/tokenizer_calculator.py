"""Tokens, a recursive descent parser, a tree and two ways to use it."""


class ParseError(SyntaxError):
    pass


def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."):
                j += 1
            yield "num", float(text[i:j]) if "." in text[i:j] else int(text[i:j]), i
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum():
                j += 1
            yield "name", text[i:j], i
            i = j
        elif text.startswith("**", i):
            yield "op", "**", i
            i += 2
        elif c in "+-*/()=,":
            yield "op", c, i
            i += 1
        else:
            raise ParseError(f"unexpected {c!r} at {i}")
    yield "end", None, len(text)


class Parser:
    levels = [("+", "-"), ("*", "/")]

    def __init__(self, text):
        self.items = list(tokens(text))
        self.at = 0

    def peek(self):
        return self.items[self.at][1] if self.items[self.at][0] == "op" else None

    def take(self, *wanted):
        if self.peek() in wanted and self.peek() is not None:
            self.at += 1
            return self.items[self.at - 1][1]

    def parse(self):
        node = self.binary(0)
        kind, value, where = self.items[self.at]
        if kind != "end":
            raise ParseError(f"unexpected {value!r} at {where}")
        return node

    def binary(self, level):
        if level == len(self.levels):
            return self.unary()
        left = self.binary(level + 1)
        while op := self.take(*self.levels[level]):
            left = (op, left, self.binary(level + 1))
        return left

    def unary(self):
        if self.take("-"):
            return ("neg", self.unary())
        return self.power()

    def power(self):
        base = self.atom()
        if self.take("**"):
            return ("**", base, self.unary())
        return base

    def atom(self):
        kind, value, where = self.items[self.at]
        if kind in ("num", "name"):
            self.at += 1
            return value
        if self.take("("):
            inside = self.binary(0)
            if not self.take(")"):
                raise ParseError(f"')' expected at {self.items[self.at][2]}")
            return inside
        raise ParseError(f"a value expected at {where}")


OPS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "**": pow}


def evaluate(node, names):
    match node:
        case int() | float():
            return node
        case str():
            return names[node]
        case ("neg", x):
            return -evaluate(x, names)
        case (op, a, b):
            return OPS[op](evaluate(a, names), evaluate(b, names))


def show(node):
    if isinstance(node, tuple):
        return "(" + " ".join(map(show, node)) + ")"
    return str(node)


names = {"x": 3, "pi": 3.25}
for text in ["1 + 2 * 3", "(1+2)*3", "-2**2", "2**3**2", "x*x - 4/8", "2 * pi * x", "7 / (3 - x)", "y + 1", "2 +", "(1 + 2", "3 $ 4", "4 4"]:
    try:
        tree = Parser(text).parse()
        print(f"{text:<12} {show(tree):<24} {evaluate(tree, names)}")
    except (ParseError, ArithmeticError, KeyError) as e:
        print(f"{text:<12} {type(e).__name__}: {e}")
