"""A container holds a reference for each place in it, and each kind of container
lets its contents go in an order of its own."""
from sys import getrefcount


class Bead:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  lost", self.name)

    def __repr__(self):
        return self.name


bead = Bead("red")
string = [bead, bead]
box = {"bead": bead}
pair = (bead, None)
print("a name, two places in a list, a dict, a tuple:", getrefcount(bead) - 1)
del bead
print("without the name:", getrefcount(pair[0]) - 1)
del string, box
print("only the tuple is left:", getrefcount(pair[0]) - 1)
del pair

print("a list loses its items from the last to the first")
row = [Bead("1"), Bead("2"), Bead("3")]
row.clear()

print("a dict in the order of insertion")
drawer = {"z": Bead("z"), "a": Bead("a")}
drawer.clear()

print("an object's attributes too")


class Case:
    pass


case = Case()
case.lid, case.base = Bead("lid"), Bead("base")
del case

print("a copy of a list shares the beads")
row = [Bead("shared")]
copy = row[:]
row.clear()
print("  still here:", copy)
copy.clear()
