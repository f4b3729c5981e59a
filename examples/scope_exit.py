"""When a function returns, its local names are untied, one after the other."""


class Lamp:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  off:", self.name)


def evening():
    hall = Lamp("hall")
    desk = Lamp("desk")
    print("reading")


print("evening begins")
evening()
print("evening is over")


def lend():
    lamp = Lamp("lent")
    spare = Lamp("spare")
    return lamp


print("one lamp leaves the function, the other goes out")
lamp = lend()
print("it is still on:", lamp.name)
lamp = None
print("now it is off")


def early():
    lamp = Lamp("early")
    lamp = None
    print("  the function is still running")


early()

print("a lamp in a comprehension:")
names = [Lamp(n).name for n in ("one", "two")]
print(names)
