"""Trees know their fruit; they import the package that imports them."""
import orchard

planted = []


class Tree:
    count = 3

    def fruit(self):
        return [f"{orchard.season} {type(self).__name__.lower()} {i}" for i in range(self.count)]


class Apple(Tree):
    pass


class Pear(Tree):
    count = 2


def plant(kind):
    planted.append(kind)
    return globals()[kind.title()]()
