class Typed:
    def __set__(self, obj, value):
        raise TypeError(f"expected a number, got {value!r}")
class C: x = Typed()
C().x = "one"
