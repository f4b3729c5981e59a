# A family of classes and vectors: inheritance, super(), properties with setters, class attributes, method calls.
import math
from abc import ABC, abstractmethod


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def __abs__(self):
        return math.sqrt(self.x**2 + self.y**2)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y


class Shape(ABC):
    sides = None
    registry = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Shape.registry[cls.__name__] = cls

    def __init__(self, centre, size):
        self.centre = centre
        self._size = size
        self.moves = 0

    @property
    def size(self):
        return self._size

    @size.setter
    def size(self, value):
        self._size = min(max(value, 1), 50)

    @abstractmethod
    def area(self): ...

    def move(self, step):
        self.centre = self.centre + step
        self.moves += 1
        return self

    def __str__(self):
        return f"{type(self).__name__}({self.centre.x:.2f}, {self.centre.y:.2f}, {self.size})"


class Circle(Shape):
    def area(self):
        return math.pi * self.size * self.size


class Square(Shape):
    sides = 4

    def area(self):
        return self.size**2


class Tile(Square):
    def __init__(self, centre, size, colour="grey"):
        super().__init__(centre, size)
        self.colour = colour

    def area(self):
        return super().area() - 1

    def move(self, step):
        return super().move(step * 0.5) if self.colour == "grey" else self


kinds = [Shape.registry[name] for name in ("Circle", "Square", "Tile")]
shapes = [kinds[i % 3](Vector(i, -i), i % 7 + 1) for i in range(150)]
shapes.append(Tile(Vector(0, 0), 3, colour="red"))
for turn in range(700):
    push = Vector(math.cos(turn), math.sin(turn))
    for shape in shapes:
        shape.move(push)
        if abs(shape.centre) > 40:
            shape.centre -= push
            shape.size += 1
print(shapes[0], shapes[1], shapes[2], shapes[-1], sep="; ")
print(round(sum(s.area() for s in shapes), 4), sum(s.moves for s in shapes))
print([sum(isinstance(s, kind) for s in shapes) for kind in kinds], {s.sides for s in shapes if s.sides is not None})
print(Vector(1, 2) == Vector(1, 2), [c.__name__ for c in Tile.__mro__], hasattr(shapes[0], "colour"))
