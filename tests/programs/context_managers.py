"""Timers, transactions, nested resources and suppression."""
import contextlib
import io


class Transaction:
    def __init__(self, data):
        self.data = data

    def __enter__(self):
        self.saved = dict(self.data)
        return self.data

    def __exit__(self, kind, error, traceback):
        if kind is not None:
            self.data.clear()
            self.data.update(self.saved)
            print(f"rolled back after {kind.__name__}: {error}")
        return kind is not None and issubclass(kind, LookupError)


db = {"a": 1}
with Transaction(db) as d:
    d["b"] = 2
print(db)
with Transaction(db) as d:
    d["c"] = 3
    d["nope"]
print(db)
try:
    with Transaction(db) as d:
        d.clear()
        int("x")
except ValueError as e:
    print("outside:", e, db)


class Indent:
    level = 0

    def __enter__(self):
        Indent.level += 1
        return self.line

    def __exit__(self, *exc):
        Indent.level -= 1

    def line(self, text):
        print("  " * Indent.level + text)


with Indent() as say:
    say("one")
    with Indent(), Indent() as deep:
        deep("three")
    say("one again")
print(Indent.level)


@contextlib.contextmanager
def tag(name, **attributes):
    attrs = "".join(f' {k}="{v}"' for k, v in attributes.items())
    print(f"<{name}{attrs}>")
    try:
        yield
    except ZeroDivisionError:
        print("<!-- division by zero -->")
    finally:
        print(f"</{name}>")


with tag("html"), tag("p", id=1):
    print("text")
    1 / 0
    print("not reached")

with contextlib.ExitStack() as stack:
    files = [stack.enter_context(tag(n)) for n in "ab"]
    stack.callback(print, "first callback")
    stack.push(lambda *exc: print("exit saw", exc[0]) or True)
    raise RuntimeError("ignored by the pushed exit")

buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    print("hidden", end="")
print(repr(buffer.getvalue()))


class Pool:
    def __init__(self, n):
        self.free = list(range(n))

    @contextlib.contextmanager
    def take(self):
        if not self.free:
            raise RuntimeError("pool is empty")
        item = self.free.pop()
        try:
            yield item
        finally:
            self.free.append(item)


pool = Pool(2)
with pool.take() as a, pool.take() as b:
    print(a, b, pool.free)
    try:
        with pool.take():
            pass
    except RuntimeError as e:
        print(e)
print(pool.free)


@tag("decorated")
def work():
    print("working")


work()
work()
with contextlib.suppress(KeyError, ValueError):
    {}["x"]
print("done")


def leaves(how):
    for i in range(3):
        with tag(f"loop{i}"):
            if how == "break" and i == 1:
                break
            if how == "return" and i == 1:
                return "returned"
    return "ended"


print(leaves("break"), leaves("return"), sep="\n")
