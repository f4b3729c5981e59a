"""Makes random programs: `python3 generate.py SEED` prints one. The same seed makes the same program."""

import random
import re
import sys

from expressions import LITERALS, TYPES, WORDS
from statements import ANYWHERE, IN_ASYNC, IN_ASYNC_GENERATOR, IN_FUNCTION, IN_GENERATOR, IN_LOOP, PRELUDE

PLACE = re.compile(r"<([a-z]+)(?: ([a-z]+))?>")
BLOCK = re.compile(r"^( *)<(block|loop|body|yields|awaits|steps)>$")
# What a block is the body of.
SCOPES = {"body": "function", "yields": "generator", "awaits": "coroutine", "steps": "asyncgen"}
SCRIPTS = ["[None] * 6", "[None, 1, 2, None, 'close']", "[None, None, ValueError, None, None]", "[None, KeyError, 'close', None]",
           "[5, None, 0, 1, None, TypeError]", "[None, [1], 0, 'x', None]"]
DEEPEST = 3


class Scope:
    """The names of one function, class or module, with their types."""

    def __init__(self, kind, outer=None):
        self.kind = kind
        self.outer = outer
        self.names = {}
        self.own = set()

    def visible(self):
        found = dict(self.outer.visible()) if self.outer else {}
        found.update(self.names)
        return found


class Program:
    """One random program, written from the templates."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.scope = Scope("module")
        self.count = 0
        self.looping = False
        self.quiet = 0
        self.last = {}

    def text(self):
        parts = [PRELUDE]
        for _ in range(self.random.randint(10, 24)):
            lines = self.statement(0)
            body = "\n".join("    " + line for line in lines)
            parts.append(f"try:\n{body}\nexcept Exception as e:\n    print(type(e).__name__, e)")
        shown = [name for name, kind in self.scope.names.items() if kind in TYPES]
        parts.append("for name in %r:\n    print(name, globals().get(name, 'unbound'))" % shown)
        if self.random.random() < 0.5:
            parts += ["\n".join(self.statement(1)) for _ in range(4)]
        return "\n".join(parts) + "\n"

    # Statements.

    def statement(self, depth):
        choices = [(ANYWHERE, 10)]
        if self.scope.kind in ("function", "generator"):
            choices.append((IN_FUNCTION, 1))
        if self.scope.kind == "generator":
            choices.append((IN_GENERATOR, 10))
        if self.scope.kind == "coroutine":
            choices += [(IN_FUNCTION, 1), (IN_ASYNC, 10)]
        if self.scope.kind == "asyncgen":
            choices += [(IN_ASYNC, 6), (IN_ASYNC_GENERATOR, 6)]
        if self.looping:
            choices.append((IN_LOOP, 2))
        lists, weights = zip(*choices)
        template = self.random.choice(self.random.choices(lists, weights)[0])
        if depth >= DEEPEST:
            while "\n" in template:
                template = self.random.choice(ANYWHERE)
        lines = []
        inner = "function" if template.startswith(("def ", "@", "class ", "async def ")) else None
        for line in template.split("\n"):
            found = BLOCK.match(line)
            if found:
                block = self.block(found[2], depth)
                lines += [found[1] + inner_line for inner_line in block]
            elif inner and line.startswith("    "):
                lines.append(self.inside(line))
            else:
                lines.append(self.fill(line, 0))
        return [line for whole in lines for line in whole.split("\n")]

    def inside(self, line):
        """A line of a function or class that stands in the template itself."""
        outer, self.scope = self.scope, Scope("function", self.scope)
        text = self.fill(line, 1)
        self.scope = outer
        return text

    def block(self, kind, depth):
        before, looping = dict(self.scope.names), self.looping
        outer = self.scope
        if kind in SCOPES:
            self.scope = Scope(SCOPES[kind], outer)
            self.scope.names["a"] = "int"
            self.looping = False
        elif kind == "loop":
            self.looping = True
        lines = []
        for _ in range(self.random.randint(1, 4 if kind in ("yields", "awaits", "steps") else 3)):
            lines += self.statement(depth + 1)
        self.looping = looping
        self.scope = outer
        if kind in ("block", "loop"):
            self.scope.names = before
        return lines

    # Expressions.

    def fill(self, template, depth):
        quiet = "lambda" in template or " for " in template or template.startswith("class ")
        self.quiet += quiet
        text = PLACE.sub(lambda found: self.place(found[1], found[2], depth), template)
        self.quiet -= quiet
        return text.replace("<<{", "<{").replace("}>>", "}>")

    def place(self, word, kind, depth):
        special = getattr(self, "word_" + word, None)
        if special:
            return special(kind, depth)
        if word in WORDS:
            return self.random.choice(WORDS[word])
        return self.expression(word, depth)

    def expression(self, kind, depth):
        if depth >= DEEPEST or self.random.random() < 0.3:
            if self.random.random() < 0.7:
                return self.word_name(kind, depth)
            return self.literal(kind)
        if self.scope.kind == "generator" and not self.quiet and self.random.random() < 0.04:
            return f"(yield {self.literal('int')})"
        return self.fill(self.random.choice(TYPES[kind]), depth + 1)

    def literal(self, kind):
        return self.random.choice(LITERALS[kind])

    def word_any(self, _kind, depth):
        return self.expression(self.random.choice(list(TYPES)), depth)

    def word_sized(self, _kind, depth):
        return self.expression(self.random.choice(["str", "list", "dict", "tuple", "set"]), depth)

    def word_new(self, kind, _depth):
        self.count += 1
        name = f"{kind[0]}{self.count}"
        self.scope.names[name] = kind
        self.scope.own.add(name)
        self.last[kind] = name
        return name

    def word_same(self, kind, _depth):
        return self.last.get(kind, "a")

    def names(self, kind, own=False):
        known = self.scope.names if own else self.scope.visible()
        return [name for name, of in known.items() if of == kind]

    def word_name(self, kind, _depth):
        if kind == "any":
            kind = self.random.choice(list(TYPES))
        names = self.names(kind)
        return self.random.choice(names) if names else "(" + self.literal(kind) + ")"

    def word_own(self, kind, depth):
        names = self.names(kind, own=True)
        return self.random.choice(names) if names else "box.value"

    def word_call(self, _kind, depth):
        names = self.names("function")
        if not names:
            return self.expression("int", depth + 1)
        arguments = [self.expression("int", depth + 1) for _ in range(self.random.randint(0, 2))]
        extra = self.random.choice(["", "", "b={}", "*[{}]", "**{{'b': {}}}", "*({},), c=1", "d={}", "k={}", "zz={}"])
        if extra:
            arguments.append(extra.format(self.literal("int")))
        return f"{self.random.choice(names)}({', '.join(arguments)})"

    def word_gencall(self, _kind, depth):
        names = self.names("generator")
        called = f"{self.random.choice(names)}({self.literal('int')})" if names else f"sub({self.literal('int')})"
        return called if depth == 0 else f"list(itertools.islice({called}, 5))"

    def word_corocall(self, _kind, depth):
        names = self.names("coroutine")
        return f"{self.random.choice(names)}({self.literal('int')})" if names else f"pause({self.literal('int')})"

    def word_agencall(self, _kind, depth):
        names = self.names("asyncgen")
        return f"{self.random.choice(names)}({self.literal('int')})" if names else f"numbers({self.random.randint(0, 3)})"

    def word_object(self, _kind, depth):
        names, classes = self.names("object"), self.names("class") + ["Base"]
        if names and self.random.random() < 0.3:
            return self.random.choice(names)
        return f"{self.random.choice(classes)}({self.expression('int', DEEPEST)})"

    def word_script(self, _kind, _depth):
        return self.random.choice(SCRIPTS)


def program(seed):
    """The text of one program; what does not compile is made again."""
    for again in range(100):
        text = Program(seed * 100 + again).text()
        try:
            compile(text, "<random>", "exec")
        except (SyntaxError, ValueError):
            continue
        return text
    return "print('nothing')\n"


if __name__ == "__main__":
    sys.stdout.write(program(int(sys.argv[1])))
