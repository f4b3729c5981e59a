"""Two ways to let go: `x = None` ties the name to None, `del x` removes the name.

Both take one reference from the object. Neither destroys it by itself: the
object goes when its last reference goes.
"""
from sys import getrefcount


class Kite:
    def __del__(self):
        print("  the kite is gone")


kite = string = Kite()
print("two names:", getrefcount(kite) - 1)

kite = None
print("kite is None now, the string still holds it:", getrefcount(string) - 1)

del string
print("that was the last reference")

try:
    string
except NameError as error:
    print("and the name is no longer there:", error)

print("kite is still a name:", kite)

kite = Kite()
kite = Kite()
print("the first kite went when the second was tied to the name")
del kite

print("None itself counts for nothing: it never dies")
print(getrefcount(None) > 1_000_000)
