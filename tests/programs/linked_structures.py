"""A linked list, a queue on two stacks and a binary search tree."""


class LinkedList:
    class _Node:
        def __init__(self, value, link=None):
            self.value, self.link = value, link

    def __init__(self, items=()):
        self.head, self.size = None, 0
        for x in reversed(list(items)):
            self.push(x)

    def push(self, value):
        self.head = self._Node(value, self.head)
        self.size += 1

    def pop(self):
        if self.head is None:
            raise IndexError("pop from an empty list")
        value, self.head = self.head.value, self.head.link
        self.size -= 1
        return value

    def reverse(self):
        before, node = None, self.head
        while node:
            node.link, before, node = before, node, node.link
        self.head = before

    def __len__(self):
        return self.size

    def __iter__(self):
        node = self.head
        while node is not None:
            yield node.value
            node = node.link

    def __contains__(self, wanted):
        return any(x == wanted for x in self)

    def __repr__(self):
        return " -> ".join(map(repr, self)) + " -> None" if self.head else "None"


class Queue:
    def __init__(self):
        self.inbox, self.outbox = [], []

    def put(self, x):
        self.inbox.append(x)

    def get(self):
        if not self.outbox:
            while self.inbox:
                self.outbox.append(self.inbox.pop())
        return self.outbox.pop()


class Tree:
    def __init__(self):
        self.root = None
        self.count = 0

    def add(self, key):
        def insert(node):
            if node is None:
                self.count += 1
                return [key, None, None]
            side = 1 if key < node[0] else 2
            if key != node[0]:
                node[side] = insert(node[side])
            return node

        self.root = insert(self.root)

    def __iter__(self):
        def walk(node):
            if node:
                yield from walk(node[1])
                yield node[0]
                yield from walk(node[2])

        return walk(self.root)

    def height(self, node=...):
        node = self.root if node is ... else node
        return 0 if node is None else 1 + max(self.height(node[1]), self.height(node[2]))

    def levels(self):
        level = [self.root] if self.root else []
        while level:
            yield [n[0] for n in level]
            level = [child for n in level for child in n[1:] if child]


l = LinkedList("abcd")
l.push("z")
print(l, len(l), "c" in l, "q" in l, list(l)[1:3])
l.reverse()
print(l, l.pop(), l.pop(), l, sep=" | ")
first, *rest = l
print(first, rest, LinkedList(), bool(LinkedList()))
try:
    LinkedList().pop()
except IndexError as e:
    print(e)
q = Queue()
for i in range(3):
    q.put(i)
print(q.get(), q.get(), end=" ")
q.put("late")
print(q.get(), q.get())
t = Tree()
for x in [50, 30, 70, 20, 40, 60, 80, 30, 65, 10]:
    t.add(x)
print(list(t), t.count, t.height(), *t.levels(), sep="\n")
words = Tree()
for w in "the quick brown fox jumps over the lazy dog".split():
    words.add(w)
print(*words)
