# A tokenizer and a recursive descent parser: a class, trees of tuples evaluated by recursion, isinstance, errors.
def tokenize(source):
    tokens, i = [], 0
    while i < len(source):
        start, ch = i, source[i]
        if ch.isspace():
            i += 1
        elif ch.isalnum():
            while i < len(source) and (source[i].isalnum() or source[i] == "."):
                i += 1
            tokens.append(("number" if ch.isdigit() else "name", source[start:i]))
        elif ch in "+-*/%()":
            i += 1
            tokens.append(("mark", ch))
        else:
            raise SyntaxError(f"unexpected {ch!r} at {i}")
    tokens.append(("end", ""))
    return tokens


class Parser:
    LEVELS = [("+", "-"), ("*", "/", "%")]

    def __init__(self, source):
        self.tokens = tokenize(source)
        self.position = 0

    def accept(self, *texts):
        kind, text = self.tokens[self.position]
        if kind == "mark" and text in texts:
            self.position += 1
            return text
        return None

    def expression(self, level=0):
        if level == len(self.LEVELS):
            return self.atom()
        left = self.expression(level + 1)
        while mark := self.accept(*self.LEVELS[level]):
            left = (mark, left, self.expression(level + 1))
        return left

    def atom(self):
        if self.accept("-"):
            return ("-", 0, self.atom())
        if self.accept("("):
            inner = self.expression()
            if not self.accept(")"):
                raise SyntaxError("expected )")
            return inner
        kind, text = self.tokens[self.position]
        self.position += 1
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind == "name":
            return text
        raise SyntaxError(f"unexpected {text or 'end'}")


def evaluate(node, names):
    if isinstance(node, (int, float)):
        return node
    if type(node) is str:
        return names[node]
    op, *parts = node
    a, b = [evaluate(part, names) for part in parts]
    return a + b if op == "+" else a - b if op == "-" else a * b if op == "*" else a % b if op == "%" else a / b


sources = ["(a + 3) * 2 - -b", "a*b + c % 7 * (2 - a)", "1.5 * (c - (b / 2)) + 10", "((((a))))"]
total = 0.0
for turn in range(1300):
    trees = [Parser(source).expression() for source in sources]
    total += sum(evaluate(tree, {"a": turn, "b": turn % 5, "c": c}) for tree in trees for c in range(4))
print(total, trees[0])
for bad in ("1 + ", "(2", "3 $ 4", ")"):
    try:
        print(Parser(bad).expression())
    except SyntaxError as error:
        print(bad, "->", error)
