"""A suspended generator and an inner function keep variables of calls that are
long over. What they hold lives as long as they do."""
from sys import getrefcount


class Rope:
    def __del__(self):
        print("  the rope is gone")


def climb(rope):
    for step in range(3):
        yield step


rope = Rope()
climber = climb(rope)
print("a generator holds its argument before its first step:", getrefcount(rope) - 1)
print("step", next(climber))
del rope
print("the name is gone, the suspended call holds the rope")
print("steps", list(climber))
print("a finished generator holds nothing any more")

rope = Rope()
climber = climb(rope)
next(climber)
del rope
print("dropping the generator half way:")
del climber


def knot():
    rope = Rope()

    def pull():
        return rope

    return pull


print("an inner function keeps the variable it uses")
pull = knot()
print("through its cell:", getrefcount(pull.__closure__[0].cell_contents) - 1)
del pull


def hooks():
    made = []
    for name in "abc":
        made.append(lambda: name)
    return made


print("three functions, one variable:", [hook() for hook in hooks()])
