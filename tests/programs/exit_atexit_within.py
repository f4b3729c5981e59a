"""A function registered while the exit functions run comes too late: it is not run."""
import atexit


def late():
    print("late")


def first():
    print("first")
    atexit.register(late)


atexit.register(print, "registered before")
atexit.register(first)
