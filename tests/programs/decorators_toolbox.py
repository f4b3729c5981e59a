"""Decorators: timing by a fake clock, retry, checks of types, plugins, and classes as decorators."""
import functools
import itertools

clock = itertools.count(start=0, step=5)


def timed(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        start = next(clock)
        try:
            return f(*args, **kwargs)
        finally:
            print(f"  [{f.__name__} took {next(clock) - start}]")

    return wrapper


def retry(times, on=Exception):
    def decorate(f):
        @functools.wraps(f)
        def wrapper(*args):
            for attempt in range(1, times + 1):
                try:
                    return f(*args)
                except on as e:
                    print(f"  attempt {attempt}: {e}")
                    if attempt == times:
                        raise

        return wrapper

    return decorate


def typed(f):
    hints = f.__annotations__

    @functools.wraps(f)
    def wrapper(*args):
        names = f.__code__.co_varnames[: f.__code__.co_argcount]
        for name, value in zip(names, args):
            if name in hints and not isinstance(value, hints[name]):
                raise TypeError(f"{f.__name__}: {name} must be {hints[name].__name__}, not {type(value).__name__}")
        result = f(*args)
        assert isinstance(result, hints.get("return", object)), result
        return result

    return wrapper


class CountCalls:
    def __init__(self, f):
        functools.update_wrapper(self, f)
        self.f, self.calls = f, 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)

    def __get__(self, obj, kind=None):
        return self if obj is None else functools.partial(self, obj)


def singleton(cls):
    made = {}

    @functools.wraps(cls, updated=())
    def get(*args):
        if cls not in made:
            made[cls] = cls(*args)
        return made[cls]

    return get


commands = {}


def command(name=None, *, aliases=()):
    def register(f):
        for n in (name or f.__name__, *aliases):
            commands[n] = f
        return f

    return register


@timed
@typed
def power(base: int, exponent: int) -> int:
    "Raise base."
    return base**exponent


fails = iter([True, True, False])


@retry(3, on=ConnectionError)
def fetch(url):
    if next(fails):
        raise ConnectionError(f"no answer from {url}")
    return f"<{url}>"


class Greeter:
    @CountCalls
    def hello(self, name):
        return f"hello {name}"


@singleton
class Config:
    def __init__(self, path):
        self.path = path


@command()
def start(*args):
    return "started " + " ".join(args)


@command("halt", aliases=["stop", "quit"])
def _(code="0"):
    return f"halted with {code}"


print(power(2, 10), power.__name__, power.__doc__, power.__wrapped__.__annotations__)
try:
    power("2", 3)
except TypeError as e:
    print(e)
print(fetch("a.b"))
g = Greeter()
print(g.hello("Ann"), g.hello("Bob"), Greeter.hello.calls, Greeter.hello.__name__)
print(Config("x").path, Config("y").path, Config("z") is Config("x"), Config.__name__)
for line in ("start now", "stop 3", "halt", "fly"):
    name, *args = line.split()
    print(commands.get(name, lambda *a: f"unknown command {name!r}")(*args))


def trace(label=None, /, **marks):
    if callable(label):
        return trace()(label)
    return lambda f: lambda *a: (label, marks, f(*a))


@trace
def one(x):
    return x


@trace("L", colour="red")
def two(x):
    return x * 2


print(one(1), two(2))
print(functools.reduce(lambda f, d: d(f), [lambda f: lambda x: f(x) + 1] * 3, lambda x: x * 10)(4))
