# Functions as values: closures with nonlocal, decorators, *args and **kwargs, defaults, keyword-only, partial, reduce.
import functools

calls = {}


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        calls[function.__name__] = calls.get(function.__name__, 0) + 1
        return function(*args, **kwargs)

    return wrapper


def repeated(times):
    def decorate(function):
        def wrapper(value, **options):
            for _ in range(times):
                value = function(value, **options)
            return value

        return wrapper

    return decorate


def remembered(function):
    known = {}

    def wrapper(*args):
        try:
            return known[args]
        except KeyError:
            result = known[args] = function(*args)
            return result

    wrapper.known = known
    return wrapper


def make_account(balance=0, *, fee=1):
    history = []

    def put(amount):
        nonlocal balance
        balance += amount
        history.append(("put", amount))
        return balance

    def take(amount):
        nonlocal balance
        if amount + fee > balance:
            return None
        balance -= amount + fee
        history.append(("take", amount))
        return balance

    return put, take, lambda: (balance, len(history))


@counted
def mix(a, b=2, *rest, scale=1, **named):
    return (a * b + sum(rest)) * scale + len(named)


@repeated(3)
def grow(value, step=1, limit=10**6):
    return min(value * 2 + step, limit)


@remembered
def paths(x, y):
    return 1 if x == 0 or y == 0 else paths(x - 1, y) + paths(x, y - 1)


put, take, state = make_account(100, fee=2)
total = 0
for i in range(45000):
    put(i % 13)
    if take(i % 17) is None:
        total += 1
    total += mix(i, scale=2) + mix(1, 2, 3, i) if i % 2 else mix(*(i, 1), **{"b1": i, "scale": 1})
print(total, state(), calls)
print(sum(grow(i, step=i % 4) for i in range(30000)), paths(120, 120), len(paths.known))
adders = [functools.partial(mix, b=n) for n in range(5)] + [lambda v, n=n: v + n for n in range(5)]
print([f(10) for f in adders], functools.reduce(lambda a, f: f(a) % 1009, adders * 1500, 1))
compose = lambda f, g: lambda v: f(g(v))
pipeline = functools.reduce(compose, [lambda v: v + 1, lambda v: v * 3, lambda v: v ^ 5])
print(sum(map(pipeline, range(30000))), len(list(filter(lambda v: pipeline(v) % 2 == 0, range(20000)))))
