# Objects that are not plain: attributes kept in dicts, proxies with __getattr__, classes derived from builtin ones,
# enums, named tuples, descriptors, bound methods and functions with many sorts of parameters.
import enum
import functools
from collections import OrderedDict, namedtuple


class Settings:
    def __init__(self, **values):
        self.__dict__.update(values)

    def scaled(self, factor):
        return self.size * factor + self.margin

    def widen(self):
        self.margin += 1


class Lazy:
    def __init__(self, target):
        self.target = target
        self.asked = 0

    def touch(self):
        self.asked += 1
        return self.asked

    def __getattr__(self, name):
        return getattr(self.target, name)


class Stack(list):
    def push(self, item):
        self.append(item)
        return len(self)

    def top(self):
        return self[-1]


class Tally(dict):
    def __missing__(self, key):
        return 0

    def add(self, key):
        self[key] += 1
        return self[key]


class Name(str):
    def initial(self):
        return self[0].upper()


class Metres(int):
    def doubled(self):
        return self + self


class Failure(ValueError):
    def __init__(self, code):
        super().__init__(f"failure {code}")
        self.code = code


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Colour(enum.Enum):
    RED = "r"
    BLUE = "b"

    @property
    def letter(self):
        return self.value


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return instance.__dict__[self.name]

    def __set__(self, instance, value):
        instance.__dict__[self.name] = max(value, 0)


class Account:
    balance = Positive()
    opened = 0

    def __init__(self, balance):
        self.balance = balance

    @classmethod
    def open(cls, balance):
        cls.opened += 1
        return cls(balance)

    @staticmethod
    def fee(amount, *, rate=2, least=1):
        return max(amount * rate // 100, least)

    def deposit(self, amount, /, note="", *, fee=True):
        self.balance += amount - (Account.fee(amount) if fee else 0)
        return self

    def __repr__(self):
        return f"{type(self).__name__}({self.balance})"


Point = namedtuple("Point", "x y")


def forward(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


@forward
def area(point, *, factor=1):
    return point.x * point.y * factor


def main():
    total = 0
    settings, lazy = Settings(size=3, margin=1), Lazy(Settings(size=5, margin=2))
    for step in range(6000):
        total += settings.scaled(step % 7) + lazy.touch() + lazy.size
        if step % 3 == 0:
            settings.widen()
    stack, tally, push = Stack(), Tally(), None
    push = stack.push
    for step in range(6000):
        push(Metres(step % 11).doubled())
        tally.add(Name("word" if step % 2 else "name").initial())
        total += stack.top() + len(stack)
        if step % 5 == 0:
            stack.pop()
    for step in range(4000):
        try:
            if step % 4 == 0:
                raise Failure(step)
            total += Level.HIGH if step % 3 > Level.LOW else Level.LOW + 1
        except Failure as failure:
            total += failure.code % 5
        total += len(Colour.RED.letter) + (Colour("b") is Colour.BLUE)
    account = Account.open(100)
    for step in range(4000):
        account.deposit(step % 13).deposit(5, fee=False)
        total += area(Point(step % 4, 2), factor=2) + area(Point(1, 1)) + Account.fee(step, rate=3)
        total += len(repr(account))
    order = OrderedDict((str(step), step) for step in range(500))
    for key in list(order):
        order.move_to_end(key)
        total += order[key]
    print(total, len(stack), dict(tally), account, Account.opened)


main()
