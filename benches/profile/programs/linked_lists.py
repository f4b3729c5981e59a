# Linked lists: a chain turned and merged, a ring with a dict as a cache; reads and writes of attributes.
class Link:
    def __init__(self, value, following=None):
        self.value = value
        self.following = following


def chain(values):
    head = None
    for value in reversed(values):
        head = Link(value, head)
    return head


def turned(head):
    before = None
    while head is not None:
        head.following, before, head = before, head, head.following
    return before


def merged(a, b):
    start = end = Link(None)
    while a and b:
        if a.value <= b.value:
            end.following, a = a, a.following
        else:
            end.following, b = b, b.following
        end = end.following
    end.following = a or b
    return start.following


def values(head):
    while head:
        yield head.value
        head = head.following


class Entry:
    __slots__ = "key", "value", "before", "after"


class Cache:
    def __init__(self, room):
        self.room, self.entries, self.hits, self.misses = room, {}, 0, 0
        self.ring = ring = Entry()
        ring.before = ring.after = ring

    def _out(self, entry):
        entry.before.after = entry.after
        entry.after.before = entry.before

    def _front(self, entry):
        first = self.ring.after
        entry.before, entry.after = self.ring, first
        self.ring.after = first.before = entry

    def get(self, key, make):
        entry = self.entries.get(key)
        if entry is not None:
            self.hits += 1
            self._out(entry)
        else:
            self.misses += 1
            if len(self.entries) >= self.room:
                last = self.ring.before
                self._out(last)
                del self.entries[last.key]
            entry = self.entries[key] = Entry()
            entry.key, entry.value = key, make(key)
        self._front(entry)
        return entry.value

    def __len__(self):
        return len(self.entries)


one, two = chain(range(0, 60000, 2)), chain([v * 3 for v in range(16000)])
for _ in range(4):
    one = turned(one)
both = list(values(merged(one, two)))
print(len(both), both[:8], both[-1], both == sorted(both))
cache, total, key = Cache(64), 0, 1
for i in range(150000):
    key = (key * 17 + i) % 211
    total += cache.get(key % 90 if i % 3 else key, lambda k: k * k)
print(total, cache.hits, cache.misses, len(cache), cache.ring.after.key)
