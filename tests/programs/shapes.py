"""Abstract shapes, polymorphism, class counters and alternative constructors."""
import math
from abc import ABC, abstractmethod


class Shape(ABC):
    registry = {}

    def __init_subclass__(cls, sides=0, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.sides = sides
        Shape.registry[cls.__name__.lower()] = cls

    @abstractmethod
    def area(self): ...

    @abstractmethod
    def perimeter(self): ...

    def __repr__(self):
        inside = ", ".join(f"{k}={v:g}" for k, v in vars(self).items())
        return f"{type(self).__name__}({inside})"

    def __lt__(self, other):
        return self.area() < other.area()

    @classmethod
    def parse(cls, text):
        name, *numbers = text.split()
        return cls.registry[name](*map(float, numbers))


class Circle(Shape):
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return math.pi * self.radius**2

    def perimeter(self):
        return 2 * math.pi * self.radius


class Rectangle(Shape, sides=4):
    def __init__(self, width, height):
        self.width, self.height = width, height

    def area(self):
        return self.width * self.height

    def perimeter(self):
        return 2 * (self.width + self.height)


class Square(Rectangle, sides=4):
    def __init__(self, side):
        super().__init__(side, side)

    @classmethod
    def unit(cls):
        return cls(1)


class Triangle(Shape, sides=3):
    def __init__(self, a, b, c):
        if not a < b + c or not b < a + c or not c < a + b:
            raise ValueError(f"no triangle with sides {a:g}, {b:g}, {c:g}")
        self.a, self.b, self.c = a, b, c

    def perimeter(self):
        return self.a + self.b + self.c

    def area(self):
        s = self.perimeter() / 2
        return math.sqrt(s * (s - self.a) * (s - self.b) * (s - self.c))


shapes = [Shape.parse(t) for t in ("circle 1.5", "rectangle 2 4", "square 3", "triangle 3 4 5")]
for s in sorted(shapes):
    print(f"{s!r:<30} {s.area():8.3f} {s.perimeter():8.3f} {s.sides}")
print(max(shapes), sum(s.area() for s in shapes if isinstance(s, Rectangle)), Square.unit())
for attempt in (lambda: Shape(), lambda: Triangle(1, 2, 9), lambda: Shape.parse("hexagon 2"), lambda: Square(1, 2)):
    try:
        attempt()
    except (TypeError, ValueError, KeyError) as e:
        print(type(e).__name__, e)
print(Shape.registry, [c.__name__ for c in Square.__mro__], Square.__bases__, issubclass(Square, Shape), sep="\n")
