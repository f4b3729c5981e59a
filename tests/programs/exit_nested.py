"""At the end what globals hold themselves is finalized first, then what hangs from containers and instances."""


class Loud:
    def __init__(self, name, holds=None):
        self.name = name
        self.holds = holds

    def __del__(self):
        print("del", self.name)


class Quiet(Loud):
    def __del__(self):
        print("quietly", self.name)


def numbers():
    kept = Loud("kept by a generator")
    yield 1
    print("never", kept)


pair = (Loud("first of a pair"), Loud("second of a pair"))
box = Loud("box", Loud("in the box"))
table = {"a": Loud("value a"), "b": Loud("value b")}
again = box
_hidden = Quiet("hidden")
running = numbers()
next(running)
ring = Loud("ring")
ring.holds = [ring]
print("end of the script")
