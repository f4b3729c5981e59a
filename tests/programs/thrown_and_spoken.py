"""What is handed on as it was given: thrown classes, bytes of a subclass, text of fields."""

import warnings


class Delegate:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, *given):
        print("throw", given)
        return 2


def outer():
    yield from Delegate()


generator = outer()
next(generator)
generator.throw(ValueError)
generator.throw(ValueError("made"))
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    generator.throw(ValueError, "told")
    generator.throw(ValueError, None, None)


class Letters(bytes):
    pass


class Speaks:
    def __bytes__(self):
        return Letters(b"ab")


print(type(bytes(Speaks())).__name__, type(bytearray(Speaks.__bytes__(0))).__name__)


class Chatty(super):
    def __init__(self, *given):
        print("made", len(given))
        super().__init__(*given)


class Base:
    def name(self):
        return "Base.name"


class Derived(Base):
    def name(self):
        return "Derived, " + Chatty(Derived, self).name()


print(Derived().name())

value = 5
print(f'''{value = # a remark
  }''')
print(f"{value # before
  =}")

view = memoryview(b"ab")
known = hash(view)
view.release()
print(hash(view) == known == hash(b"ab"))

type Number = int | float
print(Number | str, str | Number, type(Number | None).__name__, Number | Number)


def takes(**pairs):
    pass


for call in (lambda: takes(*1, **2), lambda: takes(1, *1, **2), lambda: takes(*1, **{})):
    try:
        call()
    except TypeError as error:
        print(str(error).replace("__main__.", ""))


class Complex(complex):
    pass


class Like:
    def __complex__(self):
        return Complex(1, 2)


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(complex(Like()), caught[0].message)
    compile("(1 / 0)[1.5]", "x.py", "eval")
    print(len(caught))
