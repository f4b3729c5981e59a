"""unregister removes every registration of a function; an error in one does not stop the others."""
import atexit


def one():
    print("one")


def two():
    print("two")


def bad():
    raise ValueError("in atexit")


atexit.register(one)
atexit.register(two)
atexit.register(one)
atexit.register(bad)
atexit.register(print, "still runs")
atexit.unregister(one)
print("end")
