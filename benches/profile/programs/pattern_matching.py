# Match statements: literals, sequences, mappings, classes, guards, or-patterns; a small rewriter of formulas.
from dataclasses import dataclass


@dataclass(frozen=True)
class Num:
    value: int


@dataclass(frozen=True)
class Var:
    name: str


@dataclass(frozen=True)
class Op:
    sign: str
    left: object
    right: object


def simple(node):
    match node:
        case Op(sign, left, right):
            left, right = simple(left), simple(right)
            match sign, left, right:
                case "+", Num(a), Num(b):
                    return Num(a + b)
                case "*", Num(a), Num(b):
                    return Num(a * b)
                case ("+", Num(0), other) | ("+", other, Num(0)) | ("*", Num(1), other) | ("*", other, Num(1)):
                    return other
                case ("*", Num(0), _) | ("*", _, Num(0)):
                    return Num(0)
            return Op(sign, left, right)
        case _:
            return node


def build(depth, seed):
    if depth == 0:
        return Num(seed % 3) if seed % 4 else Var("xyz"[seed % 3])
    return Op("+*"[seed % 2], build(depth - 1, seed * 3 + 1), build(depth - 1, seed // 2 + depth))


def command(words, state):
    match words:
        case ["go", ("north" | "south") as way]:
            state["y"] += 1 if way == "north" else -1
        case ["go", steps] if steps.isdigit():
            state["x"] += int(steps)
        case ["take", *things]:
            state["bag"].extend(things)
        case [] | ["wait"]:
            pass
        case _:
            state["errors"] += 1


def describe(value):
    match value:
        case None | True | False:
            return "constant"
        case int(n) if n < 0:
            return "negative"
        case int() | float():
            return "number"
        case {"kind": "point", "at": (x, y), **rest}:
            return f"point {x + y} {len(rest)}"
    return "other"


trees = [simple(build(6, seed)) for seed in range(450)]
print(trees[3], sum(isinstance(tree, Num) for tree in trees), len(set(trees)))
state = {"x": 0, "y": 0, "bag": [], "errors": 0}
lines = ["go north", "go 12", "take a b", "wait", "go nowhere", "", "go south", "go south", "sing"]
for i in range(45000):
    command(lines[i * i % 9].split(), state)
state["bag"] = len(state["bag"])
print(state)
samples = [None, Var("x"), True, -4, 2.5, {"kind": "point", "at": (1, 2), "z": 3}, "stone", [1]]
tally = {}
for i in range(48000):
    name = describe(samples[i % 8])
    tally[name] = tally.get(name, 0) + 1
print(tally)
