"""A weak reference knows where its object lives and does not keep it alive."""
import weakref
from sys import getrefcount


class Star:
    def __init__(self, name):
        self.name = name


star = Star("Vega")
weak = weakref.ref(star)
print("a weak reference adds nothing:", getrefcount(star) - 1)
print("asking it lends the object:", weak().name)
del star
print("afterwards it answers:", weak())

print("it can tell when its object goes")
star = Star("Deneb")
watcher = weakref.ref(star, lambda ref: print("  Deneb has set"))
star = None

print("a catalogue that does not own its stars")
sky = weakref.WeakValueDictionary()
mine = Star("Altair")
sky["a"] = mine
sky["b"] = Star("nobody's")
print("  listed:", sorted(sky))
del mine
print("  listed:", sorted(sky))

print("a child that knows its parent without holding it")


class Branch:
    def __init__(self, parent=None):
        self.parent = weakref.ref(parent) if parent else None
        self.children = []
        if parent:
            parent.children.append(self)


tree = Branch()
twig = Branch(tree)
print("  the parent is there:", twig.parent() is tree)
del tree
print("  and gone at once, no collector needed:", twig.parent())

print("a last word that does not depend on __del__")
star = Star("Sirius")
weakref.finalize(star, print, "  Sirius is gone")
del star
