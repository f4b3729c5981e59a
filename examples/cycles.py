"""Two objects that hold each other keep each other's count above zero. Counting
alone never frees them; the collector finds them."""
import gc
import weakref

gc.collect()
gc.disable()


class Person:
    def __init__(self, name):
        self.name = name
        self.friend = None

    def __del__(self):
        print("  goodbye,", self.name)


ann, bob = Person("Ann"), Person("Bob")
ann.friend, bob.friend = bob, ann
witness = weakref.ref(ann)
del ann, bob
print("both names are gone, but the pair lives on:", witness() is not None)
print("the collector finds", gc.collect(), "objects")
print("and now:", witness())

print("a list that contains itself")
loop = []
loop.append(loop)
del loop
print("found:", gc.collect())

print("a chain without a way back needs no collector")
carl = Person("Carl")
carl.friend = Person("Dora")
del carl
print("found:", gc.collect())

print("breaking the ring by hand works as well")
eve, fay = Person("Eve"), Person("Fay")
eve.friend, fay.friend = fay, eve
eve.friend = None
del eve, fay
print("found:", gc.collect())

gc.enable()
