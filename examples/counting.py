"""How many references does an object have, and where do they come from?

`sys.getrefcount(x)` answers with one more than you may expect, because its own
parameter refers to the object while it counts.
"""
from sys import getrefcount

cup = ["tea"]
print("one name:", getrefcount(cup) - 1)

mug = cup
print("two names:", getrefcount(cup) - 1)

shelf = [cup, cup, cup]
print("two names and three places on a shelf:", getrefcount(cup) - 1)

shelf.pop()
print("one place less:", getrefcount(cup) - 1)

shelf.clear()
del mug
print("and back to one name:", getrefcount(cup) - 1)


def look(thing):
    # The caller's name still refers to the object, and so does `thing`.
    return getrefcount(thing) - 1


print("inside a function that was handed the cup:", look(cup))
print("a cup nobody named, inside the same function:", look(["water"]))
print("after the calls:", getrefcount(cup) - 1)
