"""A small object mapper: fields as descriptors, a metaclass that collects them, queries as generators."""


class ValidationError(ValueError):
    pass


class Field:
    kind = object

    def __init__(self, *, default=..., null=False):
        self.default, self.null = default, null

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, None if self.default is ... else self.default)

    def __set__(self, obj, value):
        if value is None and self.null:
            pass
        elif not isinstance(value, self.kind) or isinstance(value, bool) != (self.kind is bool):
            raise ValidationError(f"{self.name}: {value!r} is no {self.kind.__name__}")
        else:
            value = self.check(value)
        obj.__dict__[self.name] = value

    def check(self, value):
        return value

    def __repr__(self):
        return f"<{type(self).__name__} {self.name}>"


class Int(Field):
    kind = int

    def __init__(self, low=None, high=None, **kw):
        super().__init__(**kw)
        self.low, self.high = low, high

    def check(self, value):
        if self.low is not None and value < self.low or self.high is not None and value > self.high:
            raise ValidationError(f"{self.name}: {value} not in {self.low}..{self.high}")
        return value


class Text(Field):
    kind = str

    def check(self, value):
        return value.strip()


class ModelMeta(type):
    def __new__(meta, name, bases, namespace):
        cls = super().__new__(meta, name, bases, namespace)
        cls.fields = {n: f for base in reversed(cls.__mro__) for n, f in vars(base).items() if isinstance(f, Field)}
        cls.rows = []
        return cls

    def __iter__(cls):
        return iter(cls.rows)

    def __len__(cls):
        return len(cls.rows)

    def __getitem__(cls, number):
        return cls.rows[number - 1]


class Model(metaclass=ModelMeta):
    def __init__(self, **values):
        unknown = values.keys() - self.fields.keys()
        if unknown:
            raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
        for name, field in self.fields.items():
            if name in values:
                setattr(self, name, values[name])
            elif field.default is ... and not field.null:
                raise ValidationError(f"{name} is required")
        type(self).rows.append(self)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in self.fields)})"

    @classmethod
    def where(cls, **wanted):
        for row in cls:
            for key, value in wanted.items():
                name, _, op = key.partition("__")
                have = getattr(row, name)
                ok = {"": lambda: have == value, "lt": lambda: have < value, "in": lambda: have in value, "has": lambda: value in have}[op]()
                if not ok:
                    break
            else:
                yield row


class Animal(Model):
    name = Text()
    legs = Int(0, 8, default=4)


class Dog(Animal):
    breed = Text(default="mutt")
    owner = Text(null=True)


Animal(name="  Spider ", legs=8)
Animal(name="Cat")
Dog(name="Rex", owner=None)
Dog(name="Fido", breed="corgi", legs=3, owner="Ann")
print(list(Animal), list(Dog), len(Animal), Dog[2].name, Dog.fields, sep="\n")
for bad in ({}, {"name": 5}, {"name": "x", "legs": 9}, {"name": "x", "wings": 2, "age": 1}, {"name": "x", "legs": True}):
    try:
        Animal(**bad)
    except (ValidationError, TypeError) as e:
        print(type(e).__name__, e)
print([a.name for a in Animal.where(legs__lt=5)], list(Dog.where(breed="corgi", name__has="id")), list(Dog.where(legs__in=(1, 2))))
rex = Dog[1]
try:
    rex.legs = "four"
except ValidationError as e:
    print(e, rex.legs)
rex.legs = 2
print(rex, vars(rex), Dog.name, Dog.__mro__[1:3], type(Dog).__name__, isinstance(Dog, ModelMeta))
