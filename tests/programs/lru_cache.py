"""A cache that forgets what was used longest ago, by hand and by OrderedDict."""
from collections import OrderedDict


class Node:
    __slots__ = ("key", "value", "prev", "next")

    def __init__(self, key=None, value=None):
        self.key, self.value = key, value
        self.prev = self.next = self


class LRU:
    def __init__(self, capacity):
        self.capacity, self.map, self.root = capacity, {}, Node()
        self.hits = self.misses = 0

    def _unlink(self, node):
        node.prev.next, node.next.prev = node.next, node.prev

    def _push(self, node):
        last = self.root.prev
        node.prev, node.next = last, self.root
        last.next = self.root.prev = node

    def get(self, key, default=None):
        node = self.map.get(key)
        if node is None:
            self.misses += 1
            return default
        self.hits += 1
        self._unlink(node)
        self._push(node)
        return node.value

    def put(self, key, value):
        if key in self.map:
            self._unlink(self.map[key])
        elif len(self.map) == self.capacity:
            oldest = self.root.next
            self._unlink(oldest)
            del self.map[oldest.key]
        node = self.map[key] = Node(key, value)
        self._push(node)

    def __iter__(self):
        node = self.root.next
        while node is not self.root:
            yield node.key, node.value
            node = node.next

    def __repr__(self):
        return "LRU(" + ", ".join(f"{k}={v}" for k, v in self) + ")"


class ShortLRU(OrderedDict):
    def __init__(self, capacity):
        super().__init__()
        self.capacity = capacity

    def __getitem__(self, key):
        self.move_to_end(key)
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self.capacity:
            self.popitem(last=False)


cache = LRU(3)
short = ShortLRU(3)
for k in "abcadbea":
    if cache.get(k) is None:
        cache.put(k, ord(k))
    if k not in short:
        short[k] = ord(k)
    else:
        short[k]
    print(k, cache, list(short.items()))
print(cache.hits, cache.misses, len(cache.map))


def memo(f):
    seen = {}

    def wrapper(*args):
        if args not in seen:
            seen[args] = f(*args)
        return seen[args]

    wrapper.seen = seen
    return wrapper


@memo
def grid_paths(r, c):
    return 1 if r == 0 or c == 0 else grid_paths(r - 1, c) + grid_paths(r, c - 1)


print(grid_paths(12, 12), len(grid_paths.seen))
