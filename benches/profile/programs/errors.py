# Exceptions in loops: raised, caught, raised again, finally, else, custom classes, with statements, contextmanager.
from contextlib import contextmanager


class StoreError(Exception):
    def __init__(self, key, reason="unknown"):
        super().__init__(f"{key}: {reason}")
        self.key = key


class Missing(StoreError): ...


class Locked(StoreError): ...


class Store:
    def __init__(self):
        self.values, self.locked = {}, set()

    def read(self, key):
        try:
            return self.values[key]
        except KeyError:
            raise Missing(key, "not there") from None

    def write(self, key, value):
        if key in self.locked:
            raise Locked(key, reason="in use")
        self.values[key] = value

    @contextmanager
    def lock(self, key):
        self.locked.add(key)
        try:
            yield self
        finally:
            self.locked.discard(key)


class Undo:
    def __init__(self, store):
        self.store = store

    def __enter__(self):
        self.saved = dict(self.store.values)
        return self.store

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self.store.values = self.saved
        return kind is not None and issubclass(kind, Locked)


def to_number(text, default=None):
    try:
        return int(text)
    except ValueError:
        return default
    finally:
        tries[0] += 1


texts, tries = ["12", "1.5", "x1", " 7 ", "-32", ""], [0]
counts, store = {"missing": 0, "index": 0, "zero": 0, "fine": 0}, Store()
for i in range(30000):
    try:
        if i % 3 == 0:
            store.write(i % 50, i)
        value = store.read(i % 70)
        value = [10, 20, 30][i % 4] // (i % 5)
    except Missing as error:
        counts["missing"] += error.key > 0
    except (IndexError, ZeroDivisionError) as error:
        counts["index" if isinstance(error, IndexError) else "zero"] += 1
    else:
        counts["fine"] += value > 0
for i in range(9000):
    with Undo(store) as inside, inside.lock(i % 7):
        inside.write(i % 11, -i)
try:
    try:
        store.read("x")
    except StoreError as error:
        raise
except Exception as error:
    print(type(error).__name__, error, error.args)
print(counts, len(store.values), sum(store.values.values()))
print([to_number(t, "?") for t in texts], sum(to_number(texts[i % 6], 0) for i in range(30000)), tries)
