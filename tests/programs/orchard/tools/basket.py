"""A basket that knows how to weigh."""
from ..trees import planted
from .scales import weigh as _weigh


class Basket(list):
    def __iadd__(self, fruit):
        self.extend(fruit)
        return self

    @property
    def weight(self):
        return sum(map(_weigh, self))

    def origin(self):
        return list(planted)
