"""Observer, command with undo, strategy and visitor: four patterns in one small editor."""


class Signal:
    def __init__(self):
        self._slots = []

    def __iadd__(self, slot):
        self._slots.append(slot)
        return self

    def __isub__(self, slot):
        self._slots.remove(slot)
        return self

    def __call__(self, *args):
        return [slot(*args) for slot in tuple(self._slots)]


class Command:
    def __init__(self, *args):
        self.args = args

    def __repr__(self):
        return f"{type(self).__name__}{self.args}"


class Insert(Command):
    def do(self, doc):
        at, text = self.args
        doc.text = doc.text[:at] + text + doc.text[at:]

    def undo(self, doc):
        at, text = self.args
        doc.text = doc.text[:at] + doc.text[at + len(text) :]


class Delete(Command):
    def do(self, doc):
        at, n = self.args
        self.gone = doc.text[at : at + n]
        doc.text = doc.text[:at] + doc.text[at + n :]

    def undo(self, doc):
        Insert(self.args[0], self.gone).do(doc)


class Macro(Command):
    def do(self, doc):
        for c in self.args:
            c.do(doc)

    def undo(self, doc):
        for c in reversed(self.args):
            c.undo(doc)


class Document:
    def __init__(self, text=""):
        self._text, self.changed = text, Signal()
        self.done, self.undone = [], []

    @property
    def text(self):
        return self._text

    @text.setter
    def text(self, new):
        old, self._text = self._text, new
        if old != new:
            self.changed(old, new)

    def run(self, command):
        command.do(self)
        self.done.append(command)
        self.undone.clear()

    def undo(self):
        if not self.done:
            return False
        self.undone.append(self.done.pop())
        self.undone[-1].undo(self)
        return True

    def redo(self):
        if self.undone:
            self.done.append(self.undone.pop())
            self.done[-1].do(self)


class Visitor:
    def visit(self, node):
        for kind in type(node).__mro__:
            method = getattr(self, "visit_" + kind.__name__.lower(), None)
            if method:
                return method(node)
        raise LookupError(f"no visitor for {type(node).__name__}")


class Explain(Visitor):
    def visit_insert(self, c):
        return f"put {c.args[1]!r} at {c.args[0]}"

    def visit_macro(self, c):
        return "[" + "; ".join(map(self.visit, c.args)) + "]"

    def visit_command(self, c):
        return f"some {type(c).__name__.lower()}"


strategies = {"len": len, "words": lambda t: len(t.split()), "vowels": lambda t: sum(t.count(v) for v in "aeiou")}
doc = Document("hello")
log = []
watch = lambda old, new: log.append(f"{old!r} -> {new!r}")
doc.changed += watch
doc.changed += lambda old, new: len(new) - len(old)
doc.run(Insert(5, " world"))
doc.run(Delete(0, 1))
doc.run(Macro(Insert(0, "J"), Insert(len(doc.text) + 1, "!"), Delete(1, 4)))
print(doc.text, doc.done)
print([Explain().visit(c) for c in doc.done])
print({n: s(doc.text) for n, s in strategies.items()})
while doc.undo():
    print("undo:", doc.text, len(doc.undone))
doc.redo()
doc.redo()
print("redo:", doc.text)
doc.run(Insert(0, ">"))
doc.redo()
print(doc.text, doc.undone, len(log))
doc.changed -= watch
doc.run(Insert(0, "!"))
print(len(log), log[0], log[-1], doc.changed("a", "abc"), sep="\n")
try:
    Explain().visit(3)
except LookupError as e:
    print(e)
try:
    doc.changed -= watch
except ValueError as e:
    print(e)
