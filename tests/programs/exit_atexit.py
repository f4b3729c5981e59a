"""Functions registered with atexit run last in, first out, before the globals die."""
import atexit


class Loud:
    def __del__(self):
        print("del")


def say(*args, **kw):
    print("bye", *args, **kw)


x = Loud()
atexit.register(say, 1)
atexit.register(say, 2, 3, sep="-")


@atexit.register
def decorated():
    print("decorated", x is not None)


print("end of the script")
