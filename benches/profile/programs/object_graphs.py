# Objects that refer to one another: weak references, garbage cycles, a descriptor, gc, getrefcount, referrers, id.
import gc
import sys
import weakref


class Positive:
    def __set_name__(self, owner, name):
        self.slot = "_" + name

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self.slot)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(self.slot[1:])
        setattr(instance, self.slot, value)


class Part:
    weight = Positive()
    alive = 0

    def __init__(self, name, weight, parent=None):
        self.name, self.weight, self.children = name, weight, []
        self.parent = weakref.ref(parent) if parent is not None else None
        Part.alive += 1
        if parent is not None:
            parent.children.append(self)

    def __del__(self):
        Part.alive -= 1

    def total(self):
        return self.weight + sum(child.total() for child in self.children)

    def path(self):
        names, part = [], self
        while part is not None:
            names.append(part.name)
            part = part.parent() if part.parent else None
        return "/".join(reversed(names))


class Ring:
    def __init__(self, size):
        self.next = self
        self.data = {"size": size}
        for _ in range(size):
            other = Ring(0)
            other.next, self.next = self.next, other


def build(name, depth, parent=None):
    part = Part(name, depth + 1, parent)
    for i in range(3 if depth else 0):
        build(f"{name}{i}", depth - 1, part)
    return part


for turn in range(12):
    machine = build("m", 7)
    leaf = machine
    while leaf.children:
        leaf = leaf.children[-1]
print(machine.total(), leaf.path(), Part.alive)
del machine
print(leaf.parent() is None, Part.alive, leaf.path())
gc.collect()
watched = weakref.WeakValueDictionary()
for i in range(4500):
    ring = Ring(i % 6)
    watched[i] = ring
    ring = None
    if i % 900 == 899:
        gc.collect()
gc.collect()
print(len(watched), watched.get(0) is None)
box = [object(), [1, 2]]
holders = [box, {"box": box}, (box,)]
print(sys.getrefcount(box) >= 4, sum(h is not box and any(r is h for r in gc.get_referrers(box)) for h in holders))
ids = {id(part): part for part in (Part(str(i), i) for i in range(12000))}
print(len(ids), all(id(p) == k and hex(k).startswith("0x") for k, p in ids.items()), Part.alive)
for part in ids.values():
    part.weight += 300
print(sum(part.weight for part in ids.values() if part.parent is None), vars(ids.popitem()[1]))
