# Trees built and walked: classes with __slots__ and without, None tests, recursion, loops with a stack, iterators.
class Node:
    __slots__ = ("key", "left", "right", "count")

    def __init__(self, key):
        self.key = key
        self.left = self.right = None
        self.count = 1


class SearchTree:
    def __init__(self):
        self.root = None
        self.size = 0

    def insert(self, key):
        if self.root is None:
            self.root = Node(key)
            self.size = 1
            return
        node = self.root
        while True:
            if key == node.key:
                node.count += 1
                return
            side = "left" if key < node.key else "right"
            following = getattr(node, side)
            if following is None:
                setattr(node, side, Node(key))
                self.size += 1
                return
            node = following

    def __contains__(self, key):
        node = self.root
        while node is not None and node.key != key:
            node = node.left if key < node.key else node.right
        return node is not None

    def __iter__(self):
        stack, node = [], self.root
        while stack or node:
            while node:
                stack.append(node)
                node = node.left
            node = stack.pop()
            yield node.key
            node = node.right

    def depth(self, node):
        return 0 if node is None else 1 + max(self.depth(node.left), self.depth(node.right))


class Letters:
    def __init__(self):
        self.children = {}
        self.final = False


def add(root, word):
    for ch in word:
        if ch not in root.children:
            root.children[ch] = Letters()
        root = root.children[ch]
    root.final = True


def size(node):
    return 1 + sum(size(child) for child in node.children.values())


tree, key = SearchTree(), 7
for _ in range(30000):
    key = key * 421 % 40009
    tree.insert(key % 15000)
inside = list(tree)
print(tree.size, tree.depth(tree.root), inside[:6], inside == sorted(inside))
print(sum(1 for k in range(15000) if k in tree), tree.root.count)
root = Letters()
for n in range(9000):
    add(root, f"{n * 37 % 9000:b}" if n % 2 else oct(n)[2:])
print(size(root), sorted(root.children), root.children["1"].final)
