"""Closures: counters, accounts without classes, late binding, partial application, memo and streams."""


def counter(start=0, step=1):
    def bump(by=None):
        nonlocal start
        start += step if by is None else by
        return start

    def reset(value=0):
        nonlocal start
        start = value

    bump.reset = reset
    return bump


a, b = counter(), counter(10, 5)
print(a(), a(), b(), a(100), b())
a.reset(7)
print(a(), [c.cell_contents for c in a.__closure__], a.__code__.co_freevars, b.__closure__[0] is a.__closure__[0])


def account(balance):
    history = []

    def dispatch(message, *args):
        nonlocal balance
        match message, args:
            case "deposit", (n,):
                balance += n
            case "withdraw", (n,) if n > balance:
                return "no"
            case "withdraw", (n,):
                balance -= n
            case "history", ():
                return history[:]
            case _:
                raise NameError(f"{message}/{len(args)}")
        history.append((message, balance))
        return balance

    return dispatch


acc = account(50)
print(acc("deposit", 20), acc("withdraw", 100), acc("withdraw", 30), acc("history"))
try:
    acc("steal", 1, 2)
except NameError as e:
    print(e)

late = [lambda: i for i in range(4)]
early = [lambda i=i: i for i in range(4)]
made = [(lambda n: lambda: n)(i) for i in range(4)]
print([f() for f in late], [f() for f in early], [f() for f in made], late[0].__defaults__, early[2].__defaults__)


def curry(f, n):
    def take(*args):
        return f(*args) if len(args) >= n else lambda *more: take(*args, *more)

    return take


vol = curry(lambda x, y, z: x * y * z, 3)
print(vol(2)(3)(4), vol(2, 3)(4), vol(1)(2, 3))


def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x

    return run


print(compose(str, abs, int)("-42"), compose()(5), (lambda f: f(f, 5))(lambda f, n: 1 if n == 0 else n * f(f, n - 1)))


def stream(first, rest):
    return first, rest


def integers(n):
    return stream(n, lambda: integers(n + 1))


def keep(p, s):
    first, rest = s
    while not p(first):
        first, rest = rest()
    return stream(first, lambda: keep(p, rest()))


def sieve(s):
    p, rest = s
    return stream(p, lambda: sieve(keep(lambda x: x % p, rest())))


def take(n, s):
    out = []
    for _ in range(n):
        first, rest = s
        out.append(first)
        s = rest()
    return out


print(take(5, integers(3)), take(10, sieve(integers(2))))


def outer():
    x = "outer"

    class C:
        x = "class"

        def method(self):
            return x

        values = [x for _ in range(2)]

    def inner():
        x = "inner"

        def innermost():
            nonlocal x
            x += "!"
            return x

        return innermost(), x

    return C().method(), C.values, inner(), x


print(outer())
x = "module"


def scopes():
    first = globals()["x"]
    x = "local"
    return first, x, [x for x in "ab"], x


print(scopes(), x)


def once(f):
    result = []

    def g(*args):
        if not result:
            result.append(f(*args))
        return result[0]

    return g


setup = once(lambda x: print("setting up", x) or x)
print(setup(1), setup(2))
zero = lambda f: lambda x: x
succ = lambda n: lambda f: lambda x: f(n(f)(x))
plus = lambda m: lambda n: lambda f: lambda x: m(f)(n(f)(x))
three = succ(succ(succ(zero)))
print(plus(three)(three)(lambda k: k + 1)(0), three(lambda s: s + "*")(""))
