"""A finalizer that runs while its container dies sees a consistent world."""
seen = []


class Item:
    def __init__(self, box, n):
        self.box, self.n = box, n

    def __del__(self):
        seen.append((self.n, len(self.box)))


box = []
for n in range(5):
    box.append(Item(box, n))
del box[1:3]
print(seen)
box.pop()
print(seen)
box[:] = []
print(seen)
d = {}
for n in range(3):
    d[n] = Item(d, n)
d.clear()
print(seen[5:])
s = set()
i = Item(s, 9)
s.add(i)
del i
s.clear()
print(seen[-1])
