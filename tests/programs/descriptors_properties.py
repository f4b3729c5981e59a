"""Descriptors that validate, compute once, convert and log; slots; attribute access in all its forms."""


class Typed:
    def __init__(self, kind, *, default=None):
        self.kind, self.default = kind, default

    def __set_name__(self, owner, name):
        self.public, self.private = name, f"_{owner.__name__.lower()}_{name}"

    def __get__(self, obj, owner):
        return self if obj is None else getattr(obj, self.private, self.default)

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.public} must be {self.kind.__name__}, not {value!r}")
        setattr(obj, self.private, value)

    def __delete__(self, obj):
        if not hasattr(obj, self.private):
            raise AttributeError(f"{self.public} is not set")
        delattr(obj, self.private)


class lazy:
    def __init__(self, f):
        self.f, self.__doc__ = f, f.__doc__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        print(f"  computing {self.name}")
        value = obj.__dict__[self.name] = self.f(obj)
        return value


class Person:
    name = Typed(str, default="?")
    age = Typed(int)

    def __init__(self, name, age):
        self.name, self.age = name, age

    @lazy
    def initials(self):
        "First letters."
        return "".join(w[0] for w in self.name.split())

    @property
    def adult(self):
        return self.age >= 18

    @adult.setter
    def adult(self, value):
        self.age = max(self.age, 18) if value else min(self.age, 17)


p = Person("Ada King Lovelace", 17)
print(p.initials, p.initials, p.adult, vars(p))
p.adult = True
print(p.age, p.adult, Person.name.public, Person.initials.__doc__, type(Person.__dict__["adult"]).__name__)
del p.age
print(p.age, "age" in vars(p))
for attempt in (lambda: setattr(p, "age", "old"), lambda: delattr(p, "age"), lambda: delattr(p, "adult"), lambda: Person("x", None)):
    try:
        attempt()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)


class Tracked:
    """Logs every access."""

    log = []

    def __getattribute__(self, name):
        if not name.startswith("__"):
            object.__getattribute__(self, "log").append(f"get {name}")
        return super().__getattribute__(name)

    def __getattr__(self, name):
        if name.startswith("auto_"):
            value = name.removeprefix("auto_") * 2
            self.__dict__[name] = value
            return value
        raise AttributeError(f"nothing like {name}", name=name, obj=self)

    def __setattr__(self, name, value):
        self.log.append(f"set {name}")
        super().__setattr__(name, value)

    def __delattr__(self, name):
        self.log.append(f"del {name}")
        super().__delattr__(name)


t = Tracked()
t.x = 1
t.x += 1
print(t.auto_ha, t.auto_ha, hasattr(t, "nope"), getattr(t, "nope", "default"))
del t.x
try:
    t.x
except AttributeError as e:
    print(e, e.name)
print(Tracked.log, sorted(vars(t)))


class Slim:
    __slots__ = ("a", "b", "__weakref__")
    kind = "slim"

    def __init__(self, **kw):
        for k, v in kw.items():
            setattr(self, k, v)

    def __repr__(self):
        return f"Slim({', '.join(f'{s}={getattr(self, s)!r}' for s in self.__slots__[:2] if hasattr(self, s))})"


class Wide(Slim):
    pass


s, w = Slim(a=1), Wide(a=1, c=3)
s.b = [2]
print(s, w, vars(w), Slim.a.__get__(s), type(Slim.a).__name__, hasattr(s, "__dict__"))
for attempt in (lambda: setattr(s, "c", 1), lambda: setattr(s, "kind", 1), lambda: w.b, lambda: vars(s), lambda: Slim.a.__get__(5)):
    try:
        print(attempt())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)


class classproperty:
    def __init__(self, f):
        self.f = f

    def __get__(self, obj, owner):
        return self.f(owner)


class Base:
    registry = []

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append(cls.__name__)

    @classproperty
    def label(cls):
        return cls.__name__.lower()

    @staticmethod
    def helper(x):
        return x * 2

    @classmethod
    def create(cls, *args):
        return cls.label, cls.helper(len(args))


class Child(Base):
    pass


print(Base.label, Child().label, Base.registry, Child.create(1, 2), Child.helper(4), Base.__dict__["helper"].__func__(3))
bound = Child().create
print(bound.__self__ is Child, bound.__func__ is Base.__dict__["create"].__func__, Base.create == Base.create)


class Temperature:
    def __init__(self, c):
        self.celsius = c

    def _f(self):
        return self.celsius * 9 / 5 + 32

    def _set_f(self, f):
        self.celsius = (f - 32) * 5 / 9

    fahrenheit = property(_f, _set_f, doc="In Fahrenheit.")


temp = Temperature(100)
temp.fahrenheit -= 180
print(temp.celsius, temp.fahrenheit, Temperature.fahrenheit.__doc__, Temperature.fahrenheit.fget(temp), Temperature.fahrenheit.fset.__name__)
